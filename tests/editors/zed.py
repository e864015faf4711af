#!/usr/bin/env python3
"""Zed's files: they parse, agree with each other and with the program's version, and name only what is there."""
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ZED = ROOT / "editors" / "zed"

# What Zed reads of a server; what it does not know it passes over without a word.
SERVER_KEYS = {"name", "languages", "language_ids", "code_action_kinds"}
KEYS = {"id", "name", "description", "version", "schema_version", "authors", "repository", "language_servers"}


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


extension, manifest, workspace = read(ZED / "extension.toml"), read(ZED / "Cargo.toml"), read(ROOT / "Cargo.toml")
for key in ("id", "name", "description", "version", "schema_version", "authors", "repository"):
    assert extension.get(key), f"extension.toml: {key} is missing"
assert extension["id"] == "dateline" and extension["schema_version"] == 1
version = workspace["workspace"]["package"]["version"]
assert extension["version"] == manifest["package"]["version"] == version, f"the versions are not all {version}"
server = extension["language_servers"]["dateline"]
assert set(extension) <= KEYS and set(server) <= SERVER_KEYS, "extension.toml: a key that Zed does not know"
assert set(server["languages"]) == set(server["language_ids"]), "a language has no identifier, or an identifier no language"
assert manifest["lib"]["crate-type"] == ["cdylib"], "Zed loads a cdylib"
assert "workspace" in manifest, "the extension is built apart from the workspace"
source = (ZED / "src" / "lib.rs").read_text(encoding="utf-8")
assert re.search(r'worktree\.which\("dateline"\)', source) and "register_extension!" in source
assert "download" not in re.sub(r"//.*", "", source), "nothing is downloaded"
# Zed's registry wants a licence in the extension's own folder, word for word one of those that it accepts.
for name in ("LICENSE-MIT", "LICENSE-APACHE"):
    assert (ZED / name).read_bytes() == (ROOT / name).read_bytes(), f"{name} is not the project's"
