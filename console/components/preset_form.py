"""The form of a preset: all its terms, in the order in which one thinks of them."""

import reflex as rx

from console.components import ui
from console.state.preset_terms import (
    CHANNELS,
    KINDS,
    LIMITS,
    OCCASIONS,
    QUESTION_KINDS,
    QuestionRow,
    default_template,
    message_box,
    template_field,
)
from console.state.presets import AgentChoice, PresetsState
from console.state.words import words

_PAIR = "grid items-start gap-x-4 gap-y-4 sm:grid-cols-2"


def preset_form(kind: str, title: rx.Var[str], description: rx.Var[str]) -> rx.Component:
    """The dialog, shown while the state's form is of this kind."""
    return ui.dialog(
        rx.el.form(
            _what(),
            _when(),
            _who(),
            _rights(),
            _limits(),
            _messages(),
            _questions(),
            id=f"{kind}-preset",
            on_submit=PresetsState.save,
            no_validate=True,
            class_name="flex flex-col gap-6",
        ),
        footer=[
            _wrong(),
            ui.button(words.act_back, kind="ghost", on_click=PresetsState.set_form_open(False)),
            ui.button(words.save, kind="primary", type="submit", form=f"{kind}-preset"),
        ],
        title=title,
        description=description,
        open=PresetsState.form == kind,
        on_open_change=PresetsState.set_form_open,
        wide=True,
    )


def _what() -> rx.Component:
    return _group(
        words.preset_what,
        rx.el.div(
            _text("name", required=True),
            _text("slug", hint=words.preset_slug_hint),
            _choice("call_kind", [(kind, getattr(words, f"kind_{kind}")) for kind in ("link", "phone", "whatsapp")]),
            _text("durations", hint=words.preset_durations_hint),
            _number("default_duration_minutes", hint=words.preset_minutes),
            _number("no_show_grace_minutes", hint=words.preset_grace_hint),
            class_name=_PAIR,
        ),
        _tick("scheduling_enabled", hint=words.preset_scheduling_enabled_hint),
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
    return _group(
        words.preset_when,
        rx.el.div(
            _number("notice_minutes", hint=words.preset_notice_hint),
            _number("horizon_days", hint=words.preset_horizon_hint),
            _number("step_minutes", hint=words.preset_step_hint),
            _number("hold_minutes", hint=words.preset_hold_hint),
            _number("buffer_before_minutes", hint=words.preset_minutes),
            _number("buffer_after_minutes", hint=words.preset_minutes),
            class_name=_PAIR,
        ),
    )


def _who() -> rx.Component:
    modes = ("any_available", "pick", "url_forced")
    return _group(
        words.preset_who,
        rx.el.div(
            _choice("assignment_mode", [(mode, getattr(words, f"mode_{mode}")) for mode in modes]),
            ui.field(
                words.preset_agents_offered,
                ui.select,
                name="offers",
                options=[("all", words.preset_everybody), ("named", words.preset_named)],
                default_value=rx.cond(PresetsState.names_agents, "named", "all"),
                on_change=PresetsState.choose_offers,
            ),
            class_name=_PAIR,
        ),
        rx.el.div(
            rx.el.p(words.preset_weight_hint, class_name="text-xs text-faint"),
            rx.el.ul(rx.foreach(PresetsState.agents, _agent), class_name="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2"),
            # Hidden rather than left out, so that ticks survive a change of mind.
            class_name=rx.cond(PresetsState.names_agents, "", "hidden"),
        ),
        _error("agents"),
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
    return _group(
        words.preset_rights,
        rx.el.div(
            _tick("customer_may_reschedule"),
            _tick("customer_may_cancel"),
            _tick("require_confirmation"),
            class_name="flex flex-col gap-2.5",
        ),
        rx.el.div(
            _number("confirmation_deadline_minutes", hint=words.preset_deadline_hint),
            _number("change_notice_minutes", hint=words.preset_change_notice_hint),
            _number("max_moves", hint=words.preset_no_limit_hint),
            class_name=_PAIR,
        ),
    )


def _limits() -> rx.Component:
    return _group(
        words.preset_limits,
        rx.el.div(
            _number("agent_day_limit", hint=words.preset_no_limit_hint),
            *(_number(f"limits.{name}", hint=words.preset_no_limit_hint) for name in LIMITS),
            class_name=_PAIR,
        ),
    )


def _messages() -> rx.Component:
    return _group(
        words.preset_messages,
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(words.preset_message, scope="col", class_name="pb-1 text-left font-medium"),
                    *(
                        rx.el.th(getattr(words, f"channel_{channel}"), scope="col", class_name="w-24 pb-1 font-medium")
                        for channel in CHANNELS
                    ),
                    class_name="text-xs text-faint",
                )
            ),
            rx.el.tbody(*(_message(kind) for kind in KINDS)),
            class_name="w-full text-sm",
        ),
        _error("reminders"),
        _quiet_hours(),
        _templates(),
    )


def _quiet_hours() -> rx.Component:
    return rx.el.div(
        ui.checkbox(
            words.preset_quiet_hours,
            name="quiet_hours",
            default_checked=PresetsState.ticked.contains("quiet_hours"),
            hint=words.preset_quiet_hours_hint,
        ),
        rx.el.div(
            _time("quiet.start", words.preset_quiet_from),
            _time("quiet.end", words.preset_quiet_until),
            class_name="grid max-w-80 grid-cols-2 gap-3 pl-6",
        ),
        _error("quiet_hours"),
        class_name="flex flex-col gap-2",
    )


