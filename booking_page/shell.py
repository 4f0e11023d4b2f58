"""`/book/{app}` as HTML at once: the prerendered page with the app's face and the first free times, before any script.

Reflex fills its pages over a socket, seconds later on a phone. So the file that the build made of the page is filled here:
`<div id="boot">` gets what a customer looks for first, and the live page takes its place as soon as it knows more. What
goes wrong here is left to the live page to tell.
"""

import gzip
import re
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booking_page import address, guard
from booking_page.accent import accent_css
from booking_page.address import Address
from booking_page.card import card
from booking_page.layout import heading, page, text
from console.scheduling import clock
from console.scheduling.actors import visitor
from console.scheduling.errors import CallboardError
from console.scheduling.messages.when import clock_time
from console.scheduling.messages.words import direction, regional, speak, spoken, wished, word
from console.scheduling.rules import zones
from console.scheduling.services import apps, presets, slots
from console.scheduling.services.apps import PublicApp
from console.scheduling.services.customer_calls import Face
from console.scheduling.services.presets import PublicPreset
from console.scheduling.services.slots import SlotQuery

_PAGE = Path(__file__).parents[1] / ".web" / "build" / "client" / "book" / "_" / "index.html"
_BOOT = re.compile(r'(<div[^>]*\bid="boot"[^>]*>)(?=</div>)')
_LANGUAGE = re.compile(r'(<html[^>]*\blang=)"[^"]*"')
_LOOK_AHEAD = timedelta(days=14)
_MOST_TIMES = 8

TEST_LINE = "mb-2 rounded-md bg-warning-soft px-3 py-2 text-base text-warning-ink"
"""The look of the line that says that this is a test, here and on the live page."""
_FACE = Markup(
    '<header class="flex flex-col gap-1 border-b border-line px-4 py-5 text-lg sm:px-8 md:border-b-0 md:border-e md:py-8">'
    '{logo}{test}<p class="text-muted"><bdi>{app}</bdi></p>'
    '<h1 class="text-2xl font-semibold tracking-tight"><bdi>{preset}</bdi></h1></header>'
)
_LOGO = Markup('<img src="{}" alt="" class="h-8 max-w-40 object-contain object-left rtl:object-right">')
_TIMES = Markup(
    '<div class="min-w-0 p-4 sm:p-8"><h2 class="mb-6 text-xl font-semibold tracking-tight">{title}</h2>'
    '<h3 id="boot-day" class="mb-2 min-h-8 font-medium text-lg"></h3><ul class="grid grid-cols-2 gap-2">{times}</ul></div>'
    "<script>{script}</script>"
)
_TIME = Markup(
    '<li class="flex h-11 items-center justify-center rounded-sm border border-line-strong text-lg tabular-nums">'
    '<time datetime="{instant}">{text}</time></li>'
)
# The times of the first day, by the customer's own clock; the server knows neither their zone nor their habits.
_TO_LOCAL = Markup(
    "{const tag=document.documentElement.lang,all=[...document.querySelectorAll('#boot time')],"
    "day=d=>d.toLocaleDateString(tag,{weekday:'long',day:'numeric',month:'long'});let first;"
    "for(const t of all){const d=new Date(t.dateTime);first??=day(d);"
    "t.textContent=d.toLocaleTimeString(tag,{hour:'2-digit',minute:'2-digit'});"
    "if(day(d)!==first)t.parentElement.remove()}document.getElementById('boot-day').textContent=first??''}"
)


# In a frame on another site, browsers may refuse any storage, without which React Router and Reflex do not start: what they
# keep is then forgotten with the page. It stands last in the head: React finds nothing between what it made there.
_STORES = Markup(
    "<script>for(const name of ['localStorage','sessionStorage'])try{window[name].length}catch{const kept=new Map();"
    "Object.defineProperty(window,name,{value:{getItem:k=>kept.get(k)??null,setItem:(k,v)=>void kept.set(k,String(v)),"
    "removeItem:k=>void kept.delete(k),clear:()=>kept.clear(),key:i=>[...kept.keys()][i]??null,"
    "get length(){return kept.size}}})}</script>"
)


