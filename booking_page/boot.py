"""What a customer looks for first, as HTML within the prerendered page: whose page it is, and the first free times as links.

A link leads to the plain form at once: it works without a script, and on a slow phone before the script is there. As soon as
the live page knows more it takes the place of all this. Only classes that a page names are in the style sheet.
"""

from datetime import datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from booking_page import guard
from booking_page.plain.visit import Visit
from console.components import inline_scripts
from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import when
from console.scheduling.messages.instants import iso
from console.scheduling.messages.words import word
from console.scheduling.services import slot_calendar, slots

TEST_LINE = "mb-2 rounded-md bg-warning-soft px-3 py-2 text-base text-warning-ink"
"""The look of the line that says that this is a test, here and on the live page."""
_LOOKS_AHEAD = (timedelta(days=1), timedelta(days=4), timedelta(days=14))
"""Most answers lie in the first; every further day costs time that somebody waits."""
_MOST_TIMES = 8
_MOST_AGENTS = 30

_FACE = Markup(
    '<header class="flex flex-col gap-1 border-b border-line px-4 py-5 text-lg sm:px-8 md:border-b-0 md:border-e md:py-8">'
    '{logo}{test}<p class="text-muted"><bdi>{app}</bdi></p>'
    '<h1 class="text-2xl font-semibold tracking-tight"><bdi>{preset}</bdi></h1></header>'
)
_LOGO = Markup('<img src="{}" alt="" class="mb-2 h-8 max-w-40 self-start object-contain">')
_STEP = Markup('<div class="min-w-0 p-4 sm:p-8"><h2 class="mb-4 text-xl font-semibold">{}</h2>{}</div>')
_SHUT = Markup(
    '<div class="p-4 sm:p-8 md:col-span-2"><h2 class="mb-4 text-xl font-semibold">{}</h2>'
    '<p class="text-lg text-muted">{}</p></div>'
)
_AGENTS = Markup('<ul class="grid gap-3 sm:grid-cols-2">{}</ul>')
_AGENT = Markup(
    '<li><a href="{}"{} class="flex min-h-16 w-full items-center gap-4 rounded-md border border-line-strong bg-surface px-4 '
    'text-lg font-medium hover:border-accent hover:bg-accent-soft">{}</a></li>'
)
_DAY = Markup(
    '<div><h3 class="mb-2 min-h-8 font-medium text-lg">{}</h3><ul class="mb-4 grid grid-cols-2 gap-2">{}</ul></div>'
)
_TIME = Markup(
    '<li><a href="{}"{} class="flex h-11 items-center justify-center rounded-sm border border-line-strong bg-surface text-lg '
    'font-medium tabular-nums text-accent-ink hover:border-accent hover:bg-accent-soft"><time datetime="{}">{}</time></a></li>'
)
_MORE = Markup(
    '<a href="{}"{} class="inline-flex h-11 items-center justify-center rounded-md border border-line-strong px-5 text-lg '
    'font-medium hover:bg-hover">{}</a><p id="boot-zone" class="mt-3 text-lg text-muted">{} <a href="{}"{} '
    'class="text-accent-ink underline-offset-2 hover:underline">{}</a></p>'
)
# The times of the first day by the customer's own clock, which the server does not know; what the links lead to, too. Times
# that come twice in a night say which they are, and all look as the live page says them.
_TO_LOCAL = (
    "{const it=document.getElementById('boot'),tag='TAG',"
    "zone=Intl.DateTimeFormat().resolvedOptions().timeZone,times=[...it.querySelectorAll('time')],"
    "day=d=>d.toLocaleDateString(tag,{weekday:'long',day:'numeric',month:'long'}),at=t=>new Date(t.dateTime),"
    "said=d=>d.toLocaleTimeString(tag,{timeStyle:'short'}),again=(d,ms)=>said(new Date(+d+ms))===said(d),"
    "offset=d=>new Intl.DateTimeFormat(tag,{timeZoneName:'shortOffset'}).formatToParts(d).at(-1).value,"
    "which=d=>[-36e5,-18e5,18e5,36e5].some(ms=>again(d,ms))?` (${offset(d)})`:'';"
    "if(zone)for(const a of it.querySelectorAll('a')){const to=new URL(a.href);to.searchParams.set('zone',zone);a.href=to}"
    "if(zone&&times.length){const first=day(at(times[0])),[kept,...rest]=it.querySelectorAll('h3');"
    "kept.textContent=first;for(const t of times){if(day(at(t))!==first)continue;"
    "t.textContent=said(at(t))+which(at(t));"
    "kept.nextSibling.append(t.closest('li'))}"
    "for(const li of [...kept.nextSibling.children])if(day(at(li.querySelector('time')))!==first)li.remove();"
    "for(const h of rest)h.parentElement.remove();document.getElementById('boot-zone').remove()}}"
)
_ELSEWHERE = Markup(' target="_blank"')
"""For a page in a frame: no other page of ours may stand there."""


