"""What narrows the audit log: quick ranges or dates, who acted, what was done, and whom it is about."""

import reflex as rx

from console.components import ui
from console.scheduling.rules.audit import ACTS
from console.state.audit_filters import RANGES
from console.state.audit_log import AuditLogState
from console.state.words import words

_THINGS = [(thing, getattr(words, f"audit_thing_{thing}")) for thing in ACTS]


def audit_filters() -> rx.Component:
    """The bar above the entries."""
    chosen, state = AuditLogState.filters, AuditLogState
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                *(_range(name) for name in RANGES),
                role="group",
                aria_label=words.filter_dates,
                class_name="flex h-8 shrink-0 items-center gap-0.5 rounded-md bg-sunken p-0.5",
            ),
            class_name="-mx-1 max-w-full overflow-x-auto px-1 py-1",
        ),
        rx.cond(chosen.span == "custom", _dates(), rx.fragment()),
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


def _range(name: str) -> rx.Component:
    return rx.el.button(
        getattr(words, f"range_{name}"),
        type="button",
        aria_pressed=AuditLogState.filters.span == name,
        on_click=AuditLogState.choose_range(name),
        class_name=(
            "h-7 rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-ink "
            "aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-low"
        ),
    )


def _dates() -> rx.Component:
    return rx.el.div(
        _date("start", words.from_date, AuditLogState.filters.start),
        rx.el.span("–", aria_hidden="true", class_name="text-faint"),
        _date("end", words.to_date, AuditLogState.filters.end),
        class_name="flex items-center gap-1.5",
    )


def _date(side: str, label: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    box = ui.text_input(
        type="date", aria_label=label, value=value, on_change=AuditLogState.choose_date(side), class_name="w-36"
    )
    return rx.debounce_input(box, debounce_timeout=400)
