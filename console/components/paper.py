"""Pages to be printed: black on white whatever the theme, in the paper's own size, with what is only for the screen above.

As in `plain`, everything is `Markup`, which escapes what is put into it.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from console.scheduling.messages.day_list import PrintedCall, PrintedDay
from console.scheduling.messages.words import READER, tag, word

Paper = Literal["a4", "letter"]
SIZES: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}
"""As CSS and people call them."""
_LETTER = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""The countries that use Letter rather than A4: CLDR, supplemental data, `paperSize`."""

_HEAD = Markup(
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    '<title>{title}</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">'
    "<style>@page{{size:{size};margin:14mm 14mm 16mm;"
    '@bottom-left{{content:"{foot}";font:8pt sans-serif;color:#333}}'
    '@bottom-right{{content:counter(page) " / " counter(pages);font:8pt sans-serif;color:#333}}}}{style}</style></head>'
    '<body class="{shape}">'
)
_CALL = Markup(
    '<li class="call"><p>{time}<span>{status}</span></p><div><header><h2>{customer}</h2><code>{reference}</code></header>'
    '{reached}<p class="terms">{terms}</p>{there}{facts}{notes}</div><div class="pen"></div></li>'
)
_DAY = Markup(
    '<section class="sheet"><div class="head"><div><h1>{agent}</h1><p>{team}</p></div>'
    '<div class="of"><p>{day}</p><p>{told}</p></div></div><ol>{calls}</ol></section>'
)


def paper_of(country: str | None) -> Paper:
    """What people of this country (ISO 3166) print on."""
    return "letter" if country in _LETTER else "a4"


def begin(title: str, foot: str, *, paper: Paper, apart: bool, lang: str = READER) -> Markup:
    """Everything before the first sheet but what is for the screen. `apart`: each sheet begins a page."""
    plain = foot.translate({ord(letter): " " for letter in '"\\<>\n\r\f'})  # it stands in a style
    return _HEAD.format(
        lang=tag(lang),
        title=title,
        size=SIZES[paper],
        foot=Markup(plain),  # noqa: S704 - nothing in it can end the text or the style
        style=_style(),
        shape="apart" if apart else "together",
    )


def sheet(day: PrintedDay, heading: str) -> Markup:
    """One agent's day."""
    calls = Markup().join(_call(one) for one in day.calls)
    return _DAY.format(agent=day.agent, team=day.team, day=heading, told=day.told, calls=calls)


def nothing(said: str) -> Markup:
    """A sheet that says that there is nothing on it."""
    return Markup('<section class="sheet"><p class="none">{}</p></section>').format(said)


def warning(said: str) -> Markup:
    """On the screen alone: what whoever prints should know before."""
    return Markup('<p class="note" role="status">{}</p>').format(said)


def end() -> Markup:
    """What closes the document."""
    return Markup("</body></html>")


def _call(call: PrintedCall) -> Markup:
    reached = " · ".join(filter(None, (call.phone, call.email)))
    facts = Markup().join(Markup("<dt>{}</dt><dd>{}</dd>").format(fact.label, fact.value) for fact in call.facts)
    notes = Markup().join(Markup("<li>{} <span>— {}</span></li>").format(body, by) for body, by in call.notes)
    return _CALL.format(
        time=call.time,
        status=call.status,
        customer=call.customer,
        reference=call.reference,
        reached=Markup('<p class="way">{}</p>').format(reached) if reached else "",
        terms=call.terms,
        there=Markup('<p class="there">{}</p>').format(call.customer_time) if call.customer_time else "",
        facts=Markup("<dl>{}</dl>").format(facts) if facts else "",
        notes=Markup('<ul class="inside" aria-label="{}">{}</ul>').format(word("section_notes"), notes)
        if notes
        else "",
    )


@cache
def _style() -> Markup:
    return Markup(Path(__file__).with_suffix(".css").read_text())  # noqa: S704 - our own file
