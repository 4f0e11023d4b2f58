"""The one crossing from a page's state to the core."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

import reflex as rx

from console.scheduling.actors import Actor, Surface
from console.scheduling.errors import AppNotFound, CallboardError, Unavailable
from console.scheduling.messages.sentences import translate
from console.scheduling.services import sessions
from console.scheduling.services.sessions import Membership, SignedIn
from console.state.gate import signed_in

P = ParamSpec("P")
R = TypeVar("R")

_SECONDS = 15
"""How long a page waits for the core. The core's own waits (locks, pools) are shorter."""

_reads = ThreadPoolExecutor(12, thread_name_prefix="reads")
_writes = ThreadPoolExecutor(8, thread_name_prefix="writes")


class ActingState(rx.State, mixin=True):
    """What every state of the console shares: who is acting, and one way to the core.

    `await self._ask(bookings.cancel, booking_id, reason=reason)` calls `bookings.cancel(actor, booking_id, reason=...)`.
    """

    _surface: ClassVar[Surface] = "admin"
    """Through which surface this page's acts come; it decides the booking source."""

    def _app_id(self) -> str:
        """The app that the page's URL names."""
        return self.rx_router_page.params.get("app_id", "")

    def _membership(self) -> Membership:
        """How the signed-in person belongs to the app of the URL. Raises SignInNeeded, AppNotFound."""
        return _membership(signed_in(), self._app_id())

    def _times_zone(self) -> str:
        """The zone this person wants times in: their own, or the app's. (`agent`: each call's agent's; see `_times`.)"""
        return times_zone(signed_in(), self._app_id())

    def _times(self) -> str:
        """Whose zone times are shown in: `mine`, `app` or `agent`."""
        return times_of(signed_in())

    async def _actor(self) -> Actor:
        """The signed-in person in the app of the URL. Raises SignInNeeded, AppNotFound."""
        return sessions.actor_for(signed_in(), self._app_id(), self._surface)

    def _put(self, **values: Any) -> None:
        """Set these vars, where they differ: what stays as it is is not sent to the browser again."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    async def _ask(self, service: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a verb of the core as this actor, away from the event loop. Raises what the core raises, or Unavailable."""
        return await ask(service, await self._actor(), *args, **kwargs)


def times_zone(who: SignedIn, app_id: str) -> str:
    """The zone this person wants the times of an app in: their own, or the app's. Raises AppNotFound."""
    member = _membership(who, app_id)
    return member.app_timezone if times_of(who) == "app" else member.timezone


def _membership(who: SignedIn, app_id: str) -> Membership:
    for one in who.memberships:
        if one.app_id == app_id:
            return one
    raise AppNotFound("There is no such app, or you are not a member of it.")


def times_of(who: SignedIn) -> str:
    """Whose zone this person is shown times in: `mine`, `app` or `agent`."""
    return who.person.preferences.get("times", "mine")


async def ask(service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the synchronous core in its own threads, reads apart from writes, and wait no longer than the deadline.

    What it refuses with is said in the reader's language.
    """
    pool = _reads if getattr(service, "only_reads", False) else _writes
    work = asyncio.get_running_loop().run_in_executor(pool, copy_context().run, partial(service, *args, **kwargs))
    try:
        return await asyncio.wait_for(work, _SECONDS)
    except TimeoutError:
        slow = Unavailable("This took too long. Please look whether it was done before you try again.")
        translate(slow)
        raise slow from None
    except CallboardError as refused:
        translate(refused)
        raise
