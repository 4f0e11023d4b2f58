"""The figures at the top of insights, each a way to the calls behind it."""

import reflex as rx

from console.components import ui
from console.components.insights.parts import change
from console.state.insight_rows import Headline
from console.state.insights import InsightsState

_HEADS = "insights-heads rounded-lg border border-line"
_HEAD = "flex min-w-0 flex-col bg-surface p-4"


def headlines() -> rx.Component:
    """Five in a row; on a phone the first above pairs of the others."""
    return rx.el.ul(rx.foreach(InsightsState.headlines, _headline), class_name=_HEADS)


def _headline(head: Headline) -> rx.Component:
    return rx.el.li(
        ui.link(
            rx.el.span(head.label, class_name="text-sm text-muted"),
            rx.el.span(head.value, class_name="mt-1 text-2xl font-semibold tracking-tight text-ink tabular"),
            rx.el.span(change(head.change, head.goes, head.tone), class_name="mt-1 empty:hidden"),
            rx.el.span(head.note, class_name="mt-1 text-xs text-faint"),
            to=head.address,
            class_name=f"{_HEAD} h-full hover:bg-hover",
        ),
        key=head.name,
        data_figure=head.name,
        class_name="flex min-w-0 flex-col bg-surface",
    )


def headline_bars() -> rx.Component:
    """Bars in their place."""
    return rx.el.div(
        *(
            rx.el.div(
                ui.skeleton("h-4 w-24"),
                ui.skeleton("mt-2 h-7 w-24"),
                ui.skeleton("mt-2 h-3 w-28 max-w-full"),
                ui.skeleton("mt-3 h-3 w-32 max-w-full"),
                class_name=_HEAD,
            )
            for _ in range(5)
        ),
        class_name=_HEADS,
    )
