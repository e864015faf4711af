"""What spaCy says of texts, its weights rounded as in the model file: the golden data of `tests/golden.rs`.

    python golden.py --repository            # writes ../tests/golden/*.tsv: docs/example, hostile strings, floats
    python golden.py TEXTS.json OUT.tsv      # of any texts: a JSON list of strings

A file is lines of columns, split by tabs. Offsets count code points.

    =  text (a JSON string)
    +  norm prefix suffix shape is_space     of a new lexeme, the ids in hexadecimal; lexemes count up from 0 through the file
    -  skip length spacy lexeme tag pos lemma(JSON) head dep sentence entity alone

`skip` is the distance from the end of the token before, `spacy` 1 where one space follows, `head` the distance to the head,
`sentence` 1 where one starts, `entity` `O`, `B-ORG`, `I-ORG`, `alone` the same when names are found without the parser
(`=` where it makes no difference).
"""

import json
import pathlib
import random
import sys

from spacy.attrs import IS_SPACE, NORM, PREFIX, SHAPE, SPACY, SUFFIX

import source

here = pathlib.Path(__file__).parent
repository = here.parents[3]
folder = here.parent / "tests" / "golden"


def entity(token):
    return token.ent_iob_ if token.ent_iob_ == "O" else f"{token.ent_iob_}-{token.ent_type_}"


def lines(nlp, texts):
    lexemes = {}
    names = nlp.get_pipe("ner")
    for text in texts:
        yield f"=\t{json.dumps(text)}"
        # No batches: the labels of a text do not depend on its neighbours, but float sums might.
        doc = nlp(text)
        alone = names(nlp.make_doc(text)) if len(doc) else doc
        at = 0
        for token, bare, features in zip(
            doc, alone, doc.to_array([NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE, SPACY]).tolist(), strict=True
        ):
            key = tuple(features[:5])
            if key not in lexemes:
                lexemes[key] = len(lexemes)
                yield "+\t" + "\t".join(f"{f:x}" for f in key)
            columns = [
                token.idx - at,
                len(token),
                features[5],
                lexemes[key],
                token.tag_,
                token.pos_,
                json.dumps(token.lemma_),
                token.head.i - token.i,
                token.dep_,
                int(token.is_sent_start),
                entity(token),
                "=" if entity(token) == entity(bare) else entity(bare),
            ]
            at = token.idx + len(token)
            yield "-\t" + "\t".join(str(c) for c in columns)


def write(path, nlp, texts):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines(nlp, texts)) + "\n", encoding="utf-8")


