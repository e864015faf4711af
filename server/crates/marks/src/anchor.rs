//! Where marks stand in a text that may have changed since they were made.

use aho_corasick::AhoCorasick;
use text::{LineIndex, Span};

use crate::context::{Context, Fit, cuts_word};
use crate::fold::{Folded, fold};
use crate::fuzzy::{Near, Pattern};
use crate::sidecar::{Mark, Sidecar};

/// Where a mark stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Anchor {
    /// On its words, where they were.
    Exact(Span),
    /// On its words, which stand somewhere else now, and nowhere else.
    Moved(Span),
    /// Perhaps here: somebody has to look (M902).
    Uncertain {
        /// The best place.
        span: Span,
        /// All places that may be meant, the best first; at least `span`, at most [`CHOICES`].
        choices: Vec<Span>,
        /// What speaks against it.
        why: Doubt,
    },
    /// Nowhere (M901). The mark stays in its file.
    Orphan,
}

/// Why a mark's place is uncertain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Doubt {
    /// Several places fit about as well.
    Several,
    /// The words have changed a little; [`differences`](crate::differences) shows how.
    Changed,
    /// The words are there once, and what stands around them is not what stood around the mark's.
    Surroundings,
}

/// How many places an uncertain mark offers at most.
pub const CHOICES: usize = 16;

/// Shorter quotes, in code points, are found exactly or not at all.
const FUZZY_FROM: usize = 24;

/// How much better than the next a place has to fit.
const MARGIN: f64 = 0.2;

/// How well the surroundings have to fit.
const FLOOR: f64 = 0.6;

/// How near, in bytes of the folded text, is the neighbourhood of a paragraph: about one paragraph to each side.
const NEIGHBOURHOOD: usize = 500;

/// How many places of one quote are kept; more than that and it is no quote by which a place can be told.
const HITS: usize = 8192;

/// Among how many places surroundings are compared.
const COMPARED: usize = 256;

impl Anchor {
    /// The place, the best one if it is uncertain.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) | Self::Uncertain { span, .. } => Some(*span),
            Self::Orphan => None,
        }
    }

    /// The place, if nobody has to look.
    pub fn sure_span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span) => Some(*span),
            Self::Uncertain { .. } | Self::Orphan => None,
        }
    }

    fn uncertain(why: Doubt, mut choices: Vec<Span>) -> Self {
        choices.truncate(CHOICES);
        match choices.first() {
            Some(&span) => Self::Uncertain { span, choices, why },
            None => Self::Orphan,
        }
    }
}

/// Finds all marks of a sidecar in the text of its file; the answers are in the order of [`Sidecar::marks`].
///
/// `sha256` is the hash of the file, if it is known. Marks that stand where they stood cost their own length, all others
/// are looked for together in one pass over the text.
///
/// 1. Words that stand where they stood are kept, unless what stood around them fits another place clearly better.
/// 2. Words that stand there once are moved to, if what stood around them fits.
/// 3. Of several places the one whose surroundings fit best is taken, if it fits well and clearly better than the next.
/// 4. Of long quotes, places with a tenth of the characters changed are offered, never taken.
/// 5. Everything else is an orphan: a look-alike is worse than none.
///
/// Words are compared as readers see them: composed (NFC), any run of space as one space, any quotation mark as a plain
/// one.
pub fn anchor(sidecar: &Sidecar, text: &str, sha256: Option<&str>) -> Vec<Anchor> {
    let same =
        sha256.is_some_and(|hash| sidecar.text_sha256.as_deref().is_some_and(|old| old.eq_ignore_ascii_case(hash)));
    let lines = LineIndex::new(text);
    let wanted: Vec<Wanted> = sidecar.marks.iter().map(|mark| Wanted::new(mark, &lines)).collect();
    let mut anchors: Vec<Option<Anchor>> = wanted.iter().map(|wanted| wanted.where_it_stood(text, same)).collect();
    let missing: Vec<usize> = (0..wanted.len()).filter(|&at| anchors[at].is_none()).collect();
    if !missing.is_empty() {
        let found = search(&missing.iter().map(|&at| &wanted[at]).collect::<Vec<_>>(), text);
        missing.into_iter().zip(found).for_each(|(at, anchor)| anchors[at] = Some(anchor));
    }
    anchors.into_iter().map(|anchor| anchor.unwrap_or(Anchor::Orphan)).collect()
}

