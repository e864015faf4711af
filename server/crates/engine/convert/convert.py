"""Makes `model/en_core_web_sm.bin`, and the licence texts beside it. Run by hand (see source.py), never by CI.

    python convert.py

The file is read by `src/model.rs`: an eight-byte mark, the number of sections, the table of sections (name, kind, shape,
offset, length), then the sections, each on an eight-byte boundary, everything little-endian. Kinds: `h` halves, `u` 32-bit and
`q` 64-bit unsigned integers, `s` strings (count, count + 1 ends, UTF-8), `w` a sorted set of words with shared beginnings left out.
"""

import pathlib
import re
import shutil
import struct
import sys

import numpy
from spacy.lang.en.punctuation import TOKENIZER_INFIXES
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.lang.char_classes import LIST_CURRENCY, LIST_HYPHENS, LIST_ICONS, LIST_QUOTES, LIST_UNITS
from spacy.lang.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
from spacy.lang.tokenizer_exceptions import URL_MATCH
from spacy.strings import get_string_id
from spacy.symbols import IDS, NORM, ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

import source

MARK = b"DLENGM01"
WORDS_PER_BLOCK = 16

here = pathlib.Path(__file__).parent
sections = []


def section(name, kind, shape, data):
    sections.append((name, kind, tuple(shape), data))


def halves(name, array):
    rounded = source.half(array)
    section(name, "h", rounded.shape, rounded.tobytes())


def numbers(name, kind, values):
    section(name, kind, (len(values),), b"".join(struct.pack({"u": "<I", "q": "<Q"}[kind], v) for v in values))


def strings(name, values):
    encoded = [v.encode() for v in values]
    ends, at = [0], 0
    for e in encoded:
        at += len(e)
        ends.append(at)
    section(name, "s", (len(values),), struct.pack(f"<{len(ends)}I", *ends) + b"".join(encoded))


def words(name, values):
    """Blocks of 16 sorted words. The first stands whole, the others begin as the one before them does."""
    ordered = sorted({v.encode() for v in values})
    blocks, starts = b"", []
    for i, word in enumerate(ordered):
        assert len(word) < 256
        shared = 0
        if i % WORDS_PER_BLOCK == 0:
            starts.append(len(blocks))
        else:
            before = ordered[i - 1]
            while shared < min(len(before), len(word)) and before[shared] == word[shared]:
                shared += 1
        blocks += bytes([shared, len(word) - shared]) + word[shared:]
    starts.append(len(blocks))
    section(name, "w", (len(ordered),), struct.pack(f"<{len(starts)}I", *starts) + blocks)


def write(path):
    table, body = b"", b""
    head = len(MARK) + 4 + sum(2 + len(n) + 1 + 4 * len(s) + 16 for n, _, s, _ in sections)
    base = (head + 7) // 8 * 8
    for name, kind, shape, data in sections:
        body += b"\0" * (-len(body) % 8)
        table += bytes([len(name)]) + name.encode() + kind.encode() + bytes([len(shape)])
        table += b"".join(struct.pack("<I", d) for d in shape) + struct.pack("<QQ", base + len(body), len(data))
        body += data
    whole = MARK + struct.pack("<I", len(sections)) + table
    assert len(whole) == head
    path.write_bytes(whole + b"\0" * (base - head) + body)


# --- Weights.


def nodes(model, name):
    return [n for n in model.walk() if n.name == name]


def tok2vec(name, model, rows):
    tables = nodes(model, "hashembed")
    assert [t.get_dim("nV") for t in tables] == rows
    assert [t.attrs["seed"] for t in tables] == list(range(8, 8 + len(rows)))
    assert [t.attrs["column"] for t in tables] == list(range(len(rows)))
    for i, t in enumerate(tables):
        halves(f"{name}.embed{i}", t.get_param("E"))
    layers = list(zip(nodes(model, "maxout"), nodes(model, "layernorm"), strict=True))
    assert len(layers) == 5
    for i, (maxout, norm) in enumerate(layers):
        inputs = 96 * len(rows) if i == 0 else 3 * 96
        assert maxout.get_param("W").shape == (96, 3, inputs)
        halves(f"{name}.layer{i}.W", maxout.get_param("W"))
        halves(f"{name}.layer{i}.b", maxout.get_param("b"))
        halves(f"{name}.layer{i}.gain", norm.get_param("G"))
        halves(f"{name}.layer{i}.bias", norm.get_param("b"))