def example():
    """Every file of the example folder, whole."""
    files = sorted(p for p in (repository / "docs" / "example").rglob("*") if p.suffix in (".txt", ".md"))
    # A file in another encoding is a test of other things.
    texts = []
    for f in files:
        try:
            texts.append(f.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError:
            continue
    return texts


def hostile(nlp, count):
    """Strings that break tokenizers: all special cases, scripts, symbols, addresses, units, marks run together."""
    pick = random.Random(8)
    rules = sorted(nlp.tokenizer.rules)
    parts = [
        *"()[]{}<>_#*&…,:;!?¿¡\"'“”‘’`´«»„‚—–-~+%=§$£€¥₽°/\\|@^.",
        *["US$", "C$", "A$", "...", "..", "……", "--", "---", "——", "'s", "'S", "’s", "’S", "n't", "n’t", "\n", "\n\n", "\t", "\r\n"],
        *[" ", "  ", "\u00a0", "\u2009", "\u200b", "\u200d", "\ufeff", "\u3000", "\u0085", "\u001c", "\u2028"],
        *["😀", "👩‍👩‍👧", "🇺🇦", "❤️", "✓", "★", "©", "®", "™", "½", "²", "¹", "٣", "四", "Ⅷ", "ⓐ"],
        *["Київ", "Ελλάς", "ΟΔΟΣ", "Москва.", "МЧС", "北京", "こんにちは", "العربية", "עברית", "हिन्दी", "한국어", "İstanbul", "ǅungla", "ß", "ﬁ"],
        *["mark", "number", "agent", "num", "DATE", "PERSON", "X", "x", "dep", "ROOT", "ORG", "is_space", "noun"],
        *["http://x.org", "www.example.com/a?b=c#d", "me@example.org", "10.0.0.1", "8.8.8.8:53", "172.20.1.1", "ftp://u:p@host.co.uk:21/x"],
        *["a.b", "U.S.", "U.S.A.", "Ph.D.", "J.R.", "e.g.", "i.e.", "No.", "St.", "Mr.", "a.m.", "10:30am", "5km", "3.5kg", "20°C.", "7%"],
        *["1,000", "1.5", "$5", "5$", "5US$", "£3m", "1990s", "'90s", "mid-1990s", "twenty-one", "x-ray", "and/or", "A:B", "a=b", "<b>"],
        *["1+1", "2*3", "2^8", "+7", "+x", "3-4", "x+y", "hello,world", "end.Start", "end.'Start", "USA.", "USa.", "aB.", "don't", "Don’t"],
        *["cannot", "gonna", "gotta", "let's", "I'm", "we've", "ain't", "c'mon", "y'all", "wanna", "ol'", "'em", "'nuff", "somethin'", "nothin'"],
        *["the", "president", "said", "on", "Tuesday", "in", "London", "Angela", "Merkel", "two", "percent", "of", "Reuters", "which", "was"],
        *["whether", "that", "he", "had", "been", "being", "does", "better", "worst", "mice", "geese", "running", "went", "AXES", "quicklier"],
    ]
    texts = ["", " ", "  ", "\n", "a", "a ", " a", "a  b", "\u00a0", "x\u00a0y", "." * 50, "(" * 40 + "a" + ")" * 40, "!?" * 30]
    texts += ["a" * 99, "a" * 100, "1" * 101, "x" * 63 + "." + "com", "x" * 65 + ".com", "😀" * 30, "-" * 17, "a-" * 20]
    texts += ["\u0130", "ΑΣ", "ΑΣ.", "Σ", "aΣb", "\U00010400\U00010428", "\ud7ff", "\ufffd", "e\u0301", "A\u030a."]
    # Every special case in company: alone in a chunk, and with marks around it.
    for i in range(0, len(rules), 8):
        texts.append(" ".join(rules[i : i + 8]))
        texts.append("".join(pick.choice(["(", '"', "", "“", "-", "…"]) + r + pick.choice([")", '"', ".", ",", "…", ""]) + pick.choice([" ", ""]) for r in rules[i : i + 8]))
    for _ in range(count):
        length = pick.choice([2, 3, 5, 8, 13, 25])
        glue = pick.choice(["", " ", "mixed"])
        text = ""
        for _ in range(length):
            text += pick.choice(parts if pick.random() < 0.85 else rules)
            text += pick.choice(["", " ", " ", "."]) if glue == "mixed" else glue
        texts.append(text)
    # Any characters at all, from every plane that has some.
    for _ in range(count // 8):
        text = ""
        for _ in range(pick.choice([3, 10, 30])):
            top = pick.choice([0x80, 0x250, 0x600, 0x3000, 0x10000, 0x1F000, 0x1FFFF, 0x110000])
            point = pick.randrange(top)
            text += chr(point) if not 0xD800 <= point < 0xE000 else " "
            text += pick.choice(["", "", " "])
        texts.append(text)
    return texts


def floats(nlp):
    """The two encoders' output for one text: a line a token, the shared encoder's 96 values, then the other's."""
    text = "Ms. O'Neill didn't say  it in Київ on 3 May:\n“The U.S. will pay $5.5bn,” she told Reuters."
    doc = nlp.make_doc(text)
    shared = nlp.get_pipe("tok2vec").model.predict([doc])[0]
    tok2vec = nlp.get_pipe("ner").model.get_ref("tok2vec")
    # Its last layer is the scorer's own reduction to 64.
    encoder = tok2vec.layers[0]
    own = encoder.predict([doc])[0]
    assert shared.shape == own.shape == (len(doc), 96)
    yield json.dumps(text)
    for a, b in zip(shared, own, strict=True):
        yield "\t".join(f"{v:.6g}" for v in [*a, *b])


def main():
    nlp = source.load()
    if sys.argv[1:] == ["--repository"]:
        write(folder / "example.tsv", nlp, example())
        write(folder / "hostile.tsv", nlp, hostile(nlp, 400))
        (folder / "floats.tsv").write_text("\n".join(floats(nlp)) + "\n", encoding="utf-8")
        return
    texts, out = sys.argv[1:]
    write(pathlib.Path(out), nlp, json.loads(pathlib.Path(texts).read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
