"""The tabs over the master view's pages: what needs somebody now, and all calls, in a table or on a calendar."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.state.now_tab import NowTabState
from console.state.session import SessionState
from console.state.words import words

_TAB = (
    "-mb-px flex h-9 items-center gap-2 border-b-2 border-transparent px-0.5 text-sm font-medium text-muted "
    "hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
)


def master_tabs(here: str, *beside: rx.Component) -> rx.Component:
    """A link a page, `here` being the one that is shown, and at their end what is `beside` them.

    *Now* says how much there is to look after.
    """
    return rx.el.div(
        _tabs(here),
        *beside,
        class_name="flex flex-wrap items-center justify-between gap-x-5 gap-y-2 border-b border-line",
    )


def _tabs(here: str) -> rx.Component:
    return rx.el.nav(
        _tab("now", here, words.now, _count()),
        _tab("scheduled-calls", "scheduled-calls" if here == "calendar" else here, words.scheduled_calls),
        aria_label=words.master_views,
        class_name="flex gap-5 self-end",
        **({} if here == "now" else {"on_mount": NowTabState.load}),
    )


def _tab(place: str, here: str, label: rx.Var[str], *beside: rx.Component) -> rx.Component:
    return ReactRouterLink.create(
        label,
        *beside,
        to="/app/" + SessionState.app + "/" + place,
        aria_current="page" if place == here else None,
        class_name=_TAB,
    )


def _count() -> rx.Component:
    return rx.cond(
        NowTabState.count > 0,
        rx.fragment(
            ui.badge(NowTabState.count.to_string(), "danger", aria_hidden="true", class_name="tabular"),
            rx.el.span(words.fill("now_pressing", count=NowTabState.count), class_name="sr-only"),
        ),
        rx.fragment(),
    )
