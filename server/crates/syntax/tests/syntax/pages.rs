//! Invented pages in the layouts that news comes in.

/// A press review: a date before the first item, items that follow each other within a line.
pub(crate) const PRESS_REVIEW: &str =
    " date 2024-02-15 Courier: Ferries to run again on the northern route The harbour \
of Kestrel will open to passenger ships next week, three sources at the port authority told the Courier. \"Everything \
is ready but the weather,\" one of them said. The dredging had taken twice as long as planned — four months instead of \
two — and cost 12.5 million crowns, most of it paid by the islands themselves. Morning Post: Islands ask for a second \
ship The council of the islands’ towns wants the ministry to order another ferry, the Morning Post writes. Its \
chairman, who had voted against the first one in 2019, now calls it “the best thing that happened to us since the \
lighthouse”. Experts doubt that the yard in Merrow could deliver before 2027 - its books are full.

In the ministry the wish is met with silence. The ports’ budget for the coming year had been cut in December, and \
nobody expects an increase before the elections. The newspaper recalls that the last ferry was paid for with a loan \
which the islands will be paying back until 2041, and quotes a former minister as saying that \"ships are like \
children: the second one is never cheaper\".";

/// An agency's digest: a dateline in the second paragraph, a quotation over several paragraphs, blank lines.
pub(crate) const DIGEST: &str = "The two governments have agreed on nearly all points of the harbour treaty, Foreign \
Minister Ines Marvaldi said on March 3 at a meeting with the dockers’ union, which has been on strike since the middle \
of February and does not intend to end it before the signing.

KESTREL, March 4. /VELTA/. The delegations meet again in Vienna, the dockers wait, and the islands ask for a second \
ferry. These stories topped Tuesday’s newspapers. (VELTA is not responsible for the material quoted in these reviews)

\"Above all, the port needs a date, so that the crews can be hired and the insurers told. Without a date there is no \
season, and without a season there are no islands,\" the harbour master said.

Asked about the interim results, the minister said:

\"We do have some results and they are not bad. We have dealt with the most pressing matters regarding pilots and tugs.

Further work is needed. We think that the third round on \"surcharges,\" as we call them, must take place soon. The \
place has been agreed, the time has not.

The scope of what is on the table signals that we are moving in a more constructive direction than a year ago.\"



The dockers have other worries, writes the Courier. As the strike enters its third week, the union’s fund is running \
low, and the first crews have gone to Merrow - where the wages are lower, and paid.";

/// A translated web page: buttons, captions in another script, credits, speech that dashes open.
pub(crate) const WEB_PAGE: &str = "Skip to the text
Advertisement
Live
Start of the article
Озвучить
Choose what matters
On
Off

The delegations of both countries go to the third round of the talks in Vienna on March 4-5. On the eve of the new \
meeting the Secretary General of the Union of Ports arrived in the capital, and the dockers of Kestrel went back to \
work for a day, which nobody had expected.

What to expect from the meeting in Vienna

Both sides have confirmed that they take part. The composition of the groups remains the same, said the spokesman of \
the foreign ministry; only the lawyers have changed.

порт
Photo: Anna Berg Lie/Port Authority/Handout via NORWIRE

— Last week (from February 24 to 28. — Courier) The other side behaved quietly, if one leaves out the incident with \
the tug. It is hard to say whether this will last, since the insurers have the last word, not the captains.

причал
Photo: VELTA/Anna Berg

\"They are known as brokers between the islands and the mainland,\" the professor of the nautical college said. — Their \
word counts for more than that of the ministers, and they know it, and they let it be known.

— We talk about mutual guarantees, and if they are \"to be had\" for the price of a ferry, then this is not the worst \
price that has ever been paid in these waters.

It is important that the talks have a result, a member of the council told the Courier.

Переведено сервисом «Перевод»

Live";

/// Two articles in one file: headlines and captions twice, remains of a widget, no-break spaces, lines of three words.
pub(crate) const TWO_IN_ONE: &str = "Islands Say Their Ferry Will Sail This Week and Ask the Mainland for Another One

08 March 2024, Velmia, Kestrel: The chairman of the islands’ council attends a press conference with the harbour \
master (not pictured) in the old customs house. (Port Authority/dpa)
08 March 2024, Velmia, Kestrel: The chairman of the islands’ council attends a press conference with the harbour \
master (not pictured) in the old customs house. (Port Authority/dpa)
TT
20

Islands Say Their Ferry Will Sail This Week and Ask the Mainland for Another One

The chairman of the islands’ council will open the season this week with a trip to Merrow, the port authority said \
Monday.\u{a0}

The agreement on “mutual pilotage” between the two ports will be signed on board on Friday, it said.

It added that both sides will discuss the strike along with “acute questions of the summer timetable”, which has not \
been printed yet because nobody knows how many ships there will be.

The islands have asked for a second ferry since 2019, and the ministry has answered each time that there is no money.



Dockers and Port Authority to Hold First Talks in Seven Weeks\u{a0}

A docker stands guard in front of the gate of the northern mole before the third meeting of both sides, in Kestrel, \
Velmia, 23 July 2024. Norwire/Anna Berg
A docker stands guard in front of the gate of the northern mole before the third meeting of both sides, in Kestrel, \
Velmia, 23 July 2024. Norwire/Anna Berg
TT
20

The dockers’ union flew its lawyers to Kestrel on Wednesday for what will be the first direct talks since June.

SECOND SHIFT\u{a0}

Both sides played down the hope of a breakthrough at the meeting, which the harbour master said should prepare a \
longer one in autumn.";

/// A column: paragraphs without blank lines between them.
pub(crate) const COLUMN: &str =
    "It has become known that the harbour treaty, which both governments praise these days, \
was written by a retired pilot in his kitchen. Nobody in either ministry has denied it so far.
Details in the material of our correspondent.
The previous treaty lasted for eleven years. Then the mole collapsed, and with it the part of the agreement that \
described the mole. Lawyers say that nobody has read the rest since, and that it might be the better half.
Relations between the two ports are developing. According to the port authority, trade has grown by 15% compared with \
the year before - \"a record\", as the harbour master put it when he opened the new crane in spring.
The pilot has a name
His name is of no importance, he says, and asks for the window to be closed. On the table lies a chart on which he has \
drawn the treaty: blue for what the islands want, red for what the mainland fears, and green for the currents, which \
will decide the matter in the end.
Obviously, there are doubts about the story. But it is no secret that the ministries have been looking for someone \
who can read the currents for a long time, and found only lawyers.";

/// Every page.
pub(crate) const ALL: [&str; 5] = [PRESS_REVIEW, DIGEST, WEB_PAGE, TWO_IN_ONE, COLUMN];

/// A draft: Markdown with front matter, headings, lists, and quotations in several scripts.
pub(crate) const DRAFT: &str = "---
title: Kestrel, week 10
date: 2024-03-08
---

# Kestrel, week 10

* * *

## What is new

- The ferry sails again (Courier, March 7),
  but only in the morning.
- The dockers went back to work: “for a day”, ‘for good’, «на день», „für einen Tag“.
1. Nobody knows more.

МОСКВА, 8 марта. /ТАСС/. Переговоры начались, сообщил «представитель порта».

— Мы готовы, — сказал он.

---

Photo: NORWIRE/Anna Berg
";
