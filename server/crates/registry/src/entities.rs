//! People, bodies, places and outlets.

use std::collections::{BTreeMap, HashMap};

use text::Span;

use crate::Read;
use crate::blocks::Blocks;
use crate::days::Days;
use crate::fields::{Entry, Fields, Problem};

/// What `entities.toml` says, as far as it can be read, in its order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entities {
    /// The entries that count.
    pub all: Vec<Entity>,
    /// Where in `all` the entry of a key is.
    places: HashMap<String, usize>,
    /// All that was read, for the next reading.
    blocks: Blocks,
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntityKind {
    /// `person`
    Person,
    /// `organisation`, also written `organization` or `org`.
    Organisation,
    /// `place`
    Place,
    /// `outlet`
    Outlet,
}

/// One entry. Keys that are not listed here are the user's own and are left alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// `zelenskyy`: how marks and other entries refer to it.
    pub key: String,
    /// Where its key stands.
    pub span: Span,
    /// What it is.
    pub kind: EntityKind,
    /// Its name in house style.
    pub name: String,
    /// A person's surname, where the last word of the name is not it.
    pub surname: Option<String>,
    /// Other ways it is written, all of them right somewhere.
    pub aliases: Vec<String>,
    /// Names that look like one of it and are somebody else's.
    pub not: Vec<String>,
    /// Other ways it is written that house style does not want.
    pub variants: Vec<String>,
    /// Phrases in which a variant stays as it is: `chicken Kiev`.
    pub keep: Vec<String>,
    /// Its item at Wikidata.
    pub qid: Option<String>,
    /// When a person died.
    pub died: Option<Days>,
    /// What a person was, and when.
    pub roles: Vec<Role>,
    /// How reliable an outlet is, on the scale A to F.
    pub reliability: Option<String>,
}

/// An office, and when somebody held it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// `President of Ukraine`
    pub title: String,
    /// The key or name of whose office it is.
    pub org: Option<String>,
    /// Since when; open if it is not known.
    pub from: Option<Days>,
    /// Until when; open if it is not known or not over.
    pub to: Option<Days>,
    /// One person holds it at a time.
    pub exclusive: bool,
    /// Other wordings of it: `Ukrainian leader`.
    pub said_as: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl Entities {
    /// Reads the text of an `entities.toml`.
    pub fn parse(source: &str) -> Read<Entities> {
        Entities::parse_after(source, &Entities::default())
    }

    /// The same, where something like it was read before: what stands there in the same words is not read again.
    pub fn parse_after(source: &str, before: &Entities) -> Read<Entities> {
        let blocks = match Blocks::read(source, &before.blocks) {
            Ok(blocks) => blocks,
            Err(problem) => return Read { said: None, problems: vec![problem] },
        };
        let (all, mut problems) = blocks.told();
        names_of_two(&all, &mut problems);
        offices_of_two(&all, &mut problems);
        problems.sort_by_key(|problem| problem.span);
        let places = all.iter().zip(0..).map(|(entity, at)| (entity.key.clone(), at)).collect();
        Read { said: Some(Entities { all, places, blocks }), problems }
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entity> {
        self.all.get(*self.places.get(key)?)
    }

    /// The keys of all entries, also of those that do not count.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.blocks.keys()
    }

    /// The words that refer to entries, with their places.
    pub fn references(&self) -> impl Iterator<Item = (&str, Span)> {
        self.blocks.references()
    }

    /// The entries of some keys, each once, in the order of the file.
    pub fn of(&self, keys: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<&Entity> {
        let places = keys.into_iter().filter_map(|key| self.places.get(key.as_ref()));
        let mut places: Vec<usize> = places.copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.all.get(at)).collect()
    }

    /// The entries that say something which those of `other` do not say. Where an entry stands makes no difference.
    pub fn without<'a>(&'a self, other: &Entities) -> Vec<&'a Entity> {
        let is_there = |entity: &Entity| other.get(&entity.key).is_some_and(|other| entity.says_as(other));
        self.all.iter().filter(|entity| !is_there(entity)).collect()
    }
}

impl Entity {
    /// Whether two entries say the same, wherever they stand.
    fn says_as(&self, other: &Entity) -> bool {
        // Every field is named here, so that a new one is not forgotten.
        let Entity { key, span: _, kind, name, surname, aliases, not, variants, keep, qid, died, roles, reliability } =
            self;
        (key, kind, name, surname) == (&other.key, &other.kind, &other.name, &other.surname)
            && (aliases, not, variants, keep) == (&other.aliases, &other.not, &other.variants, &other.keep)
            && (qid, died, reliability) == (&other.qid, &other.died, &other.reliability)
            && roles.len() == other.roles.len()
            && roles.iter().zip(&other.roles).all(|(role, other)| role.says_as(other))
    }

