//! Reviewdog's diagnostic format. Its columns count bytes of UTF-8 from one.

use std::io::{self, Write};

use rules::Severity;
use serde_json::{Value, json};
use text::PositionEncoding;

use super::{Place, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics = report.findings().map(|noted| {
        let finding = &noted.finding;
        let severity = match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Information | Severity::Hint => "INFO",
        };
        let related = noted.related.iter().zip(&finding.related).map(|(place, related)| json!({ "message": related.message, "location": location(place) }));
        let related: Vec<Value> = related.collect();
        json!({
            "message": finding.message,
            "location": location(&noted.place),
            "severity": severity,
            "code": { "value": finding.code, "url": format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), finding.rule) },
            "related_locations": related,
        })
    });
    let diagnostics: Vec<Value> = diagnostics.collect();
    let source = json!({ "name": "dateline", "url": env!("CARGO_PKG_REPOSITORY") });
    writeln!(out, "{:#}", json!({ "source": source, "diagnostics": diagnostics }))
}

fn location(place: &Place) -> Value {
    let at = |offset, (line, column): (u32, u32)| {
        let bytes = place.text.as_ref().map(|text| text.1.position(PositionEncoding::Utf8, offset).column + 1);
        json!({ "line": line, "column": bytes.unwrap_or(column) })
    };
    json!({
        "path": place.shown,
        "range": { "start": at(place.span.start, place.start), "end": at(place.span.end, place.end) },
    })
}
