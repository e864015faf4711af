//! Patterns over classes of tokens: how they are written, and how they match.
//!
//! A pattern is a row of items, separated by space:
//!
//! | item | matches |
//! | --- | --- |
//! | `ago` | this word, large or small |
//! | `^easter` | this word, if it begins with a large letter |
//! | `{month}` | a token of this class, or an alternative of the `def` of this name; a class is remembered |
//! | `in\|by\|{month}` | one of these |
//! | `( a b \| c )` | one of these rows |
//! | `x?`, `( … )?` | x or nothing |
//! | `!x` | nothing, where no x follows |
//! | `~` | nothing, where a paragraph begins |
//! | `[` … `]` | the expression; what stands outside is context. There may be several |
//!
//! A short form's full stop (`Jan.`) belongs to it. There is no repetition, so that a match looks at a few tokens only
//! whatever the text: reading is linear.

use rustc_hash::FxHashMap;

use super::classes::{self, Classes};

/// What a token is, as far as patterns are concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lexeme {
    /// Its number among the words that patterns name; 0 for all others.
    pub word: u16,
    /// The classes it belongs to.
    pub classes: Classes,
    /// It stands right behind the token before it.
    pub glued: bool,
    /// A new paragraph begins with it.
    pub first: bool,
}

/// A class found in a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capture {
    /// The class, one bit.
    pub class: Classes,
    /// Which token.
    pub token: u32,
    /// In which expression of the match; the next one for context between or before.
    pub expression: u8,
}

/// A match of a pattern.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Match {
    /// Which pattern.
    pub pattern: u16,
    /// The expressions, each from its first token to the one after its last.
    pub expressions: Vec<(u32, u32)>,
    /// What was found in it, in order.
    pub captures: Vec<Capture>,
}

/// One token's test.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Test {
    classes: Classes,
    /// Classes it must have besides.
    must: Classes,
    words: Vec<u16>,
}

impl Test {
    fn fits(&self, lexeme: &Lexeme) -> bool {
        let any = lexeme.classes & self.classes != 0 || (lexeme.word != 0 && self.words.contains(&lexeme.word));
        any && lexeme.classes & self.must == self.must
    }

