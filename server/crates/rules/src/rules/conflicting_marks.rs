//! M903: what a merge leaves behind.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M903",
    name: "conflicting-marks",
    summary: "lines of a sidecar that cannot both be meant",
    level: Level::both(Severity::Warning),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
