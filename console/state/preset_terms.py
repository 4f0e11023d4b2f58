"""A preset's terms as a form holds them, texts and ticks, and back. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, get_args

from console.scheduling.messages.whatsapp import TEMPLATES
from console.scheduling.rules.documents import read
from console.scheduling.rules.terms import (
    Channel,
    IntakeQuestion,
    Occasion,
    PresetTerms,
    QuietTerms,
    ReminderKind,
    TemplateTerms,
)
from console.scheduling.services.presets import OfferedAgent

TEXTS = ("name", "slug")
CHOICES = ("call_kind", "assignment_mode")
NUMBERS = (
    "default_duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "notice_minutes",
    "horizon_days",
    "step_minutes",
    "no_show_grace_minutes",
    "hold_minutes",
    "change_notice_minutes",
)
MAYBE_NUMBERS = ("agent_day_limit", "confirmation_deadline_minutes", "max_moves")
"""Empty is no limit, or as the contract says."""
LIMITS = ("open", "per_day", "per_week")
TICKS = ("scheduling_enabled", "require_confirmation", "customer_may_reschedule", "customer_may_cancel")
KINDS: tuple[ReminderKind, ...] = get_args(ReminderKind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)
QUESTION_KINDS: tuple[str, ...] = get_args(IntakeQuestion.model_fields["kind"].annotation)


@dataclass(frozen=True)
class QuestionRow:
    """A question of the booking form as it is being written; its parts stand in the form under `question-PART-KEY`."""

    key: str = ""
    name: str = ""
    """What its answers are kept under; empty for a new one, which is named after its label."""
    label: str = ""
    kind: str = "text"
    is_required: bool = False
    options: str = ""
    version: str = "1"


def message_box(kind: str, channel: str) -> str:
    """The name of the tick that sends this kind of message on this channel."""
    return f"message-{kind}-{channel}"


def template_field(part: str, occasion: str) -> str:
    """The name of a part (`name`, `language`, `variables`) of the WhatsApp template for an occasion."""
    return f"template-{part}-{occasion}"


def default_template(occasion: Occasion) -> dict[str, str]:
    """What holds where the form names no template for an occasion, part by part."""
    return _template_texts(TEMPLATES[occasion])


def texts(terms: PresetTerms) -> dict[str, str]:
    """What the form's fields begin with."""
    plain = {name: getattr(terms, name) for name in (*TEXTS, *CHOICES, *NUMBERS, *MAYBE_NUMBERS)}
    plain |= {f"limits.{name}": getattr(terms.limits, name) for name in LIMITS}
    quiet = terms.quiet_hours or QuietTerms()
    plain |= {"quiet.start": quiet.start, "quiet.end": quiet.end}
    for occasion, template in terms.whatsapp_templates.items():
        plain |= {template_field(part, occasion): text for part, text in _template_texts(template).items()}
    plain |= {"durations": ", ".join(map(str, terms.durations)), "outcomes": "\n".join(terms.outcomes)}
    return {name: "" if value is None else str(value) for name, value in plain.items()}


def ticks(terms: PresetTerms) -> list[str]:
    """Which of the form's boxes begin ticked."""
    messages = [message_box(reminder.kind, channel) for reminder in terms.reminders for channel in reminder.channels]
    quiet = ["quiet_hours"] if terms.quiet_hours else []
    return [name for name in TICKS if getattr(terms, name)] + messages + quiet


def questions(terms: PresetTerms) -> list[QuestionRow]:
    """The questions of the booking form."""
    return [
        QuestionRow(f"q{place}", one.name, one.label, one.kind, one.required, "\n".join(one.options), one.version)
        for place, one in enumerate(terms.intake)
    ]


def typed(form: dict[str, Any], asked: list[QuestionRow]) -> PresetTerms:
    """The terms that the form says. Raises Invalid, which names every bad field by its path."""
    document: dict[str, Any] = {name: _text(form, name) for name in (*TEXTS, *CHOICES)}
    document |= {name: _number(_text(form, name)) for name in NUMBERS}
    document |= {name: _maybe_number(form, name) for name in MAYBE_NUMBERS}
    document |= {name: bool(form.get(name)) for name in TICKS}
    document["slug"] = document["slug"] or _slug_of(document["name"])
    document["limits"] = {name: _maybe_number(form, f"limits.{name}") for name in LIMITS}
    document["durations"] = [_number(each) for each in _text(form, "durations").replace(",", " ").split()]
    document["outcomes"] = _lines(_text(form, "outcomes"))
    document["reminders"] = [
        {"kind": kind, "channels": channels}
        for kind in KINDS
        if (channels := [channel for channel in CHANNELS if form.get(message_box(kind, channel))])
    ]
    document["quiet_hours"] = _quiet_hours(form)
    named = {occasion: template for occasion in OCCASIONS if (template := _template(form, occasion))}
    document["whatsapp_templates"] = named
    document["intake"] = [_question(form, row) for row in asked]
    return read(PresetTerms, document)


def offered(form: dict[str, Any], ids: list[str]) -> list[OfferedAgent] | None:
    """The agents that the form ticks, with their weights; None is everybody with hours. A weight that is none is 0."""
    if form.get("offers") != "named":
        return None
    ticked = [person_id for person_id in ids if form.get(f"agent-{person_id}")]
    weights = (_number(_text(form, f"weight-{person_id}")) for person_id in ticked)
    return [
        OfferedAgent(person_id, weight if isinstance(weight, int) else 0)
        for person_id, weight in zip(ticked, weights, strict=True)
    ]


def _quiet_hours(form: dict[str, Any]) -> dict[str, str] | None:
    if not form.get("quiet_hours"):
        return None
    return {"start": _text(form, "quiet.start"), "end": _text(form, "quiet.end")}


def _template(form: dict[str, Any], occasion: Occasion) -> dict[str, Any] | None:
    """The template that the form names; None for the default one. Without variables of its own it has the default's."""
    name, language, variables = (
        _text(form, template_field(part, occasion)) for part in ("name", "language", "variables")
    )
    if not (name or language or variables):
        return None
    default = TEMPLATES[occasion]
    listed = variables.replace(",", " ").split() if variables else list(default.variables)
    return {"name": name or default.name, "language": language or None, "variables": listed}


def _template_texts(template: TemplateTerms) -> dict[str, str]:
    variables = ", ".join(template.variables)
    return {"name": template.name, "language": template.language or "", "variables": variables}


def _question(form: dict[str, Any], row: QuestionRow) -> dict[str, Any]:
    label, kind = _text(form, f"question-label-{row.key}"), _text(form, f"question-kind-{row.key}")
    return {
        "name": row.name or _name_of(label),
        "label": label,
        "kind": kind,
        "required": bool(form.get(f"question-required-{row.key}")),
        "options": _lines(_text(form, f"question-options-{row.key}")) if kind == "choice" else [],
        "version": row.version,
    }


def _slug_of(name: str) -> str:
    """A short name after a preset's name: `Erst-Gespräch (30)` is `erst-gesprach-30`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def _name_of(label: str) -> str:
    """A field's name after its label: `Order number?` is `order_number`."""
    plain = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:40]
    return plain if plain[:1].isalpha() else f"q_{plain}"[:40]


def _text(form: dict[str, Any], name: str) -> str:
    return str(form.get(name) or "").strip()


def _number(text: str) -> int | str:
    """The number, or the text as it is, which the bounds then refuse."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def _maybe_number(form: dict[str, Any], name: str) -> int | str | None:
    return _number(_text(form, name)) if _text(form, name) else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
