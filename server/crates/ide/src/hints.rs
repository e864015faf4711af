//! Dates shown inside the text: what a relative expression means in its article.

use jiff::civil::Date;
use nlp::{ResolvedTime, TimeKind};
use text::Span;

use crate::snapshot::Snapshot;

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
    /// The hints of a document within `span`. Expressions that say their day themselves get none.
    pub fn hints(&self, path: &str, span: Span) -> Vec<Hint> {
        let (Some(document), Some(analysis)) = (self.documents.get(path), self.analysis(path)) else {
            return Vec::new();
        };
        if !self.config.date_hints {
            return Vec::new();
        }
        let times = analysis.articles.iter().flat_map(|article| &article.times);
        let shown = times.filter(|time| time.span.intersects(span)).filter_map(|time| {
            let (from, to) = time.interval.filter(|_| matches!(time.kind, TimeKind::Date | TimeKind::Time))?;
            let label = label(from, to);
            let says_itself = says_year(time.span.of(&document.text), from) && from == to;
            (!says_itself && !time.expression.vague).then(|| Hint { at: time.span.end, label, why: why(time) })
        });
        shown.collect()
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

/// The words hold the year.
fn says_year(words: &str, day: Date) -> bool {
    words.contains(&day.year().to_string())
}

fn why(time: &ResolvedTime) -> String {
    time.why.to_string()
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
