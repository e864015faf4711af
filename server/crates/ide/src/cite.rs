//! Words of a source, ready to be quoted in somebody's own text: whose they are, when they were printed, and a link that
//! leads back to their line.

use corpus::Member;
use corpus::sources::{Source, Spoken};
use jiff::civil::Date;
use lang::{Citation as Style, Language};
use nlp::{Analysis, Article, SourceKind};
use rules::Profile;
use rules::quotation;
use text::{Edit, PositionEncoding, Span};

use crate::actions::{Action, ActionKind, FileChange};
use crate::hover::shortened;
use crate::snapshot::{Document, Path, Snapshot, word_at};

/// Words of a source with what must be said of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    /// The words that were chosen, whole ones, without the marks around them. Bytes of the source.
    pub span: Span,
    /// The words as they are quoted: white space folded, marks inside them single.
    pub words: String,
    /// Who says them: a name, or the source's own words for somebody it does not name. `None` for the outlet itself.
    pub speaker: Option<String>,
    /// Where they come from.
    pub origin: Origin,
    /// All of it: `“Words,” Ada Brandt said (Norwire, March 4, 2025; 003.txt:53)`.
    pub text: String,
}

/// Where words come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The article's outlet.
    pub outlet: Option<String>,
    /// The article's day.
    pub day: Option<Date>,
    /// The file.
    pub path: Path,
}

/// Nobody quotes more characters at a time.
const LONGEST: usize = 2_000;
/// So many characters of a source's own words for a speaker.
const SPEAKER: usize = 80;
/// So many drafts are offered to put a citation into.
const DRAFTS: usize = 3;

impl Snapshot {
    /// The words at `span` (bytes) of a source as a citation. Words that are cut are completed; where nothing is
    /// selected it is the quotation or the sentence there. `None` in a draft, which is no evidence, between articles,
    /// and for more than anybody would quote.
    pub fn citation(&self, path: &str, span: Span) -> Option<Citation> {
        let document = self.documents.get(path).filter(|document| document.profile == Profile::Source)?;
        let source = document.source.as_deref()?;
        if span.len() as usize > LONGEST * 4 {
            return None;
        }
        let analysis = self.analysis(path)?;
        let span = chosen(source, &analysis, span.within(&document.text))?;
        let number = source.article_at(span.start);
        if source.article_at(span.end) != number || source.articles().get(number as usize)? > &span.start {
            return None;
        }
        let article = analysis.articles.get(number as usize)?;
        let spoken = source.speech(span);
        let words = requoted(&Analysis::folded(&document.text, span));
        if words.chars().count() > LONGEST || !words.contains(char::is_alphanumeric) {
            return None;
        }
        let speaker = spoken.and_then(|spoken| self.speaker_of(document, article, spoken));
        let origin = self.origin(&document.path, number);
        let line = document.lines.position(PositionEncoding::Utf8, span.start).line + 1;
        let whence = format!("{}; {path}:{line}", origin.told(&self.lang.citation));
        let whence = whence.trim_start_matches("; ");
        let text = format!("“{}", ascribed(&words, '”', speaker.as_deref(), whence, &self.lang.citation));
        Some(Citation { span, words, speaker, origin, text })
    }

    /// What is known of where an article comes from.
    pub(crate) fn origin(&self, path: &Path, article: u32) -> Origin {
        let facts = self.index.article(path, article);
        Origin {
            outlet: facts.and_then(|facts| facts.outlet.as_deref()).map(str::to_owned),
            day: facts.and_then(|facts| facts.day),
            path: path.clone(),
        }
    }

    /// The name of who says a quotation, as far as its article tells.
    pub(crate) fn named_speaker(&self, path: &Path, spoken: &Spoken) -> Option<String> {
        let entity = spoken.voice.speaker? as u32;
        let member = Member { path: path.clone(), article: spoken.article, entity };
        self.index.entity_of(&member).map(|speaker| speaker.name.to_string())
    }

    fn speaker_of(&self, document: &Document, article: &Article, spoken: &Spoken) -> Option<String> {
        let named = || self.named_speaker(&document.path, spoken);
        named().or_else(|| described_speaker(&document.text, article, spoken.span, &self.lang))
    }

    /// The citation of `span`, to be copied or put at the end of a draft: one that is open, or where none is, one of
    /// those whose names come last, as the latest do where names begin with a day.
    pub(crate) fn cite_actions(&self, path: &str, span: Span) -> Vec<Action> {
        let Some(citation) = self.citation(path, span) else { return Vec::new() };
        let what = shortened(&citation.words, 30);
        let mut drafts: Vec<&Document> = self.documents.values().map(|document| &**document).collect();
        drafts.retain(|document| document.profile == Profile::Draft);
        if drafts.iter().any(|draft| draft.open) {
            drafts.retain(|draft| draft.open);
        }
        drafts.sort_by(|a, b| b.path.cmp(&a.path));
        let cite = |draft: &Document| {
            let edit = appended(&draft.text, &citation.text);
            let caret = Some((draft.path.clone(), edit.span.start + edit.new.trim_end().len() as u32));
            Action {
                title: format!("Cite “{what}” in {}", draft.path),
                changes: vec![FileChange { path: draft.path.clone(), creates: false, edits: vec![edit] }],
                caret,
                ..Action::of(ActionKind::Cite)
            }
        };
        let copy = Action {
            title: format!("Cite “{what}”: copy"),
            copies: Some(citation.text.clone()),
            ..Action::of(ActionKind::Cite)
        };
        drafts.into_iter().take(DRAFTS).map(cite).chain([copy]).collect()
    }
}

