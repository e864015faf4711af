//! Which article of the folder a file of another program is about.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::Path as FilePath;

use exchange::{Article, Told};
use ide::Path;

use crate::cli::folder::Failure;
use crate::cli::sidecars::Sidecars;

/// The articles of a folder, as others may name them.
pub struct Articles<'s> {
    sidecars: &'s Sidecars,
    /// The one that is meant where a file does not say so.
    given: Option<String>,
    texts: OnceCell<HashMap<String, Option<Path>>>,
}

impl<'s> Articles<'s> {
    /// Those of a folder; `given` is the one that is meant where nothing else is said.
    pub fn new(sidecars: &'s Sidecars, given: Option<&FilePath>) -> Result<Articles<'s>, Failure> {
        let articles = Articles { sidecars, given: None, texts: OnceCell::new() };
        let Some(given) = given else { return Ok(articles) };
        let named = given.to_string_lossy();
        let path = articles.at(&named).or_else(|_| articles.at(named.trim_start_matches("./")));
        let path = path.map_err(|message| Failure::new(format!("--article: {message}")))?;
        Ok(Articles { given: Some(path), ..articles })
    }

    /// The article that a mark is about.
    pub fn of(&self, told: &Told, file: &FilePath) -> Result<String, String> {
        let found = match &told.article {
            Article::Path(path) => self.at(path),
            Article::Text(text) => self.saying(text),
            Article::Namesake => self.namesake(file).ok_or_else(|| "no one article has the file's name".to_owned()),
        };
        match (&self.given, found) {
            // What was given says which article is meant; a file that names another one of the folder is not about it.
            (Some(given), Err(_)) => Ok(given.clone()),
            (_, found) => found.map_err(|message| format!("{message}; say which article is meant with --article")),
        }
    }

    /// The article with this path; of an address, the only one with the name it ends in.
    pub fn at(&self, path: &str) -> Result<String, String> {
        let path = path.split(['#', '?']).next().unwrap_or(path).trim_start_matches("./");
        if self.sidecars.files.iter().any(|file| **file == *path) {
            return Ok(path.to_owned());
        }
        let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let named: Vec<&Path> = self.sidecars.files.iter().filter(|file| last(file) == last(path)).collect();
        match named.as_slice() {
            [one] => Ok(one.to_string()),
            [] => Err(format!("no article here is called {path:?}")),
            many => Err(format!("{} articles are called {:?}", many.len(), last(path))),
        }
    }

    /// The article that a file of brat's is named after.
    pub fn namesake(&self, file: &FilePath) -> Option<String> {
        let name = file.with_extension("").to_string_lossy().replace('\\', "/");
        let stem = |path: &str| match path.rfind('.') {
            Some(dot) if dot > path.rfind('/').map_or(0, |slash| slash + 1) => path[..dot].to_owned(),
            _ => path.to_owned(),
        };
        // `a.txt.ann` as well as `a.ann`; the longest path that the file's own ends in.
        let fits = |file: &&Path| {
            let fits = |end: &str| name == end || name.ends_with(&format!("/{end}"));
            fits(file) || fits(&stem(file))
        };
        let mut all: Vec<&Path> = self.sidecars.files.iter().filter(fits).collect();
        all.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
        match all.as_slice() {
            [] => self.given.clone(),
            [one] => Some(one.to_string()),
            [first, next, ..] if first.matches('/').count() > next.matches('/').count() => Some(first.to_string()),
            _ => self.given.clone(),
        }
    }

    /// What an article says.
    pub fn text(&self, path: &str) -> Result<String, Failure> {
        self.sidecars.text(path)
    }

    /// The article with these words.
    fn saying(&self, text: &str) -> Result<String, String> {
        let texts = self.texts.get_or_init(|| {
            let mut texts: HashMap<String, Option<Path>> = HashMap::new();
            for path in &self.sidecars.files {
                let Ok(text) = self.sidecars.text(path) else { continue };
                // Two with the same words are told apart by their names alone.
                texts.entry(text).and_modify(|known| *known = None).or_insert_with(|| Some(path.clone()));
            }
            texts
        });
        match texts.get(text) {
            Some(Some(path)) => Ok(path.to_string()),
            Some(None) => Err("several articles have its text".to_owned()),
            None => Err("no article here has its text".to_owned()),
        }
    }
}
