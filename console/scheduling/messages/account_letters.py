"""Letters about an account: an invitation into an app, and a link to choose another password. Pure."""

from dataclasses import dataclass

from ..settings import settings
from .words import READER, word


@dataclass(frozen=True, slots=True)
class AccountLetter:
    """One letter, ready to send. `url` is the key in it; None in one that holds none."""

    to: str
    subject: str
    text: str
    url: str | None


def password(to: str, name: str, url: str) -> AccountLetter:
    """For whoever asked for a new password."""
    return AccountLetter(to, word("password_letter_subject"), word("password_letter_text", name=name, url=url), url)


def invitation(
    to: str, name: str, app: str, inviter: str | None, url: str | None, language: str = READER
) -> AccountLetter:
    """For a new member of an app; without a `url` for one who has an account already, and signs in as always."""
    invites = "invitation_letter_by" if inviter else "invitation_letter_to"
    by = word(invites, language, inviter=inviter, app=app)
    kind = "invitation_letter_text" if url else "joined_letter_text"
    text = word(kind, language, name=name, by=by, url=url or settings().base_url)
    return AccountLetter(to, word("invitation_letter_subject", language, app=app), text, url)
