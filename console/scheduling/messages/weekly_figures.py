"""The e-mail of a week's figures: subject, text and HTML, each figure with the week before. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from ..rules.zones import zone
from . import email_html, leads, when
from .email_html import Link, Sheet
from .emails import Email
from .words import word

_FIGURES = ("calls", "booked", "utilisation", "no_show_rate", "cancel_rate", "lead_time")
_LISTS = ("calls", "no_shows", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLetter:
    """What one person is told of a week. `first` and `last` are its days, in `timezone`.

    `now` and `before` are the figures of the week and of the one before, by name: numbers, or None where there is none.
    `lists` are the addresses of the calls behind them, `url` that of all figures.
    """

    notice_id: str
    name: str
    app_name: str
    language: str
    timezone: str
    first: date
    last: date
    now: Mapping[str, float | None]
    before: Mapping[str, float | None]
    lists: Mapping[str, str]
    url: str
    unsubscribe_url: str
    written_at: datetime
    logo: str | None = None
    accent: str | None = None


def write(letter: WeekLetter) -> Email:
    """The e-mail of a letter. One click in the mail program ends these letters (RFC 8058)."""
    days = {
        "first": when.short_day(letter.first, letter.language),
        "last": when.short_day(letter.last, letter.language),
    }
    times = when.zone_time(zone(letter.timezone), letter.language)
    sheet = Sheet(
        greeting=_say(letter, "mail_greeting", name=letter.name),
        lead=[_say(letter, "week_lead", **days, zone=times, app=letter.app_name)],
        facts=[(_say(letter, f"week_{name}"), _told(letter, name)) for name in _FIGURES],
        links=[
            Link(_say(letter, "week_look"), letter.url),
            *(Link(_say(letter, f"week_list_{name}"), letter.lists[name]) for name in _LISTS if letter.now[name]),
        ],
        unsubscribe=Link(_say(letter, "week_unsubscribe"), letter.unsubscribe_url),
    )
    headers = {
        "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    subject = _say(letter, "week_subject", **days, app=letter.app_name)
    return Email(
        subject=" ".join(subject.split()),
        text=_text(letter, sheet),
        html=email_html.render(letter, sheet),
        headers=headers,
    )


def _text(letter: WeekLetter, sheet: Sheet) -> str:
    assert sheet.unsubscribe
    parts = [
        sheet.greeting,
        *sheet.lead,
        "\n".join(f"{name}: {value}" for name, value in sheet.facts),
        *(f"{link.name}:\n{link.url}" for link in sheet.links),
        letter.app_name,
        f"-- \n{sheet.unsubscribe.name}: {sheet.unsubscribe.url}",
    ]
    return "\n\n".join(parts) + "\n"


def _told(letter: WeekLetter, name: str) -> str:
    """The figure, and what it was the week before: `42 (before: 38)`."""
    return _say(letter, "week_beside", now=_said(letter, name, letter.now), before=_said(letter, name, letter.before))


def _said(letter: WeekLetter, name: str, figures: Mapping[str, float | None]) -> str:
    value, locale = figures[name], when.locale_of(letter.language)
    if value is None:
        return "–"
    if name in ("utilisation", "no_show_rate", "cancel_rate"):
        return format_percent(value, format="#,##0.0 %" if 0 < value < 0.1 else "#,##0 %", locale=locale)
    if name == "lead_time":
        return leads.length(int(value), letter.language)
    if name == "booked":
        return str(format_unit(round(value, 1), "duration-hour", length="short", locale=locale))
    return format_decimal(value, locale=locale)


def _say(letter: WeekLetter, name: str, /, **values: Any) -> str:
    return word(name, letter.language, **values)
