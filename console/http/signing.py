"""Signing in and out: who has a session gets a cookie that no script can read.

Who gives a code after the password gets another cookie first, which stands for the password and opens nothing.
"""

import asyncio
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from console.components import inline_scripts, plain
from console.http.cookies import forget_cookie, set_cookie
from console.scheduling.errors import CallboardError, NotFound, SecondStepNeeded
from console.scheduling.messages.words import word
from console.scheduling.services import sessions, signing_in
from console.scheduling.services.sessions import SignedIn
from console.scheduling.settings import settings
from console.state.gate import cookie_name, session_token

_FORGETS = inline_scripts.script("try{sessionStorage.clear()}catch{}")
"""What a tab kept, such as a form that was not sent, is of who was signed in; who comes next is nobody yet."""


async def home(request: Request) -> Response:
    """`/`: on to the person's app, or to the sign-in page."""
    person = await person_of(request)
    return plain.redirect(_first_page(person) if person else "/sign-in")


async def sign_in_page(request: Request) -> Response:
    """The sign-in form; who is signed in already is sent on."""
    if person := await person_of(request):
        return plain.redirect(_wanted(request.query_params.get("next", ""), person))
    return sign_in_form(next_page=request.query_params.get("next", ""))


async def sign_in(request: Request) -> Response:
    """Take e-mail and password; answer with the session's cookie, or with the form and the reason."""
    posted = await request.form()
    email, password, wanted = (str(posted.get(name, ""))[:1000] for name in ("email", "password", "next"))
    try:
        token = await asyncio.to_thread(signing_in.with_password, email, password, *browser_of(request))
    except SecondStepNeeded as half:
        return second_step_answer(half, wanted)
    except CallboardError as refused:
        return sign_in_form(email, error=refused.message, next_page=wanted, status=422)
    await end_former(request)
    return await signed_in_to(wanted, token)


async def code_page(request: Request) -> Response:
    """The second step: a code of the authenticator app, or a recovery code."""
    if not request.cookies.get(_half_cookie()):
        return plain.redirect("/sign-in")
    query = request.query_params
    return _code_form(query.get("next", ""), is_recovery="recovery" in query)


async def give_code(request: Request) -> Response:
    """Take the code; answer with the session's cookie, or with the form and the reason."""
    posted = await request.form()
    code, wanted = (str(posted.get(name, ""))[:1000] for name in ("code", "next"))
    half = request.cookies.get(_half_cookie(), "")
    try:
        token = await asyncio.to_thread(signing_in.with_code, half, code, *browser_of(request))
    except NotFound:
        return sign_in_form(error=word("second_step_over"), next_page=wanted, status=422)
    except CallboardError as refused:
        return _code_form(wanted, error=refused.message, is_recovery="recovery" in posted, status=422)
    await end_former(request)
    return await signed_in_to(wanted, token)


async def sign_out(request: Request) -> Response:
    """End this browser's session and forget its cookie."""
    await end_former(request)
    answer = plain.redirect("/sign-in")
    forget_cookie(answer, cookie_name())
    return answer


async def no_app(request: Request) -> Response:
    """For who is signed in but a member of no app."""
    person = await person_of(request)
    if person is None or person.memberships:
        return plain.redirect("/")
    return plain.page(
        word("no_app"),
        plain.paragraph(word("no_app_text", email=person.person.email)),
        plain.form(plain.button(word("sign_out"), "quiet"), action="/sign-out"),
    )


