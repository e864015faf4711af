//! SARIF 2.1.0. Columns count code points; fingerprints are ours, so that a line added elsewhere changes none.

use std::io::{self, Write};

use rules::{RULES, Severity};
use serde_json::{Value, json};

use super::{Noted, Place, Report, Seen};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = RULES.iter().map(|rule| descriptor(rule)).collect();
    let mut seen = Seen::default();
    let mut results: Vec<Value> = report.findings().map(|noted| result(noted, &mut seen)).collect();
    for (noted, why) in report.files.iter().flat_map(|file| &file.ignored) {
        let mut result = result(noted, &mut seen);
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": why }]);
        results.push(result);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dateline",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{log:#}")
}

fn descriptor(rule: &rules::Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary },
        "helpUri": format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), rule.name),
        "defaultConfiguration": { "level": rule.level.source.map_or("none", level) },
    })
}

fn result(noted: &Noted, seen: &mut Seen) -> Value {
    let finding = &noted.finding;
    let related = noted.related.iter().zip(&finding.related).enumerate().map(|(id, (place, related))| {
        let mut value = location(place);
        value["id"] = id.into();
        value["message"] = json!({ "text": related.message });
        value
    });
    let related: Vec<Value> = related.collect();
    json!({
        "ruleId": finding.code,
        "ruleIndex": RULES.iter().position(|rule| rule.code == finding.code),
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [location(&noted.place)],
        "relatedLocations": related,
        "partialFingerprints": { "dateline/v1": seen.name(noted) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": address(&place.shown) },
        "region": {
            "startLine": place.start.0,
            "startColumn": place.start.1,
            "endLine": place.end.0,
            "endColumn": place.end.1,
            "charOffset": place.chars.0,
            "charLength": place.chars.1 - place.chars.0,
        },
    }})
}

/// A path as a relative reference (RFC 3986).
fn address(path: &str) -> String {
    let keeps = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.trim_start_matches("./")
        .bytes()
        .map(|byte| if keeps(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
