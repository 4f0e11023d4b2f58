"""Calls that ended without a word: one press says how each went, wherever they are listed."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.services import bookings
from console.state.acting import ActingState
from console.state.notice import NoticeState


class OutcomesState(ActingState, mixin=True):
    """The two acts of a listed call, with the page's surface. What was said shows when the list is next refreshed."""

    @rx.event
    async def say_done(self, booking_id: str):
        """The call took place; its outcome and a note can be given in its drawer instead."""
        return await self._say(bookings.done, booking_id)

    @rx.event
    async def say_no_show(self, booking_id: str):
        """The customer did not come."""
        return await self._say(bookings.mark_no_show, booking_id)

    async def _say(self, verb: Callable[..., object], booking_id: str) -> Any:
        try:
            await self._ask(verb, booking_id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        return type(self).refresh  # pyright: ignore[reportAttributeAccessIssue]  (every page with a list has one)
