"""The second step of signing in, on one's profile: set up with a QR code, recovery codes shown once, turned off."""

from typing import Any, Literal

import reflex as rx
import segno

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import second_factor
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of

Step = Literal["", "password", "app", "codes", "renew", "off"]


@open_to("member")
class SecondFactorState(ActingState, rx.State):
    """Where the person stands, and the dialog in which it changes. The secret and the codes go when it closes."""

    is_loaded: bool = False
    is_on: bool = False
    codes_left: int = 0
    step: str = ""
    """What the dialog asks for or shows; empty while it is closed."""
    secret: str = ""
    """In groups of four, for who cannot photograph the QR code."""
    qr_code: str = ""
    """A picture, as the address of an image."""
    codes: list[str] = []
    problems: dict[str, str] = {}

    @rx.event
    async def load(self):
        """Show whether a code is asked for."""
        self._close()
        await self._fetch()

    @rx.event
    def ask_for(self, step: Step):
        """Open the dialog with the password, for setting up, or for what it guards."""
        self._close()
        self.step = step if step in ("password", "renew", "off") else ""

    @rx.event
    def set_open(self, is_open: bool):
        """Close the dialog; what it showed is not shown again."""
        if not is_open:
            self._close()

    @rx.event
    async def begin(self, form: dict[str, Any]):
        """Show the QR code to who knows the password."""
        try:
            begun = await self._ask(second_factor.begin, str(form.get("password", "")))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        groups = range(0, len(begun.secret), 4)
        self.secret = " ".join(begun.secret[at : at + 4] for at in groups)
        self.qr_code = segno.make(begun.address).svg_data_uri(scale=4, border=4, light="#fff")
        self.step, self.problems = "app", {}

    @rx.event
    async def turn_on(self, form: dict[str, Any]):
        """Turn it on with a first code, and show the recovery codes."""
        return await self._show_codes(second_factor.turn_on, str(form.get("code", "")))

    @rx.event
    async def renew(self, form: dict[str, Any]):
        """Show other recovery codes."""
        return await self._show_codes(
            second_factor.renew_codes, str(form.get("password", "")), str(form.get("code", ""))
        )

    @rx.event
    async def turn_off(self, form: dict[str, Any]):
        """Ask for the password alone from now on."""
        try:
            await self._ask(second_factor.turn_off, str(form.get("password", "")), str(form.get("code", "")))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self._close()
        await self._fetch()
        return NoticeState.show("success", word("second_step_is_off"))

    @rx.event
    def download(self):
        """Take the recovery codes along as a file."""
        if self.codes:
            lines = [word("recovery_codes_file"), "", *self.codes, ""]
            return rx.download(data="\n".join(lines), filename="callboard-recovery-codes.txt")
        return None

    async def _show_codes(self, verb: Any, *given: str) -> None:
        try:
            codes = await self._ask(verb, *given)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self._close()
        self.step, self.codes = "codes", codes
        await self._fetch()

    async def _fetch(self) -> None:
        standing = await self._ask(second_factor.standing)
        self.is_on, self.codes_left, self.is_loaded = standing.is_on, standing.codes_left, True

    def _close(self) -> None:
        self.step, self.secret, self.qr_code, self.codes, self.problems = "", "", "", [], {}
