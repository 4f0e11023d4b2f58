"""Open tabs where several processes serve them: what each shows is kept in Redis, so that any process can go on with it.

A tab whose process is gone connects to another, and finds everything as it was: whether the one before is gone, Redis knows
at once, since each process listens there for as long as it lives. While Redis is away each process keeps its tabs itself,
as where there is only one: they are closed and open again by themselves, as after a restart, when that begins and ends.
"""

import asyncio
import contextlib
import logging
import pickle
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import reflex as rx
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.redis import StateManagerRedis
from reflex.istate.manager.token import StateToken
from reflex.utils.token_manager import LocalTokenManager, RedisTokenManager

log = logging.getLogger(__name__)

_LONGEST_ANSWER = 2.0
"""Seconds that Redis may take to show that it is there."""
_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_BETWEEN_TRIES = 0.5
_LEFT_IN_PEACE_FOR, _ASKED_EVERY = 1.0, 0.05
"""How long a process that ends may take to let go of a tab that has come to another by then, in seconds."""

_TROUBLES = (RedisError, OSError, asyncio.TimeoutError)


class Presence:
    """Whether Redis is there for this process."""

    is_away = False


class SharedStates(StateManagerRedis):
    """The states of tabs in Redis; in this process's memory while that is away."""

    def __init__(self, redis: Redis, presence: Presence, like: StateManagerRedis) -> None:
        super().__init__(
            redis=redis,
            token_expiration=like.token_expiration,
            lock_expiration=like.lock_expiration,
            lock_warning_threshold=like.lock_warning_threshold,
        )
        self._presence, self._own = presence, StateManagerMemory()

    async def get_state(self, token: Any, top_level: bool = True, for_state_instance: Any = None) -> Any:
        """The state of a tab, or the part that another lacks."""
        if self._presence.is_away and for_state_instance is None:
            return await self._own.get_state(token)
        return await super().get_state(token, top_level, for_state_instance)

    async def set_state(self, token: Any, state: Any, *, lock_id: bytes | None = None, **context: Any) -> None:
        """Keep the state of a tab."""
        if self._presence.is_away and lock_id is None:
            await self._own.set_state(token, state)
        else:
            await super().set_state(token, state, lock_id=lock_id, **context)

    def modify_state(  # pyright: ignore[reportIncompatibleMethodOverride]  (that of memory makes contexts of another class)
        self, token: StateToken, **context: Any
    ) -> AbstractAsyncContextManager[Any]:
        """The state of a tab, for one event alone."""
        return (self._own if self._presence.is_away else super()).modify_state(token, **context)

    def forget_own(self) -> None:
        """Let go of what this process kept itself."""
        self._own = StateManagerMemory()

    async def free(self, token: str) -> None:
        """Take a tab from an event whose process was killed in the middle of it."""
        await self.redis.delete(f"{token}_lock")


class SharedTabs(RedisTokenManager):
    """Which process has which tab. A token belongs to one tab: who duplicates a tab gets another."""

    def __init__(self, redis: Redis, presence: Presence, states: SharedStates) -> None:
        super().__init__(redis)
        self._presence, self._states = presence, states

    async def link_token_to_sid(self, token: str, sid: str) -> str | None:
        """Take the tab; gives its new token if another tab has this one."""
        if not self._presence.is_away:
            with contextlib.suppress(*_TROUBLES):
                await self._release(token)
            return await super().link_token_to_sid(token, sid)
        return await LocalTokenManager.link_token_to_sid(self, token, sid)

    async def disconnect_token(self, token: str, sid: str) -> None:
        """Let go of the tab."""
        if self._presence.is_away:
            await LocalTokenManager.disconnect_token(self, token, sid)
        else:
            await super().disconnect_token(token, sid)

    async def _release(self, token: str) -> None:
        """Free a tab from who cannot have it any more: a process that is gone, or is just letting go of it."""
        until = asyncio.get_running_loop().time() + _LEFT_IN_PEACE_FOR
        while record := await self.redis.get(self._get_redis_key(token)):
            holder = pickle.loads(record)  # noqa: S301 - who can write to this Redis can run code anyway
            is_ours = holder.instance_id == self.instance_id
            if is_ours and self.sid_to_token.get(holder.sid) == token:
                return
            if is_ours or not await self._lives(holder.instance_id):
                await self.redis.delete(self._get_redis_key(token))
                await self._states.free(token)
                return
            if asyncio.get_running_loop().time() >= until:
                return
            await asyncio.sleep(_ASKED_EVERY)

    async def _lives(self, instance_id: str) -> bool:
        ((_, listeners),) = await self.redis.pubsub_numsub(_channel(instance_id))
        return listeners > 0

    def hear_nothing(self) -> None:
        """Stop listening, until the next tab comes: while Redis is away there is nobody to listen to."""
        for task in (self._socket_record_task, self._lost_and_found_task):
            if task:
                task.cancel()

    def _ensure_socket_record_task(self) -> None:
        if not self._presence.is_away:
            super()._ensure_socket_record_task()

    def ensure_lost_and_found_task(self, emit_update: Any) -> None:
        """Listen to what other processes have to say to tabs of this one."""
        if not self._presence.is_away:
            super().ensure_lost_and_found_task(emit_update)

    async def is_token_connected(self, token: str) -> bool:
        """Whether any process has the tab."""
        if self._presence.is_away:
            return await LocalTokenManager.is_token_connected(self, token)
        return await super().is_token_connected(token)


