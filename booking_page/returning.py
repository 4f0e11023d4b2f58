"""What the open page knows of its customer, for a server that does not: one that they come to, or that was started anew."""

import re
from typing import Any

import reflex as rx

from booking_page.booked import BookedState
from booking_page.holding import HoldingState
from console.scheduling.errors import CallboardError, SlotUnavailable
from console.scheduling.services import customer_calls, links
from console.state.acting import ask

_HOLDER = re.compile(r"[\w-]{32}", re.ASCII)


class Customer(rx.Component):
    """Tells of the customer whenever `is_known` is false, with all of `chosen` that it saw before. Shows nothing."""

    library = "$/public/customer.js"
    tag = "Customer"

    is_known: rx.Var[bool]
    chosen: rx.Var[dict[str, Any]]

    on_arrive: rx.EventHandler[rx.event.passthrough_event_spec(str, str, bool, dict[str, Any])]  # pyright: ignore[reportCallIssue]


def customer(state: type["ReturningState"], on_arrive: Any) -> rx.Component:
    """Stands on the page as long as it is open."""
    chosen = {
        "step": state.step,
        "agent": state.agent_id,
        "minutes": state.duration,
        "start": state.start,
        "holder": state.holder,
        "manage": state.summary.manage_url,
    }
    return Customer.create(is_known=state.is_known, chosen=chosen, on_arrive=on_arrive)


class ReturningState(BookedState, HoldingState, mixin=True):
    """Puts back what was chosen, typed and booked when the server forgot it; what is not on offer any more is left out."""

    _before: dict[str, Any] = {}
    """What it had seen before, until it is put back."""

    async def _go(self, step: str) -> None:
        raise NotImplementedError

    async def _open_if_ready(self) -> None:
        raise NotImplementedError

    async def _offer_instead_of(self, refused: CallboardError) -> None:
        raise NotImplementedError

    async def _resume(self) -> None:
        """Stand where the customer stood. Called at the step that the address alone leads to."""
        before, self._before = self._before, {}
        if before.get("manage"):
            await self._recall(str(before["manage"]))
            return
        if isinstance(fields := before.get("fields"), dict):
            self._keep_all(fields)
            self.form_number += 1
        if before.get("agent") in [card.id for card in self.agents]:
            self._name_agent(before["agent"])
        elif self.picks:
            return
        if before.get("minutes") in self.durations:
            self.duration = before["minutes"]
        if _HOLDER.fullmatch(holder := str(before.get("holder", ""))):
            self.holder = holder
        self._forget_slots()
        await self._go("time")
        if before.get("step") == "details":
            await self._choose_again(str(before.get("start", "")))

    async def _choose_again(self, start: str) -> None:
        """The start may have been given away meanwhile: then the nearest are offered in its place."""
        self.start = start
        if self._chosen_at is None:
            self.start = ""
            return
        self._say_start()
        await self._go("details")
        try:
            await self._keep_start()
        except SlotUnavailable as gone:
            await self._offer_instead_of(gone)

    async def _recall(self, manage_url: str) -> None:
        """Show the call again that was booked here; the link is the key to it."""
        try:
            target = await ask(links.resolve, manage_url.rpartition("/")[2])
            if target.role == "manage" and target.app_id == self._address.app_id:
                call = await ask(customer_calls.see, links.actor_of(target), target.booking_id, self._locale)
                await self._sum_up(call.booking)
        except CallboardError:
            await self._open_if_ready()  # the link has ended: the page begins anew