routes = [
    Route("/", home),
    Route("/no-app", no_app),
    Route("/sign-in", sign_in_page, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-in/code", code_page, methods=["GET"]),
    Route("/sign-in/code", give_code, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]


def signed_in_only(app: ASGIApp) -> ASGIApp:
    """Send strangers who open a page of the console to the sign-in page, before the page is loaded."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/app/"):
            request = Request(scope)
            if await person_of(request) is None:
                await plain.redirect(f"/sign-in?next={quote(request.url.path)}")(scope, receive, send)
                return
        await app(scope, receive, send)

    return guarded


def sign_in_form(email: str = "", *, error: str = "", next_page: str = "", status: int = 200) -> Response:
    """The ways in that this installation has, with the reason why the last try failed. The tab forgets what it kept."""
    answer = _sign_in_form(email, error, next_page, status)
    answer.headers[inline_scripts.HEADER] = inline_scripts.sources([_FORGETS])
    return answer


def _sign_in_form(email: str, error: str, next_page: str, status: int) -> Response:
    if settings().oidc_only:
        return plain.page(word("sign_in_title"), plain.alert(error), to_provider(next_page), _FORGETS, status=status)
    return plain.page(
        word("sign_in_title"),
        plain.alert(error),
        *([to_provider(next_page, "quiet"), plain.divider(word("sign_in_or"))] if settings().oidc_issuer else []),
        plain.form(
            plain.field(
                word("email"),
                "email",
                type="email",
                value=email,
                autocomplete="username",
                required="required",
                **({} if email else {"autofocus": "autofocus"}),
            ),
            plain.field(
                word("password"),
                "password",
                type="password",
                autocomplete="current-password",
                required="required",
                **({"autofocus": "autofocus"} if email else {}),
            ),
            plain.hidden("next", next_page),
            plain.button(word("sign_in")),
            action="/sign-in",
        ),
        _FORGETS,
        status=status,
        after=plain.below(plain.link(word("forgot_password"), "/forgotten-password")),
    )


def to_provider(next_page: str = "", kind: str = "") -> Markup:
    """The way to the provider. It is a link: a form that leads to another site is stopped by the content policy."""
    address = "/sign-in/provider" + (f"?{urlencode({'next': next_page})}" if next_page else "")
    label = word("sign_in_with", name=settings().oidc_called)
    return plain.acts(plain.link(label, address, f"button wide {kind}".rstrip()))


def _code_form(next_page: str, *, is_recovery: bool, error: str = "", status: int = 200) -> Response:
    """What was typed goes when it was refused: a code is wrong for good, and short."""
    kind, other = ("recovery_code", "use_code_of_app") if is_recovery else ("second_step_code", "use_recovery_code")
    return plain.page(
        word("second_step_title"),
        plain.paragraph(word(f"{kind}_text")),
        plain.form(
            plain.field(
                word(kind),
                "code",
                error=error,
                required="required",
                autofocus="autofocus",
                autocomplete="off" if is_recovery else "one-time-code",
                inputmode="text" if is_recovery else "numeric",
                spellcheck="false",
                autocapitalize="none",
            ),
            plain.hidden("next", next_page),
            *([plain.hidden("recovery", "yes")] if is_recovery else []),
            plain.button(word("sign_in")),
            action="/sign-in/code",
        ),
        status=status,
        after=plain.below(plain.link(word(other), _code_address(next_page, is_recovery=not is_recovery))),
    )


def _code_address(next_page: str, *, is_recovery: bool = False) -> str:
    query = {"next": next_page, "recovery": "yes" if is_recovery else ""}
    return f"/sign-in/code?{urlencode({name: value for name, value in query.items() if value})}".rstrip("?")


def _wanted(path: str, person: SignedIn) -> str:
    """Where the person was going, if it is a page of the console; else their first page."""
    return path if path.startswith(("/app/", "/open/")) else _first_page(person)


def _first_page(person: SignedIn) -> str:
    if not person.memberships:
        return "/no-app"
    first = person.memberships[0]
    page = "my-schedules" if first.has_own_calls_alone else "scheduled-calls"
    return f"/app/{first.app_id}/{page}"


async def signed_in_to(wanted: str, token: str) -> Response:
    """On to where the person was going, with the cookie of their new session."""
    person = await asyncio.to_thread(sessions.resolve, token)
    return signed_in_answer(plain.redirect(_wanted(wanted, person) if person else "/sign-in"), token)


def signed_in_answer(answer: Response, token: str) -> Response:
    """The same answer, with the cookie of a new session."""
    set_cookie(answer, cookie_name(), token, int(sessions.ABSOLUTE.total_seconds()))
    forget_cookie(answer, _half_cookie())
    return answer


def second_step_answer(half: SecondStepNeeded, wanted: str = "") -> Response:
    """On to the code, with a cookie that stands for the password."""
    answer = plain.redirect(_code_address(wanted))
    set_cookie(answer, _half_cookie(), half.token, None)
    return answer


async def end_former(request: Request) -> None:
    """End the session with which this browser came: nobody goes on in it once it has another one, or none."""
    if token := session_token(request.headers.get("cookie", "")):
        await asyncio.to_thread(sessions.sign_out, token)


def _half_cookie() -> str:
    return f"{cookie_name()}-half"


def browser_of(request: Request) -> tuple[str, str]:
    """The browser's name for itself and its address, for the list of sessions and for counting tries."""
    return request.headers.get("user-agent", ""), request.client.host if request.client else ""


async def person_of(request: Request) -> SignedIn | None:
    """Whose session this browser has; None for a stranger."""
    return await asyncio.to_thread(sessions.resolve, session_token(request.headers.get("cookie", "")))
