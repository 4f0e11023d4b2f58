"""Something that the browser does when a part of the page is shown.

An element's own `on_mount` is that of the memo around it: in what `once` shows, that is the whole of it.
"""

from typing import Any

import reflex as rx


def mounted(script: str) -> rx.Component:
    """Stands in that part; `script` is a JavaScript function without arguments."""
    return _Mounted.create(run=rx.Var(script))


class _Mounted(rx.Component):
    library = "$/public/mounted.js"
    tag = "Mounted"

    run: rx.Var[Any]
