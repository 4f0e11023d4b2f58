"""What an agent does with a call of their own: the one way to its customer, running late, and how it went."""

import reflex as rx

from console.components import ui
from console.components.ui.button import Size
from console.state.my_schedules import MySchedulesState
from console.state.words import words


def way_in(card: rx.Var, *, size: Size = "md") -> rx.Component:
    """The one right button: the door of a video call, the telephone, or WhatsApp with the text ready; or none."""
    return rx.match(
        card.way,
        ("join", _way(card, words.act_join, "video", size)),
        ("call", _by_phone(card, words.act_call, "phone", size)),
        ("whatsapp", _by_phone(card, words.own_whatsapp, "message-circle", size)),
        rx.fragment(),
    )


def running_late(card: rx.Var) -> rx.Component:
    """Tells the guest; what they were told stands in its place."""
    return rx.fragment(
        rx.cond(
            card.acts.contains("tell_late"),
            ui.button(
                words.act_running_late,
                glyph="send",
                aria_label=card.tells,
                title=card.tells,
                on_click=MySchedulesState.tell_late(card.row.id),
            ),
            rx.fragment(),
        ),
        rx.cond(
            card.told != "",
            ui.badge(card.told, rx.cond(card.is_told, "success", "danger"), class_name="tabular"),
            rx.fragment(),
        ),
    )


def how_it_went(card: rx.Var) -> rx.Component:
    """One press says it: an outcome of the preset's, or only that it took place; or that nobody came."""
    return rx.el.div(
        rx.cond(
            card.outcomes.length() > 0,
            rx.fragment(
                rx.foreach(
                    card.outcomes,
                    lambda outcome: _button(card, outcome, MySchedulesState.say_done(card.row.id, outcome)),
                )
            ),
            _button(card, words.act_done, MySchedulesState.say_done(card.row.id, ""), glyph="check"),
        ),
        rx.cond(
            card.acts.contains("no_show"),
            _button(card, words.act_no_show, MySchedulesState.say_no_show(card.row.id), kind="ghost"),
            rx.fragment(),
        ),
        role="group",
        aria_label=words.own_how_it_went,
        class_name="flex flex-wrap items-center gap-1.5",
    )


def what_was_said(card: rx.Var) -> rx.Component:
    """A note that goes with the outcome; it stays while it is typed, whatever happens meanwhile."""
    return rx.debounce_input(
        ui.textarea(
            rows=1,
            aria_label=words.fill("own_note_with", customer=card.row.customer, time=card.row.time),
            placeholder=words.own_note,
            value=rx.cond(MySchedulesState.said.contains(card.row.id), MySchedulesState.said[card.row.id], ""),
            on_change=lambda typed: MySchedulesState.say(card.row.id, typed),
            class_name="min-h-8 max-md:min-h-11 field-sizing-content",
        ),
        debounce_timeout=400,
    )


def _by_phone(card: rx.Var, label: rx.Var[str], glyph: str, size: Size) -> rx.Component:
    """The first press begins the call; one that runs can be dialled again."""
    return rx.cond(
        card.begins,
        _way(card, label, glyph, size, on_click=MySchedulesState.begin(card.row.id)),
        ui.way_out(words.fill("own_again", act=label), to=card.address, size=size, glyph=glyph),
    )


def _way(card: rx.Var, label: rx.Var[str], glyph: str, size: Size, **props) -> rx.Component:
    return ui.way_out(label, to=card.address, kind="primary", size=size, glyph=glyph, **props)


def _button(card: rx.Var, label: rx.Var[str], on_click, **props) -> rx.Component:
    named = words.fill("act_with", act=label, customer=card.row.customer, time=card.row.time)
    return ui.button(label, aria_label=named, on_click=on_click, **props)
