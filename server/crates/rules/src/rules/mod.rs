//! One file a rule; its page is `docs/rules/<name>.md`.

pub mod agentless_attribution;
pub mod anonymous_source;
pub mod broken_registry;
pub mod broken_sidecar;
pub mod conflicting_marks;
pub mod idle_ignore;
pub mod impossible_date;
pub mod moved_mark;
pub mod orphaned_mark;
pub mod quote_not_in_source;
pub mod quote_without_speaker;
pub mod relative_date;
pub mod second_hand_attribution;
pub mod unattributed_claim;
pub mod unbalanced_quote;
pub mod undated_article;
pub mod undated_claim;
pub mod vague_date;
pub mod vague_source;
pub mod weasel_certainty;
pub mod weekday_mismatch;
pub mod year_not_stated;
