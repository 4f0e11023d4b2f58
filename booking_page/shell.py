"""`/book/{app}` as HTML at once: the prerendered page with the app's face and the first free times, before any script.

Reflex fills its pages over a socket, seconds later on a phone. So the file that the build made of the page is filled here:
`<div id="boot">` gets what a customer looks for first, and the live page takes its place as soon as it knows more.
"""

import gzip
import re
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booking_page import address
from booking_page.accent import accent_css
from booking_page.address import Address
from booking_page.boot import boot, nothing, to_local
from booking_page.card import card
from booking_page.plain.layout import heading, page, text
from booking_page.plain.visit import opened
from console.components import inline_scripts
from console.scheduling.errors import CallboardError
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import direction, tag, word
from console.scheduling.services import apps
from console.scheduling.services.customer_calls import Face

_PAGE = Path(__file__).parents[1] / ".web" / "build" / "client" / "book" / "_" / "index.html"
_BOOT = re.compile(r'(<div[^>]*\bid="boot"[^>]*>)(?=</div>)')
_LANGUAGE = re.compile(r'(<html[^>]*\blang=)"[^"]*"')

# In a frame on another site, browsers may refuse any storage, without which React Router and Reflex do not start: what they
# keep is then forgotten with the page. It stands last in the head: React finds nothing between what it made there.
_STORES = inline_scripts.script(
    "for(const name of ['localStorage','sessionStorage'])try{window[name].length}catch{const kept=new Map();"
    "Object.defineProperty(window,name,{value:{getItem:k=>kept.get(k)??null,setItem:(k,v)=>void kept.set(k,String(v)),"
    "removeItem:k=>void kept.delete(k),clear:()=>kept.clear(),key:i=>[...kept.keys()][i]??null,"
    "get length(){return kept.size}}})}"
)


async def shell(request: Request) -> Response:
    """The booking page. `Callboard-Ancestors` tells the edge which sites may frame it."""
    params = {**request.query_params, **request.path_params}
    framed = request.headers.get("sec-fetch-dest") in ("iframe", "frame")
    if framed and "referer" in request.headers:
        refused = await run_in_threadpool(_refused_site, address.read(params), request.headers["referer"])
        if refused is not None:
            return refused
    who = request.client.host if request.client else ""
    header = request.headers.get("accept-language", "")
    html, ancestors, scripts = await run_in_threadpool(partial(_filled, framed=framed), params, who, header)
    body, headers = html.encode(), {"Cache-Control": "no-store", "Callboard-Ancestors": ancestors}
    headers[inline_scripts.HEADER] = scripts
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = gzip.compress(body, 5), "gzip"
    return Response(body, media_type="text/html", headers=headers)


def _refused_site(asked: Address, referer: str) -> Response | None:
    """To a site that may not embed the page, which setting that is; browsers themselves would show an empty frame.

    What is not known here is told by the page.
    """
    try:
        app = apps.public(asked.app_id, asked.key)
    except CallboardError:
        return None
    if app.may_be_framed_by(referer):
        return None
    site = "{0.scheme}://{0.netloc}".format(urlsplit(referer))
    title = word("framing_refused", app.language)
    about = word("framing_refused_text", app.language, site=site)
    face = Face(app.name, app.logo, app.accent, "")
    return page(face, title, heading(title), text(about), language=app.language, status=403, framed_by="*")


def _filled(params: Mapping[str, str], who: str, accept_language: str, *, framed: bool) -> tuple[str, str, str]:
    """The page, and what its content policy says of framing it and of its scripts."""
    built = _PAGE.stat().st_mtime_ns
    empty = _prerendered(built)
    try:
        visit = opened(params, accept_language, who)
    except CallboardError as refused:
        return (
            _dressed(empty, tag(), nothing(word("page_not_found"), said(refused.message))),
            "'none'",
            _scripts(built, tag()),
        )
    app, preset = visit.app, visit.preset
    title = f"{preset.terms.name} · {app.name}"
    head = Markup("<title>{}</title>{}<style>{}</style></head>").format(
        title,
        card(app.name, preset.terms.name, app.logo, visit.asked.path()),
        Markup(accent_css(app.accent)),  # noqa: S704 - a checked colour
    )
    html = _dressed(empty.replace("</head>", str(head), 1), visit.language, boot(visit, framed=framed))
    return html, " ".join(["'self'", *app.allowed_origins]), _scripts(built, visit.language)


def _dressed(html: str, language: str, content: Markup) -> str:
    spoken = _LANGUAGE.sub(f'\\g<1>"{language}" dir="{direction(language)}"', html, count=1)
    return _BOOT.sub(lambda opening: opening[0] + str(content), spoken, count=1)


@lru_cache(maxsize=32)
def _scripts(built: int, language: str) -> str:
    """The scripts of the page in this language: nothing that anybody typed is among them."""
    return inline_scripts.sources([_prerendered(built), to_local(language)])


@lru_cache(maxsize=1)
def _prerendered(_built: int) -> str:
    """The file that the build made of the page, ready for any frame and without the title that it fills in."""
    html = _PAGE.read_text()
    before, _, rest = html.partition("<title>")
    untitled = before + rest.partition("</title>")[2] if rest else html
    return untitled.replace("</head>", f"{_STORES}</head>", 1)
