"""`/app/[app_id]/webhooks`: the addresses that the app tells what happens, and the log of what was sent."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.components.delivery_drawer import delivery_drawer
from console.components.delivery_log import delivery_log
from console.components.frame import frame
from console.components.listing import listing
from console.components.permitted import permitted
from console.components.replays import replay_question
from console.scheduling.messages import sparkline
from console.scheduling.services.webhooks import EVENTS
from console.state.deliveries import DeliveriesState
from console.state.session import SessionState
from console.state.webhooks import SubscriptionRow, WebhooksState, box
from console.state.words import words

ON_LOAD = [SessionState.arrive, WebhooksState.load]

_WIDE = "max-md:hidden"
"""Columns that a narrow screen does without."""
_BROAD = "max-xl:hidden"
_REMARK = "mt-0.5 text-xs text-faint max-md:w-28 max-md:whitespace-normal"


def page() -> rx.Component:
    """The table, the log of the chosen subscription below it, and the dialogs."""
    return frame(
        listing(WebhooksState, _table(), _nothing()),
        delivery_log(),
        delivery_drawer(),
        replay_question(),
        _form("new", words.webhook_subscribe, WebhooksState.create, words.webhook_new, words.webhook_new_hint),
        _form("edit", words.save, WebhooksState.save, words.webhook_edit, words.webhook_edit_hint),
        _secret(),
        _question(),
        _resuming(),
        _rotating(),
        title=words.webhooks,
        actions=[
            permitted(
                "edit_webhooks",
                ui.button(words.webhook_add, kind="primary", glyph="plus", on_click=WebhooksState.open_new),
            )
        ],
    )


def _nothing() -> rx.Component:
    return ui.empty_state(words.webhook_none, words.webhook_none_hint, glyph="webhook")


def _table() -> rx.Component:
    return ui.table(
        [
            ui.column(words.webhook_address),
            ui.column(words.member_status),
            ui.column(words.webhook_latest, class_name=_WIDE),
            ui.column(words.webhook_last_success, class_name=_BROAD),
            ui.column(words.webhook_waiting, class_name=f"text-right {_WIDE}"),
            ui.column(words.webhook_failed, class_name=f"text-right {_WIDE}"),
            ui.column("", class_name="w-10"),
        ],
        rx.foreach(WebhooksState.rows, _row),
        label=words.webhooks,
    )


def _row(row: SubscriptionRow) -> rx.Component:
    return ui.row(
        ui.cell(
            rx.el.button(
                row.url,
                type="button",
                title=row.url,
                on_click=WebhooksState.open_log(row.id),
                class_name="block max-w-full truncate text-left font-medium hover:underline",
            ),
            rx.el.p(row.events_told, class_name="truncate text-xs text-faint", title=row.events_told),
            rx.el.p(_figures(row), class_name="whitespace-normal text-xs text-faint tabular md:hidden"),
            class_name="w-full max-w-0 py-1.5",
        ),
        ui.cell(
            ui.badge(row.status_label, row.tone),
            rx.cond(row.remark != "", rx.el.p(row.remark, class_name=_REMARK), rx.fragment()),
            class_name="py-1.5",
        ),
        ui.cell(_latest(row), class_name=f"py-1.5 {_WIDE}"),
        ui.cell(row.last_success, class_name=f"text-muted {_BROAD}"),
        ui.cell(row.waiting, class_name=f"text-right text-muted {_WIDE}"),
        ui.cell(row.failed, class_name=f"text-right text-muted {_WIDE}"),
        ui.cell(_acts(row), class_name="text-right"),
        selected=DeliveriesState.subscription_id == row.id,
        data_subscription=row.id,
    )


def _latest(row: SubscriptionRow) -> rx.Component:
    """The latest attempts: a bar each, and their figures; one sentence for who does not see them."""
    return rx.el.div(
        rx.cond(
            row.accepted != "",
            rx.el.svg(
                rx.el.path(d=row.good_bars, class_name="stroke-success-ink/70"),
                rx.el.path(d=row.bad_bars, class_name="stroke-danger-ink"),
                view_box=f"0 0 {sparkline.WIDTH} {sparkline.HEIGHT}",
                stroke_width="1.4",
                fill="none",
                role="img",
                aria_label=row.record_told,
                class_name="block h-6 w-[200px]",
            ),
            rx.el.p(row.record_told, class_name="text-xs text-faint"),
        ),
        rx.el.p(_figures(row), class_name="text-xs text-faint tabular"),
    )


def _figures(row: SubscriptionRow) -> rx.Var[str]:
    return rx.cond(
        row.accepted != "",
        words.fill("webhook_figures", accepted=row.accepted, p95=row.p95),
        "",
    )


def _acts(row: SubscriptionRow) -> rx.Component:
    return ui.menu(
        ui.icon_button("ellipsis", words.fill("acts_on_member", name=row.url)),
        ui.menu_item(words.change, glyph="pencil", on_select=WebhooksState.open_edit(row.id)),
        rx.cond(
            row.is_paused,
            ui.menu_item(words.webhook_resume, glyph="play", on_select=WebhooksState.resume(row.id)),
            rx.fragment(
                ui.menu_item(words.webhook_test, glyph="send", on_select=WebhooksState.send_test(row.id)),
                ui.menu_item(words.webhook_pause, glyph="pause", on_select=WebhooksState.pause(row.id)),
            ),
        ),
        ui.menu_item(words.webhook_rotate, glyph="refresh-cw", on_select=WebhooksState.ask_to_rotate(row.id)),
        ui.menu_separator(),
        ui.menu_item(words.webhook_delete, glyph="trash-2", danger=True, on_select=WebhooksState.ask_first(row.id)),
        align="end",
    )


def _form(kind: str, act: rx.Var[str], on_submit, title: rx.Var[str], description: rx.Var[str]) -> rx.Component:
    problems = WebhooksState.problems
    return ui.dialog(
        rx.el.form(
            ui.field(
                words.webhook_address,
                name="url",
                id=f"{kind}-url",
                type="url",
                required=True,
                placeholder="https://",
                default_value=WebhooksState.chosen.url,
                error=problems["url"],
            ),
            rx.el.fieldset(
                rx.el.legend(words.webhook_events, class_name="mb-1.5 text-sm font-medium text-ink"),
                *(
                    ui.checkbox(
                        rx.el.span(event, class_name="font-mono text-xs"),
                        name=box(event),
                        default_checked=WebhooksState.chosen.events.contains(event),
                    )
                    for event in EVENTS
                ),
                rx.el.p(
                    problems["events"], role="alert", class_name="col-span-full text-xs text-danger-ink empty:hidden"
                ),
                class_name="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2 [&>legend]:col-span-full",
            ),
            rx.cond(problems["form"], ui.banner(problems["form"], tone="danger", glyph="circle-alert"), rx.fragment()),
            id=f"{kind}-webhook",
            on_submit=on_submit,
            class_name="flex flex-col gap-4",
        ),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=WebhooksState.set_form_open(False)),
            ui.button(act, kind="primary", type="submit", form=f"{kind}-webhook"),
        ],
        title=title,
        description=description,
        open=WebhooksState.form == kind,
        on_open_change=WebhooksState.set_form_open,
    )


def _secret() -> rx.Component:
    return ui.dialog(
        copy_field(words.webhook_secret, WebhooksState.secret, id="webhook-secret"),
        title=words.webhook_secret_title,
        description=words.webhook_secret_hint,
        footer=[ui.button(words.done, kind="primary", on_click=WebhooksState.set_secret_open(False))],
        open=WebhooksState.secret != "",
        on_open_change=WebhooksState.set_secret_open,
        wide=True,
    )


def _question() -> rx.Component:
    return ui.question(
        rx.el.p(WebhooksState.chosen.url, class_name="break-all font-mono text-xs text-muted"),
        title=words.webhook_delete_title,
        description=words.webhook_delete_hint,
        act=words.webhook_delete,
        on_act=WebhooksState.delete,
        open=WebhooksState.is_asking,
        on_open_change=WebhooksState.set_asking,
    )


def _resuming() -> rx.Component:
    return ui.dialog(
        rx.el.p(WebhooksState.chosen.url, class_name="break-all font-mono text-xs text-muted"),
        title=words.webhook_resume_title,
        description=words.fill("webhook_resume_hint", count=WebhooksState.chosen.waiting.to_string()),
        footer=[
            ui.button(words.webhook_resume_skip, on_click=WebhooksState.resume_chosen(True)),
            ui.button(words.webhook_resume_send, kind="primary", on_click=WebhooksState.resume_chosen(False)),
        ],
        open=WebhooksState.form == "resume",
        on_open_change=WebhooksState.set_form_open,
    )


def _rotating() -> rx.Component:
    return ui.dialog(
        rx.el.p(WebhooksState.chosen.url, class_name="break-all font-mono text-xs text-muted"),
        title=words.webhook_rotate_title,
        description=words.webhook_rotate_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=WebhooksState.set_form_open(False)),
            ui.button(words.webhook_rotate_now, kind="primary", on_click=WebhooksState.rotate(WebhooksState.chosen.id)),
        ],
        open=WebhooksState.form == "rotate",
        on_open_change=WebhooksState.set_form_open,
    )
