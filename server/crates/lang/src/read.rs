//! From data files to a [`Language`].

use rustc_hash::FxHashMap;

use crate::inflect::{self, Irregular, IrregularForms};
use crate::public;
use crate::status::{EventStatuses, role_statuses, turns};
use crate::table::{Row, Table, entries};
use crate::verbs::{self, Frame, Grade, Inflection, Reporting, Stance, Verb};
use crate::{
    Acts, Citation, ClosedWords, Demonym, Estimates, EventNoun, EventVerb, Formulas, Furniture, Language, Loose,
    Offices, Organisation, Phrases, Place, PlaceKind, TimeWords, TitleKind, WordClass, Words,
};

type Source<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

/// Reads the folder of `tag`.
pub(crate) fn language(tag: &str, source: Source) -> Language {
    let file = |name: &str| source(&format!("{tag}/{name}"));
    let words = |name: &str| Words::new(entries(file(name)));
    let list = |name: &str| entries(file(name)).map(|line| line.trim().into()).collect();
    let phrases = |name: &str| Phrases::new(entries(file(name)).map(|line| (line.trim(), ())));
    let irregular = irregular(Table::read(file("lexicon/irregular-verbs.tsv")));
    Language {
        tag: tag.into(),
        abbreviations: words("abbreviations.txt"),
        function: words("words/function.txt"),
        closed: ClosedWords::read(&Table::read(file("lexicon/closed-words.tsv"))),
        common: common(Table::read(file("words/common.tsv"))),
        reporting: reporting(Table::read(file("lexicon/reporting.tsv")), &irregular),
        according: phrases("lexicon/according.txt"),
        noun_cues: with_plurals(file("lexicon/noun-cues.txt")),
        titles: titles(Table::read(file("lexicon/titles.tsv"))),
        title_modifiers: words("lexicon/title-modifiers.txt"),
        in_office: words("lexicon/in-office.txt"),
        not_in_office: words("lexicon/not-in-office.txt"),
        role_status: role_statuses(&Table::read(file("lexicon/role-status.tsv"))),
        kinship: words("lexicon/kinship.txt"),
        documents: phrases_with_plurals(file("lexicon/documents.txt")),
        officials: phrases("lexicon/officials.txt"),
        motives: phrases("lexicon/motives.txt"),
        verdicts: phrases("lexicon/verdicts.txt"),
        background: phrases("lexicon/background.txt"),
        no_signs: phrases("lexicon/no-signs.txt"),
        records: phrases("lexicon/records.txt"),
        charges: phrases("lexicon/charges.txt"),
        games: phrases("lexicon/games.txt"),
        mishaps: phrases("lexicon/mishaps.txt"),
        until_now: phrases("lexicon/until-now.txt"),
        disclaimers: phrases("lexicon/disclaimers.txt"),
        person_nouns: words("lexicon/person-nouns.txt"),
        group_nouns: phrases("lexicon/group-nouns.txt"),
        source_nouns: phrases("lexicon/source-nouns.txt"),
        empty_descriptions: words("lexicon/empty-descriptions.txt"),
        agentless: Phrases::new(
            Table::read(file("lexicon/agentless.tsv")).rows().map(|row| (row.first(), Box::from(row.get("note")))),
        ),
        own_interview: phrases("lexicon/own-interview.txt"),
        quoted_labels: words("lexicon/quoted-labels.txt"),
        person_pronouns: words("lexicon/person-pronouns.txt"),
        certainty: phrases("lexicon/certainty.txt"),
        not_certainty: phrases("lexicon/not-certainty.txt"),
        office_holders: public::OfficeHolders::read(&Table::read(file("public/office-holders.tsv"))),
        inaugurations: list("lexicon/inaugurations.txt"),
        estimates: Estimates::read(&Table::read(file("lexicon/estimates.tsv"))),
        event_offsets: Phrases::new(
            Table::read(file("lexicon/event-offsets.tsv"))
                .rows()
                .map(|row| (row.first(), row.get("side").parse().unwrap_or_default())),
        ),
        hedges: phrases("lexicon/hedges.txt"),
        number_bounds: phrases("lexicon/number-bounds.txt"),
        number_updates: phrases("lexicon/number-updates.txt"),
        opinion: phrases("lexicon/opinion-markers.txt"),
        contested: verb_forms(&Table::read(file("lexicon/contested-acts.tsv")), &irregular)
            .map(|(form, kind, _)| (form, kind))
            .collect(),
        acts: Acts::read(&Table::read(file("lexicon/acts.tsv")), file("lexicon/act-endings.txt"), &irregular),
        offices: Offices::read(&Table::read(file("lexicon/offices.tsv"))),
        event_nouns: event_nouns(Table::read(file("lexicon/event-nouns.tsv"))),
        event_status: EventStatuses::read(&Table::read(file("lexicon/event-status.tsv"))),
        umbrellas: pairs(&Table::read(file("lexicon/umbrellas.tsv")), |row| {
            row.get("parts").split(' ').map(Into::into).collect()
        }),
        event_turns: turns(&Table::read(file("lexicon/event-turns.tsv"))),
        event_verbs: event_verbs(&Table::read(file("lexicon/event-verbs.tsv")), &irregular),
        body_words: Table::read(file("lexicon/body-words.tsv"))
            .rows()
            .map(|row| (row.first().into(), row.get("kind").into()))
            .collect(),
        metonyms: Phrases::new(
            Table::read(file("lexicon/metonyms.tsv"))
                .rows()
                .map(|row| (row.first(), Box::from(row.get("stands-for-kind")))),
        ),
        places: Phrases::new(Table::read(file("gazetteer/places.tsv")).rows().map(|row| (row.first(), place(&row)))),
        countries: Table::read(file("gazetteer/places.tsv"))
            .rows()
            .filter(|row| row.get("kind") == "country" && !row.get("country").is_empty())
            .map(|row| (row.get("country").into(), row.get("canonical").into()))
            .collect(),
        demonyms: Table::read(file("gazetteer/demonyms.tsv"))
            .rows()
            .map(|row| (row.first().into(), Demonym { place: row.get("canonical").into() }))
            .collect(),
        demonym_endings: list("lexicon/demonym-endings.txt"),
        adjective_endings: list("lexicon/adjective-endings.txt"),
        organisations: Phrases::new(
            Table::read(file("gazetteer/organisations.tsv")).rows().map(|row| (row.first(), organisation(&row))),
        ),
        given_names: words("gazetteer/given-names.txt"),
        name_particles: words("lexicon/name-particles.txt"),
        place_after: place_words(&file, "after"),
        place_before: place_words(&file, "before"),
        furniture: furniture(&file),
        times: times(&file),
        auxiliaries: words("lexicon/auxiliaries.txt"),
        profiles: profiles(Table::read(source("und/languages.tsv"))),
        scripts: Table::read(source("und/scripts.tsv"))
            .rows()
            .map(|row| (row.first().into(), row.get("tag").into(), row.get("name").into()))
            .collect(),
        citation: citation(&Table::read(file("lexicon/citation.tsv"))),
        written_dates: pairs(&Table::read(file("lexicon/written-dates.tsv")), |row| row.get("form").into()),
        loose_times: pairs(&Table::read(file("lexicon/loose-times.tsv")), |row| match row.get("weighs") {
            "nothing" => Loose::Nothing,
            _ => Loose::Little,
        }),
    }
}

