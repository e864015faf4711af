//! How old an article says that people are: `Anna Berg, 47, said`, `the 47-year-old minister Anna Berg`.

use nlp::{Form, Kind, Zone};
use text::Span;

use super::{Age, Reader};

/// Nobody is older.
const OLDEST: u16 = 119;
/// Words that may stand between an age and the name behind it.
const REACH: usize = 6;

impl Reader<'_> {
    /// The ages that the article itself gives, in text order.
    pub fn ages(&self) -> Vec<Age> {
        let people = self.article.entities.iter().zip(0..).filter(|(entity, _)| entity.kind == Kind::Person);
        let mut all: Vec<Age> = people
            .flat_map(|(entity, number)| {
                let named = entity.mentions.iter().filter(|mention| mention.form == Form::Name);
                let named = named.map(|mention| mention.span).filter(|name| self.is_told(*name));
                named.filter_map(move |name| {
                    let (span, years) = self.behind(name).or_else(|| self.before(name))?;
                    Some(Age { article: self.number, entity: number, span, years })
                })
            })
            .collect();
        all.sort_by_key(|age| age.span);
        all
    }

    /// By the article, in its text, and not by whomever it quotes.
    fn is_told(&self, name: Span) -> bool {
        self.analysis.zone_at(name.start) == Some(Zone::Body)
            && !self.article.quotes.iter().any(|speech| speech.span.contains_span(name))
    }

    /// `, 47,`, `(47)`, `, aged 47,`: between marks, right behind the name.
    fn behind(&self, name: Span) -> Option<(Span, u16)> {
        let rest = self.source.get(name.end as usize..)?;
        let opened = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" ("))?;
        let word = opened.split_whitespace().next()?;
        let counted = if self.lang.closed.aged.contains(&word.to_lowercase()) {
            opened.get(word.len()..)?.trim_start()
        } else {
            opened
        };
        let digits = counted.len() - counted.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let closes = counted.get(digits..).is_some_and(|end| end.starts_with([',', '.', ')', ';']));
        // `, 12.5`, `, 1.`
        let is_number = counted.get(digits + 1..).is_some_and(|end| end.starts_with(|c: char| c.is_ascii_digit()));
        let years = age(counted.get(..digits)?).filter(|_| closes && !is_number)?;
        let start = name.end + (rest.len() - counted.len()) as u32;
        Some((Span::new(start, start + digits as u32), years))
    }

    /// `the 47-year-old minister Anna Berg`
    fn before(&self, name: Span) -> Option<(Span, u16)> {
        let sentence = self.article.sentences.iter().find(|sentence| sentence.contains_span(name))?;
        let before = Span::new(sentence.start, name.start).of(self.source);
        let (word, years) = before.split_whitespace().rev().take(REACH).find_map(|word| {
            let (number, unit) = word.split_once('-')?;
            Some((word, age(number).filter(|_| self.lang.closed.aged.contains(unit))?))
        })?;
        let start = sentence.start + before.rfind(word)? as u32;
        let end = start + word.len() as u32;
        (self.is_name_of(Span::new(end, name.start))).then_some((Span::new(start, end), years))
    }

    /// The words between an age and a name describe who bears it: nobody else stands there, no stop and nobody's.
    fn is_name_of(&self, between: Span) -> bool {
        let words = between.of(self.source);
        let mut mentions = self.article.entities.iter().filter(|entity| entity.kind == Kind::Person);
        let other = mentions.any(|entity| entity.mentions.iter().any(|mention| between.contains_span(mention.span)));
        let owned = words.split_whitespace().any(|word| self.lang.closed.of.contains(word));
        !other && !owned && !words.contains([',', ';', ':', '.', '"', '“', '”', '(', '’', '\''])
    }
}

fn age(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|years| (1..=OLDEST).contains(years))
}
