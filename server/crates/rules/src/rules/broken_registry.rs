//! M905: an entry of the registry that cannot be, or contradicts another.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M905",
    name: "broken-registry",
    summary: "an entry of entities.toml or events.toml that cannot be read, or contradicts another",
    level: Level::both(Severity::Error),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
