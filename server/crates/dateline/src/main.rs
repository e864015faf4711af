//! The program: a language server and a command line over the same analysis. The only place of the project that reads
//! files, keeps time, or speaks a protocol.

mod cache;
mod cli;
mod config;
mod files;
mod server;
mod uri;

use std::process::ExitCode;

/// Reading is many small pieces of memory, on several threads: this takes a tenth off a warm start.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
