//! M902: a mark whose words have changed, or stand at several places.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M902",
    name: "moved-mark",
    summary: "a mark of which somebody has to say where it stands now",
    level: Level::both(Severity::Information),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
