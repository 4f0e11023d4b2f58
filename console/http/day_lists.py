"""`/app/{app_id}/day-list`: a day's calls to be printed, one agent after the other, as the master view's filters ask.

`day` is a local date, `paper` is `a4` or `letter`, `together` lets agents share a page, `mine` asks for one's own alone.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from console.components import paper
from console.components.day_tools import PRINTS, Wishes, day_tools
from console.components.inline_scripts import HEADER, sources
from console.components.paper import Paper
from console.http.signing import person_of
from console.scheduling import clock
from console.scheduling.errors import CallboardError, NotAllowed, NotFound
from console.scheduling.messages.day_list import heading, printed
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import speak, tag, wished, word
from console.scheduling.rules import limits, ranges
from console.scheduling.rules.zones import local_day
from console.scheduling.services import booking_views, day_lists, places, sessions
from console.scheduling.services.booking_views import Choices
from console.scheduling.services.day_lists import DayList
from console.scheduling.services.sessions import Membership, SignedIn
from console.state.acting import times_of, times_zone
from console.state.call_filters import CallFilters
from console.state.session import LANGUAGE


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What is printed and what stands above it, in which language."""

    wishes: Wishes
    found: DayList
    choices: Choices
    member: Membership
    now: datetime
    language: str


async def print_day(request: Request) -> Response:
    """The page, which is written agent by agent."""
    try:
        person = await person_of(request)
        if person is None:
            raise NotAllowed("Please sign in.")
        sheets = await asyncio.to_thread(_read, person, request)
    except NotAllowed as refused:
        return _refused(refused, 403)
    except NotFound as refused:
        return _refused(refused, 404)
    except CallboardError as away:
        return _refused(away, 503)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", HEADER: sources([PRINTS])}
    return StreamingResponse(_written(sheets), media_type="text/html", headers=headers)


def _read(person: SignedIn, request: Request) -> _Sheets:
    """What this person sees of what they ask for. Raises NotFound, NotAllowed, Unavailable."""
    actor = sessions.actor_for(person, request.path_params["app_id"], "admin")
    zone_name, now = times_zone(person, actor.app_id or ""), clock.now()
    member = next(one for one in person.memberships if one.app_id == actor.app_id)
    wishes = _wishes(request.query_params, zone_name, now, places.region(member.app_timezone))
    wanted = wishes.filters.wanted(zone_name, now)
    if wishes.is_mine:
        wanted, actor = replace(wanted, agent_ids=(actor.id or "",), team_ids=()), actor.on("agent")
    where_agents_are = times_of(person) == "agent"
    found = day_lists.of(actor, wanted, wishes.day, zone_name, where_agents_are=where_agents_are)
    browser = request.headers.get("accept-language", "")
    chosen = person.person.preferences.get(LANGUAGE)
    language = wished(chosen, member.app_language, accept_language=browser, door="console")
    return _Sheets(wishes, found, booking_views.choices(actor), member, now, language)


def _wishes(query: QueryParams, zone_name: str, now: datetime, country: str | None) -> Wishes:
    """What the address asks for; anything odd in it reads as if it were not there."""
    several = {name: ",".join(query.getlist(name)) for name in ("agent", "team")}
    filters = CallFilters.read(dict(query) | several)
    asked = query.get("paper")
    return Wishes(
        day=_day(query, filters, zone_name, now),
        filters=filters,
        paper=cast(Paper, asked) if asked in paper.SIZES else paper.paper_of(country),
        is_together="together" in query,
        is_mine="mine" in query,
    )


def _day(query: QueryParams, filters: CallFilters, zone_name: str, now: datetime) -> date:
    """The date that is asked for, or with which the filters' range begins where that is another than today's."""
    begins = ranges.named(filters.span, zone_name, now).start if filters.span == "tomorrow" else None
    today = local_day(begins or now, zone_name)
    for text in (query.get("day", ""), filters.start if filters.span == "custom" else ""):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            continue
        if limits.FIRST_YEAR < day.year < limits.LAST_YEAR:
            return day
    return today


def _written(sheets: _Sheets) -> Iterator[str]:
    """The page in pieces. It is written in threads of its own, which speak the reader's language."""
    speak(sheets.language)
    wishes, member = sheets.wishes, sheets.member
    day = heading(wishes.day)
    back = f"/app/{member.app_id}/{'my-schedules' if wishes.is_mine else 'scheduled-calls'}"
    foot = f"{member.app_name} · {day}"
    yield paper.begin(
        f"{word('print_title')}: {day}", foot, paper=wishes.paper, apart=not wishes.is_together, lang=tag()
    )
    yield day_tools(wishes, sheets.choices, back)
    if sheets.found.is_cut:
        yield paper.warning(word("print_cut", count=day_lists.MOST))
    if not sheets.found.agents:
        yield paper.nothing(f"{day}: {word('print_none')}")
    for one in sheets.found.agents:
        speak(sheets.language)
        yield paper.sheet(printed(one, sheets.now), day)
    yield paper.end()


def _refused(error: CallboardError, status: int) -> Response:
    return PlainTextResponse(said(error.message), status, {"Cache-Control": "no-store"})


routes = [Route("/app/{app_id}/day-list", print_day, methods=["GET"])]
