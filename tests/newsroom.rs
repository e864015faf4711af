//! Large folders for benchmarks: the articles of the example folder, told of other people and towns again and again.

use std::fs;
use std::io;
use std::path::Path;

use crate::root;

/// Surnames, towns and papers of the example folder that get other syllables in every round; the rest stays, so that
/// some names are in every article, as in a real archive.
const INVENTED: [&str; 24] = [
    "Areld",
    "Sarichko",
    "Sarychko",
    "Korvachev",
    "Korvatchev",
    "Dostrova",
    "Marvaldi",
    "Petkunov",
    "Montandrin",
    "Tandemar",
    "Castellar",
    "Minkova",
    "Brandoux",
    "Quistrup",
    "Perrand",
    "Stann",
    "Velde",
    "Dostrov",
    "Sarichka",
    "Brodno",
    "Lissa",
    "Merrow",
    "Meltemi",
    "Vechernik",
];
const SYLLABLES: [&str; 13] = ["an", "ber", "cor", "dal", "en", "fir", "gor", "hal", "is", "jor", "kel", "lun", "mar"];

/// The example folder's articles, by name; short ones are left out.
pub fn originals() -> Vec<String> {
    let entries = fs::read_dir(root().join("docs/example")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    texts.filter(|text| text.len() > 1_500).collect()
}

/// Article `at` of a large folder; the first round is the originals themselves.
pub fn retold(originals: &[String], at: usize) -> String {
    let (round, text) = (at / originals.len(), &originals[at % originals.len()]);
    if round == 0 {
        return text.clone();
    }
    let [first, second, third] = [1, 13, 169].map(|unit| SYLLABLES[round / unit % SYLLABLES.len()]);
    INVENTED.iter().fold(text.clone(), |text, name| {
        text.replace(name, &format!("{}{first}{second}{third}{}", &name[..2], &name[2..]))
    })
}

/// The name of article `at`: forty folders share the articles.
pub fn name(at: usize) -> String {
    format!("{:02}/{at:05}.txt", at % 40)
}

/// Writes a folder of `size` articles.
///
/// # Errors
///
/// If a file cannot be written.
pub fn write(folder: &Path, size: usize) -> io::Result<()> {
    let originals = originals();
    for at in 0..size {
        let path = folder.join(name(at));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, retold(&originals, at))?;
    }
    Ok(())
}
