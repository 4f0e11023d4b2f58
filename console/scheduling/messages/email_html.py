"""The HTML of an e-mail: tables and inline styles, which every mail program shows alike, readable with images off.

Whatever a customer or a colleague typed is escaped, here and nowhere else.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from .words import direction

_ACCENT = "#4a52d9"
_READABLE = 4.5
_FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


class Stationery(Protocol):
    """Whose e-mail it is, and how theirs look: any letter."""

    @property
    def app_name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def logo(self) -> str | None: ...
    @property
    def accent(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Link:
    """Where a button or a line leads."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of several that a letter lists, each with a button of its own."""

    title: str
    detail: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a letter says. The first link is its button; `contact` is how its reader reaches a person.

    `closing` stands below everything else.
    """

    greeting: str
    lead: list[str]
    facts: list[tuple[str, str]]
    links: list[Link]
    entries: list[Entry] = field(default_factory=list)
    closing: str = ""
    unsubscribe: Link | None = None
    contact: list[Link] = field(default_factory=list)


def render(letter: Stationery, sheet: Sheet) -> str:
    """The whole document."""
    entries = "".join(_entry(entry, letter.accent) for entry in sheet.entries)
    buttons = "".join(_button(link, letter.accent) for link in sheet.links[:1])
    lines = "".join(_line(link) for link in sheet.links[1:])
    start, _ = _sides(letter)
    return (
        f'<!doctype html><html lang="{escape(letter.language)}" dir="{direction(letter.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light"></head>'
        f'<body style="margin:0;padding:24px 12px;background:#f4f4f5;color:#18181b;font:16px/1.5 {_FONT}">'
        '<table role="presentation" width="100%" style="border-collapse:collapse"><tr><td align="center">'
        f'<table role="presentation" width="100%" dir="{direction(letter.language)}" '
        f'style="max-width:560px;border-collapse:collapse;text-align:{start}">'
        f"{_head(letter)}"
        '<tr><td style="padding:28px 24px;background:#ffffff;border:1px solid #e4e4e7;border-radius:12px">'
        f"{_paragraphs([sheet.greeting, *sheet.lead])}{_facts(letter, sheet.facts)}"
        f"{entries}{buttons}{lines}{_closing(sheet.closing)}"
        f"</td></tr>{_foot(letter, sheet)}</table></td></tr></table></body></html>"
    )


def _head(letter: Stationery) -> str:
    """The app's logo beside its name: with images off the name alone remains, and nothing is lost."""
    logo = ""
    if letter.logo:
        logo = (
            f'<img src="{escape(letter.logo)}" alt="" height="28" '
            f'style="height:28px;max-width:160px;vertical-align:middle;margin-{_sides(letter)[1]}:10px;border:0">'
        )
    return (
        '<tr><td style="padding:0 4px 16px;font-weight:600">'
        f'{logo}<span style="vertical-align:middle">{_escaped(letter.app_name)}</span></td></tr>'
    )


def _paragraphs(texts: list[str]) -> str:
    return "".join(f'<p style="margin:0 0 16px">{_escaped(text)}</p>' for text in texts)


def _facts(letter: Stationery, facts: list[tuple[str, str]]) -> str:
    _, end = _sides(letter)
    rows = "".join(
        f'<tr><td style="padding:4px 0;padding-{end}:20px;color:#71717a;vertical-align:top;white-space:nowrap">'
        f"{_escaped(name)}</td>"
        f'<td style="padding:4px 0;font-weight:{600 if place == 0 else 400}">{_escaped(value)}</td></tr>'
        for place, (name, value) in enumerate(facts)
    )
    return f'<table role="presentation" style="border-collapse:collapse">{rows}</table>' if rows else ""


def _entry(entry: Entry, accent: str | None) -> str:
    return (
        '<div style="margin:20px 0 0;padding:20px 0 0;border-top:1px solid #e4e4e7">'
        f'<p style="margin:0;font-weight:600">{_escaped(entry.title)}</p>'
        f'<p style="margin:2px 0 0;color:#71717a">{_escaped(entry.detail)}</p>'
        f"{_button(entry.link, accent, 12)}</div>"
    )


def _closing(said: str) -> str:
    return f'<p style="margin:28px 0 0;color:#71717a;font-size:14px">{_escaped(said)}</p>' if said else ""


def _button(link: Link, accent: str | None, above: int = 24) -> str:
    fill = accent if accent and _contrast_on_white(accent) >= _READABLE else _ACCENT
    return (
        f'<p style="margin:{above}px 0 0"><a href="{escape(link.url)}" style="display:inline-block;padding:11px 20px;'
        f'border-radius:8px;background:{fill};color:#ffffff;font-weight:600;text-decoration:none">'
        f"{_escaped(link.name)}</a></p>"
    )


def _line(link: Link) -> str:
    return (
        f'<p style="margin:16px 0 0"><a href="{escape(link.url)}" style="color:#3f46b8">{_escaped(link.name)}</a></p>'
    )


def _foot(letter: Stationery, sheet: Sheet) -> str:
    links = [*sheet.contact, *([sheet.unsubscribe] if sheet.unsubscribe else [])]
    named = (f'<a href="{escape(link.url)}" style="color:#52525b">{_escaped(link.name)}</a>' for link in links)
    said = " · ".join([_escaped(letter.app_name), *named])
    return f'<tr><td style="padding:16px 4px;color:#52525b;font-size:13px">{said}</td></tr>'


def _sides(letter: Stationery) -> tuple[str, str]:
    """Where a line begins and ends: mail programs know `left` and `right` alone."""
    return ("right", "left") if direction(letter.language) == "rtl" else ("left", "right")


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _contrast_on_white(colour: str) -> float:
    """WCAG 2.2; `colour` is `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
