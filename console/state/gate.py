"""Who may call which handler: nobody, unless its state says so. Every event of every browser passes here first.

A state says it with `@open_to("anyone")`, `@open_to("signed_in")` or `@open_to("member")` (of the app that the page's
URL names). Subclasses say it again. Anything else, Reflex's own `setvar` included, is refused. Inside a handler
`signed_in()` tells who acts. What that person may do is the core's to decide, at each verb.
"""

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from typing import Literal, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import reflex as rx
from reflex.state import BaseState, FrontendEventExceptionState, OnLoadInternalState, State, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from structlog.contextvars import bind_contextvars

from console.scheduling.errors import SignInNeeded
from console.scheduling.messages.words import speak
from console.scheduling.services import sessions
from console.scheduling.services.sessions import SignedIn
from console.scheduling.settings import settings
from console.state.payloads import fits, written
from console.state.words import WordsState

log = logging.getLogger(__name__)

Audience = Literal["anyone", "signed_in", "member"]
S = TypeVar("S", bound=type[rx.State])

_audiences: dict[type, Audience] = {}
_reflex_own: dict[type, frozenset[str]] = {
    State: frozenset({"hydrate", "hydrate_and_load", "set_is_hydrated"}),
    OnLoadInternalState: frozenset({"on_load_internal", "set_is_hydrated"}),
    FrontendEventExceptionState: frozenset({"handle_frontend_exception"}),
}
_HYDRATES = ("hydrate", "hydrate_and_load")

_signed_in: ContextVar[SignedIn | None] = ContextVar("signed_in", default=None)


def open_to(audience: Audience) -> Callable[[S], S]:
    """Declare who may call the handlers of a state class."""

    def declare(state: S) -> S:
        _audiences[state] = audience
        return state

    return declare


def audience_of(state: type, handler: str) -> Audience | None:
    """Who may call this handler; None: nobody."""
    if state in _reflex_own:
        return "anyone" if handler in _reflex_own[state] else None
    return None if handler == "setvar" else _audiences.get(state)


def signed_in() -> SignedIn:
    """Who acts in the event at hand. Raises SignInNeeded."""
    person = _signed_in.get()
    if person is None:
        raise SignInNeeded("Please sign in.")
    return person


def maybe_signed_in() -> SignedIn | None:
    """Who acts in the event at hand, or None for a stranger."""
    return _signed_in.get()


def cookie_name() -> str:
    """The session cookie's name. Cookies know no ports: on plain http, two installations of one host keep apart by name.

    It is that of the address people use, which all processes of an installation have in common.
    """
    public = urlsplit(settings().base_url)
    return "__Host-callboard" if public.scheme == "https" else f"callboard-{public.port or 80}"


def session_token(cookies: str) -> str:
    """The session token in a Cookie header, or an empty text."""
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return ""
    return jar[cookie_name()].value if cookie_name() in jar else ""


class OwnerState(rx.State):
    """Whose tab this is: a person's id, or empty for a stranger. Only the gate looks here."""

    _owner: str | None = None


class Gate(rx.Middleware):
    """Resolves the session anew at each event, and lets through what the state's declaration allows."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:  # noqa: ARG002
        """None lets the event pass; anything else is the whole answer."""
        registered = RegistrationContext.get().event_handlers[event.name]
        handler = event.name.rpartition(".")[2]
        audience = audience_of(registered.states[0], handler)
        if audience is None:
            log.warning("Refused %s: no declaration opens it.", event.name)
            return StateUpdate()
        app_id = state.rx_router_page.params.get("app_id", "")
        bind_contextvars(
            request_id=f"evt_{uuid4().hex}", handler=f"{registered.states[0].__name__}.{handler}", app_id=app_id
        )
        event.payload.update(written(event.payload))
        if audience == "anyone" and not fits(registered.handler.fn, event.payload):
            log.warning("Refused %s: it takes no such thing.", event.name)
            return StateUpdate()
        token = session_token(_cookies(state))
        person = await asyncio.to_thread(sessions.resolve, token) if token else None  # customers need no thread
        _signed_in.set(person)
        speak((await state.get_state(WordsState)).language)
        owner = await state.get_state(OwnerState)
        now = person.person.id if person else ""
        if owner._owner != now:
            if owner._owner is not None and handler not in _HYDRATES:
                return _sent_to_sign_in()  # somebody else's tab
            state._get_root_state().reset()
            owner._owner = now
        return None if _allows(audience, person, state) else _sent_to_sign_in()


def _allows(audience: Audience, person: SignedIn | None, state: BaseState) -> bool:
    if audience == "anyone":
        return True
    if person is None:
        return False
    app_id = state.rx_router_page.params.get("app_id", "")
    return audience == "signed_in" or any(one.app_id == app_id for one in person.memberships)


def _cookies(state: BaseState) -> str:
    """The browser's own Cookie header: the event's, else (pushed events carry none) the one its tab connected with."""
    headers = EventContext.get().router_data.get("headers") or state.router_data.get("headers") or {}
    return headers.get("cookie", "")


def _sent_to_sign_in() -> StateUpdate:
    """`console.pages.sign_in` loads the document anew, so that the next socket connects with the cookie of that moment."""
    return StateUpdate(events=Event.from_event_type(rx.redirect("/sign-in")))
