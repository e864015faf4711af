//! `dateline events --story ID|WORDS`: who reported an event when, on whose word, and where they differ, as Markdown.

use corpus::lineage::Manner;
use corpus::{Event, Member};
use ide::{Line, Profile, Version};
use text::Span;

use super::articles;
use crate::cli::folder::Folder;
use crate::cli::lineage::output;
use crate::cli::page::{self, Page, counted, escaped};

/// The story of `event`, lists of at most `limit` items.
pub fn page(folder: &Folder, event: &Event, limit: usize) -> Page {
    let mut page = Page::new(&event.label, limit);
    page.line(&format!("{}, `{}`: told in {}", event.kind, event.id, counted(articles(event), "article", "articles")));
    let sentences = sentences(folder, event);
    page.list("Who reported it, and on whose word", sentences.iter().map(|sentence| reported(folder, sentence)));
    page.list("Where accounts differ", differences(folder, &sentences));
    let lines = lines(folder, &sentences);
    page.list("Statements and their versions", lines.iter().map(|line| summary(folder, line)));
    page.list("What changed on the way", lines.iter().flat_map(|line| changes(folder, line)));
    page
}

/// A sentence that tells of the event.
struct Sentence {
    member: Member,
    span: Span,
}

/// Those of all articles, by day, each once. What somebody writes himself reports nothing.
fn sentences(folder: &Folder, event: &Event) -> Vec<Sentence> {
    let members = page::by_day(folder, &event.members);
    let is_article = |member: &Member| {
        let document = folder.snapshot.document(&member.path);
        document.is_some_and(|document| document.profile == Profile::Source)
    };
    let members = members.into_iter().filter(is_article);
    let mut all: Vec<Sentence> = members.filter_map(|member| sentence(folder, member)).collect();
    all.dedup_by(|again, first| again.member.path == first.member.path && again.span == first.span);
    all
}

fn sentence(folder: &Folder, member: Member) -> Option<Sentence> {
    let mention = folder.snapshot.event_mention(&member)?;
    let analysis = folder.snapshot.analysis(&member.path)?;
    let article = analysis.articles.get(member.article as usize)?;
    let span = article.sentences.iter().copied().find(|sentence| sentence.contains_span(mention)).unwrap_or(mention);
    Some(Sentence { member, span })
}

fn reported(folder: &Folder, sentence: &Sentence) -> String {
    let Some(place) = page::place(folder, &sentence.member, Some(sentence.span)) else { return String::new() };
    let whence = page::whence(folder, &sentence.member);
    format!("{whence}, {}: {}, {}", escaped(&word(folder, sentence)), page::words(&place), place.address())
}

/// On whose word a sentence stands: that of those who say any of it, else the outlet's.
fn word(folder: &Folder, sentence: &Sentence) -> String {
    let text =
        folder.snapshot.document(&sentence.member.path).map(|document| document.text.clone()).unwrap_or_default();
    let told = folder.snapshot.lineage().told(&sentence.member.path);
    let here = told
        .into_iter()
        .flat_map(|told| &told.statements)
        .filter(|statement| statement.manner != Manner::Told && statement.span().intersects(sentence.span));
    let mut names: Vec<String> = Vec::new();
    for statement in here {
        let words = statement.source.map(|source| nlp::Analysis::folded(&text, source));
        let who = statement.speaker.as_deref().map(str::to_owned).or(words);
        let who = who.unwrap_or_else(|| "nobody named".to_owned());
        names.push(format!("on the word of {who} ({})", statement.class.name()));
    }
    names.dedup();
    if names.is_empty() { "in its own name".to_owned() } else { names.join(" and ") }
}

/// Findings on accounts that stand in these sentences.
fn differences(folder: &Folder, sentences: &[Sentence]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for sentence in sentences {
        let findings = folder.snapshot.findings(&sentence.member.path).into_iter();
        for finding in findings.filter(|finding| finding.code == "C501" && finding.span.intersects(sentence.span)) {
            let place = page::place(folder, &sentence.member, Some(finding.span)).map(|place| place.address());
            let whence = page::whence(folder, &sentence.member);
            all.push(format!("{whence}: {}, {}", escaped(&finding.message), place.unwrap_or_default()));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// The lines that lead through these sentences, each once.
fn lines(folder: &Folder, sentences: &[Sentence]) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    for sentence in sentences {
        let told = folder.snapshot.lineage().told(&sentence.member.path);
        let statements = told.into_iter().flat_map(|told| &told.statements);
        let here = statements.map(|statement| statement.span()).filter(|span| span.intersects(sentence.span));
        let lines = here.filter_map(|span| folder.snapshot.line_at(&sentence.member.path, span.start));
        for line in lines {
            if !all.contains(&line) {
                all.push(line);
            }
        }
    }
    all
}

fn summary(folder: &Folder, line: &Line) -> String {
    let first = line.versions.first();
    let words = first.map(output::words).unwrap_or_default();
    let at = first.map(|version| address(folder, version)).unwrap_or_default();
    format!("{} {} {at}", escaped(&words), escaped(&line.summary()))
}

fn changes(folder: &Folder, line: &Line) -> Vec<String> {
    let changed = line.versions.iter().flat_map(|version| version.changes.iter().map(move |change| (version, change)));
    let told = changed.map(|(version, change)| {
        let (day, whence, at) = (version.day(), escaped(version.whence()), address(folder, version));
        format!("{day}, {whence}: {} {at}", escaped(&change.says))
    });
    told.collect()
}

fn address(folder: &Folder, version: &Version) -> String {
    output::place(folder, version, version.span).map(|place| place.address()).unwrap_or_default()
}
