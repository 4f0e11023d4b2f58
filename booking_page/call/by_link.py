"""What all pages behind a customer's link share: whose call it opens, who looks, and an answer where it leads nowhere."""

from collections.abc import Awaitable, Callable
from functools import wraps

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booking_page.call import join_page
from booking_page.plain.layout import NOBODY, acts, heading, link, page, post, text
from console.scheduling.actors import Actor
from console.scheduling.errors import ChangedHands, NotFound, Unavailable
from console.scheduling.messages.words import speak, wished, word
from console.scheduling.services import customer_calls, links
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.links import LinkRole

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""Headers of an answer whose address is a key: nothing of it is kept, and no other site learns where one came from."""


def answers(handler: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Run a handler in a thread, for the core is synchronous; what is unknown and what is broken get a page, too."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        if request.method == "POST":
            request.scope["form"] = await _form(request)
        speak(wish(request))
        try:
            return await run_in_threadpool(handler, request)
        except ChangedHands as ended:
            return join_page.changed_hands_page(ended.app_id)
        except NotFound:
            return _plain("link_unknown", "link_unknown_text", 404)
        except Unavailable:
            return _plain("out_of_reach", "out_of_reach_text", 503, _once_more(request))

    return answer


def opened(request: Request, *roles: LinkRole) -> tuple[CustomerCall, Actor]:
    """The call that the request's token opens, and who acts through it. Raises NotFound."""
    target = links.resolve(request.path_params["token"])
    if target.role not in roles:
        raise NotFound("This link does not lead to a call.")
    actor = links.actor_of(target)
    call = customer_calls.see(actor, target.booking_id, wish(request))
    speak(call.language)
    return call, actor


def wish(request: Request) -> str:
    """The language that the address asks for, else the browser; empty where neither names one that is spoken here."""
    return wished(request.query_params.get("lang"), accept_language=request.headers.get("accept-language", ""))


def field(request: Request, name: str) -> str:
    """What a submitted form says in this field; nothing where it has none."""
    return str(request.scope.get("form", {}).get(name, ""))


def _plain(title: str, about: str, status: int, *more: Markup) -> Response:
    return page(NOBODY, word(title), heading(word(title)), text(word(about)), *more, status=status)


def _once_more(request: Request) -> Markup:
    """A button that asks for the same again, and sends again what was typed."""
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "POST":
        return acts(link(address, word("ask_again"), "first"))
    return acts(post(address, word("ask_again"), "first", request.scope["form"]))


async def _form(request: Request) -> dict[str, str]:
    """The submitted fields; a form of ours has few and short ones."""
    async with request.form(max_files=0, max_fields=10, max_part_size=8192) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
