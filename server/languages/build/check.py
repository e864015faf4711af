"""Checks the data under server/languages: head, columns, order, duplicates, size limits.

    python3 check.py          say what is wrong, exit 1 if anything is
    python3 check.py --fix    sort rows and drop repeated ones first
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Tables in which the first column alone is no key.
MANY_ROWS = {
    "en/gazetteer/places.tsv": 2,
    "en/gazetteer/organisations.tsv": 2,
    "en/gazetteer/demonyms.tsv": 2,
    "en/lexicon/irregular-verbs.tsv": 4,
}
# Rules and tables whose order means something; their readers check them.
OWN_ORDER = {f"en/times/{name}" for name in ("deictic.tsv", "rules.txt", "tense.tsv", "vague.tsv", "words.tsv")}
HEAD = ("# source:", "# licence:", "# date:")
LIMITS = {
    "en/gazetteer/places.tsv": 700_000,
    "en/gazetteer/given-names.txt": 120_000,
    "en/words/common.tsv": 300_000,
}


def main() -> int:
    fix = "--fix" in sys.argv
    wrong = []
    for path in sorted([*ROOT.glob("*/**/*.tsv"), *ROOT.glob("*/**/*.txt")]):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("build/") or name in OWN_ORDER:
            continue
        text = path.read_text(encoding="utf-8")
        head, columns, rows = parts(text, path.suffix == ".tsv")
        if fix:
            rows = sorted(set(rows), key=cells)
            path.write_text("\n".join([*head, *columns, *rows]) + "\n", encoding="utf-8", newline="\n")
            text = path.read_text(encoding="utf-8")
        wrong += [f"{name}: {fault}" for fault in faults(name, text, head, columns, rows)]
        print(f"{len(rows):7} {path.stat().st_size:8} {name}")
    print("\n".join(wrong) or "nothing wrong")
    return bool(wrong)


def parts(text: str, table: bool) -> tuple[list[str], list[str], list[str]]:
    """Head, line of column names (tables only), rows."""
    lines = text.removesuffix("\n").split("\n")
    count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    body = lines[count:]
    return (lines[:count], body[:1], body[1:]) if table else (lines[:count], [], body)


def cells(row: str) -> list[bytes]:
    return [cell.encode() for cell in row.split("\t")]


def faults(name: str, text: str, head: list[str], columns: list[str], rows: list[str]):
    if "\r" in text or not text.endswith("\n"):
        yield "line ends"
    for key in HEAD:
        if not any(line.startswith(key) for line in head):
            yield f"no {key!r} in the head"
    if rows != sorted(rows, key=cells):
        yield "not sorted"
    width = columns[0].count("\t") if columns else 0
    keyed = MANY_ROWS.get(name, 1)
    seen = set()
    for row in rows:
        if row.count("\t") > width:
            yield f"columns: {row!r}"
        if not row.strip() or row.startswith("#"):
            yield f"stray line: {row!r}"
        key = tuple(row.split("\t")[:keyed])
        if key in seen:
            yield f"twice: {key}"
        seen.add(key)
    if len(text.encode()) > LIMITS.get(name, 1 << 30):
        yield "too large"


if __name__ == "__main__":
    sys.exit(main())