    fn join(&mut self, other: &Test) {
        self.classes |= other.classes;
        self.words.extend(&other.words);
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Step {
    Test(Test),
    Not(Test),
    /// A paragraph begins here.
    Begin,
    /// Goes on at the first, else at the second.
    Split(u16, u16),
    Jump(u16),
    Open,
    Close,
    Done,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// What the second token must be, if there has to be one: most tries end there.
    second: Option<Seconds>,
}

/// Tokens that may stand second: of these classes, or one of these words, a bit each.
#[derive(Clone, Debug)]
struct Seconds {
    classes: Classes,
    words: Box<[u64]>,
}

impl Seconds {
    fn fits(&self, lexeme: &Lexeme) -> bool {
        let word = usize::from(lexeme.word);
        lexeme.classes & self.classes != 0
            || (word != 0 && self.words.get(word / 64).is_some_and(|bits| bits & (1 << (word % 64)) != 0))
    }
}

/// Expressions and captures of a match.
type Found = (Vec<(u32, u32)>, Vec<Capture>);

/// How many steps a match may take. Patterns are short; the limit guards against one that branches too much.
const BUDGET: u32 = 4000;

impl Program {
    /// The longest-first match at `at`.
    pub(super) fn matches(&self, lexemes: &[Lexeme], at: usize) -> Option<Found> {
        if !self.may_go_on(lexemes, at) {
            return None;
        }
        let mut run = Run {
            program: self,
            lexemes,
            start: at,
            budget: BUDGET,
            expressions: Vec::new(),
            captures: Vec::new(),
            open: None,
        };
        (run.go(0, at) && !run.expressions.is_empty()).then_some((run.expressions, run.captures))
    }

    /// Whether the token behind the one at `at` may be the second of a match. A short form's full stop may stand between,
    /// and the end of the text counts as a token that ends a date.
    fn may_go_on(&self, lexemes: &[Lexeme], at: usize) -> bool {
        let (Some(second), Some(first), Some(next)) = (&self.second, lexemes.get(at), lexemes.get(at + 1)) else {
            return true;
        };
        next.first || first.classes & classes::SHORT != 0 || second.fits(next)
    }

    /// What the first token of a match must be: words and classes.
    pub(super) fn starts(&self) -> (Vec<u16>, Classes) {
        let (mut words, mut classes) = (Vec::new(), 0);
        for (_, test) in self.tests_from(vec![0]).0 {
            words.extend(&test.words);
            classes |= test.classes;
        }
        (words, classes)
    }

    /// What the second token of a match must be; none if a match may be of one token.
    fn seconds(&self) -> Option<Seconds> {
        let after = self.tests_from(vec![0]).0.into_iter().map(|(pc, _)| pc + 1).collect();
        let (tests, may_end) = self.tests_from(after);
        let most = tests.iter().flat_map(|(_, test)| &test.words).max().copied().unwrap_or(0);
        let mut seconds = Seconds { classes: 0, words: vec![0; usize::from(most) / 64 + 1].into() };
        for (_, test) in tests {
            seconds.classes |= test.classes;
            test.words.iter().for_each(|&word| seconds.words[usize::from(word) / 64] |= 1 << (word % 64));
        }
        (!may_end).then_some(seconds)
    }

    /// The tests that a run may come to next from these steps, and whether it may be done before one.
    fn tests_from(&self, mut todo: Vec<u16>) -> (Vec<(u16, &Test)>, bool) {
        let (mut tests, mut may_end) = (Vec::new(), false);
        let mut seen = vec![false; self.steps.len()];
        while let Some(pc) = todo.pop() {
            let Some(seen) = seen.get_mut(usize::from(pc)).filter(|seen| !**seen) else { continue };
            *seen = true;
            match &self.steps[usize::from(pc)] {
                Step::Test(test) => tests.push((pc, test)),
                Step::Split(a, b) => todo.extend([*a, *b]),
                Step::Jump(to) => todo.push(*to),
                Step::Not(_) | Step::Begin | Step::Open | Step::Close => todo.push(pc + 1),
                Step::Done => may_end = true,
            }
        }
        (tests, may_end)
    }
}

struct Run<'a> {
    program: &'a Program,
    lexemes: &'a [Lexeme],
    start: usize,
    budget: u32,
    expressions: Vec<(u32, u32)>,
    captures: Vec<Capture>,
    open: Option<u32>,
}

impl Run<'_> {
    fn go(&mut self, mut pc: usize, mut at: usize) -> bool {
        loop {
            if self.budget == 0 {
                return false;
            }
            self.budget -= 1;
            let program = self.program;
            match &program.steps[pc] {
                Step::Test(test) => {
                    let Some(next) = self.test(test, at) else { return false };
                    at = next;
                    pc += 1;
                }
                Step::Not(test) => {
                    if self.lexemes.get(at).is_some_and(|lexeme| !lexeme.first && test.fits(lexeme)) {
                        return false;
                    }
                    pc += 1;
                }
                Step::Begin => {
                    if at > 0 && self.lexemes.get(at).is_none_or(|lexeme| !lexeme.first) {
                        return false;
                    }
                    pc += 1;
                }
                Step::Split(first, second) => {
                    let kept = (self.expressions.len(), self.captures.len(), self.open);
                    if self.go(usize::from(*first), at) {
                        return true;
                    }
                    self.expressions.truncate(kept.0);
                    self.captures.truncate(kept.1);
                    self.open = kept.2;
                    pc = usize::from(*second);
                }
                Step::Jump(to) => pc = usize::from(*to),
                Step::Open => {
                    self.open = Some(at as u32);
                    pc += 1;
                }
                Step::Close => {
                    let Some(from) = self.open.take().filter(|&from| (from as usize) < at) else { return false };
                    self.expressions.push((from, at as u32));
                    pc += 1;
                }
                Step::Done => return true,
            }
        }
    }

    /// The token after the one at `at`, if that fits.
    fn test(&mut self, test: &Test, at: usize) -> Option<usize> {
        let Some(lexeme) = self.lexemes.get(at).filter(|lexeme| !lexeme.first || at == self.start) else {
            return (test.classes & classes::BREAK != 0).then_some(at);
        };
        if !test.fits(lexeme) {
            return None;
        }
        let class = lexeme.classes & test.classes;
        if class != 0 {
            let class = 1 << class.trailing_zeros();
            self.captures.push(Capture { class, token: at as u32, expression: self.expressions.len() as u8 });
        }
        let stop = lexeme.classes & classes::SHORT != 0
            && self.lexemes.get(at + 1).is_some_and(|next| next.glued && next.word == STOP);
        Some(at + 1 + usize::from(stop && class & (classes::MONTH | classes::WEEKDAY) != 0))
    }
}

