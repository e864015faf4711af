//! Marks of a text that is being edited: they ride on its edits.

use std::collections::{HashMap, VecDeque};

use text::{Bias, Edit, LineIndex, Span};

use crate::anchor::{Anchor, Doubt, Wanted, anchor, exactly_in, nearly_in, search};
use crate::fold::fold;
use crate::sidecar::{CodePoints, Mark, Sidecar};

/// Where the marks of a sidecar stand in a text that is open.
///
/// An edit costs what it touches: marks before and behind it are moved by arithmetic, those on it are looked at, and the
/// text is searched only for marks whose words went or came.
///
/// After every edit each [`Anchor::Exact`] and [`Anchor::Moved`] is on its words. What [`anchor`](crate::anchor) cannot
/// know is known here: which of two equal places a mark stands on, and that words which were deleted and came back at
/// the same place, as by undo, are the same words.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Anchors {
    riders: Vec<Rider>,
}

/// A mark on its way.
#[derive(Clone, PartialEq, Debug)]
struct Rider {
    key: Key,
    /// What it looks for; the hint is where it stands or stood last.
    wanted: Wanted,
    anchor: Anchor,
    /// It is about the place more than about the words: an article begins there, or none does.
    is_boundary: bool,
}

/// What makes a mark of a new sidecar the same as one of the old.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Key {
    id: String,
    at: Option<CodePoints>,
    quote: String,
    before: Option<String>,
    after: Option<String>,
}

/// What an edit has brought, for marks that are looked for.
struct Arrived {
    /// The words around the edit, folded; `None` if they are so many that a search is as good.
    words: Option<String>,
    /// How long a quote may be to lie within them.
    longest: usize,
}

/// Bytes of text around an edit that are looked at for each mark by itself; beyond that all are searched for together.
const LOCAL: u32 = 1 << 16;

/// Bytes around a place in which an edit may change what its surroundings say: 32 code points.
const SURROUNDINGS: u32 = 128;

impl Anchors {
    /// Finds the marks of a sidecar as [`anchor`](crate::anchor) does.
    pub fn new(sidecar: &Sidecar, text: &str, sha256: Option<&str>) -> Self {
        let lines = LineIndex::new(text);
        let anchors = anchor(sidecar, text, sha256);
        let rider = |(mark, anchor): (&Mark, Anchor)| Rider::new(mark, anchor, &lines);
        Self { riders: sidecar.marks.iter().zip(anchors).map(rider).collect() }
    }

    /// The anchors in the order of [`Sidecar::marks`].
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Anchor> {
        self.riders.iter().map(|rider| &rider.anchor)
    }

    /// Where the mark with this place in [`Sidecar::marks`] stands.
    pub fn get(&self, mark: usize) -> Option<&Anchor> {
        self.riders.get(mark).map(|rider| &rider.anchor)
    }

    /// Takes the marks along with an edit; `text` is the text after it.
    pub fn edit(&mut self, edit: &Edit, text: &str) {
        let arrived = self.arrived(edit, text);
        let stays: Vec<bool> = self.riders.iter().map(|rider| rider.outlives(edit)).collect();
        let lost: Vec<usize> =
            (0..self.riders.len()).filter(|&at| !self.riders[at].ride(edit, text, &arrived)).collect();
        if lost.is_empty() {
            return;
        }
        let wanted: Vec<&Wanted> = lost.iter().map(|&at| &self.riders[at].wanted).collect();
        let found = search(&wanted, text);
        for (at, anchor) in lost.into_iter().zip(found) {
            let rider = &mut self.riders[at];
            let changed = (stays[at] && anchor == Anchor::Orphan).then(|| rider.changed(text)).flatten();
            rider.stand(changed.unwrap_or(anchor));
        }
    }

