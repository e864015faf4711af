//! What is shown inside the text: which day a relative expression means in its article, who speaks where it says `he`, and
//! whom `the Russian leader` means.

use corpus::Member;
use jiff::civil::Date;
use nlp::{Analysis, Article, Attribution, Form, Kind, ResolvedTime, SourceKind, TimeKind};
use text::{PositionEncoding, Span};

use crate::snapshot::{Document, Snapshot};

/// A few characters shown behind a place of the text, which they are no part of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The place, in bytes from the file's start.
    pub at: u32,
    /// What is shown: `2026-02-04`.
    pub label: String,
    /// How anyone can know.
    pub why: String,
}

impl Snapshot {
    /// The hints of a document within `span`, by place. Expressions that say their day themselves get none, and neither
    /// do sources whose name stands in the same sentence.
    pub fn hints(&self, path: &str, span: Span) -> Vec<Hint> {
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        if self.config.date_hints {
            all.extend(date_hints(document, &analysis, span));
        }
        for (article, number) in analysis.articles.iter().zip(0..) {
            let told = |(place, entity)| self.meant(document, article, number, entity, place);
            if self.config.speaker_hints {
                all.extend(speakers(article, span).filter_map(told));
            }
            if self.config.description_hints {
                all.extend(descriptions(article, span).filter_map(told));
            }
        }
        all.sort_by_key(|hint| hint.at);
        // One source may have several cues, and be a description.
        all.dedup_by(|one, other| (one.at, &one.label) == (other.at, &other.label));
        all
    }

    /// Whom words stand for, unless they are somebody's own or the name stands beside them.
    fn meant(&self, document: &Document, article: &Article, number: u32, entity: usize, place: Span) -> Option<Hint> {
        if is_quoted(article, place) || is_named_beside(article, entity, place) {
            return None;
        }
        let member = Member { path: document.path.clone(), article: number, entity: entity as u32 };
        let who = self.index.entity_of(&member)?;
        let words = Analysis::folded(&document.text, place);
        let why = match named_before(article, entity, place.start) {
            Some(name) => {
                let line = document.lines.position(PositionEncoding::Utf8, name.start).line + 1;
                format!("“{words}” is read as {}, named before in line {line}", who.name)
            }
            None => format!("“{words}” is read as {}", who.name),
        };
        Some(Hint { at: place.end, label: who.name.to_string(), why })
    }
}

/// Sources within `span` that stand for somebody mentioned before, and who that is.
fn speakers(article: &Article, span: Span) -> impl Iterator<Item = (Span, usize)> {
    let attributions = article.attributions.iter().zip(&article.speakers);
    let open = attributions.filter(|(attribution, _)| attribution.source_kind == SourceKind::Anaphoric);
    let place = |(attribution, speaker): (&Attribution, &Option<usize>)| {
        let (source, speaker) = (attribution.source.as_ref()?.cover(), (*speaker)?);
        // Of `the deputy minister, a lawyer,` the words that mean somebody.
        let mentions = article.entities.get(speaker).into_iter().flat_map(|entity| &entity.mentions);
        let meant = mentions.map(|mention| mention.span).find(|mention| source.contains_span(*mention));
        Some((meant.unwrap_or(source), speaker))
    };
    open.filter_map(place).filter(move |(source, _)| source.intersects(span))
}

/// Descriptions of people within `span`, and whom they mean.
fn descriptions(article: &Article, span: Span) -> impl Iterator<Item = (Span, usize)> {
    let people = article.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person);
    people.flat_map(move |(at, entity)| {
        let described = entity.mentions.iter().filter(|mention| mention.form == Form::Nominal);
        described.filter(move |mention| mention.span.intersects(span)).map(move |mention| (mention.span, at))
    })
}

