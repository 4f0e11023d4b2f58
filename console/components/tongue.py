"""The document's own language, `<html lang dir>`: that of the words on it, as screen readers and browsers must know."""

import reflex as rx

from console.state.words import WordsState


class Tongue(rx.Component):
    """Tells the document its `language` and which way that is written; shows nothing. `remembered`: the next page waits
    with its words for as long as it takes to have them in this language, where it is not the one that it was written in."""

    library = "$/public/tongue.js"
    tag = "Tongue"

    language: rx.Var[str]
    direction: rx.Var[str]
    remembered: rx.Var[bool]


def tongue(*, remembered: bool = False) -> rx.Component:
    """The document speaks what the tab does."""
    return Tongue.create(language=WordsState.language, direction=WordsState.direction, remembered=remembered)


def patience() -> rx.Component:
    """For the document's head: a page of the console whose last reader read another language than English keeps still
    until its words are there, two seconds at the longest, rather than be seen in two languages."""
    return rx.el.script(
        "{const it=document.documentElement;let tag='';try{tag=localStorage.getItem('language')||''}catch{}"
        "if(location.pathname.startsWith('/app/')&&tag&&!/^en\\b/.test(tag)){it.dataset.waits='words';"
        "setTimeout(()=>delete it.dataset.waits,2000)}}"
    )
