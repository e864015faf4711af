//! Where the sidecar of an article lies.

/// Where a folder keeps its sidecars.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Place {
    /// In a tree of its own: `.dateline/marks/news/001.txt.toml`.
    #[default]
    Tree,
    /// Beside the article: `news/001.txt.dateline.toml`.
    Beside,
}

/// The root of the tree of sidecars, below the folder's root.
pub const TREE: &str = ".dateline/marks/";

const TREE_END: &str = ".toml";
const BESIDE_END: &str = ".dateline.toml";

/// The path of an article's sidecar; both are below the folder's root and written with `/`.
///
/// `None` for what cannot be an article's path: an empty or absolute one, one with `.` or `..` in it, one inside the
/// tree of sidecars.
pub fn marks_path(place: Place, article: &str) -> Option<String> {
    if !is_plain(article) || article.starts_with(TREE) {
        return None;
    }
    Some(match place {
        Place::Tree => format!("{TREE}{article}{TREE_END}"),
        Place::Beside => format!("{article}{BESIDE_END}"),
    })
}

/// The path of the article that a sidecar belongs to, wherever sidecars lie; `None` if it is no sidecar's path.
pub fn article_path(sidecar: &str) -> Option<&str> {
    let article = match sidecar.strip_prefix(TREE) {
        Some(inside) => inside.strip_suffix(TREE_END)?,
        None => sidecar.strip_suffix(BESIDE_END)?,
    };
    is_plain(article).then_some(article)
}

fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_both_ways() {
        let articles =
            ["001.txt", "news/2026 02/о войне.txt", "a/b.dateline.toml", "x.toml", "😀/e\u{301}.md", "..a/b..c.txt"];
        for article in articles {
            for place in [Place::Tree, Place::Beside] {
                let path = marks_path(place, article).expect(article);
                assert_eq!(article_path(&path), Some(article), "{path}");
            }
        }
        assert_eq!(marks_path(Place::Tree, "news/001.txt").as_deref(), Some(".dateline/marks/news/001.txt.toml"));
        assert_eq!(marks_path(Place::Beside, "news/001.txt").as_deref(), Some("news/001.txt.dateline.toml"));
    }

    #[test]
    fn knows_what_is_no_path() {
        for article in ["", "/etc/passwd", "../a.txt", "a/../b.txt", "./a.txt", "a//b", "a/", ".dateline/marks/a.txt"] {
            assert_eq!(marks_path(Place::Tree, article), None, "{article}");
        }
        let others = [
            "dateline.toml",
            ".dateline.toml",
            "a/.dateline.toml",
            "entities.toml",
            ".dateline/marks/.toml",
            ".dateline/marks/../../a.txt.toml",
            ".dateline/marks/a.txt",
            "a.txt",
            "",
        ];
        for path in others {
            assert_eq!(article_path(path), None, "{path}");
        }
    }
}
