"""E-mails to agents about their calls, with a file that puts the call into their calendar or takes it out. Pure."""

from dataclasses import dataclass
from datetime import datetime

from ..rules.notices import CALL_KINDS
from ..rules.zones import zone
from . import email_html, ics, when
from .email_html import Link, Sheet
from .emails import Email
from .words import word


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLetter:
    """What one agent is told of one call. Times are shown in `timezone`; `knew` is when they thought the call was.

    `kind` is one of `rules.notices.CALL_KINDS` or `guest_waiting`; `by` who did it, as `actor_type` has it. `sequence`
    grows with every change of the call. `url` leads to the console. It never holds what colleagues noted on the call.
    """

    notice_id: str
    kind: str
    booking_id: str
    person_id: str
    reference: str
    customer: str
    name: str
    app_name: str
    language: str
    timezone: str
    start: datetime
    end: datetime
    knew: datetime | None
    sequence: int
    by: str
    by_name: str
    url: str
    written_at: datetime
    reason: str | None = None
    logo: str | None = None
    accent: str | None = None


def write(letter: CallLetter, sender: tuple[str, str], recipient: str) -> Email:
    """The e-mail of a letter. `sender` is (name, address), as the calendar's organizer shows it."""
    subject = _say(letter, f"notice_{letter.kind}_subject", customer=letter.customer, at=_at(letter, letter.start))
    sheet = Sheet(
        greeting=_say(letter, "mail_greeting", name=letter.name),
        lead=_lead(letter),
        facts=[
            (_say(letter, "mail_when"), _at(letter, letter.start)),
            (_say(letter, "notice_customer"), letter.customer),
            (_say(letter, "mail_reference"), letter.reference),
        ],
        links=[Link(_say(letter, "notice_look_call"), letter.url)] if letter.kind != "unassigned" else [],
    )
    is_gone = letter.kind in ("unassigned", "cancelled")
    method = "CANCEL" if is_gone else "REQUEST"
    in_calendar = letter.kind in CALL_KINDS
    return Email(
        subject=" ".join(subject.split()),
        text=_text(letter, sheet),
        html=email_html.render(letter, sheet),
        calendar=ics.calendar(_invite(letter, sender, recipient), method, letter.written_at) if in_calendar else None,
        method=method,
    )


def _lead(letter: CallLetter) -> list[str]:
    before = _at(letter, letter.knew) if letter.knew else ""
    said = [_say(letter, f"notice_{letter.kind}", by=_by(letter), before=before, app=letter.app_name)]
    if letter.reason:
        said.append(_say(letter, "mail_reason", reason=letter.reason))
    return said


def _by(letter: CallLetter) -> str:
    if letter.by_name:
        return letter.by_name
    return (
        _say(letter, f"notice_by_{letter.by}") if letter.by in ("customer", "api") else _say(letter, "notice_by_system")
    )


def _text(letter: CallLetter, sheet: Sheet) -> str:
    parts = [
        sheet.greeting,
        *sheet.lead,
        "\n".join(f"{name}: {value}" for name, value in sheet.facts),
        *(f"{link.name}:\n{link.url}" for link in sheet.links),
        letter.app_name,
    ]
    return "\n\n".join(parts) + "\n"


def _invite(letter: CallLetter, sender: tuple[str, str], recipient: str) -> ics.Invite:
    return ics.Invite(
        booking_id=f"{letter.booking_id}.{ics.mark_of(letter.person_id)}",
        sequence=letter.sequence,
        start=letter.start,
        end=letter.end,
        summary=_say(letter, "notice_calendar", customer=letter.customer, app=letter.app_name),
        description=f"{_say(letter, 'mail_reference')}: {letter.reference}\n{letter.url}",
        url=letter.url,
        organizer=sender,
        attendee=(letter.name, recipient),
    )


def _at(letter: CallLetter, instant: datetime) -> str:
    return when.in_words(instant, zone(letter.timezone), letter.written_at, letter.language)


def _say(letter: CallLetter, name: str, /, **values: object) -> str:
    return word(name, letter.language, **values)
