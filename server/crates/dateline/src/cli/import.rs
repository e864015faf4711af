//! `dateline import`: marks of other programs, put on their words or not at all.

mod articles;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path as FilePath, PathBuf};
use std::process::ExitCode;

use exchange::{Complaint, Settled, Told, brat, settle, spans, w3c};
use marks::{Line, Target};

use self::articles::Articles;
use super::Common;
use super::export::Form;
use super::fmt::counted;
use super::folder::{Failure, Input};
use super::sidecars::Sidecars;

/// Options of `dateline import`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Files of other programs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The form of the files [default: by their names and what they say]
    #[arg(long, value_name = "FORM")]
    from: Option<Form>,
    /// The article that the files are about, where they do not say so
    #[arg(long, value_name = "PATH")]
    article: Option<PathBuf>,
    /// The folder of the articles
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Take marks of ours whose words stand nowhere, too: they are kept as orphans
    #[arg(long)]
    orphans: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What was told of one article.
#[derive(Default)]
struct OfArticle {
    told: Vec<(usize, Told)>,
    frame: Option<String>,
}

/// Everything that was read, and what was wrong with it.
#[derive(Default)]
struct Read {
    by_article: BTreeMap<String, OfArticle>,
    wrong: Vec<(usize, Complaint)>,
}

/// Puts the marks of all files on their words. 1: some do not match, and were left out.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let input = Input { paths: Vec::new(), root: Some(args.root.clone()), stdin: None };
    let sidecars = Sidecars::find(&Input { paths: vec![args.root.clone()], ..input }, common)?;
    let articles = Articles::new(&sidecars, args.article.as_deref())?;
    let mut read = Read::default();
    for (number, file) in args.files.iter().enumerate() {
        let text = fs::read_to_string(file).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
        read.file(number, file, args.from.unwrap_or_else(|| form(file, &text)), &text, &articles)?;
    }
    let mut complaints = read.wrong;
    for (article, of_article) in &read.by_article {
        complaints.extend(put(args, &sidecars, article, of_article)?);
    }
    complaints.sort_by_key(|(file, complaint)| (*file, complaint.line));
    for (file, complaint) in &complaints {
        anstream::eprintln!("{}:{}: {}", args.files[*file].display(), complaint.line, complaint.message);
    }
    if !complaints.is_empty() {
        anstream::eprintln!("{} left out", counted(complaints.len(), "annotation"));
    }
    Ok(ExitCode::from(u8::from(!complaints.is_empty())))
}

/// The form of a file that nobody has named.
fn form(file: &FilePath, text: &str) -> Form {
    if file.extension().is_some_and(|ending| ending == "ann") {
        return Form::Brat;
    }
    let is_annotation = ["\"target\"", "\"TextQuoteSelector\"", "anno.jsonld"].iter().any(|word| text.contains(word));
    if is_annotation { Form::W3c } else { Form::Jsonl }
}

impl Read {
    fn file(
        &mut self,
        number: usize,
        file: &FilePath,
        form: Form,
        text: &str,
        articles: &Articles,
    ) -> Result<(), Failure> {
        let all = match form {
            Form::W3c => {
                let items = w3c::read(text);
                items.into_iter().filter_map(|item| self.framed(item, articles)).collect()
            }
            Form::Jsonl => spans::read(text),
            Form::Brat => {
                let Some(article) = articles.namesake(file) else {
                    return Err(Failure::new(format!(
                        "{}: no one article has this name; say which is meant with --article",
                        file.display()
                    )));
                };
                brat::read(text, &articles.text(&article)?)
            }
        };
        for told in all {
            let placed = told.and_then(|told| match articles.of(&told, file) {
                Ok(article) => Ok((article, told)),
                Err(message) => Err(Complaint { line: told.line, message }),
            });
            match placed {
                Ok((article, told)) => self.by_article.entry(article).or_default().told.push((number, told)),
                Err(complaint) => self.wrong.push((number, complaint)),
            }
        }
        Ok(())
    }

