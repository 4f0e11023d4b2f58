"""The customer's page of one call, as HTML: see it, confirm, move and cancel it as far as the preset allows."""

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.call.reaching import reach
from booking_page.call.teller import Teller, what_happened, when_block
from booking_page.plain.layout import acts, badge, facts, heading, link, notice, page, post, text, unfolded
from console.scheduling.messages.instants import iso
from console.scheduling.rules import contacts
from console.scheduling.rules.lifecycle import NOT_CONFIRMED
from console.scheduling.services.channels import CHANNELS
from console.scheduling.services.customer_calls import CustomerCall, web_calendars
from console.scheduling.services.opt_outs import REMINDERS_BY_EMAIL

_LOOKS = {"confirmed": "good", "pending_confirmation": "wait", "cancelled": "bad", "no_show": "bad", "started": "good"}

_CANCEL = Markup(
    '<details{open}><summary>{summary}</summary><form method="post" action="{action}">'
    '<label class="above" for="reason">{label}</label>'
    '<textarea id="reason" name="reason" rows="2" maxlength="500">\n{reason}</textarea>'
    '<button class="danger">{button}</button></form></details>'
)


def call_page(
    call: CustomerCall, said: str = "", *, refused: bool = False, reason: str = "", status: int = 200
) -> HTMLResponse:
    """The call and what may be done with it. `said` stands on top: what was just done, or why it was refused.

    `reason` is what the customer wrote for a cancellation that was refused: it is not lost.
    """
    tell = Teller(call)
    is_stuck = bool(call.may.why_not) and not call.has_passed
    return page(
        call.face,
        tell("your_call_with", agent=call.agent_name),
        notice(said, bad=refused) if said else Markup(),
        _written(reason, tell) if reason and not call.may.cancel else Markup(),
        badge(tell(f"customer_status_{call.booking.status}"), _LOOKS.get(call.booking.status, "")),
        heading(tell("your_call_with", agent=call.agent_name)),
        when_block(call),
        _past(call, said, tell) if call.has_passed else _acts(call, said, tell),
        reach(call, reason) if is_stuck else Markup(),
        _facts(call, tell),
        _declined(call, tell),
        _cancel(reason, tell) if call.may.cancel else Markup(),
        Markup() if is_stuck else reach(call, reason),
        language=call.language,
        status=status,
    )


def _acts(call: CustomerCall, said: str, tell: Teller) -> Markup:
    """What to do about a call to come, what matters most first; then how long that goes, and why more does not."""
    booking = call.booking
    buttons = []
    if call.may.confirm:
        # The time on the screen travels along, so that nobody confirms one that they have not seen.
        buttons.append(post(tell.to("/confirm"), tell("confirm_call"), "first", {"seen": iso(booking.scheduled_at)}))
    if booking.call_kind == "link":
        look = "" if call.may.confirm or call.stands == "early" else "first"
        buttons.append(link(call.links.join_url, tell("go_to_call"), look))
    if call.may.move:
        buttons.append(link(tell.to("/move"), tell("move_call")))
    buttons.append(_calendars(call, tell))
    terms = []
    if call.may.until:
        terms.append(tell("change_until", time=tell.in_words(call.may.until)))
    if call.may.moves_left is not None:
        terms.append(tell("moves_left", count=call.may.moves_left))
    return (
        (text(_how(call, tell)) if booking.call_kind != "link" and booking.guest_phone else Markup())
        + acts(*buttons)
        + (text(*terms) if terms else Markup())
        + Markup().join(text(why) for why in call.may.why_not if why != said)
    )


def _past(call: CustomerCall, said: str, tell: Teller) -> Markup:
    """What became of the call, and the way to another one."""
    reason = call.booking.cancellation_reason
    return (
        (Markup() if said else text(tell(what_happened(call, "guest"))))
        + (text(tell("reason_told", reason=reason)) if reason and reason != NOT_CONFIRMED else Markup())
        + acts(link(tell.to("/again"), tell("book_again"), "first"))
    )


def _how(call: CustomerCall, tell: Teller) -> str:
    phone = contacts.readable(call.booking.guest_phone or "")
    return tell(f"guest_{call.booking.call_kind}", agent=call.agent_name, phone=phone)


def _calendars(call: CustomerCall, tell: Teller) -> Markup:
    """The calendars that people keep on the web, and the file for all others."""
    web = web_calendars(call)
    ways = [
        link(web.google, "Google"),
        link(web.outlook, "Outlook"),
        link(tell.to("/call.ics"), tell("calendar_file")),
    ]
    return unfolded(tell("add_to_calendar"), acts(*ways))


def _facts(call: CustomerCall, tell: Teller) -> Markup:
    booking = call.booking
    return facts(
        [
            (tell("fact_name"), booking.guest_name),
            (tell("fact_email"), booking.guest_email),
            (tell("fact_phone"), contacts.readable(booking.guest_phone) if booking.guest_phone else None),
            (tell("fact_notes"), booking.guest_intake_notes),
            (tell("fact_reference"), booking.reference),
        ]
    )


def _declined(call: CustomerCall, tell: Teller) -> Markup:
    """What the customer does not get, and the way back; nothing while they get everything."""
    if not call.declined:
        return Markup()
    whole = [tell(f"no_messages_on_{name}") for name in CHANNELS if name in call.declined]
    part = [tell("no_reminders_on")] if REMINDERS_BY_EMAIL in call.declined else []
    again = post(tell.to("/reminders"), tell("get_messages_again"))
    return text(*whole, *part) + acts(again)


def _cancel(reason: str, tell: Teller) -> Markup:
    return _CANCEL.format(
        open=Markup(" open") if reason else "",
        summary=tell("cancel_call"),
        action=tell.to("/cancel"),
        label=tell("cancel_reason"),
        reason=reason,
        button=tell("cancel_call"),
    )


def _written(reason: str, tell: Teller) -> Markup:
    """What was written for nothing, to be copied."""
    return text(tell("you_wrote")) + Markup("<blockquote>{}</blockquote>").format(reason)
