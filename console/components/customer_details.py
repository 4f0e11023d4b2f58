"""What is known of a customer: how they are reached, their language and zone, and which messages they want."""

import reflex as rx

from console.components import ui
from console.components.zone_select import zone_options
from console.scheduling.services.channels import CHANNELS
from console.state.customer import CustomerState
from console.state.words import words


def contact() -> rx.Component:
    """Their phones and e-mails, each a way to reach them."""
    sheet = CustomerState.sheet
    return rx.fragment(
        rx.el.h2(words.customer_contact, class_name="text-sm font-semibold"),
        rx.el.ul(
            rx.foreach(sheet.phones, lambda phone: _way("phone", "tel:" + phone.replace(" ", ""), phone)),
            rx.foreach(sheet.emails, lambda email: _way("mail", "mailto:" + email, email)),
            class_name="mt-2 flex flex-col gap-1.5",
        ),
        rx.el.p(sheet.calls, " · ", sheet.since, class_name="mt-2 text-xs text-faint"),
        rx.cond(sheet.clock != "", rx.el.p(sheet.clock, class_name="text-xs text-faint tabular"), rx.fragment()),
    )


def details() -> rx.Component:
    """The language and the zone that they are written to in."""
    state = CustomerState
    may_edit = state.acts.contains("edit_customer")
    return rx.el.form(
        rx.el.h2(words.customer_language_and_zone, class_name="text-sm font-semibold"),
        rx.el.fieldset(
            ui.field(
                words.customer_language,
                ui.select,
                name="language",
                options=state.languages,
                placeholder=_unlisted(state.sheet.unlisted_language),
                default_value=state.sheet.language,
                error=state.problems["language"],
            ),
            ui.field(
                words.customer_timezone,
                ui.select,
                name="timezone",
                options=zone_options(),
                placeholder=_unlisted(state.sheet.unlisted_zone),
                default_value=state.sheet.timezone,
                error=state.problems["timezone"],
            ),
            disabled=~may_edit,
            class_name="mt-3 flex flex-col gap-3",
        ),
        rx.cond(
            may_edit,
            rx.el.div(ui.button(words.save, type="submit"), class_name="mt-3 flex justify-end"),
            rx.fragment(),
        ),
        key=state.number,
        on_submit=state.save,
    )


def wanted() -> rx.Component:
    """A box for each kind of message; unticked is declined."""
    return rx.fragment(
        rx.el.h2(words.customer_messages_wanted, class_name="text-sm font-semibold"),
        rx.el.p(words.customer_messages_wanted_hint, class_name="mt-0.5 text-xs text-muted"),
        rx.el.div(*map(_channel, CHANNELS), class_name="mt-3 flex flex-col gap-2"),
    )


def _channel(channel: str) -> rx.Component:
    """The channel, and below it its reminders, which nobody gets who wants nothing on it."""
    is_declined = CustomerState.sheet.declined.contains(channel)
    return rx.fragment(
        _box(channel, is_declined, rx.Var.create(False)),
        rx.el.div(
            _box(
                f"{channel}_reminders",
                is_declined | CustomerState.sheet.declined.contains(f"{channel}_reminders"),
                is_declined,
            ),
            class_name="pl-6",
        ),
    )


def _box(kind: str, is_declined: rx.Var[bool], is_idle: rx.Var[bool]) -> rx.Component:
    return ui.checkbox(
        getattr(words, f"wants_{kind}"),
        checked=~is_declined,
        disabled=is_idle | ~CustomerState.acts.contains("edit_customer"),
        on_change=lambda is_wanted: CustomerState.set_wanted(kind, is_wanted),
    )


def _unlisted(name: rx.Var[str]) -> rx.Var[str]:
    """What the empty choice says: what they have and no list offers, or that it is unknown."""
    return rx.cond(name != "", name, words.customer_unknown)


def _way(glyph: str, to: rx.Var[str], text: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            ui.icon(glyph, size=14, class_name="shrink-0 text-faint"),
            rx.el.span(text, class_name="truncate tabular"),
            href=to,
            class_name="flex w-fit max-w-full items-center gap-2 rounded-sm text-sm hover:underline",
        )
    )