def _time(name: str, label: rx.Var[str]) -> rx.Component:
    return ui.text_input(type="time", name=name, default_value=PresetsState.values[name], aria_label=label)


def _templates() -> rx.Component:
    """Folded: most installations have the templates of the README approved, and name none."""
    return rx.el.details(
        rx.el.summary(
            words.preset_whatsapp_templates,
            class_name="w-fit cursor-pointer rounded-sm text-sm text-accent-ink hover:underline",
        ),
        rx.el.p(words.preset_whatsapp_templates_hint, class_name="mt-1 text-xs text-faint"),
        rx.el.ul(*(_template(occasion) for occasion in OCCASIONS), class_name="mt-3 flex flex-col gap-3"),
        _error("whatsapp_templates"),
    )


def _template(occasion) -> rx.Component:
    title, default = getattr(words, f"message_{occasion}"), default_template(occasion)
    labels = {
        "name": words.template_name,
        "language": words.template_language,
        "variables": words.template_variables,
    }
    return rx.el.li(
        rx.el.p(title, class_name="mb-1 text-sm"),
        rx.el.div(
            *(
                ui.text_input(
                    name=template_field(part, occasion),
                    default_value=PresetsState.values[template_field(part, occasion)],
                    placeholder=default[part] or words.template_language_hint,
                    aria_label=title + ", " + label,
                    class_name="col-span-full font-mono text-xs" if part == "variables" else "font-mono text-xs",
                )
                for part, label in labels.items()
            ),
            class_name="grid grid-cols-[minmax(0,1fr)_7rem] gap-2",
        ),
    )


def _message(kind: str) -> rx.Component:
    name = getattr(words, f"message_{kind}")
    return rx.el.tr(
        rx.el.th(name, scope="row", class_name="h-9 border-t border-line text-left font-normal"),
        *(
            rx.el.td(
                rx.el.input(
                    type="checkbox",
                    name=message_box(kind, channel),
                    default_checked=PresetsState.ticked.contains(message_box(kind, channel)),
                    aria_label=name + ", " + getattr(words, f"channel_{channel}"),
                    class_name="size-4 align-middle accent-accent",
                ),
                class_name="border-t border-line text-center",
            )
            for channel in CHANNELS
        ),
    )


def _questions() -> rx.Component:
    return _group(
        words.preset_intake,
        rx.el.ul(rx.foreach(PresetsState.questions, _question), class_name="flex flex-col gap-4 empty:hidden"),
        _error("intake"),
        rx.el.div(ui.button(words.question_add, glyph="plus", on_click=PresetsState.add_question)),
    )


def _question(row: QuestionRow) -> rx.Component:
    def name(part: str) -> rx.Var[str]:
        return rx.Var.create(f"question-{part}-").to(str) + row.key

    return rx.el.li(
        rx.el.div(
            ui.text_input(
                name=name("label"),
                default_value=row.label,
                aria_label=words.question_label,
                placeholder=words.question_label,
            ),
            rx.el.div(
                ui.select(
                    name=name("kind"),
                    options=[(kind, getattr(words, f"question_{kind}")) for kind in QUESTION_KINDS],
                    default_value=row.kind,
                    on_change=PresetsState.set_question_kind(row.key),
                    aria_label=words.question_kind,
                ),
                class_name="w-40 shrink-0",
            ),
            ui.icon_button("x", words.question_remove, on_click=PresetsState.remove_question(row.key)),
            class_name="flex items-center gap-2",
        ),
        ui.textarea(
            name=name("options"),
            rows=2,
            default_value=row.options,
            aria_label=words.question_options,
            placeholder=words.question_options,
            class_name=rx.cond(row.kind == "choice", "", "hidden"),
        ),
        ui.checkbox(words.question_required, name=name("required"), default_checked=row.is_required),
        key=row.key,
        class_name="flex flex-col gap-2",
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


def _group(title: rx.Var[str], *children) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(title, class_name="mb-3 text-base font-semibold text-ink"),
        rx.el.div(*children, class_name="flex flex-col gap-4"),
        class_name="min-w-0",
    )


def _label(name: str) -> rx.Var[str]:
    return getattr(words, "preset_" + name.replace("limits.", "limit_"))


def _text(name: str, **props) -> rx.Component:
    return ui.field(
        _label(name),
        name=name,
        default_value=PresetsState.values[name],
        error=PresetsState.problems[name],
        **props,
    )


def _number(name: str, **props) -> rx.Component:
    return _text(name, type="number", min="0", **props)


def _choice(name: str, options: list[tuple[str, rx.Var[str]]]) -> rx.Component:
    return ui.field(
        _label(name),
        ui.select,
        name=name,
        options=options,
        default_value=PresetsState.values[name],
        error=PresetsState.problems[name],
    )


def _tick(name: str, **props) -> rx.Component:
    return ui.checkbox(_label(name), name=name, default_checked=PresetsState.ticked.contains(name), **props)


def _error(name: str) -> rx.Component:
    return rx.el.p(PresetsState.problems[name], role="alert", class_name="text-xs text-danger-ink empty:hidden")
