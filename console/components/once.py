"""A part of a page that few look at: its code is a chunk of its own, which comes when it is first wanted.

    @rx.memo
    def impact_dialog() -> rx.Component: ...

    once(impact_dialog, wanted=ImpactState.is_open)

What stands in one module becomes one chunk. A memo is one component to React: an `on_mount` within it is that of the whole.
"""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_base.components.component import NoSSRComponent


def once(memo: Callable[[], Any], *, wanted: rx.Var[bool]) -> rx.Component:
    """Shows it from the first moment that `wanted` is true; it closes itself."""
    shown = memo()
    return _Once.create(_Later.create(library=shown.library, tag=shown.tag), wanted=wanted)


class _Once(rx.Component):
    library = "$/public/once.js"
    tag = "Once"

    wanted: rx.Var[bool]


class _Later(NoSSRComponent):
    """A component of ours that is imported when it is first rendered."""
