"""The form of a preset: all its terms, in the order in which one thinks of them."""

from collections.abc import Callable

import reflex as rx

from console.components import ui
from console.components.preset_form.fields import PAIR, choice, error, group, number, text, tick
from console.components.preset_form.messages import messages
from console.components.preset_form.questions import questions
from console.state.preset_terms import LIMITS
from console.state.presets import AgentChoice, PresetsState
from console.state.words import words


def preset_form(
    kind: str, title: rx.Var[str], description: rx.Var[str], preview: Callable[[str], rx.Component]
) -> rx.Component:
    """The dialog, shown while the state's form is of this kind; beside the form, or where there is no room below it, the
    `preview` of what it says."""
    form = f"{kind}-preset"
    return ui.dialog(
        rx.el.div(
            rx.el.form(
                _what(),
                _when(),
                _who(),
                _rights(),
                _limits(),
                messages(),
                questions(),
                id=form,
                on_submit=PresetsState.save,
                no_validate=True,
                class_name="flex min-w-0 flex-col gap-6",
                style={"flex": "1 1 28rem"},
            ),
            rx.el.div(
                preview(form),
                id=f"{form}-preview",
                class_name="sticky top-0 min-w-0",
                style={"flex": "1 1 20rem"},
            ),
            class_name="flex flex-wrap items-start gap-8",
        ),
        footer=[
            _wrong(),
            ui.button(
                words.preview,
                glyph="eye",
                on_click=rx.call_function(
                    f"() => document.getElementById('{form}-preview').scrollIntoView({{behavior: 'smooth'}})"
                ),
                class_name="mr-auto lg:hidden",
            ),
            ui.button(words.act_back, kind="ghost", on_click=PresetsState.set_form_open(False)),
            ui.button(words.save, kind="primary", type="submit", form=form),
        ],
        title=title,
        description=description,
        open=PresetsState.form == kind,
        on_open_change=PresetsState.set_form_open,
        width="min(1100px, calc(100vw - 1rem))",
    )


def _what() -> rx.Component:
    return group(
        words.preset_what,
        rx.el.div(
            text("name", required=True),
            text("slug", hint=words.preset_slug_hint),
            choice("call_kind", [(kind, getattr(words, f"kind_{kind}")) for kind in ("link", "phone", "whatsapp")]),
            text("durations", hint=words.preset_durations_hint),
            number("default_duration_minutes", hint=words.preset_minutes),
            number("no_show_grace_minutes", hint=words.preset_grace_hint),
            class_name=PAIR,
        ),
        tick("scheduling_enabled", hint=words.preset_scheduling_enabled_hint),
        ui.field(
            words.preset_outcomes,
            ui.textarea,
            name="outcomes",
            default_value=PresetsState.values["outcomes"],
            hint=words.preset_outcomes_hint,
            error=PresetsState.problems["outcomes"],
        ),
    )


def _when() -> rx.Component:
    return group(
        words.preset_when,
        rx.el.div(
            number("notice_minutes", hint=words.preset_notice_hint),
            number("horizon_days", hint=words.preset_horizon_hint),
            number("step_minutes", hint=words.preset_step_hint),
            number("hold_minutes", hint=words.preset_hold_hint),
            number("buffer_before_minutes", hint=words.preset_minutes),
            number("buffer_after_minutes", hint=words.preset_minutes),
            class_name=PAIR,
        ),
    )


def _who() -> rx.Component:
    modes = ("any_available", "pick", "url_forced")
    return group(
        words.preset_who,
        rx.el.div(
            choice("assignment_mode", [(mode, getattr(words, f"mode_{mode}")) for mode in modes]),
            ui.field(
                words.preset_agents_offered,
                ui.select,
                name="offers",
                options=[("all", words.preset_everybody), ("named", words.preset_named)],
                default_value=rx.cond(PresetsState.names_agents, "named", "all"),
                on_change=PresetsState.choose_offers,
            ),
            class_name=PAIR,
        ),
        rx.el.div(
            rx.el.p(words.preset_weight_hint, class_name="text-xs text-faint"),
            rx.el.ul(rx.foreach(PresetsState.agents, _agent), class_name="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2"),
            # Hidden rather than left out, so that ticks survive a change of mind.
            class_name=rx.cond(PresetsState.names_agents, "", "hidden"),
        ),
        error("agents"),
    )


def _agent(agent: AgentChoice) -> rx.Component:
    return rx.el.li(
        ui.checkbox(
            rx.fragment(
                agent.name,
                rx.cond(
                    agent.has_hours,
                    rx.fragment(),
                    rx.el.span(" ", words.preset_no_hours, class_name="text-xs text-faint"),
                ),
            ),
            name="agent-" + agent.id,
            default_checked=agent.is_named,
            class_name="min-w-0 flex-1 truncate",
        ),
        ui.text_input(
            name="weight-" + agent.id,
            type="number",
            min="1",
            max="100",
            default_value=agent.weight,
            aria_label=words.fill("preset_weight_of", name=agent.name),
            class_name="max-w-20",
        ),
        class_name="flex h-9 items-center gap-2",
    )


def _rights() -> rx.Component:
    return group(
        words.preset_rights,
        rx.el.div(
            tick("customer_may_reschedule"),
            tick("customer_may_cancel"),
            tick("require_confirmation"),
            class_name="flex flex-col gap-2.5",
        ),
        rx.el.div(
            number("confirmation_deadline_minutes", hint=words.preset_deadline_hint),
            number("change_notice_minutes", hint=words.preset_change_notice_hint),
            number("max_moves", hint=words.preset_no_limit_hint),
            class_name=PAIR,
        ),
    )


def _limits() -> rx.Component:
    return group(
        words.preset_limits,
        rx.el.div(
            number("agent_day_limit", hint=words.preset_no_limit_hint),
            *(number(f"limits.{name}", hint=words.preset_no_limit_hint) for name in LIMITS),
            class_name=PAIR,
        ),
    )


def _wrong() -> rx.Component:
    return rx.el.div(
        rx.cond(
            PresetsState.problem_list.length() > 0,
            ui.banner(
                rx.el.p(words.preset_not_saved, class_name="font-medium"),
                rx.el.ul(rx.foreach(PresetsState.problem_list, rx.el.li)),
                tone="danger",
                glyph="circle-alert",
            ),
            rx.fragment(),
        ),
        role="alert",
        tab_index=0,  # it scrolls: the keyboard must get there
        class_name="max-h-32 w-full overflow-y-auto rounded-md empty:hidden",
    )