    /// Keeps sidecars without lines, and lets marks through.
    fn framed(&mut self, item: Result<w3c::Item, Complaint>, articles: &Articles) -> Option<Result<Told, Complaint>> {
        match item {
            Ok(w3c::Item::Told(told)) => Some(Ok(told)),
            Err(complaint) => Some(Err(complaint)),
            Ok(w3c::Item::Frame { path, text }) => {
                // One whose article is not here has marks that say so.
                let article = articles.at(&path).ok()?;
                self.by_article.entry(article).or_default().frame = Some(text);
                None
            }
        }
    }
}

/// Puts what was told of one article into its sidecar; answers with what does not match.
fn put(
    args: &Args,
    sidecars: &Sidecars,
    path: &str,
    of_article: &OfArticle,
) -> Result<Vec<(usize, Complaint)>, Failure> {
    let article = sidecars.article(path)?;
    let Some(sidecar) = sidecars.sidecar_of(path) else {
        return Err(Failure::new(format!("{path}: can have no marks where it lies: move it into the folder")));
    };
    let is_there = sidecars.all.contains_key(path);
    let before = if is_there { Some(sidecars.sidecar(&sidecar)?) } else { of_article.frame.clone() };
    let told: Vec<Told> = of_article.told.iter().map(|(_, told)| told.clone()).collect();
    let mut merge = Merge::new(before.as_deref());
    let mut complaints = Vec::new();
    let settled = settle(&told, &article.text, args.orphans);
    for ((file, _), settled) in of_article.told.iter().zip(settled) {
        let added = settled.and_then(|settled| {
            let (line, moved) = (settled.line, settled.moved);
            let added = merge.add(settled)?;
            if let Some(at) = moved.filter(|_| added) {
                let place = format!("{}:{line}", args.files[*file].display());
                anstream::println!("{place}: its words stand at [{}, {}] of {path}", at.start, at.end);
            }
            Ok(())
        });
        complaints.extend(added.err().map(|complaint| (*file, complaint)));
    }
    let target = Target { path, text: &article.text, sha256: &article.sha256 };
    let says_more = !merge.new.is_empty() || (!is_there && before.is_some());
    if says_more && !args.dry_run {
        sidecars.write(&sidecar, &marks::insert_lines(before.as_deref(), target, &merge.new))?;
    }
    let known = if merge.known == 0 { String::new() } else { format!(", {} there already", merge.known) };
    anstream::println!("{}: {}{known}", sidecars.shown(&sidecar), counted(merge.new.len(), "new line"));
    Ok(complaints)
}

/// New lines beside those of a sidecar.
struct Merge {
    there: Vec<Line>,
    new: Vec<Line>,
    known: usize,
    /// All text in which an id may stand.
    text: String,
}

impl Merge {
    fn new(sidecar: Option<&str>) -> Merge {
        let text = sidecar.unwrap_or_default().to_owned();
        Merge { there: marks::lines(&text), new: Vec::new(), known: 0, text }
    }

    /// Adds a line; false if it is there.
    fn add(&mut self, settled: Settled) -> Result<bool, Complaint> {
        let mut line = settled.mark;
        if settled.own {
            let same = |other: &&Line| other.list == line.list && other.words("id") == line.words("id");
            if let Some(there) = self.there.iter().find(same) {
                let id = line.words("id").unwrap_or_default();
                return self.known_or(says_the_same(there, &line), || Complaint {
                    line: settled.line,
                    message: format!(
                        "`{id}` says something else in the sidecar; delete the line there, or leave it so"
                    ),
                });
            }
        } else {
            let id = Line::free_id("", settled.seed);
            let quote = line.words("quote");
            let is_it = |other: &&Line| other.words("id").as_ref() == Some(&id) && other.words("quote") == quote;
            if self.there.iter().chain(&self.new).any(|other| is_it(&other)) {
                self.known += 1;
                return Ok(false);
            }
            line.set_words("id", &Line::free_id(&self.text, settled.seed));
        }
        self.text.extend(line.get("id"));
        self.new.push(line);
        Ok(true)
    }

    fn known_or(&mut self, known: bool, complaint: impl FnOnce() -> Complaint) -> Result<bool, Complaint> {
        if !known {
            return Err(complaint());
        }
        self.known += 1;
        Ok(false)
    }
}

/// Whether two lines have the same keys and values, in any order.
fn says_the_same(a: &Line, b: &Line) -> bool {
    a.fields.len() == b.fields.len() && a.fields.iter().all(|field| b.fields.contains(field))
}
