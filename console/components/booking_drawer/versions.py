"""What this person typed and what somebody else saved meanwhile, side by side, with a choice."""

import reflex as rx

from console.components import ui
from console.components.booking_drawer.section import KEEP_PLACE
from console.components.mounted import mounted
from console.state.call_drawer import CallDrawerState
from console.state.words import words


def two_versions(state: type[CallDrawerState]) -> rx.Component:
    """The fields that both changed; nothing while there are none. It is announced."""
    return rx.el.div(
        rx.cond(
            state.versions.length() > 0,
            rx.el.section(
                rx.el.h4(words.edit_two_versions, class_name="text-sm font-semibold"),
                rx.el.p(words.fill("edit_two_versions_hint", who=state.saved_by), class_name="text-sm text-muted"),
                rx.foreach(state.versions, lambda each: _field(state, each)),
                rx.cond(state.versions.length() > 1, _all_at_once(state), rx.fragment()),
                mounted(KEEP_PLACE),
                aria_label=words.edit_two_versions,
                class_name="flex flex-col gap-3 rounded-md border border-line-strong p-3",
            ),
            rx.fragment(),
        ),
        role="status",
        class_name="empty:hidden",
    )


def _field(state: type[CallDrawerState], each: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p(each.label, class_name="text-xs font-medium text-faint"),
        rx.el.div(
            _version(words.edit_mine, each.mine, words.edit_keep_mine, state.settle(each.field, True), each),
            _version(
                words.fill("edit_theirs", who=state.saved_by),
                each.theirs,
                words.edit_take_theirs,
                state.settle(each.field, False),
                each,
            ),
            class_name="grid grid-cols-2 gap-2",
        ),
        role="group",
        aria_label=each.label,
        data_clash=each.field,
        class_name="flex flex-col gap-1",
    )


def _version(whose: rx.Var[str], value: rx.Var[str], act: rx.Var[str], on_click, each: rx.Var) -> rx.Component:
    return rx.el.div(
        rx.el.p(whose, class_name="text-xs text-muted"),
        rx.el.p(value, class_name="min-w-0 whitespace-pre-line break-words text-sm tabular"),
        ui.button(
            act,
            size="sm",
            aria_label=act + ": " + each.label,
            on_click=on_click,
            class_name="mt-auto self-start",
        ),
        class_name="flex min-w-0 flex-col gap-1.5 rounded-sm bg-sunken p-2.5",
    )


def _all_at_once(state: type[CallDrawerState]) -> rx.Component:
    return rx.el.div(
        ui.button(words.edit_keep_all_mine, size="sm", kind="ghost", on_click=state.settle("", True)),
        ui.button(words.edit_take_all_theirs, size="sm", kind="ghost", on_click=state.settle("", False)),
        class_name="flex flex-wrap justify-end gap-1",
    )