fn pairs<T>(table: &Table, value: impl Fn(&Row) -> T) -> FxHashMap<Box<str>, T> {
    table.rows().map(|row| (row.first().into(), value(&row))).collect()
}

fn citation(table: &Table) -> Citation {
    let form = |part: &str| table.rows().find(|row| row.first() == part).map_or("", |row| row.get("form")).into();
    Citation { speaker: form("speaker"), members: form("members"), and: form("and"), day: form("day") }
}

fn irregular(table: Table) -> Irregular {
    let mut all = Irregular::default();
    for row in table.rows() {
        let cell = |column: &str| Box::from(row.get(column));
        let forms = IrregularForms {
            past: cell("past"),
            participle: cell("participle"),
            present: cell("present"),
            ing: cell("ing"),
        };
        all.entry(row.first().into()).or_default().push(forms);
    }
    all
}

fn common(table: Table) -> FxHashMap<Box<str>, WordClass> {
    let mut all: FxHashMap<Box<str>, WordClass> = FxHashMap::default();
    for row in table.rows() {
        let class = all.entry(row.first().into()).or_default();
        *class = row.get("pos").split(',').fold(*class, |class, name| class.with(WordClass::of(name.trim())));
    }
    all
}

fn with_plurals(text: Option<&'static str>) -> Words {
    let both: Vec<String> =
        entries(text).flat_map(|noun| [noun.trim().to_owned(), inflect::plural(noun.trim())]).collect();
    Words::new(both.iter().map(String::as_str))
}