    /// The same entry, so many bytes behind where it stands.
    pub(crate) fn moved(&self, by: u32) -> Entity {
        let mut moved = self.clone();
        moved.span = self.span.shift(by);
        moved.roles.iter_mut().for_each(|role| role.span = role.span.shift(by));
        moved
    }

    /// Somebody has said that this is no name of it.
    pub fn is_not(&self, name: &str) -> bool {
        self.not.iter().any(|other| other == name)
    }

    /// All ways it is written, its name first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).chain(&self.variants).map(String::as_str)
    }
}

impl Role {
    fn says_as(&self, other: &Role) -> bool {
        let Role { title, org, from, to, exclusive, said_as, span: _ } = self;
        (title, org, from, to) == (&other.title, &other.org, &other.from, &other.to)
            && (exclusive, said_as) == (&other.exclusive, &other.said_as)
    }
}

impl EntityKind {
    /// As `type` has it.
    pub fn word(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Outlet => "outlet",
        }
    }

    /// What a word of `type` says.
    pub fn of(word: &str) -> Option<EntityKind> {
        match word {
            "person" => Some(EntityKind::Person),
            "organisation" | "organization" | "org" => Some(EntityKind::Organisation),
            "place" => Some(EntityKind::Place),
            "outlet" => Some(EntityKind::Outlet),
            _ => None,
        }
    }
}

pub(crate) fn entity(entry: &Entry, problems: &mut Vec<Problem>) -> Option<Entity> {
    let Some(table) = entry.item.as_table_like() else {
        let message = format!("An entry is a table: write [{}] and its type and name under it.", entry.key);
        // The form's number is no entry.
        if entry.key != "schema" {
            problems.push(Problem::new(entry.span, message));
        }
        return None;
    };
    let mut fields = Fields { table, span: entry.span, problems };
    let kind = fields.required("type", "person, organisation, place or outlet");
    let name = fields.required("name", "the name in house style");
    let kind = kind.and_then(|word| {
        let kind = EntityKind::of(word.trim());
        if kind.is_none() {
            let place = fields.place("type");
            fields.wrong(
                place,
                "`type` is \"person\", \"organisation\", \"place\" or \"outlet\": this entry does not count.",
            );
        }
        kind
    });
    let entity = Entity {
        key: entry.key.to_owned(),
        span: entry.span,
        surname: fields.string("surname"),
        aliases: fields.strings("aliases"),
        not: fields.strings("not"),
        variants: fields.strings("variants"),
        keep: fields.strings("keep"),
        qid: fields.string("qid"),
        died: fields.days("died"),
        reliability: fields.string("reliability"),
        roles: roles(&mut fields),
        kind: kind?,
        name: name?,
    };
    Some(entity)
}

fn roles(fields: &mut Fields) -> Vec<Role> {
    let mut all = Vec::new();
    for (table, span) in fields.tables("roles") {
        let mut fields = Fields { table, span, problems: &mut *fields.problems };
        let title = fields.required("title", "as in \"President of Ukraine\"");
        let role = Role {
            org: fields.string("org"),
            from: fields.days("from"),
            to: fields.days("to"),
            exclusive: fields.flag("exclusive"),
            said_as: fields.strings("said-as"),
            title: match title {
                Some(title) => title,
                None => continue,
            },
            span,
        };
        if let (Some(from), Some(to)) = (role.from, role.to)
            && to.last < from.first
        {
            fields.wrong(fields.place("to"), "`to` lies before `from`: this role does not count.");
            continue;
        }
        all.push(role);
    }
    all
}

/// One way of writing that belongs to two entries of a kind: whoever reads it cannot tell them apart.
fn names_of_two(all: &[Entity], problems: &mut Vec<Problem>) {
    let mut owners: HashMap<(EntityKind, &str), Vec<usize>> = HashMap::new();
    for (at, entity) in all.iter().enumerate() {
        // Of each other entry the first name that it shares.
        let mut shared: BTreeMap<usize, &str> = BTreeMap::new();
        for name in entity.names() {
            let owners = owners.entry((entity.kind, name)).or_default();
            for other in owners.iter().filter(|other| **other != at) {
                shared.entry(*other).or_insert(name);
            }
            owners.push(at);
        }
        for (other, name) in shared {
            let other = &all[other];
            let message = format!(
                "“{name}” is a name of `{}`, too: nothing is concluded from it. Take it out of one of the two.",
                other.key
            );
            problems.push(Problem { related: Some(other.span), ..Problem::new(entity.span, message) });
        }
    }
}

