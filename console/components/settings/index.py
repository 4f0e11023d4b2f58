"""The index at the side of the settings, and the guard over what was typed and not saved."""

from collections.abc import Sequence

import reflex as rx

from console.components import ui
from console.state.words import words


def index(parts: Sequence[tuple[str, rx.Var[str]]]) -> rx.Component:
    """Links to the parts of the page, each an id and a name; screens without room for it do without."""
    return _SideIndex.create(
        *(
            rx.el.a(
                name,
                href=f"#{id}",
                class_name=(
                    "flex h-8 items-center rounded-sm px-2 text-sm text-muted hover:bg-hover hover:text-ink "
                    "aria-[current=page]:bg-hover aria-[current=page]:text-ink"
                ),
            )
            for id, name in parts
        ),
        label=words.settings_index,
        class_name="sticky top-0 flex w-44 shrink-0 flex-col gap-0.5 pt-4 max-lg:hidden",
    )


def unsaved() -> rx.Component:
    """The question before the page is left with something typed."""
    return _Unsaved.create(
        rx.el.h2(words.unsaved_title, class_name="text-lg font-semibold text-ink"),
        rx.el.p(words.unsaved_hint, class_name="mt-1 text-sm text-muted"),
        rx.el.div(
            ui.button(words.unsaved_leave, custom_attrs={"data-answer": "leave"}),
            ui.button(words.unsaved_stay, kind="primary", custom_attrs={"data-answer": "stay"}),
            class_name="mt-4 flex flex-wrap justify-end gap-2",
        ),
        label=words.unsaved_title,
        class_name="max-w-sm rounded-lg bg-raised text-ink shadow-high",
        style={"margin": "auto", "padding": "1.25rem", "&::backdrop": {"background": "var(--overlay)"}},
    )


class _SideIndex(rx.Component):
    """See `assets/side_index.js`."""

    library = "$/public/side_index.js"
    tag = "SideIndex"

    label: rx.Var[str]


class _Unsaved(rx.Component):
    """See `assets/unsaved.js`."""

    library = "$/public/unsaved.js"
    tag = "Unsaved"

    label: rx.Var[str]
