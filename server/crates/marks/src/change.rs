//! Edits of a sidecar's text, one line each.

use jiff::civil::Date;
use text::{Edit, LineIndex, Span};

use crate::context;
use crate::format;
use crate::layout::{Entry, Layout, List, Which};
use crate::sidecar::{Article, CodePoints, EntryFacts, Mark, Scope};
use crate::write::{self, Written};

/// The file that is marked.
#[derive(Clone, Copy, Debug)]
pub struct Target<'t> {
    /// Its path below the folder's root, with `/`; written into a new sidecar for readers.
    pub path: &'t str,
    /// Its text, decoded, line ends as they are.
    pub text: &'t str,
    /// SHA-256 of the file in hexadecimal digits; written into a new sidecar.
    pub sha256: &'t str,
}

/// Who writes a line, and when.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hand<'t> {
    /// A handle: `anna`.
    pub by: Option<&'t str>,
    /// Today.
    pub on: Option<Date>,
}

/// What a new mark says.
#[derive(Clone, Copy, Debug)]
pub enum NewMark<'t> {
    /// Findings of `rule` are not to be told here, in the article, in a part of the folder, or at all.
    Ignore {
        /// Code or name of the rule.
        rule: &'t str,
        /// How far it reaches; `Here` is not written.
        scope: Scope,
        /// The part of the folder that is meant, if `scope` is a folder and not the whole of it.
        folder: Option<&'t str>,
        /// The reason; may be empty, for the user to fill in.
        why: &'t str,
    },
    /// Of the accounts that `rule` found to differ, the one that is used.
    Used {
        /// Code or name of the rule.
        rule: &'t str,
        /// What the account says.
        account: &'t str,
        /// The reason; may be empty, for the user to fill in.
        why: &'t str,
    },
    /// A note; may be empty, for the user to fill in.
    Note(&'t str),
    /// A mark of another kind, with what else it says.
    Of {
        /// `entity`, `event`, `verify`, or a word of the user's.
        kind: &'t str,
        /// How far it reaches; `Here` is not written.
        scope: Scope,
        /// Its other keys with their values, in this order.
        says: &'t [(&'t str, Value<'t>)],
    },
}

/// A value of a mark's key.
#[derive(Clone, Copy, Debug)]
pub enum Value<'t> {
    /// Words; empty ones are for the user to fill in.
    Words(&'t str),
    /// A number.
    Number(u32),
}

/// A change of a sidecar's text that is one step to undo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// The edit. Of a sidecar that does not exist it is an edit of the empty text.
    pub edit: Edit,
    /// Where the caret belongs in the text after: between the quotation marks of what is left for the user to say, else
    /// at the end of the new line.
    pub caret: u32,
}

impl Change {
    /// The edit that takes this one back, given the text before it.
    ///
    /// It holds as long as [`Edit::new_span`] still says [`Edit::new`].
    pub fn inverse(&self, before: &str) -> Edit {
        Edit::new(self.edit.new_span(), self.edit.span.of(before))
    }
}

/// Puts a mark on the words at `span` of the target's text.
///
/// `sidecar` is the text of the sidecar, or `None` where there is none: the change is then a whole file. `random` gives
/// numbers for the mark's id; no id is given twice. Half a letter is taken whole, with its accents. `None` if there are
/// no words at `span`.
///
/// The change is one line at its place in the canonical order; no other line of the sidecar changes.
pub fn add_mark(
    sidecar: Option<&str>,
    target: Target<'_>,
    span: Span,
    says: NewMark<'_>,
    hand: Hand<'_>,
    random: impl FnMut() -> u32,
) -> Option<Change> {
    let span = context::whole(target.text, span);
    let quote = span.of(target.text);
    if quote.trim().is_empty() {
        return None;
    }
    let source = sidecar.unwrap_or_default();
    let id = free_id(source, random);
    let at = CodePoints::from_bytes(&LineIndex::new(target.text), span);
    let mut fields = place_fields(target.text, span, at);
    fields.insert(0, Written::new("id", write::string(&id)));
    fields.extend(says_fields(says));
    fields.extend(hand_fields(hand));
    Some(insert(source, Which::Marks, target, (at, &id), fields))
}

