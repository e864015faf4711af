//! `dateline completions`: what a shell needs to complete commands and options.

use std::io::Write;
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell as Common;
use clap_complete_nushell::Nushell;

use super::folder::Failure;

/// Options of `dateline completions`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// A shell that can be taught.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Power,
    Elvish,
    Nushell,
}

/// Prints the shell's script.
pub fn run(args: &Args, command: Command) -> Result<ExitCode, Failure> {
    // Nobody may be reading, which the generators take for a mistake of theirs: they write into memory.
    anstream::stdout().lock().write_all(&script(args.shell, command))?;
    Ok(ExitCode::SUCCESS)
}

fn script(shell: Shell, mut command: Command) -> Vec<u8> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    let common = match shell {
        Shell::Bash => Common::Bash,
        Shell::Zsh => Common::Zsh,
        Shell::Fish => Common::Fish,
        Shell::Power => Common::PowerShell,
        Shell::Elvish => Common::Elvish,
        Shell::Nushell => {
            clap_complete::generate(Nushell, &mut command, name, &mut script);
            return script;
        }
    };
    clap_complete::generate(common, &mut command, name, &mut script);
    script
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};

    use super::*;

    #[test]
    fn every_shell_is_told_of_commands_and_options() {
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell, crate::cli::Command::command())).unwrap();
            for word in ["timeline", "fail-on", "today"] {
                assert!(script.contains(word), "{shell:?} is not told of {word}");
            }
        }
    }
}
