//! Somebody or something of the folder, as a user names them.

use std::sync::Arc;

use corpus::{Entity, key};
use nlp::Kind;

use super::entities;
use super::folder::{Failure, Folder};

/// The one of a kind, or of any, that is called `name`: an id, a name, an alias, or a word of a name; case, marks above
/// and below letters and the habits of romanisation do not count. An error says who else it may be, or whose name is
/// near.
pub fn find(folder: &Folder, name: &str, kind: Option<Kind>) -> Result<Arc<Entity>, Failure> {
    let all: Vec<Called> =
        entities::entities(folder, kind).into_iter().map(|entity| Called::new(folder, entity)).collect();
    if let Some(called) = all.iter().find(|called| called.entity.id == name.trim().to_lowercase()) {
        return Ok(called.entity.clone());
    }
    let wanted = key::plain(name);
    if wanted.is_empty() {
        return Err(unknown(name, &[], &wanted));
    }
    // A full name is nobody else's; a surname may be.
    if let Some(called) = all.iter().find(|called| wanted.contains(' ') && called.spellings[0] == wanted) {
        return Ok(called.entity.clone());
    }
    let lightly = light(&wanted);
    // From the strictest way to be called so to the loosest: whoever answers to the first that anybody answers to.
    let ways: [&dyn Fn(&str) -> bool; 4] = [
        &|spelled| spelled == wanted,
        &|spelled| light(spelled) == lightly,
        &|spelled| has_words(spelled, &wanted),
        &|spelled| has_words(&light(spelled), &lightly),
    ];
    for way in ways {
        let called: Vec<&Called> =
            all.iter().filter(|called| called.spellings.iter().any(|spelled| way(spelled))).collect();
        match called[..] {
            [] => {}
            [called] => return Ok(called.entity.clone()),
            _ => return Err(Failure::new(format!("{name:?} may be {}: say which, by name or id", list(&called)))),
        }
    }
    Err(unknown(name, &all, &wanted))
}

/// An entity with every way it is written, folded, its name first.
struct Called {
    entity: Arc<Entity>,
    spellings: Vec<String>,
}

impl Called {
    fn new(folder: &Folder, entity: Arc<Entity>) -> Called {
        let aliases = entity.aliases(folder.snapshot.index());
        let spellings = [&entity.name].into_iter().chain(&aliases).map(|spelled| key::plain(spelled)).collect();
        Called { entity, spellings }
    }
}

/// How many are named in an error.
const SHOWN: usize = 5;

/// From this likeness on a name is near.
const NEAR: f64 = 0.6;

fn unknown(name: &str, all: &[Called], wanted: &str) -> Failure {
    let like = |spelled: &String| {
        let words = spelled.split(' ').chain([spelled.as_str()]);
        words.map(|word| strsim::normalized_damerau_levenshtein(word, wanted)).fold(0.0, f64::max)
    };
    let mut near: Vec<(f64, &Called)> = all
        .iter()
        .map(|called| (called.spellings.iter().map(like).fold(0.0, f64::max), called))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.entity.id.cmp(&other.entity.id)));
    let near: Vec<&Called> = near.into_iter().map(|(_, called)| called).collect();
    let hint = match near.is_empty() {
        true => "`dateline entities` lists all there are".to_owned(),
        false => format!("near it: {}", list(&near)),
    };
    Failure::new(format!("nobody and nothing here is called {name:?}; {hint}"))
}

/// `Ines Calder (per:ines-calder), …`
fn list(all: &[&Called]) -> String {
    let named = all.iter().take(SHOWN).map(|called| format!("{} ({})", called.entity.name, called.entity.id));
    let more = all.len().checked_sub(SHOWN + 1).map(|more| format!("{} more", more + 1));
    named.chain(more).collect::<Vec<_>>().join(", ")
}

/// Words of a plain name as buckets of the index compare them.
fn light(plain: &str) -> String {
    plain.split(' ').map(key::light).collect::<Vec<_>>().join(" ")
}

/// Whole words of it, one after the other.
fn has_words(spelled: &str, wanted: &str) -> bool {
    format!(" {spelled} ").contains(&format!(" {wanted} "))
}
