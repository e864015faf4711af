//! M901: a mark that has lost its words.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M901",
    name: "orphaned-mark",
    summary: "a mark whose words stand nowhere in the article any more",
    level: Level::both(Severity::Warning),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