/// A mark as it is looked for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Wanted {
    /// The folded quote.
    pub quote: String,
    pub context: Option<Context>,
    /// Where it stood, in bytes of the text.
    pub hint: Option<Span>,
}

impl Wanted {
    pub fn new(mark: &Mark, lines: &LineIndex) -> Self {
        let context = Context::new(mark.before.as_deref(), mark.after.as_deref());
        Self { quote: fold(&mark.quote), context, hint: mark.at.map(|at| at.to_bytes(lines)) }
    }

    pub fn is_fuzzy(&self) -> bool {
        self.quote.chars().nth(FUZZY_FROM - 1).is_some()
    }

    pub fn is_at(&self, text: &str, span: Span) -> bool {
        fold(span.of(text)) == self.quote
    }

    fn where_it_stood(&self, text: &str, same: bool) -> Option<Anchor> {
        let span = self.hint?;
        let stands = self.is_at(text, span) && (same || self.surroundings(text, span).is_none_or(|fit| fit.exact));
        stands.then_some(Anchor::Exact(span))
    }

    /// Whether a place with the right words is the right place as far as can be told.
    pub fn surroundings_fit(&self, text: &str, span: Span) -> bool {
        self.surroundings(text, span).is_none_or(|fit| fit.score >= FLOOR)
    }

    /// How well a place with the right words fits; `None` if the mark remembers nothing of its surroundings.
    fn surroundings(&self, text: &str, span: Span) -> Option<Fit> {
        let context = self.context.as_ref()?;
        let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
        let from = before.char_indices().rev().nth(WINDOW).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(WINDOW).map_or(after.len(), |(at, _)| at);
        Some(context.fit(&fold(&before[from..]), &fold(&after[..to])))
    }

    /// Whether a place with the right words is cut out of a longer word, which this mark is not.
    fn cuts(&self, text: &str, span: Span) -> bool {
        let (start, end) = self.context.as_ref().map_or((false, false), |context| context.cuts);
        (!start && cuts_word(text, span.start)) || (!end && cuts_word(text, span.end))
    }
}

/// Code points around a place that are folded to compare its surroundings: more than are compared, since a run of space
/// counts as one.
const WINDOW: usize = 200;

/// Looks for marks that do not stand where they stood.
pub(crate) fn search(wanted: &[&Wanted], text: &str) -> Vec<Anchor> {
    let folded = Folded::new(text);
    let searched = Searched { text, folded: &folded };
    let quotes: Vec<&str> = wanted.iter().map(|wanted| wanted.quote.as_str()).collect();
    let hits = find_all(&quotes, folded.as_str());
    let mut anchors: Vec<Option<Anchor>> =
        wanted.iter().zip(&hits).map(|(wanted, hits)| searched.exact(wanted, hits)).collect();
    let missing: Vec<usize> = (0..wanted.len()).filter(|&at| anchors[at].is_none() && wanted[at].is_fuzzy()).collect();
    if !missing.is_empty() {
        let found = searched.fuzzy(&missing.iter().map(|&at| wanted[at]).collect::<Vec<_>>());
        missing.into_iter().zip(found).for_each(|(at, anchor)| anchors[at] = Some(anchor));
    }
    anchors.into_iter().map(|anchor| anchor.unwrap_or(Anchor::Orphan)).collect()
}

