"""A booking link to give away: the button that opens it, and the dialog with its address, its agents and its code."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.state.link_code import LinkCodeState
from console.state.my_schedules import MySchedulesState
from console.state.words import words


def code_button(name: rx.Var[str] | str, act: rx.event.EventSpec) -> rx.Component:
    """Opens the link called `name`, by this act of `LinkCodeState`."""
    return ui.button(
        words.qr_code,
        glyph="qr-code",
        kind="ghost",
        aria_label=words.fill("qr_code_of", name=name),
        on_click=act,
    )


def link_code() -> rx.Component:
    """The dialog with one link."""
    return ui.dialog(
        rx.el.div(
            rx.cond(
                LinkCodeState.agents.length() > 0,
                ui.field(
                    words.link_names,
                    ui.select,
                    name="link_agent",
                    options=LinkCodeState.agents,
                    value=LinkCodeState.agent_id,
                    on_change=LinkCodeState.choose_agent,
                ),
                rx.fragment(),
            ),
            copy_field(words.link_address, LinkCodeState.url, id="code-link"),
            rx.el.img(
                src=LinkCodeState.svg,
                alt=words.fill("qr_code_of", name=LinkCodeState.name),
                class_name="mx-auto size-56 rounded-md bg-white",
            ),
            rx.el.div(
                _file("SVG", LinkCodeState.svg, "svg"),
                _file("PNG", LinkCodeState.png, "png"),
                class_name="flex justify-center gap-2",
            ),
            class_name="flex flex-col gap-4",
        ),
        title=LinkCodeState.name,
        description=words.qr_code_hint,
        open=LinkCodeState.is_open,
        on_open_change=LinkCodeState.set_open,
    )


def own_link() -> rx.Component:
    """An agent's own link, as a panel of My schedules."""
    return rx.el.section(
        rx.el.h2(words.own_share_link, id="own-link", class_name="text-base font-semibold"),
        rx.el.p(words.own_link_hint, class_name="mt-0.5 text-sm text-muted"),
        ui.button(words.own_link_show, glyph="qr-code", on_click=MySchedulesState.show_link, class_name="mt-3"),
        link_code(),
        aria_labelledby="own-link",
        class_name="rounded-lg border border-line bg-surface p-4",
    )


def _file(label: str, address: rx.Var[str], ending: str) -> rx.Component:
    return rx.el.a(
        ui.icon("download", size=14),
        label,
        href=address,
        download="booking-link." + ending,
        class_name=(
            "inline-flex h-8 items-center gap-1.5 rounded-sm border border-line-strong px-3 text-sm hover:bg-hover"
        ),
    )
