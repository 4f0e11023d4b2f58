"""The customer's page of one call, as HTML: see it, confirm, move and cancel it as far as the preset allows."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.choosing import Shown
from booking_page.layout import acts, badge, facts, heading, link, notice, page, post, text
from booking_page.month import month_table, time_choices
from console.scheduling import clock
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.services import slot_calendar
from console.scheduling.services.channels import CHANNELS
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.opt_outs import REMINDERS_BY_EMAIL
from console.scheduling.services.slot_calendar import SlotButton

_LOOKS = {"confirmed": "good", "pending_confirmation": "wait", "cancelled": "bad", "no_show": "bad", "started": "good"}
_MOST_SLOTS = 48
"""Starts on one page of a day: the page stays under 20 KB with five-minute steps, too."""

_CANCEL = Markup(
    '<details{open}><summary>{summary}</summary><form method="post" action="{action}">'
    '<label class="above" for="reason">{label}</label>'
    '<textarea id="reason" name="reason" rows="2" maxlength="500"></textarea>'
    '<button class="danger">{button}</button></form></details>'
)


def call_page(call: CustomerCall, said: str = "", *, refused: bool = False, status: int = 200) -> HTMLResponse:
    """The call and what may be done with it. `said` stands on top: what was just done, or why it was refused."""
    tell = Teller(call)
    return page(
        call.face,
        tell("your_call_with", agent=call.agent_name),
        notice(said, bad=refused) if said else Markup(),
        badge(tell(f"customer_status_{call.booking.status}"), _LOOKS.get(call.booking.status, "")),
        heading(tell("your_call_with", agent=call.agent_name)),
        when_block(call),
        _facts(call, tell),
        _acts(call, tell),
        _declined(call, tell),
        language=call.language,
        status=status,
    )


def move_page(
    call: CustomerCall,
    shown: Shown,
    alternatives: Sequence[SlotButton] = (),
    said: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Choose another time: a month whose bookable days are links, and the chosen day's times as one form."""
    tell = Teller(call)
    path = f"/manage/{tell.token}/move"
    return page(
        call.face,
        tell("move_call"),
        notice(said, bad=True) if said else Markup(),
        heading(tell("move_call")),
        text(tell("now_booked_for", time=tell.in_words(call.booking.scheduled_at))),
        _times(tell("nearest_times"), alternatives, path, tell) if alternatives else Markup(),
        month_table(shown.month, shown.day, lambda **asked: f"{path}?{urlencode(asked)}"),
        _day(shown, path, tell) if shown.day else text(tell("no_times_here", month=shown.month.title)),
        acts(link(f"/manage/{tell.token}", tell("keep_time"))),
        language=call.language,
        status=status,
        calendar=True,
    )


class Teller:
    """Says words and times in the language and the zone of the call's customer."""

    def __init__(self, call: CustomerCall) -> None:
        self.call, self.tz, self.locale = call, zones.zone(call.zone), call.language
        self.token = call.links.manage_url.rsplit("/", 1)[-1]

    def __call__(self, name: str, **values: object) -> str:
        """A word of the catalogues."""
        return word(name, self.locale, **values)

    def in_words(self, at: datetime) -> str:
        """`Tuesday 24 November, 15:00, Bogota time`."""
        return when.in_words(at, self.tz, clock.now(), self.locale)


def when_block(call: CustomerCall) -> Markup:
    """The call's day and times, large, with the zone and how far away it is."""
    booking, tell, now = call.booking, Teller(call), clock.now()
    day = when.day(booking.scheduled_at.astimezone(tell.tz).date(), tell.locale, now.astimezone(tell.tz).date())
    start, end = (when.clock_time(at, tell.tz, tell.locale) for at in (booking.scheduled_at, booking.ends_at))
    far = "" if call.over or booking.ends_at < now else f" · {when.distance(booking.scheduled_at, now, tell.locale)}"
    return text(day, look="when") + text(f"{start}–{end}, {when.zone_time(tell.tz, tell.locale)}{far}", look="hour")


def _facts(call: CustomerCall, tell: Teller) -> Markup:
    booking = call.booking
    return facts(
        [
            (tell("fact_name"), booking.guest_name),
            (tell("fact_email"), booking.guest_email),
            (tell("fact_phone"), booking.guest_phone),
            (tell("fact_notes"), booking.guest_intake_notes),
            (tell("fact_reference"), booking.reference),
            (tell("fact_reason"), booking.cancellation_reason),
        ]
    )


def _acts(call: CustomerCall, tell: Teller) -> Markup:
    path = f"/manage/{tell.token}"
    if call.over:
        return acts(link(call.face.booking_path, tell("book_again"), "first"))
    buttons = []
    if call.may_confirm:
        buttons.append(post(f"{path}/confirm", tell("confirm_call"), "first"))
    if call.booking.call_kind == "link":
        look = "" if call.may_confirm or call.stands == "early" else "first"
        buttons.append(link(call.links.join_url, tell("go_to_call"), look))
    if call.why_not_move is None:
        buttons.append(link(f"{path}/move", tell("move_call")))
    buttons.append(link(f"{path}/call.ics", tell("add_to_calendar")))
    why_not = dict.fromkeys(why for why in (call.why_not_move, call.why_not_cancel) if why)
    return acts(*buttons) + Markup().join(text(why) for why in why_not) + _cancel(call, path, tell)


def _declined(call: CustomerCall, tell: Teller) -> Markup:
    """What the customer does not get, and the way back; nothing while they get everything."""
    if not call.declined:
        return Markup()
    whole = [tell("no_messages_on", channel=tell(f"channel_{name}")) for name in CHANNELS if name in call.declined]
    part = [tell("no_reminders_on")] if REMINDERS_BY_EMAIL in call.declined else []
    again = post(f"/manage/{tell.token}/reminders", tell("get_messages_again"))
    return text(*whole, *part) + acts(again)


def _cancel(call: CustomerCall, path: str, tell: Teller) -> Markup:
    if call.why_not_cancel is not None:
        return Markup()
    return _CANCEL.format(
        open="",
        summary=tell("cancel_call"),
        action=f"{path}/cancel",
        label=tell("cancel_reason"),
        button=tell("cancel_call"),
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
    return _times(
        f"{title}, {when.zone_time(tell.tz, tell.locale)}", slots[first : first + _MOST_SLOTS], path, tell
    ) + (acts(*around) if around else Markup())


def _times(title: str, slots: Sequence[SlotButton], path: str, tell: Teller) -> Markup:
    return Markup('<form method="post" action="{}">{}<button class="first">{}</button></form>').format(
        path, time_choices(title, slots), tell("move_to_this_time")
    )