def scorer(name, pipe, slots):
    (lower,) = nodes(pipe.model, "precomputable_affine")
    assert lower.get_param("W").shape == (slots, 64, 2, 64)
    linear = nodes(pipe.model, "linear")
    reduce = [n for n in linear if n.get_dim("nI") == 96]
    upper = [n for n in linear if n.get_dim("nI") == 64]
    assert len(reduce) == 1 and len(upper) == 1
    assert not pipe.model.attrs.get("unseen_classes")
    halves(f"{name}.reduce.W", reduce[0].get_param("W"))
    halves(f"{name}.reduce.b", reduce[0].get_param("b"))
    halves(f"{name}.lower.W", lower.get_param("W"))
    halves(f"{name}.lower.b", lower.get_param("b"))
    halves(f"{name}.lower.pad", lower.get_param("pad").reshape(slots, 64, 2))
    halves(f"{name}.upper.W", upper[0].get_param("W"))
    halves(f"{name}.upper.b", upper[0].get_param("b"))
    moves = [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]
    assert len(moves) == upper[0].get_dim("nO")
    strings(f"{name}.moves", moves)
    return moves


# --- Characters.


def classes():
    """One bit a class, over all code points, as runs: what Python and spaCy's regular expressions say of a character."""

    def behind(pattern):  # the class in `(?<=[…])` of a suffix or infix
        return re.compile(re.match(r"\(\?<=(\[.*?[^\\]\])", pattern, re.S).group(1))

    alpha = behind(TOKENIZER_INFIXES[5])
    lower = re.compile("[" + re.search(r"\(\?:\[([^\]]*)\]\{2,63\}\)", URL_MATCH.__self__.pattern).group(1) + "]")
    dot = re.compile(TOKENIZER_SUFFIXES[-2].removesuffix(r"\.").replace("(?<=", "", 1)[:-1])
    upper = re.compile(re.match(r"\(\?<=(\[[^\]]*\])", TOKENIZER_SUFFIXES[-1]).group(1))
    period = re.match(r"\(\?<=(\[.*\])\)\\\.\(\?=(\[.*\])\)$", TOKENIZER_INFIXES[4], re.S)
    period_behind, period_ahead = re.compile(period.group(1)), re.compile(period.group(2))
    icon = re.compile(LIST_ICONS[0])
    quotes = {re.sub(r"^\\", "", q) for q in LIST_QUOTES}
    singles = {re.sub(r"^\\", "", p) for p in TOKENIZER_PREFIXES if len(re.sub(r"^\\", "", p)) == 1}
    ends = {re.sub(r"^\\", "", p) for p in TOKENIZER_SUFFIXES if len(re.sub(r"^\\", "", p)) == 1}
    word, digit = re.compile(r"\w"), re.compile(r"\d")

    def mask(c):
        bits = [
            c.isalpha(),
            c.isupper(),
            c.isdigit(),
            c.isspace(),
            bool(word.match(c)),
            bool(digit.match(c)),
            bool(alpha.match(c)),
            bool(lower.match(c)),
            bool(upper.match(c)),
            bool(icon.match(c)),
            c in quotes,
            bool(dot.match(c)),
            c.lower() != c,
            c in singles or bool(icon.match(c)),
            c in ends or bool(icon.match(c)),
        ]
        # The class before a period inside a word is lower case or a quote, the one after it upper case or a quote.
        assert bool(period_behind.match(c)) == bool(lower.match(c) or c in quotes), hex(ord(c))
        assert bool(period_ahead.match(c)) == bool(upper.match(c) or c in quotes), hex(ord(c))
        return sum(1 << i for i, b in enumerate(bits) if b)

    runs = []
    for point in range(0x110000):
        m = mask(chr(point)) if not 0xD800 <= point < 0xE000 else 0
        if not runs or runs[-1][1] != m:
            runs.append((point, m))
    print(len(runs), "runs of character classes")
    numbers("classes.starts", "u", [r[0] for r in runs])
    numbers("classes.masks", "u", [r[1] for r in runs])


# --- The tokenizer.


