"""A form's fields: label, control, hint and error, tied together for screen readers.

field(words.email, name="email", type="email", required=True, error=State.errors["email"])
field(words.agent, select, name="agent_id", options=State.agents, value=State.agent_id, on_change=State.choose_agent)
"""

from collections.abc import Callable, Sequence

import reflex as rx

from console.components.ui.icon import icon

Text = rx.Var[str] | str
Options = rx.Var[list[tuple[str, str]]] | Sequence[tuple[str, Text]]
"""Pairs of value and label."""

_CONTROL = (
    "w-full rounded-sm border border-control/60 bg-surface text-ink shadow-low transition-colors "
    "hover:border-control focus-visible:outline-offset-0 focus-visible:border-accent "
    "disabled:bg-sunken disabled:text-faint disabled:shadow-none "
    "aria-invalid:border-danger"
)
_ONE_LINE = "h-8 px-2.5 text-sm"


def field(
    label: Text,
    control: Callable[..., rx.Component] | None = None,
    *,
    name: str,
    id: str = "",
    hint: Text = "",
    error: Text = "",
    class_name: str = "",
    **props,
) -> rx.Component:
    """A labelled control (`text_input` unless told otherwise). `error` shows when it is not empty, and is announced.

    `id` defaults to `name`: give one where a page has two fields of the same name.
    """
    id = id or name
    described = " ".join([f"{id}-hint"] * bool(isinstance(hint, rx.Var) or hint) + [f"{id}-error"])
    wrong = rx.Var.create(error).to(str).bool() if isinstance(error, rx.Var) else bool(error)
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="text-sm font-medium text-ink"),
        (control or text_input)(name=name, id=id, aria_describedby=described, aria_invalid=wrong, **props),
        rx.el.p(hint, id=f"{id}-hint", class_name="text-xs text-faint")
        if hint is not None and described != f"{id}-error"
        else None,
        rx.el.p(
            rx.cond(wrong, icon("circle-alert", size=14), rx.fragment()),
            error,
            id=f"{id}-error",
            role="alert",
            class_name="flex items-center gap-1 text-xs text-danger-ink empty:hidden",
        ),
        class_name=["flex flex-col gap-1.5 min-w-0", class_name],
    )


def text_input(*, class_name: str = "", **props) -> rx.Component:
    """One line of text. `type` may be email, password, tel, date, time, search, number ..."""
    return rx.el.input(class_name=[_CONTROL, _ONE_LINE, class_name], **props)


def textarea(*, rows: int = 3, class_name: str = "", **props) -> rx.Component:
    """Several lines of text."""
    return rx.el.textarea(rows=str(rows), class_name=[_CONTROL, "px-2.5 py-1.5 text-sm", class_name], **props)


def select(
    *,
    options: Options,
    placeholder: Text = "",
    last: tuple[str, Text] | None = None,
    class_name: str = "",
    **props,
) -> rx.Component:
    """A native choice of one. `placeholder` is a first, empty choice, `last` one more behind the others."""
    first = [rx.el.option(placeholder, value="")] if isinstance(placeholder, rx.Var) or placeholder else []
    listed = (
        [rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0]))]
        if isinstance(options, rx.Var)
        else [rx.el.option(text, value=value) for value, text in options]
    )
    listed += [rx.el.option(last[1], value=last[0])] if last else []
    return rx.el.div(
        rx.el.select(*first, *listed, class_name=[_CONTROL, _ONE_LINE, "appearance-none pr-8", class_name], **props),
        icon(
            "chevron-down",
            size=14,
            class_name="pointer-events-none absolute right-2.5 top-1/2 -translate-y-1/2 text-faint",
        ),
        class_name="relative",
    )


def checkbox(label: Text, *, hint: Text = "", class_name: str = "", **props) -> rx.Component:
    """A box with its label beside it; the whole line can be clicked."""
    told = isinstance(hint, rx.Var) or hint
    return rx.el.label(
        rx.el.input(type="checkbox", class_name="mt-0.5 size-4 shrink-0 rounded-sm accent-accent", **props),
        rx.el.span(
            label,
            *([rx.el.span(hint, class_name="block text-xs text-faint")] if told else []),
        ),
        class_name=["flex items-start gap-2 text-sm has-disabled:text-faint", class_name],
    )


def search_input(label: Text, *, class_name: str = "", **props) -> rx.Component:
    """A search field without a visible label: the glass says it, `label` tells screen readers and stands inside.

    With a `value` that follows state, `on_change` waits for a pause in the typing, and nothing typed meanwhile is lost.
    """
    field = rx.el.input(
        type="search", aria_label=label, placeholder=label, class_name=[_CONTROL, _ONE_LINE, "pl-8"], **props
    )
    return rx.el.div(
        icon("search", size=14, class_name="pointer-events-none absolute left-2.5 top-1/2 -translate-y-1/2 text-faint"),
        rx.debounce_input(field, debounce_timeout=250) if "value" in props else field,
        class_name=["relative", class_name],
    )
