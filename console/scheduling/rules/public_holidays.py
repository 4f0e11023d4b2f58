"""Public holidays by country and region, as the `holidays` package knows them (https://github.com/vacanza/holidays)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any


@cache
def countries() -> frozenset[str]:
    """The ISO 3166 codes of the countries whose holidays are known."""
    return frozenset(_package().list_supported_countries(include_aliases=False))


@lru_cache(maxsize=300)
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """The regions of a country that have holidays of their own: code and name, by name; none of a country unknown."""
    if country not in countries():
        return ()
    named: Mapping[str, list[str]] = _package().country_holidays(country).get_subdivision_aliases()
    return tuple(sorted(((code, names[0] if names else code) for code, names in named.items()), key=lambda one: one[1]))


@lru_cache(maxsize=300)
def of_year(country: str, region: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The holidays of a year, each with its name in the language where the package has it; `region` may be empty.

    None of a country or a region that is not known.
    """
    if country not in countries() or (region and region not in dict(regions(country))):
        return ()
    spoken = _nearest(language, _package().country_holidays(country).supported_languages)
    known = _package().country_holidays(country, subdiv=region or None, years=year, language=spoken)
    return tuple(sorted((day, name) for day, name in known.items() if day.year == year))


def _nearest(language: str, known: Sequence[str]) -> str | None:
    """The package's own name for the language, `pt_BR` for `pt`; else English; None: what the country speaks."""
    for wanted in (language.replace("-", "_"), language[:2], "en"):
        for name in sorted(known):
            if name == wanted or name.partition("_")[0] == wanted:
                return name
    return None


def _package() -> Any:
    import holidays  # takes a fifth of a second to load

    return holidays
