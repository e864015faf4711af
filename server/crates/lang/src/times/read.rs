//! From data files to [`TimeRules`].

use rustc_hash::FxHashMap;

use super::classes::{self, Classes};
use super::pattern::{self, Names, Vocabulary};
use super::{Pattern, Tense, TimeRule, TimeRules};
use crate::phrases::Phrases;
use crate::table::{Table, entries};

type File<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

impl TimeRules {
    /// Reads the `times` folder of a language.
    pub(crate) fn read(file: File) -> TimeRules {
        let mut reader =
            Reader { vocabulary: Vocabulary::new(), defs: FxHashMap::default(), rules: TimeRules::default() };
        reader.lists(file);
        reader.rules(file("times/rules.txt"));
        reader.phrases(file);
        reader.rules.tense = tense(Table::read(file("times/tense.tsv")));
        reader.finish()
    }
}

struct Reader {
    vocabulary: Vocabulary,
    defs: FxHashMap<Box<str>, String>,
    rules: TimeRules,
}

impl Reader {
    /// Words that have a table of their own, and those of `words.tsv`.
    fn lists(&mut self, file: File) {
        self.rules.names = classes::NAMED.iter().map(|&(name, class)| (name.into(), class)).collect();
        for row in Table::read(file("times/months.tsv")).rows() {
            self.word(row.first(), classes::MONTH | if row.get("kind") == "short" { classes::SHORT } else { 0 });
        }
        for row in Table::read(file("times/weekdays.tsv")).rows() {
            let class = if row.get("kind") == "plural" { classes::WEEKDAYS } else { classes::WEEKDAY };
            self.word(row.first(), class | if row.get("kind") == "short" { classes::SHORT } else { 0 });
        }
        for row in Table::read(file("times/numbers.tsv")).rows().filter(|row| row.get("value").parse::<u32>().is_ok()) {
            self.word(row.first(), classes::CARDINAL);
        }
        for row in Table::read(file("times/ordinals.tsv"))
            .rows()
            .filter(|row| !row.first().starts_with(|c: char| c.is_ascii_digit()))
        {
            self.word(row.first(), classes::ORDINAL);
        }
        for row in Table::read(file("times/units.tsv")).rows() {
            let plural = row.get("number") == "plural";
            self.word(row.first(), if plural { classes::UNITS } else { classes::UNIT });
        }
        for row in Table::read(file("times/words.tsv")).rows() {
            let Some(class) = self.free_class(row.get("class")) else { continue };
            self.word(row.first(), class);
            self.rules.values.insert((class, row.first().into()), row.get("value").into());
        }
    }

    fn word(&mut self, word: &str, class: Classes) {
        self.rules.words.entry(word.into()).or_default().1 |= class;
    }

    /// The class of this name; a new one if it has none yet and a bit is free.
    fn free_class(&mut self, name: &str) -> Option<Classes> {
        if let Some(&class) = self.rules.names.get(name) {
            return Some(class);
        }
        let free = classes::FIRST_FREE as usize + self.rules.names.len() - classes::NAMED.len();
        if name.is_empty() || free >= Classes::BITS as usize {
            self.rules.errors.push(format!("words.tsv: no room for class {name:?}"));
            return None;
        }
        self.rules.names.insert(name.into(), 1 << free);
        Some(1 << free)
    }

    /// `rules.txt`: `def NAME = ALTERNATIVES`; `rule NAME KIND`, followed by its patterns (`PATTERN => MEANING`, with
    /// `;` between the meanings of several expressions), its examples (`+ …`) and what it must never find (`- …`).
    fn rules(&mut self, text: Option<&'static str>) {
        for line in entries(text).map(str::trim) {
            if let Some((name, row)) = line.strip_prefix("def ").and_then(|rest| rest.split_once('=')) {
                self.defs.insert(name.trim().into(), row.trim().to_owned());
            } else if let Some((name, kind)) = line.strip_prefix("rule ").and_then(|rest| rest.trim().split_once(' ')) {
                self.rules.rules.push(TimeRule { name, kind: kind.trim(), examples: Vec::new(), never: Vec::new() });
            } else if let Some((pattern, meaning)) = line.split_once("=>") {
                self.pattern(pattern, meaning.split(';').map(|part| part.trim().into()).collect());
            } else if let Some(rule) = self.rules.rules.last_mut() {
                match line.split_at_checked(2) {
                    Some(("+ ", example)) => rule.examples.push(example),
                    Some(("- ", never)) => rule.never.push(never),
                    _ => self.rules.errors.push(format!("rules.txt: {line}")),
                }
            }
        }
    }

