"""Sections of running text, in which names of the API stand between `backticks`."""

import reflex as rx

from console.components import ui
from console.state.session import SessionState
from console.state.words import guide_words

Parts = tuple[rx.Component, ...]
"""What a section holds."""

_CODE = (
    "rounded bg-sunken px-1 py-0.5 font-mono text-[0.9em] text-ink sm:whitespace-nowrap max-sm:[overflow-wrap:anywhere]"
)


def section(id: str, title: rx.Var[str], content: Parts) -> rx.Component:
    """A part of the guide, with an address of its own."""
    return rx.el.section(
        rx.el.h2(
            title,
            rx.el.a(
                ui.icon("link", size=14),
                href=f"#{id}",
                aria_label=guide_words.fill("guide_link_to", section=title),
                class_name=(
                    "rounded-sm p-1 text-faint opacity-0 hover:text-ink focus-visible:opacity-100 group-hover:opacity-100"
                ),
            ),
            id=f"{id}-title",
            class_name="group flex items-center gap-1.5 text-xl font-semibold tracking-tight",
        ),
        *content,
        id=id,
        aria_labelledby=f"{id}-title",
        class_name=(
            "flex min-w-0 scroll-mt-28 flex-col gap-4 border-t border-line pt-8 md:scroll-mt-4 "
            "first:border-t-0 first:pt-0"
        ),
    )


def heading(title: rx.Var[str]) -> rx.Component:
    """A smaller title within a section."""
    return rx.el.h3(title, class_name="mt-2 text-base font-semibold")


def prose(text: rx.Var[str], **props) -> rx.Component:
    """A paragraph."""
    props.setdefault("class_name", "max-w-[70ch] text-base leading-6 text-muted")
    return rx.el.p(told(text), **props)


def way(name: rx.Var[str], place: str, glyph: str) -> rx.Component:
    """A button that leads to another page of the app."""
    to = f"/app/{SessionState.app}/{place}"
    return rx.el.div(ui.link_button(name, to=to, glyph=glyph, size="sm"), class_name="flex")


def told(text: rx.Var[str]) -> rx.Component:
    """The text, in which what stands between backticks is code."""
    return rx.foreach(
        text.split("`"),
        lambda part, number: rx.cond(number % 2 == 1, rx.el.code(part, class_name=_CODE), rx.el.span(part)),
    )
