"""Choosing whom to talk to and when, without a script: agents as links, a month of links, a day's times as links."""

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page import guard
from booking_page.plain.choosing import Shown, shown
from booking_page.plain.layout import acts, heading, link, page, text
from booking_page.plain.month import month_table
from booking_page.plain.visit import Visit
from booking_page.plain.zone_choice import zone_line, zone_search
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.services import slot_calendar, slots
from console.scheduling.services.slot_calendar import SlotGroup

_TIME = Markup('<a href="{}" aria-label="{}">{}</a>')
_DAY = Markup('<section class="day"><h2>{}</h2>{}{}{}</section>')
_GROUP = Markup('<h3>{}</h3><div class="slots">{}</div>')
_CARD = Markup('<li><a class="button" href="{}">{}</a></li>')
_CARDS = Markup('<ul class="cards">{}</ul>')


def times_page(visit: Visit, asked: Mapping[str, str]) -> HTMLResponse:
    """Whom to talk to where that is open, else the days and times that are free. Raises TooMany."""
    if visit.picks and visit.agent is None:
        return _agents(visit)
    guard.count_look_up(visit.network)
    found = shown(
        {"day": visit.asked.day, **asked},
        lambda month: _starts(visit, month),
        visit.zone,
        visit.language,
        visit.last_month,
        visit.other,
    )
    return page(
        visit.face,
        visit.say("choose_time"),
        heading(visit.say("choose_time")),
        _whom(visit),
        _durations(visit),
        month_table(found.month, found.day, lambda **parts: visit.to("/times", **parts)),
        _day(visit, found) if found.day else text(visit.say("no_times_in", month=found.month.title)),
        zone_line(when.zone_time(visit.tz, visit.language), visit.to("/zone")),
        Markup('<p class="quiet"><a href="{}">{}</a></p>').format(visit.asked.path("/find"), visit.say("find_my_call")),
        language=visit.language,
        calendar=True,
        form=True,
    )


def zone_page(visit: Visit, typed: str, start: str) -> HTMLResponse:
    """Places whose city or country begins as typed; each leads back, to the form where a `start` is chosen already."""
    back, title = "/at" if start else "/times", visit.say("choose_zone")
    carried = {name: value for name, value in visit.carried.items() if name != "zone"}
    carried |= {"start": start} if start else {}
    action = visit.to("/zone").partition("?")[0]
    search = zone_search(typed, action, carried, lambda zone: visit.to(back, zone=zone, start=start))
    return page(visit.face, title, heading(title), search, language=visit.language, form=True)


def _agents(visit: Visit) -> HTMLResponse:
    cards = (_CARD.format(visit.to("/times", agent=one.agent_id), one.name) for one in visit.preset.agents)
    title = visit.say("choose_agent")
    listed = _CARDS.format(Markup().join(cards))
    return page(visit.face, title, heading(title), listed, language=visit.language, form=True)


def _whom(visit: Visit) -> Markup:
    """The preset, and who was chosen with the way back to the others."""
    what = text(f"{visit.preset.terms.name} · {visit.say('minutes_long', minutes=visit.minutes)}")
    if visit.agent is None:
        return what
    change = Markup(' <a href="{}" aria-label="{}">{}</a>').format(
        visit.to("/times", agent=None), visit.say("change_agent"), visit.say("change_this")
    )
    return what + Markup('<p class="quiet">{}{}</p>').format(
        visit.say("with_agent", agent=visit.agent.name), change if visit.picks else Markup()
    )


def _durations(visit: Visit) -> Markup:
    lengths = visit.preset.terms.durations
    if len(lengths) < 2:
        return Markup()
    links = (
        Markup('<a class="button" href="{}"{}>{}</a>').format(
            visit.to("/times", minutes=str(minutes)),
            Markup(' aria-current="true"') if minutes == visit.minutes else Markup(),
            visit.say("minutes_long", minutes=minutes),
        )
        for minutes in lengths
    )
    return Markup('<nav class="lengths" aria-label="{}">{}</nav>').format(
        visit.say("choose_length"), Markup().join(links)
    )


def _day(visit: Visit, found: Shown) -> Markup:
    """One page of the day's times by part of the day, with ways to those before and after."""
    title = slot_calendar.day_title(found.day, visit.zone, clock.now(), visit.language)
    ways = [
        link(visit.to("/times", day=found.day, part=str(part)), visit.say(label))
        for part, label in found.parts_around.items()
    ]
    groups = Markup().join(_group(visit, group) for group in found.on_this_page)
    title += f", {when.zone_time(visit.tz, visit.language)}"
    return _DAY.format(
        title, text(*found.notes) if found.notes else Markup(), groups, acts(*ways) if ways else Markup()
    )


def _group(visit: Visit, group: SlotGroup) -> Markup:
    times = (_TIME.format(visit.to("/at", start=one.start), one.label, one.time) for one in group.slots)
    return _GROUP.format(group.title, Markup().join(times))


def _starts(visit: Visit, month: str) -> list[datetime]:
    """The starts that are free in a month of the visit's zone."""
    within = slot_calendar.month_bounds(month, visit.zone)
    return slots.starts(visit.actor, visit.query(within.start, within.end))
