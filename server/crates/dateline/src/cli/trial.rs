//! `dateline try`: an editor, set up for this once, on the example folder. Nothing of the person's own configuration is
//! read or changed, and what is written lies in a folder that goes away.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use super::folder::Failure;

static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../../docs/example");
const NEOVIM: &str = include_str!("../../../../../editors/neovim/try.lua");
const HELIX_CONFIG: &str = include_str!("../../../../../editors/helix/try/config.toml");
const HELIX_LANGUAGES: &str = include_str!("../../../../../editors/helix/try/languages.toml");

/// Options of `dateline try`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The editor [default: the first of these that is installed]
    #[arg(value_name = "EDITOR")]
    editor: Option<Editor>,
    /// The folder to open [default: a copy of the example folder]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Say what would be run, and where, and stop
    #[arg(long)]
    dry_run: bool,
}

/// An editor that can be set up for one session.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Editor {
    /// Neovim 0.11 or newer
    Nvim,
    /// Visual Studio Code
    Code,
    /// Helix
    Hx,
    /// Emacs 29 or newer, with its own client, eglot
    Emacs,
}

impl Editor {
    /// What its program may be called.
    fn names(self) -> &'static [&'static str] {
        match self {
            Editor::Nvim => &["nvim"],
            Editor::Code => &["code", "codium", "code-oss"],
            Editor::Hx => &["hx", "helix"],
            Editor::Emacs => &["emacs"],
        }
    }
}

/// Opens the editor and waits until it is closed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let (editor, program) = choose(args.editor)?;
    let rooms = TempDir::with_prefix("dateline-try-")?;
    let folder = match &args.folder {
        Some(folder) if folder.is_dir() => fs::canonicalize(folder)?,
        Some(folder) => return Err(Failure::new(format!("{}: no such folder", folder.display()))),
        None => example(rooms.path())?,
    };
    let session =
        Session { program, folder: &folder, setup: rooms.path().join("setup"), dateline: std::env::current_exe()? };
    fs::create_dir_all(&session.setup)?;
    let mut command = session.command(editor)?;
    if args.dry_run {
        anstream::println!("{}", shown(&command));
        return Ok(ExitCode::SUCCESS);
    }
    let status = command.status().map_err(|error| Failure::new(format!("{}: {error}", session.program.display())))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Which editor, and where its program is.
fn choose(wanted: Option<Editor>) -> Result<(Editor, PathBuf), Failure> {
    let all = [Editor::Nvim, Editor::Code, Editor::Hx, Editor::Emacs];
    let candidates = wanted.map_or(all.to_vec(), |editor| vec![editor]);
    let found =
        candidates.iter().find_map(|editor| Some((*editor, editor.names().iter().find_map(|name| installed(name))?)));
    found.ok_or_else(|| {
        let names: Vec<&str> = candidates.iter().map(|editor| editor.names()[0]).collect();
        Failure::new(format!("not installed or not on the PATH: {}", names.join(", ")))
    })
}

/// The program of this name on the PATH.
fn installed(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    std::env::split_paths(&paths)
        .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
        .find(|program| program.is_file())
}

/// A copy of the example folder, byte for byte.
fn example(rooms: &Path) -> Result<PathBuf, Failure> {
    let folder = rooms.join("example");
    fs::create_dir_all(&folder)?;
    EXAMPLE.extract(&folder)?;
    Ok(folder)
}

/// One editor on one folder.
struct Session<'a> {
    program: PathBuf,
    folder: &'a Path,
    /// Holds the editor's configuration.
    setup: PathBuf,
    dateline: PathBuf,
}

