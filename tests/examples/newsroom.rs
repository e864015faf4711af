//! Writes a large folder to measure with: `cargo run -p tests --example newsroom -- 10000 FOLDER`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [size, folder] = arguments.as_slice() else {
        eprintln!("two arguments are wanted: how many articles, and the folder they go to");
        return ExitCode::from(2);
    };
    let written = size
        .parse()
        .map_err(|error| format!("{size}: {error}"))
        .and_then(|size| tests::newsroom::write(Path::new(folder), size).map_err(|error| format!("{folder}: {error}")));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
