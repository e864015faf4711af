//! Cards of dates, and of an article as a whole.

use jiff::civil::Date;
use nlp::mentions::Kind;
use nlp::times::calendar;
use nlp::{Analysis, Article, Certainty, TimeKind, Zone};

use super::{Hover, counted, shortened};
use crate::markup::Markup;
use crate::snapshot::Snapshot;

impl Snapshot {
    /// What a time expression means, and how anyone can know.
    pub(super) fn date_hover(&self, path: &str, offset: u32) -> Option<Hover> {
        let document = self.documents.get(path)?;
        let analysis = self.analysis(path)?;
        let article = analysis.article_at(offset)?;
        let time = article.times.iter().filter(|time| time.span.touches(offset)).min_by_key(|time| time.span.len())?;
        let mut card = Markup::default();
        card.title(Analysis::folded(&document.text, time.span));
        match time.interval {
            Some((from, to)) => card.line(days(from, to)),
            None => card.line(unresolved(time)),
        };
        if !time.why.is_empty() {
            card.line(&*time.why);
        }
        if let Some(impossible) = &time.expression.impossible {
            card.line(&**impossible);
        }
        card.line(article_date(article, &document.text));
        card.note(format!("{}, read by the rule {}", time.value, time.expression.rule));
        Some(Hover { span: time.span, card })
    }

    /// The article itself: on its headline, dateline and header.
    pub(super) fn article_hover(&self, path: &str, offset: u32) -> Option<Hover> {
        let document = self.documents.get(path)?;
        let analysis = self.analysis(path)?;
        let segment = analysis.layout.segments.iter().find(|segment| segment.span.touches(offset))?;
        if !matches!(segment.zone, Zone::Headline | Zone::Dateline | Zone::Header | Zone::Byline | Zone::FrontMatter) {
            return None;
        }
        // A header stands before the first article it speaks of.
        let articles = &analysis.articles;
        let article = analysis
            .article_at(offset)
            .or_else(|| articles.iter().find(|article| article.layout.span.start >= offset))?;
        let mut card = Markup::default();
        let title = article.layout.title.map(|span| Analysis::folded(&document.text, span));
        card.title(shortened(&title.unwrap_or_else(|| "Untitled article".into()), 140));
        if let Some(outlet) = &article.layout.outlet {
            card.line(&*outlet.name);
        }
        card.line(article_date(article, &document.text));
        if let Some(translation) = &article.layout.translation {
            let by = translation.by.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
            let from = translation.from.as_deref().map(|tag| format!(" from {tag}")).unwrap_or_default();
            card.line(format!("translated{from}{by}"));
        }
        if !article.layout.language.analysed {
            card.line(format!("in {}: not analysed, beyond names and dates", article.layout.language.name));
        }
        card.line(counts(article));
        self.note_progress(&mut card);
        Some(Hover { span: segment.span, card })
    }
}

fn counts(article: &Article) -> String {
    let of = |kind: Kind| article.entities.iter().filter(|entity| entity.kind == kind).count();
    let quotes = article.quotes.iter().filter(|quote| !quote.nested).count();
    [
        counted(of(Kind::Person), "person", "people"),
        counted(of(Kind::Organization), "organisation", "organisations"),
        counted(of(Kind::Place), "place", "places"),
        counted(quotes, "quotation", "quotations"),
        counted(article.attributions.len(), "attribution", "attributions"),
    ]
    .join(", ")
}

/// `Wednesday, 4 February 2026 (2026-02-04)`, or from day to day.
pub(crate) fn days(from: Date, to: Date) -> String {
    if from == to { format!("{} ({from})", from.strftime("%A, %-d %B %Y")) } else { format!("{from} to {to}") }
}

fn unresolved(time: &nlp::ResolvedTime) -> String {
    match time.kind {
        TimeKind::Duration => format!("a length of time, {}", time.value),
        TimeKind::Set => format!("again and again, {}", time.value),
        _ if time.expression.vague => "no definite day".to_owned(),
        _ => open(&time.value),
    }
}

/// What a value without its year tells a reader: `XXXX-06-24` is June 24.
pub(super) fn open(value: &str) -> String {
    if let Some(weekday) = value.strip_prefix("XXXX-WXX-").and_then(|rest| rest.get(..1)?.parse().ok()) {
        return format!("a {}, not known which", calendar::weekday_name(weekday));
    }
    let mut parts = value.split(['-', 'T']).skip_while(|part| *part == "XXXX");
    let mut number = || parts.next().and_then(|part| part.parse::<i8>().ok());
    match (value.starts_with("XXXX-W"), number(), number()) {
        (false, Some(month), Some(day)) => format!("{} {day}, year not known", calendar::month_name(month)),
        (false, Some(month), None) => format!("{}, year not known", calendar::month_name(month)),
        _ if value.bytes().all(|b| !b.is_ascii_digit()) => "not known".to_owned(),
        _ => format!("not known more exactly than {value}"),
    }
}

/// `article of 2022-01-20, stated: header “date 2022-01-20”`
fn article_date(article: &Article, source: &str) -> String {
    let date = &article.date;
    let proof = date.evidence.first().map(|evidence| {
        let words = shortened(&Analysis::folded(source, evidence.span), 60);
        if words.is_empty() || evidence.why.contains(&words) {
            evidence.why.clone()
        } else {
            format!("{} “{words}”", evidence.why)
        }
    });
    let proof = proof.map(|proof| format!(": {proof}")).unwrap_or_default();
    match (date.certainty, &date.value) {
        (Certainty::Stated, Some(value)) => format!("article of {value}, stated{proof}"),
        (Certainty::Inferred, Some(value)) => format!("article of {value}, inferred{proof}"),
        (Certainty::Bounded, value) => {
            let value = value.as_deref().map(|value| format!(" {value}")).unwrap_or_default();
            format!("article’s date not settled{value}{}{proof}", bounds(date))
        }
        _ => "article without a date".to_owned(),
    }
}

fn bounds(date: &nlp::ArticleDate) -> String {
    let years: Vec<String> = date.candidates.iter().map(ToString::to_string).collect();
    match (date.from, date.to) {
        _ if !years.is_empty() => format!(", years that fit: {}", years.join(", ")),
        (Some(from), Some(to)) => format!(", {from} to {to}"),
        (Some(from), None) => format!(", not before {from}"),
        (None, Some(to)) => format!(", not after {to}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::open;

    #[test]
    fn what_is_open_is_said_in_words() {
        assert_eq!(open("XXXX-06-24"), "June 24, year not known");
        assert_eq!(open("XXXX-06-24TMO"), "June 24, year not known");
        assert_eq!(open("XXXX-10"), "October, year not known");
        assert_eq!(open("XXXX-XX-XX"), "not known");
        assert_eq!(open("XXXX-WXX-1"), "a Monday, not known which");
        assert_eq!(open("XXXX-Q3"), "not known more exactly than XXXX-Q3");
    }
}
