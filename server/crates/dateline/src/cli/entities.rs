//! `dateline entities`: who and what the articles mention.

mod dossier;
mod graph;

use std::io::Write;
use std::process::ExitCode;

use corpus::Entity;
use jiff::civil::Date;
use nlp::Kind;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};
use super::who;

/// Options of `dateline entities`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// The form of the table
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Only people, bodies or places
    #[arg(long, value_name = "KIND")]
    kind: Option<Wanted>,
    /// All that is known of one of them, as Markdown: a name, a word of it, another spelling, or an id
    #[arg(long, value_name = "NAME", conflicts_with_all = ["format", "graph"])]
    show: Option<String>,
    /// With --show: as one page for a browser
    #[arg(long, requires = "show")]
    html: bool,
    /// Roles as they are on this day: the last one that articles of that day or before it give
    #[arg(long, value_name = "DATE", conflicts_with = "graph")]
    on: Option<Date>,
    /// Who is named with whom, and who speaks about whom
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    graph: Option<graph::Format>,
    /// With --graph: only ties of this weight or more
    #[arg(long, value_name = "N", default_value_t = 1, requires = "graph")]
    least: usize,
    /// With --show: at most so many lines in each list; 0 is all
    #[arg(long, value_name = "N", default_value_t = 20, requires = "show")]
    limit: usize,
}

/// A kind, as people ask for it.
#[derive(clap::ValueEnum, Clone, Copy, Debug)]
pub enum Wanted {
    Person,
    Organization,
    Place,
    Other,
}

impl From<Wanted> for Kind {
    fn from(wanted: Wanted) -> Kind {
        match wanted {
            Wanted::Person => Kind::Person,
            Wanted::Organization => Kind::Organization,
            Wanted::Place => Kind::Place,
            Wanted::Other => Kind::Other,
        }
    }
}

/// Prints a row for everyone and everything.
pub fn run(args: &Args, common: &Common) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&args.input, common)?;
    let kind = args.kind.map(Kind::from);
    let out = &mut anstream::stdout().lock();
    match (&args.show, args.graph) {
        (Some(name), _) => {
            let entity = who::find(&folder, name, kind)?;
            let page = dossier::page(&folder, &entity, args.on, args.limit);
            let text = if args.html { page.html(&folder) } else { page.text().to_owned() };
            write!(out, "{text}")?;
        }
        (None, Some(format)) => graph::Graph::new(&folder, kind, args.least).write(format, out)?,
        (None, None) => table(&folder, kind, args.on).write(args.format, out)?,
    }
    Ok(folder.done())
}

/// A row for everyone and everything of a kind, the most mentioned first; with the role on a day, or the latest.
pub fn table(folder: &Folder, kind: Option<Kind>, on: Option<Date>) -> Table {
    let columns =
        ["name", "kind", "role", "status", "mentions", "articles", "first", "last", "aliases", "introduced", "id"];
    let mut table = Table::new(&columns).hide(&["status", "first", "last", "id"]);
    for entity in entities(folder, kind) {
        table.row(row(folder, &entity, on));
    }
    table
}

/// Everyone and everything of a kind, the most mentioned first. Capital words of which nothing is known are left out
/// unless they are asked for.
pub fn entities(folder: &Folder, kind: Option<Kind>) -> Vec<std::sync::Arc<Entity>> {
    let mut all = folder.snapshot.index().entities();
    all.retain(|entity| kind.map_or(entity.kind != Kind::Other, |kind| entity.kind == kind));
    all.sort_by(|a, b| (b.mentions, a.kind, &a.name).cmp(&(a.mentions, b.kind, &b.name)));
    all
}

fn row(folder: &Folder, entity: &Entity, on: Option<Date>) -> [Cell; 11] {
    let index = folder.snapshot.index();
    let role = match on {
        Some(_) => entity.role_until(index, on),
        None => entity.role(index),
    };
    let role = role.map(|role| role.title.to_string());
    let status = role.as_deref().and_then(|title| folder.snapshot.lang.role_status(title));
    let aliases: Vec<String> = entity.aliases(index).iter().map(ToString::to_string).collect();
    [
        Cell::from(entity.name.as_ref()),
        Cell::from(entity.kind.name()),
        Cell::from(role),
        Cell::from(status.map(lang::RoleStatus::name)),
        Cell::from(entity.mentions),
        Cell::from(entity.articles(index)),
        Cell::from(entity.days.map(|(first, _)| first.to_string())),
        Cell::from(entity.days.map(|(_, last)| last.to_string())),
        Cell::from(aliases),
        Cell::from(introduction(folder, entity).map(|place| place.address())),
        Cell::from(entity.id.as_str()),
    ]
}

/// The mention that introduces best.
pub fn introduction(folder: &Folder, entity: &Entity) -> Option<Place> {
    let fact = folder.snapshot.index().fact(&entity.definition)?;
    mention(folder, &entity.definition, fact.introduction)
}

/// One mention of one article's entity.
pub fn mention(folder: &Folder, member: &corpus::Member, number: u32) -> Option<Place> {
    let span = folder.snapshot.mention(member, number)?;
    Some(Place::new(folder, folder.snapshot.document(&member.path)?, span))
}
