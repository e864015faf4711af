//! What the blocks of a page are.

use std::fmt::Write;

use expect_test::{Expect, expect};
use syntax::{BlockKind, PartKind, Tree, front_matter, metadata};

use crate::pages;

/// One line per block: blank lines above, kind, number of lines, text; its parts below.
#[expect(clippy::needless_pass_by_value, reason = "so that cases read well")]
fn check(source: &str, expected: Expect) {
    let mut drawn = String::new();
    for block in Tree::parse(source).blocks(source) {
        let text = block.text(source);
        let lines = block.lines.len();
        let blanks = "-".repeat(block.blank_before as usize);
        writeln!(
            drawn,
            "{blanks}{:?}{} {}",
            block.kind,
            if lines > 1 { format!("({lines})") } else { String::new() },
            cut(text)
        )
        .unwrap();
        for part in block.parts {
            writeln!(drawn, "    {:?} {}", part.kind, cut(part.span.of(text))).unwrap();
        }
    }
    expected.assert_eq(&drawn);
}

/// The start and the end of a text.
fn cut(text: &str) -> String {
    let text = text.escape_debug().to_string();
    let count = text.chars().count();
    if count <= 60 {
        return text;
    }
    let (head, tail): (String, String) = (text.chars().take(40).collect(), text.chars().skip(count - 16).collect());
    format!("{head} … {tail}")
}

