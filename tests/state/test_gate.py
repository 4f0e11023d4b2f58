"""The gate's rules without a server: what is declared, what is refused, whose cookie counts."""

import pytest
import reflex as rx
from reflex.state import FrontendEventExceptionState, OnLoadInternalState, State, UpdateVarsInternalState
from reflex_base.event import EventHandler
from reflex_base.registry import RegistrationContext

from booking_page.state import BookingPageState as Page
from console.scheduling.errors import SignInNeeded
from console.state import gate, payloads
from console.state.notice import NoticeState


@gate.open_to("member")
class DeclaredState(rx.State):
    """A state of the console."""

    @rx.event
    def act(self):
        """Any act."""


class UndeclaredState(DeclaredState):
    """A subclass that forgot to say who may call it."""


def test_a_declared_state_is_open_to_whom_it_says():
    assert gate.audience_of(DeclaredState, "act") == "member"


def test_a_subclass_inherits_no_declaration():
    assert gate.audience_of(UndeclaredState, "act") is None


def test_nobody_may_set_variables_by_name():
    assert gate.audience_of(DeclaredState, "setvar") is None
    assert gate.audience_of(State, "setvar") is None
    assert gate.audience_of(UpdateVarsInternalState, "update_vars_internal") is None


def test_reflex_may_load_pages():
    assert gate.audience_of(State, "hydrate_and_load") == "anyone"
    assert gate.audience_of(OnLoadInternalState, "on_load_internal") == "anyone"
    assert gate.audience_of(FrontendEventExceptionState, "handle_frontend_exception") == "anyone"


def test_every_handler_of_the_app_is_declared():
    import console.console  # noqa: F401 - registers every page's states

    refused = {
        name
        for name, registered in RegistrationContext.get().event_handlers.items()
        if not name.endswith(".setvar")
        and not registered.states[0].__module__.startswith(("tests", "test_"))
        and gate.audience_of(registered.states[0], name.rpartition(".")[2]) is None
    }
    assert {name.rpartition(".")[2] for name in refused} == {"update_vars_internal"}


@pytest.mark.parametrize(
    ("handler", "payload", "expected"),
    [
        (Page.show_day, {"day": "2027-02-01"}, True),
        (Page.show_day, {"day": ["2027-02-01"]}, False),
        (Page.show_day, {"day": None}, False),
        (Page.pick_duration, {"minutes": 30}, True),
        (Page.pick_duration, {"minutes": True}, False),
        (Page.pick_duration, {"minutes": "30"}, False),
        (Page.book, {"form": {"guest_name": ["Jane"]}}, True),
        (Page.book, {"form": "guest_name"}, False),
        (Page.arrive, {}, True),
        (State.hydrate_and_load, {"vars": {"a": 1}, "hashes": None}, True),
        (State.hydrate_and_load, {"vars": "a"}, False),
        (NoticeState.show, {"kind": "info", "text": "x"}, True),
        (NoticeState.show, {"kind": "x", "text": "x"}, False),
    ],
)
def test_strangers_are_heard_if_they_send_what_a_handler_takes(handler: EventHandler, payload: dict, expected: bool):
    assert payloads.fits(handler.fn, payload) is expected


def test_half_an_emoji_is_a_question_mark():
    said = {"form": {"guest_name": "Jane \ud83d", "notes": ["Zoë 🐕", "\udc00"]}, "minutes": 30}
    assert payloads.written(said) == {"form": {"guest_name": "Jane ?", "notes": ["Zoë 🐕", "?"]}, "minutes": 30}


def test_the_session_is_read_from_its_own_cookie_only():
    assert gate.session_token(f"other=1; {gate.cookie_name()}=abc") == "abc"
    assert gate.session_token("other=1") == ""
    assert gate.session_token("") == ""
    assert gate.session_token("\x00;;;=") == ""


def test_two_installations_on_one_host_have_two_cookies(monkeypatch: pytest.MonkeyPatch):
    first = gate.cookie_name()
    monkeypatch.setenv("CALLBOARD_PORT", "9001")
    gate.settings.cache_clear()
    assert gate.cookie_name() != first
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example.com")
    gate.settings.cache_clear()
    assert gate.cookie_name() == "__Host-callboard"
    gate.settings.cache_clear()


def test_nobody_is_signed_in_by_default():
    with pytest.raises(SignInNeeded):
        gate.signed_in()
