"""When things happen: one scheduler that only ticks. What is due stands in the database, so any number may tick.

Every effect is claimed or locked there before it is done; a tick that is missed, doubled or killed costs a second.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from console.scheduling.errors import CallboardError
from console.scheduling.services import (
    app_removal,
    bookings,
    bulk_cancels,
    changes,
    counting,
    holds,
    installation,
    retention,
    upkeep,
    webhooks,
    weekly_sending,
)

from .calendars import CalendarDesk
from .deliveries import PostOffice
from .notices import NoticeDesk
from .reminders import MailRoom
from .worker import Worker

log = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns whenever a tick is still busy at the next

_ALIVE_EVERY = timedelta(seconds=15)
"""How often the clock says that it runs; `services.installation` takes a long silence for an outage."""
_CALENDARS_EVERY = timedelta(seconds=5)
_NOTICES_EVERY = timedelta(seconds=2)
_FORGETTING_EVERY = timedelta(hours=1)
"""It looks at every customer of the apps that want it."""
_ACTS_AT_A_TIME, _HANDS = 200, 2
"""The clock's acts wait for the database more than they compute, so two threads of a process share them."""


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Everything that happens by itself, for as long as the block lasts."""
    worker = Worker()
    office, mail, desk = PostOffice(worker), MailRoom(worker), CalendarDesk(worker)
    notices = NoticeDesk(worker)
    scheduler = _scheduler(worker, office, mail, desk, notices)
    loop = asyncio.get_running_loop()
    bells = {"delivery": office.ring, "calendar": desk.ring}

    def hear(change: changes.Change) -> None:
        if bell := bells.get(change.subject):
            loop.call_soon_threadsafe(bell)

    def missed() -> None:
        for bell in bells.values():
            loop.call_soon_threadsafe(bell)

    silence = changes.subscribe(hear, missed)
    clerks = [
        asyncio.create_task(office.run(), name="deliveries"),
        asyncio.create_task(desk.run(), name="calendars"),
    ]
    scheduler.start()
    try:
        yield
    finally:
        silence()
        scheduler.shutdown(wait=False)
        for clerk in clerks:
            clerk.cancel()
            with suppress(asyncio.CancelledError):
                await clerk
        await asyncio.gather(*(_closed(room) for room in (desk, office, mail, notices)))
        worker.close()


async def _closed(room: PostOffice | MailRoom | CalendarDesk | NoticeDesk) -> None:
    """What a room cannot give back now, since the database is away, runs out by itself."""
    try:
        await room.close()
    except CallboardError as refused:
        log.warning("%s keeps its leases until they run out: %s", type(room).__name__, refused.message)
    except Exception:
        log.exception("%s met a defect.", type(room).__name__)


def _scheduler(
    worker: Worker, office: PostOffice, mail: MailRoom, desk: CalendarDesk, notices: NoticeDesk
) -> AsyncIOScheduler:
    """The ticks, each at once and then at its own pace."""

    async def advance() -> None:
        while any(await asyncio.gather(*(acts(hand) for hand in range(_HANDS)))):
            pass

    def acts(hand: int) -> Coroutine[Any, Any, int]:
        return worker.ask(bookings.advance_due, _ACTS_AT_A_TIME, hand, _HANDS)

    async def cancel_chosen() -> None:
        while await worker.ask(bulk_cancels.advance, worker.name):
            pass

    async def free_held() -> None:
        while await worker.ask(holds.end_expired):
            pass

    async def ring() -> None:
        office.ring()

    async def look_at_calendars() -> None:
        desk.ring()

    async def alive() -> None:
        await worker.ask(installation.touch_alive)

    async def tidy() -> None:
        await worker.ask(webhooks.settle_rotations)
        await worker.ask(upkeep.sweep_events)
        await worker.ask(app_removal.sweep)

    async def tell_weeks() -> None:
        while await worker.ask(weekly_sending.send_due):
            pass

    async def forget_customers() -> None:
        await worker.ask(retention.forget_due)

    async def sweep() -> None:
        await worker.ask(upkeep.sweep)

    ticks: list[tuple[Callable[[], Coroutine[Any, Any, None]], timedelta]] = [
        (alive, _ALIVE_EVERY),
        (ring, timedelta(seconds=1)),
        (advance, timedelta(seconds=1)),
        (cancel_chosen, timedelta(seconds=1)),
        (free_held, timedelta(seconds=1)),
        (mail.send_due, timedelta(seconds=1)),
        (notices.send_notices, _NOTICES_EVERY),
        (sweep, timedelta(seconds=5)),
        (tidy, timedelta(minutes=1)),
        (tell_weeks, timedelta(minutes=1)),
        (forget_customers, _FORGETTING_EVERY),
        (look_at_calendars, _CALENDARS_EVERY),
    ]
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for tick, every in ticks:
        scheduler.add_job(
            _logged(tick), "interval", seconds=every.total_seconds(), next_run_time=datetime.now(UTC), id=tick.__name__
        )
    return scheduler


def _logged(tick: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], Coroutine[Any, Any, None]]:
    """The tick, whose troubles are told to the log and end there: the next one comes anyway."""

    @wraps(tick)
    async def run() -> None:
        try:
            with counting.judged("tick", tick=tick.__name__):
                await tick()
        except CallboardError as refused:
            log.warning("%s waits: %s", tick.__name__, refused.message)
        except Exception:
            log.exception("%s met a defect.", tick.__name__)

    return run