/// The number of the full stop among the words of patterns.
pub(super) const STOP: u16 = 1;

/// Numbers for words, handed out as patterns name them.
#[derive(Default, Debug)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u16>,
}

impl Vocabulary {
    pub(super) fn new() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.number(".");
        vocabulary
    }

    fn number(&mut self, word: &str) -> u16 {
        let next = self.numbers.len() as u16 + 1;
        *self.numbers.entry(word.into()).or_insert(next)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u16)> {
        self.numbers.iter().map(|(word, &number)| (&**word, number))
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// What names mean inside `{…}`.
pub(super) struct Names<'a> {
    pub(super) classes: &'a FxHashMap<Box<str>, Classes>,
    pub(super) defs: &'a FxHashMap<Box<str>, String>,
}

/// Compiles `pattern`; an error says what is wrong with it.
pub(super) fn compile(pattern: &str, names: &Names, vocabulary: &mut Vocabulary) -> Result<Program, String> {
    let items = items(pattern);
    let mut parser = Parser { items: &items, at: 0, names, vocabulary, depth: 0 };
    let row = parser.alternatives()?;
    if parser.at < items.len() {
        return Err(format!("unexpected {} in: {pattern}", items[parser.at]));
    }
    let mut steps = Vec::new();
    emit(&row, &mut steps);
    steps.push(Step::Done);
    if steps.len() > usize::from(u16::MAX) {
        return Err(format!("too long: {pattern}"));
    }
    let mut program = Program { steps, second: None };
    program.second = program.seconds();
    if program.starts() == (Vec::new(), 0) {
        return Err(format!("may match nothing: {pattern}"));
    }
    Ok(program)
}

/// Cuts a pattern into its items: brackets stand alone, a question mark that makes optional goes with what it marks.
fn items(pattern: &str) -> Vec<String> {
    let mut all = Vec::new();
    for chunk in pattern.split_whitespace() {
        let mut rest = chunk;
        while let Some(head) = rest.chars().next().filter(|c| matches!(c, '[' | '(' | '!')) {
            all.push(head.to_string());
            rest = &rest[1..];
        }
        let mut tail = Vec::new();
        loop {
            let (cut, closing) = match rest {
                _ if rest.ends_with(")?") && rest != "\\)?" => (2, ")?"),
                _ if rest.ends_with(')') && !rest.ends_with("\\)") => (1, ")"),
                _ if rest.ends_with(']') => (1, "]"),
                _ => break,
            };
            tail.push(closing.to_owned());
            rest = &rest[..rest.len() - cut];
        }
        if !rest.is_empty() {
            all.push(rest.to_owned());
        }
        all.extend(tail.into_iter().rev());
    }
    all
}

#[derive(Clone)]
enum Node {
    Test(Test),
    Not(Test),
    Begin,
    Any(Vec<Vec<Node>>),
    Optional(Vec<Node>),
    Expression(Vec<Node>),
}

