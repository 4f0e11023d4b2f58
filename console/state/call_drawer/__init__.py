"""One booking beside the list it came from. Each subject has a room: what is shown, acts, editing, notes."""

from typing import ClassVar

import reflex as rx

from console.scheduling.actors import Surface
from console.state.call_drawer.editing import CallEditState
from console.state.call_drawer.notes import CallNotesState
from console.state.gate import open_to


class CallDrawerState(CallEditState, CallNotesState, mixin=True):
    """The drawer. Its booking stands in the address as `?call=`, so that it can be shared, reloaded and left by Back."""


@open_to("member")
class MasterDrawerState(CallDrawerState, rx.State):
    """The drawer of the master view: its acts come through the surface `admin`."""


@open_to("member")
class MyDrawerState(CallDrawerState, rx.State):
    """The drawer of My schedules: its acts come through the surface `agent`."""

    _surface: ClassVar[Surface] = "agent"


__all__ = ["CallDrawerState", "MasterDrawerState", "MyDrawerState"]
