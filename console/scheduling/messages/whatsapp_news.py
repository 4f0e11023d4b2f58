"""What the WhatsApp Cloud API tells its callback: what became of messages, and what customers wrote. Pure.

Whatever is in a body that is not understood is passed over: the API grows, and tells us more than we asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

STATUSES = ("sent", "delivered", "read", "failed")


@dataclass(frozen=True, slots=True)
class StatusNews:
    """What became of one message. `reminder_id` is what we called it, `provider_id` the API's name for it."""

    provider_id: str
    status: str
    reminder_id: str | None = None
    code: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a customer wrote: `text` is what they typed or the button they pressed, under our message `answers`."""

    id: str
    phone: str
    """E.164."""
    text: str
    phone_number_id: str
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """One call of the callback."""

    statuses: tuple[StatusNews, ...]
    incoming: tuple[Incoming, ...]


def read(body: object) -> News:
    """The news in a decoded body; none in anything that is not of the API's form."""
    values = [_at(change, "value") for entry in _items(body, "entry") for change in _items(entry, "changes")]
    return News(
        tuple(news for value in values for news in _statuses(value)),
        tuple(news for value in values for news in _incoming(value)),
    )


def _statuses(value: object) -> Iterator[StatusNews]:
    for one in _items(value, "statuses"):
        name, status = _text(one, "id"), _text(one, "status")
        if not name or status not in STATUSES:
            continue
        fault = next(iter(_items(one, "errors")), {})
        code = _at(fault, "code")
        yield StatusNews(
            name,
            status,
            _text(one, "biz_opaque_callback_data") or None,
            code if isinstance(code, int) else None,
            _text(fault, "title") or _text(fault, "message"),
        )


def _incoming(value: object) -> Iterator[Incoming]:
    number = _text(_at(value, "metadata"), "phone_number_id")
    for one in _items(value, "messages"):
        name, sender = _text(one, "id"), _text(one, "from")
        if name and sender.isascii() and sender.isdecimal():
            answers = _text(_at(one, "context"), "id") or None
            yield Incoming(name, f"+{sender}", _written(one), number, answers)


def _written(message: object) -> str:
    """The words of a text, of a template's quick reply, or of a reply button."""
    reply = _at(_at(message, "interactive"), "button_reply")
    return (
        _text(_at(message, "text"), "body")
        or _text(_at(message, "button"), "payload")
        or _text(_at(message, "button"), "text")
        or _text(reply, "id")
        or _text(reply, "title")
    )


def _at(place: object, name: str) -> Any:
    return place.get(name) if isinstance(place, dict) else None


def _text(place: object, name: str) -> str:
    value = _at(place, name)
    return value if isinstance(value, str) else ""


def _items(place: object, name: str) -> list[Any]:
    value = _at(place, name)
    return value if isinstance(value, list) else []
