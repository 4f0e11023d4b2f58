"""Declining reminders: GET asks, POST does it at once, as mail programs do with one click (RFC 8058)."""

from starlette.responses import HTMLResponse

from booking_page.plain.layout import acts, heading, page, post, text
from console.scheduling.messages.words import word
from console.scheduling.services.customer_calls import CustomerCall


def question_page(call: CustomerCall, path: str) -> HTMLResponse:
    """Whether the customer means it; with it off already, the way back."""
    if call.has_declined:
        return answer_page(call, path)
    act = post(path, _say(call, "unsubscribe_act"), "first")
    return _page(call, _say(call, "unsubscribe_question"), act)


def answer_page(call: CustomerCall, path: str) -> HTMLResponse:
    """What holds now, and the other way."""
    if call.has_declined:
        return _page(call, _say(call, "unsubscribed"), post(f"{path}?again=1", _say(call, "subscribe_again")))
    return _page(call, _say(call, "subscribed_again"), post(path, _say(call, "unsubscribe_act")))


def _page(call: CustomerCall, said: str, act) -> HTMLResponse:
    title = word("reminders_by_email", call.language)
    return page(call.face, title, heading(title), text(said, look=""), acts(act), language=call.language)


def _say(call: CustomerCall, name: str) -> str:
    return word(name, call.language, app=call.face.name)
