//! Coarse parts of speech, and corrections by pattern: what a tag, a label and a word together say of a token.

use crate::labels::{Dep, Pos, Tag};
use crate::model::{Model, ModelError};
use crate::mutation::{self, Mutation};

/// The patterns of the model's attribute ruler.
pub struct Ruler {
    patterns: Vec<Pattern>,
    /// The patterns that may begin at a token, by its tag: for a word that no pattern names, and for one that some pattern names.
    by_tag: Vec<[Vec<u16>; 2]>,
    effects: Vec<Effect>,
    /// Morphological features in the form of Universal Dependencies, `Number=Sing|Person=3`; `_` for none.
    pub morphs: Vec<Box<str>>,
    pub lemmas: Vec<Box<str>>,
}

struct Pattern {
    rule: u16,
    /// Which of the tokens changes.
    target: usize,
    tokens: Vec<Wanted>,
}

struct Wanted {
    tags: u64,
    deps: u64,
    is_space: Option<bool>,
    /// Numbers of lower-cased words; empty for any.
    words: Vec<u8>,
}

/// What a rule sets.
#[derive(Debug, Clone, Copy, Default)]
struct Effect {
    pos: Option<Pos>,
    morph: Option<u8>,
    lemma: Option<u8>,
    tag: Option<Tag>,
    dep: Option<Dep>,
}

/// What the ruler sees of a token.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub tag: Tag,
    pub dep: Dep,
    pub is_space: bool,
    /// See [`crate::vocabulary::Lexeme::ruler_word`].
    pub word: u8,
}

/// What it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    pub tag: Tag,
    pub dep: Dep,
    pub pos: Pos,
    /// A place in [`Ruler::morphs`].
    pub morph: u8,
    /// A place in [`Ruler::lemmas`].
    pub lemma: Option<u8>,
}

/// What was set, with the number of the rule that did it: a later rule wins.
#[derive(Debug, Clone, Copy, Default)]
struct Set {
    pos: Option<(u16, Pos)>,
    morph: Option<(u16, u8)>,
    lemma: Option<(u16, u8)>,
    tag: Option<(u16, Tag)>,
    dep: Option<(u16, Dep)>,
}

impl Ruler {
    pub fn new(model: &Model) -> Result<Ruler, ModelError> {
        let broken = || ModelError::new("the patterns of the attribute ruler are broken");
        let names = model.strings("parser.labels")?;
        if !names.iter().copied().eq(Dep::ALL.iter().map(|dep| dep.as_str())) {
            return Err(ModelError::new("the parser has other labels"));
        }
        let words = model.u32s("ruler.words")?;
        let wanted = |row: &[u64]| -> Result<Wanted, ModelError> {
            let words = words.get(row[3] as usize..(row[3] + row[4]) as usize).ok_or_else(broken)?;
            let is_space = [Some(false), Some(true), None].get(row[2] as usize).copied().ok_or_else(broken)?;
            Ok(Wanted { tags: row[0], deps: row[1], is_space, words: words.iter().map(|&word| word as u8).collect() })
        };
        let rows = model.u64s("ruler.patterns")?;
        let patterns = rows.as_chunks::<13>().0.iter().map(|row| {
            let tokens = row[3..].chunks_exact(5).take(row[2] as usize).map(wanted).collect::<Result<Vec<_>, _>>()?;
            let target = row[1] as usize;
            match target < tokens.len() && tokens.len() < 3 {
                true => Ok(Pattern { rule: row[0] as u16, target, tokens }),
                false => Err(broken()),
            }
        });
        let patterns = patterns.collect::<Result<Vec<_>, ModelError>>()?;
        let pos = model
            .strings("ruler.pos")?
            .into_iter()
            .map(Pos::from_name)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(broken)?;
        let effects = model.u32s("ruler.effects")?;
        let effects = effects.as_chunks::<5>().0.iter().map(|&[p, m, l, t, d]| Effect {
            pos: pos.get(p as usize).copied(),
            morph: (m != u32::MAX).then_some(m as u8),
            lemma: (l != u32::MAX).then_some(l as u8),
            tag: Tag::ALL.get(t as usize).copied(),
            dep: Dep::ALL.get(d as usize).copied(),
        });
        let mut ruler = Ruler {
            by_tag: Vec::new(),
            effects: effects.collect(),
            morphs: model.strings("ruler.morphs")?.into_iter().map(Box::from).collect(),
            lemmas: model.strings("ruler.lemmas")?.into_iter().map(Box::from).collect(),
            patterns,
        };
        if ruler.patterns.iter().any(|pattern| usize::from(pattern.rule) >= ruler.effects.len()) {
            return Err(broken());
        }
        ruler.by_tag = Tag::ALL.iter().map(|&tag| [ruler.beginning(tag, false), ruler.beginning(tag, true)]).collect();
        Ok(ruler)
    }

    fn beginning(&self, tag: Tag, named: bool) -> Vec<u16> {
        let fits = |pattern: &Pattern| {
            let first = &pattern.tokens[0];
            first.tags >> tag.number() & 1 == 1 && (named || first.words.is_empty())
        };
        (0..).zip(&self.patterns).filter(|(_, pattern)| fits(pattern)).map(|(i, _)| i).collect()
    }

    /// What the patterns say of every token. All of them look at what the tagger and the parser said, none at what another changed.
    pub fn rule(&self, tokens: impl Iterator<Item = Seen>, mut say: impl FnMut(Ruled)) {
        let mut tokens = tokens.peekable();
        // What patterns of two tokens have set for the second.
        let mut ahead = Set::default();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().copied();
            let mut set = std::mem::take(&mut ahead);
            for &number in &self.by_tag[usize::from(token.tag.number())][usize::from(token.word != 0)] {
                let pattern = &self.patterns[usize::from(number)];
                let second = pattern.tokens.get(1).is_none_or(|second| next.is_some_and(|next| second.fits(next)));
                if second && pattern.tokens[0].fits(token) {
                    let set = if pattern.target == 0 { &mut set } else { &mut ahead };
                    set.apply(pattern.rule, self.effects[usize::from(pattern.rule)]);
                }
            }
            say(Ruled {
                tag: set.tag.map_or(token.tag, |(_, tag)| tag),
                dep: set.dep.map_or(token.dep, |(_, dep)| dep),
                // Every tag has a pattern of its own.
                pos: set.pos.map_or(Pos::X, |(_, pos)| pos),
                morph: set.morph.map_or(0, |(_, morph)| morph),
                lemma: set.lemma.map(|(_, lemma)| lemma),
            });
        }
    }
}

impl Wanted {
    fn fits(&self, token: Seen) -> bool {
        self.tags >> token.tag.number() & 1 == 1
            && self.deps >> token.dep.number() & 1 == 1
            && self.is_space.is_none_or(|wanted| wanted == token.is_space)
            && (self.words.is_empty() || self.words.contains(&token.word))
    }
}

impl Set {
    fn apply(&mut self, rule: u16, effect: Effect) {
        update(&mut self.pos, rule, effect.pos);
        update(&mut self.morph, rule, effect.morph);
        update(&mut self.lemma, rule, effect.lemma);
        update(&mut self.tag, rule, effect.tag);
        update(&mut self.dep, rule, effect.dep);
    }
}

fn update<T>(current: &mut Option<(u16, T)>, rule: u16, value: Option<T>) {
    let Some(value) = value else { return };
    let later = match current {
        None => true,
        Some((before, _)) => (*before <= rule) != mutation::is(Mutation::RuleOrder),
    };
    if later {
        *current = Some((rule, value));
    }
}
