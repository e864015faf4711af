//! What a reader of the five seed articles finds. The articles lie beside the project and are no part of it: where they
//! are absent, these tests say so and check nothing.

mod common;

use common::{addresses, offset, read, root};
use ide::Host;

/// The folder, if it is there; `files[n]` is the file whose name begins with `00n_`.
fn seeds() -> Option<(Host, Vec<String>)> {
    let folder = root().join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("SKIPPED: {} is absent, nothing was checked", folder.display());
        return None;
    }
    let files = common::files(&folder).into_iter().map(|(path, _)| path.to_string()).collect();
    Some((read(&folder), files))
}

#[test]
fn scratch() {
    let Some((host, files)) = seeds() else { return };
    let snapshot = host.snapshot();
    let at = offset(&snapshot, &files[3], 53, 182);
    println!("{:#?}", addresses(&snapshot, &snapshot.references(&files[3], at, true)));
    println!("{:#?}", snapshot.hover(&files[3], at).map(|hover| hover.card.plain()));
    for entity in snapshot.index().entities() {
        println!("{:40} {:30} {:3} {:?}", entity.id, entity.name, entity.mentions, entity.aliases(snapshot.index()));
    }
    for event in snapshot.index().events() {
        println!(
            "{:50} {:?} {:?} {:?} {} {}",
            event.id,
            event.place,
            event.participants,
            event.interval,
            event.members.len(),
            event.label
        );
    }
}