def tokenizer(nlp):
    t = nlp.tokenizer
    for ours, theirs in (
        (compile_prefix_regex(TOKENIZER_PREFIXES).search, t.prefix_search),
        (compile_suffix_regex(TOKENIZER_SUFFIXES).search, t.suffix_search),
        (compile_infix_regex(TOKENIZER_INFIXES).finditer, t.infix_finditer),
        (URL_MATCH, t.url_match),
    ):
        assert ours.__self__.pattern == theirs.__self__.pattern
    assert t.token_match is None

    # Everything that is more than one character, and what it asks of its neighbours, is written out in src/tokenizer.
    several = [p for p in TOKENIZER_PREFIXES if len(re.sub(r"^\\", "", p)) > 1 and p not in LIST_ICONS]
    assert several == [r"\+(?![0-9])", "……", r"\.\.+", r"US\$", r"C\$", r"A\$"], several
    several = [p for p in TOKENIZER_SUFFIXES if len(re.sub(r"^\\", "", p)) > 1 and p not in LIST_ICONS]
    assert several[:7] == ["……", r"\.\.+", "'s", "'S", "’s", "’S", r"(?<=[0-9])\+"], several[:7]
    assert several[7] == r"(?<=°[FfCcKk])\." and len(several) == 12
    assert TOKENIZER_INFIXES[3] == r"(?<=[0-9])[+\-\*^](?=[0-9-])"
    assert TOKENIZER_INFIXES[7].split("]", 1)[0].endswith("0-9") and "[:<>=/]" in TOKENIZER_INFIXES[7]
    assert "(?:-|–|—|--|---|——|~)" in TOKENIZER_INFIXES[6] and LIST_HYPHENS == ["-", "–", "—", "--", "---", "——", "~"]

    unescaped = [re.sub(r"\\", "", c) for c in LIST_CURRENCY]
    strings("tokenizer.after_digit", sorted({*unescaped, *LIST_UNITS}))

    rules = t.rules
    texts = sorted(rules)
    strings("tokenizer.special", texts)
    pieces, norms, counts = [], [], []
    for text in texts:
        counts.append(len(rules[text]))
        for piece in rules[text]:
            assert set(piece) <= {ORTH, NORM}
            pieces.append(piece[ORTH])
            # An empty norm would be the text's own.
            norms.append(piece.get(NORM, ""))
    numbers("tokenizer.special.counts", "u", counts)
    strings("tokenizer.special.pieces", pieces)
    strings("tokenizer.special.norms", norms)

    # Special cases that the affixes cut are found again in the tokens (spaCy's second pass).
    plain = Tokenizer(
        nlp.vocab,
        prefix_search=t.prefix_search,
        suffix_search=t.suffix_search,
        infix_finditer=t.infix_finditer,
        url_match=t.url_match,
    )
    again = [x for x in texts if t.find_prefix(x) or t.find_infix(x) or t.find_suffix(x) or " " in x]
    cut = [[w.text for w in plain(x)] for x in again]
    print(len(texts), "special cases,", len(again), "of them looked for in the tokens")
    numbers("tokenizer.again.counts", "u", [len(c) for c in cut])
    strings("tokenizer.again.pieces", [w for c in cut for w in c])


def norms(nlp):
    symbols = sorted(IDS.items())
    strings("symbols.names", [n for n, _ in symbols])
    numbers("symbols.ids", "u", [i for _, i in symbols])
    table = nlp.vocab.lookups.get_table("lexeme_norm")
    merged = {get_string_id(k): get_string_id(v) for k, v in BASE_NORMS.items()}
    merged.update({k: get_string_id(v) for k, v in table.items()})
    ordered = sorted(merged.items())
    numbers("norms.texts", "q", [k for k, _ in ordered])
    numbers("norms.norms", "q", [v for _, v in ordered])
    # The same as spaCy says of every word of the two tables that it can spell.
    for word in [*BASE_NORMS, *(nlp.vocab.strings[k] for k in table if k in nlp.vocab.strings)]:
        assert nlp.vocab[word].norm == merged[get_string_id(word)], word


# --- Attribute ruler and lemmatizer.


