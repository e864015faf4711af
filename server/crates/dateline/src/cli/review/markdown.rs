//! The page as Markdown.

use super::{Cell, Review, Section};

pub(super) fn page(review: &Review) -> String {
    let sections: Vec<String> = review.sections.iter().map(section).collect();
    format!("# Review\n\n{}.\n{}", escaped(&review.head), sections.concat())
}

fn section(section: &Section) -> String {
    let mut out = format!("\n## {}\n\n{}\n\n", section.title, escaped(&section.intro));
    if section.rows.is_empty() {
        return out + "None.\n";
    }
    out += &format!("| {} |\n", section.columns.join(" | "));
    out += &format!("|{}\n", " --- |".repeat(section.columns.len()));
    for row in &section.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        out += &format!("| {} |\n", cells.join(" | "));
    }
    out
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Words(words) | Cell::Place(words) => escaped(words),
        Cell::Count(count) => count.to_string(),
    }
}

/// Words that Markdown shows as they are.
fn escaped(words: &str) -> String {
    words.chars().fold(String::new(), |mut out, char| {
        if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~') {
            out.push('\\');
        }
        out.push(char);
        out
    })
}
