"""What the system says in passing: one notice at a time, shown by the frame. (A returned toast needs `unsafe-eval`.)"""

from typing import Literal

import reflex as rx

from console.state.gate import open_to

Kind = Literal["info", "success", "danger"]


@open_to("anyone")
class NoticeState(rx.State):
    """The notice on the screen. Handlers speak with `yield NoticeState.show("success", word("booked"))`."""

    kind: str = "info"
    text: str = ""
    number: int = 0
    """Counts notices, so that the same sentence twice is seen twice."""

    @rx.event
    def show(self, kind: Kind, text: str):
        """Show one sentence; it takes the place of the one before."""
        self.kind, self.text, self.number = kind, text, self.number + 1

    @rx.event
    def close(self):
        """Take the notice away."""
        self.text = ""