fn phrases_with_plurals(text: Option<&'static str>) -> Phrases<()> {
    let both: Vec<String> =
        entries(text).flat_map(|noun| [noun.trim().to_owned(), inflect::plural_phrase(noun.trim())]).collect();
    Phrases::new(both.iter().map(|noun| (noun.as_str(), ())))
}

/// What a note on a reporting verb may say besides prepositions.
const FLAGS: [&str; 6] = ["", "addressee", "noun", "weak", "raising", "linked"];

fn reporting(table: Table, irregular: &Irregular) -> Reporting {
    let mut verbs = Vec::new();
    let mut forms = Vec::new();
    for row in table.rows().take(usize::from(u16::MAX)) {
        let verb = verbs.len() as u16;
        forms.extend(
            verbs::forms(row.first(), irregular).into_iter().map(|(text, form)| (text, Inflection { verb, form })),
        );
        let note = |word: &str| row.get("note").split(' ').any(|part| part == word);
        verbs.push(Verb {
            addressee: note("addressee"),
            noun: note("noun"),
            weak: note("weak"),
            raising: note("raising"),
            linked: note("linked"),
            prepositions: row.get("note").split(' ').filter(|word| !FLAGS.contains(word)).map(Into::into).collect(),
            lemma: row.first().into(),
            frames: row.get("frame").split(',').flat_map(frames).collect(),
            stance: stance(row.get("stance")),
            grade: grade(row.get("grade")),
        });
    }
    Reporting { verbs, forms: Phrases::new(forms.iter().map(|(form, inflection)| (form.as_str(), *inflection))) }
}

fn grade(name: &str) -> Grade {
    match name {
        "belief" => Grade::Belief,
        "wish" => Grade::Wish,
        "act" => Grade::Act,
        _ => Grade::Speech,
    }
}

fn frames(name: &str) -> Vec<Frame> {
    match name.trim() {
        "that" => vec![Frame::That],
        "quote" => vec![Frame::Quote],
        "both" => vec![Frame::That, Frame::Quote],
        "to-inf" => vec![Frame::ToInfinitive],
        "np" => vec![Frame::NounPhrase],
        _ => Vec::new(),
    }
}

fn stance(name: &str) -> Stance {
    match name {
        "asserts" => Stance::Asserts,
        "doubts" => Stance::Doubts,
        "denies" => Stance::Denies,
        "demands" => Stance::Demands,
        "promises" => Stance::Promises,
        "judges" => Stance::Judges,
        _ => Stance::Neutral,
    }
}

fn titles(table: Table) -> Phrases<TitleKind> {
    Phrases::new(table.rows().map(|row| {
        let kind = match row.get("kind") {
            "address" => TitleKind::Address,
            "honorific" => TitleKind::Honorific,
            "rank" => TitleKind::Rank,
            "profession" => TitleKind::Profession,
            _ => TitleKind::Office,
        };
        (row.first(), kind)
    }))
}

fn event_verbs(table: &Table, irregular: &Irregular) -> Phrases<EventVerb> {
    let all: Vec<(Box<str>, EventVerb)> = verb_forms(table, irregular)
        .map(|(text, form, row)| {
            (text, EventVerb { form, kind: row.kind.into(), day_alone: row.note.split(' ').any(|note| note == "day") })
        })
        .collect();
    Phrases::new(all.iter().map(|(text, verb)| (&**text, verb.clone())))
}

/// What a table says of a verb.
#[derive(Clone, Copy)]
struct VerbRow {
    kind: &'static str,
    note: &'static str,
}

/// Every form of every verb of a table, with its form and what the table says.
fn verb_forms<'a>(
    table: &'a Table,
    irregular: &'a Irregular,
) -> impl Iterator<Item = (Box<str>, crate::VerbForm, VerbRow)> + 'a {
    table.rows().flat_map(|row| {
        let kind = VerbRow { kind: row.get("type"), note: row.get("note") };
        let forms = verbs::forms(row.first(), irregular);
        forms.into_iter().map(move |(form, name)| (form.into(), name, kind)).collect::<Vec<_>>()
    })
}

