//! Other programs: run, listened to, looked for.

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use crate::repo::root;

/// A program, started in the repository's folder.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    command(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Whether a program of this name can be started.
pub fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The program itself, as users run it: `DATELINE_BIN`, or built now.
pub fn dateline() -> Result<PathBuf, Box<dyn Error>> {
    if let Some(program) = env::var_os("DATELINE_BIN") {
        return Ok(root().join(program));
    }
    let built = cargo().args(["build", "--release", "--package", "dateline"]).status()?;
    if !built.success() {
        return Err("dateline does not build".into());
    }
    Ok(target().join("release").join(format!("dateline{}", env::consts::EXE_SUFFIX)))
}

/// What a program prints.
///
/// # Errors
/// If it cannot be started or ends with a failure; then what it said.
pub fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{program} ended with {}: {}", output.status, said.trim()).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a program, shows what it prints as it comes, and returns whether it ended well and its lines.
pub fn listen(command: &mut Command) -> Result<(bool, Vec<String>), Box<dyn Error>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{program}: {error}"))?;
    let errors = child.stderr.take().map(|pipe| thread::spawn(move || pass_on(pipe, std::io::stderr())));
    let mut lines = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout())).unwrap_or_default();
    if let Some(errors) = errors {
        lines.extend(errors.join().unwrap_or_default());
    }
    Ok((child.wait()?.success(), lines))
}

fn pass_on(pipe: impl Read, mut out: impl Write) -> Vec<String> {
    let mut lines = Vec::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        // Nobody may be reading any more; the program still has to be listened to.
        let _ = writeln!(out, "{line}");
        lines.push(line);
    }
    lines
}
