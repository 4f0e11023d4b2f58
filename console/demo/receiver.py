"""A receiver of webhooks as an integrator would write one, with a page that shows what arrived. Served by demos alone."""

import asyncio
import hmac
import json
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console.components import plain
from console.scheduling import clock
from console.scheduling.messages.signing import own_signature
from console.scheduling.messages.words import word
from console.scheduling.settings import settings

PATH = "/demo/receiver"
_KEPT = 100
_LARGEST = 1_000_000
_SECONDS = 3

_STYLE = Markup(
    "<style>main.wide{{max-width:760px}}.arrived{{list-style:none;margin:20px 0 0;padding:0;font-size:14px}}"
    ".arrived li{{padding:12px 0;border-top:1px solid var(--line)}}.arrived b{{font-weight:600}}"
    ".arrived summary{{cursor:pointer}}.arrived pre{{overflow-x:auto;font-size:12px;line-height:18px;margin:8px 0 0}}"
    ".arrived .good{{color:var(--success-ink)}}.arrived .bad{{color:var(--danger-ink)}}</style>{}"
)
_AGAIN = Markup('<meta http-equiv="refresh" content="{}">').format(_SECONDS)
_ROW = Markup(
    '<li><details><summary><b>{event}</b> · {guest} · <time>{at}</time> · <span class="{tone}">{proof}</span></summary>'
    "<pre>{delivery}\n{body}</pre></details></li>"
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One delivery. `proven`: its signature was made with our secret over exactly this body."""

    at: datetime
    event: str
    delivery: str
    proven: bool
    body: str

    @property
    def guest(self) -> str:
        """Whose call it tells of."""
        try:
            return str(json.loads(self.body)["payload"]["scheduled_call"]["guest_name"])
        except (ValueError, KeyError, TypeError):
            return "?"


_arrived: deque[Arrived] = deque(maxlen=_KEPT)
"""The newest first, for as long as this process lives."""


def secret_file() -> Path:
    """Where the receiver keeps the secret that the subscription told once."""
    return settings().data.resolve() / "demo-receiver.json"


async def take(request: Request) -> Response:
    """Take a delivery: 204 when its signature is right, 400 when not."""
    body = await request.body()
    if len(body) > _LARGEST:
        return PlainTextResponse("Too large.", 413)
    prefix = settings().webhook_header_prefix
    wanted = own_signature(await asyncio.to_thread(_secret), body)
    proven = hmac.compare_digest(request.headers.get(f"{prefix}-Signature", "").encode(), wanted.encode())
    event, delivery = (request.headers.get(f"{prefix}-{name}", "?")[:100] for name in ("Event", "Delivery"))
    _arrived.appendleft(Arrived(clock.now(), event, delivery, proven, body.decode(errors="replace")))
    return Response(status_code=204) if proven else PlainTextResponse("The signature is wrong.", 400)


async def show(request: Request) -> Response:
    """What arrived, newest first; the page looks again by itself until somebody wants to read."""
    still = "still" in request.query_params
    rows = Markup().join(_row(one) for one in _arrived)
    return plain.page(
        word("demo_receiver"),
        plain.paragraph(word("demo_receiver_text")),
        Markup('<ul class="arrived">{}</ul>').format(rows)
        if rows
        else plain.alert(word("demo_receiver_empty"), "warn"),
        plain.acts(
            plain.link(word("demo_receiver_follow"), PATH, "button quiet")
            if still
            else plain.link(word("demo_receiver_hold"), f"{PATH}?still", "button quiet")
        ),
        wide=True,
        head=_STYLE.format(Markup() if still else _AGAIN),
    )


def _row(one: Arrived) -> Markup:
    return _ROW.format(
        event=one.event,
        guest=one.guest,
        at=one.at.strftime("%H:%M:%S UTC"),
        tone="good" if one.proven else "bad",
        proof=word("demo_receiver_proven" if one.proven else "demo_receiver_unproven"),
        delivery=one.delivery,
        body=_readable(one.body),
    )


def _readable(body: str) -> str:
    """The body with line breaks, its links masked: they are keys to a customer's booking."""
    try:
        told = json.loads(body)
        told["payload"]["scheduled_call"] |= {"join_url": "…", "manage_url": "…"}
    except (ValueError, KeyError, TypeError):
        return body
    return json.dumps(told, ensure_ascii=False, indent=2)


def _secret() -> str:
    try:
        return json.loads(secret_file().read_text("utf-8"))["secret"]
    except OSError:
        return ""


routes = [Route(PATH, show), Route(PATH, take, methods=["POST"])]