fn place_words(file: &dyn Fn(&str) -> Option<&'static str>, side: &str) -> Words {
    let table = Table::read(file("lexicon/place-words.tsv"));
    Words::new(table.rows().filter(|row| [side, "both"].contains(&row.get("where"))).map(|row| row.first()))
}

fn event_nouns(table: Table) -> Phrases<EventNoun> {
    let noun =
        |row: &crate::table::Row| EventNoun { kind: row.get("type").into(), weak: row.get("note").contains("weak") };
    let single: Vec<(String, EventNoun)> = table.rows().map(|row| (row.first().to_owned(), noun(&row))).collect();
    let plural = table.rows().map(|row| (inflect::plural_phrase(row.first()), noun(&row)));
    let all: Vec<(String, EventNoun)> = single.into_iter().chain(plural).collect();
    Phrases::new(all.iter().map(|(phrase, noun)| (phrase.as_str(), noun.clone())))
}

fn place(row: &crate::table::Row) -> Place {
    let kind = match row.get("kind") {
        "country" => PlaceKind::Country,
        "capital" => PlaceKind::Capital,
        "city" => PlaceKind::City,
        _ => PlaceKind::Region,
    };
    Place {
        canonical: row.get("canonical").into(),
        kind,
        country: row.get("country").into(),
        rank: row.get("rank").parse().unwrap_or(0),
    }
}

fn organisation(row: &crate::table::Row) -> Organisation {
    Organisation { canonical: row.get("canonical").into(), kind: row.get("kind").into() }
}

fn furniture(file: &dyn Fn(&str) -> Option<&'static str>) -> Furniture {
    // A byline opener may end with a space that matters ("by "): only line ends are cut.
    let openers = |name: &str| entries(file(name)).map(Box::from).collect();
    Furniture {
        navigation: Words::new(entries(file("layout/navigation.txt"))),
        credit: openers("layout/credit.txt"),
        credit_words: Words::new(entries(file("layout/credit-words.txt"))),
        translator: Formulas::new(
            Table::read(file("layout/translator.tsv"))
                .rows()
                .map(|row| (row.first(), (row.get("language").into(), row.get("service").into()))),
        ),
        byline: openers("layout/byline.txt"),
        header_keys: Words::new(entries(file("layout/header-keys.txt"))),
        header_roles: Table::read(file("layout/header-roles.tsv"))
            .rows()
            .map(|row| (row.first().into(), row.get("role").into()))
            .collect(),
        housekeeping: Formulas::new(entries(file("layout/housekeeping.txt")).map(|line| (line, ()))),
        digest: Formulas::new(entries(file("layout/digest.txt")).map(|line| (line, ()))),
        outlet_cues: entries(file("layout/outlet-cues.txt"))
            .filter_map(|line| line.split_once('*').map(|(before, after)| (before.trim().into(), after.trim().into())))
            .collect(),
        item_labels: Words::new(entries(file("layout/item-labels.txt"))),
        headline_labels: Words::new(entries(file("layout/headline-labels.txt"))),
        binders: Table::read(file("layout/binders.tsv"))
            .rows()
            .map(|row| (row.first().into(), row.get("hold") == "strong"))
            .collect(),
    }
}

fn times(file: &dyn Fn(&str) -> Option<&'static str>) -> TimeWords {
    fn numbers<N: std::str::FromStr>(table: Table, column: &str) -> FxHashMap<Box<str>, N> {
        table.rows().filter_map(|row| Some((row.first().into(), row.get(column).parse().ok()?))).collect()
    }
    TimeWords {
        months: numbers(Table::read(file("times/months.tsv")), "number"),
        weekdays: numbers(Table::read(file("times/weekdays.tsv")), "number"),
        numbers: numbers(Table::read(file("times/numbers.tsv")), "value"),
        ordinals: numbers(Table::read(file("times/ordinals.tsv")), "value"),
        units: Table::read(file("times/units.tsv"))
            .rows()
            .map(|row| (row.first().into(), row.get("unit").into()))
            .collect(),
        holidays: Phrases::new(
            Table::read(file("times/holidays.tsv")).rows().map(|row| (row.first(), Box::from(row.get("rule")))),
        ),
        rules: crate::times::TimeRules::read(file),
    }
}

fn profiles(table: Table) -> Vec<(Box<str>, Box<str>, Words)> {
    table
        .rows()
        .map(|row| (row.first().into(), row.get("name").into(), Words::new(row.get("words").split(' '))))
        .collect()
}
