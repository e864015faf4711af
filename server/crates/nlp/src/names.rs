//! What the layers' values are called outside: in `dateline extract`, in tables, under a text that is drawn
//! (contract page; TIMEX3's types in small letters).

use crate::attribution::{Grade, Quotation, SourceKind};
use crate::claims::{ClaimKind, Dated, Standing};
use crate::dates::{Certainty, Precision};
use crate::layout::Zone;
use crate::mentions::{Form, Kind};
use crate::times::TimeKind;

/// Gives an enum's values their names.
macro_rules! named {
    ($($kind:ident { $($value:ident => $name:literal),+ $(,)? })+) => {
        $(impl $kind {
            /// Its name in the public interface.
            pub fn name(self) -> &'static str {
                match self {
                    $($kind::$value => $name),+
                }
            }
        })+
    };
}

named! {
    Zone {
        FrontMatter => "front-matter",
        Header => "header",
        Headline => "headline",
        Subhead => "subhead",
        Byline => "byline",
        Dateline => "dateline",
        Caption => "caption",
        Credit => "credit",
        Navigation => "navigation",
        TranslatorNote => "translator-note",
        ForeignScript => "foreign-script",
        Separator => "separator",
        Body => "body",
    }
    Kind {
        Person => "person",
        Organization => "organization",
        Place => "place",
        Event => "event",
        Other => "other",
    }
    Form {
        Name => "name",
        Nominal => "nominal",
        Pronoun => "pronoun",
        Verb => "verb",
    }
    TimeKind {
        Date => "date",
        Time => "time",
        Duration => "duration",
        Set => "set",
    }
    Precision {
        Day => "day",
        Month => "month",
        Year => "year",
    }
    Certainty {
        Stated => "stated",
        Inferred => "inferred",
        Bounded => "bounded",
        Unknown => "unknown",
    }
    Quotation {
        Direct => "direct",
        Indirect => "indirect",
        Mixed => "mixed",
    }
    Grade {
        Speech => "speech",
        Attitude => "attitude",
    }
    SourceKind {
        Named => "named",
        Anaphoric => "anaphoric",
        Anonymous => "anonymous",
        Vague => "vague",
        Document => "document",
        DocumentVague => "document-vague",
        Agentless => "agentless",
    }
    ClaimKind {
        Claim => "claim",
        Quote => "quote",
        Opinion => "opinion",
        Background => "background",
        Headline => "headline",
        NonContent => "non-content",
    }
    Standing {
        SameSentence => "same-sentence",
        RunningQuotation => "running-quotation",
        CarriedFromEarlier => "carried-from-earlier",
        CarriedFromLater => "carried-from-later",
        OutletVoice => "outlet-voice",
    }
    Dated {
        Explicit => "explicit",
        RelativeResolvable => "relative-resolvable",
        Inherited => "inherited",
        Vague => "vague",
        None => "none",
        Timeless => "timeless",
    }
}
