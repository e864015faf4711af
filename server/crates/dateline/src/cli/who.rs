//! Somebody or something of the folder, as a user names them.

use std::sync::Arc;

use corpus::Entity;

use super::entities;
use super::folder::{Failure, Folder};

/// The one that is called `name`: an id, a name, an alias, or a word of a name. An error says who else it may be, or
/// whose name is near.
pub fn find(folder: &Folder, name: &str) -> Result<Arc<Entity>, Failure> {
    let all = entities::entities(folder, None);
    let wanted = folded(name);
    if let Some(entity) = all.iter().find(|entity| entity.id == wanted) {
        return Ok(entity.clone());
    }
    let fits = |fit: fn(&str, &str) -> bool| -> Vec<&Arc<Entity>> {
        all.iter().filter(|entity| spellings(folder, entity).iter().any(|spelled| fit(spelled, &wanted))).collect()
    };
    let whole = fits(|spelled, wanted| spelled == wanted);
    // A full name is nobody else's; a surname may be.
    if let Some(entity) = whole.iter().find(|entity| wanted.contains(' ') && folded(&entity.name) == wanted) {
        return Ok((*entity).clone());
    }
    let called =
        if whole.is_empty() { fits(|spelled, wanted| spelled.split(' ').any(|word| word == wanted)) } else { whole };
    match called[..] {
        [entity] => Ok(entity.clone()),
        [] => Err(unknown(folder, name, &all)),
        _ => Err(Failure::new(format!("{name:?} may be {}: say which, by name or id", list(&called)))),
    }
}

/// How many are named in an error.
const SHOWN: usize = 5;

/// From this likeness on a name is near.
const NEAR: f64 = 0.6;

fn unknown(folder: &Folder, name: &str, all: &[Arc<Entity>]) -> Failure {
    let wanted = folded(name);
    let like = |spelled: &str| {
        let words = spelled.split(' ').chain([spelled]);
        words.map(|word| strsim::normalized_damerau_levenshtein(word, &wanted)).fold(0.0, f64::max)
    };
    let mut near: Vec<(f64, &Arc<Entity>)> = all
        .iter()
        .map(|entity| (spellings(folder, entity).iter().map(|spelled| like(spelled)).fold(0.0, f64::max), entity))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.id.cmp(&other.id)));
    let near: Vec<&Arc<Entity>> = near.into_iter().map(|(_, entity)| entity).collect();
    let hint = match near.is_empty() {
        true => "`dateline entities` lists all there are".to_owned(),
        false => format!("near it: {}", list(&near)),
    };
    Failure::new(format!("nobody and nothing here is called {name:?}; {hint}"))
}

/// `Ines Calder (per:ines-calder), …`
fn list(all: &[&Arc<Entity>]) -> String {
    let named = all.iter().take(SHOWN).map(|entity| format!("{} ({})", entity.name, entity.id));
    let more = all.len().checked_sub(SHOWN + 1).map(|more| format!("{} more", more + 1));
    named.chain(more).collect::<Vec<_>>().join(", ")
}

fn spellings(folder: &Folder, entity: &Entity) -> Vec<String> {
    let aliases = entity.aliases(folder.snapshot.index());
    [&entity.name].into_iter().chain(&aliases).map(|spelled| folded(spelled)).collect()
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
