"""Messages to customers: claim what is due, hand it to its channel with no transaction open, record what came of it."""

import asyncio
import logging

from console.scheduling.services import reminders
from console.scheduling.services.reminders import Due, Sent

from .channels import smtp
from .worker import Worker, is_gone

log = logging.getLogger(__name__)

_DEADLINE = 40
"""Seconds for one message, whatever its channel does; less than half of the lease."""


class MailRoom:
    """One worker's messages to customers."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._took_back = False

    async def send_due(self) -> None:
        """Send everything that is due now."""
        if not self._took_back:
            await self._worker.ask(reminders.take_back, lambda name: is_gone(name, self._worker.name))
            self._took_back = True
        while await self._worker.ask(reminders.has_due):
            due = await self._worker.ask(reminders.claim_due, self._worker.name)
            sent = await asyncio.gather(*(_send(one) for one in due))
            if sent:
                await self._worker.ask(reminders.record, self._worker.name, sent)

    async def close(self) -> None:
        """Give back what was claimed and not sent."""
        await self._worker.ask(reminders.let_go, self._worker.name)


async def _send(due: Due) -> Sent:
    try:
        async with asyncio.timeout(_DEADLINE):
            return await smtp.send(due)
    except TimeoutError:
        return Sent(due, "timed out")
    except Exception as defect:
        log.exception("Message %s met a defect.", due.reminder_id)
        return Sent(due, type(defect).__name__)
