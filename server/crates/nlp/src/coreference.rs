//! Who is who inside one article: the mentions of one person, body or place, joined.
//!
//! What a name is a name of is settled first: all mentions of it in the article have a say, and so has the article's
//! head, which names its outlet ([`settle`]). Then full names; then surnames to the full name before them; then initialisms to the long name they stand beside;
//! then descriptions by office to the one person who holds it. A guess that nothing in the article confirms stays a
//! guess ([`Kind::Other`]) and is left to what other articles know.

use lang::Language;
use rustc_hash::{FxHashMap, FxHashSet};
use text::Span;

use crate::mentions::{Form, GUESS, Kind, Mention};
use crate::recall::Recall;

/// A person, body or place as one article knows it. Offsets count from the start of the file.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Entity {
    /// What.
    pub kind: Kind,
    /// The fullest name in the article, bare: `Dmitry Peskov`; a gazetteer's name where there is one.
    pub name: String,
    /// Every other way it is written.
    pub aliases: Vec<String>,
    /// Its mentions, in text order.
    pub mentions: Vec<EntityMention>,
    /// Titles and offices, in text order, each with its evidence.
    pub roles: Vec<Role>,
    /// The mention that introduces it best, as an index into `mentions`.
    pub introduction: usize,
    /// What speaks for its kind.
    pub evidence: Evidence,
}

/// How much speaks for the kind of a name: in one article, or in many.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// All mentions together.
    pub sum: u16,
    /// The best of them.
    pub best: u8,
}

impl Evidence {
    /// From here on a name is of its kind whatever others of the same spelling are: a title stands before it, a
    /// gazetteer has it, a head word says so.
    pub const CERTAIN: u8 = 9;

    /// What a mention of this confidence says.
    pub fn of(confidence: u8) -> Evidence {
        let best = match confidence {
            80.. => Self::CERTAIN,
            // `Brodno said`: people speak, and so do countries and bodies.
            70.. => 4,
            65.. => 2,
            55.. => 3,
            GUESS.. => 1,
            // Not enough for one article: `in Brodno`.
            45.. => 3,
            _ => 0,
        };
        Evidence { sum: best.into(), best }
    }

    /// Both together.
    pub fn with(self, other: Evidence) -> Evidence {
        Evidence { sum: self.sum.saturating_add(other.sum), best: self.best.max(other.best) }
    }
}

/// One mention of an [`Entity`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EntityMention {
    /// Where.
    pub span: Span,
    /// How.
    pub form: Form,
    /// In a headline, caption or credit.
    pub furniture: bool,
    /// The title or apposition beside it.
    pub role: Option<Span>,
}

/// A title or office, and where it is given.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Role {
    /// As written, but for the large letter of a sentence's start: `Russian Foreign Minister`.
    pub title: String,
    /// The office without whose it is, in small letters: `foreign minister`. Two wordings of one office are no conflict.
    pub office: String,
    /// Where.
    pub span: Span,
    /// The posts it may be, where it says whose office it is: `prime minister of iraq`.
    pub posts: Vec<String>,
}

/// A mention in its place in the file.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The mention, its spans counted from the file's start.
    pub mention: Mention,
    /// In a headline, caption or credit.
    pub furniture: bool,
}

/// Joins the mentions of an article, given in text order. `outlet` is who publishes it.
pub(crate) fn join(
    source: &str,
    mentions: &[Placed],
    outlet: Option<&str>,
    recall: &Recall,
    lang: &Language,
) -> Vec<Entity> {
    let words = large_words(source, mentions);
    let mentions = &settle(source, mentions, outlet, &words, lang)[..];
    let mut joiner = Joiner {
        source,
        lang,
        outlet,
        recall,
        entities: Vec::new(),
        surnames: FxHashMap::default(),
        names: FxHashMap::default(),
    };
    for placed in mentions.iter().filter(|placed| is_full_person(source, placed)) {
        joiner.person(placed);
    }
    for placed in mentions.iter().filter(|placed| placed.mention.form == Form::Name && !is_full_person(source, placed))
    {
        if placed.mention.confidence >= GUESS {
            joiner.known(placed);
        }
    }
    for placed in mentions.iter().filter(|placed| placed.mention.form == Form::Name && !is_full_person(source, placed))
    {
        if placed.mention.confidence < GUESS {
            joiner.guess(placed);
        }
    }
    joiner.countries(&words);
    joiner.initialisms();
    for placed in mentions.iter().filter(|placed| placed.mention.form == Form::Nominal) {
        joiner.description(placed);
    }
    joiner.finish()
}