def boot(visit: Visit, *, framed: bool) -> Markup:
    """The face of the app, and what the customer chooses first. `framed`: the page stands in a frame on another site."""
    if visit.shut:
        title, about = visit.shut
        return nothing(title, about)
    where = _ELSEWHERE if framed else Markup()
    chosen = _agents(visit, where) if visit.picks and visit.agent is None else _times(visit, where)
    return _face(visit) + chosen + (to_local(visit.language) if chosen else Markup())


def to_local(language: str) -> Markup:
    """The script that puts the times on the customer's own clock, in this language."""
    return inline_scripts.script(_TO_LOCAL.replace("TAG", when.browser_locale(language)))


def nothing(title: str, about: str) -> Markup:
    """Why there is nothing to choose."""
    return _SHUT.format(title, about)


def _face(visit: Visit) -> Markup:
    app = visit.app
    logo = _LOGO.format(app.logo) if app.logo else Markup()
    test = Markup('<p class="{}">{}</p>').format(TEST_LINE, word("is_test_page")) if app.is_test else Markup()
    return _FACE.format(logo=logo, test=test, app=app.name, preset=visit.preset.terms.name)


def _agents(visit: Visit, where: Markup) -> Markup:
    shown = visit.preset.agents[:_MOST_AGENTS]
    cards = Markup().join(_AGENT.format(visit.to("/times", agent=one.agent_id), where, one.name) for one in shown)
    return _STEP.format(visit.say("choose_agent"), _AGENTS.format(cards))


def _times(visit: Visit, where: Markup) -> Markup:
    """The next free times by day on the visit's clock, and the ways to all others and to another clock."""
    try:
        guard.count_look_up(visit.network)
        starts = _first_starts(visit)
    except CallboardError:
        return Markup()  # the live page tells
    now = clock.now()
    days = Markup().join(
        _DAY.format(
            slot_calendar.day_title(day, visit.zone, now, visit.language),
            Markup().join(_time(visit, start, where) for start in of_day),
        )
        for day, of_day in groupby(starts, lambda start: slot_calendar.day_of(start, visit.zone))
    )
    more = _MORE.format(
        visit.to("/times"),
        where,
        visit.say("all_times"),
        visit.say("times_are_in", zone=when.zone_time(visit.tz, visit.language)),
        visit.to("/zone"),
        where,
        visit.say("other_zone"),
    )
    return _STEP.format(visit.say("choose_time"), days + more)


def _first_starts(visit: Visit) -> list[datetime]:
    """From the day on that the link asks for; where there are none, from now on."""
    now, day = clock.now(), visit.asked.day
    wished = slot_calendar.day_bounds(day, visit.zone).start if day else now
    return (_starts_after(visit, wished) if wished > now else []) or _starts_after(visit, now)


def _starts_after(visit: Visit, first: datetime) -> list[datetime]:
    starts = []
    for ahead in _LOOKS_AHEAD:
        starts = slots.starts(visit.actor, visit.query(first, first + ahead))
        if len(starts) >= _MOST_TIMES:
            break
    return starts[:_MOST_TIMES]


def _time(visit: Visit, start: datetime, where: Markup) -> Markup:
    shown = when.clock_time(start, visit.tz, visit.language)
    return _TIME.format(visit.to("/at", start=iso(start)), where, iso(start), shown)
