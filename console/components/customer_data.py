"""What can be done with all that is kept of a customer: export it, merge two entries, erase it."""

import reflex as rx

from console.components import ui
from console.components.call_acts import refusal
from console.scheduling.messages.customers import CustomerLine
from console.state.customer import CustomerState
from console.state.merging import MergeState
from console.state.words import words


def customer_data() -> rx.Component:
    """One line for each, with what it does; and the dialogs."""
    state = CustomerState
    return rx.fragment(
        rx.el.h2(words.customer_data, class_name="text-sm font-semibold"),
        rx.el.div(
            _line(
                words.customer_export_hint, ui.button(words.customer_export, glyph="download", on_click=state.export)
            ),
            rx.cond(
                state.acts.contains("merge_customers"),
                _line(
                    words.customer_merge_hint,
                    ui.button(words.customer_merge, glyph="merge", on_click=MergeState.set_open(True)),
                ),
                rx.fragment(),
            ),
            rx.cond(
                state.acts.contains("erase_customer"),
                _line(
                    words.customer_erase_hint,
                    ui.button(
                        words.customer_erase,
                        glyph="trash-2",
                        on_click=state.set_erasing(True),
                        class_name="text-danger-ink",
                    ),
                ),
                rx.fragment(),
            ),
            class_name="mt-1 divide-y divide-line",
        ),
        _merging(),
        _erasing(),
    )


def _line(hint: rx.Var[str], button: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.p(hint, class_name="min-w-0 flex-1 text-xs text-muted"),
        button,
        class_name="flex items-center gap-3 py-2.5",
    )


def _merging() -> rx.Component:
    state = MergeState
    return ui.dialog(
        rx.cond(
            state.other.id == "",
            rx.el.div(
                ui.field(
                    words.customer_merge_find,
                    name="other",
                    auto_complete="off",
                    default_value=state.typed,
                    hint=words.find_hint,
                    on_change=state.look_for.debounce(250),
                ),
                rx.el.ul(rx.foreach(state.found, _other), class_name="flex flex-col"),
                rx.el.p(state.told, role="status", class_name="text-sm text-muted empty:hidden"),
                class_name="flex flex-col gap-3",
            ),
            rx.el.div(
                rx.el.ul(
                    rx.foreach(state.plan, rx.el.li),
                    aria_label=words.customer_merge_comes_to,
                    class_name="flex list-disc flex-col gap-1.5 pl-5 text-sm",
                ),
                rx.el.button(
                    words.customer_merge_other,
                    type="button",
                    on_click=state.choose_another,
                    class_name="w-fit rounded-sm text-sm text-accent-ink hover:underline",
                ),
                class_name="flex flex-col gap-3",
            ),
        ),
        refusal(state.refusal, "merge-refusal"),
        title=words.customer_merge_title,
        description=rx.cond(state.other.id == "", words.customer_merge_hint, words.customer_merge_comes_to),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=state.set_open(False)),
            ui.button(
                words.customer_merge,
                kind="primary",
                disabled=state.plan.length() == 0,
                on_click=state.merge,
            ),
        ],
        open=state.is_open,
        on_open_change=state.set_open,
    )


def _other(customer: CustomerLine) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(customer.name, class_name="block truncate font-medium"),
            rx.el.span(customer.contact, " · ", customer.calls, class_name="block truncate text-xs text-faint tabular"),
            type="button",
            aria_label=words.fill("customer_merge_choose", name=customer.name),
            on_click=MergeState.choose(customer.id),
            class_name="w-full rounded-sm px-2 py-1.5 text-left text-sm hover:bg-hover",
        )
    )


def _erasing() -> rx.Component:
    state = CustomerState
    return ui.question(
        rx.el.div(
            rx.el.p(words.customer_erase_stays),
            rx.el.p(words.customer_erase_beyond, class_name="font-medium"),
            class_name="flex flex-col gap-3 text-sm",
        ),
        title=words.fill("customer_erase_title", name=state.sheet.name),
        description=words.customer_erase_goes,
        act=words.customer_erase_act,
        on_act=state.erase,
        open=state.is_erasing,
        on_open_change=state.set_erasing,
    )
