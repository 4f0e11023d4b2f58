"""What the WhatsApp Cloud API's answers mean, and what customers' answers mean.

Codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WINDOW = timedelta(hours=24)
"""After a customer wrote to us, a business may answer freely for so long; else only by approved templates."""

Fault = Literal[
    "busy",
    "not_on_whatsapp",
    "window_closed",
    "template",
    "no_such_template",
    "token",
    "not_allowed",
    "account",
    "withheld",
    "bad_request",
    "unknown",
]
"""Why a message did not go out; each has a sentence of its own (`whatsapp_fault_...`)."""
Answer = Literal["confirm", "change", "cancel", "stop", "start"]

_FAULTS: Mapping[int, Fault] = {
    **dict.fromkeys((1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016), "busy"),
    131026: "not_on_whatsapp",
    131047: "window_closed",
    132001: "no_such_template",
    **dict.fromkeys((0, 190), "token"),
    **dict.fromkeys((3, 10, 131005, *range(200, 300)), "not_allowed"),
    **dict.fromkeys((368, 130497, 131031, 131042, 131045, 133010), "account"),
    **dict.fromkeys((130472, 131049, 131050), "withheld"),
    **dict.fromkeys((33, 100, 131008, 131009, 131021, 131051, 131052, 131053), "bad_request"),
}
_TEMPLATE_FAULTS = range(132000, 133000)

_ANSWERS: Mapping[str, Answer] = {
    **dict.fromkeys(("confirm", "confirmar", "confirmo", "confirmado", "yes", "si", "sim"), "confirm"),
    **dict.fromkeys(("change", "reschedule", "cambiar", "reprogramar", "reagendar", "alterar", "remarcar"), "change"),
    **dict.fromkeys(("cancel", "cancelar"), "cancel"),
    **dict.fromkeys(("stop", "unsubscribe", "baja", "alto", "parar", "pare", "sair"), "stop"),
    **dict.fromkeys(("start", "alta", "volver", "voltar"), "start"),
}
"""The quick replies and key words, folded, in English, Spanish and Portuguese."""

_STEPS = ("pending", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an error means. `is_final`: trying again would not help."""

    fault: Fault
    is_final: bool


def verdict(code: int | None, http_status: int | None = None) -> Verdict:
    """What an error code means; without one that is known, the HTTP status decides."""
    fault = _FAULTS.get(code) if code is not None else None
    if fault is None and code in _TEMPLATE_FAULTS:
        fault = "template"
    if fault is not None:
        return Verdict(fault, fault != "busy")
    if http_status == 401:
        return Verdict("token", True)
    if http_status == 429 or (http_status or 0) >= 500:
        return Verdict("busy", False)
    return Verdict("unknown", True)


def is_window_open(wrote_at: datetime | None, now: datetime) -> bool:
    """Whether we may write freely to who last wrote to us then."""
    return wrote_at is not None and now < wrote_at + WINDOW


def answer(text: str) -> Answer | None:
    """What a customer's short answer asks for: a quick reply, or STOP and BAJA in any case; None for anything else."""
    plain = unicodedata.normalize("NFKD", text.strip().strip(".!").casefold())
    return _ANSWERS.get("".join(letter for letter in plain if not unicodedata.combining(letter)))


def moves_on(status: str, news: str) -> bool:
    """Whether news of a message is newer than what is known: they come in any order, and more than once.

    What was delivered once does not fail any more.
    """
    if news == "failed":
        return status in ("pending", "sent")
    return status in _STEPS and news in _STEPS and _STEPS.index(news) > _STEPS.index(status)