#[test]
fn press_review() {
    check(
        pages::PRESS_REVIEW,
        expect![[r#"
        Paragraph  date 2024-02-15 Courier: Ferries to run …  books are full.
            HeaderDate date 2024-02-15
            DatelineDate 2024-02-15
            QuoteMark \"
            QuoteMark \"
            Dash —
            Dash —
            Quotation “the best thing that happened to us since the lighthouse”
            Dash -
        -Paragraph In the ministry the wish is met with sil … never cheaper\".
            QuoteMark \"
            QuoteMark \"
    "#]],
    );
}

#[test]
fn digest() {
    check(
        pages::DIGEST,
        expect![[r#"
        Paragraph The two governments have agreed on nearl … ore the signing.
        -Paragraph KESTREL, March 4. /VELTA/. The delegatio … n these reviews)
            Dateline KESTREL, March 4. /VELTA/.
            DatelinePlace KESTREL
            DatelineDate March 4
            DatelineAgency VELTA
            Parenthesis (VELTA is not responsible for the materi … n these reviews)
        -Paragraph \"Above all, the port needs a date, so t … our master said.
            QuoteMark \"
            QuoteMark \"
        -Paragraph Asked about the interim results, the minister said:
        -Paragraph \"We do have some results and they are n … pilots and tugs.
            QuoteMark \"
        -Paragraph Further work is needed. We think that th … he time has not.
            QuoteMark \"
            QuoteMark \"
        -Paragraph The scope of what is on the table signal … an a year ago.\"
            QuoteMark \"
        ---Paragraph The dockers have other worries, writes t … lower, and paid.
            Dash -
    "#]],
    );
}

#[test]
fn web_page() {
    check(
        pages::WEB_PAGE,
        expect![[r#"
        Paragraph Skip to the text
        Paragraph Advertisement
        Paragraph Live
        Paragraph Start of the article
        Paragraph Озвучить
        Paragraph Choose what matters
        Paragraph On
        Paragraph Off
        -Paragraph The delegations of both countries go to  … dy had expected.
        -Paragraph What to expect from the meeting in Vienna
        -Paragraph Both sides have confirmed that they take … rs have changed.
        -Paragraph порт
        Credit Photo: Anna Berg Lie/Port Authority/Handout via NORWIRE
        -Dialogue — Last week (from February 24 to 28. — C … ot the captains.
            Dash —
            Parenthesis (from February 24 to 28. — Courier)
            Dash —
        -Paragraph причал
        Credit Photo: VELTA/Anna Berg
        -Paragraph \"They are known as brokers between the  … let it be known.
            QuoteMark \"
            QuoteMark \"
            Dash —
        -Dialogue — We talk about mutual guarantees, and i … in these waters.
            Dash —
            QuoteMark \"
            QuoteMark \"
        -Paragraph It is important that the talks have a re … old the Courier.
        -Paragraph Переведено сервисом «Перевод»
            Quotation «Перевод»
        -Paragraph Live
    "#]],
    );
}

#[test]
fn two_articles_in_one_file() {
    check(
        pages::TWO_IN_ONE,
        expect![[r#"
        Paragraph Islands Say Their Ferry Will Sail This W …  for Another One
        -Paragraph 08 March 2024, Velmia, Kestrel: The chai … t Authority/dpa)
            Parenthesis (not pictured)
            Parenthesis (Port Authority/dpa)
        Paragraph 08 March 2024, Velmia, Kestrel: The chai … t Authority/dpa)
            Parenthesis (not pictured)
            Parenthesis (Port Authority/dpa)
        Paragraph TT
        Paragraph 20
        -Paragraph Islands Say Their Ferry Will Sail This W …  for Another One
        -Paragraph The chairman of the islands’ council wil … id Monday.\u{a0}
        -Paragraph The agreement on “mutual pilotage” betwe … Friday, it said.
            Quotation “mutual pilotage”
        -Paragraph It added that both sides will discuss th … s there will be.
            Quotation “acute questions of the summer timetable”
        -Paragraph The islands have asked for a second ferr … ere is no money.
        ---Paragraph Dockers and Port Authority to Hold First … even Weeks\u{a0}
        -Paragraph A docker stands guard in front of the ga … orwire/Anna Berg
        Paragraph A docker stands guard in front of the ga … orwire/Anna Berg
        Paragraph TT
        Paragraph 20
        -Paragraph The dockers’ union flew its lawyers to K … alks since June.
        -Paragraph SECOND SHIFT\u{a0}
        -Paragraph Both sides played down the hope of a bre … r one in autumn.
    "#]],
    );
}

#[test]
fn column() {
    check(
        pages::COLUMN,
        expect![[r#"
            Paragraph It has become known that the harbour tre … enied it so far.
            Paragraph Details in the material of our correspondent.
            Paragraph The previous treaty lasted for eleven ye … the better half.
            Paragraph Relations between the two ports are deve … crane in spring.
                Dash -
                QuoteMark \"
                QuoteMark \"
            Paragraph The pilot has a name
            Paragraph His name is of no importance, he says, a … tter in the end.
            Paragraph Obviously, there are doubts about the st … nd only lawyers.
        "#]],
    );
}

#[test]
fn draft() {
    check(
        pages::DRAFT,
        expect![[r#"
            FrontMatter(4) ---\ntitle: Kestrel, week 10\ndate: 2024-03-08\n---
            -Heading # Kestrel, week 10
                HeadingMarker #
            -Separator * * *
            -Heading ## What is new
                HeadingMarker ##
            -ListItem(2) - The ferry sails again (Courier, March  …  in the morning.
                ListMarker -
                Parenthesis (Courier, March 7)
            ListItem - The dockers went back to work: “for a  … „für einen Tag“.
                ListMarker -
                Quotation “for a day”
                Quotation ‘for good’
                Quotation «на день»
                Quotation „für einen Tag“
            ListItem 1. Nobody knows more.
                ListMarker 1.
            -Paragraph МОСКВА, 8 марта. /ТАСС/. Переговоры нача … тавитель порта».
                Dateline МОСКВА, 8 марта. /ТАСС/.
                DatelinePlace МОСКВА
                DatelineDate 8 марта
                DatelineAgency ТАСС
                Quotation «представитель порта»
            -Dialogue — Мы готовы, — сказал он.
                Dash —
                Dash —
            -Separator ---
            -Credit Photo: NORWIRE/Anna Berg
        "#]],
    );
}

#[test]
fn header() {
    check(
        "Date: 2024-03-08\r\nSource: Norwire\r\nTags:\r\n\r\nThe ferry sails.\r\n",
        expect![[r#"
        Metadata Date: 2024-03-08
            MetadataKey Date
            MetadataValue 2024-03-08
        Metadata Source: Norwire
            MetadataKey Source
            MetadataValue Norwire
        Metadata Tags:
            MetadataKey Tags
        -Paragraph The ferry sails.
    "#]],
    );
}

#[test]
fn datelines() {
    check(
        "OSLO, Feb 3 (Norwire) - The ferry – sails.\n\nKESTREL, Velmia (VELTA) — It sails.\n\nMERROW, 3 March 2025 – No.",
        expect![[r#"
            Paragraph OSLO, Feb 3 (Norwire) - The ferry – sails.
                Dateline OSLO, Feb 3 (Norwire) -
                DatelinePlace OSLO
                DatelineDate Feb 3
                DatelineAgency Norwire
                Dash –
            -Paragraph KESTREL, Velmia (VELTA) — It sails.
                Dateline KESTREL, Velmia (VELTA) —
                DatelinePlace KESTREL, Velmia
                DatelineAgency VELTA
            -Paragraph MERROW, 3 March 2025 – No.
                Dateline MERROW, 3 March 2025 –
                DatelinePlace MERROW
                DatelineDate 3 March 2025
        "#]],
    );
}

#[test]
fn quotations() {
    check(
        "“She said ‘we (all) go’ and \"left,” he said. The dockers’ strike.\n„Ja“, »nein« and “open (to the\n\nend.",
        expect![[r#"
            Paragraph “She said ‘we (all) go’ and \"left,” he  … dockers’ strike.
                Quotation “She said ‘we (all) go’ and \"left,”
                Quotation ‘we (all) go’
                Parenthesis (all)
                QuoteMark \"
            Paragraph „Ja“, »nein« and “open (to the
                Quotation „Ja“
                Quotation »nein«
                Quotation “open (to the
                Parenthesis (to the
            -Paragraph end.
        "#]],
    );
}

#[test]
fn quotations_over_wrapped_lines() {
    let source = crate::wrap(&pages::DIGEST.replace('"', "“").replace("said.", "said”."), 60);
    let blocks = Tree::parse(&source).blocks(&source);
    let quotation = blocks[2].part(PartKind::Quotation).unwrap();
    let quoted = quotation.span.of(blocks[2].text(&source));
    assert_eq!(blocks[2].lines.len(), 4);
    assert!(quoted.starts_with("“Above") && quoted.ends_with("said”"), "{quoted}");
}

#[test]
fn metadata_of_front_matter() {
    let source = "---\ntitle: \"Kestrel: week 10\"\ntags:\n  - a: b\n'key' : value # why\n# c: d\n---\nText.";
    let blocks = Tree::parse(source).blocks(source);
    let pairs: Vec<_> =
        front_matter(source, &blocks[0]).into_iter().map(|(key, value)| (key.of(source), value.of(source))).collect();
    assert_eq!(pairs, [("title", "Kestrel: week 10"), ("tags", ""), ("key", "value")]);
    assert!(front_matter(source, &blocks[1]).is_empty());
    assert_eq!(metadata(source, &blocks[1]), None);
}

#[test]
fn metadata_of_a_header() {
    let source = "Date: 2024-03-08 \nTags:\n\nText.";
    let blocks = Tree::parse(source).blocks(source);
    let pairs: Vec<_> = blocks.iter().filter_map(|block| metadata(source, block)).collect();
    let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.of(source), value.of(source))).collect();
    assert_eq!(pairs, [("Date", "2024-03-08"), ("Tags", "")]);
}

#[test]
fn equal_text_has_equal_hashes() {
    let source = "The ferry sails.\n\n# The ferry sails.\n\nThe ferry sails.\nThe ferry sails.\n\n- The ferry sails.";
    let blocks = Tree::parse(source).blocks(source);
    assert_eq!(blocks[0].hash, blocks[2].hash);
    assert_eq!(blocks[0].hash, blocks[3].hash);
    assert_ne!(blocks[0].hash, blocks[1].hash);
    assert_ne!(blocks[0].hash, blocks[4].hash);
}

/// The same text is a line of metadata at the start of a file, and a paragraph elsewhere.
#[test]
fn kind_is_part_of_the_hash() {
    let line = "Date: 2024-03-08";
    let elsewhere = format!("The ferry sails.\n\n{line}");
    let (first, second) = (Tree::parse(line).blocks(line), Tree::parse(&elsewhere).blocks(&elsewhere));
    assert_eq!(first[0].kind, BlockKind::Metadata);
    assert_eq!(second[1].kind, BlockKind::Paragraph);
    assert_ne!(first[0].hash, second[1].hash);
}

/// Only the first block of a file has a header date, so blocks that differ in it differ in their hashes.
#[test]
fn parts_follow_from_the_hash() {
    let line = "date 2024-02-15 The ferry sails.";
    let source = format!("{line}\n\n{line}");
    let blocks = Tree::parse(&source).blocks(&source);
    assert!(blocks[0].part(PartKind::HeaderDate).is_some());
    assert!(blocks[1].part(PartKind::HeaderDate).is_none());
    assert_ne!(blocks[0].hash, blocks[1].hash);
}
