//! 6: a researcher wants every quote with its speaker, in three systems of marks.

use libtest_mimic::Failed;
use tests::reader::{Desk, expect, run};

const QUOTES: &str = include_str!("quotes.txt");

/// `line:column speaker`, and the quote, of every quote of some files.
fn quotes(desk: &Desk, files: &[&str]) -> Result<Vec<(String, String)>, Failed> {
    let told = run(desk, &[&["quotes", "--format", "tsv"], files].concat())?;
    let quote = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [at, _, speaker, _, quote, ..] = cells.as_slice() else { return None };
        let file = at.split('_').next().unwrap_or_default();
        let place = at.split_once(':').map(|(_, place)| place).unwrap_or_default();
        let file = if file.contains(':') { String::new() } else { format!("{file}:") };
        Some((format!("{file}{place} {speaker}"), (*quote).to_owned()))
    };
    Ok(told.lines().skip(1).filter_map(quote).collect())
}

/// No quote is told as without a speaker or without its end; a planted one is, once.
fn are_whole(desk: &Desk) -> Result<(), Failed> {
    let check = |select: &str| run(desk, &["check", "--select", select, "--fail-on", "never", "."]);
    let told = check("Q301,Q302")?;
    expect(told.is_empty(), || told.clone())?;
    desk.write("briefings/planted.md", "---\ndate: 2025-07-24\n---\n\nHe said \"we will go.\n")?;
    let told = check("Q302")?;
    let only = told.lines().count() == 1 && told.starts_with("briefings/planted.md:5:9: warning[Q302]");
    expect(only, || told.clone())
}

fn speak(found: &[(String, String)], expected: &[&str]) -> Result<(), Failed> {
    for expected in expected {
        let count = found.iter().filter(|(told, _)| told == expected).count();
        expect(count == 1, || format!("{count} of {expected} among {found:#?}"))?;
    }
    Ok(())
}

pub fn own() -> Result<(), Failed> {
    let desk = Desk::of(&[("quotes.txt", QUOTES)])?;
    let found = quotes(&desk, &["quotes.txt"])?;
    let expected = [
        "3:1 Ada Brandt",
        "9:1 Rodion Velkov",
        "13:1 Katrin Areld",
        "15:1 Oleg Karpin",
        "15:98 Oleg Karpin",
        "17:86 Dmitri Palkov",
        "17:120 Dmitri Palkov",
    ];
    speak(&found, &expected)?;
    // One quote through three paragraphs, with another inside; a gloss and a dash in a sentence are no speech.
    let (_, long) = found.iter().find(|(told, _)| told.starts_with("3:1 ")).ok_or("no long quote")?;
    expect(long.contains("first results") && long.contains("\"splinters,\"") && long.contains("to the past"), || {
        long.clone()
    })?;
    let others = found.iter().filter(|(told, _)| ["5:", "7:"].iter().any(|line| told.starts_with(line))).count();
    expect(others == 0 && found.len() == expected.len() + 1, || format!("{found:#?}"))?;
    are_whole(&desk)?;
    desk.is_untouched(&["briefings"])
}

pub fn seeds() -> Result<(), Failed> {
    let desk = Desk::of_seeds()?;
    let names: Vec<String> =
        ["001", "002", "004"].iter().map(|digits| Ok(desk.article(digits)?.0)).collect::<Result<_, Failed>>()?;
    let files: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = quotes(&desk, &files)?;
    let expected = [
        "001:29:1 Sergey Ryabkov",
        "002:31:1 Rodion Miroshnik",
        "002:40:1 Andrei Kortunov",
        "002:49:1 Oleg Karpovich",
        "002:49:215 Oleg Karpovich",
        "002:60:1 Andrei Kortunov",
        "002:69:1 Tomasz Zdechowski",
        "004:17:122 Dmitry Peskov",
        "004:17:155 Dmitry Peskov",
    ];
    speak(&found, &expected)?;
    let inside = ["001:31:", "001:33:", "001:35:", "002:31:2", "002:71:1 "];
    let parts: Vec<_> = found.iter().filter(|(told, _)| inside.iter().any(|place| told.starts_with(place))).collect();
    expect(parts.is_empty(), || format!("{parts:?}"))?;
    are_whole(&desk)?;
    desk.is_untouched(&["briefings"])
}
