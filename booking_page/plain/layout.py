"""The customer's plain pages: HTML under 20 KB without script, with the app's face, in the console's tokens.

Texts go in through `Markup.format`, which escapes them: what a customer typed is never HTML. A style sheet and a strict
Content-Security-Policy travel with every page, and nothing of it is stored or passed on to other sites.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.responses import HTMLResponse

from booking_page.plain.styles import style_sheet
from console.scheduling.messages.words import READER, direction, tag, word
from console.scheduling.services.customer_calls import Face

NOBODY = Face("", None, None, "")
"""The face of a page that belongs to no app."""

_DOCUMENT = Markup(
    '<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
    '<link rel="icon" href="/favicon.svg"><title>{title}</title>{head}<style>{css}</style></head>'
    "<body><header>{brand}</header><main>{body}</main></body></html>"
)


def page(
    face: Face,
    title: str,
    *parts: Markup,
    language: str = READER,
    status: int = 200,
    head: str = "",
    calendar: bool = False,
    form: bool = False,
    leads_to: str | None = None,
    framed_by: str = "'none'",
) -> HTMLResponse:
    """A whole page. `head` goes into the document's head; `leads_to` is another site that its form may lead on to.

    `framed_by` are the sites that may frame it, as the content policy names them.
    """
    css = style_sheet(face.accent, calendar=calendar, form=form)
    brand = Markup('<img src="{}" alt="">').format(face.logo) if face.logo else Markup()
    document = _DOCUMENT.format(
        language=tag(language),
        direction=direction(language),
        title=f"{title} · {face.name}" if face.name else title,
        head=head,
        css=Markup(css),  # noqa: S704  (our own style sheet)
        brand=brand + Markup("<bdi>{}</bdi>").format(face.name),
        body=_test_line(face, language) + Markup().join(parts),
    )
    return HTMLResponse(document, status, _headers(css, leads_to, framed_by))


def notice(text: str, *, bad: bool = False) -> Markup:
    """What just happened, or what stands in the way; announced to screen readers."""
    return Markup('<p class="notice{}" role="{}">{}</p>').format(
        " bad" if bad else "", "alert" if bad else "status", text
    )


def facts(rows: Iterable[tuple[str, str | None]]) -> Markup:
    """A list of names and values; those without a value are left out."""
    listed = Markup().join(
        Markup("<dt>{}</dt><dd><bdi>{}</bdi></dd>").format(name, value) for name, value in rows if value is not None
    )
    return Markup("<dl>{}</dl>").format(listed)


def acts(*parts: Markup) -> Markup:
    """Buttons in a row, the first one first; one below the other on a phone."""
    return Markup('<div class="acts">{}</div>').format(Markup().join(parts))


def post(action: str, label: str, look: str = "", fields: Mapping[str, str] | None = None) -> Markup:
    """A button that does something: a form of its own, which sends these fields along."""
    hidden = (Markup('<input type="hidden" name="{}" value="{}">').format(*field) for field in (fields or {}).items())
    return Markup('<form method="post" action="{}">{}<button class="{}">{}</button></form>').format(
        action, Markup().join(hidden), look, label
    )


def text_field(
    name: str, label: str, value: str = "", *, hint: str = "", problem: str = "", **attributes: str
) -> Markup:
    """One line to type, under its label; what is wrong with it is read with it, and takes the focus when the page opens."""
    about = [(look, f"{name}-{look}", said) for look, said in (("hint", hint), ("problem", problem)) if said]
    told = {"aria-describedby": " ".join(id for _, id, _ in about)} if about else {}
    wrong = {"aria-invalid": "true", "autofocus": ""} if problem else {}
    more = Markup().join(
        Markup(' {}="{}"').format(attribute, said) for attribute, said in (attributes | told | wrong).items()
    )
    notes = Markup().join(Markup('<p class="{}" id="{}">{}</p>').format(*note) for note in about)
    return (
        Markup('<label class="above" for="{}">{}</label>').format(name, label)
        + Markup('<input class="line" id="{0}" name="{0}" value="{1}"{2}>').format(name, value, more)
        + notes
    )


def trap(name: str) -> Markup:
    """A field that people neither see nor reach, and that robots fill."""
    return Markup(
        '<div class="trap" aria-hidden="true"><input name="{}" tabindex="-1" autocomplete="off"></div>'
    ).format(name)


def link(to: str, label: str, look: str = "") -> Markup:
    """A link that looks like a button."""
    return Markup('<a class="button {}" href="{}">{}</a>').format(look, to, label)


def unfolded(label: str, *parts: Markup) -> Markup:
    """A button that unfolds more of the page below it."""
    return Markup('<details class="more"><summary class="button">{}</summary>{}</details>').format(
        label, Markup().join(parts)
    )


def text(*sentences: str, look: str = "quiet") -> Markup:
    """A paragraph."""
    return Markup('<p class="{}">{}</p>').format(look, " ".join(sentences))


def heading(words: str) -> Markup:
    """The page's title, on the page."""
    return Markup("<h1>{}</h1>").format(words)


def badge(words: str, look: str = "") -> Markup:
    """A word in a coloured box: a status."""
    return Markup('<span class="badge {}">{}</span>').format(look, words)


def refresh(seconds: int) -> Markup:
    """Load the page again by itself, without a script."""
    return Markup('<meta http-equiv="refresh" content="{}">').format(max(1, seconds))


def open_graph(rows: Sequence[tuple[str, str | None]]) -> Markup:
    """How the link looks where somebody pastes it."""
    return Markup().join(
        Markup('<meta property="og:{}" content="{}">').format(name, value) for name, value in rows if value
    )


def _test_line(face: Face, language: str) -> Markup:
    """In a test app: that it is one."""
    return text(word("is_test_page", language), look="notice test") if face.is_test else Markup()


def _headers(css: str, leads_to: str | None, framed_by: str) -> dict[str, str]:
    digest = b64encode(sha256(css.encode()).digest()).decode()
    parts = urlsplit(leads_to or "")
    onwards = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' https: data:; "
            f"form-action 'self'{onwards}; base-uri 'none'; frame-ancestors {framed_by}"
        ),
    }
