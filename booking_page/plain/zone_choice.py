"""Choosing whose clock times are read by, without a script: a line that says it, and a search by city or country."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from booking_page.plain.layout import text
from console.scheduling.messages.words import word
from console.scheduling.services import places

_MOST_PLACES = 12
_LINE = Markup('<p class="quiet zone">{} <a href="{}">{}</a></p>')
_PLACE = Markup('<li><a class="button" href="{}">{}</a></li>')
_SEARCH = Markup(
    '<form action="{}" role="search">{}<label class="above" for="q">{}</label>'
    '<input id="q" name="q" type="search" value="{}" autocomplete="off"{}><button>{}</button></form>'
)
_CARRIED = Markup('<input type="hidden" name="{}" value="{}">')


def zone_line(zone: str, to: str) -> Markup:
    """Whose clock the times are read by (`Bogota time`), and the way to another's."""
    return _LINE.format(word("times_are_in", zone=zone), to, word("other_zone"))


def zone_search(typed: str, action: str, carried: Mapping[str, str], to: Callable[[str], str]) -> Markup:
    """Places whose city or country begins as typed; `to` is where a zone leads. `carried` goes along with a search."""
    found = places.find(typed, limit=_MOST_PLACES)
    search = _SEARCH.format(
        action,
        Markup().join(_CARRIED.format(*pair) for pair in carried.items()),
        word("search_place"),
        typed,
        Markup() if found else Markup(" autofocus"),
        word("search_places"),
    )
    listed = Markup().join(
        _PLACE.format(to(each.zone), f"{', '.join(filter(None, (each.city, each.country)))} · {each.time}")
        for each in found
    )
    if found:
        return search + Markup('<ul class="cards">{}</ul>').format(listed)
    return search + (text(word("no_place_found")) if typed.strip() else Markup())
