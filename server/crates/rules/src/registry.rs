//! All rules, in one list. Tables, configuration, help and pages come from here.

use crate::context::{Article, Level};
use crate::finding::{Finding, Severity};
use crate::rules;

/// A rule: what it is called, how much it weighs, and how it finds.
pub struct Rule {
    /// `A202`
    pub code: &'static str,
    /// `anonymous-source`; reads after "allow".
    pub name: &'static str,
    /// What it reports, in one line.
    pub summary: &'static str,
    /// The most it weighs, on sources and on drafts.
    pub level: Level,
    /// This is a first form: a later version knows more.
    pub first_form: bool,
    /// The version that brought it.
    pub since: &'static str,
    /// Where it finds.
    pub check: Check,
}

/// Where a rule finds.
pub enum Check {
    /// In one article.
    Article(fn(&Article, &mut Vec<Finding>)),
    /// In what readers have said, in sidecars and the registry: whoever knows those finds, and the rule says what it weighs.
    Sidecar,
}

/// Information on sources, a warning on drafts.
pub(crate) const EVIDENCE: Level = Level { source: Some(Severity::Information), draft: Some(Severity::Warning) };

/// Every rule, by code.
pub static RULES: &[&Rule] = &[
    &rules::unattributed_claim::RULE,
    &rules::anonymous_source::RULE,
    &rules::vague_source::RULE,
    &rules::agentless_attribution::RULE,
    &rules::second_hand_attribution::RULE,
    &rules::conflicting_accounts::RULE,
    &rules::copied_not_corroborated::RULE,
    &rules::later_version::RULE,
    &rules::undated_article::RULE,
    &rules::year_not_stated::RULE,
    &rules::undated_claim::RULE,
    &rules::vague_date::RULE,
    &rules::relative_date::RULE,
    &rules::weekday_mismatch::RULE,
    &rules::impossible_date::RULE,
    &rules::weasel_certainty::RULE,
    &rules::estimative_language::RULE,
    &rules::broken_sidecar::RULE,
    &rules::orphaned_mark::RULE,
    &rules::moved_mark::RULE,
    &rules::conflicting_marks::RULE,
    &rules::idle_ignore::RULE,
    &rules::broken_registry::RULE,
    &rules::inconsistent_spelling::RULE,
    &rules::unintroduced_person::RULE,
    &rules::role_mismatch::RULE,
    &rules::ambiguous_name::RULE,
    &rules::quote_without_speaker::RULE,
    &rules::unbalanced_quote::RULE,
    &rules::quote_not_in_source::RULE,
];

/// The rule of a code or a name, in either case of letters.
pub fn find(key: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(key) || rule.name.eq_ignore_ascii_case(key))
}
