"""Choosing a time as staff do: among the free ones, or typed, which may set working hours and notice aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import reflex as rx

from console.scheduling.errors import Invalid
from console.scheduling.messages.words import word
from console.scheduling.rules.ranges import wall_instant
from console.state.slot_picker import SlotPickerState


class TimeChoiceState(SlotPickerState, mixin=True):
    """The slot picker, and beside it a date and a clock. The form's fields are `day`, `clock` and `set_aside`."""

    is_typed: bool = False
    """Whether the time is typed instead of chosen."""

    @rx.event
    def set_typed(self, is_typed: bool):
        """Type a time instead of choosing one, or the other way round."""
        self.is_typed = is_typed

    @rx.event
    def take_instead(self, start: str):
        """Take one of the nearest times that were offered for the one refused."""
        if self._choose(start):
            self.is_typed = False

    def _wanted_start(self, form: Mapping[str, Any]) -> datetime:
        """The chosen start, or the typed one on the picker's zone's clock. Raises Invalid."""
        if self.is_typed:
            return wall_instant(str(form.get("day", "")), str(form.get("clock", "")), self.zone)
        if self._chosen_at is None:
            raise Invalid.of("scheduled_at", word("choose_time_first"))
        return self._chosen_at

    def _forget_time(self) -> None:
        self.is_typed = False
        self._forget_slots()
