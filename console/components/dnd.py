"""Do not disturb: being left alone from now on, what runs with its end, what is set, and the question before."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.components.impact import impact
from console.components.ticking import Ticking
from console.state.agent_week import AgentWeekState
from console.state.dnd import DndState
from console.state.dnd_form import DndFormState
from console.state.words import words

_QUICK = (30, 60)


def dnd() -> rx.Component:
    """The whole panel, with its form and its question."""
    return rx.el.section(
        rx.el.h2(words.do_not_disturb, id="dnd", class_name="text-base font-semibold"),
        rx.cond(DndState.running.id != "", _running(), _focus()),
        _windows(),
        rx.cond(AgentWeekState.is_shown, rx.fragment(), dnd_told()),
        impact(),
        _form(),
        aria_labelledby="dnd",
        class_name="rounded-lg border border-line bg-surface p-4",
    )


def new_dnd_button() -> rx.Component:
    """Opens the empty form: what dragging over the calendar does with the mouse."""
    return ui.button(words.do_not_disturb, glyph="bell-off", on_click=DndFormState.open_new)


def dnd_told() -> rx.Component:
    """What was deleted last, with the way back, and why something could not be: where the person looks."""
    return rx.fragment(_undo(), refusal(DndState.refusal, "dnd-refusal"))


def _undo() -> rx.Component:
    return rx.el.div(
        rx.cond(
            DndState.removed != "",
            rx.el.div(
                rx.el.span(DndState.removed, class_name="min-w-0 flex-1 tabular"),
                ui.button(words.undo_act, size="sm", glyph="undo-2", on_click=DndState.undo),
                class_name="mt-3 flex items-center gap-3 rounded-md bg-sunken px-3 py-2 text-sm",
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _focus() -> rx.Component:
    return rx.fragment(
        rx.el.p(words.focus_hint, class_name="mt-0.5 text-sm text-muted"),
        rx.el.div(
            *(
                ui.button(
                    words.fill("minutes_short", minutes=str(minutes)),
                    aria_label=words.fill("focus_for", minutes=str(minutes)),
                    on_click=DndState.set_for(minutes),
                )
                for minutes in _QUICK
            ),
            ui.menu(
                ui.button(words.focus_until, rx.el.span(ui.icon("chevron-down", size=14), class_name="text-faint")),
                rx.foreach(DndState.ends, _end),
                ui.menu_separator(),
                ui.menu_item(words.dnd_other_times, glyph="calendar-clock", on_select=DndFormState.open_new),
            ),
            role="group",
            aria_label=words.from_now,
            class_name="mt-3 flex flex-wrap items-center gap-2",
        ),
    )


def _end(end: rx.Var) -> rx.Component:
    return ui.menu_item(
        rx.el.span(end.told, class_name="flex-1"),
        rx.el.span(end.time, class_name="pl-3 text-faint tabular"),
        on_select=DndState.set_until(end.name),
    )


def _running() -> rx.Component:
    run = DndState.running
    return rx.el.div(
        rx.el.div(
            rx.el.p(words.fill("focus_runs", time=run.until), class_name="font-medium tabular"),
            rx.el.p(
                rx.el.span(
                    Ticking.create(since=run.ends_at, now=DndState.now), role="timer", class_name="tabular text-lg"
                ),
                " ",
                words.focus_left,
                class_name="text-sm",
            ),
            class_name="min-w-0 flex-1",
        ),
        ui.button(words.focus_end_now, on_click=DndState.end_now),
        class_name="mt-3 flex items-center gap-3 rounded-md bg-warning-soft px-3 py-2.5 text-sm text-warning-ink",
    )


def _windows() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            DndState.windows,
            lambda window: rx.cond(window.id == DndState.running.id, rx.fragment(), _window(window)),
        ),
        class_name="mt-3 flex flex-col empty:hidden",
    )


def _window(window: rx.Var) -> rx.Component:
    return rx.el.li(
        ui.icon("bell-off", size=14, class_name="text-faint"),
        rx.el.button(
            rx.el.span(window.time, class_name="block tabular"),
            rx.el.span(window.note, class_name="block truncate text-xs text-faint empty:hidden"),
            type="button",
            title=words.fill("dnd_edit", time=window.time),
            on_click=DndFormState.edit(window.id),
            class_name="min-w-0 flex-1 rounded-sm text-left hover:underline",
        ),
        ui.icon_button("x", words.fill("remove_dnd", time=window.time), on_click=DndState.remove(window.id)),
        class_name="flex min-h-9 items-center gap-2 text-sm",
    )


def _form() -> rx.Component:
    form, draft = DndFormState, DndFormState.draft
    return ui.dialog(
        rx.el.form(
            _moment(words.from_date, "from", draft.from_day, draft.from_clock),
            _moment(words.to_date, "to", draft.to_day, draft.to_clock),
            ui.field(
                words.dnd_what_for,
                name="note",
                id="dnd-note",
                hint=words.dnd_what_for_hint,
                default_value=draft.note,
                max_length=200,
            ),
            refusal(form.refusal, "dnd-form-refusal"),
            id="dnd-form",
            key=form.number,
            on_submit=form.save,
            class_name="flex flex-col gap-4",
        ),
        title=rx.cond(draft.id != "", words.dnd_change, words.do_not_disturb),
        description=words.dnd_hint,
        footer=[
            rx.cond(
                draft.id != "",
                ui.button(words.dnd_delete, kind="ghost", glyph="trash-2", on_click=form.remove, class_name="mr-auto"),
                rx.fragment(),
            ),
            ui.button(words.act_back, kind="ghost", on_click=form.set_open(False)),
            ui.button(words.set_dnd, kind="primary", type="submit", form="dnd-form"),
        ],
        open=form.is_open,
        on_open_change=form.set_open,
    )


def _moment(label: rx.Var[str], name: str, day: rx.Var[str], clock: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        ui.field(label, name=f"{name}_day", id=f"dnd-{name}-day", type="date", default_value=day, required=True),
        ui.field(
            words.label_time,
            name=f"{name}_clock",
            id=f"dnd-{name}-clock",
            type="time",
            default_value=clock,
            required=True,
        ),
        class_name="grid grid-cols-[3fr_2fr] gap-3",
    )
