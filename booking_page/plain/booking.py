"""Sending the plain booking form: it books once, however often it is sent, and loses nothing that was typed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from booking_page import guard
from booking_page.call.by_link import PRIVATE
from booking_page.plain.fields import Filled, answer
from booking_page.plain.form import Standing, fields_of, form_page, standing_for
from booking_page.plain.visit import Visit
from console.scheduling.errors import CallboardError, Invalid, NotFound, SlotUnavailable, TooMany, Unavailable
from console.scheduling.messages.instants import parse_instant
from console.scheduling.messages.sentences import said
from console.scheduling.models import Booking
from console.scheduling.services import booking_forms, bookings, links
from console.state.booking_form import with_country

_STATUS = {Invalid: 422, TooMany: 429, Unavailable: 503}


def send(visit: Visit, form: Mapping[str, str]) -> Response:
    """Book and go to the customer's page of the call, or show the form again with why not. Raises NotFound."""
    start, stamp = start_of(form.get("start", "")), form.get("stamp", "")
    try:
        guard.count_booking(visit.network)
    except TooMany as often:
        return form_page(visit, Standing(start, (), visit.until_allowed(often), 429), Filled(form), stamp)
    try:
        made = _book(visit, form, start, booking_forms.read_stamp(stamp, visit.app.id).booking_id)
    except NotFound:
        raise
    except booking_forms.Unreadable as refused:
        return form_page(visit, Standing(start, (), said(refused.message), 422), Filled(form))
    except CallboardError as refused:
        standing, problems = _why_not(visit, start, refused)
        return form_page(visit, standing, Filled(form, problems), stamp)
    done = "asked" if made.status == "pending_confirmation" else "booked"
    return RedirectResponse(f"{urlsplit(links.manage_url(made.id)).path}?done={done}", 303, PRIVATE)


def start_of(text: str) -> datetime | None:
    """The start that an address or a form names; None for anything else."""
    try:
        return parse_instant(text)
    except Invalid:
        return None


def _book(visit: Visit, form: Mapping[str, str], start: datetime | None, booking_id: str) -> Booking:
    if form.get(guard.TRAP):
        raise booking_forms.Unreadable
    if start is None:
        raise Invalid.of("scheduled_at", visit.say("choose_time_again"))
    new = bookings.NewBooking(
        guest_name=form.get("guest_name", ""),
        guest_email=form.get("guest_email", "").strip() or None,
        guest_phone=with_country(form.get("guest_phone", "").strip(), visit.zone) or None,
        guest_intake_notes=form.get("guest_intake_notes", "").strip() or None,
        guest_language=visit.language,
        guest_timezone=visit.zone if visit.has_zone else None,
        scheduled_at=start,
        duration_minutes=visit.minutes,
        agent_id=visit.agent.agent_id if visit.agent else None,
        preset_id=visit.preset.id,
        intake={one.name: answer(one, form, visit.zone) for one in visit.preset.terms.intake},
        metadata=dict(visit.asked.marks),
        booking_id=booking_id,
    )
    return bookings.book(visit.actor, new)


def _why_not(visit: Visit, start: datetime | None, refused: CallboardError) -> tuple[Standing, dict[str, str]]:
    """How the form stands after a refusal, and a sentence for each field that is to blame, in the form's order."""
    status = next((code for kind, code in _STATUS.items() if isinstance(refused, kind)), 409)
    if isinstance(refused, SlotUnavailable):
        instead = [slot.start_at for slot in refused.alternatives]
        return Standing(None, instead, visit.say("time_just_gone"), status), {}
    if isinstance(refused, TooMany):
        return Standing(start, (), visit.until_allowed(refused), status), {}
    if not isinstance(refused, Invalid):
        return Standing(start, (), said(refused.message), status), {}
    told = {one.field: said(one.message) for one in refused.problems}
    fields = fields_of(visit)
    rest = next((sentence for field, sentence in told.items() if field not in fields), "")
    found = Standing(start)
    if "scheduled_at" in told:
        found = Standing(None)
        with suppress(TooMany):  # what was typed stays, even if no time can be looked for
            found = standing_for(visit, None)
    return Standing(found.start, found.instead, rest, status), {name: told[name] for name in fields if name in told}