/// Sets the date of the article at `span` of the target's text, which is the `number`th of its file, from 1.
///
/// If the sidecar has an entry in force for this article its line is replaced and its other keys stay, otherwise a line
/// comes.
pub fn set_date(
    sidecar: Option<&str>,
    target: Target<'_>,
    (number, span): (usize, Span),
    date: Date,
    hand: Hand<'_>,
) -> Change {
    let source = sidecar.unwrap_or_default();
    let at = CodePoints::from_bytes(&LineIndex::new(target.text), span.within(target.text));
    let dated = |mut fields: Vec<Written>| {
        write::set(&mut fields, "date", date.to_string());
        write::set(&mut fields, "date-basis", write::string("user"));
        hand_fields(hand).into_iter().for_each(|field| write::set(&mut fields, &field.key, field.value));
        fields
    };
    let (sidecar, _) = crate::Sidecar::parse(source);
    if let Some(article) = sidecar.article_at(at).filter(|article| article.at.is_same(at))
        && let Some(change) = rewrite(source, &article.entry, dated)
    {
        return change;
    }
    let id = free_number(&sidecar.articles, number);
    let fields = vec![
        Written::new("id", write::string(&id)),
        Written::new("from", at.start.to_string()),
        Written::new("to", at.end.to_string()),
    ];
    insert(source, Which::Articles, target, (at, &id), dated(fields))
}

/// Takes the date of an article back; its line goes if it says nothing else, and stays otherwise.
pub fn clear_date(source: &str, article: &Article) -> Option<Change> {
    let says_more = [&article.outlet, &article.lang, &article.translated_from, &article.translator, &article.note];
    if says_more.iter().all(|value| value.is_none()) && article.entry.more.is_empty() {
        return remove(source, &article.entry);
    }
    rewrite(source, &article.entry, |mut fields| {
        write::unset(&mut fields, "date");
        write::unset(&mut fields, "date-basis");
        fields
    })
}

/// Marks an entry as withdrawn: what folders do that several people share, since a merge brings deleted lines back.
pub fn withdraw(source: &str, entry: &EntryFacts) -> Option<Change> {
    rewrite(source, entry, |mut fields| {
        write::set(&mut fields, "state", write::string("withdrawn"));
        fields
    })
}

/// Deletes an entry, with its line if it has one to itself.
pub fn remove(source: &str, entry: &EntryFacts) -> Option<Change> {
    let layout = Layout::new(source);
    let entry = layout.entries.iter().find(|known| known.span == entry.span)?;
    Some(remove_entry(source, entry))
}

/// Deletes an entry of `source`.
pub(crate) fn remove_entry(source: &str, entry: &Entry) -> Change {
    let span = match is_block(source, entry) {
        true => block_lines(source, entry),
        false => whole_line(source, entry.span).unwrap_or_else(|| with_comma(source, entry.span)),
    };
    Change { edit: Edit::new(span, ""), caret: span.start }
}

/// Writes down where a mark stands now: the words at `span` of `text` become its quote.
///
/// This is how a user confirms a mark whose words have changed, and how marks that moved get their new place.
pub fn confirm(source: &str, mark: &Mark, text: &str, span: Span) -> Option<Change> {
    let span = context::whole(text, span);
    if span.of(text).trim().is_empty() {
        return None;
    }
    let at = CodePoints::from_bytes(&LineIndex::new(text), span);
    rewrite(source, &mark.entry, |mut fields| {
        write::unset(&mut fields, "before");
        write::unset(&mut fields, "after");
        place_fields(text, span, at).into_iter().for_each(|field| write::set(&mut fields, &field.key, field.value));
        fields
    })
}