    /// Goes over to another text of the sidecar, while the article's text stays.
    ///
    /// Marks that are the same as before stay where they are; new ones are found.
    pub fn update(&mut self, sidecar: &Sidecar, text: &str) {
        let mut old: Vec<Option<Rider>> = std::mem::take(&mut self.riders).into_iter().map(Some).collect();
        let keys: Vec<Key> = sidecar.marks.iter().map(Key::new).collect();
        // A merge may leave a line twice: each keeps its own place, as long as they keep their order.
        let same = |rider: &mut Option<Rider>, key: &Key| rider.take_if(|rider| rider.key == *key);
        let mut riders: Vec<Option<Rider>> = old.iter_mut().zip(&keys).map(|(rider, key)| same(rider, key)).collect();
        riders.resize_with(keys.len(), || None);
        let mut rest = HashMap::<Key, VecDeque<Rider>>::new();
        old.into_iter().flatten().for_each(|rider| rest.entry(rider.key.clone()).or_default().push_back(rider));
        for (rider, key) in riders.iter_mut().zip(&keys).filter(|(rider, _)| rider.is_none()) {
            *rider = rest.get_mut(key).and_then(VecDeque::pop_front);
        }
        let lines = LineIndex::new(text);
        riders.iter_mut().flatten().for_each(|rider| rider.settle(&lines));
        let new: Vec<usize> = (0..riders.len()).filter(|&at| riders[at].is_none()).collect();
        if !new.is_empty() {
            let marks = new.iter().map(|&at| sidecar.marks[at].clone()).collect();
            let found = Self::new(&Sidecar { marks, ..Sidecar::default() }, text, None).riders;
            new.into_iter().zip(found).for_each(|(at, rider)| riders[at] = Some(rider));
        }
        self.riders = riders.into_iter().flatten().collect();
    }

    fn arrived(&self, edit: &Edit, text: &str) -> Arrived {
        let longest = self.riders.iter().map(|rider| rider.wanted.quote.len()).max().unwrap_or(0);
        let longest = longest.min(LOCAL as usize / 8);
        let window = wider(edit.new_span(), padding(longest)).within(text);
        Arrived { words: (window.len() <= LOCAL).then(|| fold(window.of(text))), longest }
    }
}

impl Arrived {
    /// Whether words may have come with the edit.
    fn may_have(&self, quote: &str) -> bool {
        match &self.words {
            Some(words) if quote.len() <= self.longest => words.contains(quote),
            _ => true,
        }
    }
}

impl Rider {
    fn new(mark: &Mark, anchor: Anchor, lines: &LineIndex) -> Self {
        let (key, wanted) = (Key::new(mark), Wanted::new(mark, lines));
        let is_boundary = matches!(mark.kind.as_str(), "split" | "join");
        let mut rider = Self { key, wanted, anchor: Anchor::Orphan, is_boundary };
        rider.stand(anchor);
        rider
    }

    fn stand(&mut self, anchor: Anchor) {
        self.wanted.hint = anchor.span().or(self.wanted.hint);
        self.anchor = anchor;
    }

    /// Whether it has a place that an edit changes and does not take away, and is to keep it.
    fn outlives(&self, edit: &Edit) -> bool {
        self.is_boundary && self.anchor.span().is_some_and(|span| !edit.span.contains_span(span))
    }

    /// The place where it stood, whose words are others now: somebody has to look.
    fn changed(&self, text: &str) -> Option<Anchor> {
        let span = self.wanted.hint.filter(|place| !place.of(text).trim().is_empty())?;
        Some(Anchor::Uncertain { span, choices: vec![span], why: Doubt::Changed })
    }

    /// What moved has not moved once its line says where it is.
    fn settle(&mut self, lines: &LineIndex) {
        if let Anchor::Moved(span) = self.anchor
            && self.key.at.is_some_and(|at| at.to_bytes(lines) == span)
        {
            self.anchor = Anchor::Exact(span);
        }
    }

    /// Goes along with an edit; `false` if the whole text has to be searched.
    fn ride(&mut self, edit: &Edit, text: &str, arrived: &Arrived) -> bool {
        if self.is_apart(edit, arrived) {
            self.shift(edit);
            return true;
        }
        let place = self.wanted.hint.map(|place| self.place_after(place, edit, text));
        self.wanted.hint = place;
        let undecided = matches!(self.anchor, Anchor::Uncertain { why: Doubt::Several | Doubt::Surroundings, .. });
        let Some(place) = place.filter(|_| !undecided) else { return false };
        match self.look_around(place, text) {
            Some(anchor) => self.stand(anchor),
            None if self.anchor == Anchor::Orphan => return !arrived.may_have(&self.wanted.quote),
            None => return false,
        }
        true
    }