struct Parser<'a> {
    items: &'a [String],
    at: usize,
    names: &'a Names<'a>,
    vocabulary: &'a mut Vocabulary,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&str> {
        self.items.get(self.at).map(String::as_str)
    }

    fn alternatives(&mut self) -> Result<Vec<Node>, String> {
        let mut rows = vec![self.row()?];
        while self.peek() == Some("|") {
            self.at += 1;
            rows.push(self.row()?);
        }
        Ok(any(rows))
    }

    fn row(&mut self) -> Result<Vec<Node>, String> {
        let mut row = Vec::new();
        while let Some(item) = self.peek().map(str::to_owned) {
            match item.as_str() {
                "|" | ")" | ")?" | "]" => break,
                "~" => {
                    self.at += 1;
                    row.push(Node::Begin);
                }
                "[" => row.push(Node::Expression(self.enclosed(&["]"])?.0)),
                "(" => {
                    let (inner, end) = self.enclosed(&[")", ")?"])?;
                    if end == ")?" { row.push(Node::Optional(inner)) } else { row.extend(inner) }
                }
                "!" => {
                    self.at += 1;
                    let Some(item) = self.peek().map(str::to_owned) else { return Err("nothing after !".into()) };
                    self.at += 1;
                    match self.atom(&item)?.as_slice() {
                        [Node::Test(test)] => row.push(Node::Not(test.clone())),
                        _ => return Err(format!("!{item} is more than one token")),
                    }
                }
                _ => {
                    self.at += 1;
                    let optional = item.len() > 1 && item.ends_with('?') && !item.ends_with("\\?");
                    let atom = self.atom(if optional { &item[..item.len() - 1] } else { &item })?;
                    if optional { row.push(Node::Optional(atom)) } else { row.extend(atom) }
                }
            }
        }
        Ok(row)
    }

    /// What stands up to one of `ends`, and which one ended it.
    fn enclosed(&mut self, ends: &[&str]) -> Result<(Vec<Node>, String), String> {
        self.at += 1;
        let inner = self.alternatives()?;
        let end = self.peek().unwrap_or_default().to_owned();
        if !ends.contains(&end.as_str()) {
            return Err(format!("{ends:?} missing"));
        }
        self.at += 1;
        Ok((inner, end))
    }

    /// `a|b|{c}`: words and classes become one test, definitions become alternatives.
    fn atom(&mut self, text: &str) -> Result<Vec<Node>, String> {
        let mut test = Test::default();
        let mut rows = Vec::new();
        for part in text.split('|').filter(|part| !part.is_empty()) {
            if let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                if let Some(&class) = self.names.classes.get(name) {
                    test.classes |= class;
                } else if let Some(definition) = self.names.defs.get(name) {
                    match self.definition(name, definition)?.as_slice() {
                        [Node::Test(one)] if one.must == 0 => test.join(one),
                        row => rows.push(row.to_vec()),
                    }
                } else {
                    return Err(format!("no class or def {name}"));
                }
            } else if let Some(word) = part.strip_prefix('^') {
                let words = vec![self.vocabulary.number(word)];
                rows.push(vec![Node::Test(Test { must: classes::CAPITAL, words, ..Test::default() })]);
            } else {
                test.words.push(self.vocabulary.number(part.strip_prefix('\\').unwrap_or(part)));
            }
        }
        if test != Test::default() {
            rows.insert(0, vec![Node::Test(test)]);
        }
        Ok(any(rows))
    }

    fn definition(&mut self, name: &str, text: &str) -> Result<Vec<Node>, String> {
        if self.depth > 8 {
            return Err(format!("def {name} needs itself"));
        }
        let items = items(text);
        let mut inner =
            Parser { items: &items, at: 0, names: self.names, vocabulary: self.vocabulary, depth: self.depth + 1 };
        let row = inner.alternatives()?;
        if inner.at < items.len() {
            return Err(format!("unexpected {} in def {name}", items[inner.at]));
        }
        Ok(row)
    }
}

/// One of several rows, as nodes.
fn any(mut rows: Vec<Vec<Node>>) -> Vec<Node> {
    match rows.len() {
        1 => rows.remove(0),
        _ => vec![Node::Any(rows)],
    }
}

fn emit(row: &[Node], steps: &mut Vec<Step>) {
    for node in row {
        match node {
            Node::Test(test) => steps.push(Step::Test(test.clone())),
            Node::Not(test) => steps.push(Step::Not(test.clone())),
            Node::Begin => steps.push(Step::Begin),
            Node::Expression(inner) => {
                steps.push(Step::Open);
                emit(inner, steps);
                steps.push(Step::Close);
            }
            Node::Optional(inner) => {
                let split = steps.len();
                steps.push(Step::Done);
                emit(inner, steps);
                steps[split] = Step::Split(split as u16 + 1, steps.len() as u16);
            }
            Node::Any(rows) => emit_any(rows, steps),
        }
    }
}

fn emit_any(rows: &[Vec<Node>], steps: &mut Vec<Step>) {
    let mut jumps = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let split = steps.len();
        let last = at + 1 == rows.len();
        if !last {
            steps.push(Step::Done);
        }
        emit(row, steps);
        if !last {
            jumps.push(steps.len());
            steps.push(Step::Done);
            steps[split] = Step::Split(split as u16 + 1, steps.len() as u16);
        }
    }
    for jump in jumps {
        steps[jump] = Step::Jump(steps.len() as u16);
    }
}
