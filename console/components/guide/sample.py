"""A program to copy, in the language that the reader chose for all of them."""

import reflex as rx

from console.components import ui
from console.components.copy_field import copied
from console.components.ui.tabs import TabsContent, TabsList, TabsRoot, TabsTrigger
from console.scheduling.messages import guide
from console.scheduling.messages.guide import Language, Piece
from console.state.api_guide import ApiGuideState
from console.state.words import words

_NAMES: dict[Language, str] = {"curl": "curl", "python": "Python", "javascript": "JavaScript"}
_FRAME = "min-w-0 overflow-hidden rounded-md border border-line bg-surface"
_HEAD = "flex h-10 items-center gap-3 border-b border-line bg-sunken pl-3 pr-1.5"
_TITLE = "min-w-0 flex-1 truncate text-xs font-medium text-muted"
_CODE = "overflow-x-auto focus-visible:-outline-offset-2 p-3 font-mono text-xs leading-5 text-ink sm:p-4"
_TAB = (
    "h-10 border-b-2 border-transparent px-1 text-xs font-medium text-faint hover:text-ink "
    "focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink"
)


def sample(name: str, title: rx.Var[str]) -> rx.Component:
    """The sample of this name, with tabs for the languages that it is written in."""
    languages = guide.languages(name)
    chosen = ApiGuideState.language
    shown = chosen if len(languages) == len(_NAMES) else rx.cond(chosen == "curl", languages[0], chosen)
    return TabsRoot.create(
        rx.el.div(
            rx.el.p(title, class_name=f"{_TITLE} max-sm:hidden"),
            TabsList.create(
                *(TabsTrigger.create(_NAMES[each], value=each, class_name=_TAB) for each in languages),
                aria_label=title,
                class_name="flex gap-3 max-sm:flex-1",
            ),
            _copy(name, title),
            class_name=_HEAD,
        ),
        TabsContent.create(
            rx.el.pre(rx.el.code(rx.foreach(ApiGuideState.samples[name], _piece), id=_id(name))),
            value=shown,
            class_name=_CODE,
        ),
        value=shown,
        on_value_change=[_stay_at(name), ApiGuideState.choose_language],
        data_sample=name,
        class_name=_FRAME,
    )


def answer(name: str, title: rx.Var[str], text: str) -> rx.Component:
    """Something that the API says; there is nothing to choose."""
    return rx.el.div(
        rx.el.div(rx.el.p(title, class_name=_TITLE), class_name=_HEAD),
        rx.el.pre(rx.el.code(text, id=_id(name)), class_name=_CODE, tab_index=0, role="region", aria_label=title),
        class_name=_FRAME,
    )


def _stay_at(name: str) -> rx.event.EventSpec:
    """Keep this sample where it is on the screen while all others above it become longer or shorter."""
    return rx.call_function(
        rx.Var(
            "(() => {"
            f"const it = document.querySelector('[data-sample={name}]');"
            "const top = it.getBoundingClientRect().top;"
            "const watcher = new ResizeObserver(() => scrollBy(0, it.getBoundingClientRect().top - top));"
            "watcher.observe(it.closest('[data-guide]'));"
            "setTimeout(() => watcher.disconnect(), 1000);"
            "})"
        )
    )


def _piece(piece: rx.Var[Piece]) -> rx.Component:
    return rx.el.span(piece.text, class_name=rx.cond(piece.is_comment, "text-faint", ""))


def _copy(name: str, title: rx.Var[str]) -> rx.Component:
    return ui.button(
        words.copy,
        kind="ghost",
        size="sm",
        glyph="copy",
        aria_label=words.fill("copy_what", name=title),
        on_click=copied(_id(name)),
    )


def _id(name: str) -> str:
    return f"sample-{name}"
