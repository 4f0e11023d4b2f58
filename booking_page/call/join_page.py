"""The door of a call, as HTML: too early, open, waiting inside, or over. One door for the customer, one for the agent."""

from datetime import datetime, timedelta

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.call.reaching import reach
from booking_page.call.teller import Teller, what_happened, when_block
from booking_page.plain.layout import NOBODY, acts, badge, heading, link, notice, page, post, refresh, text
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules.lifecycle import NOT_CONFIRMED, Side
from console.scheduling.services.customer_calls import CustomerCall, has_come, meeting_url

_LOOK_AGAIN = timedelta(minutes=5)
"""How often a page that waits loads itself anew, at the latest; a move or a cancellation shows by then."""


def door_page(call: CustomerCall, side: Side, token: str, said: str = "") -> HTMLResponse:
    """What stands at the door now; `said`: why what was just tried could not be."""
    match call.stands:
        case "early":
            return _early(call, side)
        case "open":
            return _open(call, side, token, said)
        case "over":
            return _over(call, side)


def inside_page(call: CustomerCall, side: Side) -> HTMLResponse:
    """Joined, and no meeting place to go on to: who is here, and how the two get to talk.

    It never loads itself anew, which would interrupt whoever has it read aloud: who waits for the other looks again.
    """
    tell = Teller(call)
    told = tell("call_runs" if side == "agent" and call.booking.call_kind != "link" else "you_are_in")
    return page(
        call.face,
        told,
        badge(told, "good"),
        heading(_title(call, side, tell)),
        when_block(call),
        _who_is_here(call, side, tell),
        Markup() if has_come(call, _other(side)) else acts(link("", tell("look_again"))),
        _ways_to_talk(call, side, tell),
        language=call.language,
    )


def changed_hands_page(app_id: str) -> HTMLResponse:
    """For the agent who had this call before: a colleague takes it, and nothing more of it is theirs to see."""
    return page(
        NOBODY,
        word("changed_hands"),
        heading(word("changed_hands")),
        text(word("changed_hands_text")),
        acts(link(f"/app/{app_id}/my-schedules", word("see_my_schedules"), "first")),
        status=410,
    )


def _early(call: CustomerCall, side: Side) -> HTMLResponse:
    tell, now = Teller(call), clock.now()
    wait = min(call.door.start - now, _LOOK_AGAIN)
    return page(
        call.face,
        tell("not_open_yet"),
        badge(tell("not_open_yet"), "wait"),
        heading(_title(call, side, tell)),
        when_block(call),
        text(tell("was_moved", time=tell.in_words(call.moved_from))) if call.moved_from else Markup(),
        text(tell("door_opens_at", time=_said(call.door.start, tell, now)), tell("page_refreshes")),
        _elsewhere(call, side, tell),
        reach(call) if side == "guest" else Markup(),
        language=call.language,
        head=refresh(int(wait.total_seconds()) + 1),
    )


def _open(call: CustomerCall, side: Side, token: str, said: str) -> HTMLResponse:
    tell = Teller(call)
    return page(
        call.face,
        _title(call, side, tell),
        notice(said, bad=True) if said else Markup(),
        badge(tell("call_runs" if call.booking.status == "started" else "door_open"), "good"),
        heading(_title(call, side, tell)),
        when_block(call),
        _who_is_here(call, side, tell) if has_come(call, _other(side)) else Markup(),
        _how(call, side, tell),
        acts(post(f"/join/{token}", _act(call, side, tell), "first")),
        language=call.language,
        leads_to=meeting_url(call, side),
    )


def _over(call: CustomerCall, side: Side) -> HTMLResponse:
    tell, booking = Teller(call), call.booking
    reason = booking.cancellation_reason if booking.cancellation_reason != NOT_CONFIRMED else None
    again = acts(link(f"{tell.path}/again", tell("book_again"), "first"))
    how = tell(f"customer_status_{booking.status}" if call.over else "call_is_over")
    return page(
        call.face,
        how,
        badge(how, "bad" if booking.status in ("cancelled", "no_show") else ""),
        heading(_title(call, side, tell)),
        when_block(call),
        text(tell(what_happened(call, side))),
        text(tell("reason_told", reason=reason)) if reason else Markup(),
        again + reach(call) if side == "guest" else _elsewhere(call, side, tell),
        language=call.language,
    )


def _title(call: CustomerCall, side: Side, tell: Teller) -> str:
    other = call.agent_name if side == "guest" else call.booking.guest_name
    return tell("your_call_with", agent=other)


def _said(at: datetime, tell: Teller, now: datetime) -> str:
    """The time, with its day where that is not today."""
    time = when.clock_time(at, tell.tz, tell.locale)
    day, today = (instant.astimezone(tell.tz).date() for instant in (at, now))
    return time if day == today else tell("day_and_time", day=when.day(day, tell.locale, today), time=time)


def _who_is_here(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    is_here = "_is_here" if has_come(call, _other(side)) else "_comes"
    since = call.booking.guest_joined_at
    values = {"agent": call.agent_name} if side == "guest" else _guest(call)
    time = {"time": _said(since, tell, clock.now())} if since else {}
    return text(tell(_other(side) + is_here, **values, **time), look="here")


def _how(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    """On the phone and on WhatsApp the agent calls; a link needs no explanation."""
    if call.booking.call_kind == "link":
        return Markup()
    return text(tell(f"{side}_{call.booking.call_kind}", agent=call.agent_name, **_guest(call)))


def _act(call: CustomerCall, side: Side, tell: Teller) -> str:
    if call.booking.call_kind == "link":
        return tell("join_now")
    return tell("i_am_ready") if side == "guest" else tell("call_guest", **_guest(call))


def _ways_to_talk(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    """On to the meeting place, if there is one by now; else by phone or e-mail, of which the agent has the links."""
    booking = call.booking
    if onwards := meeting_url(call, side):
        return acts(link(onwards, tell("join_now"), "first"))
    if side == "guest":
        kind = booking.call_kind if booking.call_kind != "link" else "phone"
        way = f"guest_{kind}" if booking.guest_phone else "guest_email"
        return text(tell(way, agent=call.agent_name, phone=booking.guest_phone, email=booking.guest_email))
    ways = []
    if booking.guest_phone and booking.call_kind == "whatsapp":
        ways.append(link(f"https://wa.me/{booking.guest_phone.lstrip('+')}", tell("open_whatsapp"), "first"))
    if booking.guest_phone:
        ways.append(link(f"tel:{booking.guest_phone}", booking.guest_phone, "" if ways else "first"))
    if booking.guest_email:
        ways.append(link(f"mailto:{booking.guest_email}", booking.guest_email))
    no_place = text(tell("no_meeting_place")) if booking.call_kind == "link" else Markup()
    return acts(*ways) + no_place + _elsewhere(call, side, tell)


def _elsewhere(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    """Where else to see this call: on its own page, or among the agent's."""
    if side == "guest":
        return acts(link(call.links.manage_url, tell("see_or_change")))
    booking = call.booking
    return acts(link(f"/app/{booking.app_id}/my-schedules?call={booking.id}", tell("see_in_my_schedules")))


def _other(side: Side) -> Side:
    return "agent" if side == "guest" else "guest"


def _guest(call: CustomerCall) -> dict[str, str]:
    return {"guest": call.booking.guest_name, "phone": call.booking.guest_phone or ""}
