"""What a restored installation holds back, for those who may look after the app; an owner says what is to become of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import reflex as rx

from console.scheduling import clock
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import sending
from console.scheduling.services.sending import KINDS, Kind, Waiting
from console.state import live
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState


@dataclass(frozen=True)
class HeldRow:
    """A kind that is held back: what is due of it, and the names of the buttons that decide: of nothing, to go on."""

    kind: str = ""
    told: str = ""
    is_due: bool = False
    send: str = ""
    skip: str = ""
    resume: str = ""


@open_to("member")
class SendingState(ActingState, rx.State):
    """What the banner shows; no rows while nothing is held back, or for who may not look after the app."""

    told: str = ""
    rows: list[HeldRow] = []
    may_decide: bool = False

    @rx.event
    async def load(self):
        """Show what is held back, from now on as it is."""
        await self._look()
        live.watch(self, SendingState.refresh, "sending", part="sending")

    @rx.event
    async def refresh(self):
        """Show what is held back now."""
        await self._look()

    @rx.event
    async def send(self, kind: str):
        """Send what is due of this kind, and whatever comes."""
        await self._ask(sending.resume, _known(kind))
        await self._look()
        return NoticeState.show("success", word("sending_sent"))

    @rx.event
    async def skip(self, kind: str):
        """Never send what is due of this kind; what comes is sent."""
        await self._ask(sending.skip, _known(kind))
        await self._look()
        return NoticeState.show("success", word("sending_skipped"))

    async def _look(self) -> None:
        held = await self._ask(sending.status)
        if held is None:
            self._put(told="", rows=[], may_decide=False)
            return
        self._put(
            told=word("sending_paused", since=self._moment(held.since)),
            rows=[self._row(one) for one in held.waiting],
            may_decide=held.may_decide,
        )

    def _row(self, one: Waiting) -> HeldRow:
        what = word(f"sending_{one.kind}", count=one.due)
        told = word("sending_due", what=what, since=self._moment(one.oldest)) if one.oldest else what
        labels = {act: word(f"sending_{act}_label", what=what) for act in ("send", "skip", "resume")}
        return HeldRow(one.kind, told, bool(one.due), **labels)

    def _moment(self, instant: datetime) -> str:
        return moments.moment(instant, zone(self._times_zone()), clock.now())


def _known(kind: str) -> tuple[Kind, ...]:
    return cast(tuple[Kind, ...], tuple(one for one in KINDS if one == kind))
