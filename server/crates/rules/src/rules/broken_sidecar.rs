//! M900: a line that cannot be read, or a value that cannot be.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M900",
    name: "broken-sidecar",
    summary: "a line or a value of a sidecar that cannot be read",
    level: Level::both(Severity::Error),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
