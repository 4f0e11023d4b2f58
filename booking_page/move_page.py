"""The page on which a customer chooses another time for their call, as HTML."""

from collections.abc import Sequence
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.choosing import Shown
from booking_page.layout import acts, heading, link, notice, page, text
from booking_page.month import month_table, noted, time_choices
from booking_page.teller import Teller
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.services import slot_calendar
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.slot_calendar import SlotButton

_MOST_SLOTS = 48
"""Starts on one page of a day: the page stays under 20 KB with five-minute steps, too."""


def move_page(
    call: CustomerCall,
    shown: Shown,
    alternatives: Sequence[SlotButton] = (),
    said: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Choose another time: a month whose bookable days are links, and the chosen day's times as one form."""
    tell = Teller(call)
    path = f"{tell.path}/move"
    return page(
        call.face,
        tell("move_call"),
        notice(said, bad=True) if said else Markup(),
        heading(tell("move_call")),
        text(tell("now_booked_for", time=tell.in_words(call.booking.scheduled_at))),
        _times(tell("nearest_times"), alternatives, path, tell) if alternatives else Markup(),
        month_table(shown.month, shown.day, lambda **asked: f"{path}?{urlencode(asked)}"),
        _day(shown, path, tell) if shown.day else text(tell("no_times_here", month=shown.month.title)),
        acts(link(tell.path, tell("keep_time"))),
        language=call.language,
        status=status,
        calendar=True,
    )


def _day(shown: Shown, path: str, tell: Teller) -> Markup:
    """One page of the day's times, with ways to those before and after."""
    day, part = shown.day, shown.part
    slots = [slot for group in shown.groups for slot in group.slots]
    first = (part - 1) * _MOST_SLOTS
    title = slot_calendar.day_title(day, tell.call.zone, clock.now(), tell.locale)
    around = []
    if first > 0:
        around.append(link(f"{path}?day={day}&part={part - 1}", tell("earlier_times")))
    if first + _MOST_SLOTS < len(slots):
        around.append(link(f"{path}?day={day}&part={part + 1}", tell("later_times")))
    title = noted(f"{title}, {when.zone_time(tell.tz, tell.locale)}", shown.notes)
    return _times(title, slots[first : first + _MOST_SLOTS], path, tell) + (acts(*around) if around else Markup())


def _times(title: str, slots: Sequence[SlotButton], path: str, tell: Teller) -> Markup:
    return Markup('<form method="post" action="{}">{}<button class="first">{}</button></form>').format(
        path, time_choices(title, slots), tell("move_to_this_time")
    )
