"""Keeps a page alive while its reader dials or writes a mail from it."""

import reflex as rx


def dialling() -> rx.Component:
    """For the document's head. A click on a telephone number leaves no page, though browsers announce it as if it did,
    and Reflex would close its socket for good. This listens before Reflex does; who really leaves is noticed by
    `pagehide`."""
    return rx.el.script(
        "{let dials=false;"
        "addEventListener('click',e=>{dials=!!e.target.closest?.('a[href^=\"tel:\"],a[href^=\"mailto:\"]')},true);"
        "addEventListener('beforeunload',e=>{if(dials)e.stopImmediatePropagation()})}"
    )
