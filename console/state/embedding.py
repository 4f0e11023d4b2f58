"""Booking on the app's own sites: which sites may show the booking page, and what to paste there."""

from dataclasses import replace
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import embedding
from console.scheduling.messages.words import word
from console.scheduling.services import apps
from console.scheduling.settings import settings
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState


@open_to("member")
class EmbeddingState(ActingState, rx.State):
    """The sites, one a line, and the lines to paste for the chosen way."""

    sites: str = ""
    problem: str = ""
    form_number: int = 0
    """Rises when the sites are written anew."""
    kinds: list[tuple[str, str]] = []
    kind: str = "inline"
    snippet: str = ""

    @rx.event
    async def load(self):
        """Show what is set."""
        try:
            app = await self._ask(apps.settings_of)
        except CallboardError:  # the page has said so
            return
        self.kinds = [(kind, word(f"embed_{kind}")) for kind in embedding.KINDS]
        self.sites, self.problem = "\n".join(app.allowed_origins), ""
        self.form_number += 1
        self._write(app.id, app.widget_key)

    @rx.event
    async def choose(self, kind: str):
        """Show the lines for this way."""
        if kind in embedding.KINDS:
            self.kind = kind
            app = await self._ask(apps.settings_of)
            self._write(app.id, app.widget_key)

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Let these sites, and no others, show the booking page."""
        self.sites = str(form.get("sites", ""))[:20_000]
        try:
            before = apps.terms_of(await self._ask(apps.settings_of))
            await self._ask(apps.save, replace(before, allowed_origins=self.sites.splitlines()))
        except Invalid as refused:
            self.problem = refused.problems[0].message
            return
        yield EmbeddingState.load
        yield NoticeState.show("success", word("sites_saved"))

    def _write(self, app_id: str, key: str) -> None:
        base_url, text = settings().base_url, word("book_call")
        self.snippet = embedding.snippet(self.kind, base_url=base_url, app_id=app_id, key=key, text=text)
