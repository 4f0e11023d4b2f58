"""E-mails to customers: subject, plain text, HTML and calendar file of one letter. Pure; `jobs` puts them on the wire."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from ..rules import contacts
from ..rules.zones import zone
from . import email_html, ics, when
from .email_html import Entry, Link, Sheet
from .letters import CallLink, Letter
from .words import spoken, word

_WITH_CALENDAR = ("invitation", "reminder_24h", "reminder_1h", "reminder_15m")


@dataclass(frozen=True, slots=True)
class Email:
    """A message ready to send; `calendar` is an iCalendar file whose method is `method`."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: ics.Method = "REQUEST"
    headers: dict[str, str] = field(default_factory=dict)


def write(letter: Letter, sender: tuple[str, str], recipient: str) -> Email:
    """The e-mail of a letter. `sender` is (name, address), as the calendar's organizer shows it."""
    letter = replace(letter, language=spoken(letter.language))
    occasion = _words_for(letter)
    subject = word(f"mail_{occasion}_subject", letter.language, app=letter.app_name, at=_at(letter, letter.start))
    sheet = _sheet(letter, occasion)
    method = "CANCEL" if letter.kind == "cancellation" else "REQUEST"
    attached = method == "CANCEL" or letter.kind in _WITH_CALENDAR
    return Email(
        subject=" ".join(subject.split()),
        text=_text(letter, sheet),
        html=email_html.render(letter, sheet),
        calendar=ics.calendar(_invite(letter, sender, recipient), method, letter.written_at) if attached else None,
        method=method,
        headers=_unsubscribing(letter) | ({"Reply-To": letter.contact_email} if letter.contact_email else {}),
    )


def _words_for(letter: Letter) -> str:
    """What the words of this letter are called: all reminders before the start read alike."""
    if letter.kind in ("trial", "reminder_custom", "running_late", "call_links"):
        return letter.kind
    if letter.occasion == "invitation" and letter.is_new_agent:
        return "new_agent"
    return "reminder" if letter.kind.startswith("reminder_") else letter.occasion


def _sheet(letter: Letter, occasion: str) -> Sheet:
    """What the letter says, in the order in which it is read."""
    is_about_a_call = letter.kind not in ("trial", "call_links")
    return Sheet(
        greeting=word("mail_greeting", letter.language, name=letter.guest_name),
        lead=_lead(letter, occasion),
        facts=_facts(letter) if is_about_a_call else [],
        links=_links(letter) if is_about_a_call else [],
        entries=[_entry(letter, call) for call in letter.calls],
        closing=word("mail_call_links_unasked", letter.language) if letter.kind == "call_links" else "",
        unsubscribe=Link(word("mail_unsubscribe", letter.language), letter.unsubscribe_url)
        if letter.unsubscribe_url
        else None,
        contact=_contact(letter),
    )


def _text(letter: Letter, sheet: Sheet) -> str:
    parts = [
        sheet.greeting,
        *sheet.lead,
        "\n".join(f"{name}: {value}" for name, value in sheet.facts),
        *(f"{entry.title}\n{entry.detail}\n{entry.link.name}:\n{entry.link.url}" for entry in sheet.entries),
        *(f"{link.name}:\n{link.url}" for link in sheet.links),
        sheet.closing,
        "\n".join([letter.app_name, *(link.name for link in sheet.contact)]),
    ]
    if sheet.unsubscribe:
        parts.append(f"-- \n{sheet.unsubscribe.name}: {sheet.unsubscribe.url}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _unsubscribing(letter: Letter) -> dict[str, str]:
    """One click in the mail program declines reminders (RFC 8058); what must be known of a call cannot be declined."""
    if not letter.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _at(letter: Letter, instant: datetime) -> str:
    return when.in_words(instant, zone(letter.timezone), letter.written_at, letter.language)


def _lead(letter: Letter, occasion: str) -> list[str]:
    """The paragraphs that say why this message comes."""
    if letter.occasion == "reminder_custom" and letter.message:
        return [letter.message]
    before = _at(letter, letter.moved_from) if letter.moved_from else ""
    said = [word(f"mail_{occasion}", letter.language, app=letter.app_name, agent=letter.agent_name, before=before)]
    if letter.kind == "cancellation" and letter.reason:
        said.append(word("mail_reason", letter.language, reason=letter.reason))
    if letter.to_confirm and letter.kind not in ("cancellation", "trial", "call_links"):
        said.append(word("mail_please_confirm", letter.language))
    return said


def _facts(letter: Letter) -> list[tuple[str, str]]:
    return [
        (word("mail_when", letter.language), _at(letter, letter.start)),
        (word("mail_with", letter.language), f"{letter.agent_name}, {letter.app_name}"),
        (word("mail_how_long", letter.language), word("mail_minutes", letter.language, count=letter.minutes)),
        (word("mail_reference", letter.language), letter.reference),
    ]


def _links(letter: Letter) -> list[Link]:
    """Where the customer goes from here, what matters most first."""
    if letter.kind == "cancellation":
        return [Link(word("mail_book_again", letter.language), letter.manage_url)]
    join = [Link(word("mail_join", letter.language), letter.join_url)] if letter.call_kind == "link" else []
    if letter.kind == "conflict_notice":
        return [Link(word("mail_other_time", letter.language), f"{letter.manage_url}/move")]
    if letter.to_confirm:
        return [Link(word("mail_confirm", letter.language), letter.manage_url), *join]
    return [*join, Link(word("mail_manage", letter.language), letter.manage_url)]


def _contact(letter: Letter) -> list[Link]:
    """How the customer reaches a person; a mail program opens on both."""
    phone, email = letter.contact_phone, letter.contact_email
    by_phone = [Link(contacts.readable(phone), f"tel:{phone}")] if phone else []
    return [*by_phone, *([Link(email, f"mailto:{email}")] if email else [])]


def _entry(letter: Letter, call: CallLink) -> Entry:
    """One of the calls that were asked for, with the way to it."""
    return Entry(
        title=when.in_words(call.start, zone(call.timezone), letter.written_at, letter.language),
        detail=f"{call.agent_name} · {call.reference}",
        link=Link(word("mail_see_call", letter.language), call.manage_url),
    )


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
