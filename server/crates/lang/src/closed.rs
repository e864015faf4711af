//! Closed-class words by what they do in a sentence, as far as the readers of sentences ask for it.

use crate::Words;
use crate::table::Table;

/// Groups of closed-class words. A word may be in several. All small, `'` for an apostrophe.
#[derive(Debug, Default, Clone)]
pub struct ClosedWords {
    /// `the`, `a`.
    pub articles: Words,
    /// Determiners of something known: `the`, `this`.
    pub definite: Words,
    /// `his`, `its`.
    pub possessives: Words,
    /// Prepositions before the name of a place: `in`, `near`.
    pub place_prepositions: Words,
    /// Words inside a title: `of`, `to`.
    pub title_glue: Words,
    /// Words that say whose office a title is: `spokesman of`, `adviser to`.
    pub title_links: Words,
    /// Words for who holds the same office elsewhere: `counterpart`.
    pub counterparts: Words,
    /// Words that open a clause about a name: `who`, `which`.
    pub relatives: Words,
    /// Verbs of what may, must or will be: `would`.
    pub modals: Words,
    /// Verbs of what somebody is able to do: `can`.
    pub abilities: Words,
    /// Words that make what follows no fact: `if`, `would`, a `to` before a verb.
    pub unreal: Words,
    /// The writer: `I`, `my`.
    pub first_person: Words,
    /// Words that open a condition: `if`, `unless`.
    pub conditions: Words,
    /// Verbs that a participle follows: `has`, `was`.
    pub participle_verbs: Words,
    /// Adverbs between these and their participle: `already`.
    pub verb_adverbs: Words,
    /// Words before a participle that describes a noun: `the`, `newly`.
    pub before_attribute: Words,
    /// Words that open a sentence about what the one before told: `then`, `it`.
    pub back_references: Words,
    /// Superlatives that judge: `worst`.
    pub superlatives: Words,
    /// Short forms of verbs that help others: `'re`.
    pub contracted: Words,
    /// Words before an act in progress, or the noun of an act: `is`, `of`.
    pub progress: Words,
    /// Words before who does what is told in the passive: `by`.
    pub agents: Words,
    /// Adverbs that put what is done between an earlier report and now: `meanwhile`.
    pub lately: Words,
    /// Prepositions before a date: `on`, `since`.
    pub date_places: Words,
    /// Words that join an event's word with its place, day and parties: `in`, `between`.
    pub event_links: Words,
    /// Words in front of an event's word that are no names: `next`, `between`.
    pub event_openers: Words,
    /// Words that end an event's phrase: `after`, `which`.
    pub event_ends: Words,
    /// Participles between an event's word and its place: `held`.
    pub event_participles: Words,
    /// Words between the parties of an event: `between`, `with`.
    pub party_links: Words,
    /// Words between the first and the last day of a stretch: `and`, `to`.
    pub range_links: Words,
    /// Words before the place of an event: `in`, `at`.
    pub event_places: Words,
    /// Words before a bridge, a river, a border where it is: `on`.
    pub surfaces: Words,
    /// `of`, behind what an event is the course, the end or the hope of.
    pub of: Words,
    /// Verbs that link a subject with a predicate or help another verb there: `was`, `took`.
    pub predicate_verbs: Words,
    /// Words that stand for somebody or something named before: `he`, `which`.
    pub pronouns: Words,
    /// Words that can be a source by themselves: `she`, `many`.
    pub speakers: Words,
    /// Words for an unnamed person: `someone`.
    pub somebody: Words,
    /// Words that make a source of nobody: `no`, `neither`.
    pub nobody: Words,
    /// Words between two sources: `and`.
    pub joins: Words,
    /// Determiners of one that is new: `a`, `another`.
    pub indefinite: Words,
    /// Words that end the head of a noun phrase and begin what describes it: `close`, `at`.
    pub describers: Words,
    /// Nouns for nothing but people: `people`.
    pub people: Words,
    /// Words for a number of a group: `several`.
    pub some_of: Words,
    /// Words that open what is said: `that`.
    pub that: Words,
    /// Words that open an aside on who says it: `as`.
    pub as_: Words,
    /// Words between what is said and who says it: `the claim of`.
    pub owner_links: Words,
    /// Subjects that stand for no one: `it`.
    pub expletives: Words,
    /// The writer, where he is the source: `we`.
    pub authors: Words,
    /// Helping verbs of what is to come: `will`.
    pub future: Words,
    /// Helping verbs of what may be: `might`.
    pub tentative: Words,
    /// Words that turn what is said around: `not`.
    pub negations: Words,
    /// Forms of the verb that helps the perfect: `has`.
    pub have: Words,
    /// Units of what anybody can see or measure: `metres`.
    pub measures: Words,
    /// Who asks for an outlet: `reporter`.
    pub reporters: Words,
    /// Words for the time last spoken of: `then`.
    pub thens: Words,
    /// Words behind a number that has to be reached: `needed`.
    pub thresholds: Words,
    /// Words by which something is summed up: `every`, `than`.
    pub tallies: Words,
    /// Words before what somebody is reproached with: `for`.
    pub reproaches: Words,
    /// Words before a length that ends now: `past`.
    pub elapsed: Words,
    /// Past forms for how something set out: `began`.
    pub beginnings: Words,
    /// Words whose number is a name: `Section`, `No.`
    pub numbered: Words,
    /// Verbs by which an outlet makes something known: `published`.
    pub publish: Words,
    /// Verbs whose object is the act: `launched an attack`.
    pub carry_out: Words,
    /// Verbs of what is to come: `plans`.
    pub plans: Words,
    /// Before whom something is said: `the court heard`.
    pub courts: Words,
    /// Words before a number that is an estimate: `nearly`.
    pub approximate: Words,
    /// Parts of a whole: `third`.
    pub fractions: Words,
    /// All or nothing: `nobody`.
    pub totals: Words,
    /// Past forms of what comes about little by little or lasts: `risen`, `remained`.
    pub gradual: Words,
    /// Present forms that tell what something is or has: `includes`.
    pub stative: Words,
    /// Words for a part in a hundred: `percent`.
    pub shares: Words,
    /// Words around an age: `aged`, `year-old`.
    pub aged: Words,
    /// Nouns for who speaks for a body: `spokeswoman`.
    pub spokespeople: Words,
    /// Subordinators and joins of clauses in front of a subject: `and`, `after`.
    pub clause_openers: Words,
}

