"""WhatsApp messages to customers: which approved template, filled with what, or free text. Pure; `jobs` sends them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ..rules.terms import Occasion, TemplateTerms, Variable
from ..rules.whatsapp import Fault
from ..rules.zones import zone
from . import when
from .letters import Letter
from .words import spoken, word

_REMINDER = TemplateTerms(name="callboard_reminder", variables=["guest_name", "app", "date", "time", "join_url"])
TEMPLATES: Mapping[Occasion, TemplateTerms] = {
    "invitation": TemplateTerms(
        name="callboard_invitation", variables=["guest_name", "app", "agent", "date", "time", "manage_url"]
    ),
    "moved": TemplateTerms(
        name="callboard_moved",
        variables=["guest_name", "app", "old_date", "old_time", "date", "time", "manage_url"],
    ),
    "reminder_24h": _REMINDER,
    "reminder_1h": _REMINDER,
    "reminder_15m": _REMINDER,
    "cancellation": TemplateTerms(
        name="callboard_cancellation", variables=["guest_name", "app", "date", "time", "manage_url"]
    ),
    "conflict_notice": TemplateTerms(
        name="callboard_conflict", variables=["guest_name", "app", "agent", "date", "time", "manage_url"]
    ),
    "reminder_custom": TemplateTerms(
        name="callboard_message", variables=["guest_name", "app", "message", "manage_url"]
    ),
}
"""What the operator has approved where a preset names nothing else."""

_LONGEST = 4096
"""Characters of a free text."""
_LONGEST_VARIABLE = 1024


def write(
    letter: Letter, recipient: str, templates: Mapping[str, TemplateTerms], default_language: str
) -> dict[str, Any]:
    """The Cloud API's request that asks for this letter by template. `recipient` is E.164.

    `default_language` is used where the letter's own is unknown.
    """
    occasion = letter.occasion
    template = templates.get(occasion) or TEMPLATES[occasion]
    language = template.language or letter.language.split("-")[0] or default_language
    filled = [{"type": "text", "text": _value(letter, name)} for name in template.variables]
    body: dict[str, Any] = {"name": template.name, "language": {"code": language}}
    if filled:
        body["components"] = [{"type": "body", "parameters": filled}]
    return {**_to(recipient), "type": "template", "template": body}


def write_freely(text: str, recipient: str) -> dict[str, Any]:
    """The request for free text, which is allowed for a day after the customer wrote."""
    return {**_to(recipient), "type": "text", "text": {"preview_url": False, "body": text[:_LONGEST]}}


def list_of_calls(letter: Letter) -> str:
    """The calls that the customer asked for, each with its link: as many, soonest first, as one variable holds whole."""
    language = spoken(letter.language)
    text = word("whatsapp_call_links", language, app=letter.app_name)
    for call in letter.calls:
        at = when.in_words(call.start, zone(call.timezone), letter.written_at, language)
        line = word("whatsapp_call_link", language, at=at, agent=call.agent_name, url=call.manage_url)
        if len(text) + 1 + len(line) > _LONGEST_VARIABLE:
            break
        text = f"{text}\n{line}"
    return text


def ready_link(letter: Letter, phone: str) -> str:
    """A link that opens WhatsApp with a text for this customer, ready to be sent by hand."""
    return f"https://wa.me/{phone.removeprefix('+')}?text={quote(plain_text(letter), safe='')}"


def plain_text(letter: Letter) -> str:
    """The letter as one would write it by hand."""
    letter = replace(letter, language=spoken(letter.language))
    lines = [word("whatsapp_text", letter.language, name=letter.guest_name, app=letter.app_name, at=_at(letter))]
    if letter.call_kind == "link":
        lines.append(word("whatsapp_join", letter.language, url=letter.join_url))
    lines.append(word("change_or_cancel_at", letter.language, url=letter.manage_url))
    return "\n".join(lines)


def reply_text(letter: Letter) -> str:
    """What is answered to a quick reply: that it is done, why it is not, and the link where the customer chooses."""
    told = {"confirm": "did_confirm", "cancel": "did_cancel", "stop": "whatsapp_stopped", "start": "whatsapp_started"}
    if letter.reply in told:
        return word(told[letter.reply], letter.language)
    said = letter.message or word("whatsapp_change", letter.language)
    return f"{said}\n{letter.manage_url}"


def fault_told(fault: Fault, detail: str = "") -> str:
    """Why a message did not go out, for staff, with the API's own words behind it."""
    said = word(f"whatsapp_fault_{fault}")
    return f"{said} ({detail})" if detail else said


def _to(recipient: str) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "recipient_type": "individual", "to": recipient.removeprefix("+")}


def _value(letter: Letter, name: Variable) -> str:
    """One variable's text. The API refuses empty ones, line breaks and long gaps."""
    told = " ".join(_told(letter, name).split())
    return told[:_LONGEST_VARIABLE] or "-"


def _told(letter: Letter, name: Variable) -> str:
    match name:
        case "guest_name":
            return letter.guest_name
        case "agent":
            return letter.agent_name
        case "app":
            return letter.app_name
        case "date":
            return _day(letter, letter.start)
        case "time":
            return _clock(letter, letter.start)
        case "old_date":
            return _day(letter, letter.moved_from or letter.start)
        case "old_time":
            return _clock(letter, letter.moved_from or letter.start)
        case "zone":
            return when.zone_time(zone(letter.timezone), letter.language)
        case "minutes":
            return str(letter.minutes)
        case "reference":
            return letter.reference
        case "reason":
            return letter.reason or ""
        case "message":
            unsaid = "mail_trial" if letter.kind == "trial" else "mail_reminder_custom"
            return letter.message or word(unsaid, letter.language, agent=letter.agent_name, app=letter.app_name)
        case "join_url":
            return letter.join_url if letter.call_kind == "link" else letter.manage_url
        case "manage_url":
            return letter.manage_url


def _at(letter: Letter) -> str:
    return when.in_words(letter.start, zone(letter.timezone), letter.written_at, letter.language)


def _day(letter: Letter, instant: datetime) -> str:
    tz = zone(letter.timezone)
    return when.day(instant.astimezone(tz).date(), letter.language, letter.written_at.astimezone(tz).date())


def _clock(letter: Letter, instant: datetime) -> str:
    tz = zone(letter.timezone)
    return f"{when.clock_time(instant, tz, letter.language)} ({when.zone_time(tz, letter.language)})"
