"""The booking form as plain HTML: the time it is for, or the times to choose from instead, and the live form's fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page import guard
from booking_page.plain.fields import Filled, field_of, line, lines, question
from booking_page.plain.layout import heading, link, notice, page, text, trap
from booking_page.plain.month import time_choices
from booking_page.plain.visit import Visit
from booking_page.plain.zone_choice import zone_line
from console.scheduling import clock
from console.scheduling.messages import clocks, when
from console.scheduling.messages.instants import iso
from console.scheduling.services import booking_forms, slot_calendar, slots

_FORM = Markup('<form method="post" action="{}">{}<button class="first">{}</button></form>')
_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
_OWN = ("guest_name", "guest_email", "guest_phone", "guest_intake_notes")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the form stands: the start it is for, or those to choose from instead; and why, where it was refused."""

    start: datetime | None
    instead: Sequence[datetime] = ()
    refusal: str = ""
    status: int = 200


def standing_for(visit: Visit, start: datetime | None) -> Standing:
    """The form for this start if it can be had, else for the nearest ones."""
    now = clock.now()
    if start is None or start < now:
        nearest = slots.nearest(visit.actor, visit.query(now, now))
        return Standing(None, [slot.start_at for slot in nearest], visit.say("choose_time_again"))
    advice = slots.advise(visit.actor, visit.query(start, start))
    if any(agent.bookable for agent in advice.agents):
        return Standing(start)
    return Standing(None, [slot.start_at for slot in advice.nearest], visit.say("time_not_free"))


def form_page(visit: Visit, standing: Standing, filled: Filled, stamp: str = "") -> HTMLResponse:
    """The whole page; `stamp` is that of the form which was sent, a new one for a new form."""
    title = visit.say("customer_details")
    is_by_link = visit.preset.terms.call_kind == "link"
    return page(
        visit.face,
        title,
        notice(standing.refusal, bad=True) if standing.refusal else Markup(),
        heading(title),
        _time(visit, standing.start) if standing.start else Markup(),
        text(visit.say("one_is_enough" if is_by_link else "we_call_you")),
        _FORM.format(
            visit.to("/at"),
            Markup().join(
                [
                    _HIDDEN.format("stamp", stamp or booking_forms.new_stamp(visit.app.id)),
                    _starts(visit, standing),
                    *_fields(visit, filled, phone_needed=not is_by_link),
                    trap(guard.TRAP),
                ]
            ),
            visit.say("book_this"),
        ),
        zone_line(
            when.zone_time(visit.tz, visit.language),
            visit.to("/zone", start=iso(standing.start) if standing.start else None),
        ),
        language=visit.language,
        status=standing.status,
        calendar=bool(standing.instead),
        form=True,
    )


def fields_of(visit: Visit) -> list[str]:
    """The names of the form's fields in their order; the core names its problems so."""
    return [*_OWN[:3], *map(field_of, visit.preset.terms.intake), *_OWN[3:]]


def _time(visit: Visit, start: datetime) -> Markup:
    """The chosen time, large, and the way to another."""
    day = when.day(start.astimezone(visit.tz).date(), visit.language, clock.now().astimezone(visit.tz).date())
    end = start + timedelta(minutes=visit.minutes)
    hours = "–".join(when.clock_time(at, visit.tz, visit.language) for at in (start, end))
    rest = [f"{hours}, {when.zone_time(visit.tz, visit.language)}"]
    if visit.agent:
        rest.append(visit.say("with_agent", agent=visit.agent.name))
    change = Markup(' <a href="{}" aria-label="{}">{}</a>').format(
        visit.to("/times", day=slot_calendar.day_of(start, visit.zone)),
        visit.say("change_time"),
        visit.say("change_this"),
    )
    beside = clocks.beside(start, visit.tz, visit.other, visit.language)
    return (
        text(day, look="when")
        + Markup('<p class="hour">{}{}</p>').format(" · ".join(rest), change)
        + (text(beside, look="hour") if beside else Markup())
    )


def _starts(visit: Visit, standing: Standing) -> Markup:
    if standing.start:
        return _HIDDEN.format("start", iso(standing.start))
    others = Markup("<p>{}</p>").format(link(visit.to("/times"), visit.say("other_times")))
    if not standing.instead:
        return others
    rows = slot_calendar.alternative_rows(standing.instead, visit.zone, clock.now(), visit.language)
    return time_choices(visit.say("nearest_times"), rows, wide=True) + others


def _fields(visit: Visit, filled: Filled, *, phone_needed: bool) -> list[Markup]:
    say = visit.say
    return [
        line(filled, "guest_name", say("customer_name"), required=True, autocomplete="name", maxlength="200"),
        line(filled, "guest_email", say("customer_email"), type="email", autocomplete="email", maxlength="254"),
        line(
            filled,
            "guest_phone",
            say("customer_phone"),
            required=phone_needed,
            type="tel",
            autocomplete="tel",
            maxlength="50",
        ),
        *(question(filled, one, say("please_choose")) for one in visit.preset.terms.intake),
        lines(filled, "guest_intake_notes", say("customer_notes")),
    ]
