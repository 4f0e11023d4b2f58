"""`/app/[app_id]/api-guide`: for who writes a client of the API: a first call, then everything worth knowing."""

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.components.guide import calling, listening, moving
from console.components.guide.contents import contents, follow_reader
from console.components.guide.prose import prose, section
from console.components.loading import loaded
from console.state.api_guide import ApiGuideState
from console.state.session import SessionState
from console.state.words import guide_words, words

ON_LOAD = [SessionState.arrive, ApiGuideState.load]

_SECTIONS = (
    ("first-call", guide_words.guide_start, calling.first_call),
    ("errors", guide_words.guide_errors, calling.errors),
    ("limits", guide_words.guide_limits, calling.limits),
    ("idempotency", guide_words.guide_repeats, calling.repeats),
    ("changing", guide_words.guide_changes, calling.changes),
    ("holds", guide_words.guide_holds, calling.holds),
    ("webhooks", guide_words.guide_hooks, listening.webhooks),
    ("events", guide_words.guide_feed, listening.feed),
    ("test-app", guide_words.guide_trying, moving.trying),
    ("moving", guide_words.guide_moving, moving.moving),
)
"""The address of each within the page, its title, and what it holds."""


_COLUMNS = "flex flex-col gap-4 lg:flex-row lg:gap-8 xl:gap-16"


def page() -> rx.Component:
    """The guide, or why it is not for this person."""
    return frame(
        loaded(ApiGuideState, _guide(), _bars(), again=ApiGuideState.load),
        title=words.api_guide,
    )


def _bars() -> rx.Component:
    return ui.waiting(
        rx.el.div(
            ui.skeleton_text(3),
            ui.skeleton(class_name="h-6 w-64 max-w-full"),
            ui.skeleton_text(3),
            ui.skeleton(class_name="h-80 w-full rounded-lg"),
            class_name="flex min-w-0 max-w-3xl flex-1 flex-col gap-6",
        ),
        ui.skeleton(class_name="hidden h-64 w-40 lg:block"),
        class_name=_COLUMNS,
    )


def _guide() -> rx.Component:
    return rx.el.div(
        contents(
            [(id, title) for id, title, _ in _SECTIONS],
            _elsewhere(guide_words.guide_reference, "/api/docs"),
            _elsewhere(guide_words.guide_openapi, "/api/openapi.json"),
        ),
        rx.el.div(
            rx.el.div(
                prose(guide_words.guide_lead),
                prose(guide_words.guide_needs, class_name="max-w-[70ch] text-sm text-faint"),
                class_name="flex flex-col gap-2",
            ),
            rx.el.div(
                *(section(id, title, parts()) for id, title, parts in _SECTIONS),
                data_guide="",
                on_mount=follow_reader(),
                class_name="flex min-w-0 flex-col gap-10",
            ),
            class_name="flex min-w-0 max-w-3xl flex-1 flex-col gap-8",
        ),
        class_name=_COLUMNS,
    )


def _elsewhere(name: rx.Var[str], address: str) -> rx.Component:
    return rx.el.a(
        name,
        ui.icon("external-link", size=14),
        href=address,
        target="_blank",
        rel="noopener",
        class_name="inline-flex items-center gap-1 text-sm text-accent-ink hover:underline",
    )