/// Where a mark stands, and as much around it as is needed to find the place again.
pub(crate) fn place_fields(text: &str, span: Span, at: CodePoints) -> Vec<Written> {
    let mut fields = vec![
        Written::new("at", format!("[{}, {}]", at.start, at.end)),
        Written::new("quote", write::string(span.of(text))),
    ];
    if context::is_needed(text, span) {
        let (before, after) = context::around(text, span);
        let sides = [("before", before), ("after", after)].into_iter().filter(|(_, words)| !words.is_empty());
        fields.extend(sides.map(|(key, words)| Written::new(key, write::string(words))));
    }
    fields
}

fn says_fields(says: NewMark<'_>) -> Vec<Written> {
    let kind = |kind| Written::new("kind", write::string(kind));
    match says {
        NewMark::Used { rule, account, why } => vec![
            kind("used"),
            Written::new("rule", write::string(rule)),
            Written::new("note", write::string(account)),
            Written::new("why", write::string(why)),
        ],
        NewMark::Of { kind: word, scope, says } => {
            let value = |value: Value| match value {
                Value::Words(words) => write::string(words),
                Value::Number(number) => number.to_string(),
            };
            let says = says.iter().map(|(key, said)| Written::new(key, value(*said)));
            std::iter::once(kind(word)).chain(scope_field(scope, "folder")).chain(says).collect()
        }
        NewMark::Note(note) => vec![kind("note"), Written::new("note", write::string(note))],
        NewMark::Ignore { rule, scope, folder, why } => {
            let mut fields = vec![kind("ignore"), Written::new("rule", write::string(rule))];
            fields.extend(scope_field(scope, if folder.is_some() { "folder" } else { "rule" }));
            fields.extend(folder.map(|folder| Written::new("folder", write::string(folder))));
            fields.push(Written::new("why", write::string(why)));
            fields
        }
    }
}

/// `of_folder` is how a reach into a folder is written: an `ignore` of the whole of it ignores the `rule`.
fn scope_field(scope: Scope, of_folder: &str) -> Option<Written> {
    let word = match scope {
        Scope::Here => return None,
        Scope::Article => "article",
        Scope::Folder => of_folder,
    };
    Some(Written::new("scope", write::string(word)))
}

fn hand_fields(hand: Hand<'_>) -> Vec<Written> {
    let by = hand.by.map(|by| Written::new("by", write::string(by)));
    let on = hand.on.map(|on| Written::new("on", on.to_string()));
    by.into_iter().chain(on).collect()
}

/// 32 digits that are not mistaken for each other.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Six digits that stand nowhere in the sidecar.
pub(crate) fn free_id(source: &str, mut random: impl FnMut() -> u32) -> String {
    let mut number = random();
    loop {
        let id: String = (0..6).map(|place| char::from(DIGITS[(number >> (place * 5) & 31) as usize])).collect();
        if !source.contains(&id) {
            return id;
        }
        // The next number and not the next random one: a source that repeats itself must not hold us up.
        number = number.wrapping_add(1);
    }
}

/// `a1` for the first article of a file, or the next that is free.
fn free_number(articles: &[Article], number: usize) -> String {
    let names = (number..).map(|number| format!("a{number}"));
    let free = |name: &String| articles.iter().all(|article| article.id != *name);
    // Among so many names as there are articles, and one more, one is free.
    names.take(articles.len() + 1).find(free).unwrap_or_default()
}

/// Writes an entry anew; `None` if it is not in `source`.
fn rewrite(source: &str, facts: &EntryFacts, change: impl FnOnce(Vec<Written>) -> Vec<Written>) -> Option<Change> {
    let layout = Layout::new(source);
    let entry = layout.entries.iter().find(|entry| entry.span == facts.span)?;
    let before = write::written(entry, source);
    let after = change(before.clone());
    let edit = if is_block(source, entry) {
        Edit::minimal(source, &block_with(source, entry, &before, &after))?
    } else {
        Edit::new(entry.span, write::entry(entry.list, after))
    };
    Some(Change { caret: edit.new_span().end, edit })
}

pub(crate) fn is_block(source: &str, entry: &Entry) -> bool {
    !entry.span.of(source).starts_with('{')
}

