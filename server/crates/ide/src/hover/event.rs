//! Cards of events.

use corpus::Event;

use super::{counted, date, shortened};
use crate::marks::{Hit, Marks};
use crate::markup::Markup;
use crate::outline;
use crate::snapshot::Snapshot;

/// Characters of an event's words shown as the card's title, and of those of another event.
const TITLE: usize = 140;
const OTHER: usize = 60;
/// Parts of an event named.
const PARTS: usize = 3;

impl Snapshot {
    /// What it is, when, where and with whom; what the registry has of it; where it is told best and how often; the rounds
    /// next to it, and what it is a part of.
    pub(crate) fn event_card(&self, event: &Event, seat: Option<(&str, &Hit)>) -> Markup {
        let mut card = Markup::default();
        card.title(shortened(&event.label, TITLE));
        card.line(kind_line(event));
        if let Some((from, to)) = event.interval {
            card.line(date::days(from, to));
        }
        if let Some(place) = &event.place {
            let country = self.country_of(place).filter(|country| *country != &**place);
            card.line(format!("in {place}{}", country.map(|country| format!(", {country}")).unwrap_or_default()));
        }
        if !event.participants.is_empty() {
            card.line(format!("with {}", event.participants.join(", ")));
        }
        if let Some(record) = self.event_record(event, seat) {
            let days = outline::days(record.days.first, record.days.last);
            card.line(format!("{}, {days} ({})", record.name, registry::EVENTS));
        }
        let start = |marks: &Marks| {
            Some(marks.article(event.definition.article)?.events.get(event.definition.entity as usize)?.span.start)
        };
        if let Some(place) = self.line_of(&event.definition, start) {
            card.linked("best told in ", place, format!(" ({})", self.told(&event.definition)));
        }
        for line in self.kin_lines(event) {
            card.line(line);
        }
        card.line(self.reports_line(event));
        self.note_progress(&mut card);
        card
    }

    fn kin_lines(&self, event: &Event) -> Vec<String> {
        let kin = self.kin(event);
        let told = |event: &Event| {
            let days = event.interval.map(|(from, to)| format!(" ({})", outline::days(from, to))).unwrap_or_default();
            format!("{}{days}", shortened(&event.label, OTHER))
        };
        let mut lines: Vec<String> = Vec::new();
        lines.extend(kin.before.map(|round| format!("before it: {}", told(&round))));
        lines.extend(kin.after.map(|round| format!("after it: {}", told(&round))));
        lines.extend(kin.wholes.first().map(|whole| format!("part of {}", told(whole))));
        if !kin.parts.is_empty() {
            let parts: Vec<String> = kin.parts.iter().take(PARTS).map(|part| told(part)).collect();
            let more = if kin.parts.len() > PARTS { ", …" } else { "" };
            lines.push(format!("holds {}{more}", parts.join(", ")));
        }
        lines
    }

    /// `5 mentions in 3 articles, 2025-03-04 to 2025-04-02`
    fn reports_line(&self, event: &Event) -> String {
        let mut articles: Vec<_> = event.members.iter().map(|member| (&member.path, member.article)).collect();
        articles.dedup();
        let days = event.members.iter().filter_map(|member| self.day_of(member));
        let days = days.clone().min().zip(days.max()).map(|(first, last)| format!(", {}", outline::days(first, last)));
        format!(
            "{} in {}{}",
            counted(event.members.len(), "mention", "mentions"),
            counted(articles.len(), "article", "articles"),
            days.unwrap_or_default()
        )
    }
}

/// `talks, number 3 of a series`
fn kind_line(event: &Event) -> String {
    let kind = if &*event.kind == "other" { "event" } else { &event.kind };
    let number = event.ordinal.map(|number| format!(", number {number} of a series")).unwrap_or_default();
    format!("{kind}{number}")
}
