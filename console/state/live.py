"""Open tabs learn what changed in their app, calmly: one refresh per tab in half a second, however much happens.

A page's state asks for it as it loads, after `SessionState.arrive`:

    @rx.event
    async def load(self):
        live.watch(self, BookingsState.refresh)

`refresh` is then called, as by a click of the person whose tab it is, whenever something in the app of the URL changed.
It stands until the tab is gone or arrives at another page. What frames every page, the tabs over some, and the drawer
beside others watch as another `part` of it. What stands on a page ages by itself, too (`in 25 min`; a door that opens),
so that pages of bookings are refreshed each minute; what should be as of this `moment` watches that, and is refreshed
four times as often.

Two hundred tabs are told of one change within a second, because

- a tab is asked only if the change can show in it: a part that shows few agents or calls says so, as its `sight`;
- a tab that nobody looks at, since another covers it, is asked once somebody does;
- a tab that has been asked is not asked again before half a second after it has answered, and then once for all changes;
- few look at a time, the others after them, so that what somebody does waits for a few looks and not for two hundred;
- tabs that would read the same after the same change read it once (`console.state.sharing`).

The day of a call narrows nothing: its page also tells how many calls there are on all the others.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Literal, get_args

import reflex as rx
from reflex_base.event import Event, EventCallback, EventHandler

from console.scheduling.services import broadcast, changes, counting
from console.scheduling.services.changes import Change
from console.state import sharing, tabs

SECONDS_BETWEEN = 0.5
"""A tab is refreshed at most twice a second."""
SECONDS_TO_AGE = 60.0
SECONDS_OF_A_MOMENT = 15.0
_LOOKING_AT_ONCE = 8
_SECONDS_TO_LOOK = 20.0
"""Who takes longer does not keep the others waiting; the core's own waits are shorter."""
_AGED_AT_ONCE, _SECONDS_BETWEEN_AGED = 5, 0.1
"""Two hundred tabs have aged four seconds after the minute, for a quarter of a core until then."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a part of a tab shows of its app; by default whatever there is.

    Nobody asks it to look when something else changed. A change that names no agent may be anybody's.
    """

    agents: frozenset[str] | None = None
    """Whose calls can show in it; None: everybody's."""
    bookings: frozenset[str] = frozenset()
    """Calls that show in it whoever has them."""
    has_pool: bool = False
    """Whether pool calls of anybody show in it, too."""

    def takes_in(self, change: Change) -> bool:
        """Whether this change can show."""
        is_theirs = self.agents is None or change.agent_id is None or change.agent_id in self.agents
        return is_theirs or change.subject_id in self.bookings or (self.has_pool and change.is_pool)


EVERYTHING = Sight()


@dataclass(slots=True)
class _Watch:
    app_id: str
    refresh: EventHandler | EventCallback[()]
    subjects: frozenset[str]
    sight: Sight
    refreshed_at: float = 0.0
    is_looking: bool = False
    """Whether a refresh is under way."""
    is_behind: bool = False
    """Whether something changed since it was last asked to look."""
    waiting: asyncio.TimerHandle | None = field(default=None, repr=False)


Part = Literal["page", "tabs", "frame", "drawer", "act", "person", "session", "sending"]
_Key = tuple[str, Part]
"""A tab's token, and for what it watches: its page, the tabs over it, the frame around it, the drawer beside it, a long
act of the person who looks, what they are told, whether they may still look, or whether what is due is sent."""
_watches: dict[_Key, _Watch] = {}
_unseen: set[str] = set()
"""The tokens of the tabs that nobody sees."""
_AT_ONCE: tuple[Part, ...] = ("person", "session")
"""What reaches a tab that nobody sees all the same, and waits for no turn."""


def watch(
    state: rx.State,
    refresh: EventHandler | EventCallback[()],
    *subjects: str,
    part: Part = "page",
    sight: Sight = EVERYTHING,
) -> None:
    """Call `refresh` in this tab after changes of the app in its URL; `subjects` narrows them (`booking` if none).

    The next `watch` of the same `part` takes the place of its last one.
    """
    key = _key(state, part)
    _drop(key)
    app_id = state.rx_router_page.params.get("app_id", "")
    _watches[key] = _Watch(app_id, refresh, frozenset(subjects or ("booking",)), sight)


def watch_own(
    state: rx.State, refresh: EventHandler | EventCallback[()], person_id: str, *subjects: str, part: Part = "person"
) -> None:
    """Call `refresh` in this tab after what is told to this person alone in the app of its URL: their notices if no
    `subjects` are named."""
    watch(state, refresh, *(subjects or ("notice",)), part=part, sight=Sight(frozenset({person_id})))


def narrow(state: rx.State, sight: Sight, part: Part = "page") -> None:
    """From now on this part of the tab shows no more than this."""
    if watching := _watches.get(_key(state, part)):
        watching.sight = sight


def forget(state: rx.State, *parts: Part) -> None:
    """These parts of this tab watch nothing any more; without any, all of them."""
    for part in parts or get_args(Part):
        _drop(_key(state, part))


def set_seen(state: rx.State, *, is_seen: bool) -> None:
    """Whether anybody sees this tab; once somebody does, it catches up."""
    token = state.router.session.client_token
    (_unseen.discard if is_seen else _unseen.add)(token)
    for part in get_args(Part):
        if (watching := _watches.get((token, part))) and watching.is_behind:
            _ask((token, part), watching)