impl Origin {
    /// `Montavar Herald, January 30, 2025`; empty where neither is known.
    pub(crate) fn told(&self, style: &Style) -> String {
        let day = self.day.map(|day| day.strftime(&*style.day).to_string());
        self.outlet.clone().into_iter().chain(day).collect::<Vec<_>>().join(", ")
    }

    /// The same, or the file's name where neither is known.
    pub(crate) fn told_or_path(&self, style: &Style) -> String {
        let told = self.told(style);
        if told.is_empty() { self.path.to_string() } else { told }
    }
}

/// `words,” Ada Brandt said (Norwire, March 4, 2025)`: from the first word on, with the mark `close`.
pub(crate) fn ascribed(words: &str, close: char, speaker: Option<&str>, whence: &str, style: &Style) -> String {
    let Some(speaker) = speaker else { return format!("{words}{close} ({whence})") };
    // A question keeps its mark; a full stop makes way for our comma.
    let words = words.trim_end_matches(['.', ',']);
    let comma = if words.ends_with(['?', '!', '…']) { "" } else { "," };
    let says = style.speaker.replace('*', speaker);
    format!("{words}{comma}{close} {says} ({whence})")
}

/// What is to be quoted of a selection.
fn chosen(source: &Source, analysis: &Analysis, span: Span) -> Option<Span> {
    let text = &**source.text();
    let span = if span.is_empty() { around(source, analysis, span.start)? } else { whole_words(text, span) };
    let inside = source.spoken().iter().find(|spoken| {
        let outer = spoken.span;
        outer.contains_span(span) || (outer.intersects(span) && trimmed(text, outer) == trimmed(text, span))
    });
    let span = match inside {
        Some(spoken) => {
            let inner = quotation::inner(text, spoken.span);
            Span::new(span.start.max(inner.start), span.end.min(inner.end).max(span.start.max(inner.start)))
        }
        None => trimmed(text, span),
    };
    (!span.is_empty()).then_some(span)
}

/// The quotation that holds `offset`, else the sentence.
fn around(source: &Source, analysis: &Analysis, offset: u32) -> Option<Span> {
    let spoken = source.speech(Span::empty(offset)).map(|spoken| spoken.span);
    let sentences = || analysis.articles.iter().flat_map(|article| &article.sentences);
    spoken.or_else(|| sentences().find(|sentence| sentence.touches(offset)).copied())
}

/// The span without white space at its ends, and with the whole of words that it cuts.
fn whole_words(text: &str, span: Span) -> Span {
    let span = trimmed(text, span);
    if span.is_empty() {
        return span;
    }
    let word = |offset: u32| word_at(text, offset).filter(|word| word.start < offset && offset < word.end);
    let start = word(span.start).map_or(span.start, |word| word.start);
    let end = word(span.end).map_or(span.end, |word| word.end);
    Span::new(start, end)
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len()) as u32;
    Span::new(start, start + words.trim().len() as u32)
}

/// Marks inside a quotation are single ones. A straight mark closes what it stands right behind.
fn requoted(words: &str) -> String {
    let mut before = ' ';
    let mut single = |c: char| {
        let closes = !before.is_whitespace() && !matches!(before, '(' | '[' | '‘');
        before = c;
        match c {
            '“' | '«' | '„' => '‘',
            '”' | '»' => '’',
            '"' if closes => '’',
            '"' => '‘',
            other => other,
        }
    };
    words.chars().map(&mut single).collect()
}

/// The article's own words for a speaker whom it does not name: `a Western diplomat`.
fn described_speaker(text: &str, article: &Article, span: Span, lang: &Language) -> Option<String> {
    let speech = article.quotes.iter().find(|speech| speech.span == span)?;
    let attribution = article.attributions.get(speech.attribution?)?;
    if attribution.source_kind == SourceKind::Anaphoric {
        return None;
    }
    let words = Analysis::folded(text, attribution.source.as_ref()?.cover());
    let is_short = words.chars().count() <= SPEAKER && !words.is_empty();
    is_short.then(|| {
        let first = words.split(' ').next().unwrap_or_default().to_lowercase();
        let small = lang.function.contains(&first);
        if small { format!("{first}{}", &words[words.find(' ').unwrap_or(words.len())..]) } else { words }
    })
}

/// A paragraph of its own at the end of a draft, in the draft's own line ends.
fn appended(draft: &str, paragraph: &str) -> Edit {
    let end = if draft.contains("\r\n") { "\r\n" } else { "\n" };
    let kept = draft.trim_end().len();
    let gap = if kept == 0 { String::new() } else { end.repeat(2) };
    Edit::new(Span::new(kept as u32, draft.len() as u32), format!("{gap}{paragraph}{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_are_widened_to_words() {
        let text = "He said: “we will not” go, Зеленский’s 1,900 men.";
        let check = |part: &str, expected: &str| {
            let start = text.find(part).unwrap() as u32;
            let span = whole_words(text, Span::new(start, start + part.len() as u32));
            assert_eq!(span.of(text), expected);
        };
        check("e will no", "we will not");
        check(" go, ", "go,");
        check("лен", "Зеленский’s");
        check("90", "1,900");
        check("men.", "men.");
    }

    #[test]
    fn what_is_put_at_the_end() {
        let check = |draft: &str, expected: &str| assert_eq!(appended(draft, "P").apply(draft), expected);
        check("", "P\n");
        check("A", "A\n\nP\n");
        check("A\n\n\n", "A\n\nP\n");
        check("A\r\nB\r\n", "A\r\nB\r\n\r\nP\r\n");
    }

    #[test]
    fn marks_inside() {
        assert_eq!(requoted("a “b” «c» \"d\" it’s"), "a ‘b’ ‘c’ ‘d’ it’s");
    }
}