async def shell(request: Request) -> Response:
    """The booking page. `Callboard-Ancestors` tells the edge which sites may frame it."""
    asked = address.read({**request.query_params, **request.path_params})
    if request.headers.get("sec-fetch-dest") in ("iframe", "frame") and "referer" in request.headers:
        refused = await run_in_threadpool(_refused_site, asked, request.headers["referer"])
        if refused is not None:
            return refused
    who = request.client.host if request.client else ""
    header = request.headers.get("accept-language", "")
    html, ancestors = await run_in_threadpool(_filled, asked, who, header)
    body, headers = html.encode(), {"Cache-Control": "no-store", "Callboard-Ancestors": ancestors}
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
    said = word("framing_refused_text", app.language, site=site)
    face = Face(app.name, app.logo, app.accent, "")
    return page(face, title, heading(title), text(said), language=app.language, status=403, framed_by="*")


def _filled(asked: Address, who: str, accept_language: str) -> tuple[str, str]:
    empty = _prerendered(_PAGE.stat().st_mtime_ns)
    try:
        app = apps.public(asked.app_id, asked.key)
        preset = presets.public(app.id, asked.preset_id or None)
    except CallboardError:
        return empty, "'none'"
    language = spoken(wished(asked.language, accept_language=accept_language) or app.language)
    language = regional(language, accept_language=accept_language)
    speak(language)
    title = f"{preset.terms.name} · {app.name}"
    head = Markup("<title>{}</title>{}<style>{}</style></head>").format(
        title,
        card(app.name, preset.terms.name, app.logo, asked.path()),
        Markup(accent_css(app.accent)),  # noqa: S704 - a checked colour
    )
    boot = _face(app, preset) + _first_times(asked, app, preset, who)
    dressed = _LANGUAGE.sub(
        f'\\g<1>"{language}" dir="{direction(language)}"', empty.replace("</head>", str(head), 1), count=1
    )
    html = _BOOT.sub(lambda opening: opening[0] + str(boot), dressed, count=1)
    return html, " ".join(["'self'", *app.allowed_origins])


def _face(app: PublicApp, preset: PublicPreset) -> Markup:
    logo = _LOGO.format(app.logo) if app.logo else Markup()
    test = Markup('<p class="{}">{}</p>').format(TEST_LINE, word("is_test_page")) if app.is_test else Markup()
    return _FACE.format(logo=logo, test=test, app=app.name, preset=preset.terms.name)


def _first_times(asked: Address, app: PublicApp, preset: PublicPreset, who: str) -> Markup:
    """The next free times, unless the customer picks an agent first."""
    if not preset.terms.draws_agent and not asked.agent_id:
        return Markup()
    now = clock.now()
    try:
        guard.count_look_up(who)
        query = SlotQuery(start=now, end=now + _LOOK_AHEAD, agent_id=asked.agent_id or None, preset_id=preset.id)
        found = slots.offered(visitor(app.id), query)
    except CallboardError:
        return Markup()
    starts = sorted({slot.start_at for slot in found})[:_MOST_TIMES]
    times = Markup().join(_time(start, app) for start in starts)
    return _TIMES.format(title=word("choose_time"), times=times, script=_TO_LOCAL) if starts else Markup()


def _time(start: datetime, app: PublicApp) -> Markup:
    return _TIME.format(instant=start.isoformat(), text=clock_time(start, zones.zone(app.timezone)))


@lru_cache(maxsize=1)
def _prerendered(_built: int) -> str:
    """The file that the build made of the page, ready for any frame and without the title that it fills in."""
    html = _PAGE.read_text()
    before, _, rest = html.partition("<title>")
    untitled = before + rest.partition("</title>")[2] if rest else html
    return untitled.replace("</head>", f"{_STORES}</head>", 1)
