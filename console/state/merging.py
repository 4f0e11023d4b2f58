"""Making two customers one: whom to look for, what would come of it, and doing it."""

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.customers import CustomerLine, customer_line
from console.scheduling.messages.merges import merge_told
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import customer_merging, customer_search
from console.state.customer import CustomerState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.times import TimesState

_LONGEST = 200
"""So much of what is looked for is kept."""


@open_to("member")
class MergeState(TimesState, rx.State):
    """The dialog of a customer's page."""

    is_open: bool = False
    typed: str = ""
    found: list[CustomerLine] = []
    told: str = ""
    """Why nobody is found."""
    other: CustomerLine = CustomerLine()
    """Who is chosen to go into the page's customer."""
    plan: list[str] = []
    """What would come of it, a sentence a line."""
    refusal: str = ""

    @rx.event
    def set_open(self, is_open: bool):
        """Open the dialog empty, or close it."""
        self.is_open, self.typed = is_open, ""
        self.found, self.told, self.other, self.plan, self.refusal = [], "", CustomerLine(), [], ""

    @rx.event
    async def look_for(self, typed: str):
        """Look for the other entry."""
        self.typed = typed[:_LONGEST]
        hits = await self._ask(customer_search.find, self.typed)
        tz, now, here = zone(self._times_zone()), clock.now(), await self._customer_id()
        self.found = [customer_line(one, tz, now) for one in hits.customers if one.customer.id != here]
        nobody = word("find_too_short") if hits.is_too_short else word("find_nobody")
        self.told = "" if self.found or not typed.strip() else nobody

    @rx.event
    async def choose(self, customer_id: str):
        """Show what merging this one would come to."""
        self.other = next((one for one in self.found if one.id == customer_id), CustomerLine())
        try:
            plan = await self._ask(customer_merging.preview, await self._customer_id(), customer_id)
        except CallboardError as refused:
            self.plan, self.refusal = [], refused.message
        else:
            self.plan, self.refusal = merge_told(plan), ""

    @rx.event
    def choose_another(self):
        """Go back to the search, as it was."""
        self.other, self.plan, self.refusal = CustomerLine(), [], ""
        return rx.set_focus("other")

    @rx.event
    async def merge(self):
        """Make them one."""
        try:
            kept = await self._ask(customer_merging.merge, await self._customer_id(), self.other.id)
        except CallboardError as refused:
            self.refusal = refused.message
            return None
        self.is_open = False
        return [NoticeState.show("success", word("customer_merged", name=kept.name or "")), CustomerState.refresh]

    async def _customer_id(self) -> str:
        return (await self.get_state(CustomerState)).sheet.id
