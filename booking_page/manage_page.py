"""The customer's page of one call, as HTML: see it, confirm, move and cancel it as far as the preset allows."""

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.layout import acts, badge, facts, heading, link, notice, page, post, text
from booking_page.teller import Teller, when_block
from console.scheduling.services.channels import CHANNELS
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.opt_outs import REMINDERS_BY_EMAIL

_LOOKS = {"confirmed": "good", "pending_confirmation": "wait", "cancelled": "bad", "no_show": "bad", "started": "good"}

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
    whole = [tell(f"no_messages_on_{name}") for name in CHANNELS if name in call.declined]
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
