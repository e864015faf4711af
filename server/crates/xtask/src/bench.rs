//! `cargo xtask bench`: which benchmarks there are.

use crate::Outcome;
use crate::repo::{Repo, root};

/// Prints a command for each benchmark of the workspace.
pub fn run(_: &[&str]) -> Outcome {
    println!("Benchmarks take minutes and want a quiet machine; their results are ratios, in docs/benchmarks.md.\n");
    for package in Repo::read(&root())?.packages()? {
        for bench in package.benches {
            println!("cargo bench --package {} --bench {bench}", package.name);
        }
    }
    Ok(true)
}
