"""What narrows the audit log: quick ranges or dates, who acted, what was done, and whom it is about."""

import reflex as rx

from console.components import ui
from console.components.date_ranges import date_ranges
from console.scheduling.rules.audit import ACTS
from console.state.audit_filters import RANGES
from console.state.audit_log import AuditLogState
from console.state.words import words

_THINGS = [(thing, getattr(words, f"audit_thing_{thing}")) for thing in ACTS]


def audit_filters() -> rx.Component:
    """The bar above the entries."""
    chosen, state = AuditLogState.filters, AuditLogState
    return rx.el.div(
        date_ranges(RANGES, state),
        rx.el.div(
            _one(words.audit_who, "who", state.people, words.audit_anybody, chosen.who),
            _one(words.audit_thing, "thing", _THINGS, words.audit_anything, chosen.thing),
            rx.cond(
                state.acts.length() > 1,
                _one(words.audit_act, "act", state.acts, words.audit_any_act, chosen.act),
                rx.fragment(),
            ),
            _one(words.audit_about, "about", state.people, words.audit_whoever, chosen.about),
            rx.cond(
                state.is_narrowed,
                ui.button(words.clear_filters, kind="ghost", size="sm", on_click=state.clear),
                rx.fragment(),
            ),
            class_name="flex w-full flex-wrap items-end gap-2",
        ),
        class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
    )


def _one(label: rx.Var[str], name: str, options, nothing: rx.Var[str], chosen: rx.Var[str]) -> rx.Component:
    return ui.field(
        label,
        ui.select,
        name=name,
        id=f"filter-{name}",
        options=options,
        placeholder=nothing,
        value=chosen,
        on_change=AuditLogState.choose(name),
        class_name="w-44 max-sm:w-[calc(50%-0.25rem)]",
    )
