//! `dateline quotes`: who said it, and of whom.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use corpus::{Entity, Member};
use ide::Document;
use nlp::Analysis;
use nlp::article::Speech;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};
use super::who;

/// Options of `dateline quotes`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only what this one says: a name, a surname that is nobody else's, or an id
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only quotations that mention this one: a person, a body or a place
    #[arg(long, value_name = "NAME")]
    about: Option<String>,
    /// Quotations of one person, or of one article, together; as text under a heading
    #[arg(long, value_name = "WHAT")]
    group: Option<Group>,
}

/// What quotations are put together by.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Who speaks; those of whom it is not known last
    Person,
    /// Where it stands
    Article,
}

/// Prints a row for every quotation.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    let named = |name: &Option<String>| name.as_deref().map(|name| who::find(&folder, name, None)).transpose();
    let (by, about) = (named(&args.by)?, named(&args.about)?);
    let is = |entity: &Option<Arc<Entity>>, wanted: &Option<Arc<Entity>>| {
        wanted.as_ref().is_none_or(|wanted| entity.as_ref().is_some_and(|entity| entity.id == wanted.id))
    };
    let mut quotes = quotes(&folder);
    quotes.retain(|quote| is(&quote.speaker, &by));
    if let Some(about) = about {
        quotes.retain(|quote| quote.mentions(&folder, &about));
    }
    let out = &mut anstream::stdout().lock();
    match args.group {
        Some(group) if args.format == Format::Text => grouped(&folder, quotes, group, out)?,
        Some(group) => table(&sorted(quotes, group), &[]).write(args.format, out)?,
        None => table(&quotes, &[]).write(args.format, out)?,
    }
    Ok(folder.done())
}

/// A quotation, and who says it.
struct Quote {
    place: Place,
    document: Arc<Document>,
    number: usize,
    span: text::Span,
    date: Option<String>,
    speaker: Option<Arc<Entity>>,
    source: Option<String>,
    words: String,
}

/// Fewer words than this in quotation marks are a term or a title.
const TERM: usize = 5;

/// All quotations that are somebody's speech, by path and place: quotations inside others and single terms in quotation
/// marks without a speaker are left out.
fn quotes(folder: &Folder) -> Vec<Quote> {
    let mut all = Vec::new();
    for document in folder.documents() {
        let Some(analysis) = folder.snapshot.analysis(&document.path) else { continue };
        for (number, article) in analysis.articles.iter().enumerate() {
            let speeches = article.quotes.iter().filter(|speech| !speech.nested);
            // A label or a signature names a speaker, too.
            let label = |speech: &Speech| article.voice(&document.text, &analysis, speech).speaker;
            all.extend(speeches.filter_map(|speech| {
                let of = |at: usize| article.speakers.get(at).copied().flatten();
                let speaker = speech.attribution.map_or_else(|| label(speech), of);
                Quote::new(folder, &document, number, article, speech, speaker)
            }));
        }
    }
    all
}

impl Quote {
    fn new(
        folder: &Folder,
        document: &Arc<Document>,
        number: usize,
        article: &nlp::Article,
        speech: &Speech,
        speaker: Option<usize>,
    ) -> Option<Quote> {
        let words = Analysis::folded(&document.text, speech.span);
        let attribution = speech.attribution.and_then(|at| article.attributions.get(at));
        if attribution.is_none() && speaker.is_none() && words.split(' ').count() < TERM {
            return None;
        }
        let source = attribution.and_then(|attribution| attribution.source.as_ref());
        Some(Quote {
            place: Place::new(folder, document.clone(), speech.span),
            document: document.clone(),
            number,
            span: speech.span,
            date: super::articles::date(&article.date),
            speaker: speaker.and_then(|entity| known(folder, document, number, entity)),
            source: source.map(|source| Analysis::folded(&document.text, source.cover())),
            words,
        })
    }

