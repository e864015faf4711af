//! The page as HTML: one file, light and dark, readable on paper and on a telephone.

use quick_xml::escape::escape;

use super::{Cell, Review, Section};

const STYLE: &str = "
:root { color-scheme: light dark; --line: light-dark(#e3e3e0, #333); --ground: light-dark(#fdfdfb, #1b1b1b);
  --ink: light-dark(#1d1d1b, #e4e4e0); --soft: light-dark(#6b6b66, #9a9a94); --good: light-dark(#17663a, #6fcf97); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 76rem;
  margin: 2rem auto; padding: 0 1.5rem; }
h1 { margin: 0; line-height: 1.2; } h2 { margin: 2.2rem 0 .2rem; } p { margin: .2rem 0 .8rem; color: var(--soft); }
h2 small { color: var(--soft); font-weight: normal; } div { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--soft); font-weight: normal; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.count { text-align: right; font-variant-numeric: tabular-nums; } td.place { white-space: nowrap; }
.none { color: var(--good); }
";

pub(super) fn page(review: &Review) -> String {
    let sections: Vec<String> = review.sections.iter().map(section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>Review</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>Review</h1>\n<p>{}</p></header>\n{}</body>\n</html>\n",
        escape(&review.head),
        sections.concat()
    )
}

fn section(section: &Section) -> String {
    let count = section.rows.len();
    let head = format!(
        "<section>\n<h2>{} <small>{count}</small></h2>\n<p>{}</p>\n",
        escape(section.title),
        escape(&section.intro)
    );
    if count == 0 {
        return head + "<p class=\"none\">None.</p>\n</section>\n";
    }
    let columns: String = section.columns.iter().map(|column| format!("<th>{}</th>", escape(*column))).collect();
    let rows: String = section.rows.iter().map(|row| row_of(row)).collect();
    format!(
        "{head}<div><table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n</section>\n"
    )
}

fn row_of(row: &[Cell]) -> String {
    let cells: String = row.iter().map(cell).collect();
    format!("<tr>{cells}</tr>\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Words(words) => format!("<td>{}</td>", escape(words)),
        Cell::Count(count) => format!("<td class=\"count\">{count}</td>"),
        Cell::Place(shown) => format!("<td class=\"place\">{}</td>", escape(shown)),
    }
}
