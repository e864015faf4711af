//! The timeline as one page: a line of days with a row for each outlet, and below it every event with the words that
//! date it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use super::Timeline;
use super::item::Item;
use crate::cli::folder::Folder;
use crate::cli::html::{self, escaped};
use crate::cli::page::counted;

/// Rows of the line; the events of other outlets are in the list alone.
const ROWS: usize = 16;

/// So many months before the first article and behind the last one the line shows: what articles look back on would
/// crowd their own days together.
const AROUND: i32 = 3;

const STYLE: &str = "
figure { margin: 0 0 1.5rem; } .ticks, .lane { display: grid; grid-template-columns: 11rem 1fr; gap: .8rem; }
.lane > :first-child { font-size: .85rem; text-align: right; color: var(--soft); overflow-wrap: break-word; }
.track { position: relative; min-height: 1.5rem; border-bottom: 1px solid var(--line); }
.ticks .track { border: 0; font: .75rem system-ui, sans-serif; color: var(--soft); }
.ticks .track span { position: absolute; border-left: 1px solid var(--line); padding-left: .3rem; white-space: nowrap; }
.track a { position: absolute; top: .4rem; height: .7rem; min-width: .7rem; border-radius: .35rem; background: var(--accent);
  opacity: .75; } .track a:hover, .track a:focus-visible { opacity: 1; }
article { border-top: 1px solid var(--line); padding: .6rem 0; } article:target { background: var(--shade); }
article h3 { margin: 0; font-size: 1rem; } article p { margin: .2rem 0; } .basis { color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) { .ticks, .lane { grid-template-columns: 1fr; gap: 0; } .lane > :first-child { text-align: left; }
  .ticks > :first-child { display: none; } .ticks .track span:nth-child(even) { visibility: hidden; } }
";

/// The page. With `undated` it has the events that nothing dates, and no others.
pub(super) fn page(folder: &Folder, timeline: &Timeline, undated: bool) -> String {
    let dated: &[Item] = if undated { &[] } else { &timeline.dated };
    let lead = format!(
        "{}{}",
        if undated { String::new() } else { format!("{}; ", counted(dated.len(), "dated event", "dated events")) },
        counted(timeline.undated.len(), "event that nothing dates", "events that nothing dates"),
    );
    let mut body = Line::of(dated, written(folder)).map(|line| line.figure(dated)).unwrap_or_default();
    let months = dated.chunk_by(|a, b| month(a) == month(b));
    let mut number = 0;
    for events in months {
        let heading = month(&events[0]).map(|month| month.strftime("%B %Y").to_string()).unwrap_or_default();
        body += &format!("<section>\n<h2>{heading}</h2>\n");
        for item in events {
            body += &entry(folder, item, Some(number));
            number += 1;
        }
        body += "</section>\n";
    }
    if !timeline.undated.is_empty() {
        body += "<section>\n<h2>Nothing dates these</h2>\n";
        timeline.undated.iter().for_each(|item| body += &entry(folder, item, None));
        body += "</section>\n";
    }
    html::document("Timeline", &lead, STYLE, &body)
}

