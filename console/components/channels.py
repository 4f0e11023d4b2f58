"""The ways to customers: whether they are set up, what the app has of its own, and a message on trial."""

import reflex as rx

from console.components import ui
from console.state.channels import ChannelsState
from console.state.session import SessionState
from console.state.words import words


def own_channels() -> rx.Component:
    """The form of the app's own sender and number."""
    problems = ChannelsState.problems
    return rx.el.form(
        rx.el.div(
            _standing(words.channel_email, ChannelsState.has_email),
            ui.field(
                words.mail_from,
                name="mail_from",
                type="email",
                default_value=ChannelsState.mail_from,
                hint=words.mail_from_hint,
                error=problems["mail_from"],
            ),
            class_name="flex flex-col gap-2",
        ),
        rx.el.div(
            _standing(words.channel_whatsapp, ChannelsState.has_whatsapp),
            rx.el.div(
                ui.field(
                    words.whatsapp_number,
                    name="whatsapp_phone_number_id",
                    default_value=ChannelsState.phone_number_id,
                    hint=words.whatsapp_number_hint,
                    error=problems["whatsapp_phone_number_id"],
                ),
                ui.field(
                    words.whatsapp_token,
                    name="whatsapp_token",
                    type="password",
                    auto_complete="off",
                    hint=rx.cond(ChannelsState.has_own_token, words.whatsapp_token_kept, words.whatsapp_token_hint),
                    error=problems["whatsapp_token"],
                ),
                class_name="grid items-start gap-4 sm:grid-cols-2",
            ),
            rx.cond(
                ChannelsState.has_own_token,
                ui.checkbox(words.whatsapp_token_forget, name="forget_token"),
                rx.fragment(),
            ),
            class_name="flex flex-col gap-2 border-t border-line pt-4",
        ),
        rx.el.div(ui.button(words.save, kind="primary", type="submit"), class_name="flex justify-end"),
        key=ChannelsState.mail_from + ChannelsState.phone_number_id + ChannelsState.has_own_token.to_string(),
        on_submit=ChannelsState.save,
        custom_attrs={"data-guarded": ""},
        class_name="mt-4 flex flex-col gap-4",
    )


def trial() -> rx.Component:
    """A message to an address of one's own, and what came of it."""
    return rx.el.form(
        rx.el.div(
            ui.field(
                words.message_channel,
                ui.select,
                name="channel",
                id="trial-channel",
                options=[("email", words.channel_email), ("whatsapp", words.channel_whatsapp)],
            ),
            ui.field(
                words.trial_recipient,
                name="recipient",
                id="trial-recipient",
                required=True,
                default_value=SessionState.email,
            ),
            class_name="grid items-start gap-4 sm:grid-cols-[10rem_minmax(0,1fr)]",
        ),
        rx.el.div(
            rx.el.p(
                ChannelsState.outcome,
                role="status",
                class_name=[
                    "min-w-0 flex-1 text-sm",
                    rx.cond(ChannelsState.went_out, "text-success-ink", "text-danger-ink"),
                ],
            ),
            ui.button(words.trial_send, type="submit", glyph="send", busy=ChannelsState.is_trying),
            class_name="flex items-center justify-end gap-3",
        ),
        key=SessionState.email,
        on_submit=ChannelsState.try_out,
        class_name="mt-4 flex flex-col gap-4 border-t border-line pt-4",
    )


def _standing(channel: rx.Var[str], is_set_up: rx.Var[bool]) -> rx.Component:
    return rx.el.p(
        rx.el.span(channel, class_name="text-sm font-medium"),
        rx.cond(is_set_up, ui.badge(words.channel_set_up, "success"), ui.badge(words.channel_not_set_up, "warning")),
        class_name="flex items-center gap-2",
    )
