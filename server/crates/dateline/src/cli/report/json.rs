//! Findings as JSON. Offsets count code points from the start of the text, lines and columns from one.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Noted, Place, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Value> = report.findings().map(value).collect();
    writeln!(out, "{:#}", Value::Array(all))
}

pub(super) fn write_lines(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.findings().try_for_each(|noted| writeln!(out, "{}", value(noted)))
}

fn value(noted: &Noted) -> Value {
    let finding = &noted.finding;
    let mut value = place(&noted.place);
    let related = noted.related.iter().zip(&finding.related).map(|(at, related)| {
        let mut value = place(at);
        value["message"] = related.message.as_str().into();
        value
    });
    let related: Vec<Value> = related.collect();
    let fixes: Vec<&str> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
    value["code"] = finding.code.into();
    value["rule"] = finding.rule.into();
    value["severity"] = finding.severity.name().into();
    value["message"] = finding.message.as_str().into();
    if let Some(grade) = finding.grade {
        value["grade"] = grade.into();
    }
    value["related"] = related.into();
    value["fixes"] = json!(fixes);
    value
}

fn place(place: &Place) -> Value {
    json!({
        "path": place.shown,
        "start": place.chars.0,
        "end": place.chars.1,
        "line": place.start.0,
        "column": place.start.1,
        "end_line": place.end.0,
        "end_column": place.end.1,
    })
}
