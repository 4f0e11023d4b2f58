"""Messages to customers: claim what is due, hand it to its channel with no transaction open, record what came of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from console.scheduling.services import link_requests, reminders, trials
from console.scheduling.services.reminders import AT_A_TIME, Due, Sent

from .channels import smtp, whatsapp
from .telling import tell
from .worker import Worker, is_gone

log = logging.getLogger(__name__)

_DEADLINE = 40
"""Seconds for one message, whatever its channel does; less than half of the lease."""
_SECONDS_TO_FINISH = 3
"""How long messages under way may go on when the process is asked to stop."""
_CHANNELS: Mapping[str, Callable[[Due], Awaitable[Sent]]] = {"email": smtp.send, "whatsapp": whatsapp.send}


class MailRoom:
    """One worker's messages to customers. Each channel has places of its own, so that one that hangs keeps nobody else."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._took_back = False
        self._under_way: dict[str, set[asyncio.Task[None]]] = {channel: set() for channel in _CHANNELS}

    async def send_due(self) -> None:
        """Set everything going that is due now, as far as there is room; the next tick finds the rest."""
        if not self._took_back:
            await self._worker.ask(reminders.take_back, lambda name: is_gone(name, self._worker.name))
            self._took_back = True
        if await self._worker.ask(link_requests.has_waiting):
            while await self._worker.ask(link_requests.answer):
                pass
        for channel in _CHANNELS:
            await self._send_on(channel)
        if await self._worker.ask(trials.has_waiting):
            for trial in await self._worker.ask(trials.claim):
                self._begin(trial.channel, self._try_out(trial))

    async def close(self) -> None:
        """Finish what is under way if that is soon done, so that nobody gets it again, and give everything else back."""
        tasks = [task for under_way in self._under_way.values() for task in under_way]
        if tasks:
            await asyncio.wait(tasks, timeout=_SECONDS_TO_FINISH)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._worker.ask(reminders.let_go, self._worker.name)

    async def _send_on(self, channel: str) -> None:
        while (room := AT_A_TIME - len(self._under_way[channel])) > 0 and await self._worker.ask(
            reminders.has_due, channel
        ):
            for due in await self._worker.ask(reminders.claim_due, self._worker.name, channel, room):
                self._begin(channel, self._deliver(due))

    def _begin(self, channel: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way[channel].add(task)
        task.add_done_callback(self._under_way[channel].discard)

    async def _deliver(self, due: Due) -> None:
        sent = await _send(due)
        tell(due.channel, due.reminder_id, due.attempt, sent.problem)
        await self._worker.write_down(reminders.record, self._worker.name, [sent])

    async def _try_out(self, due: Due) -> None:
        sent = await _send(due)
        await self._worker.write_down(trials.record, sent)


async def _send(due: Due) -> Sent:
    try:
        async with asyncio.timeout(_DEADLINE):
            return await _CHANNELS[due.channel](due)
    except TimeoutError:
        return Sent(due, "timed out")
    except Exception as defect:
        log.exception("Message %s met a defect.", due.reminder_id)
        return Sent(due, type(defect).__name__)
