#!/usr/bin/env python3
"""Helix's files: they parse, use only keys that Helix knows, and agree with each other."""
import tomllib
from pathlib import Path

HELIX = Path(__file__).parents[2] / "editors" / "helix"

# Helix refuses a whole languages.toml for one key it does not know.
LANGUAGE_KEYS = {"name", "language-id", "scope", "grammar", "comment-token", "file-types", "roots", "language-servers", "soft-wrap"}
SERVER_KEYS = {"command", "args", "config"}
SEVERITIES = {"disable", "hint", "info", "warning", "error"}


def read(name):
    return tomllib.loads((HELIX / name).read_text(encoding="utf-8"))


def check_languages(name, command):
    file = read(name)
    server = file["language-server"]["dateline"]
    assert set(server) <= SERVER_KEYS, f"{name}: {set(server) - SERVER_KEYS}"
    assert (server["command"], server["args"]) == (command, ["server"]), f"{name}: {server}"
    languages = {language["name"]: language for language in file["language"]}
    assert set(languages) == {"briefing", "markdown", "dateline-marks"}, f"{name}: {set(languages)}"
    for language in languages.values():
        assert set(language) <= LANGUAGE_KEYS, f"{name}: {set(language) - LANGUAGE_KEYS}"
        assert "dateline" in language["language-servers"], f"{name}: {language}"
        assert language["name"] == "dateline-marks" or language["soft-wrap"]["enable"] is True, f"{name}: {language}"
    briefing = languages["briefing"]
    assert briefing["language-id"] == "plaintext", f"{name}: {briefing}"
    assert briefing["file-types"] == ["txt"], f"{name}: {briefing}"
    return briefing


def check_config(name):
    editor = read(name)["editor"]
    assert editor["end-of-line-diagnostics"] in SEVERITIES, name
    inline = editor["inline-diagnostics"]
    assert inline["cursor-line"] == "hint" and inline["other-lines"] in SEVERITIES, f"{name}: {inline}"


shipped = check_languages("languages.toml", "dateline")
tried = check_languages("try/languages.toml", "@DATELINE@")
assert shipped == tried, "languages.toml and try/languages.toml differ about briefing"
check_config("config.toml")
check_config("try/config.toml")
