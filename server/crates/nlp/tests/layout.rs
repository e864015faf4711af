//! Layouts, drawn: what each line of a page is, and where the articles are.

use expect_test::{Expect, expect};
use lang::Language;
use nlp::Zone;
use nlp::layout::{Layout, arrange, summarize};
use proptest::prelude::*;
use syntax::{Block, Tree};

fn layout(source: &str) -> (Vec<Block>, Layout) {
    let lang = Language::load("en");
    let blocks = Tree::parse(source).blocks(source);
    let summaries: Vec<_> = blocks.iter().map(|block| summarize(block.text(source), block.kind, &lang)).collect();
    let layout = arrange(source, &blocks, &summaries, &[], &lang);
    (blocks, layout)
}

/// Each segment with its zone, cut after some characters; articles above their first segment.
fn draw(source: &str) -> String {
    let (_, layout) = layout(source);
    let mut drawn = String::new();
    for (index, segment) in layout.segments.iter().enumerate() {
        for article in layout.articles.iter().filter(|article| article.segments.start == index) {
            let title = article
                .title
                .map_or("–".into(), |title| title.of(source).split_whitespace().collect::<Vec<_>>().join(" "));
            let outlet = article.outlet.as_ref().map_or("–", |outlet| &outlet.name);
            drawn += &format!("= {title} = {outlet} = {}", article.language.tag);
            if let Some(translation) = &article.translation {
                drawn += &format!(
                    " = from {} by {}",
                    translation.from.as_deref().unwrap_or("–"),
                    translation.by.as_deref().unwrap_or("–")
                );
            }
            drawn += if article.language.analysed { "\n" } else { " (not analysed)\n" };
        }
        let mark = match (segment.dialogue, segment.repeated) {
            (true, _) => "—",
            (_, true) => "²",
            _ => "",
        };
        let text: String =
            segment.span.of(source).chars().take(44).map(|c| if c.is_control() { ' ' } else { c }).collect();
        drawn += &format!("{}{mark} | {text}\n", name(segment.zone));
    }
    drawn
}

fn name(zone: Zone) -> &'static str {
    match zone {
        Zone::FrontMatter => "front matter",
        Zone::Header => "header",
        Zone::Headline => "headline",
        Zone::Subhead => "subhead",
        Zone::Byline => "byline",
        Zone::Dateline => "dateline",
        Zone::Caption => "caption",
        Zone::Credit => "credit",
        Zone::Navigation => "navigation",
        Zone::TranslatorNote => "translator note",
        Zone::ForeignScript => "foreign script",
        Zone::Separator => "separator",
        Zone::Body => "body",
    }
}

fn check(source: &str, expected: Expect) {
    expected.assert_eq(&draw(source));
}