/// One office that two people hold at a time, though only one can.
fn offices_of_two(all: &[Entity], problems: &mut Vec<Problem>) {
    type Holders<'a> = Vec<(&'a Entity, &'a Role)>;
    let held = all.iter().flat_map(|entity| entity.roles.iter().map(move |role| (entity, role)));
    let mut before: HashMap<(String, Option<&str>), Holders> = HashMap::new();
    for (entity, role) in held.filter(|(_, role)| role.exclusive) {
        let before = before.entry((role.title.to_ascii_lowercase(), role.org.as_deref())).or_default();
        for (other, theirs) in before.iter().filter(|(other, theirs)| other.key != entity.key && overlap(role, theirs))
        {
            let message = format!(
                "{} and {} are both “{}” at one time, and the office is exclusive: mend `from` or `to` of one.",
                entity.name, other.name, role.title
            );
            problems.push(Problem { related: Some(theirs.span), ..Problem::new(role.span, message) });
        }
        before.push((entity, role));
    }
}

/// Both are held for more than the day on which one follows the other.
fn overlap(a: &Role, b: &Role) -> bool {
    let ends_first = |a: &Role, b: &Role| a.to.zip(b.from).is_some_and(|(to, from)| to.first <= from.last);
    !ends_first(a, b) && !ends_first(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const GOOD: &str = r#"
[orlova]
type = "person"
name = "Marta Orlova"
surname = "Orlova"
aliases = ["M. Orlova"]
died = "2024-05"
nickname = "kept"
roles = [
  { title = "Mayor of Merrow", org = "merrow", from = 2019-05-20, to = 2021, exclusive = true, said-as = ["Merrow mayor"] },
]

[merrow]
type = "place"
name = "Merrow"
variants = "Meroe"
"#;

    fn problems(source: &str) -> Vec<(String, String)> {
        let read = Entities::parse(source);
        read.problems.iter().map(|problem| (problem.span.of(source).to_owned(), problem.message.clone())).collect()
    }

    #[test]
    fn what_it_says() {
        let read = Entities::parse(GOOD);
        assert_eq!(read.problems, []);
        let said = read.said.unwrap();
        let orlova = said.get("orlova").unwrap();
        assert_eq!(orlova.names().collect::<Vec<_>>(), ["Marta Orlova", "M. Orlova"]);
        assert_eq!(orlova.died.unwrap().last, date(2024, 5, 31));
        let role = &orlova.roles[0];
        assert_eq!((role.from.unwrap().first, role.to.unwrap().last), (date(2019, 5, 20), date(2021, 12, 31)));
        assert_eq!(role.said_as, ["Merrow mayor"]);
        assert_eq!(said.get("merrow").unwrap().variants, ["Meroe"]);
    }

    #[test]
    fn what_is_wrong_costs_nothing_else() {
        let source = format!(
            "{GOOD}[a]\nname = \"A\"\n[b]\ntype = \"ship\"\nname = \"B\"\n[c]\ntype = \"person\"\nname = \"C\"\ndied = 2024-02-30x\n"
        );
        assert!(Entities::parse(&source).said.is_none());
        let source = source.replace("2024-02-30x", "\"2024-02-30\"");
        let read = Entities::parse(&source);
        let keys: Vec<String> = read.said.unwrap().all.into_iter().map(|entity| entity.key).collect();
        assert_eq!(keys, ["orlova", "merrow", "c"]);
        let wrong: Vec<String> = problems(&source).into_iter().map(|(place, _)| place).collect();
        assert_eq!(wrong, ["a", "\"ship\"", "\"2024-02-30\""]);
    }

    #[test]
    fn two_of_one_name_and_two_in_one_office() {
        let role = |from: &str| format!("roles = [{{ title = \"Mayor\", from = {from}, exclusive = true }}]\n");
        let one = format!("[a]\ntype = \"person\"\nname = \"A B\"\n{}", role("2019-01-01, to = 2021-01-01"));
        let next = |from: &str, name: &str| format!("{one}[c]\ntype = \"person\"\nname = \"{name}\"\n{}", role(from));
        assert_eq!(problems(&next("2021-01-01", "C D")), []);
        assert_eq!(problems(&next("2020-12-31", "C D")).len(), 1);
        assert_eq!(problems(&next("2022-01-01", "A B"))[0].0, "c");
    }
}
