"""E-mails to customers: subject, plain text, HTML and calendar file of one message. Pure; `jobs` puts them on the wire."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from ..rules.zones import zone
from . import ics, when
from .words import word

_WITH_CALENDAR = ("invitation", "reminder_24h", "reminder_1h", "reminder_15m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message tells. `kind` is the reminder's; times are shown in `timezone`, words in `language`.

    `moved_from` is the old start, `reason` a cancellation's, `message` what staff wrote into a custom message.
    """

    kind: str
    app_name: str
    agent_name: str
    guest_name: str
    booking_id: str
    reference: str
    version: int
    start: datetime
    end: datetime
    timezone: str
    language: str
    call_kind: str
    to_confirm: bool
    join_url: str
    manage_url: str
    written_at: datetime
    moved_from: datetime | None = None
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Email:
    """A message ready to send; `calendar` is an iCalendar file whose method is `method`."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: ics.Method = "REQUEST"


def write(letter: Letter, sender: tuple[str, str], recipient: str) -> Email:
    """The e-mail of a letter. `sender` is (name, address), as the calendar's organizer shows it."""
    occasion = "moved" if letter.kind == "invitation" and letter.moved_from else letter.kind
    occasion = "reminder" if occasion.startswith("reminder_") and occasion != "reminder_custom" else occasion
    at = _at(letter, letter.start)
    subject = word(f"mail_{occasion}_subject", letter.language, app=letter.app_name, at=at)
    lead = _lead(letter, occasion)
    facts = _facts(letter, at)
    links = _links(letter)
    text = "\n\n".join(
        [
            word("mail_greeting", letter.language, name=letter.guest_name),
            *lead,
            "\n".join(f"{name}: {value}" for name, value in facts),
            *("\n".join((name, url)) for name, url in links),
            letter.app_name,
        ]
    )
    method = "CANCEL" if letter.kind == "cancellation" else "REQUEST"
    attached = method == "CANCEL" or letter.kind in _WITH_CALENDAR
    return Email(
        subject=" ".join(subject.split()),
        text=text + "\n",
        html=_html(letter, lead, facts, links),
        calendar=ics.calendar(_invite(letter, sender, recipient), method, letter.written_at) if attached else None,
        method=method,
    )


def _at(letter: Letter, instant: datetime) -> str:
    return when.in_words(instant, zone(letter.timezone), letter.written_at, letter.language)


def _lead(letter: Letter, occasion: str) -> list[str]:
    """The paragraphs that say why this message comes."""
    if occasion == "reminder_custom" and letter.message:
        return [letter.message]
    before = _at(letter, letter.moved_from) if letter.moved_from else ""
    said = [word(f"mail_{occasion}", letter.language, app=letter.app_name, agent=letter.agent_name, before=before)]
    if letter.kind == "cancellation" and letter.reason:
        said.append(word("mail_reason", letter.language, reason=letter.reason))
    if letter.to_confirm and letter.kind != "cancellation":
        said.append(word("mail_please_confirm", letter.language))
    return said


def _facts(letter: Letter, at: str) -> list[tuple[str, str]]:
    minutes = round((letter.end - letter.start).total_seconds() / 60)
    return [
        (word("mail_when", letter.language), at),
        (word("mail_with", letter.language), f"{letter.agent_name}, {letter.app_name}"),
        (word("mail_how_long", letter.language), word("mail_minutes", letter.language, count=minutes)),
        (word("mail_reference", letter.language), letter.reference),
    ]


def _links(letter: Letter) -> list[tuple[str, str]]:
    if letter.kind == "cancellation":
        return [(word("mail_book_again", letter.language), letter.manage_url)]
    manage = word("mail_confirm" if letter.to_confirm else "mail_manage", letter.language)
    join = [(word("mail_join", letter.language), letter.join_url)] if letter.call_kind == "link" else []
    return [*join, (manage, letter.manage_url)]


def _html(letter: Letter, lead: list[str], facts: list[tuple[str, str]], links: list[tuple[str, str]]) -> str:
    """Plain HTML that every mail program shows: no pictures, no scripts, nothing loaded from anywhere."""
    greeting = word("mail_greeting", letter.language, name=letter.guest_name)
    paragraphs = "".join(f'<p style="margin:0 0 16px">{_escaped(text)}</p>' for text in [greeting, *lead])
    rows = "".join(
        f'<tr><td style="padding:4px 24px 4px 0;color:#666">{_escaped(name)}</td>'
        f'<td style="padding:4px 0">{_escaped(value)}</td></tr>'
        for name, value in facts
    )
    anchors = "".join(
        f'<p style="margin:16px 0 0"><a href="{escape(url)}" style="color:#1d4ed8">{_escaped(name)}</a></p>'
        for name, url in links
    )
    return (
        f'<!doctype html><html lang="{escape(letter.language)}"><head><meta charset="utf-8"></head>'
        '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff">'
        f'<div style="max-width:560px;margin:0 auto">{paragraphs}'
        f'<table role="presentation" style="border-collapse:collapse;font:inherit">{rows}</table>{anchors}'
        f'<p style="margin:24px 0 0;color:#666">{_escaped(letter.app_name)}</p></div></body></html>'
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _invite(letter: Letter, sender: tuple[str, str], recipient: str) -> ics.Invite:
    lines = [letter.join_url] if letter.call_kind == "link" else []
    return ics.Invite(
        booking_id=letter.booking_id,
        sequence=letter.version,
        start=letter.start,
        end=letter.end,
        summary=word("call_with", letter.language, agent=letter.agent_name, app=letter.app_name),
        description="\n".join([*lines, word("change_or_cancel_at", letter.language, url=letter.manage_url)]),
        url=letter.join_url if lines else None,
        organizer=sender,
        attendee=(letter.guest_name, recipient),
    )
