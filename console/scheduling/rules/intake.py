"""The preset's own questions: which there may be, and which answers to them will do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from ..errors import Invalid, Problem
from . import contacts, limits

Kind = Literal["text", "long_text", "choice", "checkbox", "phone", "email", "consent"]

TEXT_LENGTH = 500
WORDING_CHANGED = "wording_changed"
"""The code for a consent to other words than the present ones."""


def checked(fields: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
    """The answers in the form they are stored, by field name; `complete` asks for every required one.

    A field is `{"name", "kind", "label", "required", "options", "version"}`; a consent is stored with the version of its
    wording, and may say which one was read, as it is stored. Raises Invalid with every problem, as `intake.NAME`.
    """
    known = {field["name"]: field for field in fields}
    findings = limits.Findings()
    findings.problems += [
        Problem(f"intake.{name}", "There is no such question.", "unknown_field")
        for name in answers
        if name not in known
    ]
    stored: dict[str, Any] = {}
    for name, field in known.items():
        answer = answers.get(name)
        answer = answer.strip() if isinstance(answer, str) else answer
        if answer in (None, "", False):
            if complete and field.get("required"):
                findings.problems.append(Problem(f"intake.{name}", "Please answer this.", "required"))
            continue
        stored[name] = findings.take(_CHECKS[field["kind"]], answer, f"intake.{name}", field)
    findings.settle()
    return stored


def _choice(answer: object, name: str, field: Mapping[str, Any]) -> str:
    if answer not in field.get("options", ()):
        raise Invalid.of(name, "Choose one of the options.")
    return str(answer)


def _ticked(answer: object, name: str, _field: Mapping[str, Any]) -> bool:
    if answer is not True:
        raise Invalid.of(name, "This is either ticked or not.")
    return True


def _consent(answer: object, name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    version = str(field.get("version", "1"))
    if isinstance(answer, Mapping):
        if answer.get("version") != version:
            raise Invalid.of(name, "The wording has changed. Please read it again.", WORDING_CHANGED)
        answer = answer.get("given")
    return {"given": _ticked(answer, name, field), "version": version}


_CHECKS: Mapping[str, Callable[[Any, str, Mapping[str, Any]], Any]] = {
    "text": lambda answer, name, _: limits.text(answer, name, TEXT_LENGTH),
    "long_text": lambda answer, name, _: limits.text(answer, name, limits.NOTES_LENGTH),
    "choice": _choice,
    "checkbox": _ticked,
    "phone": lambda answer, name, _: contacts.phone(limits.text(answer, name, TEXT_LENGTH), field=name),
    "email": lambda answer, name, _: contacts.email(limits.text(answer, name, TEXT_LENGTH), field=name),
    "consent": _consent,
}
