//! Names of places and organisations, and the words made from them.

/// What kind of place a name is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A state of the world.
    Country,
    /// Its capital.
    Capital,
    /// Another city.
    City,
    /// A region of any size, seas and straits included.
    Region,
}

/// A name of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The one name all its spellings lead to.
    pub canonical: Box<str>,
    /// What kind of place.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 of its country; empty where there is none.
    pub country: Box<str>,
    /// People living there, in thousands; 0 where not known.
    pub rank: u32,
}

/// A word for what belongs to a place: `Russian`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Demonym {
    /// The place's canonical name.
    pub place: Box<str>,
}

/// A name of an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// The one name all its forms lead to.
    pub canonical: Box<str>,
    /// `agency`, `paper`, `broadcaster`, `intergovernmental`, `party` …
    pub kind: Box<str>,
}

impl Organisation {
    /// Publishes news: an agency, a paper or a broadcaster.
    pub fn is_outlet(&self) -> bool {
        matches!(&*self.kind, "agency" | "paper" | "broadcaster")
    }
}
