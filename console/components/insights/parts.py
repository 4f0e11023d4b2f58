"""What the parts of insights are made of: a panel, a figure's change in words, and the table behind a chart."""

import reflex as rx

from console.components import ui
from console.state.words import words

_TONES = (("good", "text-success-ink"), ("bad", "text-danger-ink"))


def part(
    title: rx.Var[str],
    *children: rx.Component,
    id: str,
    hint: rx.Var[str] | str = "",
    beside: rx.Component | None = None,
) -> rx.Component:
    """A section in a frame, named by its heading, with what is chosen or told `beside` it."""
    told = isinstance(hint, rx.Var) or hint
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, id=id, class_name="text-base font-semibold"),
                *([rx.el.p(hint, class_name="mt-0.5 text-sm text-muted")] if told else []),
                class_name="min-w-0",
            ),
            *([beside] if beside else []),
            class_name="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-2",
        ),
        *children,
        aria_labelledby=id,
        class_name="min-w-0 rounded-lg border border-line bg-surface p-4 sm:p-5",
    )


def change(said: rx.Var[str], goes: rx.Var[str], tone: rx.Var[str] | None = None) -> rx.Component:
    """What became of a figure: the words say it, the arrow and the colour repeat it."""
    colour = "text-muted" if tone is None else rx.match(tone, *_TONES, "text-muted")
    return rx.cond(
        said != "",
        rx.el.span(
            rx.match(
                goes,
                ("up", ui.icon("arrow-up", size=12)),
                ("down", ui.icon("arrow-down", size=12)),
                rx.fragment(),
            ),
            said,
            class_name=[
                "flex items-center gap-1 text-xs",
                colour,
            ],
        ),
        rx.fragment(),
    )


def as_table(label: rx.Var[str], head: list[rx.Component], *body: rx.Component) -> rx.Component:
    """The figures of a chart once more, for who does not see it, or wants to go to the calls behind one by the keyboard."""
    return rx.el.details(
        rx.el.summary(
            words.insights_as_table, class_name="w-fit rounded-sm text-xs text-muted hover:text-ink cursor-pointer"
        ),
        rx.el.div(
            ui.table(head, *body, label=label),
            tab_index=0,  # it scrolls: the keyboard must get there
            role="group",
            aria_label=label,
            class_name="mt-2 max-h-80 overflow-y-auto rounded-md",
        ),
        class_name="mt-2",
    )


def to_calls(figure: rx.Var[str], address: rx.Var[str], **props) -> rx.Component:
    """A figure that leads to the calls it counts."""
    return rx.cond(address != "", ui.link(figure, to=address, class_name="text-ink hover:underline", **props), figure)
