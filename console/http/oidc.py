"""Signing in with the operator's provider (OpenID Connect): out to it, and back with its word for a person."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.components import plain
from console.http import provider
from console.http.cookies import forget_cookie, set_cookie
from console.http.provider import ProviderFailed
from console.http.signing import browser_of, end_former, second_step_answer, sign_in_form, signed_in_to
from console.scheduling.errors import CallboardError, SecondStepNeeded
from console.scheduling.messages.words import word
from console.scheduling.services import identities, provider_flow, signing_in
from console.scheduling.settings import settings
from console.state.gate import cookie_name

log = logging.getLogger(__name__)

_DECLINED = ("access_denied", "login_required", "interaction_required", "consent_required")


async def set_out(request: Request) -> Response:
    """On to the provider, with a cookie by which who comes back is known; a link elsewhere leads to our own button first.

    A provider that knows the browser asks nothing: nobody is to be signed in who did not want it.
    """
    if not settings().oidc_issuer:
        return plain.redirect("/sign-in")
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return sign_in_form(next_page=request.query_params.get("next", ""))
    try:
        await asyncio.to_thread(identities.count_try, browser_of(request)[1])
        flow = await asyncio.to_thread(provider_flow.begin, request.query_params.get("next", ""))
        answer = plain.redirect(await provider.way_out(flow))
    except CallboardError as refused:
        return _refused(refused)
    set_cookie(answer, _flow_cookie(), flow.kept, int(provider_flow.LIFETIME.total_seconds()))
    return answer


async def come_back(request: Request) -> Response:
    """Take the provider's answer; sign in whom it means, or say why not. Either way the answer was good once."""
    if not settings().oidc_issuer:
        return plain.redirect("/sign-in")
    try:
        answer = await _judged(request)
    except CallboardError as refused:
        answer = _refused(refused)
    forget_cookie(answer, _flow_cookie())
    return answer


routes = [
    Route("/sign-in/provider", set_out, methods=["GET"]),
    Route(provider.RETURN_PATH, come_back, methods=["GET"]),
]


async def _judged(request: Request) -> Response:
    said = request.query_params
    browser = browser_of(request)
    await asyncio.to_thread(identities.count_try, browser[1])
    kept = request.cookies.get(_flow_cookie(), "")
    flow = await asyncio.to_thread(provider_flow.resume, kept, said.get("state", ""))
    if "error" in said:
        if said["error"] in _DECLINED:
            return sign_in_form(error=word("sign_in_declined", name=settings().oidc_called), status=422)
        raise ProviderFailed(f"The provider answered {said['error'][:100]!r}.")
    identity = await provider.who(flow, said.get("code", ""), said.get("iss", ""))
    try:
        token = await asyncio.to_thread(signing_in.with_identity, identity, *browser)
    except SecondStepNeeded as half:
        return second_step_answer(half, flow.wanted)
    await end_former(request)
    return await signed_in_to(flow.wanted, token)


def _refused(refused: CallboardError) -> Response:
    """The sign-in page with the reason; what only the operator can mend stands in the log."""
    message = refused.message
    if isinstance(refused, ProviderFailed):
        log.warning("Signing in with the provider failed. %s", refused.message)
        message = word("sign_in_provider_failed", name=settings().oidc_called)
    return sign_in_form(error=message, status=422)


def _flow_cookie() -> str:
    return f"{cookie_name()}-flow"
