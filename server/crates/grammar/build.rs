//! Compiles the generated parser and the scanner; needs a C compiler and nothing else.

fn main() {
    let sources = ["src/parser.c", "src/scanner.c"];
    let mut build = cc::Build::new();
    build.std("c11").include("src").files(sources);
    // All tokens come from the scanner, so the generated lexer has nothing to look at.
    build.flag_if_supported("-Wno-unused-but-set-variable");
    build.compile("tree-sitter-briefing");
    for path in sources.iter().chain(&["src/tree_sitter"]) {
        println!("cargo::rerun-if-changed={path}");
    }
}