fn date_hints(document: &Document, analysis: &Analysis, span: Span) -> Vec<Hint> {
    let times = analysis.articles.iter().flat_map(|article| &article.times);
    let mut all: Vec<Stretch> = Vec::new();
    for stretch in times.filter_map(Stretch::of) {
        match all.last_mut().filter(|last| last.goes_on(&stretch, &document.text)) {
            Some(last) => *last = last.with(&stretch),
            None => all.push(stretch),
        }
    }
    let shown = all.iter().filter(|stretch| stretch.span.intersects(span) && !stretch.says_itself(&document.text));
    shown.map(Stretch::hint).collect()
}

/// Whom `we` and `he` mean in somebody's own words, is for him to know.
fn is_quoted(article: &Article, source: Span) -> bool {
    article.quotes.iter().any(|speech| speech.span.contains_span(source))
}

/// A reader of the source sees the name in its sentence.
fn is_named_beside(article: &Article, speaker: usize, source: Span) -> bool {
    let sentence = article.sentences.iter().copied().find(|sentence| sentence.contains_span(source)).unwrap_or(source);
    names(article, speaker).any(|name| sentence.contains_span(name))
}

fn named_before(article: &Article, speaker: usize, offset: u32) -> Option<Span> {
    names(article, speaker).filter(|name| name.end <= offset).max()
}

fn names(article: &Article, entity: usize) -> impl Iterator<Item = Span> {
    let mentions = article.entities.get(entity).into_iter().flat_map(|entity| &entity.mentions);
    mentions.filter(|mention| mention.form == Form::Name).map(|mention| mention.span)
}

/// A time expression that means certain days, or two with a dash between them: `February 4-5`.
struct Stretch<'a> {
    span: Span,
    from: Date,
    to: Date,
    time: &'a ResolvedTime,
}

impl<'a> Stretch<'a> {
    fn of(time: &'a ResolvedTime) -> Option<Stretch<'a>> {
        let is_date = matches!(time.kind, TimeKind::Date | TimeKind::Time) && !time.expression.vague;
        let (from, to) = time.interval.filter(|_| is_date)?;
        Some(Stretch { span: time.span, from, to, time })
    }

    fn goes_on(&self, next: &Stretch, text: &str) -> bool {
        let between = Span::new(self.span.end, next.span.start);
        self.span.end < next.span.start && matches!(between.of(text), "-" | "–" | "—")
    }

    fn with(&self, next: &Stretch<'a>) -> Stretch<'a> {
        let (from, to) = (self.from.min(next.from), self.to.max(next.to));
        Stretch { span: self.span.cover(next.span), from, to, time: next.time }
    }

    /// The words are a day, a month or a year, with its year.
    fn says_itself(&self, text: &str) -> bool {
        let is_calendar = !label(self.from, self.to).contains('/');
        is_calendar && self.span.of(text).contains(&self.from.year().to_string())
    }

    fn hint(&self) -> Hint {
        Hint { at: self.span.end, label: label(self.from, self.to), why: self.time.why.to_string() }
    }
}

/// `2026-02-04`, `2026-01-26/2026-02-01`, `2026-02`, `2026`
fn label(from: Date, to: Date) -> String {
    if from == to {
        from.to_string()
    } else if from.day() == 1 && (from.year(), from.month()) == (to.year(), to.month()) && to == from.last_of_month() {
        format!("{:04}-{:02}", from.year(), from.month())
    } else if from == from.first_of_year() && to == from.last_of_year() {
        format!("{:04}", from.year())
    } else {
        format!("{from}/{to}")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn labels_are_as_short_as_they_may_be() {
        assert_eq!(label(date(2026, 2, 4), date(2026, 2, 4)), "2026-02-04");
        assert_eq!(label(date(2026, 2, 1), date(2026, 2, 28)), "2026-02");
        assert_eq!(label(date(2026, 1, 1), date(2026, 12, 31)), "2026");
        assert_eq!(label(date(2026, 1, 26), date(2026, 2, 1)), "2026-01-26/2026-02-01");
    }
}
