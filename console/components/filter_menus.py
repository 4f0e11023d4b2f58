"""What any list of calls is narrowed with: menus of boxes to tick, and a chip for each choice with its way out."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from console.components import ui
from console.components.source_badge import source_badge
from console.components.ui.menu import MenuItem
from console.state.words import words

_SOURCES = ("admin", "agent", "public_booking", "api")


def listed_filter(
    label: rx.Var[str], name: str, chosen: rx.Var, offered: rx.Var[list[tuple[str, str]]], toggle: Any
) -> rx.Component:
    """A menu of what the app has, id and name each; none where there is nothing to choose among."""
    choices = rx.foreach(
        offered, lambda one: filter_choice(name, one[0], chosen, toggle, rx.el.span(one[1], class_name="truncate"))
    )
    return rx.cond(offered.length() > 1, filter_menu(label, name, chosen, [choices]), rx.fragment())


def source_filter(chosen: rx.Var, toggle: Any) -> rx.Component:
    """The menu of the four surfaces."""
    choices = [
        filter_choice(
            "sources", code, chosen, toggle, source_badge(rx.Var.create(code), getattr(words, f"source_{code}"))
        )
        for code in _SOURCES
    ]
    return filter_menu(words.filter_source, "sources", chosen, choices)


def filter_menu(label: rx.Var[str], name: str, chosen: rx.Var, choices: Sequence[rx.Component]) -> rx.Component:
    """A button that says how many are `chosen`, and opens the `filter_choice`s."""
    count = chosen.length()
    trigger = ui.button(
        label,
        rx.cond(
            count > 0,
            rx.el.span(count, class_name="rounded-full bg-accent-soft px-1.5 text-xs text-accent-ink tabular"),
            ui.icon("chevron-down", size=14, class_name="text-faint"),
        ),
        id=f"filter-{name}",
    )
    return ui.menu(trigger, *choices, class_name="max-h-80 overflow-y-auto")


def filter_choice(name: str, value: rx.Var[str] | str, chosen: rx.Var, toggle: Any, *label) -> rx.Component:
    """One box of a menu that stays open, for the next; `toggle` takes the filter's name and the value."""
    ticked = chosen.contains(value)
    return MenuItem.create(
        rx.el.span(
            rx.cond(ticked, ui.icon("check", size=12), rx.fragment()),
            class_name=[
                "flex size-4 items-center justify-center rounded-[4px] border",
                rx.cond(ticked, "border-accent bg-accent text-on-accent", "border-control/60"),
            ],
        ),
        *label,
        role="menuitemcheckbox",
        aria_checked=ticked,
        on_select=toggle(name, value).prevent_default,
        class_name=(
            "flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-sm outline-none "
            "data-[highlighted]:bg-hover"
        ),
    )


def filter_chips(state: Any) -> rx.Component:
    """What is set, each with its way out. `state` has `chips` and `is_narrowed`, and takes `remove` and `clear`."""
    return rx.cond(
        state.chips.length() > 0,
        rx.el.div(
            rx.el.ul(
                rx.foreach(state.chips, lambda chip: _chip(chip, state.remove)),
                aria_label=words.filters_set,
                class_name="flex min-w-0 flex-wrap items-center gap-1.5",
            ),
            rx.cond(
                state.is_narrowed,
                ui.button(words.clear_filters, kind="ghost", size="sm", on_click=state.clear),
                rx.fragment(),
            ),
            class_name="-mt-1 flex flex-wrap items-center gap-x-2 gap-y-1.5",
        ),
        rx.fragment(),
    )


def _chip(chip: rx.Var, remove: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(chip.label, class_name="text-muted"),
        rx.el.span(chip.said, class_name="max-w-56 truncate font-medium"),
        rx.el.button(
            ui.icon("x", size=12),
            type="button",
            aria_label=words.fill("filter_remove", label=chip.label, said=chip.said),
            on_click=remove(chip.name, chip.value),
            class_name="grid size-6 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink",
        ),
        key=chip.name + chip.value,
        class_name="inline-flex h-7 items-center gap-1.5 rounded-full border border-line bg-sunken pl-2.5 pr-0.5 text-xs",
    )
