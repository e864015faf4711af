//! A line a finding, as compilers print them and editors read them.

use std::io::{self, Write};

use super::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for noted in report.findings() {
        let (finding, style) = (&noted.finding, super::full::style(noted.finding.severity));
        writeln!(
            out,
            "{}: {style}{}[{}]{style:#} {}",
            noted.place.address(),
            noted.word(),
            finding.code,
            finding.message
        )?;
    }
    Ok(())
}
