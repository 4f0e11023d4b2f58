"""The forms of an API client: a new one, and what one is."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copy_field
from console.scheduling.services.clients import DEFAULT_RATE_LIMITS, SCOPES
from console.state.clients import ClientsState, OtherApp, box
from console.state.words import words

_FIELDSET = "flex flex-col gap-2"
_LEGEND = "mb-1.5 text-sm font-medium text-ink"


def client_forms() -> rx.Component:
    """Both, each in its dialog."""
    return rx.fragment(
        _form(
            kind="new",
            act=words.client_create,
            on_submit=ClientsState.create,
            title=words.client_add,
            description=words.client_new_hint,
        ),
        _form(
            rx.el.div(copy_field(words.client_id, ClientsState.chosen.id, id="client-id"), class_name="mb-4"),
            kind="edit",
            act=words.save,
            on_submit=ClientsState.save,
            title=words.client_edit,
            description=words.client_edit_hint,
        ),
    )


def _form(*first, kind: str, act: rx.Var[str], on_submit, **dialog) -> rx.Component:
    """The dialog of both forms: what a client is, after what only a change shows."""
    problems = ClientsState.problems
    return ui.dialog(
        *first,
        rx.el.form(
            ui.field(
                words.member_name,
                name="name",
                id=f"{kind}-name",
                required=True,
                max_length=100,
                default_value=ClientsState.chosen.name,
                hint=words.client_name_hint,
                error=problems["name"],
            ),
            _scopes(),
            rx.cond(ClientsState.other_apps.length() > 0, _apps(), rx.fragment()),
            _limits(kind),
            rx.cond(problems["form"], ui.banner(problems["form"], tone="danger", glyph="circle-alert"), rx.fragment()),
            id=f"{kind}-client",
            on_submit=on_submit,
            class_name="flex flex-col gap-4",
        ),
        footer=[
            ui.button(words.act_back, kind="ghost", on_click=ClientsState.set_form_open(False)),
            ui.button(act, kind="primary", type="submit", form=f"{kind}-client"),
        ],
        open=ClientsState.form == kind,
        on_open_change=ClientsState.set_form_open,
        **dialog,
    )


def _scopes() -> rx.Component:
    told = {"scheduling:read": words.client_scope_read, "scheduling:write": words.client_scope_write}
    return rx.el.fieldset(
        rx.el.legend(words.client_scopes, class_name=_LEGEND),
        *(
            ui.checkbox(
                rx.el.span(scope, class_name="font-mono text-xs"),
                hint=told[scope],
                name=box(scope),
                default_checked=ClientsState.chosen.scopes.contains(scope),
            )
            for scope in SCOPES
        ),
        _problem("scopes"),
        class_name=_FIELDSET,
    )


def _apps() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.client_apps_also, class_name=_LEGEND),
        rx.foreach(ClientsState.other_apps, _app),
        _problem("app_ids"),
        class_name=f"{_FIELDSET} max-h-40 overflow-y-auto",
    )


def _app(app: OtherApp) -> rx.Component:
    return ui.checkbox(app.name, name=app.id, default_checked=ClientsState.chosen.app_ids.contains(app.id))


def _limits(kind: str) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(words.client_limits, class_name=_LEGEND),
        rx.el.div(
            *(
                ui.field(
                    getattr(words, f"client_limit_{window}"),
                    name=window,
                    id=f"{kind}-{window}",
                    type="number",
                    min="1",
                    required=True,
                    default_value=ClientsState.chosen.limits[window],
                )
                for window in DEFAULT_RATE_LIMITS
            ),
            class_name="grid grid-cols-3 gap-3",
        ),
        _problem("rate_limits"),
        class_name=_FIELDSET,
    )


def _problem(name: str) -> rx.Component:
    return rx.el.p(ClientsState.problems[name], role="alert", class_name="text-xs text-danger-ink empty:hidden")
