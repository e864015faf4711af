//! Where marks stand in a text that has changed.

use marks::{Anchor, Anchors, Doubt, Sidecar};
use text::{Edit, Span};

/// A mark on the words between `[` and `]`, with what an edit of the sidecar writes of its surroundings.
fn marked(text: &str) -> (String, Sidecar) {
    let start = text.find('[').expect("[");
    let end = text.find(']').expect("]") - 1;
    let plain = text.replace(['[', ']'], "");
    let target = marks::Target { path: "a.txt", text: &plain, sha256: "aa" };
    let says = marks::NewMark::Note("n");
    let change = marks::add_mark(None, target, Span::from(start..end), says, marks::Hand::default(), || 1);
    let (sidecar, problems) = Sidecar::parse(&change.expect("words").edit.apply(""));
    assert_eq!(problems, []);
    (plain, sidecar)
}

/// Draws an anchor: `=` where it stood, `>` moved, `?` uncertain, all places in brackets.
fn draw(anchor: &Anchor, text: &str) -> String {
    let (sign, mut spans) = match anchor {
        Anchor::Exact(span) => ("=", vec![*span]),
        Anchor::Moved(span) => (">", vec![*span]),
        Anchor::Uncertain { choices, why: Doubt::Several, .. } => ("several", choices.clone()),
        Anchor::Uncertain { choices, why: Doubt::Changed, .. } => ("changed", choices.clone()),
        Anchor::Uncertain { choices, why: Doubt::Surroundings, .. } => ("surroundings", choices.clone()),
        Anchor::Orphan => ("orphan", vec![]),
    };
    let mut out = text.to_owned();
    spans.sort();
    for span in spans.iter().rev() {
        out.insert(span.end as usize, ']');
        out.insert(span.start as usize, '[');
    }
    format!("{sign} {out}")
}

fn check(before: &str, after: &str) {
    let (_, sidecar) = marked(before);
    let (_, drawn) = after.split_once(' ').expect("a sign and a text");
    let text = drawn.replace(['[', ']'], "");
    let anchors = marks::anchor(&sidecar, &text, Some("bb"));
    assert_eq!(draw(&anchors[0], &text), after, "from {before}");
}

#[test]
fn finds_marks_again() {
    let same = "The bridge was closed, [experts say], for good.";
    let cases = [
        // Nothing has changed, or only behind it.
        (same, "= The bridge was closed, [experts say], for good."),
        (same, "= The bridge was closed, [experts say]. The mayor disagrees."),
        // Something came before it.
        (same, "> A new paragraph.\n\nThe bridge was closed, [experts say], for good."),
        // The words are others now: short words are found exactly or not at all.
        (same, "orphan The bridge was closed, analysts say, for good."),
        (same, "orphan The bridge was closed, expert say, for good."),
        (same, "orphan The bridge was closed, the experts sayings are, for good."),
        (same, "orphan "),
        // What folds together is the same.
        (same, "= The bridge was closed, [experts\u{a0}say], for good."),
        ("Он [сказал: «да»] мне", "> И вот он [сказал: “да”] мне"),
        ("The [cafe\u{301} “Élan”] closed", "> The old [café  \"E\u{301}lan\"] closed"),
        ("Rally 😀 in [Ки́ев] 😀 today", "> 😀😀 Rally 😀 in [Ки́ев] 😀 today"),
        ("One\r\n\r\n[two\r\nthree] four", "> Zero\r\nOne\r\n\r\n[two\nthree] four"),
    ];
    for (before, after) in cases {
        check(before, after);
    }
}

#[test]
fn tells_equal_words_by_their_surroundings() {
    let second = "He met Zelensky in Vienna on Monday. She met [Zelensky] in Geneva on Friday.";
    check(second, "= He met Zelensky in Vienna on Monday. She met [Zelensky] in Geneva on Friday.");
    check(second, "> News. He met Zelensky in Vienna on Monday. She met [Zelensky] in Geneva on Friday.");
    // Its sentence is gone, and the other is no place for it without somebody looking.
    check(second, "surroundings He met [Zelensky] in Vienna on Monday.");
    // Nobody can tell.
    check("Yes. Yes. [Yes]. Yes. Yes.", "several Oh. [Yes]. [Yes]. [Yes]. [Yes]. [Yes]. [Yes]. [Yes].");
    // The same sentence twice, told apart by what is around it.
    let copy = "Vienna: he met [Zelensky] there.\n\nGeneva: he met Zelensky there.\n\nLondon closed.";
    check(copy, "> X.\n\nVienna: he met [Zelensky] there.\n\nGeneva: he met Zelensky there.\n\nLondon closed.");
}

