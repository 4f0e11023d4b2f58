"""Open tabs learn what changed in their app, calmly: one refresh per tab in half a second, however much happens.

A page's state asks for it as it loads, after `SessionState.arrive`:

    @rx.event
    async def load(self):
        live.watch(self, BookingsState.refresh)

`refresh` is then called, as by a click of the person whose tab it is, whenever something in the app of the URL changed.
It stands until the tab is gone or arrives at another page. What frames every page, and the tabs over some, watch as
another `part` of it. What stands on a page ages by itself, too (`in 25 min`; a door that opens), so that pages of
bookings are refreshed each minute; what should be as of this `moment` watches that, and is refreshed four times as often.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterable
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Literal, get_args

import reflex as rx
from reflex_base.event import Event, EventCallback, EventHandler

from console.scheduling.services import transaction
from console.scheduling.services.transaction import Change

SECONDS_BETWEEN = 0.5
"""A tab is refreshed at most twice a second."""
SECONDS_TO_AGE = 60.0
SECONDS_OF_A_MOMENT = 15.0


@dataclass(slots=True)
class _Tab:
    app_id: str
    refresh: EventHandler | EventCallback[()]
    subjects: frozenset[str]
    person_id: str = ""
    """Whose news alone it watches; empty: everybody's."""
    refreshed_at: float = 0.0
    waiting: asyncio.TimerHandle | None = field(default=None, repr=False)


Part = Literal["page", "tabs", "frame", "person", "session"]
_Key = tuple[str, Part]
"""A tab's token, and for what it watches: its page, the tabs over it, the frame around it, the person who looks, or
whether they may still."""
_tabs: dict[_Key, _Tab] = {}


def watch(state: rx.State, refresh: EventHandler | EventCallback[()], *subjects: str, part: Part = "page") -> None:
    """Call `refresh` in this tab after changes of the app in its URL; `subjects` narrows them (`booking` if none).

    The next `watch` of the same `part` takes the place of its last one.
    """
    _watch(state, part, refresh, subjects or ("booking",))


def watch_own(
    state: rx.State, refresh: EventHandler | EventCallback[()], person_id: str, *subjects: str, part: Part = "person"
) -> None:
    """Call `refresh` in this tab after what is told to this person alone in the app of its URL: their notices if no
    `subjects` are named."""
    _watch(state, part, refresh, subjects or ("notice",), person_id)


def forget(state: rx.State, *parts: Part) -> None:
    """These parts of this tab watch nothing any more; without any, all of them."""
    for part in parts or get_args(Part):
        _drop((state.router.session.client_token, part))


@contextlib.asynccontextmanager
async def pushing(app: rx.App) -> AsyncIterator[None]:
    """While the application runs: hand each committed change to the tabs that watch its app."""
    loop, nobody = asyncio.get_running_loop(), copy_context()

    def told(change: Change) -> None:
        # Not in the context of whoever made the change: a tab's refresh must run as the person whose tab it is.
        loop.call_soon_threadsafe(_tell, app, change, context=nobody)

    stop = transaction.subscribe(told)
    ticks = [
        loop.create_task(_each(app, SECONDS_TO_AGE, "booking"), context=nobody),
        loop.create_task(_each(app, SECONDS_OF_A_MOMENT, "moment"), context=nobody),
    ]
    try:
        yield
    finally:
        stop()
        for tick in ticks:
            tick.cancel()


async def _each(app: rx.App, seconds: float, subject: Literal["booking", "moment"]) -> None:
    """Refresh who watches this just after each so many seconds: after each full minute, when what is said of time changes."""
    while True:
        await asyncio.sleep(seconds - time.time() % seconds + 0.05)
        for app_id in {tab.app_id for tab in _tabs.values()}:
            _tell(app, Change(app_id, subject))


def _tell(app: rx.App, change: Change) -> None:
    loop = asyncio.get_running_loop()
    for key, tab in tuple(_tabs.items()):
        if tab.waiting is None and _concerns(tab, change):
            due = max(loop.time(), tab.refreshed_at + SECONDS_BETWEEN)
            tab.waiting = loop.call_at(due, _refresh, app, key, tab)


def _concerns(tab: _Tab, change: Change) -> bool:
    is_theirs = not tab.person_id or tab.person_id == change.agent_id
    return tab.app_id == change.app_id and change.subject in tab.subjects and is_theirs


def _refresh(app: rx.App, key: _Key, tab: _Tab) -> None:
    tab.waiting = None
    if _tabs.get(key) is not tab:
        return
    token, _ = key
    if app.event_namespace is None or token not in app.event_namespace.token_to_sid:  # the browser closed it
        _drop(key)
        return
    tab.refreshed_at = asyncio.get_running_loop().time()
    for event in Event.from_event_type(tab.refresh):
        task = asyncio.ensure_future(app.event_processor.enqueue(token, event))
        _pushes.add(task)
        task.add_done_callback(_pushes.discard)


_pushes: set[asyncio.Future] = set()
"""Kept, so that the event loop's weak references do not lose them."""


def _drop(key: _Key) -> None:
    tab = _tabs.pop(key, None)
    if tab is not None and tab.waiting is not None:
        tab.waiting.cancel()


def _watch(
    state: rx.State,
    part: Part,
    refresh: EventHandler | EventCallback[()],
    subjects: Iterable[str],
    person_id: str = "",
) -> None:
    key: _Key = (state.router.session.client_token, part)
    _drop(key)
    app_id = state.rx_router_page.params.get("app_id", "")
    _tabs[key] = _Tab(app_id, refresh, frozenset(subjects), person_id)
