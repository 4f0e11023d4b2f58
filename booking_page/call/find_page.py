"""*Find my call*: a customer names the address that they booked with, and the links to their calls go there.

The page says the same of an address that nobody booked with, as soon.
"""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from booking_page import address, guard
from booking_page.address import Address
from booking_page.call.by_link import answers, field, wish
from booking_page.plain.layout import acts, heading, link, notice, page, text, text_field, trap
from console.scheduling import clock
from console.scheduling.actors import visitor
from console.scheduling.errors import Invalid, TooMany
from console.scheduling.messages import when
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import speak, spoken, word
from console.scheduling.rules import zones
from console.scheduling.rules.limits import seconds_until, whole_minute
from console.scheduling.services import apps, link_requests
from console.scheduling.services.apps import PublicApp
from console.scheduling.services.customer_calls import Face
from console.scheduling.services.link_requests import Asked

_FORM = Markup('<form method="post" action="{}">{}{}<button class="first">{}</button></form>')


@answers
def find(request: Request) -> Response:
    """GET asks for the address, POST sends. Raises NotFound where no app is known by this link."""
    asked = address.read({**request.query_params, **request.path_params})
    app = apps.public(asked.app_id, asked.key)
    language = spoken(wish(request) or app.language)
    speak(language)
    answer = _sent(request, app, asked, language) if request.method == "POST" else _question(app, asked)
    answer.headers["Referrer-Policy"] = (
        "same-origin"  # the form comes with its origin, by which the edge knows it as ours
    )
    return answer


def _sent(request: Request, app: PublicApp, asked: Address, language: str) -> Response:
    typed = field(request, "address")
    try:
        guard.count_link_request(request.client.host if request.client else "")
        if field(request, guard.TRAP):
            return _question(app, asked, typed)
        return _answer(app, asked, link_requests.ask(visitor(app.id), typed, language))
    except Invalid as refused:
        return _question(app, asked, typed, problem=said(refused.problems[0].message))
    except TooMany as refused:
        return _question(app, asked, typed, too_often=refused)


def _question(
    app: PublicApp, asked: Address, typed: str = "", *, problem: str = "", too_often: TooMany | None = None
) -> Response:
    ways = link_requests.ways(visitor(app.id))
    kind = {"autocomplete": "email", "inputmode": "email", "maxlength": "254", "required": "", "spellcheck": "false"}
    line = (
        text_field("address", word("find_by_either"), typed, hint=word("find_phone_hint"), problem=problem, **kind)
        if "whatsapp" in ways
        else text_field("address", word("customer_email"), typed, problem=problem, **kind)
    )
    answer = page(
        _face(app, asked),
        word("find_my_call"),
        notice(_next_time(too_often, app), bad=True) if too_often else Markup(),
        heading(word("find_my_call")),
        text(word("find_text" if "whatsapp" in ways else "find_text_email")),
        _FORM.format(asked.path("/find"), line, trap(guard.TRAP), word("find_act")),
        status=429 if too_often else 422 if problem else 200,
    )
    if too_often:
        answer.headers["Retry-After"] = str(seconds_until(too_often.next_allowed_at, clock.now()))
    return answer


def _answer(app: PublicApp, asked: Address, known: Asked) -> Response:
    """Where the message goes, if there is anything to tell."""
    face, outcome = _face(app, asked), "find_sent" if known.goes_out else "find_unsent"
    title, about = word(outcome), word(f"{outcome}_{known.channel}", address=known.address, app=app.name)
    may_help = known.goes_out or known.channel == "whatsapp"
    again = link(asked.path("/find"), word("find_other_address")) if may_help else Markup()
    return page(face, title, heading(title), text(about), acts(again, link(face.booking_path, word("find_book"))))


def _next_time(refused: TooMany, app: PublicApp) -> str:
    now = clock.now()
    at = whole_minute(refused.next_allowed_at)
    return word("find_too_often", at=when.in_words(at, zones.zone(app.timezone), now), distance=when.distance(at, now))


def _face(app: PublicApp, asked: Address) -> Face:
    return Face(app.name, app.logo, app.accent, asked.path(), is_test=app.is_test)