    /// Who speaks, as it is shown: the one who is known, else the words of the article.
    fn shown(&self) -> Option<String> {
        self.speaker.as_ref().map(|entity| entity.name.to_string()).or_else(|| self.source.clone())
    }

    /// Its words mention `wanted`, by name or otherwise.
    fn mentions(&self, folder: &Folder, wanted: &Entity) -> bool {
        let Some(analysis) = folder.snapshot.analysis(&self.document.path) else { return false };
        let Some(article) = analysis.articles.get(self.number) else { return false };
        article.entities.iter().enumerate().any(|(at, entity)| {
            entity.mentions.iter().any(|mention| self.span.contains_span(mention.span))
                && known(folder, &self.document, self.number, at).is_some_and(|known| known.id == wanted.id)
        })
    }

    fn row(&self) -> [Cell; 8] {
        [
            Cell::from(self.place.address()),
            Cell::from(self.date.clone()),
            Cell::from(self.shown()),
            Cell::from(self.source.clone()),
            Cell::from(self.words.as_str()),
            Cell::from(self.speaker.as_ref().map(|entity| entity.id.clone())),
            Cell::from(self.place.chars.0 as usize),
            Cell::from(self.place.chars.1 as usize),
        ]
    }
}

fn known(folder: &Folder, document: &Document, number: usize, entity: usize) -> Option<Arc<Entity>> {
    let member = Member { path: document.path.clone(), article: number as u32, entity: entity as u32 };
    folder.snapshot.index().entity_of(&member)
}

fn table(quotes: &[Quote], hidden: &[&'static str]) -> Table {
    let columns = ["at", "date", "speaker", "source", "quote", "id", "start", "end"];
    let mut table = Table::new(&columns).hide(&[&["source", "id", "start", "end"], hidden].concat());
    quotes.iter().for_each(|quote| table.row(quote.row()));
    table
}

/// In the order of their groups; inside of one as they stand.
fn sorted(mut quotes: Vec<Quote>, group: Group) -> Vec<Quote> {
    if group == Group::Person {
        let key = |quote: &Quote| (quote.speaker.is_none(), quote.shown().is_none(), quote.shown(), key(quote, group));
        quotes.sort_by_cached_key(key);
    }
    quotes
}

/// What the quotations of one group have in common.
fn key(quote: &Quote, group: Group) -> String {
    match group {
        Group::Person => {
            quote.speaker.as_ref().map(|entity| entity.id.clone()).or_else(|| quote.shown()).unwrap_or_default()
        }
        Group::Article => format!("{}\0{}", quote.document.path, quote.number),
    }
}

/// A heading and a table for every group.
fn grouped(folder: &Folder, quotes: Vec<Quote>, group: Group, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    let quotes = sorted(quotes, group);
    for (at, quotes) in quotes.chunk_by(|one, other| key(one, group) == key(other, group)).enumerate() {
        let (heading, hidden) = match group {
            Group::Person => (quotes[0].shown().unwrap_or_else(|| "nobody named".to_owned()), "speaker"),
            Group::Article => (article(folder, &quotes[0]), "date"),
        };
        let blank = if at == 0 { "" } else { "\n" };
        writeln!(out, "{blank}{bold}{heading}{bold:#} {dim}{}{dim:#}\n", quotes.len())?;
        table(quotes, &[hidden]).write(Format::Text, out)?;
    }
    Ok(())
}

/// `2025-03-04 Drashov Gazette: Foreign minister takes a marked-up draft to Montavar`
fn article(folder: &Folder, quote: &Quote) -> String {
    let facts = folder.snapshot.index().article(&quote.document.path, quote.number as u32);
    let outlet = facts.and_then(|facts| facts.outlet.as_deref());
    let title = facts.and_then(|facts| facts.title.as_deref());
    let named = [outlet, title].into_iter().flatten().collect::<Vec<_>>().join(": ");
    let named = if named.is_empty() { folder.shown(&quote.document.path) } else { named };
    quote.date.iter().cloned().chain([named]).collect::<Vec<_>>().join(" ")
}
