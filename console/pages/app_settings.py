"""`/app/[app_id]/settings`: the app itself, its booking links, its ways to customers, its calendar and test apps."""

import reflex as rx

from console.components import ui
from console.components.app_copies import app_copies
from console.components.calendar_feed import calendar_feed
from console.components.channels import own_channels, trial
from console.components.copy_field import copy_field
from console.components.embedding import embedding
from console.components.frame import frame
from console.components.link_code import code_button, link_code
from console.components.loading import loaded
from console.components.zone_select import zone_select
from console.state.app_copies import AppCopiesState
from console.state.app_settings import AppSettingsState, PresetLink
from console.state.calendar_feeds import AppFeedState
from console.state.channels import ChannelsState
from console.state.embedding import EmbeddingState
from console.state.link_code import LinkCodeState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [
    SessionState.arrive,
    AppSettingsState.load,
    EmbeddingState.load,
    AppCopiesState.load,
    AppFeedState.load,
    ChannelsState.load,
]


_COLUMN = "flex max-w-2xl flex-col gap-4"


def page() -> rx.Component:
    """The panels, one below the other."""
    return frame(
        loaded(
            AppSettingsState,
            rx.el.div(_links(), _sites(), _app(), _channels(), _feed(), _test_apps(), class_name=_COLUMN),
            ui.waiting(ui.skeleton_form(4), ui.skeleton_form(3), class_name=_COLUMN),
        ),
        _question(),
        title=words.settings,
    )


def _channels() -> rx.Component:
    return ui.panel(words.customer_messages, own_channels(), trial(), hint=words.customer_messages_hint, id="channels")


def _links() -> rx.Component:
    return ui.panel(
        words.booking_links,
        rx.el.div(
            copy_field(
                words.booking_page_link,
                AppSettingsState.booking_url,
                code_button(
                    words.booking_page_link, LinkCodeState.show(words.booking_page_link, AppSettingsState.booking_url)
                ),
                _open(AppSettingsState.booking_url),
                id="booking-link",
            ),
            rx.foreach(AppSettingsState.links, _short_link),
            class_name="mt-4 flex flex-col gap-4",
        ),
        link_code(),
        rx.el.div(
            ui.button(words.rotate_key, glyph="rotate-ccw-key", on_click=AppSettingsState.set_rotating(True)),
            class_name="mt-4 flex justify-end border-t border-line pt-4",
        ),
        hint=words.booking_links_hint,
        id="links",
    )


def _sites() -> rx.Component:
    return ui.panel(words.own_sites, embedding(), hint=words.own_sites_hint, id="own-sites")


def _short_link(link: PresetLink) -> rx.Component:
    code = code_button(link.name, LinkCodeState.show_preset(link.id))
    return copy_field(link.name, link.url, code, _open(link.url), id="link-" + link.id)


def _open(url: rx.Var[str] | str) -> rx.Component:
    return rx.el.a(
        words.open_page,
        ui.icon("external-link", size=14),
        href=url,
        target="_blank",
        rel="noopener",
        class_name="inline-flex items-center gap-1 text-sm text-accent-ink hover:underline",
    )


def _app() -> rx.Component:
    problems = AppSettingsState.problems
    return ui.panel(
        words.app_section,
        rx.el.form(
            ui.field(
                words.app_name_label,
                name="app_name",
                default_value=AppSettingsState.name,
                required=True,
                error=problems["name"],
            ),
            ui.field(
                words.app_timezone,
                zone_select,
                name="timezone",
                chosen=AppSettingsState.timezone,
                hint=words.app_timezone_hint,
                error=problems["timezone"],
            ),
            _meeting_place(),
            _contact(),
            rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
            key=AppSettingsState.name
            + AppSettingsState.timezone
            + AppSettingsState.meeting_url
            + AppSettingsState.contact_email
            + AppSettingsState.contact_phone,  # begins anew with what was saved elsewhere
            on_submit=AppSettingsState.save,
            class_name="mt-4 flex flex-col gap-4",
        ),
        hint=words.app_section_hint,
        id="app",
    )


def _meeting_place() -> rx.Component:
    """The template, and where it would lead the two sides of a call."""
    return rx.el.div(
        ui.field(
            words.meeting_url,
            name="meeting_url",
            default_value=AppSettingsState.meeting_url,
            placeholder="https://meet.example/{room}",
            on_change=AppSettingsState.try_meeting_url.debounce(300),
            hint=words.meeting_url_hint,
            error=AppSettingsState.problems["meeting_url_template"],
            spell_check=False,
            auto_complete="off",
            class_name="[&_input]:font-mono",
        ),
        rx.cond(
            AppSettingsState.meeting_examples.length() > 0,
            rx.el.dl(
                rx.foreach(
                    AppSettingsState.meeting_examples,
                    lambda example: rx.fragment(
                        rx.el.dt(
                            rx.cond(example[0] == "guest", words.a_guest_goes_to, words.an_agent_goes_to),
                            class_name="text-faint",
                        ),
                        rx.el.dd(example[1], class_name="min-w-0 break-all font-mono"),
                    ),
                ),
                aria_live="polite",
                class_name="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2 text-xs",
            ),
            rx.fragment(),
        ),
    )


def _contact() -> rx.Component:
    """Where customers reach a person."""
    problems = AppSettingsState.problems
    return rx.el.fieldset(
        rx.el.legend(words.contact, class_name="mb-1 text-sm font-medium"),
        rx.el.p(words.contact_hint, class_name="mb-3 text-xs text-faint"),
        rx.el.div(
            ui.field(
                words.contact_email,
                name="contact_email",
                type="email",
                default_value=AppSettingsState.contact_email,
                error=problems["contact_email"],
                auto_complete="off",
            ),
            ui.field(
                words.contact_phone,
                name="contact_phone",
                type="tel",
                default_value=AppSettingsState.contact_phone,
                placeholder="+57 300 555 0100",
                error=problems["contact_phone"],
                auto_complete="off",
            ),
            class_name="grid gap-4 sm:grid-cols-2",
        ),
    )


def _feed() -> rx.Component:
    feed = calendar_feed(AppFeedState, id="app-feed")
    return ui.panel(words.feed_app, feed, hint=words.feed_app_hint, id="feed")


def _test_apps() -> rx.Component:
    title = rx.cond(SessionState.is_test, words.test_app, words.test_apps)
    return ui.panel(title, app_copies(), id="test-apps")


def _question() -> rx.Component:
    return ui.question(
        title=words.rotate_title,
        description=words.rotate_hint,
        act=words.rotate_key,
        on_act=AppSettingsState.rotate,
        open=AppSettingsState.is_rotating,
        on_open_change=AppSettingsState.set_rotating,
    )
