//! Between paths of this machine and addresses of the protocol.

use std::path::{Path, PathBuf};

use url::Url;

/// The file an address means; `None` if it means something else than a file of this machine.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The address of a file or folder. A path that is not absolute has none and is given back as it is.
pub fn from_path(path: &Path) -> String {
    Url::from_file_path(path).map_or_else(|()| path.to_string_lossy().into_owned(), Into::into)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_way_there_and_back() {
        for path in ["/a/b.txt", "/news/with space/100%/über #1?.txt", "/Москва/статья.txt", "/a/😀.txt"]
        {
            assert_eq!(to_path(&from_path(Path::new(path))).as_deref(), Some(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn addresses_of_other_things_are_no_files() {
        for uri in ["untitled:Untitled-1", "https://example.org/a.txt", "", "a.txt", "file://elsewhere/a.txt"] {
            assert_eq!(to_path(uri), None, "{uri}");
        }
    }
}
