#!/usr/bin/env python3
"""An article to walk on: undated, with days counted from its date, and a person whom another article introduces.
    undated.py FACTS FOLDER        FACTS as `dateline extract` writes them; prints the article's path and the person's words
"""
import json
import sys
from pathlib import Path


def main(facts, folder):
    with open(facts, encoding="utf-8") as lines:
        objects = [json.loads(line) for line in lines]
    people = {
        entity["id"]: (entity.get("definition") or {}).get("path")
        for one in objects
        for entity in one.get("entities") or []
        if entity["kind"] == "person"
    }
    for file in sorted((one for one in objects if "path" in one), key=lambda one: one["path"]):
        codes = {finding["code"] for finding in file.get("findings") or []}
        text = Path(folder, file["path"]).read_bytes().decode("utf-8", "replace").lstrip("\ufeff")
        for mention in file.get("mentions") or []:
            known = people.get(mention.get("entity"))
            if {"D101", "D105", "A202"} <= codes and mention["form"] == "name" and known not in (None, file["path"]):
                start, end = mention.get("core") or (mention["start"], mention["end"])
                print(file["path"], text[start:end], sep="\t")
                return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