/// The whole text with the lines of a `[[block]]` changed.
fn block_with(source: &str, entry: &Entry, before: &[Written], after: &[Written]) -> String {
    let end = write::line_end(source);
    let mut out = source.to_owned();
    let last = entry.fields.iter().map(|field| field.span.end).max().unwrap_or(entry.span.end);
    let new = after.iter().filter(|field| before.iter().all(|old| old.key != field.key));
    let new: String = new.map(|field| format!("{end}{} = {}", field.key, field.value)).collect();
    out.insert_str(last as usize, &new);
    let mut fields: Vec<_> = entry.fields.iter().zip(before).collect();
    fields.sort_by_key(|(field, _)| field.span);
    for (field, old) in fields.into_iter().rev() {
        match after.iter().find(|new| new.key == old.key) {
            Some(new) if new == old => {}
            Some(new) => out.replace_range(field.span.range(), &new.value),
            None => {
                let start = line_start(source, field.span.start) as usize;
                let to =
                    out[field.span.end as usize..].find('\n').map_or(out.len(), |at| field.span.end as usize + at + 1);
                out.replace_range(start..to, "");
            }
        }
    }
    out
}

/// Puts a line into one of the lists.
fn insert(source: &str, which: Which, target: Target<'_>, key: (CodePoints, &str), fields: Vec<Written>) -> Change {
    let line = write::entry(which, fields.clone());
    if source.trim().is_empty() {
        let new = new_file(target, which, &line);
        return change(Edit::new(Span::from(0..source.len()), new), &line);
    }
    let layout = Layout::new(source);
    let end = write::line_end(source);
    let entries: Vec<&Entry> = layout.entries_of(which).collect();
    let edit = match (entries.last(), layout.list(which)) {
        (Some(last), _) if is_block(source, last) => new_block(source, which, &fields, end),
        (Some(last), _) => among(source, &entries, last, key, &line, end),
        (None, Some(list)) => first_of_list(source, list, &line, end),
        (None, None) => new_list(source, &layout, which, &line, end),
    };
    change(edit, &line)
}

/// An edit with the caret in the first empty value of `line`, which is part of it, or behind a date or a grade to be
/// changed.
fn change(edit: Edit, line: &str) -> Change {
    let start = edit.new.find(line).unwrap_or(0);
    // Only whole fields: a quote may hold such words, with its quotation marks escaped.
    let behind = |field: &str| line.find(&format!(", {field}")).map(|at| at + ", ".len() + field.len());
    let empty = ["why = \"\"", "note = \"\""].into_iter().find_map(|empty| Some(behind(empty)? - "\"".len()));
    let date = || line.find(", date-basis = \"");
    let inside = empty.or_else(date).or_else(|| behind("credibility = 6"));
    let caret = edit.span.start + Span::from(0..start + inside.unwrap_or(line.len())).end;
    Change { edit, caret }
}

/// The first text of a sidecar. Both lists stand there from the start, so that a merge of two new files joins them.
pub(crate) fn new_file(target: Target<'_>, which: Which, line: &str) -> String {
    let (article, mark) = match which {
        Which::Articles => (format!("  {line},\n"), String::new()),
        Which::Marks => (String::new(), format!("  {line},\n")),
    };
    format!(
        "schema = 1\nfile = {}\ntext-sha256 = {}\n\narticles = [\n{article}]\n\nmarks = [\n{mark}]\n",
        write::string(target.path),
        write::string(target.sha256),
    )
}

/// A `[[block]]` behind all others, for who writes them.
pub(crate) fn new_block(source: &str, which: Which, fields: &[Written], end: &str) -> Edit {
    let gap = if source.ends_with('\n') { "" } else { end };
    let lines: Vec<_> = fields.iter().map(|field| format!("{} = {}{end}", field.key, field.value)).collect();
    let new = format!("{gap}{end}[[{}]]{end}{}", which.name(), lines.concat());
    Edit::new(Span::empty(Span::from(0..source.len()).end), new)
}