/// Where each of `words` stands in `text`, overlapping places too, and whether there are more than are kept.
fn find_all(words: &[&str], text: &str) -> Vec<Hits> {
    // Equal words are looked for once.
    let mut numbers = std::collections::HashMap::new();
    let mut distinct = Vec::new();
    for &word in words {
        numbers.entry(word).or_insert_with(|| {
            distinct.push(word);
            distinct.len() - 1
        });
    }
    let mut hits = vec![Hits::default(); distinct.len()];
    let push = |hits: &mut Hits, at: usize| {
        if hits.starts.len() < HITS { hits.starts.push(at) } else { hits.more = true }
    };
    match AhoCorasick::new(&distinct) {
        Ok(automaton) => {
            for found in automaton.find_overlapping_iter(text) {
                push(&mut hits[found.pattern().as_usize()], found.start());
            }
        }
        // The automaton outgrows its numbers only with gigabytes of words: one after the other, then.
        Err(_) => distinct.iter().zip(&mut hits).for_each(|(word, hits)| {
            text.match_indices(word).for_each(|(at, _)| push(hits, at));
        }),
    }
    words.iter().map(|word| hits[numbers[word]].clone()).collect()
}

/// Places of some words.
#[derive(Clone, Default)]
struct Hits {
    /// In bytes of the folded text.
    starts: Vec<usize>,
    /// There are more.
    more: bool,
}

/// A place in the folded text, and how well it fits.
struct Candidate {
    span: Span,
    fit: Fit,
}

struct Searched<'t> {
    text: &'t str,
    folded: &'t Folded,
}

