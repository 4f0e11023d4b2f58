"""Time zones as places: what a person types, a city or a country, leads to the zone they live in. Reads no database."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from babel.core import get_global

from .. import clock
from ..errors import Invalid
from ..messages import when
from ..messages.words import READER
from ..rules import zones


@dataclass(frozen=True, slots=True)
class Place:
    """A zone to choose: `zone` is its IANA name, the rest is for reading; `time` is what its clock shows now."""

    zone: str = "UTC"
    city: str = "UTC"
    country: str = ""
    offset: str = ""
    time: str = ""


def place(zone: str, locale: str = READER) -> Place:
    """The zone as a person reads it. Raises Invalid (`timezone`)."""
    tz, now = zones.zone(zone), clock.now()
    return Place(
        zone, when.city(tz, locale), _country(zone, locale), when.offset(now, tz), when.clock_time(now, tz, locale)
    )


def find(typed: str, locale: str = READER, limit: int = 8) -> list[Place]:
    """The zones whose city, country or IANA name has words that begin as typed; cities first, then countries.

    Case and accents make no difference. Nothing typed finds nothing.
    """
    wanted = _folded(typed[:100]).split()
    if not wanted:
        return []
    ranked = []
    known = str(when.locale_of(locale))
    for zone in _places():
        city, known_as = _spoken_names(zone, known)
        if _begins(wanted, city):
            ranked.append((0, city, zone))
        elif _begins(wanted, known_as):
            ranked.append((1, city, zone))
    return [place(zone, locale) for _, _, zone in sorted(ranked)[:limit]]


def region(zone: str) -> str | None:
    """The country, as its ISO 3166 code, whose people live by this zone; None for UTC and the like."""
    code = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    return None if code in {"", "001", "ZZ"} else code


def known_zone(detected: str, otherwise: str) -> str:
    """The zone that a browser reported if it is one, else the other."""
    try:
        return zones.zone(detected).key
    except Invalid:
        return otherwise


def choices(locale: str = READER) -> tuple[tuple[str, str], ...]:
    """Every place as its zone and its name, `Bogotá, Colombia`, in the order of names: the options of a select."""
    return _choices(str(when.locale_of(locale)))


@cache
def _choices(locale: str) -> tuple[tuple[str, str], ...]:
    named = ((zone, when.city(zones.zone(zone), locale), _country(zone, locale)) for zone in _places())
    listed = [(zone, ", ".join(filter(None, dict.fromkeys((city, country))))) for zone, city, country in named]
    return tuple(sorted(listed, key=lambda choice: _folded(choice[1])))


@cache
def _places() -> tuple[str, ...]:
    """Every zone that is a place of its own, and UTC; CLDR lists no aliases."""
    listed = zones.names() & set(get_global("zone_territories"))
    return (*sorted(zone for zone in listed if "/" in zone and not zone.startswith("Etc/")), "UTC")


def _begins(wanted: list[str], text: str) -> bool:
    words = text.split()
    return all(any(each.startswith(part) for each in words) for part in wanted)


@cache
def _spoken_names(zone: str, locale: str) -> tuple[str, str]:
    """The folded city, and everything the zone is known as."""
    city = _folded(when.city(zones.zone(zone), locale))
    return city, f"{city} {_folded(_country(zone, locale))} {_folded(zone)}"


def _country(zone: str, locale: str) -> str:
    return when.locale_of(locale).territories.get(region(zone) or "", "")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
