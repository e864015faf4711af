//! The protocol's types, under one name, so that another release of them touches one file.

pub use tower_lsp::gen_lsp_types::*;
pub use tower_lsp::jsonrpc::{Error, Result};