/// The days of the first and the last article.
fn written(folder: &Folder) -> Option<(Date, Date)> {
    let index = folder.snapshot.index();
    let articles = folder.files.iter().flat_map(|path| (0..).map_while(move |number| index.article(path, number)));
    let days: Vec<Date> = articles.filter_map(|facts| facts.day).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// The first day of the month that an event begins in.
fn month(item: &Item) -> Option<Date> {
    item.days.map(|(from, _)| from.first_of_month())
}

/// `4 March 2025`, `4 March 2025 to 6 March 2025`, `not before 4 March 2025`
fn days(item: &Item) -> Option<String> {
    let written = |day: Date| format!("<time datetime=\"{day}\">{} {}</time>", day.day(), day.strftime("%B %Y"));
    item.days.map(|days| match days {
        (from, Some(to)) if from == to => written(from),
        (from, Some(to)) if item.is_bounded() => format!("between {} and {}", written(from), written(to)),
        (from, Some(to)) => format!("{} to {}", written(from), written(to)),
        (from, None) => format!("not before {}", written(from)),
    })
}

fn entry(folder: &Folder, item: &Item, number: Option<usize>) -> String {
    let id = number.map(|number| format!(" id=\"e{number}\"")).unwrap_or_default();
    let days = days(item).map(|days| format!("{days}: ")).unwrap_or_default();
    let around: Vec<String> = [item.who.join(", "), item.r#where.clone().unwrap_or_default()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| escaped(&words))
        .collect();
    let around = if around.is_empty() { String::new() } else { format!(" <small>{}</small>", around.join(" · ")) };
    let basis = if item.basis.is_empty() {
        String::new()
    } else {
        format!("<p class=\"basis\">{}</p>\n", escaped(&item.basis))
    };
    let told = format!("told in {}: {}", counted(item.articles, "article", "articles"), item.outlets.join(", "));
    format!(
        "<article{id}>\n<h3>{days}{}{around}</h3>\n<p>{} {}</p>\n{basis}<p><small>{}</small></p>\n</article>\n",
        escaped(&item.label),
        escaped(&item.quote),
        html::address(folder, &item.place),
        escaped(&told),
    )
}

/// The days that the line shows, in whole months.
struct Line {
    from: Date,
    /// The day behind the last.
    to: Date,
}

impl Line {
    /// `None` where nothing is dated. `written` are the days of the first and the last article.
    fn of(dated: &[Item], written: Option<(Date, Date)>) -> Option<Line> {
        let is_near = |day: &Date| {
            written.is_none_or(|(first, last)| {
                let around = AROUND.months();
                first.saturating_sub(around) <= *day && *day <= last.saturating_add(around)
            })
        };
        // By first day; those without a last day have no length to draw.
        let starts: Vec<Date> = dated.iter().filter_map(|item| Some(item.days?.0)).filter(is_near).collect();
        let (first, last) = (starts.first()?, starts.last()?);
        let to = last.last_of_month().tomorrow().ok()?;
        Some(Line { from: first.first_of_month(), to })
    }

    fn length(&self) -> f64 {
        f64::from(self.from.until((Unit::Day, self.to)).map_or(1, |span| span.get_days()).max(1))
    }

    /// Where a day stands, in hundredths of the line.
    fn place(&self, day: Date) -> f64 {
        let days = self.from.until((Unit::Day, day)).map_or(0, |span| span.get_days());
        f64::from(days) * 100.0 / self.length()
    }

    fn figure(&self, dated: &[Item]) -> String {
        let mut rows: BTreeMap<&str, Vec<(usize, &Item)>> = BTreeMap::new();
        let shown = dated.iter().enumerate().filter(|(_, item)| item.days.is_some_and(|days| self.shows(days.0)));
        for (number, item) in shown.clone() {
            for outlet in &item.outlets {
                rows.entry(outlet).or_default().push((number, item));
            }
        }
        let mut rows: Vec<(&str, Vec<(usize, &Item)>)> = rows.into_iter().collect();
        rows.sort_by_key(|(outlet, events)| (std::cmp::Reverse(events.len()), *outlet));
        let left_out = dated.len() - shown.count();
        let more = rows.len().saturating_sub(ROWS);
        rows.truncate(ROWS);
        let lanes: String = rows.iter().map(|(outlet, events)| self.lane(outlet, events)).collect();
        let notes: Vec<String> = [
            (more > 0).then(|| format!("{} with fewer events", counted(more, "more outlet", "more outlets"))),
            (left_out > 0).then(|| format!("{} outside of these days", counted(left_out, "event", "events"))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!("<figcaption><small>Only in the list: {}.</small></figcaption>\n", notes.join(", "))
        };
        format!(
            "<figure role=\"group\" aria-label=\"Events by day, a row for each outlet\">\n{}{lanes}{notes}</figure>\n",
            self.ticks()
        )
    }

    fn shows(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    /// The names of months, or of every few, so that they have room.
    fn ticks(&self) -> String {
        let months = std::iter::successors(Some(self.from), |month| month.checked_add(1.month()).ok());
        let months: Vec<Date> = months.take_while(|month| *month < self.to).collect();
        let step = months.len().div_ceil(8).max(1);
        let tick = |month: &Date| {
            format!("<span style=\"left:{:.2}%\">{}</span>", self.place(*month), month.strftime("%b %Y"))
        };
        let ticks: String = months.iter().step_by(step).map(tick).collect();
        format!("<div class=\"ticks\" aria-hidden=\"true\"><span></span><div class=\"track\">{ticks}</div></div>\n")
    }

    fn lane(&self, outlet: &str, events: &[(usize, &Item)]) -> String {
        let marks: String = events.iter().map(|(number, item)| self.mark(*number, item)).collect();
        format!("<div class=\"lane\"><span>{}</span><div class=\"track\">{marks}</div></div>\n", escaped(outlet))
    }

    fn mark(&self, number: usize, item: &Item) -> String {
        let Some((from, to)) = item.days else { return String::new() };
        let left = self.place(from);
        let end = to.map_or(left, |to| self.place(to.tomorrow().unwrap_or(to))).min(100.0);
        let label = escaped(&format!("{from}: {}", item.label));
        format!(
            "<a href=\"#e{number}\" style=\"left:min({left:.2}%,100% - .7rem);width:{:.2}%\" title=\"{label}\" aria-label=\"{label}\"></a>",
            (end - left).max(0.0)
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_have_their_places_on_the_line() {
        let line = Line { from: date(2025, 1, 1), to: date(2025, 3, 1) };
        assert_eq!(line.place(date(2025, 1, 1)), 0.0);
        assert_eq!(line.place(date(2025, 3, 1)), 100.0);
        assert!(line.shows(date(2025, 2, 28)) && !line.shows(date(2025, 3, 1)) && !line.shows(date(2024, 12, 31)));
        assert_eq!(line.ticks().matches("<span style").count(), 2);
    }
}
