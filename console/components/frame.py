"""The console's frame: navigation at the side (at the bottom of a phone), the page's title and acts, the notice area."""

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from console.components import ui
from console.components.bell import bell, bell_parts
from console.components.connection import connection
from console.components.installable import installable
from console.components.palette import palette, palette_field, palette_glyph
from console.components.permitted import permitted
from console.components.presence import Presence
from console.components.sending_banner import sending_banner
from console.components.tongue import tongue
from console.components.webhook_banner import webhook_banner
from console.scheduling.rules.permissions import Verb
from console.state.presence import PresenceState
from console.state.session import SessionState
from console.state.words import words

_PLACES = (
    ("scheduled-calls", words.scheduled_calls, words.scheduled_calls_short, "calendar-days", None),
    ("my-schedules", words.my_schedules, words.my_schedules_short, "calendar-clock", None),
    ("availability", words.availability, words.availability_short, "clock", None),
    ("insights", words.insights, words.insights_short, "chart-column", "see_insights"),
    ("fair-shares", words.fair_shares, words.fair_shares_short, "scale", "see_fairness"),
    ("customers", words.customers, words.customers_short, "users-round", None),
    ("presets", words.presets, words.presets, "list-checks", "edit_presets"),
    ("members", words.members, words.members_short, "users", "see_members"),
    ("outbox", words.outbox, words.outbox, "send", "see_messages"),
    ("webhooks", words.webhooks, words.webhooks_short, "webhook", "edit_webhooks"),
    ("clients", words.clients, words.clients_short, "key-round", "edit_clients"),
    ("api-guide", words.api_guide, words.api_guide_short, "book-open", "edit_clients"),
    ("audit-log", words.audit_log, words.audit_log_short, "history", "see_audit"),
    ("settings", words.settings, words.settings, "settings", "edit_settings"),
)
"""Path, name, name on a phone, icon, and what one must be allowed to do to see it; None: anybody sees it."""
_WITHIN = {"scheduled-calls": ("now", "calendar")}
"""Pages that stand under a place's tabs, by that place."""
_AT_HAND = 4
"""So many places stand at the bottom of a phone; the others, which agents have no need of, behind *More*."""


def frame(*content, title: rx.Var[str] | str, actions: list[rx.Component] | None = None) -> rx.Component:
    """A page of the console: its title, the buttons beside it, and its content. `on_load` begins with `SessionState.arrive`."""
    return rx.el.div(
        installable(),
        rx.el.a(words.skip_to_content, href="#content", class_name=_SKIP),
        _side(),
        _phone_bar(),
        rx.el.main(
            rx.el.header(
                rx.el.div(
                    rx.el.h1(title, class_name="min-w-0 truncate text-xl font-semibold tracking-tight"),
                    rx.el.span(_test_mark(SessionState.is_test), class_name="max-md:hidden"),  # the bar above says so
                    class_name="flex min-w-0 items-center gap-2.5",
                ),
                rx.el.div(*(actions or []), class_name=f"flex shrink-0 items-center gap-2 {_FOR_THUMBS}"),
                class_name="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2",
            ),
            sending_banner(),
            webhook_banner(),
            *content,
            id="content",
            tab_index=-1,
            class_name=(
                "flex min-w-0 flex-1 flex-col gap-4 px-4 pb-24 pt-4 outline-none md:px-5 md:pb-8 md:pt-6 xl:px-8 "
                "mx-auto w-full max-w-[1360px]"
            ),
        ),
        _phone_places(),
        ui.notice(),
        connection(words.reconnecting, words.connected_again),
        tongue(remembered=True),
        bell_parts(),
        palette(_PLACES, _WITHIN),
        Presence.create(on_change=PresenceState.set_seen),
        class_name="flex min-h-dvh flex-col md:flex-row",
    )


_FOR_THUMBS = "max-md:[&_:is(a,button)]:min-h-11"
"""What is pressed on a phone is as high as a thumb is wide: 44 px."""
_SKIP = (
    "sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded-sm focus:bg-accent "
    "focus:px-3 focus:py-2 focus:text-sm focus:text-on-accent"
)
_PLACE = (
    "flex h-8 items-center gap-2.5 rounded-sm px-2 text-sm font-medium text-muted hover:bg-hover hover:text-ink "
    "aria-[current=page]:bg-hover aria-[current=page]:text-ink data-[here=true]:bg-hover data-[here=true]:text-ink"
)
_PHONE_PLACE = (
    "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted "
    "aria-[current=page]:text-accent-ink data-[here=true]:text-accent-ink"
)


def _side() -> rx.Component:
    return rx.el.aside(
        _app_switcher(),
        palette_field(),
        rx.el.nav(
            *(
                _once_known(verb, permitted(verb, _place(path, ui.icon(glyph), name, class_name=_PLACE)))
                for path, name, _, glyph, verb in _PLACES
            ),
            aria_label=words.navigation,
            class_name="flex flex-1 flex-col gap-0.5",
        ),
        rx.el.div(
            _person_menu(rx.el.span(SessionState.name, class_name="min-w-0 flex-1 truncate text-left"), wide=True),
            bell(),
            class_name="flex items-center gap-1",
        ),
        class_name=(
            "sticky top-0 z-20 hidden h-dvh w-52 shrink-0 flex-col gap-4 border-r border-line bg-canvas p-3 md:flex "
            "xl:w-56"
        ),
    )


def _once_known(verb: Verb | None, place: rx.Component) -> rx.Component:
    """A bar in its stead until it is known who looks: the places below it stay where they are."""
    bar = rx.el.div(ui.skeleton(class_name="h-3.5 w-28"), class_name="flex h-8 items-center px-2")
    return place if verb is None else rx.cond(SessionState.here, place, bar)


