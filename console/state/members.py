"""The members page: who belongs to the app, inviting them, and what they are there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments, when
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.services import impact, members
from console.scheduling.services.members import Invitation, MemberTerms, MemberView
from console.state import live, post
from console.state.gate import open_to, signed_in
from console.state.impact import Pending, weigh
from console.state.listing import ListingState
from console.state.notice import NoticeState
from console.state.problems import problems_of

_PAGE = 100

Tone = Literal["neutral", "accent", "success", "warning"]


@dataclass(frozen=True)
class MemberRow:
    """A member, ready to show, and with the values that the form begins with."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = "agent"
    role_word: str = ""
    team: str = ""
    timezone: str = ""
    city: str = ""
    languages: str = ""
    photo: str = ""
    weight: str = "1"
    status: str = ""
    tone: Tone = "neutral"
    is_me: bool = False
    is_disabled: bool = False
    is_invited: bool = False
    """Whether they have yet to choose a password."""
    may_be_away: bool = False
    """Whether they take calls, and who looks may say that they are away."""
    may_be_helped: bool = False
    """Whether who looks may turn their two-step sign-in off."""


@open_to("member")
class MembersState(ListingState, rx.State):
    """The table of members and the dialogs over it."""

    rows: list[MemberRow] = []
    """Who matches the search, and no more than fit."""
    search: str = ""
    more: int = 0
    """How many match besides."""
    teams: list[str] = []
    chosen: MemberRow = MemberRow()
    """The member that the open dialog is about."""
    link: str = ""
    has_link: bool = False
    """Whether the dialog of a link, or of who joined without one, is open; `told` is what it says."""
    told: str = ""
    is_helping: bool = False
    """Whether it is asked before the chosen one's second step is turned off."""

    _everyone: list[MemberRow] = []
    _most: int = _PAGE

    @rx.event
    async def load(self):
        """Show the members, from now on as they are."""
        self.search, self._most = "", _PAGE
        await self._fetch()
        live.watch(self, MembersState.refresh, "settings", "schedule")

    @rx.event
    async def search_for(self, typed: str):
        """Look for a name, an e-mail, a team or a role."""
        self.search, self._most = typed.strip()[:100], _PAGE
        self.rows = self._matching()

    @rx.event
    async def show_more(self):
        """Show the next rows, too."""
        self._most += _PAGE
        self.rows = self._matching()

    @rx.event
    def open_invitation(self):
        """Open an empty form."""
        self.chosen, self.problems = MemberRow(timezone=self._membership().app_timezone), {}
        self.form = "invite"

    @rx.event
    async def invite(self, form: dict[str, Any]):
        """Let the person into the app, and show the link to hand on."""
        try:
            invited = await self._ask(
                members.invite, str(form.get("name", "")), str(form.get("email", "")), _terms(form)
            )
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.form = ""
        await self._fetch()
        async for _ in self._hand_over(invited):
            yield

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make the member what the form says."""
        try:
            await self._ask(members.change, self.chosen.id, _terms(form))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.form = ""
        await self._fetch()
        yield NoticeState.show("success", word("member_saved"))

    @rx.event
    async def invite_again(self, person_id: str):
        """Make a new link for who has not taken up their invitation; the old one ends."""
        invited = await self._ask(members.resend, person_id)
        await self._fetch()
        async for _ in self._hand_over(invited):
            yield

    @rx.event
    async def make_link(self, person_id: str):
        """Show a link with which this member chooses a password."""
        self._choose(person_id)
        self.link, self.told = await self._ask(members.link_for, person_id), word("link_hint")
        self.has_link = True

    @rx.event
    def set_link_open(self, is_open: bool):
        """Close the link; it is not shown again."""
        self.link, self.has_link = (self.link, True) if is_open else ("", False)

    @rx.event
    def ask_to_help(self, row_id: str):
        """Ask before this member's second step is turned off."""
        self._choose(row_id)
        self.is_helping = self.chosen.may_be_helped

    @rx.event
    def set_helping(self, is_open: bool):
        """Leave that question."""
        self.is_helping = is_open and self.is_helping

    @rx.event
    async def turn_second_factor_off(self):
        """Let the member who was asked about sign in with the password alone."""
        self.is_helping = False
        await self._ask(members.turn_second_factor_off, self.chosen.id)
        await self._fetch()
        yield NoticeState.show("success", word("member_second_step_off", name=self.chosen.name))

    @rx.event
    async def disable(self):
        """Close the app to the member that was asked about, or take back their invitation.

        Asks first what becomes of the calls that they have to come.
        """
        self.is_asking = False
        found = await self._ask(impact.of_leaving, self.chosen.id)
        act = "withdraw_invitation" if self.chosen.is_invited else "disable_member"
        is_asking = await weigh(
            self,
            Pending(
                word("impact_leaving_title", name=self.chosen.name, count=len(found.calls)),
                word(act),
                word("impact_leaving_hint"),
                change=members.withdraw if self.chosen.is_invited else members.disable,
                arguments=(self.chosen.id,),
                owner=MembersState,
                best="reassign",
            ),
            found,
        )
        return None if is_asking else await self._show_disabled()

    @rx.event
    async def saved(self):
        """Show the member who was disabled in the dialog of their calls."""
        return await self._show_disabled()

    @rx.event
    async def enable(self, person_id: str):
        """Open the app to a disabled member again."""
        self._choose(person_id)
        await self._ask(members.enable, person_id)
        await self._fetch()
        yield NoticeState.show("success", word("member_now_enabled", name=self.chosen.name))

    async def _show_disabled(self) -> Any:
        await self._fetch()
        said = "member_now_withdrawn" if self.chosen.is_invited else "member_now_disabled"
        return NoticeState.show("success", word(said, name=self.chosen.name))

    async def _hand_over(self, invited: Invitation) -> AsyncIterator[None]:
        """Show the link, and mail it where mail goes out; stops once to show what is under way."""
        self._choose(invited.person_id)
        self.link, self.has_link = invited.url or "", True
        email = self.chosen.email
        if invited.letter is None:
            self.told = word("link_hint" if self.link else "joined_hint")
            return
        self.told = word("invitation_under_way", email=email)
        yield
        if await post.send(invited.letter):
            self.told = word("invitation_mailed" if self.link else "joined_mailed", email=email)
        else:
            self.told = word("invitation_not_mailed" if self.link else "joined_not_mailed", email=email)

    async def _read(self) -> list[MemberRow]:
        found = await self._ask(members.list_members)
        self.teams = [team.name for team in await self._ask(members.teams)]
        me, now = signed_in().person.id, clock.now()
        self._everyone = [_row(member, me, now) for member in found]
        return self._matching()

    def _matching(self) -> list[MemberRow]:
        wanted = self.search.casefold()
        matching = [
            row for row in self._everyone if wanted in f"{row.name} {row.email} {row.team} {row.role_word}".casefold()
        ]
        self.more = max(0, len(matching) - self._most)
        return matching[: self._most]

    def _choose(self, row_id: str) -> None:
        """Choose this member, shown or not; none when they are gone."""
        self.chosen = next((row for row in self._everyone if row.id == row_id), MemberRow())
        self.problems = {}


