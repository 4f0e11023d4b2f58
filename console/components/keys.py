"""Shortcuts by single keys: what listens for them, and the dialog that tells them all."""

from collections.abc import Sequence

import reflex as rx

from console.components import ui
from console.state.words import words

IN_LISTS = (
    ("j", "k", words.keys_move),
    ("Enter", "", words.keys_open),
    ("x", "Shift x", words.keys_tick),
    ("/", "", words.search_calls),
    ("c", "", words.book_call),
    (".", "", words.keys_bring),
    ("Esc", "", words.keys_leave),
    ("?", "", words.keys_all),
)
ON_CALENDARS = (
    ("[", "]", words.keys_turn),
    ("t", "", words.today),
    ("↑ ↓", "← →", words.keys_walk),
    ("m", "", words.keys_carry),
    ("Enter", "", words.keys_open),
    ("/", "", words.search_calls),
    ("c", "", words.book_call),
    ("Esc", "", words.keys_leave),
    ("?", "", words.keys_all),
)
"""One or two keys, and what they do."""


class _Keys(rx.Component):
    library = "$/public/keys.js"


class Keys(_Keys):
    """Listens on a page with a list. What has a shortcut says so itself, with `aria_keyshortcuts`."""

    tag = "Keys"


class KeysSwitch(_Keys):
    """A box for this browser alone, which turns the shortcuts off: who dictates speaks single letters."""

    tag = "KeysSwitch"

    label: rx.Var[str]
    hint: rx.Var[str]


def shortcuts(told: Sequence[tuple[str, str, rx.Var[str]]] = IN_LISTS) -> rx.Component:
    """The button that tells the shortcuts of this page, and what listens for them."""
    return rx.fragment(
        Keys.create(),
        ui.dialog(
            rx.el.dl(*(_told(*line) for line in told), _told("Ctrl K", "", words.palette), class_name="flex flex-col"),
            rx.el.div(
                KeysSwitch.create(label=words.keys_on, hint=words.keys_on_hint),
                class_name="mt-4 border-t border-line pt-4",
            ),
            title=words.keys_all,
            trigger=ui.icon_button("keyboard", words.keys_all, aria_keyshortcuts="?", class_name="max-md:hidden"),
        ),
    )


def _told(key: str, other: str, said: rx.Var[str]) -> rx.Component:
    keys = [_key(key), *([rx.el.span("/", class_name="text-faint"), _key(other)] if other else [])]
    return rx.el.div(
        rx.el.dt(said, class_name="text-sm"),
        rx.el.dd(*keys, class_name="flex items-center gap-1.5"),
        class_name="flex min-h-9 items-center justify-between gap-4",
    )


def _key(name: str) -> rx.Component:
    return rx.el.kbd(
        name,
        class_name=(
            "grid h-6 min-w-6 place-items-center rounded-sm border border-line-strong bg-sunken px-1.5 "
            "font-mono text-xs text-ink"
        ),
    )
