//! Starts the language server dateline in Zed: the program that the settings name, or the one on PATH. Nothing is
//! downloaded.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Dateline;

impl zed::Extension for Dateline {
    fn new() -> Self {
        Dateline
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?;
        let named = settings.binary.and_then(|binary| binary.path);
        let command = named.or_else(|| worktree.which("dateline")).ok_or(
            "dateline was not found: install it so that it is on PATH, or name it in lsp.dateline.binary.path",
        )?;
        Ok(Command { command, args: vec!["server".to_owned()], env: worktree.shell_env() })
    }

    /// The settings of `lsp.dateline.settings`, in the words of dateline.toml.
    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "dateline": settings })))
    }
}

zed::register_extension!(Dateline);
