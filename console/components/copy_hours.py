"""One agent's week for others: the dialog in which they are ticked, and the way back once it is done."""

import reflex as rx

from console.components import ui
from console.components.once import once
from console.state.availability.copying import AgentTick, CopyHoursState
from console.state.words import words


def copy_hours_button() -> rx.Component:
    """The way into the dialog."""
    return ui.button(words.copy_hours, glyph="users", on_click=CopyHoursState.open)


def copy_hours_done() -> rx.Component:
    """What was done, with its *Undo*."""
    state = CopyHoursState
    return rx.cond(
        state.done != "",
        ui.banner(
            rx.el.div(
                rx.el.p(state.done, class_name="min-w-0 flex-1"),
                ui.button(words.undo_act, size="sm", on_click=state.undo),
                ui.icon_button("x", words.close, on_click=state.forget),
                class_name="flex flex-wrap items-center gap-x-4 gap-y-2",
            ),
            tone="accent",
            glyph="undo-2",
        ),
        rx.fragment(),
    )


def copy_hours() -> rx.Component:
    """The dialog, which comes when it is first opened."""
    return once(copy_hours_dialog, wanted=CopyHoursState.is_open)


@rx.memo
def copy_hours_dialog() -> rx.Component:
    """The dialog, as `once` shows it."""
    state = CopyHoursState
    return ui.dialog(
        rx.el.div(
            _problems(),
            ui.field(
                words.copy_hours_clock,
                ui.select,
                name="copy_clock",
                options=[("own", words.copy_hours_own_clock), ("same", words.copy_hours_same_clock)],
                value=state.clock,
                on_change=state.choose_clock,
            ),
            _narrowing(),
            _agents(),
            class_name="flex flex-col gap-3",
        ),
        title=words.copy_hours_title,
        description=words.copy_hours_hint,
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(
                rx.cond(state.count == 0, words.copy_windows, state.act),
                kind="primary",
                disabled=state.count == 0,
                on_click=state.copy,
            ),
        ],
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _problems() -> rx.Component:
    state = CopyHoursState
    return rx.el.div(
        rx.cond(
            state.problems.length() > 0,
            ui.banner(
                rx.el.ul(rx.foreach(state.problems, lambda said: rx.el.li(said))), tone="danger", glyph="circle-alert"
            ),
            rx.fragment(),
        ),
        role="alert",
        class_name="empty:hidden",
    )


def _narrowing() -> rx.Component:
    state = CopyHoursState
    return rx.el.div(
        ui.search_input(
            words.copy_hours_search, value=state.looked_for, on_change=state.search_for, class_name="min-w-0 sm:flex-1"
        ),
        rx.cond(
            state.teams.length() > 0,
            rx.el.div(
                ui.select(
                    aria_label=words.copy_hours_team,
                    options=state.teams,
                    placeholder=words.copy_hours_every_team,
                    value=state.team,
                    on_change=state.choose_team,
                ),
                class_name="sm:w-52",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-2 sm:flex-row",
    )


def _agents() -> rx.Component:
    state = CopyHoursState
    return rx.el.div(
        rx.cond(
            state.rows.length() > 0,
            rx.el.ul(
                rx.foreach(state.rows, _agent),
                tab_index=0,  # it scrolls: the keyboard must get there
                aria_label=words.copy_hours_agents,
                class_name="max-h-[50dvh] overflow-y-auto rounded-md border border-line",
            ),
            rx.el.p(words.copy_hours_nobody, class_name="rounded-md bg-sunken px-3 py-2.5 text-sm text-muted"),
        ),
        rx.el.div(
            rx.el.p(state.more, class_name="mr-auto text-xs text-faint"),
            ui.button(words.copy_hours_tick_shown, kind="ghost", size="sm", on_click=state.tick_shown(True)),
            ui.button(
                words.copy_hours_untick,
                kind="ghost",
                size="sm",
                disabled=state.count == 0,
                on_click=state.tick_shown(False),
            ),
            class_name="flex items-center gap-2",
        ),
        class_name="flex flex-col gap-2",
    )


def _agent(agent: AgentTick) -> rx.Component:
    return rx.el.li(
        ui.checkbox(
            agent.name,
            hint=agent.told,
            checked=agent.is_ticked,
            on_change=CopyHoursState.tick(agent.id),
            class_name="px-3 py-2.5",
        ),
        key=agent.id,
        class_name="border-t border-line first:border-t-0",
    )
