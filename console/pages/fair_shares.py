"""`/app/[app_id]/fair-shares`: how evenly the engine shares the calls, agent by agent, and why."""

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.components.loading import loaded
from console.components.segments import segments
from console.components.share_table import next_turns, share_table
from console.scheduling.services.fairness import PERIODS
from console.state.fair_shares import FairSharesState
from console.state.session import SessionState
from console.state.share_view import EVERY_PRESET, PAGE_SIZE
from console.state.words import words

ON_LOAD = [SessionState.arrive, FairSharesState.load]


def page() -> rx.Component:
    """The choice of pool and period, the rule in plain words, and the table."""
    return frame(
        loaded(FairSharesState, _all(), _bars()),
        title=words.fair_shares,
    )


def _bars() -> rx.Component:
    return ui.waiting(
        rx.el.div(
            ui.skeleton(class_name="h-8 w-full sm:w-56"), ui.skeleton("h-8 w-48"), class_name="flex flex-wrap gap-2"
        ),
        ui.skeleton(class_name="h-36 w-full rounded-lg max-md:hidden"),
        ui.skeleton(class_name="h-5 w-64 max-w-full"),
        ui.skeleton_rows(6),
    )


def _all() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _presets(),
            _periods(),
            rx.cond(
                (FairSharesState.agents > PAGE_SIZE) | (FairSharesState.view.search != ""),
                ui.search_input(
                    words.search_agents,
                    value=FairSharesState.view.search,
                    on_change=FairSharesState.search_for,
                    class_name="w-full sm:w-56",
                ),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        _rule(),
        rx.cond(
            FairSharesState.has_calls,
            rx.cond(FairSharesState.rows.length() > 0, share_table(), _nobody_found()),
            rx.cond(FairSharesState.agents > 0, _no_calls(), _no_agents()),
        ),
    )


def _presets() -> rx.Component:
    return rx.cond(
        FairSharesState.presets.length() > 1,
        rx.el.div(
            ui.select(
                options=FairSharesState.presets,
                last=(EVERY_PRESET, words.shares_every_preset),
                value=FairSharesState.preset,
                on_change=FairSharesState.choose_preset,
                aria_label=words.fact_preset,
            ),
            class_name="w-full sm:w-56",
        ),
        rx.fragment(),
    )


def _periods() -> rx.Component:
    return segments(
        words.shares_period,
        [(days, words.fill("shares_days", days=days)) for days in PERIODS],
        FairSharesState.view.days,
        FairSharesState.choose_days,
    )


def _rule() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(words.shares_rule_title, class_name="text-sm font-medium"),
            rx.el.p(
                rx.cond(FairSharesState.draws, words.shares_rule, words.shares_not_drawn),
                class_name="mt-0.5 text-sm text-muted",
            ),
            class_name="min-w-0 max-w-[70ch] flex-1",
        ),
        rx.cond(FairSharesState.ahead.length() > 0, next_turns(), rx.fragment()),
        class_name="flex flex-col gap-x-8 gap-y-4 rounded-md border border-line bg-surface p-4 max-lg:order-last lg:flex-row",
    )


def _nobody_found() -> rx.Component:
    return ui.empty_state(words.shares_nobody_found, words.shares_nobody_found_hint, glyph="search")


def _no_calls() -> rx.Component:
    return ui.empty_state(words.shares_no_calls, words.shares_no_calls_hint, glyph="scale")


def _no_agents() -> rx.Component:
    return ui.empty_state(words.shares_no_agents, words.shares_no_agents_hint, glyph="users")