/// Settles what each name is a name of, by all that the article says of it. A name that is certain of its kind stays.
fn settle(
    source: &str,
    mentions: &[Placed],
    outlet: Option<&str>,
    words: &FxHashSet<&str>,
    lang: &Language,
) -> Vec<Placed> {
    let outlet = outlet.map(fold);
    let name = |placed: &Placed| (placed.mention.form == Form::Name).then(|| fold(placed.mention.span.of(source)));
    let names: Vec<Option<String>> = mentions.iter().map(name).collect();
    let mut kinds: FxHashMap<&str, FxHashMap<Kind, Evidence>> = FxHashMap::default();
    for (Placed { mention, .. }, name) in mentions.iter().zip(&names) {
        let Some(name) = name else { continue };
        let kinds = kinds.entry(name).or_default();
        let kind = kinds.entry(mention.kind).or_default();
        *kind = kind.with(Evidence::of(mention.confidence));
    }
    let stems = Stems::of(words);
    let mut settled = Vec::with_capacity(mentions.len());
    for (placed, name) in mentions.iter().zip(&names) {
        let Some(name) = name else {
            settled.push(placed.clone());
            continue;
        };
        // `Velmian` beside `Velmia` names nothing.
        if placed.mention.confidence < 80 && stems.has_adjective(placed.mention.span.of(source), lang) {
            continue;
        }
        let mut placed = placed.clone();
        let mention = &mut placed.mention;
        if outlet.as_deref().is_some_and(|outlet| is_outlet(source, mention, name, outlet, lang)) {
            (mention.kind, mention.confidence, mention.found_by) = (Kind::Organization, 95, "outlets");
            mention.role = None;
        } else if let Some((kind, evidence)) = kinds.get(name.as_str()).and_then(likely)
            && kind != mention.kind
            && Evidence::of(mention.confidence).best < Evidence::CERTAIN
        {
            mention.kind = kind;
            mention.confidence = if evidence.best >= Evidence::CERTAIN { 80 } else { mention.confidence.max(GUESS) };
            mention.role = mention.role.filter(|_| kind == Kind::Person);
        }
        settled.push(placed);
    }
    settled
}

/// The kind that most speaks for.
fn likely(kinds: &FxHashMap<Kind, Evidence>) -> Option<(Kind, Evidence)> {
    let known = kinds.iter().filter(|(kind, evidence)| **kind != Kind::Other && evidence.sum > 0);
    known.map(|(kind, evidence)| (*kind, *evidence)).max_by_key(|(kind, evidence)| (evidence.sum, *kind))
}

/// The outlet's own name, or its last word behind an article: `the Herald`.
fn is_outlet(source: &str, mention: &Mention, name: &str, outlet: &str, lang: &Language) -> bool {
    if name == outlet {
        return true;
    }
    let short = outlet.strip_suffix(name).is_some_and(|before| before.ends_with(' '));
    let before =
        source[..mention.span.start as usize].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    short && lang.closed.articles.contains(&before.to_lowercase())
}

/// The words with a large letter in the stretch that the mentions stand in.
fn large_words<'a>(source: &'a str, mentions: &[Placed]) -> FxHashSet<&'a str> {
    let spans = || mentions.iter().map(|placed| placed.mention.span);
    let (Some(start), Some(end)) = (spans().map(|span| span.start).min(), spans().map(|span| span.end).max()) else {
        return FxHashSet::default();
    };
    let words = Span::new(start, end).of(source).split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() > 2 && word.starts_with(char::is_uppercase)).collect()
}

