//! M904: an `ignore` whose finding is gone.

use crate::Level;
use crate::finding::Severity;
use crate::registry::{Check, Rule};

/// The declaration.
pub static RULE: Rule = Rule {
    code: "M904",
    name: "idle-ignore",
    summary: "an ignore that sets no finding aside any more",
    level: Level::both(Severity::Information),
    first_form: false,
    since: "0.1.0",
    check: Check::Sidecar,
};
