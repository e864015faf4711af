//! GitLab's code quality report: a subset of Code Climate's.

use std::io::{self, Write};

use rules::Severity;
use serde_json::{Value, json};

use super::{Noted, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Value> = report.fingerprints().map(|(print, noted)| issue(&print, noted)).collect();
    writeln!(out, "{:#}", Value::Array(all))
}

fn issue(print: &str, noted: &Noted) -> Value {
    let (finding, place) = (&noted.finding, &noted.place);
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Information => "minor",
        Severity::Hint => "info",
    };
    json!({
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": print,
        "severity": severity,
        "location": {
            "path": place.shown.trim_start_matches("./"),
            "positions": {
                "begin": { "line": place.start.0, "column": place.start.1 },
                "end": { "line": place.end.0, "column": place.end.1 },
            },
        },
    })
}
