//! Rust files, read by their lines.

use super::numbered;

/// The lines of a file that are compiled into the crate, without their comments: what follows `#[cfg(test)] mod` is left
/// out, since test modules stand last.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    numbered(&text[..end]).map(|(number, line)| (number, line.split("//").next().unwrap_or_default()))
}

/// Whether a Rust file is for building, testing or measuring only.
pub fn is_for_tests(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let folder = |name: &str| path.contains(&format!("/{name}/"));
    name == "tests.rs" || name == "build.rs" || folder("tests") || folder("benches") || path.starts_with("tests/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_test_modules_are_no_code() {
        let text = "a // b\n// c\nd\n#[cfg(test)]\nmod tests {\n    e\n}";
        assert_eq!(code_lines(text).collect::<Vec<_>>(), [(1, "a "), (2, ""), (3, "d")]);
        assert!(
            is_for_tests("server/crates/nlp/src/dates/tests.rs") && !is_for_tests("server/crates/xtask/src/test.rs")
        );
    }
}
