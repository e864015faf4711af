//! Questions and answers, in the editor's words.
//!
//! [`Host`] holds the only state that changes over time; [`Snapshot`] is an immutable view at one revision and answers
//! everything. Answers are plain structs with byte spans. This crate knows no JSON, no protocol, no clock and does no IO:
//! texts are handed in, paths are names relative to the folder's root.

pub mod actions;
pub mod annotations;
mod boundaries;
pub mod cite;
mod colours;
pub mod company;
pub mod complete;
pub mod config;
pub mod entries;
pub mod hierarchy;
mod hints;
pub mod host;
pub mod hover;
mod implementations;
mod kept;
pub mod layers;
mod lenses;
pub mod lineage;
pub mod links;
mod marks;
pub mod markup;
pub mod navigation;
pub mod outline;
mod parses;
mod places;
pub mod records;
mod registering;
pub mod registry;
pub mod rename;
mod said;
pub mod search;
pub mod snapshot;
pub mod speaking;
mod statement;
pub mod stops;
pub mod verify;

pub use self::registry::Registry;
pub use actions::{Action, ActionKind, FileChange};
pub use annotations::{Annotations, Ignored};
pub use cite::{Citation, Origin};
pub use colours::{Colour, Part};
pub use company::{Company, Named, Says};
pub use complete::{Nameable, Quotable, Written};
pub use config::{Config, Density, Given, House, Level, Profile};
pub use entries::{Offer, OfferKind};
pub use hierarchy::Node;
pub use hints::Hint;
pub use host::{Change, Depth, Host};
pub use hover::Hover;
pub use kept::{Kept, key};
pub use layers::{Label, Layer};
pub use lineage::{Line, Step, Version};
pub use links::{Link, WebLink};
pub use markup::Markup;
pub use navigation::{Highlight, HighlightKind, Target};
pub use outline::{Fold, FoldKind, Symbol, SymbolKind};
pub use records::HouseName;
pub use rename::{Refusal, Renamable};
pub use search::WorkspaceSymbol;
pub use snapshot::{Document, Path, Progress, Snapshot};
pub use speaking::{Party, Talk};
pub use stops::Stop;
pub use verify::{Checked, Matter, State};
