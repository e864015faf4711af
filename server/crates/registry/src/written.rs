//! A file of the registry as it is written, also while it is being written: what stands where, whether or not it can be
//! read. Reading it never fails.

use text::Span;
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::form::Form;
use crate::{ENTITIES, EVENTS};

/// A file as it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// Its sections, in order. The first one is what stands before all headers.
    pub sections: Vec<Section>,
    comments: Vec<Span>,
}

/// A header and what stands under it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Section {
    /// The words of the header with their places: none before the first one, two of `[[brandt.roles]]`.
    pub header: Vec<(String, Span)>,
    /// From the header to the last thing under it.
    pub span: Span,
    /// What stands under it.
    pub table: Table,
}

/// Fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// In their order.
    pub fields: Vec<Field>,
}

/// `key = value`, as far as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The key, without quotation marks.
    pub key: String,
    /// Where it stands.
    pub key_span: Span,
    /// Where the equals sign ends.
    pub equals: Option<u32>,
    /// What stands behind it.
    pub value: Option<Value>,
}

/// A value with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value {
    /// With quotation marks and brackets.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
    /// Its closing mark or bracket is there; without one somebody is still at it.
    pub is_ended: bool,
}

/// What a value is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ValueKind {
    /// Words in quotation marks. Those of a string that has not been ended yet reach to the end of the line.
    Words(String),
    /// A number, a day, `true`.
    Bare(String),
    /// `[…]`
    List(Vec<Value>),
    /// `{…}`
    Table(Table),
}

/// What stands at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place<'a> {
    /// The key of the entry that it belongs to.
    pub entry: Option<&'a str>,
    /// What the table is; `None` outside of all entries, and in a table of the user's own.
    pub form: Option<Form>,
    /// The innermost table.
    pub table: &'a Table,
    /// What of it.
    pub part: Part<'a>,
}

/// A part of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'a> {
    /// The key of an entry.
    Entry(Span),
    /// The key of a field.
    Key(&'a Field),
    /// A value of a field, the innermost one.
    Value(&'a Field, &'a Value),
    /// Behind the equals sign of a field, or in its list, where a value may be begun.
    Room(&'a Field),
    /// Where a field or an entry may be begun.
    Between,
}

impl Written {
    /// Reads a text.
    pub fn parse(source: &str) -> Written {
        let tokens: Vec<Token> = Source::new(source).lex().into_vec();
        let mut reader = Reader { source, tokens: &tokens, at: 0, depth: 0, comments: Vec::new() };
        let sections = reader.sections();
        Written { sections, comments: reader.comments }
    }

    /// The keys of all entries.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let (outside, sections) = self.sections.split_at(self.sections.len().min(1));
        let inline = outside.iter().flat_map(|section| &section.table.fields).map(|field| &*field.key);
        inline.chain(sections.iter().filter_map(|section| Some(&*section.header.first()?.0)))
    }

    /// What stands at a byte of the file `path`; nothing in a comment.
    pub fn place(&self, path: &str, offset: u32) -> Option<Place<'_>> {
        if self.comments.iter().any(|span| span.start < offset && offset <= span.end) {
            return None;
        }
        let section = self.sections.iter().rev().find(|section| section.span.start <= offset)?;
        let entry = section.header.first().map(|(key, _)| key.as_str());
        let place = Place { entry, form: form(path, section), table: &section.table, part: Part::Between };
        if let Some((_, span)) = section.header.iter().find(|(_, span)| span.touches(offset)) {
            return Some(Place { part: Part::Entry(*span), ..place });
        }
        let last = section.header.last().map(|(_, span)| span.end);
        if section.table.fields.is_empty() && last.is_some_and(|end| offset < end) {
            return None;
        }
        Some(within(path, place, offset))
    }
}

impl Value {
    /// The words of a string, if it is one.
    pub fn words(&self) -> Option<&str> {
        match &self.kind {
            ValueKind::Words(words) => Some(words),
            _ => None,
        }
    }

    /// The fields of a table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.kind {
            ValueKind::Table(table) => Some(table),
            _ => None,
        }
    }
}

impl Table {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The words of a field that is a string.
    pub fn words(&self, key: &str) -> Option<&str> {
        self.field(key)?.value.as_ref()?.words()
    }
}