/// A person's name of two words or more.
pub(crate) fn is_full_person(source: &str, placed: &Placed) -> bool {
    let mention = &placed.mention;
    let tokens = mention.span.of(source).split([' ', '\u{a0}', '\n']).filter(|part| !part.is_empty()).count();
    mention.kind == Kind::Person && mention.form == Form::Name && tokens > 1
}

/// The words of a name in small letters without marks, for comparison inside one article.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            folded.push_str(&word.replace('’', "'").to_lowercase());
        }
    }
    folded
}

/// The last word of a name: `Peskov`, `al-Sudani`.
pub fn surname(name: &str) -> &str {
    name.rsplit(char::is_whitespace).next().unwrap_or(name)
}

struct Joiner<'a> {
    source: &'a str,
    lang: &'a Language,
    outlet: Option<&'a str>,
    recall: &'a Recall,
    entities: Vec<Entity>,
    /// From a folded surname to the people who bear it, in the order of their introduction.
    surnames: FxHashMap<String, Vec<usize>>,
    /// From a folded name to bodies, places and what else has one, with how sure its kind is.
    names: FxHashMap<String, (usize, u8)>,
}

impl Joiner<'_> {
    fn surface(&self, span: Span) -> String {
        span.of(self.source).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn new_entity(&mut self, kind: Kind, name: String) -> usize {
        self.entities.push(Entity {
            kind,
            name,
            aliases: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            introduction: 0,
            evidence: Evidence::default(),
        });
        self.entities.len() - 1
    }

    fn add(&mut self, entity: usize, placed: &Placed) {
        let surface = self.surface(placed.mention.span);
        let role = placed.mention.role.map(|span| self.role(span));
        let entity = &mut self.entities[entity];
        if placed.mention.form == Form::Name && surface != entity.name && !entity.aliases.contains(&surface) {
            entity.aliases.push(surface);
        }
        entity.mentions.push(EntityMention {
            span: placed.mention.span,
            form: placed.mention.form,
            furniture: placed.furniture,
            role: placed.mention.role,
        });
        entity.roles.extend(role);
        if placed.mention.form == Form::Name && placed.mention.kind == entity.kind {
            entity.evidence = entity.evidence.with(Evidence::of(placed.mention.confidence));
        }
    }

    fn role(&self, span: Span) -> Role {
        let title = self.surface(span);
        // `Presidential spokesman Berg said`: large only because the sentence begins there.
        let before = self.source[..span.start as usize].trim_end().chars().next_back();
        let begins = before.is_none_or(|before| !before.is_alphanumeric() && before != ',');
        Role { span, ..self.recall.role(&title, begins, || self.titled(&title, begins)) }
    }

    /// What a title says, without its place.
    fn titled(&self, title: &str, begins: bool) -> Role {
        let words: Vec<&str> = title.split(' ').collect();
        let small = |word: &str| word.starts_with(char::is_lowercase);
        let whose = |word: &&&str| !self.is_whose(word);
        let mut office = String::new();
        for word in words.iter().filter(whose).map(|word| fold(word)) {
            office.push_str(&word);
            // What changes an office holds on to it: a `deputy-minister` is no minister.
            office.push(if self.lang.title_modifiers.contains(&word) { '-' } else { ' ' });
        }
        let office = office.trim_end_matches([' ', '-']).to_owned();
        let office = if office.is_empty() { fold(title) } else { office };
        let opens =
            begins && words.len() > 1 && words[1..].iter().take(2).all(|word| small(word)) && !self.is_whose(words[0]);
        let known = words.first().is_some_and(|word| {
            let lower = word.to_lowercase();
            self.lang.is_known_word(&lower) || self.lang.title_modifiers.contains(&lower)
        });
        let title = if opens && known { decapitalised(title) } else { title.to_owned() };
        let posts = self.posts(&title);
        Role { title, office, span: Span::default(), posts }
    }

    /// A word that says whose an office is: `Russian`, `Iraq's`, `NATO`.
    fn is_whose(&self, word: &str) -> bool {
        let name = word.trim_end_matches("'s").trim_end_matches("’s");
        let large = name.starts_with(char::is_uppercase);
        let ends = |ending: &str| name.len() > ending.len() + 2 && name.ends_with(ending);
        large
            && (self.lang.demonyms.contains_key(name)
                || self.lang.places.single(name).is_some()
                || self.lang.organisations.single(name).is_some()
                || name.len() < word.len()
                || self.lang.demonym_endings.iter().any(|ending| ends(ending)) && !self.lang.is_known_word(&fold(name)))
    }

    /// A person with given name and surname.
    fn person(&mut self, placed: &Placed) {
        let name = self.surface(placed.mention.span);
        let last = fold(surname(&name));
        let known = self
            .surnames
            .get(&last)
            .and_then(|people| people.iter().copied().find(|&person| agrees(&self.entities[person].name, &name)));
        let person = known.unwrap_or_else(|| {
            let person = self.new_entity(Kind::Person, name.clone());
            self.surnames.entry(last).or_default().push(person);
            person
        });
        if name.len() > self.entities[person].name.len() && !name.contains('.') {
            let old = std::mem::replace(&mut self.entities[person].name, name.clone());
            self.entities[person].aliases.push(old);
        }
        self.add(person, placed);
    }

    /// A name that its own words or a gazetteer speak for.
    fn known(&mut self, placed: &Placed) {
        let surface = self.surface(placed.mention.span);
        if placed.mention.canonical.is_none()
            && let Some(person) = self.bearer(&surface, placed.mention.span)
        {
            return self.add(person, placed);
        }
        if let Some(body) = self.body_called(&surface, placed) {
            return self.add(body, placed);
        }
        let name = match placed.mention.found_by {
            "outlets" => self.outlet.unwrap_or(&surface),
            _ => placed.mention.canonical.as_deref().unwrap_or(&surface),
        };
        let name = name.to_owned();
        let key = fold(&name);
        let kind = placed.mention.kind;
        let sure = placed.mention.confidence;
        let entity = match self.names.get(&key).copied() {
            Some((entity, known)) => {
                if sure > known {
                    let entity = &mut self.entities[entity];
                    if entity.kind != kind {
                        (entity.kind, entity.evidence) = (kind, Evidence::default());
                    }
                }
                if sure > known {
                    self.names.insert(key, (entity, sure));
                }
                entity
            }
            None => {
                let entity = self.new_entity(kind, name);
                if kind == Kind::Person {
                    self.surnames.entry(key.clone()).or_default().push(entity);
                }
                self.names.insert(key, (entity, sure));
                entity
            }
        };
        self.names.entry(fold(&surface)).or_insert((entity, sure));
        self.add(entity, placed);
    }

    /// A capital word that nothing speaks for: whatever of that name the article knows, or an open guess.
    fn guess(&mut self, placed: &Placed) {
        let surface = self.surface(placed.mention.span);
        let known = self
            .bearer(&surface, placed.mention.span)
            .or_else(|| self.names.get(&fold(&surface)).map(|(entity, _)| *entity))
            .or_else(|| self.body_called(&surface, placed));
        if let Some(entity) = known {
            return self.add(entity, placed);
        }
        let kind = match placed.mention.kind {
            kind @ (Kind::Place | Kind::Organization) => kind,
            _ => Kind::Other,
        };
        let entity = self.new_entity(kind, surface.clone());
        self.names.insert(fold(&surface), (entity, placed.mention.confidence));
        self.add(entity, placed);
    }

    /// The one body of the article whose name ends in this word, `the Courier` after `Kestrel Courier`.
    fn body_called(&self, surface: &str, placed: &Placed) -> Option<usize> {
        let word = placed.mention.kind == Kind::Organization
            && placed.mention.confidence < 80
            && !surface.contains(' ')
            && self.lang.body_words.contains_key(surface);
        let ends = |entity: &Entity| {
            entity.kind == Kind::Organization
                && entity.name.strip_suffix(surface).is_some_and(|rest| rest.ends_with(' '))
        };
        let mut bodies = self.entities.iter().enumerate().filter(|(_, entity)| ends(entity)).map(|(at, _)| at);
        let only = bodies.next().filter(|_| word)?;
        bodies.next().is_none().then_some(only)
    }

    /// The person a bare surname means: of several who bear it, the one whose full name stands last before it, if that is
    /// in the same paragraph or nobody else of the name is spoken of as much; else nobody can tell.
    fn bearer(&self, surface: &str, at: Span) -> Option<usize> {
        let folded = fold(surface);
        let stem = folded.rsplit('-').next().filter(|stem| folded.contains('-') && stem.len() > 3);
        let people = self.surnames.get(&folded).or_else(|| {
            self.surnames
                .iter()
                .find(|(last, _)| last.rsplit('-').next() == Some(stem.unwrap_or(&folded)) && last.contains('-'))
                .map(|(_, people)| people)
        })?;
        let mut before: Vec<(u32, usize, usize)> =
            people.iter().filter_map(|&person| self.last_named(person, at)).collect();
        before.sort_unstable();
        match (before.pop(), &before[..]) {
            (Some((_, _, only)), []) => Some(only),
            (Some((place, often, last)), others) => {
                let near = !Span::new(place, at.start).of(self.source).contains('\n');
                let most = others.iter().all(|(_, other, _)| *other < often);
                (near || most).then_some(last)
            }
            // Who is introduced later is meant, if that is one person.
            (None, _) => people.first().copied().filter(|_| people.len() == 1),
        }
    }

    /// Where a person is named last before a place, how often by then, and who it is.
    fn last_named(&self, person: usize, at: Span) -> Option<(u32, usize, usize)> {
        let mentions = self.entities[person].mentions.iter();
        let named = mentions.filter(|mention| mention.form == Form::Name && mention.span.start < at.start);
        let (last, often) = named.fold((None, 0), |(_, often), mention| (Some(mention.span.start), often + 1));
        Some((last?, often, person))
    }

    /// A name of one word that the article also uses as an adjective (`Velmia`, `Velmian`) is a country or a town, also
    /// where it speaks: no gazetteer knows them all.
    fn countries(&mut self, words: &FxHashSet<&str>) {
        for entity in &mut self.entities {
            let open = matches!(entity.kind, Kind::Person | Kind::Other)
                && entity.roles.is_empty()
                && !entity.name.contains(char::is_whitespace);
            if open && adjectives(&entity.name, self.lang).iter().any(|adjective| words.contains(adjective.as_str())) {
                entity.kind = Kind::Place;
                entity.evidence = Evidence::of(80);
            }
        }
    }

    /// `International Atomic Energy Agency (IAEA)`: the short form in brackets is the body before it.
    fn initialisms(&mut self) {
        let mut merges = Vec::new();
        for (short, entity) in self.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Organization)
        {
            let Some(first) = entity.mentions.first() else { continue };
            let before = self.source[..first.span.start as usize].trim_end();
            if !before.ends_with('(') {
                continue;
            }
            let end = before[..before.len() - 1].trim_end().len() as u32;
            let long = self.entities.iter().position(|long| {
                long.kind == Kind::Organization && long.mentions.iter().any(|mention| mention.span.end == end)
            });
            if let Some(long) = long.filter(|&long| long != short) {
                merges.push((short, long));
            }
        }
        for (short, long) in merges {
            let moved = std::mem::take(&mut self.entities[short].mentions);
            let name = self.entities[short].name.clone();
            let long = &mut self.entities[long];
            long.mentions.extend(moved);
            if !long.aliases.contains(&name) {
                long.aliases.push(name);
            }
        }
    }

    /// `the Russian leader`: joined to the one person of the article whose office it is. Where nobody holds it here, it is
    /// a description for the folder to find the holder of; where nothing says whose office it is, it is left alone.
    fn description(&mut self, placed: &Placed) {
        let at = placed.mention.span;
        let phrase = self.surface(at);
        let posts = self.posts_meant(&phrase, at);
        if posts.is_empty() {
            let holder = match self.trade(&phrase) {
                Some(trade) => self.last_fitting(&trade, at),
                None => self.holder_before(&phrase, placed),
            };
            return holder.into_iter().for_each(|holder| self.add(holder, placed));
        }
        let holds =
            |entity: &Entity| entity.roles.iter().any(|role| role.posts.iter().any(|post| posts.contains(post)));
        let people = self.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person);
        let holders: Vec<usize> = people.filter(|(_, entity)| holds(entity)).map(|(index, _)| index).collect();
        match holders[..] {
            [only] => self.add(only, placed),
            [] => {
                let role = Role { posts, ..self.role(at) };
                let someone = self.new_entity(Kind::Person, phrase);
                self.entities[someone].roles.push(role);
                self.add(someone, placed);
            }
            // The office went from one to the other: who is spoken of is meant.
            _ => {
                let last = holders.iter().filter_map(|&holder| Some((self.last_named(holder, at)?.0, holder))).max();
                last.into_iter().for_each(|(_, holder)| self.add(holder, placed));
            }
        }
    }

    /// The posts a description may mean: `his Iranian counterpart` has the office of the one last spoken of.
    fn posts_meant(&self, phrase: &str, at: Span) -> Vec<String> {
        let last = fold(phrase.rsplit(' ').next().unwrap_or_default());
        if !self.lang.closed.counterparts.contains(&last) {
            return self.posts(phrase);
        }
        let Some(country) = self.country(&fold(phrase)) else { return Vec::new() };
        let posts = |entity: &Entity| entity.roles.iter().flat_map(|role| role.posts.clone()).collect::<Vec<_>>();
        let before = |entity: &Entity| {
            entity.mentions.iter().map(|mention| mention.span.start).filter(|&start| start < at.start).max()
        };
        let holders = self.entities.iter().filter(|entity| !posts(entity).is_empty());
        let last = holders.filter_map(|entity| Some((before(entity)?, entity))).max_by_key(|(start, _)| *start);
        let here = last.map(|(_, entity)| posts(entity)).unwrap_or_default();
        let offices = here.iter().filter_map(|post| post.split_once(OF)).filter(|(_, other)| *other != fold(&country));
        offices.map(|(office, _)| post(office, &country)).collect()
    }

    /// The posts that a title or a description may mean, if it says whose: `Iraq's prime minister`, but not his deputy.
    fn posts(&self, title: &str) -> Vec<String> {
        self.recall.posts(title, || self.posts_named(title))
    }

    fn posts_named(&self, title: &str) -> Vec<String> {
        let folded = fold(title);
        let Some(whose) = self.country(&folded).or_else(|| self.body(title)) else { return Vec::new() };
        let whole: Vec<&str> = folded.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let joins = |at: &usize| {
            *at == whole.len()
                || self.lang.closed.title_links.contains(whole[*at])
                || self.lang.closed.of.contains(whole[*at])
        };
        let ends = (1..=whole.len()).rev().filter(joins);
        let mut known = ends.filter_map(|end| {
            let words: Vec<&str> = whole[..end].iter().copied().filter(|word| !self.is_whose_small(word)).collect();
            let (before, offices) = self.lang.offices.named(&words)?;
            let holds = |word: &&&str| {
                let past = self.lang.title_modifiers.contains(word) || self.lang.not_in_office.contains(word);
                past && !self.lang.in_office.contains(word) && !self.lang.closed.definite.contains(word)
            };
            // `press secretary of the president` is none.
            let links = |word: &&str| self.lang.closed.title_links.contains(word) || self.lang.closed.of.contains(word);
            let in_office = !words[..before].iter().any(|word| holds(&word) || links(word));
            in_office.then(|| offices.iter().map(|office| post(office, &whose)).collect())
        });
        known.next().unwrap_or_default()
    }

    /// The body of the gazetteer that a title names: `NATO Secretary General`.
    fn body(&self, title: &str) -> Option<String> {
        let known = title.split(' ').find_map(|word| self.lang.organisations.single(word.trim_end_matches("'s")));
        known.map(|body| body.canonical.to_string())
    }

    /// `russian`, `iraq's`, `us` in small letters.
    fn is_whose_small(&self, word: &str) -> bool {
        self.country(word).is_some() || self.lang.organisations.single(&word.to_uppercase()).is_some()
    }

    /// The trade a description names, if it is one that follows a name: `the expert`.
    fn trade(&self, phrase: &str) -> Option<String> {
        let last = fold(phrase.rsplit(' ').next().unwrap_or_default());
        self.lang.offices.is_fitting(&last).then_some(last)
    }

    /// The person named last before a place, if near, whom a trade fits. A country in the description is not asked for:
    /// it says less than the nearness.
    fn last_fitting(&self, trade: &str, at: Span) -> Option<usize> {
        let fits = |entity: &Entity| entity.roles.iter().any(|role| self.lang.offices.fits(trade, &fold(&role.title)));
        let people = self.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person && fits(entity));
        let named = people.filter_map(|(index, _)| Some((self.last_named(index, at)?.0, index)));
        let (place, person) = named.max()?;
        (at.start - place <= NEARBY).then_some(person)
    }

    /// The one person introduced before whose title has the same office.
    fn holder_before(&self, phrase: &str, placed: &Placed) -> Option<usize> {
        let introduced = |entity: &Entity| {
            let first = entity.mentions.first();
            first.is_some_and(|first| first.span.start < placed.mention.span.start || first.furniture)
        };
        let holds = |entity: &Entity| entity.roles.iter().any(|role| self.same_office(phrase, &role.title));
        let people = self.entities.iter().enumerate().filter(|(_, entity)| entity.kind == Kind::Person);
        let mut fits = people.filter(|(_, entity)| introduced(entity) && holds(entity)).map(|(index, _)| index);
        fits.next().filter(|_| fits.next().is_none())
    }

    /// The description names the office a role names: the same head word, and no different country.
    fn same_office(&self, description: &str, role: &str) -> bool {
        let (description, role) = (fold(description), fold(role));
        let head = description.rsplit(' ').next().unwrap_or_default();
        if !role.split([' ', ',']).any(|word| word == head) {
            return false;
        }
        match (self.country(&description), self.country(&role)) {
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => false,
            _ => true,
        }
    }

    /// The place a phrase belongs to: by `Russian`, or by a place's name.
    fn country(&self, phrase: &str) -> Option<String> {
        self.recall.country(phrase, || self.country_named(phrase))
    }

    fn country_named(&self, phrase: &str) -> Option<String> {
        phrase.split(' ').find_map(|word| {
            let word = word.trim_end_matches("'s").trim_end_matches(',');
            let mut chars = word.chars();
            let capital: String = chars.next()?.to_uppercase().chain(chars).collect();
            let upper = word.to_uppercase();
            let demonym = self.lang.demonyms.get(capital.as_str()).map(|demonym| demonym.place.to_string());
            demonym.or_else(|| {
                [capital, upper]
                    .iter()
                    .find_map(|name| self.lang.places.single(name))
                    .map(|place| place.canonical.to_string())
            })
        })
    }

    fn finish(mut self) -> Vec<Entity> {
        self.entities.retain(|entity| !entity.mentions.is_empty());
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|mention| mention.span);
            entity.roles.sort_by_key(|role| role.span);
            entity.aliases.retain(|alias| *alias != entity.name);
            entity.introduction = introduction(entity, self.source);
        }
        self.entities.sort_by_key(|entity| entity.mentions.first().map(|mention| mention.span));
        self.entities
    }
}

