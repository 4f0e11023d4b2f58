"""The door of a call, as HTML: too early, open, waiting inside, or over. One door for the customer, one for the agent."""

from datetime import timedelta

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.layout import acts, badge, heading, link, page, post, refresh, text
from booking_page.manage_page import Teller, when_block
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.rules.lifecycle import Side
from console.scheduling.services.customer_calls import CustomerCall, meeting_url

_LOOK_AGAIN = timedelta(minutes=5)
"""How often a page that waits loads itself anew, at the latest; a move or a cancellation shows by then."""
_LOOK_AGAIN_INSIDE = timedelta(seconds=30)


def door_page(call: CustomerCall, side: Side, token: str, said: str = "") -> HTMLResponse:
    """What stands at the door now."""
    now = clock.now()
    if call.over or now >= call.door.end:
        return _over(call, side)
    if now < call.door.start:
        return _early(call, side)
    return _open(call, side, token, said)


def inside_page(call: CustomerCall, side: Side) -> HTMLResponse:
    """Joined, and the app has no meeting place of its own: wait here for the other side."""
    tell = Teller(call)
    return page(
        call.face,
        tell("you_are_in"),
        badge(tell("you_are_in"), "good"),
        heading(_title(call, side, tell)),
        when_block(call),
        text(tell("agent_comes", agent=call.agent_name) if side == "guest" else tell("guest_comes", **_guest(call))),
        language=call.language,
        head=refresh(int(_LOOK_AGAIN_INSIDE.total_seconds())),
    )


def _early(call: CustomerCall, side: Side) -> HTMLResponse:
    tell, now = Teller(call), clock.now()
    wait = min(call.door.start - now, _LOOK_AGAIN)
    opens = when.clock_time(call.door.start, tell.tz, tell.locale)
    day, today = (at.astimezone(tell.tz).date() for at in (call.door.start, now))
    if day != today:
        opens = tell("day_and_time", day=when.day(day, tell.locale, today), time=opens)
    return page(
        call.face,
        tell("not_open_yet"),
        badge(tell("not_open_yet"), "wait"),
        heading(_title(call, side, tell)),
        when_block(call),
        text(tell("door_opens_at", time=opens), tell("page_refreshes")),
        _manage(call, side, tell),
        language=call.language,
        head=refresh(int(wait.total_seconds()) + 1),
    )


def _open(call: CustomerCall, side: Side, token: str, said: str) -> HTMLResponse:
    tell = Teller(call)
    return page(
        call.face,
        _title(call, side, tell),
        badge(tell("door_open"), "good"),
        heading(_title(call, side, tell)),
        when_block(call),
        text(said) if said else Markup(),
        _how(call, side, tell),
        acts(post(f"/join/{token}", tell("join_now" if call.booking.call_kind == "link" else "i_am_ready"), "first")),
        language=call.language,
        leads_to=meeting_url(call, side),
    )


def _over(call: CustomerCall, side: Side) -> HTMLResponse:
    tell = Teller(call)
    what = f"over_{call.booking.status}" if call.over else "over_door_closed"
    again = acts(link(call.face.booking_path, tell("book_again"), "first")) if side == "guest" else Markup()
    return page(
        call.face,
        tell("call_is_over"),
        badge(tell("call_is_over"), "bad" if call.booking.status in ("cancelled", "no_show") else ""),
        heading(_title(call, side, tell)),
        when_block(call),
        text(tell(what)),
        again,
        language=call.language,
    )


def _title(call: CustomerCall, side: Side, tell: Teller) -> str:
    other = call.agent_name if side == "guest" else call.booking.guest_name
    return tell("your_call_with", agent=other)


def _how(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    """On the phone and on WhatsApp the agent calls; a link needs no explanation."""
    if call.booking.call_kind == "link":
        return Markup()
    return text(tell(f"{side}_{call.booking.call_kind}", agent=call.agent_name, **_guest(call)))


def _manage(call: CustomerCall, side: Side, tell: Teller) -> Markup:
    return acts(link(call.links.manage_url, tell("see_or_change"))) if side == "guest" else Markup()


def _guest(call: CustomerCall) -> dict[str, str]:
    return {"guest": call.booking.guest_name, "phone": call.booking.guest_phone or ""}