/// What the table of a section is.
fn form(path: &str, section: &Section) -> Option<Form> {
    match (path, section.header.as_slice()) {
        (ENTITIES, [_]) => Some(Form::Entity),
        (ENTITIES, [_, (word, _)]) if word == "roles" => Some(Form::Role),
        (EVENTS, [_]) => Some(Form::Event),
        _ => None,
    }
}

/// The innermost place in a table.
fn within<'a>(path: &str, place: Place<'a>, offset: u32) -> Place<'a> {
    let begun = place.table.fields.iter().rev().find(|field| field.key_span.start <= offset);
    let Some(field) = begun else { return place };
    if offset <= field.key_span.end {
        // A field before all headers is an entry in one line.
        let part = match place.form.is_none() && place.entry.is_none() {
            true => Part::Entry(field.key_span),
            false => Part::Key(field),
        };
        return Place { entry: place.entry.or(Some(&field.key)), part, ..place };
    }
    match (&field.value, field.equals) {
        (Some(value), _) if value.span.start <= offset && offset <= value.span.end => {
            in_value(path, place, field, value, offset)
        }
        (Some(value), Some(equals)) if equals <= offset && offset < value.span.start => {
            Place { part: Part::Room(field), ..place }
        }
        (None, Some(equals)) if equals <= offset => Place { part: Part::Room(field), ..place },
        _ => place,
    }
}

fn in_value<'a>(path: &str, place: Place<'a>, field: &'a Field, value: &'a Value, offset: u32) -> Place<'a> {
    let is_inside = |value: &Value| value.span.start < offset && (offset < value.span.end || !value.is_ended);
    match &value.kind {
        ValueKind::Words(_) | ValueKind::Bare(_) => Place { part: Part::Value(field, value), ..place },
        ValueKind::List(values) if is_inside(value) => {
            match values.iter().find(|value| value.span.start <= offset && offset <= value.span.end) {
                Some(value) => in_value(path, place, field, value, offset),
                None => Place { part: Part::Room(field), ..place },
            }
        }
        ValueKind::Table(table) if is_inside(value) => {
            let (entry, form) = match (place.entry, place.form, path) {
                (None, _, ENTITIES) => (Some(field.key.as_str()), Some(Form::Entity)),
                (None, _, EVENTS) => (Some(field.key.as_str()), Some(Form::Event)),
                (entry, Some(Form::Entity), _) if field.key == "roles" => (entry, Some(Form::Role)),
                (entry, ..) => (entry, None),
            };
            within(path, Place { entry, form, table, part: Part::Between }, offset)
        }
        _ => Place { part: Part::Between, ..place },
    }
}

/// Lists and tables lie in one another so deep at most: the files need three. What lies deeper is stepped over.
const DEEPEST: usize = 16;

/// Reads tokens. What it does not expect it steps over.
struct Reader<'a> {
    source: &'a str,
    tokens: &'a [Token],
    at: usize,
    /// How many lists and tables are open.
    depth: usize,
    comments: Vec<Span>,
}

