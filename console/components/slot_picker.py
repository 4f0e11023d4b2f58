"""A month, a day's times and the zone they are shown in: how every surface chooses a time.

    slot_picker(BookCallState, on_choose=BookCallState.take_start)

`state` is any subclass of `SlotPickerState`. `roomy` makes targets 44 px and text 16 px, for fingers; `narrow` puts
the times below the month, for side panels. The words are the booking page's: a page in another language than English
has WordsState speak that door.
"""

from typing import Any

import reflex as rx

from console.components import ui
from console.components.combobox import Combobox
from console.state.slot_picker import SlotPickerState
from console.state.words import booking_words as words

_CHOICE = "rounded-sm font-medium tabular-nums transition-colors"
_CHOSEN = "bg-accent text-on-accent"


def slot_picker(
    state: type[SlotPickerState], on_choose: Any = None, *, roomy: bool = False, narrow: bool = False
) -> rx.Component:
    """The picker. `on_choose` takes the start in place of `state.choose_start`."""
    beside = "md:grid-cols-[minmax(0,1fr)_15rem] md:gap-8" if roomy else "sm:grid-cols-2"
    return rx.el.div(
        rx.el.div(
            _next_free(state, on_choose or state.choose_start) if roomy else rx.fragment(),
            _month(state, roomy),
            zone_choice(state, roomy=roomy),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        _times(state, on_choose or state.choose_start, roomy),
        class_name=["grid gap-6", "" if narrow else beside],
    )


def slot_buttons(
    state: type[SlotPickerState], slots: Any, on_choose: Any, *, roomy: bool = False, wide: bool = False
) -> rx.Component:
    """A few starts to choose from: one group of the day, or (`wide`) the times offered instead of one that is gone."""
    size = "h-11 px-2 text-lg" if roomy else "h-8 px-2 text-sm"
    narrowest = "16rem" if wide else "6.5rem" if roomy else "4.25rem"
    return rx.el.div(
        rx.foreach(
            slots,
            lambda slot: rx.el.button(
                slot.time,
                type="button",
                aria_label=slot.label,
                aria_pressed=state.start == slot.start,
                on_click=on_choose(slot.start),
                class_name=[
                    _CHOICE,
                    size,
                    rx.cond(
                        state.start == slot.start,
                        _CHOSEN,
                        "border border-line-strong bg-surface text-accent-ink hover:border-accent hover:bg-accent-soft",
                    ),
                ],
            ),
        ),
        class_name=["grid gap-2", f"grid-cols-[repeat(auto-fill,minmax({narrowest},1fr))]"],
    )


def zone_choice(state: type[SlotPickerState], *, roomy: bool = False) -> rx.Component:
    """The zone in force by its city; in its place, a search by city or country. Choosing shows all times in that zone."""
    id, text = f"zone-{state.__name__}", "text-lg" if roomy else "text-sm"
    beside = "pointer-events-none absolute top-1/2 -translate-y-1/2 text-faint"
    in_force = words.fill("city_time", city=state.place.city) + " (" + state.place.offset + ")"
    return Combobox.create(
        rx.el.div(
            ui.icon("globe", class_name=f"{beside} start-3"),
            rx.el.input(
                type="text",
                role="combobox",
                aria_label=words.your_time_zone,
                aria_describedby=f"{id}-now",
                aria_controls=f"{id}-list",
                aria_autocomplete="list",
                placeholder=in_force,
                auto_complete="off",
                spell_check=False,
                max_length=100,
                on_change=state.search_zone.debounce(150),
                class_name=[
                    "w-full rounded-sm border border-control/60 bg-surface ps-9 pe-10 text-ink shadow-low hover:border-control",
                    "placeholder:text-muted focus-visible:outline-offset-0",
                    "h-11 text-lg" if roomy else "h-8 text-sm",
                ],
            ),
            ui.icon("chevron-down", size=14, class_name=f"{beside} end-3"),
            class_name="relative",
        ),
        rx.el.p(in_force, id=f"{id}-now", role="status", class_name="sr-only"),
        rx.el.div(
            rx.el.p(
                words.search_place,
                class_name=["hidden px-2 py-1.5 text-muted group-has-[:placeholder-shown]:block", text],
            ),
            rx.el.p(
                rx.cond((state.searched != "") & (state.found_places.length() == 0), words.no_place_found, ""),
                role="status",
                class_name=["px-2 py-1.5 text-muted empty:hidden group-has-[:placeholder-shown]:hidden", text],
            ),
            rx.el.div(
                rx.foreach(state.found_places, lambda place: _place(state, place, roomy)),
                id=f"{id}-list",
                role="listbox",
                aria_label=words.your_time_zone,
                class_name="group-has-[:placeholder-shown]:hidden",
            ),
            class_name=(
                "absolute inset-x-0 top-full z-30 mt-1 hidden rounded-md border border-line bg-raised p-1 shadow-high "
                "group-data-[open=true]:block"
            ),
        ),
        answered=state.searched,
        class_name="group relative min-w-0 max-w-xl scroll-mt-4",
    )


def _next_free(state: type[SlotPickerState], on_choose: Any) -> rx.Component:
    """The soonest time there is, for whoever wants no other."""
    return rx.cond(
        state.next_free.start != "",
        rx.el.button(
            ui.icon("zap", class_name="shrink-0"),
            rx.el.span(words.fill("next_free", time=state.next_free.time), class_name="min-w-0"),
            type="button",
            aria_label=words.fill("next_free", time=state.next_free.label),
            on_click=on_choose(state.next_free.start),
            class_name=(
                "flex min-h-11 w-full items-center gap-3 rounded-md border border-line-strong bg-surface px-4 py-2 "
                "text-start text-lg font-medium text-accent-ink hover:border-accent hover:bg-accent-soft"
            ),
        ),
        rx.fragment(),
    )


def _month(state: type[SlotPickerState], roomy: bool) -> rx.Component:
    return rx.el.section(
        rx.el.header(
            rx.el.h3(
                state.shown.title,
                aria_live="polite",
                class_name=["font-medium first-letter:uppercase", "text-lg" if roomy else "text-base"],
            ),
            rx.el.div(
                _turn(
                    words.previous_month,
                    "chevron-left",
                    state.show_month(state.shown.previous),
                    state.has_previous,
                    roomy,
                ),
                _turn(words.next_month, "chevron-right", state.show_month(state.shown.next), state.has_next, roomy),
                class_name="flex gap-1",
            ),
            class_name="mb-2 flex items-center justify-between",
        ),
        rx.el.div(
            rx.foreach(
                state.shown.weekdays,
                lambda name: rx.el.span(name, class_name="py-1 text-center text-xs text-faint"),
            ),
            aria_hidden="true",
            class_name="grid grid-cols-7 gap-1",
        ),
        rx.el.div(
            rx.foreach(state.shown.days, lambda cell: _day(state, cell, "h-11 text-lg" if roomy else "h-8 text-sm")),
            class_name="grid grid-cols-7 gap-1",
        ),
        aria_label=words.choose_day,
    )


def _turn(label: rx.Var[str], glyph: str, turn: Any, can: Any, roomy: bool) -> rx.Component:
    return ui.icon_button(glyph, label, roomy=roomy, on_click=turn, disabled=~can)


def _day(state: type[SlotPickerState], cell: Any, size: str) -> rx.Component:
    today = rx.cond(cell.today, "underline decoration-2 underline-offset-4", "")
    return rx.cond(
        cell.bookable,
        rx.el.button(
            cell.number,
            type="button",
            aria_label=cell.label,
            aria_pressed=state.day == cell.date,
            on_click=state.show_day(cell.date),
            class_name=[
                _CHOICE,
                size,
                today,
                rx.cond(state.day == cell.date, _CHOSEN, "bg-accent-soft text-accent-ink hover:bg-accent/20"),
            ],
        ),
        rx.el.span(
            cell.number,
            aria_hidden="true",
            class_name=["flex items-center justify-center tabular-nums text-faint", size, today],
        ),
    )


def _times(state: type[SlotPickerState], on_choose: Any, roomy: bool) -> rx.Component:
    return rx.el.section(
        rx.cond(
            state.day != "",
            rx.el.h3(
                state.day_title,
                aria_live="polite",
                class_name=["mb-2 py-1 font-medium first-letter:uppercase", "text-lg" if roomy else "text-base"],
            ),
            rx.el.p(
                words.fill("no_times_in", month=state.shown.title),
                class_name=["text-muted", "text-lg" if roomy else "text-sm"],
            ),
        ),
        rx.foreach(
            state.day_notes,
            lambda note: rx.el.p(note, class_name=["mb-3 text-muted", "text-base" if roomy else "text-xs"]),
        ),
        rx.el.div(
            rx.foreach(
                state.groups,
                lambda group: rx.el.div(
                    rx.el.h4(group.title, class_name=["mb-2 text-faint", "text-base" if roomy else "text-xs"]),
                    slot_buttons(state, group.slots, on_choose, roomy=roomy),
                    role="group",
                    aria_label=group.title,
                ),
            ),
            class_name=[
                "flex flex-col gap-4",
                "md:max-h-[28rem] md:overflow-y-auto md:pe-1" if roomy else "max-h-56 overflow-y-auto p-0.5",
            ],
        ),
        aria_label=words.choose_time,
    )


def _place(state: type[SlotPickerState], place: Any, roomy: bool) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            place.city,
            rx.el.span(" ", place.country, class_name="text-muted"),
            class_name="min-w-0 flex-1 truncate text-start",
        ),
        rx.el.span(place.time, class_name="tabular-nums text-muted"),
        type="button",
        role="option",
        tab_index=-1,
        on_click=state.choose_zone(place.zone),
        class_name=[
            "flex w-full items-center gap-3 rounded-sm px-2 aria-selected:bg-hover hover:bg-hover",
            "min-h-11 text-lg" if roomy else "min-h-8 text-sm",
        ],
    )
