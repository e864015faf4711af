//! The page as HTML: one file, light and dark, readable on paper and on a telephone.

use super::{Cell, Review, Section};
use crate::cli::html::{self, escaped};

const STYLE: &str = "
body { font-family: system-ui, sans-serif; max-width: 76rem; }
h2 { margin: 2.2rem 0 .2rem; } p { margin: .2rem 0 .8rem; color: var(--soft); }
h2 small { font-weight: normal; } div { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--soft); font-weight: normal; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.count { text-align: right; font-variant-numeric: tabular-nums; } td.place { white-space: nowrap; }
.none { color: var(--good); }
";

pub(super) fn page(review: &Review) -> String {
    let sections: Vec<String> = review.sections.iter().map(section).collect();
    html::document("Review", &escaped(&review.head), STYLE, &sections.concat())
}

fn section(section: &Section) -> String {
    let count = section.rows.len();
    let head = format!(
        "<section>\n<h2>{} <small>{count}</small></h2>\n<p>{}</p>\n",
        escaped(section.title),
        escaped(&section.intro)
    );
    if count == 0 {
        return head + "<p class=\"none\">None.</p>\n</section>\n";
    }
    let columns: String = section.columns.iter().map(|column| format!("<th>{}</th>", escaped(column))).collect();
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
        Cell::Words(words) => format!("<td>{}</td>", escaped(words)),
        Cell::Count(count) => format!("<td class=\"count\">{count}</td>"),
        Cell::Place(shown) => format!("<td class=\"place\">{}</td>", escaped(shown)),
    }
}
