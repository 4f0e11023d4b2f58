"""What helps a call that needs somebody, by the heading under which it stands: each act one press."""

import reflex as rx

from console.components import ui
from console.components.ui.button import Kind
from console.state.call_drawer import MasterDrawerState
from console.state.now import NowState
from console.state.words import words


def now_acts(block: rx.Var, row: rx.Var) -> rx.Component:
    """What helps under this heading, as far as the core lets this person."""
    return rx.match(
        block.heading,
        ("waiting", rx.fragment(_call(row), _late(row, kind="primary"), _prepare(row, "reassign", words.act_reassign))),
        ("late", rx.fragment(_call(row), _start(row), _late(row), _prepare(row, "reassign", words.act_reassign))),
        ("soon", rx.fragment(_late(row), _prepare(row, "reassign", words.act_reassign))),
        ("over", _ending(row)),
        ("outcome", _ending(row)),
        (
            "unconfirmed",
            rx.fragment(
                _if(
                    row,
                    "confirm",
                    _button(row, words.act_confirm, NowState.confirm(row.call.id), kind="primary"),
                ),
                _prepare(row, "reschedule", words.act_reschedule),
            ),
        ),
        ("failed", _if(row, "send_again", _button(row, words.act_send_again, NowState.send_again(row.lost_id)))),
        rx.fragment(),
    )


def _call(row: rx.Var) -> rx.Component:
    """By phone one press starts the call and dials."""
    dial = row.call.dial
    return rx.cond(
        row.acts.contains("start") & (dial != ""),
        ui.way_out(
            words.act_call,
            to=dial,
            size="sm",
            kind="primary",
            glyph="phone",
            aria_label=_named(words.act_call, row),
            on_click=NowState.begin(row.call.id),
        ),
        rx.fragment(),
    )


def _start(row: rx.Var) -> rx.Component:
    """A call by link, begun by hand: its people have met elsewhere."""
    return rx.cond(
        row.acts.contains("start") & (row.call.dial == ""),
        _button(row, words.act_start, NowState.begin(row.call.id)),
        rx.fragment(),
    )


def _late(row: rx.Var, kind: Kind = "secondary") -> rx.Component:
    return _if(
        row,
        "tell_late",
        ui.button(
            words.act_running_late,
            kind=kind,
            size="sm",
            glyph="send",
            aria_label=row.tells,
            title=row.tells,
            on_click=NowState.tell_late(row.call.id),
        ),
    )


def _ending(row: rx.Var) -> rx.Component:
    """Where the preset asks for an outcome, it is chosen in the drawer; else one press is enough."""
    return rx.fragment(
        rx.cond(
            row.has_outcomes,
            _prepare(row, "done", words.act_done),
            _if(row, "done", _button(row, words.act_done, NowState.say_done(row.call.id))),
        ),
        _if(row, "no_show", _button(row, words.act_no_show, NowState.say_no_show(row.call.id))),
    )


def _prepare(row: rx.Var, act: str, label: rx.Var[str]) -> rx.Component:
    """Opens the drawer with the form of this act."""
    opening = [MasterDrawerState.open_call(row.call.id), MasterDrawerState.prepare(act)]
    return _if(row, act, _button(row, label, opening))


def _button(row: rx.Var, label: rx.Var[str], on_click, **props) -> rx.Component:
    return ui.button(label, size="sm", aria_label=_named(label, row), on_click=on_click, **props)


def _named(label: rx.Var[str], row: rx.Var) -> rx.Var[str]:
    return words.fill("act_with", act=label, customer=row.call.customer, time=row.call.time)


def _if(row: rx.Var, act: str, button: rx.Component) -> rx.Component:
    return rx.cond(row.acts.contains(act), button, rx.fragment())
