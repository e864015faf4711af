//! Checkstyle's XML, which many dashboards read.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use rules::Severity;

use super::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|xml| {
        for file in report.files.iter().filter(|file| !file.findings.is_empty()) {
            xml.create_element("file").with_attribute(("name", file.shown.as_str())).write_inner_content(|xml| {
                for noted in &file.findings {
                    let severity = match noted.finding.severity {
                        Severity::Hint => "info",
                        _ => noted.word(),
                    };
                    let (line, column) = noted.place.start;
                    xml.create_element("error")
                        .with_attribute(("line", line.to_string().as_str()))
                        .with_attribute(("column", column.to_string().as_str()))
                        .with_attribute(("severity", severity))
                        .with_attribute(("message", noted.finding.message.as_str()))
                        .with_attribute(("source", format!("dateline.{}", noted.finding.code).as_str()))
                        .write_empty()?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    writeln!(xml.into_inner())
}