    fn pattern(&mut self, pattern: &str, meanings: Vec<Box<str>>) {
        let names = Names { classes: &self.rules.names, defs: &self.defs };
        let rule = self.rules.rules.len().checked_sub(1);
        match (rule, pattern::compile(pattern, &names, &mut self.vocabulary)) {
            (Some(rule), Ok(program)) => self.rules.patterns.push(Pattern { rule: rule as u16, program, meanings }),
            (None, _) => self.rules.errors.push(format!("rules.txt: pattern before the first rule: {pattern}")),
            (_, Err(error)) => self.rules.errors.push(format!("rules.txt: {error}")),
        }
    }

    /// Phrases with one meaning, each table under a rule of its own (`en/vague`), which `rules.txt` may have opened with
    /// examples.
    fn phrases(&mut self, file: File) {
        for row in Table::read(file("times/vague.tsv")).rows() {
            let meaning = format!("value {}", row.get("value"));
            let next = if row.get("next") == "break" { " {break}" } else { "" };
            self.phrase("vague", row.get("type"), &format!("[{}]{next}", literal(row.first())), meaning);
        }
        for row in Table::read(file("times/deictic.tsv")).rows() {
            let part = row.get("part");
            let meaning = format!("day {}{}{part}", row.get("days"), if part.is_empty() { "" } else { " " });
            let phrase = literal(row.first());
            self.phrase("deictic", "date", &format!("[{{deictic-before}}? {phrase} {{deictic-after}}?]"), meaning);
        }
        for row in Table::read(file("times/holidays.tsv")).rows() {
            let meaning = format!("holiday {}", row.get("rule"));
            self.phrase(
                "holiday",
                "date",
                &format!("[{{holiday-before}}? {} {{holiday-after}}?] !{{capital}}", name(row.first())),
                meaning,
            );
        }
    }

    fn phrase(&mut self, rule: &str, kind: &'static str, pattern: &str, meaning: String) {
        let names = Names { classes: &self.rules.names, defs: &self.defs };
        let Some(index) = self.rules.rules.iter().position(|known| known.name.ends_with(rule) && known.kind == kind)
        else {
            return self.rules.errors.push(format!("rules.txt: no rule {rule} of type {kind} for its table"));
        };
        match pattern::compile(pattern, &names, &mut self.vocabulary) {
            Ok(program) => {
                self.rules.patterns.push(Pattern { rule: index as u16, program, meanings: vec![meaning.into()] })
            }
            Err(error) => self.rules.errors.push(error),
        }
    }

    /// Gives words their numbers, and files patterns by what they begin with.
    fn finish(mut self) -> TimeRules {
        let mut rules = self.rules;
        for (word, number) in self.vocabulary.iter() {
            rules.words.entry(word.into()).or_default().0 = number;
        }
        // Rules in order, so that equally long readings are found in the order of the file.
        rules.patterns.sort_by_key(|pattern| pattern.rule);
        rules.by_word = vec![Vec::new(); self.vocabulary.len() + 1];
        rules.by_class = vec![Vec::new(); Classes::BITS as usize];
        for (index, pattern) in rules.patterns.iter().enumerate().take(usize::from(u16::MAX)) {
            let (mut words, starts) = pattern.program.starts();
            words.sort_unstable();
            words.dedup();
            words.iter().for_each(|&word| rules.by_word[usize::from(word)].push(index as u16));
            let bits = (0..Classes::BITS as usize).filter(|bit| starts & (1 << bit) != 0);
            bits.for_each(|bit| rules.by_class[bit].push(index as u16));
            rules.begins |= starts;
        }
        self.defs.clear();
        rules
    }
}

/// A phrase as a pattern: cut as texts are, its words as they stand.
fn literal(phrase: &str) -> String {
    let words = crate::segment::words(phrase).map(|(range, _)| &phrase[range]);
    words.collect::<Vec<_>>().join(" ")
}

/// A name as a pattern: its first and last words of more than three letters begin with a large letter.
fn name(phrase: &str) -> String {
    let words: Vec<&str> = crate::segment::words(phrase).map(|(range, _)| &phrase[range]).collect();
    let is_long = |word: &str| word.starts_with(|c: char| c.is_alphabetic()) && word.len() > 2;
    let ends = [words.iter().position(|word| is_long(word)), words.iter().rposition(|word| is_long(word))];
    let marked = words.iter().enumerate().map(|(at, word)| match ends.contains(&Some(at)) {
        true => format!("^{word}"),
        false => (*word).to_owned(),
    });
    marked.collect::<Vec<_>>().join(" ")
}

fn tense(table: Table) -> Phrases<Tense> {
    let rows: Vec<_> = table
        .rows()
        .filter_map(|row| {
            let tense = match row.get("tense") {
                "past" => Tense::Past,
                "future" => Tense::Future,
                "present" => Tense::Present,
                "infinitive" => Tense::Infinitive,
                _ => return None,
            };
            Some((row.first(), tense))
        })
        .collect();
    Phrases::new(rows.into_iter())
}