impl Session<'_> {
    fn command(&self, editor: Editor) -> Result<Command, Failure> {
        match editor {
            Editor::Nvim => self.neovim(),
            Editor::Code => self.vscode(),
            Editor::Hx => self.helix(),
            Editor::Emacs => self.emacs(),
        }
    }

    fn neovim(&self) -> Result<Command, Failure> {
        let config = self.write("try.lua", NEOVIM)?;
        let mut command = Command::new(&self.program);
        command
            .args(["--clean", "-u"])
            .arg(config)
            .arg(self.first())
            .current_dir(self.folder)
            .env("DATELINE_BIN", &self.dateline);
        Ok(command)
    }

    fn helix(&self) -> Result<Command, Failure> {
        let dateline = self.dateline.to_string_lossy();
        if dateline.contains('\'') {
            return Err(Failure::new(format!(
                "Helix cannot be told of a program whose path holds an apostrophe: {dateline}"
            )));
        }
        self.write("helix/config.toml", HELIX_CONFIG)?;
        self.write("helix/languages.toml", &HELIX_LANGUAGES.replace("@DATELINE@", &dateline))?;
        let mut command = Command::new(&self.program);
        let home = if cfg!(windows) { "APPDATA" } else { "XDG_CONFIG_HOME" };
        command.arg(self.first()).current_dir(self.folder).env(home, &self.setup);
        Ok(command)
    }

    fn vscode(&self) -> Result<Command, Failure> {
        let settings = serde_json::json!({
            "dateline.path": self.dateline,
            "security.workspace.trust.enabled": false,
            "workbench.startupEditor": "none",
            "telemetry.telemetryLevel": "off",
            "update.mode": "none",
            "extensions.autoUpdate": false,
            "window.restoreWindows": "none",
        });
        self.write("data/User/settings.json", &format!("{settings:#}\n"))?;
        let extension = extension()?;
        let own: [OsString; 4] = [
            "--user-data-dir".into(),
            self.setup.join("data").into(),
            "--extensions-dir".into(),
            self.setup.join("extensions").into(),
        ];
        let mut command = Command::new(&self.program);
        command.args(&own);
        if extension.is_dir() {
            let mut option = OsString::from("--extensionDevelopmentPath=");
            option.push(&extension);
            command.arg(option);
        } else {
            let installed =
                Command::new(&self.program).args(&own).arg("--install-extension").arg(&extension).status()?;
            if !installed.success() {
                return Err(Failure::new(format!("VS Code did not install {}", extension.display())));
            }
        }
        command.args(["--new-window", "--wait"]).arg(self.folder).arg(self.first());
        Ok(command)
    }

    fn emacs(&self) -> Result<Command, Failure> {
        let config = self.write("init.el", EMACS)?;
        let mut command = Command::new(&self.program);
        command
            .arg("-q")
            .arg("-l")
            .arg(config)
            .arg(self.first())
            .current_dir(self.folder)
            .env("DATELINE_BIN", &self.dateline)
            .env("DATELINE_FOLDER", self.folder);
        Ok(command)
    }

    /// The first article of the folder, or the folder where it has none.
    fn first(&self) -> PathBuf {
        let entries = fs::read_dir(self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let texts = entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"));
        texts.min().unwrap_or_else(|| self.folder.to_path_buf())
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failure> {
        let file = self.setup.join(name);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, text)?;
        Ok(file)
    }
}

/// The extension for VS Code: a package beside the program or named by `DATELINE_VSIX`, or the work tree the program was
/// built in.
fn extension() -> Result<PathBuf, Failure> {
    let beside = std::env::current_exe()?.with_file_name("dateline.vsix");
    let named = std::env::var_os("DATELINE_VSIX").map(PathBuf::from);
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../editors/vscode");
    let bundled = tree.join("out/extension.js").is_file().then(|| fs::canonicalize(&tree)).transpose()?;
    let package = [named, Some(beside)].into_iter().flatten().find(|path| path.is_file());
    package.or(bundled).ok_or_else(|| {
        Failure::new("the extension for VS Code is neither beside the program (dateline.vsix) nor built in editors/vscode (npm ci && npm run bundle)".to_owned())
    })
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let quoted = |word: &std::ffi::OsStr| {
        let word = word.to_string_lossy().into_owned();
        let plain = word.chars().all(|c| c.is_alphanumeric() || "/-_.=:@+,".contains(c));
        if plain { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
    };
    let variables =
        command.get_envs().filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(value?))));
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(quoted);
    let folder = command.get_current_dir().map(|folder| format!("cd {} &&", quoted(folder.as_os_str())));
    folder.into_iter().chain(variables).chain(words).collect::<Vec<_>>().join(" ")
}

/// Emacs for one session of dateline, with the client that Emacs brings along.
const EMACS: &str = r#";; Emacs for one session of dateline: nothing is installed and nothing is kept.
(setq make-backup-files nil auto-save-default nil create-lockfiles nil inhibit-startup-screen t)
;; What Emacs thinks of its own packages while it compiles them is nothing to read here.
(setq native-comp-async-report-warnings-errors 'silent)
(require 'eglot)
(require 'project)
;; The folder is given rather than found by its markers.
(defun dateline-try-project (_) (cons 'transient (file-name-as-directory (getenv "DATELINE_FOLDER"))))
(setq project-find-functions '(dateline-try-project))
(add-to-list 'eglot-server-programs `((text-mode) . (,(getenv "DATELINE_BIN") "server")))
(add-hook 'text-mode-hook #'visual-line-mode)
(add-hook 'text-mode-hook #'eglot-ensure)
"#;