#[test]
fn never_takes_a_part_of_a_word() {
    check("And [he] went.", "orphan And the others went.");
    check("And [he] went.", "> The others: and [he] went.");
    check("Лин ушёл, [ли] он?", "orphan Лин ушёл, если он?");
    // Marks on a part of a word remember that it was one.
    check("The un[known] source.", "> Another: the un[known] source.");
    // Where words are not spaced, any place is as good.
    check("部长[访问]北京", "> 昨天部长[访问]北京");
}

#[test]
fn offers_long_words_that_changed_a_little() {
    let long = "On Monday [the ministry handed over forty-six prisoners at the bridge] of Brodno.";
    check(
        long,
        "changed On Monday [the ministry handed over forty-six captives at the bridge] of Brodno."
            .replace("captives", "prizoners")
            .as_str(),
    );
    check(long, "changed X. On Monday, [the ministry hands over forty-six prisoners at the bridge] of Brodno.");
    check(long, "orphan On Monday the government gave back sixty prisoners near the bridge of Brodno.");
    // Twice almost the same is no place at all.
    check(
        long,
        "several On Monday [the ministry handed over forty-six prizoners at the bridge] of Brodno. \
         On Friday [the ministry handed over forty-six prisonerz at the bridge] of Velm.",
    );
    // Far from where it was, with nothing around it to go by.
    let far =
        format!("orphan {}the ministry handed over forty-six prizoners at the bridge", "Filler text. ".repeat(90));
    check(long, &far);
}

#[test]
fn believes_no_offset_against_the_quote() {
    let source =
        "text-sha256 = \"AA\"\nmarks = [\n  { id = \"a\", at = [0, 3], quote = \"two\", kind = \"note\" },\n]\n";
    let (sidecar, _) = Sidecar::parse(source);
    assert_eq!(marks::anchor(&sidecar, "one two", Some("aa")), [Anchor::Moved(Span::new(4, 7))]);
    assert_eq!(marks::anchor(&sidecar, "one", Some("aa")), [Anchor::Orphan]);
    let (sidecar, _) = Sidecar::parse("marks = [\n  { id = \"a\", quote = \"two\", kind = \"note\" },\n]\n");
    assert_eq!(marks::anchor(&sidecar, "one two", None), [Anchor::Moved(Span::new(4, 7))]);
}

/// A text with its marks, edit after edit.
struct Open {
    text: String,
    anchors: Anchors,
    undo: Vec<Edit>,
}

impl Open {
    fn new(text: &str) -> Self {
        let (text, sidecar) = marked(text);
        let anchors = Anchors::new(&sidecar, &text, None);
        Self { text, anchors, undo: Vec::new() }
    }

    fn replace(&mut self, old: &str, new: &str) -> String {
        let start = self.text.find(old).expect(old);
        self.edit(Edit::new(Span::from(start..start + old.len()), new))
    }

    fn edit(&mut self, edit: Edit) -> String {
        self.undo.push(Edit::new(edit.new_span(), edit.span.of(&self.text)));
        self.text = edit.apply(&self.text);
        self.anchors.edit(&edit, &self.text);
        draw(self.anchors.get(0).expect("one mark"), &self.text)
    }

    fn undo(&mut self) -> String {
        let edit = self.undo.pop().expect("something to undo");
        let drawn = self.edit(edit);
        self.undo.pop();
        drawn
    }
}

#[test]
fn rides_on_edits() {
    let mut open = Open::new("The bridge is closed, [experts say], for good.");
    assert_eq!(open.replace("The", "All the"), "= All the bridge is closed, [experts say], for good.");
    assert_eq!(
        open.replace(" for", " it seems, for"),
        "= All the bridge is closed, [experts say], it seems, for good."
    );
    assert_eq!(open.replace(", it", "ing, it"), "= All the bridge is closed, [experts say]ing, it seems, for good.");
    assert_eq!(
        open.replace("experts", "analysts"),
        "orphan All the bridge is closed, analysts saying, it seems, for good."
    );
    assert_eq!(open.replace("All the", "The"), "orphan The bridge is closed, analysts saying, it seems, for good.");
    assert_eq!(open.undo(), "orphan All the bridge is closed, analysts saying, it seems, for good.");
    // The same place: undo knows what no search would, since the word goes on.
    assert_eq!(open.undo(), "= All the bridge is closed, [experts say]ing, it seems, for good.");
    assert_eq!(open.undo(), "= All the bridge is closed, [experts say], it seems, for good.");
}