/// How far back, in bytes, a person may be named that a trade means: a few paragraphs.
const NEARBY: u32 = 2_500;

/// What parts an office from its place in the name of a post.
const OF: &str = " of ";

fn post(office: &str, whose: &str) -> String {
    format!("{office}{OF}{}", fold(whose))
}

/// Words, by what an ending that makes an adjective of them is put behind.
struct Stems<'a> {
    /// With the length of the shortest word of the stem.
    all: FxHashMap<&'a str, usize>,
}

impl<'a> Stems<'a> {
    fn of(words: &FxHashSet<&'a str>) -> Stems<'a> {
        let mut all: FxHashMap<&str, usize> = FxHashMap::default();
        for word in words {
            for stem in [word, stem(word)] {
                let shortest = all.entry(stem).or_insert(word.len());
                *shortest = word.len().min(*shortest);
            }
        }
        Stems { all }
    }

    /// One of [`adjectives`] of one of the words.
    fn has_adjective(&self, word: &str, lang: &Language) -> bool {
        lang.adjective_endings.iter().any(|ending| {
            let shortest = word.strip_suffix(&**ending).and_then(|stem| self.all.get(stem));
            shortest.is_some_and(|shortest| *shortest < word.len())
        })
    }
}

/// What an ending is put behind: `Velmia` without its vowel.
fn stem(name: &str) -> &str {
    name.trim_end_matches(['a', 'e', 'o', 'y'])
}

/// Words that are made of a place's name, by the language's endings.
fn adjectives(name: &str, lang: &Language) -> Vec<String> {
    let stem = stem(name);
    lang.adjective_endings
        .iter()
        .flat_map(|ending| [format!("{name}{ending}"), format!("{stem}{ending}")])
        .filter(|word| word.len() > name.len())
        .collect()
}

/// With a small first letter.
fn decapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// Two full names of one surname may be one person: the given names are equal, or one is the other's initial.
fn agrees(a: &str, b: &str) -> bool {
    let given = |name: &str| fold(name.rsplit_once(char::is_whitespace).map_or("", |(given, _)| given));
    let (a, b) = (given(a), given(b));
    let initial = |short: &str, long: &str| short.ends_with('.') && long.starts_with(short.trim_end_matches('.'));
    a == b
        || initial(&a, &b)
        || initial(&b, &a)
        || (!a.is_empty() && !b.is_empty() && (a.starts_with(&format!("{b} ")) || b.starts_with(&format!("{a} "))))
}

/// How well a mention introduces an entity: full name with a role in the text is best.
pub fn introduction_score(entity: &Entity, mention: &EntityMention, source: &str) -> u8 {
    let full = mention.span.of(source).split_whitespace().nth(1).is_some();
    let base = match (mention.form, full, mention.role) {
        (Form::Name, true, Some(role)) if says_whose(entity, role, source) => 90,
        (Form::Name, true, Some(_)) => 80,
        (Form::Name, true, None) => 60,
        (Form::Name, false, Some(_)) => 40,
        (Form::Name, false, None) => 30,
        _ => 10,
    };
    if mention.furniture { base - 8 } else { base }
}

/// A title names more than the office: `Russian President`, not `President`.
fn says_whose(entity: &Entity, title: Span, source: &str) -> bool {
    let office = entity.roles.iter().find(|role| role.span == title).map_or("", |role| &role.office);
    let is_of_office = |word: &str| office.split_whitespace().any(|part| part == word.to_lowercase());
    let words = title.of(source).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| word.starts_with(char::is_uppercase)).any(|word| !is_of_office(word))
}

fn introduction(entity: &Entity, source: &str) -> usize {
    let scored = entity
        .mentions
        .iter()
        .enumerate()
        .map(|(index, mention)| (introduction_score(entity, mention, source), std::cmp::Reverse(index)));
    scored.max().map_or(0, |(_, std::cmp::Reverse(index))| index)
}
