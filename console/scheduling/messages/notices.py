"""E-mails to staff about what they look after: subject, text and HTML of one notice. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..rules.zones import zone
from . import email_html, moments
from .email_html import Link, Sheet
from .emails import Email
from .words import word

_INSTANTS = ("since",)
"""Facts that are instants in ISO 8601, shown in the reader's zone."""
_LOOK = {name: f"notice_look_{name}" for name in ("message", "calendar", "account")}
"""What the link to where one looks is called, by the first word of the kind; that to the webhooks, where no other is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLetter:
    """What one person is told. `kind` names the words (`notice_<kind>_subject` and `notice_<kind>`), `facts` fill them.

    `url` is where to look. `logo` is an https address, `accent` a colour; times are shown in `timezone`.
    """

    notice_id: str
    kind: str
    name: str
    app_name: str
    language: str
    timezone: str
    facts: Mapping[str, Any]
    url: str
    written_at: datetime
    logo: str | None = None
    accent: str | None = None


def write(letter: StaffLetter) -> Email:
    """The e-mail of a notice."""
    values = {**{name: _told(letter, name, value) for name, value in letter.facts.items()}, "app": letter.app_name}
    subject = word(f"notice_{letter.kind}_subject", letter.language, **values)
    sheet = Sheet(
        greeting=word("mail_greeting", letter.language, name=letter.name),
        lead=[word(f"notice_{letter.kind}", letter.language, **values)],
        facts=[],
        links=[Link(word(_LOOK.get(letter.kind.partition("_")[0], "notice_look"), letter.language), letter.url)],
    )
    look = f"{sheet.links[0].name}:\n{letter.url}"
    text = "\n\n".join([sheet.greeting, *sheet.lead, look, letter.app_name]) + "\n"
    return Email(subject=" ".join(subject.split()), text=text, html=email_html.render(letter, sheet))


def _told(letter: StaffLetter, name: str, value: Any) -> Any:
    if name not in _INSTANTS or not value:
        return value
    return moments.since(datetime.fromisoformat(value), zone(letter.timezone), letter.written_at, letter.language)