@contextlib.asynccontextmanager
async def pushing(app: rx.App) -> AsyncIterator[None]:
    """While the application runs: hand each committed change to the tabs that watch its app."""
    global _app, _turns
    _app, _turns = app, asyncio.Semaphore(_LOOKING_AT_ONCE)
    loop, nobody = asyncio.get_running_loop(), copy_context()

    def told(change: Change) -> None:
        sharing.outdate(change.app_id)
        # Not in the context of whoever made the change: a tab's refresh must run as the person whose tab it is.
        loop.call_soon_threadsafe(_tell, change, context=nobody)

    def missed() -> None:
        loop.call_soon_threadsafe(_tell_all, context=nobody)

    stop = changes.subscribe(told, missed)
    ticks = [
        loop.create_task(_each(SECONDS_TO_AGE, "booking"), context=nobody),
        loop.create_task(_each(SECONDS_OF_A_MOMENT, "moment"), context=nobody),
    ]
    try:
        with sharing.told():
            yield
    finally:
        stop()
        _app = None
        for tick in ticks:
            tick.cancel()


@contextlib.asynccontextmanager
async def hearing() -> AsyncIterator[None]:
    """While the application runs: what other processes of the same database change reaches this one's tabs, too."""
    with broadcast.hearing(changes.tell, changes.tell_missed):
        yield


async def send_tabs_away() -> None:
    """Close every tab's connection: it connects anew by itself, to whichever process answers then."""
    if _app is not None and (sio := _app.sio) is not None and sio.eio.sockets:
        await sio.eio.disconnect()


async def _each(seconds: float, subject: Literal["booking", "moment"]) -> None:
    """Refresh who watches this after each so many seconds, such as each full minute, when what is said of time changes.

    A few at a time: a change that somebody makes just then must not wait until two hundred tabs have aged.
    """
    while True:
        await asyncio.sleep(seconds - time.time() % seconds + 0.05)
        for app_id in {watching.app_id for watching in _watches.values()}:
            sharing.outdate(app_id)
        aging = [key for key, watching in _watches.items() if subject in watching.subjects]
        for first in range(0, len(aging), _AGED_AT_ONCE):
            for key in aging[first : first + _AGED_AT_ONCE]:
                if watching := _watches.get(key):
                    _call(key, watching)
            await asyncio.sleep(_SECONDS_BETWEEN_AGED)


def _tell(change: Change) -> None:
    for key, watching in tuple(_watches.items()):
        if _concerns(watching, change):
            _call(key, watching)


def _tell_all() -> None:
    """Have every tab look: what changed in the meantime is not known."""
    for app_id in {watching.app_id for watching in _watches.values()}:
        sharing.outdate(app_id)
    for key, watching in tuple(_watches.items()):
        _call(key, watching)


def _call(key: _Key, watching: _Watch) -> None:
    watching.is_behind = True
    _ask(key, watching)


def _concerns(watching: _Watch, change: Change) -> bool:
    return watching.app_id == change.app_id and change.subject in watching.subjects and watching.sight.takes_in(change)


def _ask(key: _Key, watching: _Watch) -> None:
    """Have it look as soon as it may."""
    token, part = key
    if not _is_open(token):
        _unseen.discard(token)
        _drop(key)
    elif not (watching.waiting or watching.is_looking or (token in _unseen and part not in _AT_ONCE)):
        loop = asyncio.get_running_loop()
        due = max(loop.time(), watching.refreshed_at + SECONDS_BETWEEN)
        watching.waiting = loop.call_at(due, _refresh, key, watching)


def _is_open(token: str) -> bool:
    """Whether a browser holds this tab open at this process; where it is at another, that one asks it."""
    return _app is not None and tabs.is_here(_app, token)


def _refresh(key: _Key, watching: _Watch) -> None:
    watching.waiting = None
    if _watches.get(key) is not watching or _app is None:
        return
    watching.is_looking = True
    push = asyncio.ensure_future(_push(_app, key, watching))
    _pushes.add(push)
    push.add_done_callback(lambda _: _looked(key, watching, push))


async def _push(app: rx.App, key: _Key, watching: _Watch) -> None:
    token, part = key
    async with contextlib.nullcontext() if part in _AT_ONCE else _turns:
        if _watches.get(key) is not watching:  # it left while it waited for its turn
            return
        watching.is_behind = False  # what changed while it waited shows in this look
        counting.tell("refresh", part=part)
        for event in Event.from_event_type(watching.refresh):
            # What went wrong in the handler has been said in the tab; one that was closed meanwhile needs no word.
            await asyncio.wait([await app.event_processor.enqueue(token, event)], timeout=_SECONDS_TO_LOOK)


def _looked(key: _Key, watching: _Watch, push: asyncio.Future[None]) -> None:
    _pushes.discard(push)
    watching.is_looking, watching.refreshed_at = False, asyncio.get_running_loop().time()
    if watching.is_behind and _watches.get(key) is watching:
        _ask(key, watching)


_app: rx.App | None = None
"""The running application."""
_turns = asyncio.Semaphore(_LOOKING_AT_ONCE)
"""Who looks holds one of these; those who wait are served in their order."""
_pushes: set[asyncio.Future[None]] = set()
"""Kept, so that the event loop's weak references do not lose them."""


def _key(state: rx.State, part: Part) -> _Key:
    return state.router.session.client_token, part


def _drop(key: _Key) -> None:
    watching = _watches.pop(key, None)
    if watching is not None and watching.waiting is not None:
        watching.waiting.cancel()
