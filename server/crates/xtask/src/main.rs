//! The project's own commands, `cargo xtask`.

mod bench;
mod book;
mod codegen;
mod licenses;
mod markdown;
mod new_rule;
mod process;
mod repo;
mod score;
mod test;
mod tidy;

use std::process::ExitCode;

/// What a command ends with: whether all is well, or why it could not find out.
type Outcome = Result<bool, Box<dyn std::error::Error>>;

struct Command {
    name: &'static str,
    takes: &'static str,
    does: &'static str,
    run: fn(&[&str]) -> Outcome,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        takes: "[--install-editors]",
        does: "run all tests: Rust, then the editors that are here",
        run: test::run,
    },
    Command {
        name: "tidy",
        takes: "",
        does: "check that pages, arrows, data and files are as they say",
        run: tidy::run,
    },
    Command {
        name: "codegen",
        takes: "[--check]",
        does: "write what the program and cargo know better: rules, settings, their schema, notices of crates",
        run: codegen::run,
    },
    Command {
        name: "score",
        takes: "[--check]",
        does: "measure how well articles are read, into tests/scores.tsv",
        run: score::run,
    },
    Command {
        name: "ablate",
        takes: "",
        does: "measure what each file of the lexicon is worth to attributions and claims",
        run: score::ablation::run,
    },
    Command {
        name: "new-rule",
        takes: "NAME CODE",
        does: "begin a rule: its file, its page, its line in the list",
        run: new_rule::run,
    },
    Command {
        name: "book",
        takes: "[--install]",
        does: "build docs/ as a site, in target/book, and follow its links",
        run: book::run,
    },
    Command { name: "bench", takes: "", does: "list the benchmarks and how to run them", run: bench::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some((name, rest)) = arguments.split_first() else {
        list();
        return ExitCode::SUCCESS;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == *name) else {
        eprintln!("cargo xtask has no command `{name}`\n");
        list();
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo xtask {name}: {error}");
            ExitCode::from(2)
        }
    }
}

fn list() {
    for Command { name, takes, does, .. } in COMMANDS {
        println!("cargo xtask {:27} {does}", format!("{name} {takes}"));
    }
}

/// Whether the one flag a command knows is given; anything else is an error.
fn flag(arguments: &[&str], known: &str) -> Result<bool, String> {
    match arguments {
        [] => Ok(false),
        [given] if *given == known => Ok(true),
        _ => Err(format!("takes nothing but {known}")),
    }
}
