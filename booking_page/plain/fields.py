"""The booking form's fields as plain HTML: each with its label, what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from booking_page.plain.layout import text_field
from console.scheduling.messages.words import word
from console.scheduling.rules import intake, limits
from console.scheduling.rules.terms import IntakeQuestion
from console.state.booking_form import with_country

_FIELD = Markup('<label class="above" for="{name}">{label}</label>{control}{problem}')
_LINES = Markup(
    '<textarea id="{name}" name="{name}" rows="3" maxlength="{longest}"{required}{said}>\n{typed}</textarea>'
)
_CHOICE = Markup('<select id="{name}" name="{name}"{required}{said}><option value="">{none}</option>{options}</select>')
_OPTION = Markup('<option value="{value}"{chosen}>{value}</option>')
_BOX = Markup(
    '<label class="box"><input type="checkbox" id="{name}" name="{name}" value="{value}"{required}{ticked}{said}>'
    "<span>{label}</span></label>{problem}"
)
_PROBLEM = Markup('<p class="problem" id="{name}-problem">{problem}</p>')
_REQUIRED, _TICKED = Markup(" required"), Markup(" checked")
_BOXES = ("checkbox", "consent")


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: the texts typed, and a sentence for each field that cannot be taken as it is."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def line(filled: Filled, name: str, label: str, *, required: bool = False, **attributes: str) -> Markup:
    """One line, with the input's own attributes."""
    needed = {"required": ""} if required else {}
    typed, problem = filled.typed.get(name, ""), filled.problems.get(name, "")
    return text_field(name, label, typed, problem=problem, **attributes, **needed)


def lines(filled: Filled, name: str, label: str, *, required: bool = False) -> Markup:
    """Several lines."""
    return _labelled(filled, name, label, _LINES, required=_required(required), longest=limits.NOTES_LENGTH)


def question(filled: Filled, asked: IntakeQuestion, please_choose: str) -> Markup:
    """One of the preset's own questions, by its kind; `please_choose` is what a choice says before there is one."""
    name = field_of(asked)
    if asked.kind == "long_text":
        return lines(filled, name, _asked(asked), required=asked.required)
    if asked.kind == "choice":
        return _choice(filled, asked, please_choose)
    if asked.kind in _BOXES:
        return _box(filled, asked)
    kind = {"phone": "tel", "email": "email"}.get(asked.kind, "text")
    return line(filled, name, _asked(asked), required=asked.required, type=kind, maxlength=str(intake.TEXT_LENGTH))


def field_of(asked: IntakeQuestion) -> str:
    """The name of the question's field; the core names its problems so, too."""
    return f"intake.{asked.name}"


def answer(asked: IntakeQuestion, typed: Mapping[str, str], zone: str) -> Any:
    """The answer in a submitted form, as the core takes it: a consent names the wording that it was given to.

    `zone` is the customer's, in which a phone number without its country is dialled.
    """
    given = typed.get(field_of(asked), "")
    if asked.kind == "consent":
        return {"given": True, "version": given} if given else False
    if asked.kind == "checkbox":
        return given != ""
    return with_country(given.strip(), zone) if asked.kind == "phone" else given


def _asked(asked: IntakeQuestion) -> Markup:
    """The question, in whatever language the app put it, and whether it may be left open."""
    may_be_left = Markup(' <span class="quiet">{}</span>').format(word("may_be_left"))
    return Markup("<bdi>{}</bdi>{}").format(asked.label, Markup() if asked.required else may_be_left)


def _value(asked: IntakeQuestion) -> str:
    """What a ticked box sends: of a consent, to which wording it was given."""
    return asked.version if asked.kind == "consent" else "on"


def _choice(filled: Filled, asked: IntakeQuestion, please_choose: str) -> Markup:
    name = field_of(asked)
    chosen = filled.typed.get(name, "")
    options = Markup().join(
        _OPTION.format(value=option, chosen=Markup(" selected") if option == chosen else "") for option in asked.options
    )
    return _labelled(
        filled, name, _asked(asked), _CHOICE, required=_required(asked.required), none=please_choose, options=options
    )


def _box(filled: Filled, asked: IntakeQuestion) -> Markup:
    name = field_of(asked)
    ticked = filled.typed.get(name) == _value(asked)
    return _BOX.format(
        name=name,
        value=_value(asked),
        label=_asked(asked),
        required=_required(asked.required),
        ticked=_TICKED if ticked else Markup(),
        said=_said(filled, name),
        problem=_problem(filled, name),
    )


def _labelled(filled: Filled, name: str, label: str, control: Markup, **parts: object) -> Markup:
    shown = control.format(name=name, typed=filled.typed.get(name, ""), said=_said(filled, name), **parts)
    return _FIELD.format(name=name, label=label, control=shown, problem=_problem(filled, name))


def _required(required: bool) -> Markup:
    return _REQUIRED if required else Markup()


def _said(filled: Filled, name: str) -> Markup:
    """What ties a control to its problem; the first of the page that has any takes the focus."""
    if name not in filled.problems:
        return Markup()
    return Markup(' aria-invalid="true" aria-describedby="{}-problem" autofocus').format(name)


def _problem(filled: Filled, name: str) -> Markup:
    return _PROBLEM.format(name=name, problem=filled.problems[name]) if name in filled.problems else Markup()
