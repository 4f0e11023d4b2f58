"""The settings page: the app itself, its face, where its calls take place, and the links that customers book through."""

import re
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from babel import Locale

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import languages, word
from console.scheduling.services import apps, booking_links, presets
from console.state import live
from console.state.app_copies import AppCopiesState
from console.state.channels import ChannelsState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of
from console.state.reading import ReadingState
from console.state.retention import RetentionState
from console.state.session import SessionState

LANGUAGES = tuple((tag, str(Locale.parse(tag).get_display_name(tag)).capitalize()) for tag in languages())
"""The languages in which customers are spoken to, each in its own words."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_OWN_ACCENT = "#4a52d9"
"""What the picker begins with where the app has no accent."""
_FIELDS = {
    "app_name": "name",
    "timezone": "timezone",
    "language": "language",
    "meeting_url": "meeting_url_template",
    "contact_email": "contact_email",
    "contact_phone": "contact_phone",
    "logo": "logo",
    "accent": "accent",
}
"""The settings by the names of their fields; each section's form holds some of them."""


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
    language: str = "en"
    """What customers read whose own language is not known."""
    language_choices: list[tuple[str, str]] = []
    logo: str = ""
    accent: str = ""
    accent_shown: str = ""
    """What the field of the accent begins with: the saved one, or the one that was picked since."""
    swatch: str = ""
    """The colour that the picker shows."""
    active_preset: str = ""
    preset_choices: list[tuple[str, str]] = []
    booking_url: str = ""
    links: list[PresetLink] = []
    problems: dict[str, str] = {}
    is_rotating: bool = False

    @rx.event
    async def load(self):
        """Show the settings, from now on as they are."""
        self.swatch = ""
        await self._fetch()
        live.watch(self, AppSettingsState.refresh, "settings")

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()
        return [AppCopiesState.refresh, ChannelsState.refresh, RetentionState.refresh]

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Change what the form of one section says; a refusal names its fields and keeps what was typed."""
        try:
            before = apps.terms_of(await self._ask(apps.settings_of))
            wanted = replace(before, **{field: str(form[name]) for name, field in _FIELDS.items() if name in form})
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
    def pick_accent(self, colour: str):
        """Put a colour from the picker into the accent's field."""
        self.accent_shown = self.swatch = colour[:7]

    @rx.event
    def type_accent(self, typed: str):
        """Show the colour that is typed in the picker, too."""
        if _COLOUR.fullmatch(typed):
            self.swatch = typed

    @rx.event
    async def activate(self, form: dict[str, Any]):
        """Make another preset the one that is used when none is named."""
        await self._ask(presets.activate, str(form.get("default_preset", "")))
        await self._fetch()
        yield NoticeState.show("success", word("preset_activated"))

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
        self.logo = app.branding.get("logo", "")
        self._take_accent(app.branding.get("accent", ""))
        self.language = app.language
        self.language_choices = [
            *LANGUAGES,
            *(() if app.language in dict(LANGUAGES) else ((app.language, app.language),)),
        ]
        self.active_preset = next((view.id for view in offered if view.active), "")
        self.preset_choices = [(view.id, view.terms.name) for view in offered]
        self.booking_url = apps.booking_url(app)
        self.links = [PresetLink(view.id, view.terms.name, booking_links.url_of(view.short_link)) for view in offered]
        self._was_read()

    def _take_accent(self, saved: str) -> None:
        """Show the saved accent, unless it is the one that was there: another may be picked by now."""
        if saved != self.accent or not self.swatch:
            self.accent = self.accent_shown = saved
            self.swatch = saved or _OWN_ACCENT