impl Reader<'_> {
    fn sections(&mut self) -> Vec<Section> {
        let mut all = vec![Section::default()];
        while let Some(kind) = self.peek() {
            // The first section is there from the start.
            let Some(section) = all.last_mut() else { break };
            match kind {
                TokenKind::LeftSquareBracket => all.push(self.header()),
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                    let field = self.field();
                    section.span.end = self.end();
                    section.table.fields.push(field);
                }
                _ => self.step(),
            }
        }
        all
    }

    /// `[brandt]`, `[[brandt.roles]]`, as far as it is written.
    fn header(&mut self) -> Section {
        let start = self.start();
        let mut header = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Newline | TokenKind::Comment => break,
                TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString => {
                    header.push((self.words(), self.span()));
                    self.step();
                }
                _ => self.step(),
            }
        }
        Section { header, span: Span::new(start, self.end()), table: Table::default() }
    }

    /// A field from its key to its value. Of a dotted key, which the files do not have, each word is one.
    fn field(&mut self) -> Field {
        let (key, key_span) = (self.words(), self.span());
        self.step();
        self.blanks();
        if self.peek() != Some(TokenKind::Equals) {
            return Field { key, key_span, equals: None, value: None };
        }
        self.step();
        let equals = Some(self.end());
        self.blanks();
        Field { key, key_span, equals, value: self.value() }
    }

    fn value(&mut self) -> Option<Value> {
        let start = self.start();
        let kind = match self.peek()? {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if self.depth == DEEPEST => return None,
            TokenKind::LeftSquareBracket => ValueKind::List(self.inside(Reader::list)),
            TokenKind::LeftCurlyBracket => ValueKind::Table(self.inside(Reader::table)),
            TokenKind::Atom | TokenKind::Dot => {
                while matches!(self.peek(), Some(TokenKind::Atom | TokenKind::Dot)) {
                    self.step();
                }
                ValueKind::Bare(self.source[start as usize..self.end() as usize].to_owned())
            }
            kind if is_string(kind) => {
                let words = self.words();
                self.step();
                ValueKind::Words(words)
            }
            _ => return None,
        };
        let span = Span::new(start, self.end());
        let is_ended = is_ended(span.of(self.source), &kind);
        Some(Value { span, kind, is_ended })
    }

    fn inside<T>(&mut self, read: fn(&mut Self) -> T) -> T {
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        self.step();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::RightSquareBracket => {
                    self.step();
                    break;
                }
                // Somebody has not ended the list yet, and this is the next thing.
                _ if self.begins_anew() => break,
                TokenKind::Comma | TokenKind::Newline | TokenKind::Whitespace | TokenKind::Comment => self.step(),
                _ => match self.value() {
                    Some(value) => all.push(value),
                    None => self.step(),
                },
            }
        }
        all
    }

    fn table(&mut self) -> Table {
        let mut fields = Vec::new();
        self.step();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::RightCurlyBracket => {
                    self.step();
                    break;
                }
                // The list around it ends, or something else begins.
                TokenKind::RightSquareBracket => break,
                TokenKind::LeftSquareBracket if self.begins_line() => break,
                _ if is_string(kind) || kind == TokenKind::Atom => fields.push(self.field()),
                _ => self.step(),
            }
        }
        Table { fields }
    }

    /// A header, or a key with its equals sign, at the beginning of a line.
    fn begins_anew(&self) -> bool {
        let mut behind = self.tokens[self.at..].iter().map(Token::kind);
        self.begins_line()
            && match behind.next() {
                Some(TokenKind::LeftSquareBracket) => true,
                Some(TokenKind::Atom) => behind.find(|kind| *kind != TokenKind::Whitespace) == Some(TokenKind::Equals),
                _ => false,
            }
    }

    fn begins_line(&self) -> bool {
        self.at.checked_sub(1).is_none_or(|before| self.tokens[before].kind() == TokenKind::Newline)
    }

    fn peek(&self) -> Option<TokenKind> {
        self.tokens.get(self.at).map(Token::kind).filter(|kind| *kind != TokenKind::Eof)
    }

    fn step(&mut self) {
        if self.peek() == Some(TokenKind::Comment) {
            self.comments.push(self.span());
        }
        self.at += 1;
    }

    fn blanks(&mut self) {
        while self.peek() == Some(TokenKind::Whitespace) {
            self.step();
        }
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(Span::empty(Span::from(0..self.source.len()).end), |token| {
            Span::from(token.span().start()..token.span().end())
        })
    }

    fn start(&self) -> u32 {
        self.span().start
    }

    /// Where the last token ends.
    fn end(&self) -> u32 {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |token| Span::from(0..token.span().end()).end)
    }

    /// The words of a key or string, with or without quotation marks.
    fn words(&self) -> String {
        let raw = self.span().of(self.source);
        let read = |raw: &str| Some(raw.parse::<toml_edit::Value>().ok()?.as_str()?.to_owned());
        match self.peek() {
            Some(kind) if is_string(kind) => {
                read(raw).unwrap_or_else(|| raw.trim_matches(['"', '\'']).trim_end().to_owned())
            }
            _ => raw.to_owned(),
        }
    }
}

fn is_ended(raw: &str, kind: &ValueKind) -> bool {
    match kind {
        ValueKind::Words(_) => raw.len() > 1 && raw.chars().next_back() == raw.chars().next(),
        ValueKind::Bare(_) => true,
        ValueKind::List(_) => raw.ends_with(']'),
        ValueKind::Table(_) => raw.ends_with('}'),
    }
}