#[test]
fn comes_back_by_undo_and_by_paste() {
    let mut open = Open::new("First he spoke.\n\nThen he [left] the hall.\n\nLast he left the town.");
    assert_eq!(
        open.replace("Then he left the hall.\n\n", ""),
        "surroundings First he spoke.\n\nLast he [left] the town."
    );
    assert_eq!(open.undo(), "> First he spoke.\n\nThen he [left] the hall.\n\nLast he left the town.");
    let gone = open.replace("left the hall", "").to_owned();
    assert!(!gone.starts_with('='), "{gone}");
    for (at, letter) in "left the hall".char_indices() {
        let start = open.text.find("Then he ").expect("the sentence") + "Then he ".len() + at;
        open.edit(Edit::new(Span::from(start..start), letter.to_string()));
    }
    let drawn = draw(open.anchors.get(0).expect("one mark"), &open.text);
    assert_eq!(drawn, "> First he spoke.\n\nThen he [left] the hall.\n\nLast he left the town.");

    let mut open = Open::new("One thing. [Another thing]. A third.");
    assert_eq!(open.replace(" Another thing.", ""), "orphan One thing. A third.");
    assert_eq!(open.replace("third.", "third. Another thing."), "> One thing. A third. [Another thing].");
}

#[test]
fn follows_words_that_change_and_change_back() {
    let mut open = Open::new("On Monday [the ministry handed over forty-six prisoners at the bridge] of Brodno.");
    assert!(open.replace("prisoners", "prisoner").starts_with("changed"));
    assert!(open.replace("On Monday", "Monday").starts_with("changed"));
    assert_eq!(
        open.replace("prisoner", "prisoners"),
        "= Monday [the ministry handed over forty-six prisoners at the bridge] of Brodno."
    );
    assert!(open.replace("forty-six prisoners", "all").starts_with("orphan"));
    assert!(open.replace("over all", "over forty-six prisoner").starts_with("changed"));
    // The whole text put anew, as some editors do.
    let all = open.text.clone();
    let whole = Span::from(0..all.len());
    assert!(open.edit(Edit::new(whole, all.replace("prisoner", "prisoners"))).starts_with('='));
}

#[test]
fn takes_over_another_sidecar() {
    let (text, sidecar) = marked("Yes. [Yes]. Yes.");
    let mut anchors = Anchors::new(&sidecar, &text, None);
    let edit = Edit::new(Span::empty(0), "Oh. Yes. ");
    let text = edit.apply(&text);
    anchors.edit(&edit, &text);
    let stands = Anchor::Exact(Span::new(14, 17));
    assert_eq!(anchors.iter().collect::<Vec<_>>(), [&stands]);
    let mut two = sidecar.clone();
    two.marks.insert(0, marks::Mark { id: "new".into(), quote: "Oh".into(), ..sidecar.marks[0].clone() });
    anchors.update(&two, &text);
    assert_eq!(anchors.iter().nth(1), Some(&stands));
    anchors.update(&Sidecar::default(), &text);
    assert_eq!(anchors.iter().len(), 0);
}

#[test]
fn many_marks_on_a_long_text_take_no_time() {
    let sentence = |number: usize| {
        format!("Item {number}: the envoys counted {number} boxes at pier {} of the harbour. ", number % 7)
    };
    let text: String = (0..16_000).map(sentence).collect();
    assert!(text.len() > 1_000_000);
    let mut source = String::from("marks = [\n");
    for number in 0..1_000 {
        let quote = match number % 4 {
            // Found, found by its number, changed a little, not there at all.
            0 => format!("Item {}:", number * 13),
            1 => format!("counted {} boxes", number * 13),
            2 => format!("the envoyz counted {} boxes at pier", number * 13),
            _ => format!("the delegates weighed {number} crates in the customs house of Brodno"),
        };
        source += &format!(
            "  {{ id = \"m{number:05}\", at = [{0}, {0}], quote = \"{quote}\", kind = \"note\" }},\n",
            9 * number
        );
    }
    source += "]\n";
    let (sidecar, problems) = Sidecar::parse(&source);
    assert_eq!(problems.len(), 0);
    let start = std::time::Instant::now();
    let mut anchors = Anchors::new(&sidecar, &text, None);
    let searched = start.elapsed();
    let moved = anchors.iter().filter(|anchor| matches!(anchor, Anchor::Moved(_))).count();
    assert_eq!(moved, 500);
    let mut text = text;
    let start = std::time::Instant::now();
    for number in 0..20 {
        let edit = Edit::new(Span::empty(1_000 * number), "x");
        text = edit.apply(&text);
        anchors.edit(&edit, &text);
    }
    let edited = start.elapsed() / 20;
    eprintln!("1,000 marks in {} bytes: {searched:?}; an edit: {edited:?}", text.len());
    assert!(searched.as_secs() < 20 && edited.as_millis() < 500, "{searched:?} {edited:?}");
}
