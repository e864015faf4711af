//! What a quotation in somebody's own text is worth: whether a source has its words, and who says them there.

use std::sync::Arc;

use corpus::sources::{Nearest, Occurrence, Pattern, Spoken};
use corpus::{Entity, Member};
use lang::segment;
use nlp::Kind;
use nlp::article::{Speech, Voice};
use text::Span;

use crate::context::Article;

/// What the folder says of a quotation.
#[derive(Clone, PartialEq, Debug)]
pub enum Judgement {
    /// A term or a scrap: too short to be anybody's.
    Short,
    /// The title of something.
    Title,
    /// The writer vouches for it.
    Own,
    /// A mark is missing: where it ends nobody knows.
    Open,
    /// A source has the words.
    Found {
        /// Where, the best place first.
        places: Vec<Occurrence>,
        /// They are said there by the one who says them here.
        said: bool,
    },
    /// A source has the words, and there somebody else says them.
    Misattributed {
        /// Where.
        place: Occurrence,
        /// Who says them there.
        speaker: Arc<Entity>,
    },
    /// No source has the words, and one has others that are much like them.
    Altered(Nearest),
    /// No source has anything like it.
    Unknown,
}

/// Fewer words than this are a term.
const SHORTEST: usize = 4;

/// Judges a quotation of an article by the folder's sources.
pub fn judge(article: &Article, speech: &Speech) -> Judgement {
    if !(speech.opened && speech.closed) {
        return Judgement::Open;
    }
    let words = inner(article.context.source, speech.span).of(article.context.source);
    let pattern = Pattern::new(words);
    if pattern.words() < SHORTEST {
        return Judgement::Short;
    }
    if is_own(article, speech.span) {
        return Judgement::Own;
    }
    let places = article.context.sources.find(&pattern);
    if !places.is_empty() {
        return whose(article, speech, places);
    }
    if is_title(words, article.context.lang) {
        return Judgement::Title;
    }
    article.context.sources.nearest(&pattern).map_or(Judgement::Unknown, Judgement::Altered)
}

/// The words of a quotation without the marks around them.
pub fn inner(source: &str, span: Span) -> Span {
    let outer = |c: char| c.is_whitespace() || is_mark(c) || matches!(c, '—' | '–' | '-' | '―');
    let text = span.of(source);
    let start = text.len() - text.trim_start_matches(outer).len();
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || is_mark(c)).len();
    Span::new(span.start + start as u32, span.start + end.max(start) as u32)
}

/// A quotation mark.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '\'' | '’')
}

/// Who says a quotation in the article it stands in, if that is said.
pub fn speaker(article: &Article, speech: &Speech) -> Option<Arc<Entity>> {
    let voice = article.read.voice(article.context.source, article.context.analysis, speech);
    Who::of(article, article.context.path, article.index as u32, &voice).speaker
}

/// Who speaks at a place of a source.
pub fn speaker_at(article: &Article, path: &Arc<str>, spoken: Option<&Spoken>) -> Option<Arc<Entity>> {
    spoken.and_then(|spoken| Who::of(article, path, spoken.article, &spoken.voice).speaker)
}

/// A voice, as people of the folder.
struct Who {
    speaker: Option<Arc<Entity>>,
    others: Vec<Arc<Entity>>,
    bare: bool,
}

impl Who {
    fn of(article: &Article, path: &Arc<str>, number: u32, voice: &Voice) -> Who {
        let entity = |entity: usize| {
            let member = Member { path: path.clone(), article: number, entity: entity as u32 };
            article.context.index.entity_of(&member)
        };
        Who {
            speaker: voice.speaker.and_then(entity),
            others: voice.others.iter().filter_map(|other| entity(*other)).collect(),
            bare: voice.bare,
        }
    }

    /// They may be one and the same.
    fn may_be(&self, other: &Who) -> bool {
        let (Some(a), Some(b)) = (&self.speaker, &other.speaker) else { return true };
        let bare = self.bare || other.bare || !a.name.contains(' ') || !b.name.contains(' ');
        let either = |who: &Who, entity: &Entity| who.others.iter().any(|other| other.id == entity.id);
        // What a body says is said by somebody, so that a person and a body do not contradict.
        a.id == b.id
            || a.kind != b.kind
            || !matches!(a.kind, Kind::Person | Kind::Organization)
            || bare && surname(&a.name) == surname(&b.name)
            || either(self, b)
            || either(other, a)
    }

    fn is(&self, other: &Who) -> bool {
        self.speaker.as_ref().zip(other.speaker.as_ref()).is_some_and(|(a, b)| a.id == b.id)
    }
}

fn surname(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// The words are found; are they said by the right one?
fn whose(article: &Article, speech: &Speech, mut places: Vec<Occurrence>) -> Judgement {
    let voice = article.read.voice(article.context.source, article.context.analysis, speech);
    let here = Who::of(article, article.context.path, article.index as u32, &voice);
    let there: Vec<Option<Who>> = places
        .iter()
        .map(|place| place.speech.as_ref().map(|spoken| Who::of(article, &place.path, spoken.article, &spoken.voice)))
        .collect();
    // The best place is the speaker's own; then one in quotation marks. The outlet's own words speak for nobody.
    let said = there.iter().position(|there| there.as_ref().is_some_and(|there| here.is(there)));
    let maybe = there.iter().position(|there| there.as_ref().is_some_and(|there| here.may_be(there)));
    if let Some(at) = said.or(maybe) {
        places.swap(0, at);
        return Judgement::Found { places, said: said.is_some() };
    }
    let other = there.iter().position(|there| there.as_ref().is_some_and(|there| there.speaker.is_some()));
    match other.and_then(|at| Some((at, there[at].as_ref()?.speaker.clone()?))) {
        Some((at, speaker)) => Judgement::Misattributed { place: places.swap_remove(at), speaker },
        None => Judgement::Found { places, said: false },
    }
}

/// The writer says beside the quotation that it is from an interview of his own.
fn is_own(article: &Article, span: Span) -> bool {
    let source = article.context.source;
    let sentences = article.read.sentences.iter().filter(|sentence| sentence.intersects(span));
    let around = sentences.fold(span, |around, sentence| around.cover(*sentence));
    // A remark in brackets may stand behind the full stop.
    let rest = source.get(around.end as usize..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    let remark = line.trim_start().starts_with(['(', '[', '<']).then(|| line.find([')', ']', '>'])).flatten();
    let end = around.end + remark.map_or(0, |end| end as u32 + 1);
    let outside = [Span::new(around.start, span.start), Span::new(span.end, end)];
    outside.into_iter().any(|span| {
        let text = span.of(source).to_lowercase();
        let words: Vec<&str> = segment::words(&text).map(|(range, _)| &text[range]).collect();
        let phrases = &article.context.lang.own_interview;
        (0..words.len()).any(|at| phrases.longest(|n| words.get(at + n).copied()).is_some())
    })
}

/// Every word that carries meaning begins with a large letter, as in titles.
pub(crate) fn is_title(words: &str, lang: &lang::Language) -> bool {
    let words = segment::words(words).map(|(range, shape)| (&words[range], shape));
    let mut words = words.filter(|(_, shape)| shape.is_word()).peekable();
    words.peek().is_some()
        && words.all(|(word, shape)| shape.is_capital() || lang.function.contains(&word.to_lowercase()))
}
