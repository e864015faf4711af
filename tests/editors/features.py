#!/usr/bin/env python3
"""The table of features by editor, from features.toml and what the tests proved.
    features.py PROOF            writes docs/guide/features.md; PROOF holds what each editor's test printed, EDITOR.log
    features.py --check PROOF    compares, and fails where an editor that was driven does not prove what the table says
"""
import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "guide" / "features.md"
DRIVEN = {"neovim": "Neovim", "vscode": "VS Code", "emacs": "Emacs"}
TOLD = {"helix": "Helix", "zed": "Zed"}
# Checks of parts that are no features to choose an editor by.
OTHERS = {"typing", "welcome", "note"}

HEAD = """# Features by editor

Made by `tests/editors/features.py` from `tests/editors/features.toml`; the tests compare. **✓** means that a test has done it in the real
editor: Neovim 0.11, VS Code (its workbench in a browser, its extension host), Emacs 28 with eglot 1.9. Without it the way is told and not
proved by a test: no package registry carries Helix or Zed. *Instead* names what leads there all the same.

"""


def main(arguments):
    checks = "--check" in arguments
    [proof] = [Path(one) for one in arguments if one != "--check"]
    features = tomllib.loads((HERE / "features.toml").read_text(encoding="utf-8"))["feature"]
    faults = [fault for editor in DRIVEN for fault in unlike(editor, features, proof / f"{editor}.log")]
    page = HEAD + table(features)
    if not checks:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page:
        faults.append(f"{PAGE.name} is not what features.toml says: run tests/editors/features.py target/editors/proof")
    for fault in faults:
        print(fault)
    return bool(faults)


def unlike(editor, features, log):
    """Where what is claimed of an editor and what was proved in it differ; nothing of an editor that was not driven."""
    if not log.is_file():
        print(f"{editor} was not driven: its column is not checked")
        return
    proved = set(re.findall(r"^ok +\[([a-z-]+)\]", log.read_text(encoding="utf-8"), re.MULTILINE))
    claimed = {feature["id"] for feature in features if proves(feature, editor)}
    yield from (f"{editor}: {one} is claimed and no check proves it" for one in sorted(claimed - proved))
    known = claimed | OTHERS
    yield from (f"{editor}: {one} is proved, and the table does not say so" for one in sorted(proved - known))


def proves(feature, editor):
    lacking = feature[editor].startswith("instead:") or editor in feature.get("unproved", [])
    return editor in DRIVEN and not lacking


def table(features):
    editors = DRIVEN | TOLD
    rows = [["", *editors.values()], ["---"] * (len(editors) + 1)]
    rows += [[feature["does"], *(cell(feature, editor) for editor in editors)] for feature in features]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def cell(feature, editor):
    way = feature[editor]
    if way.startswith("instead:"):
        return f"*instead:*{way.removeprefix('instead:')}"
    way = way if way != "yes" or not proves(feature, editor) else ""
    return f"✓ {way}".strip() if proves(feature, editor) else way


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
