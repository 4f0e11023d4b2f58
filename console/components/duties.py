"""Who may do what, by role: a help that the rules themselves write, when the page is built."""

import reflex as rx

from console.components import ui
from console.scheduling.rules.permissions import Reach, Verb, widest
from console.scheduling.services.members import ROLES
from console.state.words import words

SHOWN: dict[str, tuple[Verb, ...]] = {
    "calls": (
        *("see_bookings", "create", "reschedule", "cancel", "reassign", "take_over", "confirm", "done"),
        *("bulk_cancel", "see_notes", "add_note", "remove_note"),
        *("send_reminder", "send_again", "see_deliveries", "export"),
    ),
    "time": ("see_availability", "edit_hours", "edit_exceptions", "edit_own_dnd", "see_fairness"),
    "customers": ("see_customers", "edit_customer", "merge_customers", "export_customer", "erase_customer"),
    "app": (
        *("see_members", "edit_members", "edit_owners", "edit_presets", "edit_settings", "edit_webhooks"),
        *("edit_clients", "see_messages", "see_audit", "see_insights", "keep_views", "share_views"),
    ),
}
"""What is told of, by what it is done to."""
UNTOLD: dict[Verb, str] = {
    "update": "as reschedule",
    "assign_to": "as reassign",
    "start": "as done",
    "no_show": "as done",
    "bulk_reassign": "as bulk_cancel",
    "see_booking": "as see_bookings",
    "see_links": "as add_note",
    "see_call_messages": "as see_notes",
    "see_pool": "as take_over",
    "hold": "nobody asks for it by itself",
    "join": "the agent's own link",
    "see_events": "for API clients",
    "choose_messages": "for customers",
    "ask_for_links": "for customers",
    "edit_own_calendars": "as edit_own_dnd",
    "see_app_feed": "as see_bookings of all",
    "edit_test_apps": "as edit_settings",
    "invite": "as edit_members",
    "resume_sending": "for owners, who are asked after a restore",
}
"""What is not, and why."""

_REACHES: dict[Reach | None, str] = {
    "app": "reach_app",
    "team": "reach_team",
    "own": "reach_own",
    "pool": "reach_pool",
    "self": "reach_own",
    None: "reach_none",
}


def duties() -> rx.Component:
    """The button, and the table in its dialog."""
    return ui.dialog(
        rx.el.div(
            ui.table(
                [
                    ui.column(""),
                    *(ui.column(getattr(words, f"role_{role}"), class_name="text-center") for role in ROLES),
                ],
                *(part for thing, verbs in SHOWN.items() for part in (_heading(thing), *map(_row, verbs))),
                label=words.duties,
            ),
            tab_index=0,  # so that the keyboard scrolls it
            role="group",
            aria_label=words.duties,
        ),
        title=words.duties,
        description=words.duties_hint,
        wide=True,
        trigger=ui.button(rx.el.span(words.duties, class_name="max-sm:sr-only"), kind="ghost", glyph="circle-help"),
    )


def _heading(thing: str) -> rx.Component:
    label = getattr(words, f"duties_{thing}")
    return rx.el.tr(
        rx.el.th(
            label,
            scope="colgroup",
            col_span=len(ROLES) + 1,
            class_name="h-8 border-b border-line bg-sunken px-3 text-left text-xs font-medium text-muted",
        )
    )


def _row(verb: Verb) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            getattr(words, f"verb_{verb}"),
            scope="row",
            class_name="sticky left-0 h-8 min-w-36 border-b border-line bg-surface px-3 py-1 text-left text-sm font-normal",
        ),
        *(_cell(widest(role, verb)) for role in ROLES),
    )


def _cell(reach: Reach | None) -> rx.Component:
    said = getattr(words, _REACHES[reach])
    tone = {"app": "text-ink", None: "text-faint"}.get(reach, "text-muted")
    return rx.el.td(said, class_name=f"h-8 border-b border-line px-2 text-center text-xs whitespace-nowrap {tone}")
