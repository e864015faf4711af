#!/usr/bin/env python3
"""Whether all that carries a version carries the workspace's, and whether a release may go out.
    versions.py [--release]        prints what is wrong, and ends with 1 if anything is
With --release the changelog must have a dated heading for the version, and nothing may stand for the account any more.
"""
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACEHOLDER = "github.com/OWNER"
NAMES_THE_ACCOUNT = (
    "Cargo.toml",
    "dist/mason/package.yaml",
    "dist/npm/package.mjs",
    "dist/pypi/wheel.py",
    "editors/vscode/package.json",
    "editors/zed/extension.toml",
)


def version():
    return tomllib.loads(text("Cargo.toml"))["workspace"]["package"]["version"]


def complaints(release=False):
    wanted = version()
    found = [f"{place} says {said}, Cargo.toml says {wanted}" for place, said in versions().items() if said != wanted]
    found += missing_from_changelogs(wanted, release)
    if release:
        found += [f"{path}: OWNER still stands for the account" for path in NAMES_THE_ACCOUNT if PLACEHOLDER in text(path)]
    return found


def versions():
    """Where a version is written down by hand, and which."""
    package, lock = json.loads(text("editors/vscode/package.json")), json.loads(text("editors/vscode/package-lock.json"))
    members = [one for one in tomllib.loads(text("Cargo.lock"))["package"] if one["name"] == "dateline"]
    return {
        "Cargo.lock": members[0]["version"],
        "editors/vscode/package.json": package["version"],
        "editors/vscode/package-lock.json": lock["packages"][""]["version"],
        "editors/zed/extension.toml": tomllib.loads(text("editors/zed/extension.toml"))["version"],
        "editors/zed/Cargo.toml": tomllib.loads(text("editors/zed/Cargo.toml"))["package"]["version"],
        "editors/emacs/dateline.el": first(r"^;; Version: (\S+)$", "editors/emacs/dateline.el"),
        "server/crates/grammar/tree-sitter.json": json.loads(text("server/crates/grammar/tree-sitter.json"))["metadata"]["version"],
        "dist/mason/package.yaml": first(r"^  id: pkg:pypi/dateline@(\S+)$", "dist/mason/package.yaml"),
    }


def missing_from_changelogs(wanted, release):
    number = re.escape(wanted)
    dated = rf"^## \[{number}\] - \d{{4}}-\d{{2}}-\d{{2}}$"
    # Before the day is known, what comes stands under another heading.
    patterns = {
        "CHANGELOG.md": dated if release else rf"^## \[(Unreleased|{number})\]",
        "editors/vscode/CHANGELOG.md": rf"^## {number}$",
    }
    what = "dated heading" if release else "heading"
    return [f"{path} has no {what} for {wanted}" for path, pattern in patterns.items() if not re.search(pattern, text(path), re.M)]


def first(pattern, path):
    found = re.search(pattern, text(path), re.M)
    return found[1] if found else "nothing"


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


if __name__ == "__main__":
    wrong = complaints(release="--release" in sys.argv[1:])
    print("\n".join(wrong) or f"{version()} everywhere")
    sys.exit(bool(wrong))
