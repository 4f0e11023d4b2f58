"""Plain HTML pages in the same clothes as the app: no script, no socket, one request, well under 20 KB.

For what must work in any browser and any mail client's preview: signing in, set-up, manage and join. Everything is
`Markup`, which escapes what is put into it: `Markup("<p>{}</p>").format(anything)`.
"""

from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse

from console.components import theme
from console.components.installable import GROUNDS, LINKS
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import READER, tag

_NOTHING = Markup()
_MARK = Markup(
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#4a52d9"/>'
    '<path d="M9 12h14M9 20h8" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    '<circle cx="22" cy="20" r="2.5" fill="#fff"/></svg>'
)
_DOCUMENT = Markup(
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="robots" content="noindex"><meta name="referrer" content="same-origin">'
    '<title>{title}</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">{installable}{head}'
    "<style>{style}</style></head>"
    '<body><main class="{shape}"><p class="mark">{mark}</p><div class="card"><h1>{title}</h1>{body}</div>{below}</main>'
    "</body></html>"
)


def page(
    title: str,
    *body: Markup,
    name: str = "Callboard",
    status: int = 200,
    lang: str = READER,
    wide: bool = False,
    head: Markup = _NOTHING,
    after: Markup = _NOTHING,
) -> HTMLResponse:
    """A card with a heading in the middle of the page, under the mark and `name`; never cached, never indexed."""
    text = _DOCUMENT.format(
        lang=tag(lang),
        title=title,
        installable=_installable(),
        head=head,
        style=_style(),
        shape="wide" if wide else "",
        mark=_MARK + name,
        body=Markup().join(body),
        below=after,
    )
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store", "Referrer-Policy": "same-origin"})


def redirect(path: str) -> RedirectResponse:
    """On to another page of ours, fetched with GET."""
    return RedirectResponse(path, 303)


def paragraph(text: str | Markup) -> Markup:
    """One paragraph."""
    return Markup("<p>{}</p>").format(text)


def alert(text: str, tone: str = "") -> Markup:
    """A sentence that must be noticed: bad news, `good` or `warn`. What the core said is said in the reader's language."""
    return Markup('<p class="alert {}" role="alert">{}</p>').format(tone, said(text)) if text else Markup()


def form(*parts: Markup, action: str = "") -> Markup:
    """A form that posts to `action`, by default to the page's own address."""
    return Markup('<form method="post" action="{}">{}</form>').format(action, Markup().join(parts))


def field(
    label: str,
    name: str,
    *,
    type: str = "text",
    value: str = "",
    hint: str = "",
    error: str = "",
    **attributes: str,
) -> Markup:
    """A labelled input. `autocomplete="username"` and other attributes pass through; `_` in a name becomes `-`.

    One with an error takes the focus; what the core said is said in the reader's language.
    """
    if error:
        attributes["autofocus"] = "autofocus"
    extra = Markup().join(Markup(' {}="{}"').format(key.replace("_", "-"), text) for key, text in attributes.items())
    described = Markup(' aria-describedby="{0}-note"').format(name) if hint or error else Markup()
    note = Markup('<p class="{}" id="{}-note">{}</p>').format("error" if error else "hint", name, said(error) or hint)
    return Markup(
        '<div class="field"><label for="{name}">{label}</label>'
        '<input id="{name}" name="{name}" type="{type}" value="{value}"{invalid}{described}{extra}>{note}</div>'
    ).format(
        name=name,
        label=label,
        type=type,
        value=value,
        invalid=Markup(' aria-invalid="true"') if error else Markup(),
        described=described,
        extra=extra,
        note=note if hint or error else Markup(),
    )


def select(label: str, name: str, options: list[tuple[str, str]], *, value: str = "") -> Markup:
    """A labelled choice of one; `options` are (value, text)."""
    choices = Markup().join(
        Markup('<option value="{}"{}>{}</option>').format(key, Markup(" selected") if key == value else "", text)
        for key, text in options
    )
    return Markup(
        '<div class="field"><label for="{0}">{1}</label><select id="{0}" name="{0}">{2}</select></div>'
    ).format(name, label, choices)


def checkbox(label: str, name: str, *, checked: bool = False) -> Markup:
    """A box with its label; posts `on` when ticked."""
    return Markup('<label class="check"><input type="checkbox" name="{}"{}> <span>{}</span></label>').format(
        name, Markup(" checked") if checked else "", label
    )


def hidden(name: str, value: str) -> Markup:
    """A value that travels with its form unseen."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def below(*parts: Markup) -> Markup:
    """A quiet line under the card."""
    return Markup('<p class="below">{}</p>').format(Markup().join(parts))


def button(text: str, kind: str = "") -> Markup:
    """The button that posts its form; `quiet` or `danger`."""
    return Markup('<button type="submit" class="{}">{}</button>').format(kind, text)


def link(text: str, href: str, kind: str = "") -> Markup:
    """A link; `button` or `button quiet` makes it look like one."""
    return Markup('<a href="{}" class="{}">{}</a>').format(href, kind, text)


def acts(*parts: Markup) -> Markup:
    """Buttons and links side by side."""
    return Markup('<div class="acts">{}</div>').format(Markup().join(parts))


def divider(text: str) -> Markup:
    """A line between two ways to go on, with a word on it."""
    return Markup('<p class="divider"><span>{}</span></p>').format(text)


def facts(*pairs: tuple[str, str | Markup]) -> Markup:
    """A list of names and values."""
    return Markup("<dl>{}</dl>").format(Markup().join(Markup("<dt>{}</dt><dd>{}</dd>").format(*pair) for pair in pairs))


@cache
def _style() -> Markup:
    return Markup(theme.css() + Path(__file__).with_suffix(".css").read_text())  # noqa: S704 - our own file


@cache
def _installable() -> Markup:
    """`installable`, for pages without script."""
    links = (Markup('<link rel="{}" href="{}">').format(*link) for link in LINKS.items())
    grounds = (
        Markup('<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}">').format(*ground)
        for ground in GROUNDS.items()
    )
    return Markup().join([*links, *grounds])
