//! Pages for a browser: all that was asked for stands on them, and they need nothing beside them.

use std::collections::BTreeSet;
use std::process::Command;

fn page(arguments: &[&str]) -> String {
    let run = Command::new(tests::program())
        .args(arguments)
        .args(["--today", "2026-01-01", "docs/example"])
        .current_dir(tests::root())
        .output();
    let output = run.expect("dateline runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Values of an attribute, in order.
fn attributes<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    page.split(start).skip(1).map(|rest| &rest[..rest.find('"').expect("a value ends")]).collect()
}

/// Nothing is loaded from elsewhere, and every address leads to a file that is there.
fn needs_nothing(page: &str) {
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"), "{page}");
    let links = attributes(page, "<a class=\"place\" href=\"");
    let files: BTreeSet<&str> = links.iter().filter_map(|link| link.strip_prefix("file://")).collect();
    assert!(!files.is_empty() && files.iter().all(|file| std::path::Path::new(file).is_file()), "{links:?}");
    assert!(page.contains("color-scheme: light dark") && page.contains("<html lang=\"en\">"));
}

#[test]
fn a_timeline_shows_every_event() {
    let page_of = page(&["timeline", "--format", "html"]);
    needs_nothing(&page_of);
    let csv = page(&["timeline", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let events: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
    let entries = attributes(&page_of, "<article id=\"");
    assert_eq!(entries.len(), events.len());
    for event in &events {
        let (name, basis) = (event.get(3).unwrap_or_default(), event.get(8).unwrap_or_default());
        assert!(
            page_of.contains(name) && page_of.contains(&basis.replace('"', "&quot;").replace('\'', "&apos;")),
            "{event:?}"
        );
    }
    // Every mark of the line leads to an entry, and says to those who do not see it what it is.
    let marks = attributes(&page_of, "<a href=\"#");
    assert!(!marks.is_empty() && marks.iter().all(|mark| entries.contains(mark)), "{marks:?}");
    assert_eq!(attributes(&page_of, "aria-label=\"").len(), marks.len() + 1);
    // The war of 1919 would crowd the days of the articles together: it is in the list alone.
    assert!(page_of.contains("Only in the list") && page_of.contains("the war of 1919"));

    let undated = page(&["timeline", "--format", "html", "--undated"]);
    assert!(undated.contains("Nothing dates these") && !undated.contains("<figure"), "{undated}");
}

#[test]
fn a_dossier_has_the_lines_of_its_markdown() {
    for arguments in [["entities", "--show", "Marvaldi"], ["events", "--show", "second round Vienna"]] {
        let markdown = page(&arguments);
        let html = page(&[&arguments[..], &["--html"]].concat());
        needs_nothing(&html);
        assert_eq!(html.matches("<li>").count(), markdown.lines().filter(|line| line.starts_with("- ")).count());
        assert_eq!(html.matches("<h2>").count(), markdown.lines().filter(|line| line.starts_with("## ")).count());
        let first = markdown.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a title");
        assert!(html.contains(&format!("<h1>{first}</h1>")), "{first}");
        // Places are links, and none is told twice.
        let places = attributes(&html, "data-column=\"").len();
        assert!(places > 5 && !html.contains("</a>:"), "{places} places");
    }
}