impl Searched<'_> {
    /// The anchor of a mark whose words are there; `None` if they are not.
    fn exact(&self, wanted: &Wanted, hits: &Hits) -> Option<Anchor> {
        let places: Vec<(usize, Span)> = hits.starts.iter().filter_map(|&start| self.place(wanted, start)).collect();
        if let (&[(start, span)], false) = (places.as_slice(), hits.more) {
            let fits = wanted
                .context
                .as_ref()
                .is_none_or(|context| self.fit(context, start, start + wanted.quote.len()).score >= FLOOR);
            return Some(match fits {
                true if wanted.hint == Some(span) => Anchor::Exact(span),
                true => Anchor::Moved(span),
                false => Anchor::uncertain(Doubt::Surroundings, vec![span]),
            });
        }
        if places.is_empty() { None } else { Some(self.choose(wanted, places, hits.more)) }
    }

    /// The folded place of a hit that is no part of a longer word.
    fn place(&self, wanted: &Wanted, start: usize) -> Option<(usize, Span)> {
        let span = self.folded.span(start, start + wanted.quote.len())?;
        (!wanted.cuts(self.text, span)).then_some((start, span))
    }

    /// One of several places.
    fn choose(&self, wanted: &Wanted, mut places: Vec<(usize, Span)>, more: bool) -> Anchor {
        let hint = self.hint(wanted);
        places.sort_by_key(|(start, _)| start.abs_diff(hint));
        let Some(context) = &wanted.context else {
            return Anchor::uncertain(Doubt::Several, places.into_iter().map(|(_, span)| span).collect());
        };
        let compared = COMPARED.min(places.len());
        let candidate = |&(start, span): &(usize, Span)| Candidate {
            span,
            fit: self.fit(context, start, start + wanted.quote.len()),
        };
        let mut candidates: Vec<Candidate> = places[..compared].iter().map(candidate).collect();
        candidates.sort_by(|a, b| b.fit.score.total_cmp(&a.fit.score));
        let all_seen = compared == places.len() && !more;
        let only = candidates.iter().filter(|candidate| candidate.fit.exact).count() == 1;
        let [best, next, ..] = candidates.as_slice() else { return Anchor::Orphan };
        if all_seen && only && best.fit.exact {
            return Anchor::Moved(best.span);
        }
        let stays = candidates.iter().find(|candidate| wanted.hint == Some(candidate.span));
        if let Some(stays) = stays.filter(|stays| stays.fit.score >= FLOOR.max(best.fit.score - MARGIN)) {
            return Anchor::Exact(stays.span);
        }
        if all_seen && best.fit.score >= FLOOR && best.fit.score - next.fit.score >= MARGIN {
            return Anchor::Moved(best.span);
        }
        Anchor::uncertain(Doubt::Several, candidates.into_iter().map(|candidate| candidate.span).collect())
    }

    /// The anchors of marks whose words are not there as they were.
    fn fuzzy(&self, wanted: &[&Wanted]) -> Vec<Anchor> {
        let patterns: Vec<Pattern> = wanted.iter().map(|wanted| Pattern::new(&wanted.quote)).collect();
        let pieces: Vec<&str> =
            patterns.iter().flat_map(|pattern| &pattern.pieces).map(|(_, piece)| piece.as_str()).collect();
        let mut hits = find_all(&pieces, self.folded.as_str()).into_iter();
        let of = |(wanted, pattern): (&&Wanted, &Pattern)| {
            let mut found = Vec::new();
            for (number, hits) in hits.by_ref().take(pattern.pieces.len()).enumerate() {
                // A piece that stands everywhere tells nothing.
                if !hits.more {
                    found.extend(hits.starts.into_iter().map(|at| (number, at)));
                }
            }
            self.nearly(wanted, pattern.near(self.folded.as_str(), &found))
        };
        wanted.iter().zip(&patterns).map(of).collect()
    }

    /// The anchor of a mark whose words are nearly there.
    fn nearly(&self, wanted: &Wanted, near: Vec<Near>) -> Anchor {
        let hint = self.hint(wanted);
        let length = wanted.quote.chars().count().max(1) as f64;
        let mut candidates: Vec<(Span, f64, bool)> = Vec::new();
        for near in near {
            let Some(span) = self.folded.span(near.start, near.end) else { continue };
            let context = wanted.context.as_ref().map(|context| self.fit(context, near.start, near.end).score);
            let close = wanted.hint.is_some() && near.start.abs_diff(hint) <= NEIGHBOURHOOD;
            let fits = close || context.is_some_and(|score| score >= FLOOR);
            let around = context.unwrap_or(if close { 1.0 } else { 0.0 });
            let alike = 1.0 - near.distance as f64 / length;
            candidates.push((span, (alike + around) / 2.0, fits));
        }
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some(best) = candidates.iter().position(|(_, _, fits)| *fits) else { return Anchor::Orphan };
        let (_, score, _) = candidates[best];
        let clear = candidates.iter().enumerate().all(|(at, other)| at == best || score - other.1 >= MARGIN);
        let spans = candidates.into_iter().map(|(span, _, _)| span);
        match clear {
            true => Anchor::uncertain(Doubt::Changed, spans.skip(best).take(1).collect()),
            false => Anchor::uncertain(Doubt::Several, spans.collect()),
        }
    }

    fn fit(&self, context: &Context, start: usize, end: usize) -> Fit {
        let text = self.folded.as_str();
        context.fit(&text[..start], &text[end..])
    }

    /// Where the mark stood, in bytes of the folded text.
    fn hint(&self, wanted: &Wanted) -> usize {
        wanted.hint.map_or(0, |hint| self.folded.at(hint.start))
    }
}

/// Where words that nearly fit stand in a stretch of text, if they do.
pub(crate) fn nearly_in(wanted: &Wanted, text: &str, window: Span) -> Option<Span> {
    if !wanted.is_fuzzy() {
        return None;
    }
    let folded = Folded::new(window.of(text));
    let near = Pattern::new(&wanted.quote).align(folded.as_str())?;
    Some(folded.span(near.start, near.end)?.shift(window.start))
}

/// Where the very words stand in a stretch of text.
pub(crate) fn exactly_in(wanted: &Wanted, text: &str, window: Span) -> Vec<Span> {
    let folded = Folded::new(window.of(text));
    let starts = folded.as_str().match_indices(wanted.quote.as_str()).map(|(start, _)| start);
    let span = |start| Some(folded.span(start, start + wanted.quote.len())?.shift(window.start));
    starts.filter_map(span).filter(|&span| !wanted.cuts(text, span)).collect()
}
