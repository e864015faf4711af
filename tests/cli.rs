//! Pages about the command line: every command on a page of `tests/cli` prints what the page says.
//!
//! `TRYCMD=overwrite cargo test -p tests --test cli` writes what is printed into the pages. `[..]` stands for the rest
//! of a line, `...` for any lines.

#[test]
fn pages_show_what_is_printed() {
    // Pages name files as somebody at the root of the repository would.
    std::env::set_current_dir(tests::root()).expect("the repository can be entered");
    trycmd::TestCases::new()
        .register_bin("dateline", tests::program())
        .env("NO_COLOR", "1")
        .env("COLUMNS", "120")
        .case("tests/cli/*.md");
}