impl ClosedWords {
    /// Reads a table of words and their groups, parted by spaces.
    pub(crate) fn read(table: &Table) -> ClosedWords {
        let group = |name: &str| {
            let has = |groups: &'static str| groups.split(' ').any(|group| group == name);
            Words::new(table.rows().filter(|row| has(row.get("groups"))).map(|row| row.first()))
        };
        ClosedWords {
            articles: group("article"),
            definite: group("definite"),
            possessives: group("possessive"),
            place_prepositions: group("place"),
            title_glue: group("title-glue"),
            title_links: group("title-link"),
            relatives: group("relative"),
            modals: group("modal"),
            abilities: group("ability"),
            unreal: group("unreal"),
            first_person: group("first-person"),
            conditions: group("condition"),
            participle_verbs: group("participle"),
            verb_adverbs: group("verb-adverb"),
            before_attribute: group("attribute"),
            back_references: group("back"),
            superlatives: group("superlative"),
            contracted: group("contracted"),
            progress: group("progress"),
            agents: group("agent"),
            lately: group("lately"),
            date_places: group("date-place"),
            event_links: group("event-link"),
            event_openers: group("event-opener"),
            event_ends: group("event-end"),
            event_participles: group("event-participle"),
            party_links: group("party"),
            range_links: group("range"),
            event_places: group("event-place"),
            surfaces: group("surface"),
            of: group("of"),
            predicate_verbs: group("predicate"),
            pronouns: group("pronoun"),
            speakers: group("speaker"),
            somebody: group("somebody"),
            nobody: group("nobody"),
            joins: group("join"),
            indefinite: group("indefinite"),
            describers: group("describer"),
            people: group("people"),
            some_of: group("some-of"),
            that: group("that"),
            as_: group("as"),
            owner_links: group("owner-link"),
            expletives: group("expletive"),
            counterparts: group("counterpart"),
            authors: group("author"),
            future: group("future"),
            tentative: group("tentative"),
            negations: group("negation"),
            have: group("have"),
            measures: group("measure"),
            reporters: group("reporter"),
            thens: group("then"),
            thresholds: group("threshold"),
            tallies: group("tally"),
            reproaches: group("reproach"),
            elapsed: group("elapsed"),
            beginnings: group("beginning"),
            numbered: group("numbered"),
            publish: group("publish"),
            carry_out: group("carry-out"),
            plans: group("plan"),
            courts: group("court"),
            approximate: group("approximate"),
            fractions: group("fraction"),
            totals: group("total"),
            gradual: group("gradual"),
            stative: group("stative"),
            shares: group("share"),
            aged: group("age"),
            spokespeople: group("spokesperson"),
            clause_openers: group("clause-opener"),
        }
    }
}
