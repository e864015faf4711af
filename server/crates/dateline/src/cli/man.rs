//! `dateline man`: the manual page, or one for every command.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Command;

use super::folder::Failure;

/// Options of `dateline man`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Write a page for every command into this folder, which is made, instead of printing the first one
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the page of the program, or writes all pages.
pub fn run(args: &Args, command: Command) -> Result<ExitCode, Failure> {
    match &args.dir {
        Some(dir) => {
            fs::create_dir_all(dir)
                .and_then(|()| clap_mangen::generate_to(command, dir))
                .map_err(|error| Failure::new(format!("{}: {error}", dir.display())))?;
        }
        None => anstream::stdout().lock().write_all(&page(command)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn page(mut command: Command) -> io::Result<Vec<u8>> {
    // Options of every command are known to each only once they are handed down.
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_page_names_every_command_and_a_folder_has_a_page_for_each() {
        let command = crate::cli::Command::command();
        let folder = tempfile::tempdir().unwrap();
        run(&Args { dir: Some(folder.path().join("man")) }, command.clone()).unwrap();
        let first = String::from_utf8(page(command.clone()).unwrap()).unwrap();
        for one in command.get_subcommands().map(Command::get_name) {
            assert!(first.contains(&format!("dateline\\-{one}(1)")), "{one} is not on the page");
            let file = folder.path().join("man").join(format!("dateline-{one}.1"));
            assert!(file.is_file(), "{one} has no page");
        }
    }
}
