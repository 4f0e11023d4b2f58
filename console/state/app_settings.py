"""The settings page: the app's name and home zone, and the links that customers book through."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.services import apps, booking_links, presets
from console.state import live
from console.state.app_copies import AppCopiesState
from console.state.channels import ChannelsState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of
from console.state.reading import ReadingState
from console.state.session import SessionState


@dataclass(frozen=True)
class PresetLink:
    """A preset's short link."""

    id: str
    name: str
    url: str


@open_to("member")
class AppSettingsState(ReadingState, rx.State):
    """What the app's settings say."""

    name: str = ""
    timezone: str = ""
    meeting_url: str = ""
    """The template of where calls take place; empty: Callboard's own page."""
    contact_email: str = ""
    contact_phone: str = ""
    meeting_examples: list[tuple[str, str]] = []
    """Where a guest and an agent would be led by what is typed now: who, and the address."""
    booking_url: str = ""
    links: list[PresetLink] = []
    """Why there is nothing to see."""
    problems: dict[str, str] = {}
    is_rotating: bool = False

    @rx.event
    async def load(self):
        """Show the settings, from now on as they are."""
        await self._fetch()
        live.watch(self, AppSettingsState.refresh, "settings")

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()
        return [AppCopiesState.refresh, ChannelsState.refresh]

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Change what the app is called, where it is at home, where its calls take place and how customers reach it."""
        try:
            before = apps.terms_of(await self._ask(apps.settings_of))
            wanted = replace(
                before,
                name=str(form.get("app_name", "")),
                timezone=str(form.get("timezone", "")),
                meeting_url_template=str(form.get("meeting_url", "")),
                contact_email=str(form.get("contact_email", "")),
                contact_phone=str(form.get("contact_phone", "")),
            )
            await self._ask(apps.save, wanted)
        except Invalid as refused:
            self.problems = problems_of(refused)
            return
        self.problems = {}
        await self._fetch()
        yield SessionState.arrive
        yield NoticeState.show("success", word("settings_saved"))

    @rx.event
    def try_meeting_url(self, typed: str):
        """Show where this template leads, or what is wrong with it."""
        others = {field: told for field, told in self.problems.items() if field != "meeting_url_template"}
        try:
            self.meeting_examples, self.problems = apps.meeting_examples(typed), others
        except Invalid as refused:
            self.meeting_examples, self.problems = [], others | {"meeting_url_template": said(refused.message)}

    @rx.event
    def set_rotating(self, is_open: bool):
        """Ask whether the key should be replaced, or leave the question."""
        self.is_rotating = is_open

    @rx.event
    async def rotate(self):
        """Replace the key of the booking page."""
        self.is_rotating = False
        await self._ask(apps.rotate_widget_key)
        await self._fetch()
        yield NoticeState.show("success", word("key_replaced"))

    async def _fetch(self) -> None:
        try:
            app = await self._ask(apps.settings_of)
            offered = await self._ask(presets.list_presets)
        except CallboardError as refused:
            self._not_read(refused)
            return
        self.name, self.timezone, self.meeting_url = app.name, app.timezone, app.meeting_url_template or ""
        self.contact_email = app.branding.get("contact_email", "")
        self.contact_phone = app.branding.get("contact_phone", "")
        self.meeting_examples = apps.meeting_examples(self.meeting_url)
        self.booking_url = apps.booking_url(app)
        self.links = [PresetLink(view.id, view.terms.name, booking_links.url_of(view.short_link)) for view in offered]
        self._was_read()