def _row(member: MemberView, me: str, now: datetime) -> MemberRow:
    status, tone = _status(member, now)
    return MemberRow(
        id=member.person_id,
        name=member.name,
        email=member.email,
        role=member.role,
        role_word=word(f"role_{member.role}"),
        team=member.team or "",
        timezone=member.timezone,
        city=when.city(zones.zone(member.timezone)),
        languages=", ".join(member.languages),
        photo=member.photo or "",
        weight=str(member.weight),
        status=status,
        tone=tone,
        is_me=member.person_id == me,
        is_disabled=member.disabled_at is not None,
        is_invited=member.invited,
        may_be_away=member.takes_calls and member.may_be_away,
        may_be_helped=member.may_be_helped,
    )


def _status(member: MemberView, now: datetime) -> tuple[str, Tone]:
    if member.disabled_at is not None:
        return word("member_disabled"), "neutral"
    if member.invited and member.link_is_over:
        return word("member_link_over" if member.invited_at else "member_no_link"), "warning"
    if member.invited and member.invited_at:
        return word("member_invited_ago", ago=moments.how_far(member.invited_at, now)), "accent"
    return word("member_takes_calls" if member.takes_calls else "member_active"), "success"


def _terms(form: dict[str, Any]) -> MemberTerms:
    weight = str(form.get("weight", "")).strip()
    return MemberTerms(
        role=form.get("role", ""),
        team=str(form.get("team", "")),
        timezone=str(form.get("timezone", "")) or None,
        languages=[each for each in str(form.get("languages", "")).replace(",", " ").split() if each],
        photo=str(form.get("photo", "")),
        weight=int(weight) if weight.isdecimal() and len(weight) < 5 else 0,
    )
