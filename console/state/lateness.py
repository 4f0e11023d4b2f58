"""Running late: one press tells the guest, wherever the call is shown."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import bookings
from console.state.acting import ActingState
from console.state.notice import NoticeState


class LatenessState(ActingState, mixin=True):
    """The act, with the page's surface. What was told stands beside the call from the next refresh on."""

    @rx.event
    async def tell_late(self, booking_id: str):
        """Tell the guest that the call starts late, and say whether that reaches them."""
        try:
            told = await self._ask(bookings.tell_late, booking_id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        said: dict[str, Any] = {
            "customer": self._customer(booking_id),
            "channel": word(f"channel_{told.channel}"),
            "minutes": told.minutes,
        }
        notice = ("success", "late_told") if told.goes_out else ("info", "late_told_nobody")
        refresh = type(self).refresh  # pyright: ignore[reportAttributeAccessIssue]  (every page with a list has one)
        return [refresh, NoticeState.show(notice[0], word(notice[1], **said))]

    def _customer(self, booking_id: str) -> str:
        """The name of a listed call's customer."""
        raise NotImplementedError
