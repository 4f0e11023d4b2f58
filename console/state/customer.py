"""One customer's page: their calls, what is known of them, what they declined, and what can be done with their data."""

import json
from contextlib import suppress
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid, NotFound, Unavailable
from console.scheduling.messages.customers import CustomerSheet, call_rows, customer_sheet, language_choices
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import booking_views, customer_erasing, customer_records, places, recent_customers
from console.scheduling.services.customer_records import OPT_OUTS
from console.state import live
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.reading import ReadingState
from console.state.times import TimesState

_PAGE = 20
_MOST = 500


@open_to("member")
class CustomerState(TimesState, ReadingState, rx.State):
    """The customer of the address."""

    sheet: CustomerSheet = CustomerSheet()
    languages: list[tuple[str, str]] = []
    """Codes and names to choose from."""
    acts: list[str] = []
    """What this person may do with the record."""
    may_book: bool = False
    is_missing: bool = False
    """Whether there is no such customer for this person: unknown, erased, or somebody else's."""
    problems: dict[str, str] = {}
    number: int = 0
    """Grows when the details are shown anew, which mounts their fields."""
    is_erasing: bool = False
    """Whether the page asks before it erases."""
    _shown: int = _PAGE

    @rx.event
    async def load(self):
        """Show the customer, from now on as they are."""
        self._shown, self.is_erasing, self.problems = _PAGE, False, {}
        await self._fetch()
        await self._note()
        self.number += 1
        live.watch(self, CustomerState.refresh, "booking", "customer")

    @rx.event
    async def refresh(self):
        """Show them as they are now; what is being typed stays."""
        await self._fetch()

    @rx.event
    async def show_more(self):
        """Show more of their calls."""
        self._shown = min(self._shown * 2, _MOST)
        await self._fetch()

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Take over the language and the zone."""
        wanted = {name: str(form.get(name, "")).strip() or None for name in ("language", "timezone")}
        if self.sheet.unlisted_language and not wanted["language"]:  # it stands in the place of nothing
            wanted["language"] = self.sheet.language
        if self.sheet.unlisted_zone and not wanted["timezone"]:
            wanted["timezone"] = self.sheet.timezone
        try:
            await self._ask(customer_records.change, self.sheet.id, **wanted)
        except Invalid as wrong:
            self.problems = {one.field: one.message for one in wrong.problems}
            return None
        self.problems = {}
        await self._fetch()
        return NoticeState.show("success", word("customer_saved"))

    @rx.event
    async def set_wanted(self, kind: str, is_wanted: bool):
        """Note whether the customer wants this kind of message."""
        declined = {one for one in self.sheet.declined if one != kind} | (set() if is_wanted else {kind})
        await self._ask(customer_records.set_opt_outs, self.sheet.id, [one for one in OPT_OUTS if one in declined])
        await self._fetch()

    @rx.event
    async def export(self):
        """Save all that is kept of them as a file."""
        file = await self._ask(customer_records.export, self.sheet.id)
        return rx.download(data=json.dumps(file, indent=2, ensure_ascii=False), filename=f"{self.sheet.id}.json")

    @rx.event
    def set_erasing(self, is_open: bool):
        """Ask before they are erased, or leave the question."""
        self.is_erasing = is_open and "erase_customer" in self.acts

    @rx.event
    async def erase(self):
        """Forget them for good."""
        await self._ask(customer_erasing.erase, self.sheet.id)
        self.is_erasing = False
        yield NoticeState.show("success", word("customer_erased"))
        yield rx.redirect(f"/app/{self._app_id()}/customers")

    @rx.event
    async def book(self):
        """Book a call for them, on the page where this person books."""
        typed = (*self.sheet.phones, *self.sheet.emails, self.sheet.name)[0]
        if booking_views.may_book(await self._actor()):
            return BookForAnyoneState.open_for(typed)
        return BookForMyselfState.open_for(typed)

    async def _note(self) -> None:
        """Remember that this page was opened; a busy database is no reason not to show it."""
        if self.sheet.id and not recent_customers.is_latest(signed_in().person.preferences, self.sheet.id):
            with suppress(Unavailable):
                await self._ask(recent_customers.note, self.sheet.id)

    async def _fetch(self) -> None:
        customer_id = self.rx_router_page.params.get("customer_id", "")
        try:
            known = await self._ask(customer_records.get, customer_id, shown=self._shown)
        except NotFound:
            self.sheet, self.acts, self.is_missing = CustomerSheet(), [], True
            self._was_read()
        except CallboardError as refused:
            self._not_read(refused)
        else:
            tz, now, me = zone(self._times_zone()), clock.now(), await self._actor()
            coming, others = (call_rows(calls, tz, now) for calls in (known.coming, known.others))
            self.sheet = customer_sheet(
                known.summary, coming, others, now, zones=dict(places.choices()), has_more=known.has_more
            )
            self.languages = language_choices()
            self.acts, self.is_missing = sorted(known.acts), False
            self.may_book = booking_views.may_book(me) or booking_views.may_book(me.on("agent"))
            self._was_read()
