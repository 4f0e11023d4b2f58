"""The ways to say that an agent is away, and the little forms behind them."""

import reflex as rx

from console.components import ui
from console.state.away import AwayState
from console.state.words import words


def away_buttons(agent_id: rx.Var[str]) -> rx.Component:
    """*Ill today*, *Away until* and *Swap calls* of one agent."""
    return rx.el.div(
        ui.button(words.ill_today, glyph="thermometer", on_click=AwayState.ill_today(agent_id)),
        ui.button(words.away_until, glyph="plane", on_click=AwayState.open_until(agent_id)),
        ui.button(words.swap_calls, glyph="arrow-left-right", on_click=AwayState.open_swap(agent_id)),
        role="group",
        aria_label=words.away_acts,
        class_name="flex flex-wrap gap-2",
    )


def away_items(agent_id: rx.Var[str]) -> list[rx.Component]:
    """The same as entries of a menu."""
    return [
        ui.menu_item(words.ill_today, glyph="thermometer", on_select=AwayState.ill_today(agent_id)),
        ui.menu_item(words.away_until, glyph="plane", on_select=AwayState.open_until(agent_id)),
        ui.menu_item(words.swap_calls, glyph="arrow-left-right", on_select=AwayState.open_swap(agent_id)),
    ]


def away_forms() -> rx.Component:
    """The forms; the plan that they open is `impact`'s."""
    return rx.fragment(_until(), _swap())


def _until() -> rx.Component:
    return _form(
        "until",
        AwayState.set_until,
        words.away_next,
        ui.field(
            words.away_last_day,
            name="last_day",
            type="date",
            required=True,
            min=AwayState.today,
            default_value=AwayState.today,
            error=AwayState.problems["end_at"],
        ),
        ui.field(words.note_optional, name="note", id="away-note", error=AwayState.problems["note"]),
        title=words.fill("away_title", name=AwayState.agent_name),
        description=words.away_hint,
    )


def _swap() -> rx.Component:
    return _form(
        "swap",
        AwayState.swap,
        words.away_next,
        ui.field(words.swap_with, ui.select, name="other", options=AwayState.others, required=True),
        ui.field(
            words.swap_day,
            name="day",
            type="date",
            required=True,
            min=AwayState.today,
            default_value=AwayState.today,
            error=AwayState.problems["start_at"],
        ),
        title=words.fill("swap_title", name=AwayState.agent_name),
        description=words.swap_hint,
    )


def _form(kind: str, on_submit, act: rx.Var[str], *fields, **dialog) -> rx.Component:
    problem = AwayState.problems["form"]
    return ui.dialog(
        rx.el.form(
            *fields,
            rx.cond(problem, ui.banner(problem, tone="danger", glyph="circle-alert"), rx.fragment()),
            id=f"away-{kind}",
            on_submit=on_submit,
            class_name="flex flex-col gap-4",
        ),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=AwayState.set_form_open(False)),
            ui.button(act, kind="primary", type="submit", form=f"away-{kind}"),
        ],
        open=AwayState.form == kind,
        on_open_change=AwayState.set_form_open,
        **dialog,
    )
