//! What a reading of a closed document comes to, in a form that can be kept on disk: whoever opens the folder tomorrow need
//! not have the same words read again.

use std::sync::Arc;

use corpus::accounts;
use corpus::lineage::Told;
use corpus::sources::{Source, Spoken};
use jiff::civil::Date;
use nlp::{Analysis, Certainty, Facts, Parses};
use rules::Profile;
use serde::{Deserialize, Serialize};
use text::LineIndex;

use crate::marks::Marks;
use crate::parses;
use crate::snapshot::{Document, Path, Snapshot, context};

/// A reading, without the text that was read.
#[derive(Serialize, Deserialize, Debug)]
pub struct Kept {
    facts: Facts,
    marks: Marks,
    front: Option<bool>,
    source: Option<KeptSource>,
    accounts: accounts::Told,
    told: Told,
    /// What the pipeline found, packed.
    #[serde(with = "serde_bytes")]
    parses: Vec<u8>,
    /// It was asked about everything.
    is_close: bool,
    /// The day on which it was read, if another day may read it otherwise.
    today: Option<Date>,
}

/// What others may quote of it. The keys of its words are two bytes each, low one first.
#[derive(Serialize, Deserialize, Debug)]
struct KeptSource {
    articles: Vec<u32>,
    spoken: Vec<Spoken>,
    #[serde(with = "serde_bytes")]
    keys: Vec<u8>,
}

impl KeptSource {
    fn of(source: &Source) -> KeptSource {
        let keys = source.keys().iter().flat_map(|key| key.to_le_bytes()).collect();
        KeptSource { articles: source.articles().to_vec(), spoken: source.spoken().to_vec(), keys }
    }

    fn source(self, text: Arc<str>) -> Source {
        let keys = self.keys.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        Source::with_keys(text, self.articles, self.spoken, keys)
    }
}

impl Kept {
    /// What of a reading is kept.
    pub(crate) fn of(document: &Document, analysis: &Analysis, today: Date) -> Kept {
        let source = document.source.as_deref().map(KeptSource::of);
        // A day that the text states is the same tomorrow; what fits may be one day more.
        let stated = |article: &nlp::Article| article.date.certainty == Certainty::Stated && article.date.day.is_some();
        let settled = analysis.articles.iter().all(stated);
        Kept {
            facts: (**document.facts()).clone(),
            marks: document.marks.copied(),
            front: document.front.map(|profile| profile == Profile::Draft),
            source,
            accounts: (*document.accounts).clone(),
            told: (**document.told()).clone(),
            parses: document.parses.to_vec(),
            is_close: document.is_close,
            today: (!settled).then_some(today),
        }
    }

    /// From what [`Kept::to_bytes`] gave; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Kept> {
        postcard::from_bytes(bytes).ok()
    }

    /// As bytes. They mean something to the same build of this program only.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Nothing in it can fail to be written.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What the pipeline found. True however old the rest is.
    pub(crate) fn parses(&self) -> Parses {
        parses::unpack(&self.parses)
    }

    /// The document that was read, given its text again; itself if the reading is out of date.
    pub fn document(self, snapshot: &Snapshot, path: &Path, text: Arc<str>) -> Result<Arc<Document>, Box<Kept>> {
        if self.today.is_some_and(|today| today != snapshot.config.today) {
            return Err(Box::new(self));
        }
        let front = self.front.map(|draft| if draft { Profile::Draft } else { Profile::Source });
        let source = self.source.map(|source| Arc::new(source.source(text.clone())));
        Ok(Arc::new(Document {
            path: path.clone(),
            lines: LineIndex::new(&text),
            profile: front.unwrap_or(Profile::Source),
            open: false,
            is_close: self.is_close,
            parses: self.parses.into(),
            front,
            marks: Arc::new(self.marks),
            source,
            accounts: Arc::new(self.accounts),
            told: Arc::new(self.told).into(),
            facts: Arc::new(self.facts),
            analysis: None,
            text,
        }))
    }
}

/// Under which a reading is kept: the same for the same text, read in the same light. Which day it is does not count here.
pub fn key(snapshot: &Snapshot, path: &str, text: &str) -> u128 {
    let context = nlp::Context { today: Date::MIN, ..context(path, text, snapshot) };
    let light = format!("{context:?}");
    u128::from(text::hash64(text.as_bytes())) << 64 | u128::from(text::hash64(light.as_bytes()))
}