def is_here(app: rx.App, token: str) -> bool:
    """Whether a browser holds this tab open at this process."""
    if app.event_namespace is None:
        return False
    tabs = app.event_namespace._token_manager
    record = tabs.token_to_socket.get(token)
    return record is not None and record.instance_id == tabs.instance_id


def open_here(app: rx.App) -> int:
    """How many tabs browsers hold open at this process."""
    if app.event_namespace is None:
        return 0
    tabs = app.event_namespace._token_manager
    return sum(record.instance_id == tabs.instance_id for record in tabs.token_to_socket.values())


async def is_anywhere(app: rx.App, token: str) -> bool:
    """Whether a browser holds this tab open, at whichever process."""
    return app.event_namespace is not None and await app.event_namespace._token_manager.is_token_connected(token)


def share(app: rx.App) -> None:
    """Have the processes that name one Redis share their tabs. Without one, or before there are states, nothing changes."""
    states, namespace = app._state_manager, app.event_namespace
    if namespace is None or not isinstance(states, StateManagerRedis):
        return
    presence = Presence()
    shared = SharedStates(_client(), presence, states)
    app._state_manager = shared
    namespace._token_manager = SharedTabs(_client(), presence, shared)
    app.register_lifespan_task(_watching)


@contextlib.asynccontextmanager
async def _watching(app: rx.App) -> AsyncIterator[None]:
    """While the application runs: show the other processes that this one lives, and notice whether Redis does."""
    ended = asyncio.Event()
    watch = asyncio.create_task(_watch(app, ended), name="redis")
    try:
        yield
    finally:
        ended.set()
        await asyncio.wait({watch}, timeout=2 * _LONGEST_ANSWER)


async def _watch(app: rx.App, ended: asyncio.Event) -> None:
    namespace, states = app.event_namespace, app.state_manager
    assert namespace and isinstance(states, SharedStates)
    tabs = namespace._token_manager
    assert isinstance(tabs, SharedTabs)
    presence = states._presence
    while not ended.is_set():
        client = _client(socket_timeout=_LONGEST_ANSWER)
        try:
            async with client.pubsub() as line:
                await line.subscribe(_channel(tabs.instance_id))
                if presence.is_away:
                    log.warning("Redis is back; processes share their tabs again.")
                    presence.is_away = False
                    await _open_anew(app)
                    states.forget_own()
                while not ended.is_set():
                    await line.get_message(timeout=_SECONDS_BETWEEN_LOOKS)
                    await client.execute_command("PING")  # by another connection, which has a limit of time
        except _TROUBLES as trouble:
            if not presence.is_away:
                log.warning("Redis is away; this process keeps its tabs itself meanwhile. %s", trouble)
                presence.is_away = True
                tabs.hear_nothing()
                await _open_anew(app)
        finally:
            with contextlib.suppress(*_TROUBLES):
                await client.aclose()
        await asyncio.sleep(_SECONDS_BETWEEN_TRIES)


async def _open_anew(app: rx.App) -> None:
    """Close every socket, as a lost connection would: browsers open them again, and load what they show."""
    assert app.sio
    sockets = list(app.sio.eio.sockets.values())
    await asyncio.gather(*(_end(socket) for socket in sockets), return_exceptions=True)


async def _end(socket: Any) -> None:
    """Say goodbye, to which browsers do not listen, and have done with writing to it, which ends the connection."""
    await socket.close(wait=False)
    await socket.queue.put(None)


def _channel(instance_id: str) -> str:
    return f"callboard_process_{instance_id}"


def _client(**options: Any) -> Redis:
    """A client that says at once when Redis is away."""
    from reflex.utils.prerequisites import parse_redis_url

    url = parse_redis_url()
    assert url
    return Redis.from_url(url, socket_connect_timeout=_LONGEST_ANSWER, retry=Retry(NoBackoff(), 1), **options)
