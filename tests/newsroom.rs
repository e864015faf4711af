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

/// An `entities.toml` of so many people, each with a name of their own, two spellings and an office.
pub fn entities(people: usize) -> String {
    let syllable = |at: usize, unit: usize| SYLLABLES[at / unit % SYLLABLES.len()];
    let person = |at: usize| {
        let [a, b, c, d] = [1, 13, 169, 2_197].map(|unit| syllable(at, unit));
        let (given, surname) = (format!("{}{c}", capital(a)), format!("{}{a}{c}{d}", capital(b)));
        format!(
            "[{}-{at}]\ntype = \"person\"\nname = \"{given} {surname}\"\naliases = [\"{}. {surname}\"]\nroles = [\n  \
             {{ title = \"Minister {at}\", org = \"body-{}\", from = 2019-05-20, exclusive = true }},\n]\n\n",
            surname.to_lowercase(),
            &given[..1],
            at % BODIES
        )
    };
    let body = |at: usize| format!("[body-{at}]\ntype = \"organisation\"\nname = \"Ministry {at}\"\n\n");
    (0..BODIES).map(body).chain((0..people).map(person)).collect()
}

/// The sidecar of an article with so many marks on its words: each third a name, the others notes.
pub fn sidecar(file: &str, article: &str, marks: usize) -> String {
    let words: Vec<(usize, &str)> = article.match_indices(char::is_alphabetic).step_by(7).take(marks).collect();
    let line = |(number, (at, words)): (usize, &(usize, &str))| {
        let start = article[..*at].chars().count();
        let says =
            if number % 3 == 0 { "kind = \"entity\", ref = \"body-1\"" } else { "kind = \"note\", note = \"seen\"" };
        format!("  {{ id = \"m{number:05}\", at = [{start}, {}], quote = \"{words}\", {says} }},\n", start + 1)
    };
    let lines: String = words.iter().enumerate().map(line).collect();
    format!("schema = 1\nfile = \"{file}\"\nmarks = [\n{lines}]\n")
}

const BODIES: usize = 100;

fn capital(syllable: &str) -> String {
    format!("{}{}", syllable[..1].to_uppercase(), &syllable[1..])
}