    /// Whether an edit leaves it as it is, wherever that is now.
    fn is_apart(&self, edit: &Edit, arrived: &Arrived) -> bool {
        let apart = |span: Span| edit.span.end <= span.start || edit.span.start >= span.end;
        let far = |span: Span, bytes: u32| apart(wider(span, bytes));
        let news = || arrived.may_have(&self.wanted.quote);
        match &self.anchor {
            Anchor::Exact(span) | Anchor::Moved(span) => apart(*span),
            Anchor::Uncertain { span, why: Doubt::Changed, .. } => far(*span, self.reach()) && !news(),
            Anchor::Uncertain { choices, .. } => choices.iter().all(|span| far(*span, SURROUNDINGS)) && !news(),
            Anchor::Orphan => self.wanted.hint.is_none_or(|place| far(place, self.reach() + 1)) && !news(),
        }
    }

    /// How far around its place words may stand that are its own: half as far as they reach.
    fn reach(&self) -> u32 {
        Span::from(0..self.wanted.quote.len()).end / 2
    }

    /// Moves what stands behind the edit; nothing of this lies in it.
    fn shift(&mut self, edit: &Edit) {
        let moved = |span: &mut Span| *span = edit.map_span(*span, Bias::Outside).unwrap_or(edit.new_span());
        match &mut self.anchor {
            Anchor::Exact(span) | Anchor::Moved(span) => moved(span),
            Anchor::Uncertain { span, choices, .. } => {
                moved(span);
                choices.iter_mut().for_each(moved);
            }
            Anchor::Orphan => {}
        }
        self.wanted.hint.iter_mut().for_each(moved);
    }

    /// Where a place lies after an edit that touches it: with what was put into it and at its ends.
    fn place_after(&self, place: Span, edit: &Edit, text: &str) -> Span {
        let swallowed = edit.span.contains_span(place) && edit.span != place;
        let after = match edit.map_span(place, Bias::Inside) {
            Some(after) => after,
            // As far into what came as it was into what went, should much have been replaced by much the same.
            None if swallowed && edit.new.len() > self.wanted.quote.len() => place.intersection(edit.new_span()),
            None => edit.new_span(),
        };
        after.within(text)
    }

    /// The anchor at a place or next to it; `None` if the words are not there.
    fn look_around(&self, place: Span, text: &str) -> Option<Anchor> {
        if self.wanted.is_at(text, place) {
            return Some(Anchor::Exact(place));
        }
        let window = wider(place, padding(self.wanted.quote.len())).within(text);
        if window.len() > LOCAL {
            return None;
        }
        let near = wider(place, 1);
        let there = exactly_in(&self.wanted, text, window).into_iter().filter(|span| span.intersects(near));
        let there: Vec<Span> = there.filter(|span| self.wanted.surroundings_fit(text, *span)).collect();
        match there.as_slice() {
            [] => {}
            [span] => return Some(Anchor::Exact(*span)),
            // Undecided by the place; the search decides by the surroundings.
            _ => return None,
        }
        let changed = nearly_in(&self.wanted, text, window)?;
        let close = changed.intersects(wider(place, self.reach()));
        close.then(|| Anchor::Uncertain { span: changed, choices: vec![changed], why: Doubt::Changed })
    }
}

impl Key {
    fn new(mark: &Mark) -> Self {
        Self {
            id: mark.id.clone(),
            at: mark.at,
            quote: mark.quote.clone(),
            before: mark.before.clone(),
            after: mark.after.clone(),
        }
    }
}

/// Bytes of text in which a folded quote of this length lies for certain, but for long runs of space.
fn padding(quote: usize) -> u32 {
    Span::from(0..quote).end.saturating_mul(3).saturating_add(64)
}

/// A span with `bytes` more to each side; its ends may lie inside of characters.
fn wider(span: Span, bytes: u32) -> Span {
    Span::new(span.start.saturating_sub(bytes), span.end.saturating_add(bytes))
}
