//! `dateline entities`: who and what the articles mention.

use std::process::ExitCode;

use corpus::Entity;
use nlp::Kind;

use super::Common;
use super::folder::{Failure, Folder, Input};
use super::report::Place;
use super::table::{Cell, Format, Table};

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
    /// All that is known of one of them: a name, a part of it, or an id
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    show: Option<String>,
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
    match &args.show {
        Some(name) => show(&folder, name, kind)?,
        None => table(&folder, kind).write(args.format, &mut anstream::stdout().lock())?,
    }
    Ok(folder.done())
}

/// A row for everyone and everything of a kind, the most mentioned first.
pub fn table(folder: &Folder, kind: Option<Kind>) -> Table {
    let columns = ["name", "kind", "role", "mentions", "articles", "first", "last", "aliases", "introduced", "id"];
    let mut table = Table::new(&columns).hide(&["first", "last", "id"]);
    for entity in entities(folder, kind) {
        table.row(row(folder, &entity));
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

fn row(folder: &Folder, entity: &Entity) -> [Cell; 10] {
    let index = folder.snapshot.index();
    let role = entity.role(index).map(|role| role.title.to_string());
    let aliases: Vec<String> = entity.aliases(index).iter().map(ToString::to_string).collect();
    [
        Cell::from(entity.name.as_ref()),
        Cell::from(entity.kind.name()),
        Cell::from(role),
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

/// The card of one of them, and where it is mentioned.
fn show(folder: &Folder, name: &str, kind: Option<Kind>) -> Result<(), Failure> {
    let wanted = name.to_lowercase();
    let index = folder.snapshot.index();
    let fits = |entity: &Entity| {
        let aliases = entity.aliases(index);
        let spelled = [entity.name.as_ref(), entity.id.as_str()].into_iter().chain(aliases.iter().map(AsRef::as_ref));
        spelled.map(str::to_lowercase).map(|spelled| (spelled != wanted, !spelled.contains(&wanted))).min()
    };
    let all = entities(folder, kind);
    let best = all.iter().filter_map(|entity| Some((fits(entity)?, entity))).filter(|((_, misses), _)| !misses);
    let Some((_, entity)) = best.min_by_key(|(fit, _)| *fit) else {
        return Err(Failure::new(format!(
            "nobody and nothing here is called {name:?}: `dateline entities` lists all there are"
        )));
    };
    if let Some(place) = introduction(folder, entity)
        && let Some(hover) = folder.snapshot.hover(&entity.definition.path, place.span.start)
    {
        anstream::println!("{}\n", hover.card.plain());
    }
    for member in entity.members(index) {
        let count = index.fact(member).map_or(0, |fact| fact.mentions.len());
        for place in (0..count as u32).filter_map(|number| mention(folder, member, number)) {
            let words = place.text.as_ref().map(|text| nlp::Analysis::folded(&text.0, place.span)).unwrap_or_default();
            anstream::println!("{}: {words}", place.address());
        }
    }
    Ok(())
}
