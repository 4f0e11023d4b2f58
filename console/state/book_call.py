"""Booking a call for a customer: the dialog of the master view (for any agent) and of My schedules (for oneself)."""

from datetime import datetime
from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, NotFound, SlotUnavailable
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.models import Booking
from console.scheduling.rules import lifecycle, ranges, zones
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import booking_views, bookings, members, presets, slot_calendar
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.customer_records import Recalled
from console.scheduling.services.presets import PresetView
from console.scheduling.services.slots import SlotQuery
from console.state.booking_form import FIELDS
from console.state.call_drawer import CallDrawerState, MasterDrawerState, MyDrawerState
from console.state.caller import CallerState
from console.state.gate import open_to

FOLLOWED = ("guest_name", "guest_email", "guest_phone", "guest_language")
"""What a follow-up takes over of its customer; what they wrote beforehand was for the other call."""


class BookCallState(CallerState, mixin=True):
    """Who is booked, on which terms, with whom and when. What was typed stays through refusals and reconnects."""

    is_open: bool = False
    is_booking: bool = False
    presets: list[tuple[str, str]] = []
    preset_id: str = ""
    durations: list[tuple[str, str]] = []
    duration: str = ""
    agents: list[tuple[str, str]] = []
    agent_id: str = ""
    """Empty: the engine picks."""
    _place: ClassVar[str]
    """The page's place in the console's addresses."""
    _drawer: ClassVar[type[CallDrawerState]]
    """The drawer of the page, which shows the new call."""
    _may_leave_open: ClassVar[bool] = True
    """Whether no agent can be named on this page at all."""
    must_name: bool = False
    """Whether the preset leaves the choice of an agent to whoever books."""
    offers_last_agent: bool = False
    """Whether the caller can have the agent of their last call, who is not chosen yet."""
    is_follow_up: bool = False
    follows: str = ""
    """After which call to come the offered times of a follow-up begin; empty: it has not to wait."""
    _not_before: datetime | None = None

    @rx.event
    async def open_form(self):
        """Open an empty form on the active preset."""
        await self._open()

    @rx.event
    async def open_at(self, start: str, end: str, agent_id: str):
        """Open the form with a stretch that was drawn on a calendar (`YYYY-MM-DDTHH:MM` each), and with this agent."""
        await self._open()
        self._may_suggest_terms = False
        if agent_id in dict(self.agents) or self._may_leave_open:
            self.agent_id = agent_id if agent_id in dict(self.agents) else ""
        offered = [int(minutes) for minutes, _ in self.durations]
        self.duration = str(ranges.longest_within(start, end, offered))
        self._type_again(dict(zip(("day", "clock"), start.split("T"), strict=False)))
        await self._look_again()

    @rx.event
    async def open_follow_up(self, booking_id: str):
        """Open the form for the customer of this booking, on its preset and with its agent, for a time after it."""
        try:
            known = await self._ask(booking_views.get, booking_id)
        except NotFound:
            return
        booking = known.call.booking
        self.agent_id = booking.agent_id
        await self._open(booking)
        for field in FOLLOWED:
            setattr(self, field, getattr(booking, field) or "")
        self._may_suggest_terms = False
        await self._recognise()

    @rx.event
    async def open_for(self, typed: str):
        """Open the form, on its page, for whom was looked for: by their number, e-mail or name.

        A drawer gives way first: as it closes it hands the focus on, which must not be taken from the form.
        """
        drawer = await self.get_state(self._drawer)
        if drawer.is_open:
            drawer.is_open = False
            yield
        await self._open()
        if not any(letter.isalpha() for letter in typed):
            self.guest_phone = typed[:50]
            await self._recognise()
        else:
            setattr(self, "guest_email" if "@" in typed else "guest_name", typed)
        page = f"/app/{self._app_id()}/{self._place}"
        if self.router.url.path.rstrip("/") != page:
            yield rx.redirect(page)

    @rx.event
    async def restore(self, kept: dict[str, Any]):
        """Open the form with what the browser kept of it, which the server has forgotten."""
        if self.is_open:
            return
        typed = {name: value for name, value in kept.items() if isinstance(value, str)}
        await self._open()
        self._keep_all(typed)
        self._may_suggest_terms = False
        if typed.get("preset_id") in dict(self.presets):
            await self._take_preset(await self._ask(presets.get, typed["preset_id"]))
        self.agent_id = typed["agent_id"] if typed.get("agent_id") in dict(self.agents) else self.agent_id
        self.duration = typed["duration"] if typed.get("duration") in dict(self.durations) else self.duration
        self._type_again(typed)
        await self._look_again()
        self._choose(typed.get("soonest", ""))
        await self._recognise()

    @rx.event
    def set_open(self, is_open: bool):
        """Close the dialog, as its cross and Esc ask."""
        self.is_open = is_open and self.is_open

    @rx.event
    async def choose_preset(self, preset_id: str):
        """Book on the terms of another preset."""
        self._may_suggest_terms = False
        await self._take_preset(await self._ask(presets.get, preset_id))

    @rx.event
    async def choose_agent(self, agent_id: str):
        """Book with this agent, or with whom the engine picks."""
        if agent_id in dict(self.agents) or (not agent_id and self._may_leave_open):
            self.agent_id, self._may_suggest_terms = agent_id, False
            await self._look_again()

    @rx.event
    async def take_last_agent(self):
        """Book with whom the customer last spoke."""
        last = self._recalled.agent_id if self._recalled else None
        if last in dict(self.agents):
            self.agent_id, self._may_suggest_terms = last or "", False
            await self._look_again()

    @rx.event
    async def choose_duration(self, minutes: str):
        """Book for so many minutes."""
        self.duration = minutes if minutes in dict(self.durations) else self.duration
        await self._look_again()

    @rx.event
    async def book(self, form: dict[str, Any]):
        """Book the call; or say why not, with the nearest times that can be booked."""
        if not self.is_open:  # the second click of a double one
            return
        self._keep_all(form)
        self.is_booking = True
        yield
        try:
            booked = await self._ask(bookings.book, self._wanted(form))
        except CallboardError as refused:
            starts = self._refuse(refused)
            if isinstance(refused, SlotUnavailable):
                self._offer_instead(starts)
            yield [rx.set_focus(field) for field in FIELDS if field in self.problems][:1]
        else:
            self.is_open = False
            yield self._drawer.open_call(booked.id)
        finally:
            self.is_booking = False

    async def _open(self, followed: Booking | None = None) -> None:
        """Open the form on the preset of the call that it follows, or on the active one."""
        self._form_zone = self._membership().app_timezone
        offered = await self._ask(presets.list_presets)
        self.presets = [(preset.id, preset.terms.name) for preset in offered]
        self._forget_form()
        self._forget_time()
        self._follow(followed)
        wanted = followed.preset_id if followed else ""
        await self._take_preset(next((preset for preset in offered if preset.id == wanted), offered[0]))
        self.is_open = True

    def _follow(self, followed: Booking | None) -> None:
        self.is_follow_up, self.follows, self._not_before = followed is not None, "", None
        if followed:
            self._not_before = lifecycle.follow_up_from(followed.status, followed.ends_at)
        if followed and self._not_before and self._not_before > clock.now():
            at = moments.dated(followed.scheduled_at, zones.zone(self._times_zone()), clock.now())
            self.follows = word("follow_up_hint", at=at)

    async def _free_starts(self, within: Interval) -> list[datetime]:
        first = max(within.start, self._not_before or within.start)
        return [] if first >= within.end else await super()._free_starts(Interval(first, within.end))

    def _first_month(self) -> str:
        month = super()._first_month()
        return max(month, slot_calendar.month_of(self._not_before, self.zone)) if self._not_before else month

    def _wanted(self, form: dict[str, Any]) -> NewBooking:
        """The booking as the form has it. Raises Invalid."""
        return self._new_booking(
            self._wanted_start(form),
            preset_id=self.preset_id,
            agent_id=self.agent_id or None,
            duration_minutes=int(self.duration),
            guest_timezone=self._known_zone(),
            respect_working_hours=not (self.is_typed and form.get("set_aside")),
        )

    async def _takers(self, preset: PresetView) -> list[tuple[str, str]]:
        """The agents whom the preset offers, by name."""
        if preset.agents is not None:
            return [(agent.agent_id, agent.name) for agent in preset.agents]
        return [(agent.id, agent.name) for agent in await self._ask(members.agents) if agent.takes_calls]

    async def _take_preset(self, preset: PresetView) -> None:
        terms = preset.terms
        self.preset_id, self.must_name = preset.id, not terms.draws_agent
        self.durations = [(str(minutes), moments.length(minutes)) for minutes in terms.durations]
        self.duration = str(terms.default_duration_minutes)
        self.agents = await self._takers(preset)
        if self.agent_id not in dict(self.agents):
            self.agent_id = ""
        await self._look_again()

    async def _suggest_terms(self, known: Recalled) -> None:
        """The preset of their last call; its agent, too, where one must be named. Elsewhere the draw stays fair."""
        self._offer_last_agent()
        if not self._may_suggest_terms or known.preset_id not in dict(self.presets):
            return
        preset = await self._ask(presets.get, known.preset_id)
        if not preset.terms.draws_agent and known.agent_id:
            self.agent_id = known.agent_id  # given up again where the preset does not offer them
        if preset.id != self.preset_id or self.agent_id:
            await self._take_preset(preset)

    def _offer_last_agent(self) -> None:
        last = self._recalled.agent_id if self._recalled else None
        self.offers_last_agent = self._may_leave_open and last != self.agent_id and last in dict(self.agents)

    async def _look_again(self) -> None:
        """What was on offer was for other terms; a time that was typed is judged on these."""
        self._offer_last_agent()
        self._forget_slots()
        self.refusal = ""
        if self.agent_id or not self.must_name:
            await self._open_picker(zone=self._times_zone())
            await self._judge()

    def _query(self, start: datetime, end: datetime) -> SlotQuery:
        return SlotQuery(
            start=start,
            end=end,
            preset_id=self.preset_id,
            agent_id=self.agent_id or None,
            duration_minutes=int(self.duration) if self.duration else None,
        )


@open_to("member")
class BookForAnyoneState(BookCallState, rx.State):
    """The master view's dialog: on behalf of any agent. The booking's source is `admin`."""

    _place: ClassVar[str] = "scheduled-calls"
    _drawer: ClassVar[type[CallDrawerState]] = MasterDrawerState


@open_to("member")
class BookForMyselfState(BookCallState, rx.State):
    """The dialog of My schedules: an agent books a customer they are talking to. The booking's source is `agent`."""

    _surface: ClassVar[Surface] = "agent"
    _place: ClassVar[str] = "my-schedules"
    _drawer: ClassVar[type[CallDrawerState]] = MyDrawerState
    _may_leave_open: ClassVar[bool] = False

    async def _takers(self, preset: PresetView) -> list[tuple[str, str]]:  # noqa: ARG002 - whatever the preset: oneself
        me = await self._actor()
        self.agent_id = me.id or ""
        return [(self.agent_id, "")]
