//! JUnit's XML: a test case for every file, which fails where the file has findings of weight.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rules::Severity;

use super::{FileReport, Noted, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let failed = report.files.iter().filter(|file| failures(file).next().is_some()).count();
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let (tests, failed) = (report.files.len().to_string(), failed.to_string());
    let counted = [("name", "dateline"), ("tests", tests.as_str()), ("failures", failed.as_str())];
    xml.create_element("testsuites").with_attributes(counted).write_inner_content(|xml| {
        xml.create_element("testsuite")
            .with_attributes(counted)
            .write_inner_content(|xml| report.files.iter().try_for_each(|file| case(xml, file)))?;
        Ok(())
    })?;
    writeln!(xml.into_inner())
}

fn case<W: Write>(xml: &mut Writer<W>, file: &FileReport) -> io::Result<()> {
    let element = xml
        .create_element("testcase")
        .with_attribute(("name", file.shown.as_str()))
        .with_attribute(("classname", "dateline"));
    if failures(file).next().is_none() {
        return element.write_empty().map(drop);
    }
    let lines: Vec<String> = failures(file)
        .map(|noted| {
            format!("{}: {}[{}] {}", noted.place.address(), noted.word(), noted.finding.code, noted.finding.message)
        })
        .collect();
    let message = match lines.len() {
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    element
        .write_inner_content(|xml| {
            xml.create_element("failure")
                .with_attribute(("message", message.as_str()))
                .write_text_content(BytesText::new(&lines.join("\n")))?;
            Ok(())
        })
        .map(drop)
}

fn failures(file: &FileReport) -> impl Iterator<Item = &Noted> {
    file.findings.iter().filter(|noted| noted.finding.severity >= Severity::Information)
}
