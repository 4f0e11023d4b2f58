"""One-time links: the first set-up, an invitation, a forgotten password. Looking changes nothing; a button posts."""

import asyncio
from collections.abc import Mapping
from functools import partial

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.components import inline_scripts, plain
from console.http.signing import browser_of, end_former, second_step_answer, signed_in_answer, to_provider
from console.scheduling.errors import CallboardError, Invalid, SecondStepNeeded
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules import zones
from console.scheduling.services import people, set_up, signing_in
from console.scheduling.services.set_up import SetUp
from console.state import post

_sign_in = partial(signing_in.with_password, just_chosen=True)
_SET_UP_FIELDS = ("name", "email", "password", "app_name", "timezone")
_GUESS_ZONE = inline_scripts.script(
    "{const s=document.getElementById('timezone'),z=Intl.DateTimeFormat().resolvedOptions().timeZone;"
    "if([...s.options].some(o=>o.value===z))s.value=z}"
)


async def set_up_page(request: Request) -> Response:
    """The form that makes the first owner and app."""
    try:
        await asyncio.to_thread(set_up.look, request.path_params["token"])
    except CallboardError as refused:
        return _over(refused)
    return _set_up_form({})


async def perform_set_up(request: Request) -> Response:
    """Make the first owner and app, sign the owner in, and show where customers book."""
    told = {name: str((await request.form()).get(name, ""))[:1000] for name in _SET_UP_FIELDS}
    try:
        done = await asyncio.to_thread(set_up.perform, request.path_params["token"], SetUp(**told))
        token = await asyncio.to_thread(_sign_in, told["email"], told["password"], *browser_of(request))
    except Invalid as invalid:
        return _set_up_form(told, {problem.field: problem.message for problem in invalid.problems})
    except CallboardError as refused:
        return _over(refused)
    page = plain.page(
        word("set_up_done"),
        plain.paragraph(word("set_up_done_text")),
        plain.paragraph(Markup("<code>{}</code>").format(done.booking_url)),
        plain.acts(
            plain.link(word("open_console"), f"/app/{done.app_id}/scheduled-calls", "button"),
            plain.link(word("open_booking_page"), done.booking_url, "button quiet"),
        ),
        wide=True,
    )
    return signed_in_answer(page, token)


async def password_page(request: Request) -> Response:
    """Choose a password: the first one by an invitation, another one by a password link."""
    try:
        link = await asyncio.to_thread(people.look_at_link, request.path_params["token"])
    except CallboardError as refused:
        return _over(refused)
    return _password_form(link)


async def choose_password(request: Request) -> Response:
    """Take the chosen password, sign the person in, and send them to their app."""
    token = request.path_params["token"]
    password = str((await request.form()).get("password", ""))[:1000]
    try:
        link = await asyncio.to_thread(people.look_at_link, token)
    except CallboardError as refused:
        return _over(refused)
    try:
        email = await asyncio.to_thread(people.accept_link, token, password)
        session = await asyncio.to_thread(_sign_in, email, password, *browser_of(request))
    except Invalid as invalid:
        return _password_form(link, invalid.message)
    except SecondStepNeeded as half:
        return second_step_answer(half)
    except CallboardError as refused:
        return _over(refused)
    await end_former(request)
    return signed_in_answer(plain.redirect("/"), session)


async def forgotten_page(_: Request) -> Response:
    """Ask for a password link."""
    return _forgotten_form()


async def forgotten(request: Request) -> Response:
    """Send a password link, and say the same whether or not the address has an account."""
    email = str((await request.form()).get("email", ""))[:1000]
    try:
        await asyncio.to_thread(people.count_password_request, email, browser_of(request)[1])
    except CallboardError as refused:
        return _forgotten_form(email, refused.message)
    post.soon(_send_password_letter(email))
    return plain.page(word("look_into_mail"), plain.paragraph(word("look_into_mail_text")), after=_back())


routes = [
    Route("/set-up/{token}", set_up_page, methods=["GET"]),
    Route("/set-up/{token}", perform_set_up, methods=["POST"]),
    Route("/invitation/{token}", password_page, methods=["GET"]),
    Route("/invitation/{token}", choose_password, methods=["POST"]),
    Route("/password/{token}", password_page, methods=["GET"]),
    Route("/password/{token}", choose_password, methods=["POST"]),
    Route("/forgotten-password", forgotten_page, methods=["GET"]),
    Route("/forgotten-password", forgotten, methods=["POST"]),
]


def _set_up_form(told: Mapping[str, str], errors: Mapping[str, str] | None = None) -> Response:
    errors = errors or {}

    def field(name: str, label: str, **rest: str) -> Markup:
        kept = {"value": told.get(name, ""), "error": errors.get(name, "")}
        return plain.field(word(label), name, required="required", **kept, **rest)

    page = plain.page(
        word("set_up_title"),
        plain.paragraph(word("set_up_text")),
        plain.form(
            field(
                "app_name",
                "set_up_app_name",
                hint=word("set_up_app_name_hint"),
                **({} if told else {"autofocus": "autofocus"}),
            ),
            plain.select(
                word("time_zone"),
                "timezone",
                [(zone, zone.replace("_", " ")) for zone in sorted(zones.names()) if "/" in zone or zone == "UTC"],
                value=told.get("timezone", "UTC"),
            ),
            field("name", "your_name", autocomplete="name"),
            field("email", "email", type="email", autocomplete="username"),
            plain.field(
                word("password"),
                "password",
                type="password",
                error=errors.get("password", ""),
                hint=word("password_hint"),
                required="required",
                autocomplete="new-password",
            ),
            plain.button(word("set_up")),
        ),
        Markup() if told else _GUESS_ZONE,
        status=422 if errors else 200,
        wide=True,
    )
    page.headers[inline_scripts.HEADER] = inline_scripts.sources([_GUESS_ZONE])
    return page


def _password_form(link: people.OpenLink, error: str = "") -> Response:
    if link.leads_to_provider:
        return plain.page(word("welcome", name=link.name), plain.paragraph(_invited_to(link)), to_provider())
    invited = link.purpose == "invitation"
    return plain.page(
        word("welcome", name=link.name) if invited else word("choose_password"),
        plain.paragraph(_invited_to(link) if invited else word("choose_password_text", email=link.email)),
        plain.form(
            plain.field(
                word("password"),
                "password",
                type="password",
                error=error,
                hint=word("password_hint"),
                required="required",
                autofocus="autofocus",
                autocomplete="new-password",
            ),
            plain.button(word("save_and_sign_in")),
        ),
        status=422 if error else 200,
    )


async def _send_password_letter(email: str) -> None:
    if letter := await asyncio.to_thread(people.password_letter, email):
        await post.send(letter)


def _invited_to(link: people.OpenLink) -> str:
    if not link.apps:
        return word("welcome_text", email=link.email)
    return word("welcome_text_apps", email=link.email, apps=", ".join(link.apps))


def _forgotten_form(email: str = "", error: str = "") -> Response:
    return plain.page(
        word("forgot_password"),
        plain.paragraph(word("forgot_password_text")),
        plain.form(
            plain.field(
                word("email"),
                "email",
                type="email",
                value=email,
                error=error,
                required="required",
                autofocus="autofocus",
                autocomplete="username",
            ),
            plain.button(word("send_link")),
        ),
        status=422 if error else 200,
        after=_back(),
    )


def _over(refused: CallboardError) -> Response:
    """The link does nothing any more, and why."""
    return plain.page(word("link_over"), plain.paragraph(said(refused.message)), status=404, after=_back())


def _back() -> Markup:
    return plain.below(plain.link(word("back_to_sign_in"), "/sign-in"))
