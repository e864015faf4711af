//! `dateline explain`: a rule's page, or why a place of an article is read as it is.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use ide::Document;
use nlp::{Analysis, Article, Certainty};
use text::{Position, PositionEncoding, Span};

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::{Place, word};
use crate::server::pages;

/// Options of `dateline explain`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A rule's code or name, or a place as FILE:LINE:COL
    #[arg(value_name = "RULE|PLACE")]
    what: String,
    /// The folder that is read with the file
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// Prints a page, or the evidence for a place.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    if let Some(rule) = rules::find(&args.what) {
        let page = pages::page(rule.name).unwrap_or(rule.summary);
        anstream::print!("{page}");
        return Ok(ExitCode::SUCCESS);
    }
    let (file, at) = place(&args.what).ok_or_else(|| {
        Failure::new(format!("{:?} is no rule and no place: `dateline rules` lists the rules, a place is FILE:LINE:COL, both counted from one", args.what))
    })?;
    let input = Input { paths: vec![file], root: args.root.clone(), stdin: None };
    let folder = Folder::read(&input, common)?;
    folder.name_skipped();
    let Some(document) = folder.documents().next() else { return Ok(ExitCode::from(2)) };
    let offset = document.lines.offset(PositionEncoding::Utf32, at);
    let analysis = folder.snapshot.analysis(&document.path).unwrap_or_default();
    let told = Teller { folder: &folder, document: &document, offset }.tell(&analysis);
    anstream::println!(
        "{}",
        if told.is_empty() { "nothing is known of this place".to_owned() } else { told.join("\n") }
    );
    Ok(ExitCode::SUCCESS)
}

/// `a/b.txt:3:10`; without a column the line's first.
pub fn place(what: &str) -> Option<(PathBuf, Position)> {
    let numbered = |text: &str| -> Option<(String, u32)> {
        let (rest, number) = text.rsplit_once(':')?;
        Some((rest.to_owned(), number.parse::<u32>().ok()?.checked_sub(1)?))
    };
    let (rest, last) = numbered(what)?;
    let (file, line, column) = match numbered(&rest) {
        Some((file, line)) => (file, line, last),
        None => (rest, last, 0),
    };
    Some((PathBuf::from(file), Position::new(line, column)))
}

/// Says what is known of one place, and why.
struct Teller<'a> {
    folder: &'a Folder,
    document: &'a Arc<Document>,
    offset: u32,
}