fn is_string(kind: TokenKind) -> bool {
    use TokenKind::{BasicString, LiteralString, MlBasicString, MlLiteralString};
    matches!(kind, BasicString | LiteralString | MlBasicString | MlLiteralString)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at `|`: the entry, the form, and what of it.
    fn told(path: &str, marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let written = Written::parse(&text);
        let Some(place) = written.place(path, offset as u32) else { return "nothing".to_owned() };
        let part = match place.part {
            Part::Entry(span) => format!("entry {}", span.of(&text)),
            Part::Key(field) => format!("key {}", field.key),
            Part::Value(field, value) => format!("{} = {}", field.key, value.span.of(&text)),
            Part::Room(field) => format!("room in {}", field.key),
            Part::Between => "between".to_owned(),
        };
        format!("{} {:?}: {part}", place.entry.unwrap_or("-"), place.form)
    }

    #[test]
    fn what_stands_where() {
        let roles = "[a]\nroles = [\n  { title = \"Mayor\", org = \"merrow\" },\n]\n";
        let check = |marked: &str, expected: &str| assert_eq!(told(ENTITIES, marked), expected, "{marked}");
        check("[bra|ndt]\nname = \"x\"\n", "brandt Some(Entity): entry brandt");
        check("[a]\nna|me = \"x\"\n", "a Some(Entity): key name");
        check("[a]\nname = \"x|\" # y\n", "a Some(Entity): name = \"x\"");
        check("[a]\nname = \"x\" # |y\n", "nothing");
        check("[a]\nname = \"x\"\n|\n[b]\n", "a Some(Entity): between");
        check("[a]\naliases = [\"x\", |]\n", "a Some(Entity): room in aliases");
        check("[a]\naliases = [\"x|\", \"y\"]\n", "a Some(Entity): aliases = \"x\"");
        check(&roles.replace("merrow", "mer|row"), "a Some(Role): org = \"merrow\"");
        check(&roles.replace("title", "ti|tle"), "a Some(Role): key title");
        check(&roles.replace("row\" }", "row\", | }"), "a Some(Role): between");
        check("[[a.roles]]\norg = \"m|\"\n", "a Some(Role): org = \"m\"");
        check("a = { name = \"x|\" }\n", "a Some(Entity): name = \"x\"");
        check("|", "- None: between");
        assert_eq!(told(EVENTS, "talks = 2025-|01-20\n"), "- None: talks = 2025-01-20");
        assert_eq!(told(EVENTS, "ta|lks = 2025-01-20\n"), "talks None: entry talks");
        assert_eq!(told(EVENTS, "[talks]\nplace = \"|\"\n"), "talks Some(Event): place = \"\"");
    }

    #[test]
    fn what_is_not_written_to_its_end() {
        let check = |marked: &str, expected: &str| assert_eq!(told(ENTITIES, marked), expected, "{marked}");
        let next = "\n[b]\nname = \"B\"\n";
        check(&format!("[a]\nna|{next}"), "a Some(Entity): key na");
        check(&format!("[a]\nname = |{next}"), "a Some(Entity): room in name");
        check(&format!("[a]\nname = \"x|{next}"), "a Some(Entity): name = \"x");
        check(&format!("[a]\naliases = [\"x\", |{next}"), "a Some(Entity): room in aliases");
        check("[a]\naliases = [\"x\",\n[b]\nna|me = \"B\"\n", "b Some(Entity): key name");
        check(&format!("[a]\nroles = [\n  {{ or|{next}"), "a Some(Role): key or");
        check(&format!("[a]\nroles = [\n  {{ org = \"|{next}"), "a Some(Role): org = \"");
        check(&format!("[a|{next}"), "a Some(Entity): entry a");
        check("[a]\nname = \"ß ж|", "a Some(Entity): name = \"ß ж");
        check("[a]\nroles = [\n  { title = \"x\", or|", "a Some(Role): key or");
        check("[a]\nroles = [\n  {|", "a Some(Role): between");
        check("[a]\naliases = [|", "a Some(Entity): room in aliases");
    }

    #[test]
    fn no_depth_is_too_deep() {
        for open in ["[", "{a=", "[{a = "] {
            let source = format!("[a]\naliases = {}", open.repeat(100_000));
            assert!(Written::parse(&source).place(ENTITIES, source.len() as u32).is_some());
        }
    }

    #[test]
    fn any_bytes_are_read() {
        for source in
            ["[", "[[", "a = [{", "= \"", "{}", "a.b = 1", "\"", "'''", "[a]]\n=", "a = [[[", "a = }", "\u{feff}[a]"]
        {
            let written = Written::parse(source);
            for offset in 0..=source.len() as u32 {
                let _ = written.place(ENTITIES, offset);
            }
        }
    }
}
