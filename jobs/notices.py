"""Notices to staff: claim what is due, hand it to the mail server with no transaction open, record what came of it."""

import asyncio
import logging
from collections.abc import Sequence
from email.message import EmailMessage
from functools import partial

from console.scheduling.messages import call_notices, weekly_figures
from console.scheduling.messages import notices as failure_notices
from console.scheduling.messages.call_notices import CallLetter
from console.scheduling.messages.weekly_figures import WeekLetter
from console.scheduling.services import notices
from console.scheduling.services.notices import DueNotice, SentNotice

from .channels import smtp
from .telling import tell
from .worker import Worker, is_gone

log = logging.getLogger(__name__)

_DEADLINE = 40
"""Seconds for one notice; less than half of the lease."""
_SECONDS_TO_FINISH = 3
"""How long notices under way may go on when the process is asked to stop."""


class NoticeDesk:
    """One worker's notices. They never share a place with messages to customers, who must not wait for them."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._took_back = False
        self._under_way: asyncio.Task[None] | None = None

    async def send_notices(self) -> None:
        """Send what is due now."""
        if not self._took_back:
            await self._worker.ask(notices.take_back, lambda name: is_gone(name, self._worker.name))
            self._took_back = True
        while await self._worker.ask(notices.has_due):
            due = await self._worker.ask(notices.claim_due, self._worker.name)
            self._under_way = asyncio.create_task(self._deliver(due))
            await asyncio.shield(self._under_way)  # the tick may be ended while they go out: see `close`

    async def close(self) -> None:
        """Finish what is under way if that is soon done, so that nobody gets it again, and give everything else back."""
        if self._under_way:
            await asyncio.wait([self._under_way], timeout=_SECONDS_TO_FINISH)
            self._under_way.cancel()
        await self._worker.ask(notices.let_go, self._worker.name)

    async def _deliver(self, due: Sequence[DueNotice]) -> None:
        sent = await asyncio.gather(*(_send(one) for one in due))
        for one in sent:
            tell("staff", one.due.notice_id, None, one.problem)
        await self._worker.write_down(notices.record, self._worker.name, sent)


async def _send(due: DueNotice) -> SentNotice:
    try:
        async with asyncio.timeout(_DEADLINE):
            answer = await smtp.hand_over(partial(message_of, due), due.recipient)
            return SentNotice(due, answer.problem, answer.final)
    except TimeoutError:
        return SentNotice(due, "timed out")
    except Exception as defect:
        log.exception("Notice %s met a defect.", due.notice_id)
        return SentNotice(due, type(defect).__name__)


def message_of(due: DueNotice) -> EmailMessage:
    """The MIME message: text, HTML beside it, and for a call the file that changes the agent's calendar."""
    letter = due.letter
    if isinstance(letter, CallLetter):
        email = call_notices.write(letter, smtp.sender_of(letter.app_name, due.mail_from), due.recipient)
    elif isinstance(letter, WeekLetter):
        email = weekly_figures.write(letter)
    else:
        email = failure_notices.write(letter)
    message = smtp.envelope(letter.app_name, due.mail_from, due.recipient, due.notice_id, letter.written_at)
    smtp.fill(message, email)
    return message