/// A list that the sidecar does not have yet.
pub(crate) fn new_list(source: &str, layout: &Layout, which: Which, line: &str, end: &str) -> Edit {
    let list = format!("{} = [{end}  {line},{end}]{end}", which.name());
    let before = match which {
        Which::Articles => layout.marks.map(|marks| line_start(source, marks.open.start)),
        Which::Marks => None,
    };
    match before.or(layout.tables.map(|table| line_start(source, table))) {
        Some(place) => Edit::new(Span::empty(place), format!("{list}{end}")),
        None => {
            let gap = if source.ends_with('\n') { end.to_owned() } else { format!("{end}{end}") };
            Edit::new(Span::empty(Span::from(0..source.len()).end), format!("{gap}{list}"))
        }
    }
}

/// A line among those of a list that has some.
fn among(source: &str, entries: &[&Entry], last: &Entry, key: (CodePoints, &str), line: &str, end: &str) -> Edit {
    let key = (key.0.start, key.0.end, key.1.to_owned());
    if let Some(next) = entries.iter().find(|entry| format::order(entry) > key) {
        return before_entry(source, next, line, end);
    }
    match behind_comma(source, last.span) {
        Some(place) => Edit::new(Span::empty(place), format!("  {line},{end}")),
        // The last line has no comma, or shares its line: before it nothing has to change.
        None => before_entry(source, last, line, end),
    }
}

fn before_entry(source: &str, entry: &Entry, line: &str, end: &str) -> Edit {
    let start = line_start(source, entry.span.start);
    let indent = &source[start as usize..entry.span.start as usize];
    if indent.trim().is_empty() {
        return Edit::new(Span::empty(start), format!("  {line},{end}"));
    }
    Edit::new(Span::empty(entry.span.start), format!("{end}  {line},{end}  "))
}

pub(crate) fn first_of_list(source: &str, list: List, line: &str, end: &str) -> Edit {
    let rest = &source[list.open.end as usize..];
    let first = rest.split('\n').next().unwrap_or_default();
    let blank = first.trim().is_empty() || first.trim_start().starts_with('#');
    if blank && first.len() < rest.len() {
        let place = list.open.end + Span::from(0..first.len() + 1).end;
        return Edit::new(Span::empty(place), format!("  {line},{end}"));
    }
    Edit::new(Span::empty(list.open.end), format!("{end}  {line},{end}"))
}

/// The start of the line behind an entry, if nothing but its comma and a comment follow on its line.
fn behind_comma(source: &str, entry: Span) -> Option<u32> {
    let rest = &source[entry.end as usize..];
    let line = &rest[..=rest.find('\n')?];
    let after = line.trim_start().strip_prefix(',')?.trim_start();
    (after.is_empty() || after.starts_with('#')).then(|| entry.end + Span::from(0..line.len()).end)
}

/// The line of an entry with its end, if the entry has one to itself.
fn whole_line(source: &str, entry: Span) -> Option<Span> {
    let start = line_start(source, entry.start);
    let rest = &source[entry.end as usize..];
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let after = line.trim_start();
    let after = after.strip_prefix(',').unwrap_or(after).trim_start();
    let alone = source[start as usize..entry.start as usize].trim().is_empty();
    (alone && after.is_empty()).then(|| Span::new(start, entry.end + Span::from(0..line.len()).end))
}

/// A `[[block]]` with the line of its name, up to the end of its last value's line.
fn block_lines(source: &str, entry: &Entry) -> Span {
    let last = entry.fields.iter().map(|field| field.span.end).fold(entry.span.end, u32::max);
    let rest = &source[last as usize..];
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    Span::new(line_start(source, entry.span.start), last + Span::from(0..line.len()).end)
}

/// An entry with the comma behind it.
fn with_comma(source: &str, entry: Span) -> Span {
    let rest = &source[entry.end as usize..];
    let comma = rest.trim_start().strip_prefix(',').map_or(0, |after| rest.len() - after.len());
    Span::new(entry.start, entry.end + Span::from(0..comma).end)
}

fn line_start(source: &str, offset: u32) -> u32 {
    source[..offset as usize].rfind('\n').map_or(0, |at| Span::from(0..at + 1).end)
}
