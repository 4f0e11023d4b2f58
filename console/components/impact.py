"""The dialog of a change that lets calls fall out: a choice for each or for all, what came of it, and the way back."""

import reflex as rx

from console.components import ui
from console.components.once import once
from console.scheduling.messages.impact_rows import ImpactRow, UndoRow
from console.state.impact import ImpactState
from console.state.words import words


def impact() -> rx.Component:
    """The dialog, for every page whose changes `ImpactState` weighs."""
    return once(impact_dialog, wanted=ImpactState.is_open)


@rx.memo
def impact_dialog() -> rx.Component:
    """The same, as `once` shows it."""
    return ui.dialog(
        rx.el.div(
            rx.cond(~ImpactState.is_done & (ImpactState.rows.length() > 1), _for_all(), rx.fragment()),
            rx.cond(
                ImpactState.rows.length() > 0,
                rx.el.ul(
                    rx.foreach(ImpactState.rows, _row),
                    tab_index=0,  # it scrolls: the keyboard must get there
                    aria_label=words.impact_calls,
                    class_name="max-h-[50dvh] overflow-y-auto rounded-md border border-line",
                ),
                rx.el.p(words.impact_none, class_name="rounded-md bg-sunken px-3 py-2.5 text-sm text-muted"),
            ),
            rx.cond(ImpactState.asks_reason & ~ImpactState.is_done, _reason(), rx.fragment()),
            rx.cond(
                ImpactState.refusal != "",
                ui.banner(ImpactState.refusal, tone="danger", glyph="circle-alert"),
                rx.fragment(),
            ),
            rx.el.p(
                rx.cond(ImpactState.is_done, ImpactState.summary, ImpactState.progress),
                role="status",
                class_name=["text-sm text-muted empty:hidden", rx.cond(ImpactState.is_done, "sr-only", "")],
            ),
            class_name="flex flex-col gap-3",
        ),
        title=ImpactState.title,
        description=rx.cond(ImpactState.is_done, ImpactState.summary, ImpactState.hint),
        footer=[rx.cond(ImpactState.is_done, _ways_on(), _answers())],
        wide=True,
        open=ImpactState.is_open,
        on_open_change=ImpactState.set_open,
    )


def undo_banner() -> rx.Component:
    """What the person has just given to others, each with its *Undo*, while that can be."""
    return rx.el.div(
        rx.foreach(ImpactState.undoable, _undoable),
        class_name="flex flex-col gap-2 empty:hidden",
    )


def _for_all() -> rx.Component:
    return rx.el.div(
        rx.el.label(words.impact_for_all, html_for="impact-for-all", class_name="text-sm text-muted"),
        rx.el.div(
            ui.select(
                options=ImpactState.choices,
                placeholder=words.impact_each,
                id="impact-for-all",
                default_value="",
                on_change=ImpactState.choose_for_all,
                disabled=ImpactState.is_working,
            ),
            class_name="w-52",
        ),
        class_name="flex items-center justify-between gap-3 pr-3",
    )


def _row(row: ImpactRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(row.time, class_name="tabular text-muted"),
                " · ",
                rx.el.span(row.customer, class_name="font-medium"),
                class_name="break-words",
            ),
            rx.el.p(
                rx.cond(ImpactState.has_several_agents, rx.el.span(words.fill("impact_with", name=row.agent)), ""),
                rx.el.span(row.why_not, row.remark, class_name="text-warning-ink empty:hidden"),
                class_name="flex flex-wrap gap-x-2 text-xs text-muted",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(row.outcome != "", _outcome(row), rx.cond(ImpactState.is_done, _kept(), _choice(row))),
        data_call=row.id,
        class_name=(
            "flex flex-col gap-2 border-t border-line px-3 py-2.5 text-sm first:border-t-0 sm:flex-row sm:items-center"
        ),
    )


def _choice(row: ImpactRow) -> rx.Component:
    return rx.el.div(
        ui.select(
            options=row.choices,
            aria_label=words.fill("impact_choice_of", customer=row.customer, time=row.time),
            value=row.choice,
            on_change=ImpactState.choose(row.id),
            disabled=ImpactState.is_working,
        ),
        class_name="shrink-0 sm:w-52",
    )


def _kept() -> rx.Component:
    return rx.el.span(words.impact_done_keep, class_name="shrink-0 text-muted")


def _outcome(row: ImpactRow) -> rx.Component:
    return rx.el.span(
        rx.cond(row.has_failed, ui.icon("circle-alert", size=14), ui.icon("check", size=14)),
        row.outcome,
        class_name=[
            "inline-flex items-center gap-1.5 sm:max-w-[45%]",
            rx.cond(row.has_failed, "text-danger-ink", "text-success-ink"),
        ],
    )


def _reason() -> rx.Component:
    return ui.field(
        words.impact_reason,
        name="impact_reason",
        default_value="",
        max_length=500,
        on_change=ImpactState.set_reason,
        disabled=ImpactState.is_working,
    )


def _answers() -> rx.Component:
    return rx.fragment(
        ui.button(words.act_back, kind="ghost", disabled=ImpactState.is_working, on_click=ImpactState.set_open(False)),
        ui.button(ImpactState.act, kind="primary", busy=ImpactState.is_working, on_click=ImpactState.save),
    )


def _ways_on() -> rx.Component:
    return rx.fragment(
        rx.cond(
            ImpactState.plan_id != "",
            ui.button(words.undo_act, glyph="undo-2", on_click=ImpactState.undo(ImpactState.plan_id)),
            rx.fragment(),
        ),
        ui.button(words.impact_close, kind="primary", on_click=ImpactState.set_open(False)),
    )


def _undoable(row: UndoRow) -> rx.Component:
    return ui.banner(
        rx.el.div(
            rx.el.p(row.told, class_name="min-w-0 flex-1"),
            ui.button(words.undo_act, size="sm", on_click=ImpactState.undo(row.id)),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
        ),
        tone="accent",
        glyph="undo-2",
    )
