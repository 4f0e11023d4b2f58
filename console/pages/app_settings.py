"""`/app/[app_id]/settings`: the app itself, its booking links, its ways to customers, its calendar and test apps."""

from collections.abc import Callable

import reflex as rx

from console.components import ui
from console.components.app_copies import app_copies
from console.components.calendar_feed import calendar_feed
from console.components.channels import own_channels, trial
from console.components.embedding import embedding
from console.components.frame import frame
from console.components.loading import loaded
from console.components.settings.app import app_section, language_section
from console.components.settings.brand import brand_section
from console.components.settings.calls import default_preset_section, meeting_section
from console.components.settings.index import index, unsaved
from console.components.settings.links import links_section
from console.components.settings.retention import retention_section
from console.state.app_copies import AppCopiesState
from console.state.app_settings import AppSettingsState
from console.state.calendar_feeds import AppFeedState
from console.state.channels import ChannelsState
from console.state.embedding import EmbeddingState
from console.state.retention import RetentionState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [
    SessionState.arrive,
    AppSettingsState.load,
    EmbeddingState.load,
    AppCopiesState.load,
    AppFeedState.load,
    ChannelsState.load,
    RetentionState.load,
]
_PARTS = (
    ("app", words.app_section),
    ("brand", words.brand),
    ("languages", words.languages_section),
    ("default-preset", words.default_preset),
    ("meeting", words.meeting_section),
    ("links", words.booking_links),
    ("own-sites", words.own_sites),
    ("channels", words.customer_messages),
    ("feed", words.feed_app),
    ("retention", words.retention_section),
    ("test-apps", words.test_apps),
)
"""As they stand on the page, by their ids."""
_COLUMN = (
    "flex min-w-0 max-w-2xl flex-1 flex-col gap-4 "
    "max-md:[&_:is(button,select,input:not([type=checkbox],[type=radio],[type=color]))]:min-h-11"
)
"""On a phone, what is pressed is as high as a thumb is wide: 44 px."""


def with_preview(preview: Callable[[str], rx.Component]) -> Callable[[], rx.Component]:
    """The page: the sections, one below the other, and their index; `preview` shows what becomes of the app's face.

    It is defined here for the bundle, which parts pages by the modules of their functions.
    """

    def page() -> rx.Component:
        return frame(
            rx.el.div(
                loaded(
                    AppSettingsState,
                    rx.fragment(index(_PARTS), rx.el.div(*_sections(preview), class_name=_COLUMN), unsaved()),
                    ui.waiting(ui.skeleton_form(4), ui.skeleton_form(3), class_name=_COLUMN),
                ),
                class_name="flex items-start gap-8",
            ),
            title=words.settings,
        )

    return page


def _sections(preview: Callable[[str], rx.Component]) -> list[rx.Component]:
    return [
        app_section(),
        brand_section(preview),
        language_section(),
        default_preset_section(),
        meeting_section(),
        links_section(),
        ui.panel(words.own_sites, embedding(), hint=words.own_sites_hint, id="own-sites"),
        ui.panel(words.customer_messages, own_channels(), trial(), hint=words.customer_messages_hint, id="channels"),
        ui.panel(words.feed_app, calendar_feed(AppFeedState, id="app-feed"), hint=words.feed_app_hint, id="feed"),
        retention_section(),
        ui.panel(rx.cond(SessionState.is_test, words.test_app, words.test_apps), app_copies(), id="test-apps"),
    ]