def _phone_bar() -> rx.Component:
    return rx.el.div(
        _app_switcher(),
        rx.el.div(palette_glyph(), bell("end"), _person_menu(), class_name="flex items-center gap-1"),
        class_name=(
            "sticky top-0 z-20 flex h-12 items-center justify-between gap-2 border-b border-line bg-canvas px-2 md:hidden "
            f"{_FOR_THUMBS} [&_:is(a,button)]:min-w-11"
        ),
    )


def _phone_places() -> rx.Component:
    return rx.el.nav(
        *(
            permitted(verb, _place(path, ui.icon(glyph, size=20), short, aria_label=name, class_name=_PHONE_PLACE))
            for path, name, short, glyph, verb in _PLACES[:_AT_HAND]
        ),
        permitted("see_members", _more_places()),
        aria_label=words.navigation,
        class_name=(
            "fixed inset-x-0 bottom-0 z-20 flex h-14 border-t border-line bg-surface "
            "pb-[env(safe-area-inset-bottom)] md:hidden"
        ),
    )


def _more_places() -> rx.Component:
    places = _PLACES[_AT_HAND:]
    is_here = rx.Var.create([path for path, *_ in places]).contains(SessionState.place)
    return ui.menu(
        rx.el.button(
            ui.icon("ellipsis", size=20),
            rx.el.span(words.more, class_name="max-w-full truncate px-0.5"),
            type="button",
            data_here=is_here,
            class_name=_PHONE_PLACE,
        ),
        *(
            permitted(verb, ui.menu_link(name, to=_within_app(path), glyph=glyph))
            for path, name, _, glyph, verb in places
        ),
        align="end",
    )


def _place(path: str, glyph: rx.Component, name: rx.Var[str], **props) -> rx.Component:
    return _CurrentLink.create(
        glyph,
        rx.el.span(name, class_name="max-w-full truncate px-0.5"),
        to=_within_app(path),
        data_here=rx.Var.create(list(_WITHIN.get(path, ()))).contains(SessionState.place),
        **props,
    )


def _within_app(path: str) -> rx.Var[str] | str:
    return "/app/" + SessionState.app + "/" + path


def _app_switcher() -> rx.Component:
    return ui.menu(
        rx.el.button(
            rx.el.span(
                SessionState.app_name[0],
                aria_hidden="true",
                class_name="grid size-6 shrink-0 place-items-center rounded-sm bg-accent text-xs font-semibold text-on-accent",
            ),
            rx.el.span(
                rx.el.span(SessionState.app_name, class_name="block truncate text-sm font-semibold leading-4"),
                rx.cond(
                    SessionState.is_test,
                    rx.el.span(words.test_app, class_name="block text-xs font-medium leading-4 text-warning-ink"),
                    rx.fragment(),
                ),
                class_name="min-w-0 flex-1 text-left",
            ),
            ui.icon("chevrons-up-down", size=14, class_name="text-faint"),
            type="button",
            aria_label=words.switch_app,
            class_name="flex h-9 min-w-0 max-w-56 items-center gap-2 rounded-sm px-1.5 hover:bg-hover",
        ),
        ui.menu_label(words.apps),
        rx.foreach(
            SessionState.apps,
            lambda app: ui.menu_link(
                rx.el.span(app.name, class_name="flex-1 truncate"),
                _test_mark(app.is_test),
                rx.cond(app.id == SessionState.app, ui.icon("check", size=14), rx.fragment()),
                to="/app/" + app.id + "/scheduled-calls",
            ),
        ),
    )


def _test_mark(is_test: rx.Var[bool]) -> rx.Component:
    """Beside what belongs to a test app: that it does."""
    return rx.cond(is_test, ui.badge(words.test_app, "warning"), rx.fragment())


def _person_menu(*beside, wide: bool = False) -> rx.Component:
    return ui.menu(
        rx.el.button(
            rx.el.span(
                SessionState.name[0],
                aria_hidden="true",
                class_name="grid size-6 shrink-0 place-items-center rounded-full bg-line text-xs font-medium text-ink",
            ),
            *beside,
            type="button",
            aria_label=words.your_menu,
            class_name=[
                "flex h-9 items-center gap-2 rounded-sm px-1.5 text-sm hover:bg-hover",
                "min-w-0 flex-1" if wide else "",
            ],
        ),
        rx.el.div(
            rx.el.p(SessionState.name, class_name="truncate text-sm font-medium"),
            rx.el.p(SessionState.email, class_name="truncate text-xs text-faint"),
            class_name="px-2 py-1.5",
        ),
        ui.menu_separator(),
        ui.menu_label(words.show_times_in),
        _times("mine", words.times_mine, SessionState.my_city),
        _times("app", words.times_app, SessionState.app_city),
        _times("agent", words.times_agent, ""),
        ui.menu_separator(),
        ui.menu_link(words.profile, to=_within_app("profile"), glyph="circle-user-round"),
        ui.menu_item(words.switch_theme, glyph="sun-moon", on_select=rx.toggle_color_mode),
        ui.menu_form(words.sign_out, glyph="log-out", action="/sign-out"),
        align="end",
        class_name="w-64",
    )


def _times(choice: str, label: rx.Var[str], city: rx.Var[str] | str) -> rx.Component:
    return ui.menu_choice(
        rx.el.span(label, class_name="flex-1"),
        rx.el.span(city, class_name="text-xs text-faint"),
        chosen=SessionState.times == choice,
        on_select=SessionState.choose_times(choice),
    )


class _CurrentLink(ReactRouterLink):
    """React Router's NavLink: an <a> that swaps the page in place and says aria-current="page" when it is shown."""

    tag = "NavLink"
    alias = "CurrentLink"