def ruler(nlp, tags, deps):
    """The patterns as bit sets. A pattern is one or two tokens; a token asks for its tag, label, lower-cased text, space."""
    rules = nlp.get_pipe("attribute_ruler").patterns
    lowers, pos, morphs = [""], [], ["_"]

    def index(values, value):
        if value not in values:
            values.append(value)
        return values.index(value)

    def expand(regex):
        return {"^n'?t$": ["nt", "n't"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y", "y'"]}[regex]

    def options(value):
        if isinstance(value, str):
            return [value]
        ((operator, argument),) = value.items()
        return {"IN": lambda: argument, "REGEX": lambda: expand(argument)}[operator]()

    def bits(value, names):
        everything = (1 << len(names)) - 1
        if value is None:
            return everything
        if isinstance(value, dict) and "NOT_IN" in value:
            # The empty string stands for a token without annotation, which does not occur.
            return everything & ~sum(1 << names.index(v) for v in value["NOT_IN"] if v in names)
        return sum(1 << names.index(v) for v in options(value) if v in names)

    # A row: rule, target, number of tokens, then for two tokens tags, labels, space (0 no, 1 yes, 2 either), first word, words.
    rows, wanted = [], []
    for number, rule in enumerate(rules):
        for pattern in rule["patterns"]:
            assert 1 <= len(pattern) <= 2 and 0 <= rule["index"] < len(pattern)
            row = [number, rule["index"], len(pattern)]
            for token in [*pattern, *[{}] * (2 - len(pattern))]:
                assert set(token) <= {"TAG", "LOWER", "DEP", "IS_SPACE"}
                space = token.get("IS_SPACE")
                texts = options(token["LOWER"]) if "LOWER" in token else []
                row += [bits(token.get("TAG"), tags), bits(token.get("DEP"), deps), 2 if space is None else int(space)]
                row += [len(wanted), len(texts)]
                wanted += [index(lowers, w) for w in texts]
            rows.append(row)
    effects, lemmas = [], []
    for rule in rules:
        attrs = rule["attrs"]
        assert set(attrs) <= {"POS", "MORPH", "LEMMA", "TAG", "DEP"}
        none = 0xFFFF_FFFF
        effects += [
            index(pos, attrs["POS"]) if "POS" in attrs else none,
            index(morphs, attrs["MORPH"]) if "MORPH" in attrs else none,
            index(lemmas, attrs["LEMMA"]) if "LEMMA" in attrs else none,
            tags.index(attrs["TAG"]) if "TAG" in attrs else none,
            deps.index(attrs["DEP"]) if "DEP" in attrs else none,
        ]
    section("ruler.patterns", "q", (len(rows), 13), b"".join(struct.pack("<13Q", *r) for r in rows))
    section("ruler.effects", "u", (len(rules), 5), struct.pack(f"<{len(effects)}I", *effects))
    numbers("ruler.words", "u", wanted)
    strings("ruler.lowers", lowers)
    strings("ruler.pos", pos)
    strings("ruler.morphs", morphs)
    strings("ruler.lemmas", lemmas)


def lemmatizer(nlp):
    pipe = nlp.get_pipe("lemmatizer")
    assert pipe.mode == "rule" and not pipe.overwrite
    rules, exceptions, index = (pipe.lookups.get_table(f"lemma_{n}") for n in ("rules", "exc", "index"))
    known = ["noun", "verb", "adj", "adv", "punct"]
    for table in (rules, exceptions, index):
        assert set(table) <= {get_string_id(k) for k in known}
    strings("lemma.pos", [k.upper() for k in known])
    for k in known:
        strings(f"lemma.{k}.rules", [part for rule in rules.get(k, []) for part in rule])
        words(f"lemma.{k}.index", index.get(k, []))
        # Two exceptions change places, as the lemmatizer puts each before the others.
        ordered = sorted(exceptions.get(k, {}).items(), key=lambda e: e[0].encode())
        strings(f"lemma.{k}.exceptions", [word for word, _ in ordered])
        assert all("\t" not in form for _, forms in ordered for form in forms)
        strings(f"lemma.{k}.forms", ["\t".join(forms) for _, forms in ordered])


def main():
    nlp = source.load(rounded=False)
    assert nlp.pipe_names == ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]

    tok2vec("shared", nlp.get_pipe("tok2vec").model, [5000, 1000, 2500, 2500, 50, 50])
    (softmax,) = nodes(nlp.get_pipe("tagger").model, "softmax")
    assert softmax.attrs["softmax_normalize"] is False
    halves("tagger.W", softmax.get_param("W"))
    halves("tagger.b", softmax.get_param("b"))
    tags = list(nlp.get_pipe("tagger").labels)
    strings("tagger.tags", tags)

    moves = scorer("parser", nlp.get_pipe("parser"), 8)
    deps = sorted({part for m in moves if "-" in m for part in m.split("-", 1)[1].split("||")} | {"ROOT", "dep"})
    strings("parser.labels", deps)

    tok2vec("names", nlp.get_pipe("ner").model, [5000, 1000, 2500, 2500])
    scorer("ner", nlp.get_pipe("ner"), 3)

    classes()
    tokenizer(nlp)
    norms(nlp)
    ruler(nlp, tags, deps)
    lemmatizer(nlp)

    model = here.parent / "model"
    model.mkdir(exist_ok=True)
    write(model / "en_core_web_sm.bin")
    files = source.directory()
    for name in ("LICENSE", "LICENSES_SOURCES"):
        shutil.copyfile(files / name, model / f"en_core_web_sm.{name}")
    print((model / "en_core_web_sm.bin").stat().st_size, "bytes,", len(sections), "sections")
    by = {}
    for name, _, _, data in sections:
        by[name.split(".")[0]] = by.get(name.split(".")[0], 0) + len(data)
    print(by, file=sys.stderr)
    print("tags", tags, "\nlabels", deps)


if __name__ == "__main__":
    main()