impl Teller<'_> {
    fn tell(&self, analysis: &Analysis) -> Vec<String> {
        let mut told = Vec::new();
        if let Some(zone) = analysis.zone_at(self.offset) {
            told.push(format!("zone: {}", zone.name()));
        }
        if let Some((number, article)) =
            analysis.articles.iter().enumerate().find(|(_, article)| article.layout.span.touches(self.offset))
        {
            told.extend(self.article(article));
            told.extend(self.times(article));
            told.extend(self.entities(number, article));
            told.extend(self.events(number, article));
            told.extend(self.attributions(article));
            told.extend(self.claims(article));
        }
        told.extend(self.findings());
        told
    }

    fn here(&self, span: Span) -> bool {
        span.contains(self.offset) || span.end == self.offset && !span.is_empty()
    }

    fn words(&self, span: Span) -> String {
        const LONGEST: usize = 90;
        let words = Analysis::folded(&self.document.text, span);
        match words.char_indices().nth(LONGEST) {
            Some((cut, _)) => format!("“{}…”", words[..cut].trim_end()),
            None => format!("“{words}”"),
        }
    }

    fn at(&self, span: Span) -> String {
        let (line, column) = Place::new(self.folder, self.document.clone(), span).start;
        format!("{line}:{column}")
    }

    fn article(&self, article: &Article) -> Vec<String> {
        let date = super::articles::date(&article.date).unwrap_or_else(|| "not known".to_owned());
        // The date of a table says it of itself where it is inferred.
        let certainty = format!("({})", article.date.certainty.name());
        let date = date.trim_end_matches(&certainty).trim_end();
        let mut told = vec![format!("article date: {date} {certainty}")];
        for evidence in &article.date.evidence {
            let place = if evidence.span.is_empty() {
                String::new()
            } else {
                format!("{} {}: ", self.at(evidence.span), self.words(evidence.span))
            };
            told.push(format!("  {place}{}", evidence.why));
        }
        if matches!(article.date.certainty, Certainty::Inferred | Certainty::Bounded) {
            told.push(format!("  not after today, {}", self.folder.snapshot.config.today));
        }
        told
    }

    fn times(&self, article: &Article) -> Vec<String> {
        let mut told = Vec::new();
        for time in article.times.iter().filter(|time| self.here(time.span)) {
            told.push(format!("{}: {} is {}", time.kind.name(), self.words(time.span), time.value));
            told.push(format!("  {} ({})", time.why, time.expression.rule));
            if let Some((from, to)) = time.interval {
                told.push(format!("  {from} to {to}"));
            }
        }
        told
    }

    fn entities(&self, number: usize, article: &Article) -> Vec<String> {
        let index = self.folder.snapshot.index();
        let mut told = Vec::new();
        for (at, entity) in article.entities.iter().enumerate() {
            let Some(mention) = entity.mentions.iter().find(|mention| self.here(mention.span)) else { continue };
            told.push(format!(
                "{}: {} is {} by {}",
                entity.kind.name(),
                self.words(mention.span),
                entity.name,
                mention.form.name()
            ));
            let member = corpus::Member { path: self.document.path.clone(), article: number as u32, entity: at as u32 };
            let known = index.entity_of(&member);
            let found = self.folder.snapshot.labels(&self.document.path, ide::Layer::Mentions);
            told.extend(
                found
                    .iter()
                    .find(|label| label.span == mention.span && !label.why.is_empty())
                    .map(|label| format!("  found by {}", label.why)),
            );
            told.extend(known.map(|known| {
                format!("  {}: {} mentions in {} articles", known.id, known.mentions, known.articles(index))
            }));
            told.extend(entity.roles.iter().map(|role| format!("  {} {}", self.at(role.span), role.title)));
            if let Some(first) = entity.mentions.get(entity.introduction) {
                told.push(format!("  introduced at {} as {}", self.at(first.span), self.words(first.span)));
            }
        }
        told
    }

    fn events(&self, number: usize, article: &Article) -> Vec<String> {
        let index = self.folder.snapshot.index();
        let mut told = Vec::new();
        for (at, event) in article.events.iter().enumerate().filter(|(_, event)| self.here(event.span)) {
            let days = event.interval.map_or("no day".to_owned(), |(from, to)| format!("{from} to {to}"));
            told.push(format!(
                "event: {} is {}, {days}, {}",
                self.words(event.span),
                event.kind,
                event.place.as_deref().unwrap_or("no place")
            ));
            told.extend((!event.participants.is_empty()).then(|| format!("  with {}", event.participants.join(", "))));
            let member = corpus::Member { path: self.document.path.clone(), article: number as u32, entity: at as u32 };
            told.extend(
                index.event_of(&member).map(|known| format!("  {}: {} mentions", known.id, known.members.len())),
            );
        }
        told
    }

    fn attributions(&self, article: &Article) -> Vec<String> {
        let mut told = Vec::new();
        for (at, attribution) in article.attributions.iter().enumerate() {
            let parts = [attribution.source.as_ref(), Some(&attribution.cue), attribution.content.as_ref()];
            if !parts.into_iter().flatten().flat_map(text::Spans::iter).any(|span| self.here(span)) {
                continue;
            }
            told.push(format!(
                "attribution: {} {}, source {}",
                attribution.quotation.name(),
                attribution.grade.name(),
                attribution.source_kind.name()
            ));
            for (name, spans) in ["source", "cue", "content"].into_iter().zip(parts) {
                told.extend(
                    spans
                        .into_iter()
                        .flat_map(text::Spans::iter)
                        .map(|span| format!("  {name} {} {}", self.at(span), self.words(span))),
                );
            }
            let speaker = article.speakers.get(at).copied().flatten().and_then(|speaker| article.entities.get(speaker));
            told.extend(speaker.map(|speaker| format!("  said by {}", speaker.name)));
        }
        told
    }

    fn claims(&self, article: &Article) -> Vec<String> {
        let mut told = Vec::new();
        for claim in article.claims.iter().filter(|claim| self.here(claim.span)) {
            told.push(format!(
                "sentence: {}, source: {}, date: {}",
                claim.kind.name(),
                claim.standing.name(),
                claim.dated.name()
            ));
            if claim.need.0 > 0 {
                told.push(format!("  needs a source by {} of 100: {}", claim.need.0, claim.need.1.words()));
            }
            if claim.date_need > 0 {
                told.push(format!("  needs a date by {} of 100", claim.date_need));
            }
        }
        told
    }

    fn findings(&self) -> Vec<String> {
        let all = self.folder.snapshot.findings(&self.document.path).into_iter();
        all.filter(|finding| self.here(finding.span))
            .map(|finding| format!("finding: {}[{}] {}", word(finding.severity), finding.code, finding.message))
            .collect()
    }
}
