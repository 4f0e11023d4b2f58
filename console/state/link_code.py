"""One booking link to give away: its address, its code to scan, and whom it names."""

import reflex as rx
import segno

from console.scheduling.messages.words import word
from console.scheduling.services import booking_links
from console.state.acting import ActingState
from console.state.gate import open_to

_PNG_PIXELS = 12
"""Pixels a module: some 500 across, enough for a poster's corner."""


@open_to("member")
class LinkCodeState(ActingState, rx.State):
    """The link in the dialog, on the screen and to take along."""

    is_open: bool = False
    name: str = ""
    url: str = ""
    agents: list[tuple[str, str]] = []
    """Whom the link may name; the first choice may be nobody."""
    agent_id: str = ""
    svg: str = ""
    """Data addresses of the two files."""
    png: str = ""
    _of_preset: str = ""
    """The link without an agent."""

    @rx.event
    def show(self, name: str, url: str):
        """Show a link that names whom it names."""
        self.name, self.agents = name[:200], []
        self._write(url[:1000])

    @rx.event
    async def show_preset(self, preset_id: str):
        """Show a preset's link, as far as that may be without an agent, and whom it may name."""
        links = await self._ask(booking_links.of_preset, preset_id)
        nobody = [("", word("link_names_nobody"))] if links.agents and not links.needs_agent else []
        self.name, self._of_preset, self.agents = links.name, links.url, [*nobody, *links.agents]
        self._name_agent(self.agents[0][0] if self.agents else "")

    @rx.event
    def choose_agent(self, agent_id: str):
        """Show the link that names this agent."""
        if agent_id in [known for known, _ in self.agents]:
            self._name_agent(agent_id)

    @rx.event
    def set_open(self, is_open: bool):
        """Close the dialog."""
        self.is_open = is_open

    def _name_agent(self, agent_id: str) -> None:
        self.agent_id = agent_id
        self._write(booking_links.naming(agent_id, self._of_preset))

    def _write(self, url: str) -> None:
        code = segno.make(url, error="m", micro=False)
        self.url, self.is_open = url, True
        self.svg = code.svg_data_uri(border=4, scale=4)
        self.png = code.png_data_uri(border=4, scale=_PNG_PIXELS)
