"""The way out of weekly figures, from their letters: GET asks, POST ends them at once, as mail programs do (RFC 8058)."""

import asyncio

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.components import plain
from console.scheduling.errors import NotFound
from console.scheduling.messages.words import word
from console.scheduling.services import weekly_figures
from console.scheduling.services.weekly_figures import LinkedWish


async def question(request: Request) -> Response:
    """Whether the reader means it; with the letters off already, the way back."""
    return await _answer(request, "week_unsubscribe_question")


async def choose(request: Request) -> Response:
    """No more of them; with `again` in the address, they come again."""
    wanted = bool(request.query_params.get("again"))
    try:
        await asyncio.to_thread(weekly_figures.choose_by_link, request.path_params["token"], wanted=wanted)
    except NotFound:
        return _unknown()
    return await _answer(request, "week_subscribed_again")


async def _answer(request: Request, while_wanted: str) -> Response:
    """What holds now; `while_wanted` says it for whom the letters still reach."""
    try:
        wish = await asyncio.to_thread(weekly_figures.look_by_link, request.path_params["token"])
    except NotFound:
        return _unknown()
    if wish.wanted:
        return _page(wish, while_wanted, plain.button(_say(wish, "week_unsubscribe_act")), request.url.path)
    again = plain.button(_say(wish, "week_subscribe_again"))
    return _page(wish, "week_unsubscribed", again, f"{request.url.path}?again=1")


def _page(wish: LinkedWish, said: str, act: Markup, action: str) -> Response:
    body = (plain.paragraph(_say(wish, said)), plain.form(act, action=action))
    return plain.page(_say(wish, "week_title"), *body, name=wish.app_name, lang=wish.language)


def _unknown() -> Response:
    return plain.page(word("link_unknown"), plain.paragraph(word("week_link_unknown_text")), status=404)


def _say(wish: LinkedWish, name: str) -> str:
    return word(name, wish.language, address=wish.address, app=wish.app_name)


routes = [
    Route("/unsubscribe/figures/{token}", question, methods=["GET"]),
    Route("/unsubscribe/figures/{token}", choose, methods=["POST"]),
]
"""Under the same roof as the customers' way out: a key in the address opens it, and no cookie."""
