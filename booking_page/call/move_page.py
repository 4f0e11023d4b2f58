"""The pages on which a customer chooses another time for their call, as HTML."""

from collections.abc import Sequence

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.call.reaching import reach
from booking_page.call.teller import Teller
from booking_page.plain.choosing import Shown
from booking_page.plain.layout import acts, heading, link, notice, page, text
from booking_page.plain.month import grouped_choices, month_table, noted, time_choices
from booking_page.plain.zone_choice import zone_line, zone_search
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.services import slot_calendar
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.slot_calendar import SlotButton

_FORM = Markup(
    '<form id="times" method="post" action="{}">{}<div class="stick"><button class="first">{}</button></div></form>'
)


def move_page(
    call: CustomerCall,
    shown: Shown,
    *,
    chosen: str = "",
    next_free: SlotButton | None = None,
    alternatives: Sequence[SlotButton] = (),
    said: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Choose another time: the next free one, a month whose bookable days are links, and a day's times as one form.

    `chosen` is the start that is picked already; `alternatives` stand in the place of one that was refused.
    """
    tell = Teller(call)
    return page(
        call.face,
        tell("move_call"),
        notice(said, bad=True) if said else Markup(),
        heading(tell("move_call")),
        text(tell("now_booked_for", time=tell.in_words(call.booking.scheduled_at))),
        _form(time_choices(tell("nearest_times"), alternatives, wide=True), tell) if alternatives else Markup(),
        _next_free(next_free, tell) if next_free else Markup(),
        month_table(shown.month, shown.day, lambda **asked: tell.to("/move", **asked)),
        _day(shown, chosen, tell) if shown.day else text(tell("no_times_here", month=shown.month.title)),
        zone_line(when.zone_time(tell.tz, tell.locale), tell.to("/move/zone")),
        acts(link(tell.to(), tell("keep_time"))),
        Markup() if shown.day else reach(call),
        language=call.language,
        status=status,
        calendar=True,
    )


def zone_page(call: CustomerCall, typed: str) -> HTMLResponse:
    """Places whose city or country begins as typed; each leads back to the times, said by its clock."""
    tell = Teller(call)
    title = tell("choose_zone")
    search = zone_search(typed, f"{tell.path}/move/zone", {}, lambda zone: tell.to("/move", zone=zone))
    return page(
        call.face,
        title,
        heading(title),
        search,
        acts(link(tell.to("/move"), tell("back_to_times"))),
        language=call.language,
        form=True,
    )


def _next_free(slot: SlotButton, tell: Teller) -> Markup:
    to = tell.to("/move", start=slot.start) + "#times"
    return acts(link(to, tell("next_free", time=slot.time), "soft"))


def _day(shown: Shown, chosen: str, tell: Teller) -> Markup:
    """One page of the day's times by part of the day, with ways to those before and after."""
    title = slot_calendar.day_title(shown.day, tell.call.zone, clock.now(), tell.locale)
    ways = [
        link(tell.to("/move", day=shown.day, part=str(part)), tell(label)) for part, label in shown.parts_around.items()
    ]
    title = noted(f"{title}, {when.zone_time(tell.tz, tell.locale)}", shown.notes)
    times = grouped_choices(title, shown.on_this_page, chosen)
    return _form(times, tell) + (acts(*ways) if ways else Markup())


def _form(choices: Markup, tell: Teller) -> Markup:
    return _FORM.format(tell.to("/move"), choices, tell("move_to_this_time"))
