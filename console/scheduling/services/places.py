"""Time zones as places: what a person types, a city or a country, leads to the zone they live in. Reads no database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from babel.core import get_global

from .. import clock
from ..errors import Invalid
from ..messages import when
from ..messages.words import READER
from ..rules import cities, zones
from ..rules.cities import City, plain

LONGEST = 100
"""Letters of a search that are read; those behind them are not."""
_OFFSET = re.compile(r"(?:gmt|utc)?\s?([+\-−])(\d{1,2})(?::?([0-5]\d))?")
_ENGLISH = "en_GB"
_EXACTLY, _CITY, _BEGINS, _ELSEWHERE = range(4)
"""How near a place is to what was typed: its zone is called exactly so, a city is, one begins so, or does elsewhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """A zone to choose: `zone` is its IANA name, the rest is for reading; `time` is what its clock shows now."""

    zone: str = "UTC"
    city: str = "UTC"
    country: str = ""
    offset: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that was typed leads to this zone, as this city. Of two, that of the lower `rank` comes first."""

    rank: tuple[int, int]
    zone: str
    city: str
    country: str


def place(zone: str, locale: str = READER) -> Place:
    """The zone as a person reads it. Raises Invalid (`timezone`)."""
    return _shown(zone, when.city(zones.zone(zone), locale), region(zone), locale)


def find(typed: str, locale: str = READER, limit: int = 8) -> list[Place]:
    """The places that begin as typed: cities, countries, IANA names; what a clock is called (`CST`, `GMT-5`) as a whole.

    Cities and countries are known in the reader's language and in English, large cities in others, too, and a country may
    follow a city. Case and accents make no difference. What is called exactly so comes first, then where more people live.
    Nothing typed finds nothing. The first call of a process takes about a second.
    """
    typed = typed[:LONGEST]
    wanted = plain(typed)
    if not wanted:
        return []
    known = str(when.locale_of(locale))
    found = [*_zones_called(wanted, typed, known), *(_cities_called(wanted, known) or _cities_in(wanted, known))]
    shown: dict[tuple[str, str], _Found] = {}
    for one in sorted(found, key=lambda one: one.rank):
        shown.setdefault((one.zone, one.city), one)
    return [_shown(one.zone, one.city, one.country, locale) for one in list(shown.values())[:limit]]


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
    named = ((zone, when.city(zones.zone(zone), locale), _country(region(zone), locale)) for zone in _places())
    listed = [(zone, ", ".join(filter(None, dict.fromkeys((city, country))))) for zone, city, country in named]
    return tuple(sorted(listed, key=lambda choice: plain(choice[1])))


@cache
def _places() -> tuple[str, ...]:
    """Every zone that is a place of its own, and UTC; CLDR lists no aliases."""
    listed = zones.names() & set(get_global("zone_territories"))
    return (*sorted(zone for zone in listed if "/" in zone and not zone.startswith("Etc/")), "UTC")


def _zones_called(wanted: str, typed: str, locale: str) -> Iterator[_Found]:
    """The zones of which the city, the country, the IANA name or the clock is called so."""
    now, offset, code = clock.now(), _offset(typed), wanted.upper()
    country = get_global("territory_aliases").get(code, [code])[0]
    for zone in _places():
        exactly, roughly = _names(zone, locale)
        is_exact = wanted in exactly or country == region(zone) or wanted in _abbreviations(zone, now.year)
        if is_exact or (offset is not None and offset == now.astimezone(zones.zone(zone)).utcoffset()):
            nearness = _EXACTLY
        elif _begins(wanted.split(), roughly) or ("/" in typed and plain(zone).startswith(wanted)):
            nearness = _BEGINS
        else:
            continue
        yield _Found((nearness, -cities.people_in(zone)), zone, when.city(zones.zone(zone), locale), region(zone) or "")


def _cities_called(wanted: str, locale: str) -> list[_Found]:
    return [_city(city, name, wanted, locale) for name, city in cities.known_as(wanted)]


def _cities_in(wanted: str, locale: str) -> list[_Found]:
    """The cities whose name is followed by the beginning of their country's, as in `medellin colombia`."""
    parts = wanted.split()
    for length in range(len(parts) - 1, 0, -1):
        start, country = " ".join(parts[:length]), parts[length:]
        found = [
            _city(city, name, start, locale)
            for name, city in cities.known_as(start)
            if _begins(country, _country_names(city.country, locale))
        ]
        if found:
            return found
    return []


def _city(city: City, name: str, wanted: str, locale: str) -> _Found:
    """The city that is known by this name; if its zone is named after it, it is called so in the reader's language."""
    nearness = _CITY if name == wanted else _BEGINS if plain(city.name).startswith(wanted) else _ELSEWHERE
    shown = when.city(zones.zone(city.zone), locale) if _named_after(city.zone) is city else city.name
    return _Found((nearness, -city.people), city.zone, shown, city.country)


@cache
def _named_after(zone: str) -> City | None:
    """The city that a zone is named after, as far as it is known."""
    called = plain(when.city(zones.zone(zone), _ENGLISH))
    of_the_zone = (city for _, city in cities.known_as(called) if city.zone == zone and not city.is_state)
    return next((city for city in of_the_zone if plain(city.name).startswith(called)), None)


@lru_cache(maxsize=5_000)
def _names(zone: str, locale: str) -> tuple[frozenset[str], str]:
    """What a zone may be called exactly, and everything it is known as."""
    tz, country = zones.zone(zone), region(zone)
    named = {plain(when.city(tz, spoken)) for spoken in (locale, _ENGLISH)}
    lands = {plain(_country(country, spoken)) for spoken in (locale, _ENGLISH)} - {""}
    return frozenset(named | lands), " ".join((*named, *lands, plain(zone.partition("/")[2])))


@lru_cache(maxsize=1_000)
def _country_names(country: str, locale: str) -> str:
    return " ".join((country.lower(), *(plain(_country(country, spoken)) for spoken in (locale, _ENGLISH))))


@lru_cache(maxsize=1_000)
def _abbreviations(zone: str, year: int) -> frozenset[str]:
    """What tzdata calls this year's clocks: `cst` and `cdt` in Chicago."""
    days = (datetime(year, month, 1, tzinfo=UTC).astimezone(zones.zone(zone)) for month in (1, 7))
    return frozenset(name.lower() for day in days if (name := day.tzname() or "").isalpha())


def _offset(typed: str) -> timedelta | None:
    """`GMT-5`, `UTC+5:30` or `+2` as a distance from UTC."""
    if not (told := _OFFSET.fullmatch(typed.strip().lower())):
        return None
    sign, hours, minutes = told.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return ahead if sign == "+" else -ahead


def _begins(wanted: Iterable[str], text: str) -> bool:
    words = text.split()
    return all(any(each.startswith(part) for each in words) for part in wanted)


def _shown(zone: str, city: str, country: str | None, locale: str) -> Place:
    tz, now = zones.zone(zone), clock.now()
    return Place(zone, city, _country(country, locale), when.offset(now, tz), when.clock_time(now, tz, locale))


def _country(code: str | None, locale: str) -> str:
    return when.locale_of(locale).territories.get(code or "", "")
