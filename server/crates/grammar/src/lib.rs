//! A tree-sitter grammar of briefings: the page of a news article, in plain text or Markdown.
//!
//! The tree holds lines, blocks and marks, and no language: nothing here knows a word, so it serves every article
//! alike. It never fails: every sequence of characters has a tree without errors, in time linear in its length.
//!
//! | node | what it is |
//! |---|---|
//! | `front_matter` (`front_matter_marker`, `yaml`) | `---` to `---` at the start of the file |
//! | `header` of `metadata` (`metadata_key`, `metadata_value`) | `Date: 2026-03-04` and its like at the start of the file |
//! | `heading` (`heading_marker`) | `# `, `## `, … |
//! | `list_item` (`list_marker`) | `- `, `• `, `1. `, and the plain lines below |
//! | `dialogue` | a line that a dash opens, and the plain lines below |
//! | `credit` | `Photo: REUTERS/Anna Berg`, where the shape alone tells |
//! | `separator` | `---`, `* * *`, `===` |
//! | `paragraph` | lines with no blank line between them, of no other kind |
//! | `line` | in all of these: from the first character of a line to its last |
//! | `header_date` (`date`) | `date 2022-01-20` before the text of the first line |
//! | `dateline` (`place`, `date`, `agency`) | `MOSCOW, June 24. /TASS/.` at the start of a line |
//! | `quotation` (`content`) | between directional marks: “…”, ‘…’, «…», ‹…›, „…“, »…«, 「…」 |
//! | `quote_mark` | a mark of a quotation (its fields `open` and `close`), or one that stands alone, as every `"` does |
//! | `parenthesis` (`content`) | between ( and ) |
//! | `dash` | an em dash, or another dash with a space beside it |
//!
//! What is left open ends with its paragraph; on each line of it, it is a node of its own, which lacks the field
//! `open`, `close` or both.
//!
//! The grammar is written down in `grammar.js` and `src/scanner.c`; `generate.sh` makes `src/parser.c` from the former.

use tree_sitter_language::LanguageFn;

#[expect(unsafe_code, reason = "the generated parser is C")]
unsafe extern "C" {
    fn tree_sitter_briefing() -> *const ();
}

/// The language `briefing`, for a tree-sitter parser.
#[expect(unsafe_code, reason = "the function has the signature and the meaning that generated parsers have")]
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_briefing) };

/// Query for highlighting, in the capture names that Neovim and Helix share.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");

/// Query for what can be folded (`@fold`).
pub const FOLDS_QUERY: &str = include_str!("../queries/folds.scm");

/// Query for text objects; each capture is there with Neovim's ending (`.outer`, `.inner`) and with Helix's.
pub const TEXTOBJECTS_QUERY: &str = include_str!("../queries/textobjects.scm");

/// Query for what is written in another language: front matter.
pub const INJECTIONS_QUERY: &str = include_str!("../queries/injections.scm");

/// Node types and their fields, as JSON.
pub const NODE_TYPES: &str = include_str!("node-types.json");
