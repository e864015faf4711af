//! Workflow commands of GitHub Actions: annotations beside the lines of a pull request.

use std::io::{self, Write};

use rules::Severity;

use super::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for noted in report.findings() {
        let (finding, place) = (&noted.finding, &noted.place);
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        let (file, title) = (property(&place.shown), property(&format!("{} {}", finding.code, finding.rule)));
        let ((line, column), (end_line, end_column)) = (place.start, place.end);
        // A column on another line means nothing to GitHub.
        let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        writeln!(
            out,
            "::{level} file={file},line={line},endLine={end_line}{columns},title={title}::{}",
            data(&finding.message)
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