/// An agency's article: headline, dateline with agency, paragraphs, reporters.
#[test]
fn a_wire_story() {
    check(
        "Ferry owners vote on winter timetable\n\nMIRAVA, Feb 3 (Norwire) - The owners of the Mirava ferries will vote on Friday on \
         whether to sail in winter, their union said.\n\n\"Nobody sails for fun in February,\" said Anna Berg, who leads the union.\n\n\
         (Reporting by Ole Hamsun; Editing by Pia Lund)\n",
        expect![[r#"
            = Ferry owners vote on winter timetable = Norwire = en
            headline | Ferry owners vote on winter timetable
            dateline | MIRAVA, Feb 3 (Norwire) -
            body | The owners of the Mirava ferries will vote o
            body | "Nobody sails for fun in February," said Ann
            byline | (Reporting by Ole Hamsun; Editing by Pia Lun
        "#]],
    );
}

/// A press review: the date of the file, outlets before headlines, headlines that run into the text.
#[test]
fn a_press_review() {
    check(
        " date 2031-05-06 Mirava Herald: Ferry owners ask the city for a winter loan The owners of the three ferries will need four \
         million crowns to sail until April, a person familiar with their books told the Herald. The mayor has not answered. \
         Zeitvogel: What the loan would buy Two of the ferries were built before the bridge was planned, Zeitvogel writes. The \
         third one leaks.\n\nThe city council meets on Monday. \"We shall read the books first,\" the mayor told Zeitvogel. \
         Note: The council has nine members.\n",
        expect![[r#"
            = Ferry owners ask the city for a winter loan = Mirava Herald = en
            header | date 2031-05-06
            header | Mirava Herald:
            headline | Ferry owners ask the city for a winter loan
            body | The owners of the three ferries will need fo
            = What the loan would buy = Zeitvogel = en
            header | Zeitvogel:
            headline | What the loan would buy
            body | Two of the ferries were built before the bri
            body | The city council meets on Monday. "We shall 
        "#]],
    );
}

/// A whole review in one paragraph: title, agency, teaser, items.
#[test]
fn a_press_review_with_a_teaser() {
    check(
        "date 2031-05-06 Press review: Ferries ask for money and bridge grows DRASHOV, May 6. /NORWIRE/. The owners of the ferries ask \
         for a loan, and the bridge grows by a span. These stories topped Tuesday's newspaper headlines across Velmia. \
         Mirava Herald: Ferry owners ask the city for a loan The owners will need four million crowns, the Mirava Herald \
         writes. Velmian Post: Bridge grows by a span Engineers closed the river for a day, a foreman told the Velmian Post.\n",
        expect![[r#"
            = Ferry owners ask the city for a loan = Mirava Herald = en
            header | date 2031-05-06
            headline | Press review: Ferries ask for money and brid
            dateline | DRASHOV, May 6. /NORWIRE/.
            headline | The owners of the ferries ask for a loan, an
            header | Mirava Herald:
            headline | Ferry owners ask the city for a loan
            body | The owners will need four million crowns, th
            = Bridge grows by a span = Velmian Post = en
            header | Velmian Post:
            headline | Bridge grows by a span
            body | Engineers closed the river for a day, a fore
        "#]],
    );
}

/// Items whose headlines stand on lines of their own.
#[test]
fn a_press_review_in_lines() {
    check(
        "Press review: Ferries and bridges\n\nDRASHOV, May 6. /NORWIRE/. The owners ask for a loan, and the bridge grows. These stories \
         topped Tuesday's newspaper headlines across Velmia.\n\nMedia: Ferry owners ask the city for a loan\n\nThe owners will need \
         four million crowns. They have asked the city.\n\nVelmian Post: Bridge grows by a span\n\nEngineers closed the river for a \
         day, a foreman told the Velmian Post. It is open again.\n",
        expect![[r#"
            = Ferry owners ask the city for a loan = – = en
            headline | Press review: Ferries and bridges
            dateline | DRASHOV, May 6. /NORWIRE/.
            headline | The owners ask for a loan, and the bridge gr
            header | Media:
            headline | Ferry owners ask the city for a loan
            body | The owners will need four million crowns. Th
            = Bridge grows by a span = Velmian Post = en
            header | Velmian Post:
            headline | Bridge grows by a span
            body | Engineers closed the river for a day, a fore
        "#]],
    );
}

/// A speaker's name before a colon begins no item.
#[test]
fn an_interview_is_no_press_review() {
    check(
        "“A ferry is a promise”\n\nAnna Berg has led the union since 2018. She spoke to the Mirava Herald in an interview.\n\nHerald: How long \
         can you hold out?\n\nBerg: Longer than the mayor. We have a fund. The city has none.\n\nHerald: And in winter?\n\nBerg: In winter \
         We shall see. Note: The fund holds two million. The Mayor: He said it was four.\n\nHe added: We wait.\n",
        expect![[r#"
            = “A ferry is a promise” = – = en
            headline | “A ferry is a promise”
            body | Anna Berg has led the union since 2018. She 
            body | Herald: How long can you hold out?
            body | Berg: Longer than the mayor. We have a fund.
            body | Herald: And in winter?
            body | Berg: In winter We shall see. Note: The fund
            body | He added: We wait.
        "#]],
    );
}

/// A page saved with its menus: buttons, foreign lines, captions, credits, speech with dashes, the translator's note.
#[test]
fn a_saved_page() {
    check(
        "Skip to main content\nAdvertisement\nForum\nЧитать вслух\nOn\nOff\n\nThe ferries of Mirava will sail in winter, their owners promise. \
         They have told Rechnik that the loan is as good as signed.\n\nWhat the loan buys\n\nTwo of the ferries need new engines. The \
         third needs a keel, the captain told Rechnik.\n\nПаром\nPhoto: RECHNIK/Ivan Petkov\n\n— We sail because people wait on the other \
         bank (in January too. — Rechnik). They always wait\", the captain says.\n\nThe mayor did not wish to speak. Read more about it in \
         the exclusive Rechnik article.\n\nПереведено сервисом «Голос»\n\nOn\n",
        expect![[r#"
            navigation | Skip to main content
            navigation | Advertisement
            navigation | Forum
            foreign script | Читать вслух
            navigation | On
            navigation | Off
            = – = Rechnik = en = from ru by Голос
            body | The ferries of Mirava will sail in winter, t
            subhead | What the loan buys
            body | Two of the ferries need new engines. The thi
            foreign script | Паром
            credit | Photo: RECHNIK/Ivan Petkov
            body— | — We sail because people wait on the other b
            body | The mayor did not wish to speak.
            navigation | Read more about it in the exclusive Rechnik 
            translator note | Переведено сервисом «Голос»
            navigation | On
        "#]],
    );
}

/// Two pages in one file, each with its head twice: captions with their agency, what is left of buttons.
#[test]
fn two_articles_with_doubled_heads() {
    let head = "Ferries to Sail in Winter for First Time\u{a0}\n\nA captain checks a rope in the port of Mirava, 3 May 2031. (EPA)\n\
                A captain checks a rope in the port of Mirava, 3 May 2031. (EPA)\nTT\n20\n\n";
    let second = "Bridge Over the Lissa Grows by a Span\n\n03 May 2031, Velmia, Brodno: Workers drink tea on the bridge. (City of Brodno/dpa)\n\
                  03 May 2031, Velmia, Brodno: Workers drink tea on the bridge. (City of Brodno/dpa)\nA+\n18\n\n";
    check(
        &format!(
            "{head}{head}The ferries of Mirava will sail in winter, their owners said on Monday.\n\nTHE CITY PAYS\n\nThe city lends four \
             million crowns. It wants them back.\n\n\n\n{second}{second}The bridge has grown by a span, the engineers said.\n\nIt will be \
             open next year, they hope.\n"
        ),
        expect![[r#"
            = Ferries to Sail in Winter for First Time = – = en
            headline | Ferries to Sail in Winter for First Time
            caption | A captain checks a rope in the port of Mirav
            caption² | A captain checks a rope in the port of Mirav
            navigation | TT
            navigation | 20
            headline² | Ferries to Sail in Winter for First Time
            caption² | A captain checks a rope in the port of Mirav
            caption² | A captain checks a rope in the port of Mirav
            navigation | TT
            navigation | 20
            body | The ferries of Mirava will sail in winter, t
            subhead | THE CITY PAYS
            body | The city lends four million crowns. It wants
            = Bridge Over the Lissa Grows by a Span = – = en
            headline | Bridge Over the Lissa Grows by a Span
            caption | 03 May 2031, Velmia, Brodno: Workers drink t
            caption² | 03 May 2031, Velmia, Brodno: Workers drink t
            navigation | A+
            navigation | 18
            headline² | Bridge Over the Lissa Grows by a Span
            caption² | 03 May 2031, Velmia, Brodno: Workers drink t
            caption² | 03 May 2031, Velmia, Brodno: Workers drink t
            navigation | A+
            navigation | 18
            body | The bridge has grown by a span, the engineer
            body | It will be open next year, they hope.
        "#]],
    );
}

/// Lines without blank lines between them; a heading, a remark about the page.
#[test]
fn lines_without_gaps() {
    check(
        "It became known that the ferries of Mirava will sail in winter. The owners have found the money.\nDetails in the material of the \
         correspondent of Mirava Post.\nThe loan is four million crowns, according to the city. It is to be paid back in ten years.\nThe \
         bridge waits\nMeanwhile the bridge has not grown since autumn. Its engineers blame the ice, and the ice does not answer.\n",
        expect![[r#"
            = – = – = en
            body | It became known that the ferries of Mirava w
            navigation | Details in the material of the correspondent
            body | The loan is four million crowns, according t
            subhead | The bridge waits
            body | Meanwhile the bridge has not grown since aut
        "#]],
    );
}

/// Metadata in front of the text says title and outlet.
#[test]
fn metadata_lines() {
    check(
        "Title: The captain counts the waves\nSource: Kestrel Courier\nAuthor: Mira Alder\nDate: 05/03/2031\n\nPONTE LISSA – The captain gets \
         up at three and looks at the river.\n\nHe counts the waves before he counts his men.\n",
        expect![[r#"
            = The captain counts the waves = Kestrel Courier = en
            header | Title: The captain counts the waves
            header | Source: Kestrel Courier
            header | Author: Mira Alder
            header | Date: 05/03/2031
            dateline | PONTE LISSA –
            body | The captain gets up at three and looks at th
            body | He counts the waves before he counts his men
        "#]],
    );
}

/// A masthead, a date, a headline; a byline that names the outlet; a wire's label.
#[test]
fn mastheads_and_bylines() {
    check(
        "MIRAVA HERALD\nThursday, 3 May 2031\n\nNo ferry, no bread\n\nMIRAVA - Bread came late to the island on Wednesday, because the ferry \
         did not sail.\n",
        expect![[r#"
            = No ferry, no bread = Mirava Herald = en
            header | MIRAVA HERALD
            header | Thursday, 3 May 2031
            headline | No ferry, no bread
            dateline | MIRAVA -
            body | Bread came late to the island on Wednesday, 
        "#]],
    );
    check(
        "Two captains and a rope\nBy Mira Alder, Kestrel Courier\n\nThey came in on the evening tide, and nobody asked them why.\n",
        expect![[r#"
            = Two captains and a rope = Kestrel Courier = en
            headline | Two captains and a rope
            byline | By Mira Alder, Kestrel Courier
            body | They came in on the evening tide, and nobody
        "#]],
    );
    check(
        "UPDATE 2-Ferry owners win vote\n(Adds quote in the third paragraph)\n\nMIRAVA, Feb 7 (Norwire) - The owners won, the union said.\n",
        expect![[r#"
            = Ferry owners win vote = Norwire = en
            headline | UPDATE 2-Ferry owners win vote
            navigation | (Adds quote in the third paragraph)
            dateline | MIRAVA, Feb 7 (Norwire) -
            body | The owners won, the union said.
        "#]],
    );
}

/// A briefing in Markdown: front matter, headings, lists, a quotation.
#[test]
fn a_briefing() {
    check(
        "---\ntitle: Winter ferries\noutlet: Radio Lissa\n---\n\n# Winter ferries\n\nThe ferries will sail, Norwire reported on May 3.\n\n\
         ## What is open\n\n- the loan: four million crowns;\n- the keel of the third ferry.\n\n> “We wait.”\n> — Anna Berg\n\nThe council \
         votes on Monday.\n",
        expect![[r#"
            = Winter ferries = Radio Lissa = en
            front matter | --- title: Winter ferries outlet: Radio Liss
            headline | # Winter ferries
            body | The ferries will sail, Norwire reported on M
            subhead | ## What is open
            body | - the loan: four million crowns;
            body | - the keel of the third ferry.
            body | > “We wait.”
            body | > — Anna Berg
            body | The council votes on Monday.
        "#]],
    );
}

/// Articles of a file are parted by wide gaps, by ruled lines with headlines, by headlines over datelines, by the
/// head of a new page; not by one blank line.
#[test]
fn articles_in_one_file() {
    check(
        "Ferries sail\n\nMIRAVA, May 3 (Norwire) - The ferries sailed on Monday, the union said.\n\nIt was cold.\n\nBridge grows\n\nBRODNO, \
         May 4 (Norwire) - The bridge grew on Tuesday, the engineers said.\n\n* * *\n\nMayor resigns\n\nThe mayor has resigned, the city \
         said on Wednesday.\n\nNobody knows why he went.\n",
        expect![[r#"
            = Ferries sail = Norwire = en
            headline | Ferries sail
            dateline | MIRAVA, May 3 (Norwire) -
            body | The ferries sailed on Monday, the union said
            body | It was cold.
            = Bridge grows = Norwire = en
            headline | Bridge grows
            dateline | BRODNO, May 4 (Norwire) -
            body | The bridge grew on Tuesday, the engineers sa
            separator | * * *
            = Mayor resigns = – = en
            headline | Mayor resigns
            body | The mayor has resigned, the city said on Wed
            body | Nobody knows why he went.
        "#]],
    );
}

/// An article in another language is named; its lines are cut all the same.
#[test]
fn another_language() {
    check(
        "Merrower Bote\nMirava, 12. April 2031\n\nEin Winter, drei Fähren\n\nDie Fähren von Mirava werden auch im Winter fahren, sagte die \
         Gewerkschaft am Montag. Sie haben dafür einen Kredit von der Stadt erhalten, und die Stadt will ihn nicht zurück.\n",
        expect![[r#"
            = Ein Winter, drei Fähren = Merrower Bote = de (not analysed)
            header | Merrower Bote
            header | Mirava, 12. April 2031
            headline | Ein Winter, drei Fähren
            body | Die Fähren von Mirava werden auch im Winter 
        "#]],
    );
}

/// What is no prose has no articles.
#[test]
fn no_prose() {
    for source in [
        "",
        "\n\n",
        "certifi==2024.8.30\nrequests[socks]>=2.32\n# tools of the desk\n",
        "2031-05-03T05:58:41Z INFO gate=north event=open\n2031-05-03T06:00:03Z WARN gate=north queue=31 msg=\"no operator\"\n",
        "Day      HW     m     LW\nSa  1  00:41  3.92  06:58\nSu  2  01:22  3.95  07:37\n",
        "Anna Berg\nOle Hamsun\nPia Lund\nSergei Ivanov\n",
        "apple\nbanana\ncherry\n",
        "fn main() {\n    println!(\"hello\");\n}\n",
        "id,name,port\n1,\"Anna, Berg\",Mirava\n2,Ole,Brodno\n",
        "Home\nPolitics\nSea\nSign in\n",
    ] {
        assert!(layout(source).1.articles.is_empty(), "{source}");
    }
}

/// Short notes are prose as soon as they say something.
#[test]
fn short_prose() {
    for source in [
        "He said \"we will go.",
        "The ferry sails.",
        "— We sail tomorrow, he said.",
        "The mayor said on Monday that the",
    ] {
        assert_eq!(layout(source).1.articles.len(), 1, "{source}");
    }
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Z][a-z]{2,8}( [A-Za-z]{1,8}){0,12}[.?!:,]{0,1}",
        "\\PC{0,40}",
        prop::sample::select(vec![
            "Skip to main content",
            "TT",
            "20",
            "Photo: EPA/Anna Berg",
            "MIRAVA, May 3. /NORWIRE/. The ferry sails.",
            "date 2031-05-03 Herald: Ferries sail again The owners have found the money, they told Herald.",
            "Herald: What the loan buys The owners will tell us. Herald: And so on",
            "— We sail, he said.",
            "# Ferries",
            "- a rope",
            "---",
            "Title: Ferries",
            "Переведено сервисом «Голос»",
            "The ferry sailed on Monday, the union said. Details in the material of Herald.",
            "A captain checks a rope, 3 May 2031. (EPA)",
            "> “We wait.”",
            "(Reporting by Ole Hamsun)",
            "\u{feff}\u{a0}\u{200b}",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    /// Segments cover every visible character of the blocks once and in order, and articles lie in the file.
    #[test]
    fn zones_cover_the_text_once(lines in prop::collection::vec(line(), 0..40), end in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
        let source = lines.join(end);
        let (blocks, layout) = layout(&source);
        let mut covered = String::new();
        let mut last = 0;
        for segment in &layout.segments {
            prop_assert!(last <= segment.span.start && segment.span.start < segment.span.end);
            prop_assert!(blocks[segment.block].span.contains_span(segment.span));
            last = segment.span.end;
            covered.extend(segment.span.of(&source).chars().filter(|c| !c.is_whitespace()));
        }
        let visible: String = blocks.iter().flat_map(|block| block.text(&source).chars()).filter(|c| !c.is_whitespace()).collect();
        prop_assert_eq!(covered, visible);
        let mut begin = 0;
        for article in &layout.articles {
            prop_assert!(begin <= article.span.start && article.span.start < article.span.end && article.span.end as usize <= source.len());
            prop_assert!(article.segments.start < article.segments.end && article.segments.end <= layout.segments.len());
            begin = article.span.end;
        }
    }
}
