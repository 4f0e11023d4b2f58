"""The command palette: Cmd/Ctrl-K finds every page, every act, and every customer, agent, preset and call, by typing.

A page appears in it by standing in the frame's table of places; acts are lines of `console.state.palette.acts`.
"""

from collections.abc import Mapping, Sequence

import reflex as rx

from console.components import ui
from console.components.permitted import may
from console.scheduling.rules.permissions import Verb
from console.state.palette import PaletteState
from console.state.palette.line import Line
from console.state.session import SessionState
from console.state.words import words

Place = tuple[str, rx.Var[str], rx.Var[str], str, Verb | None]
"""Path, name, name on a phone, icon, and what one must be allowed to do to see it; None: anybody sees it."""
_GLYPHS = (
    *("plus", "bell", "bell-off", "user-x", "user-plus", "list-checks", "webhook", "key-round", "clock", "sun-moon"),
    *(
        "languages",
        "log-out",
        "link",
        "download",
        "user-round",
        "calendar-days",
        "headset",
        "arrow-right",
        "search",
        "printer",
    ),
)
"""What stands before acts and what is found; pages bring their own."""
_SIGN_OUT = "palette-sign-out"


class Palette(rx.Component):
    """The dialog, as `assets/palette.js` drives it. The children are its icons in the order of `glyphs`."""

    library = "$/public/palette.js"
    tag = "Palette"

    pages: rx.Var[list[dict[str, str | bool]]]
    acts: rx.Var[list[Line]]
    found: rx.Var[list[Line]]
    also: rx.Var[dict[str, str]]
    answered: rx.Var[str]
    """The text that what was found answers, in the opening of this number."""
    opening: rx.Var[int]
    glyphs: rx.Var[list[str]]
    sign_out: rx.Var[str]
    """The id of the form that signs out."""
    label: rx.Var[str]
    placeholder: rx.Var[str]
    counted: rx.Var[str]
    nothing: rx.Var[str]
    close: rx.Var[str]

    on_begin: rx.EventHandler[rx.event.passthrough_event_spec(list[str], int)]  # pyright: ignore[reportCallIssue]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_take: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_theme: rx.EventHandler[rx.event.no_args_event_spec]


def palette(places: Sequence[Place], within: Mapping[str, Sequence[str]]) -> rx.Component:
    """The palette, closed; `places` and `within` are the frame's pages."""
    found = pages(places, within)
    glyphs = list(dict.fromkeys([*_GLYPHS, *(str(page["glyph"]) for page in found)]))
    return rx.fragment(
        Palette.create(
            *(ui.icon(name, class_name="text-faint") for name in glyphs),
            glyphs=glyphs,
            pages=found,
            acts=PaletteState.acts,
            found=PaletteState.found,
            also=PaletteState.also,
            answered=PaletteState.answered,
            opening=PaletteState.opening,
            sign_out=_SIGN_OUT,
            label=words.palette,
            placeholder=words.palette_hint,
            counted=words.palette_counted,
            nothing=PaletteState.told,
            close=words.close,
            on_begin=PaletteState.begin,
            on_look=PaletteState.look_for,
            on_take=PaletteState.take,
            on_theme=rx.toggle_color_mode,
        ),
        rx.el.form(id=_SIGN_OUT, method="post", action="/sign-out", on_submit=None, hidden=True),
    )


def pages(places: Sequence[Place], within: Mapping[str, Sequence[str]]) -> list[dict[str, rx.Var | str | bool]]:
    """A line a page; one within a place is called as its address is, and seen by whoever sees that place."""
    lines = []
    for path, name, _, glyph, verb in places:
        inner = ((one, getattr(words, one.replace("-", "_"))) for one in within.get(path, ()))
        lines += [_page(at, called, glyph, verb) for at, called in ((path, name), *inner)]
    return [*lines, _page("profile", words.profile, "circle-user-round", None)]


def _page(path: str, name: rx.Var[str], glyph: str, verb: Verb | None) -> dict[str, rx.Var | str | bool]:
    shown = True if verb is None else may(verb)
    to = "/app/" + SessionState.app + "/" + path
    return {"id": path, "group": words.palette_pages, "label": name, "glyph": glyph, "shown": shown, "to": to}


def palette_field() -> rx.Component:
    """What looks like a field at the side, and opens the palette."""
    return rx.el.button(
        ui.icon("search", size=14),
        rx.el.span(words.palette, class_name="min-w-0 flex-1 truncate text-left"),
        rx.el.kbd(
            "Ctrl K",
            aria_hidden="true",
            class_name=(
                "rounded-[4px] border border-line bg-sunken px-1 text-[11px] leading-[18px] text-faint max-xl:hidden"
            ),
        ),
        type="button",
        data_opens="palette",
        aria_haspopup="dialog",
        aria_keyshortcuts="Control+K Meta+K",
        class_name=(
            "flex h-8 w-full items-center gap-2 rounded-sm border border-line-strong bg-surface px-2 text-sm text-faint "
            "hover:border-control"
        ),
    )


def palette_glyph() -> rx.Component:
    """The same on a phone, where the palette fills the screen."""
    return ui.icon_button("search", words.palette, data_opens="palette", aria_haspopup="dialog", class_name="size-9")
