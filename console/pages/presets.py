"""`/app/[app_id]/presets`: the app's named terms as cards, which of them is active, and the form for one."""

from collections.abc import Callable

import reflex as rx

from console.components import ui
from console.components.frame import frame
from console.components.impact import impact
from console.components.link_code import link_code
from console.components.loading import loaded
from console.components.permitted import permitted
from console.components.preset_cards import preset_cards, put_away
from console.components.preset_form import preset_form
from console.state.presets import PresetsState
from console.state.session import SessionState
from console.state.words import words

ON_LOAD = [SessionState.arrive, PresetsState.load]


def with_preview(preview: Callable[[str], rx.Component]) -> Callable[[], rx.Component]:
    """The page: the cards, and the form over them; `preview` shows what becomes of the booking page, by the form with this
    id. It is defined here and not where it is put together: the bundle parts pages by the modules of their functions."""

    def page() -> rx.Component:
        return frame(
            loaded(PresetsState, preset_cards(), ui.skeleton_rows(3, tall=True)),
            preset_form("new", words.preset_new, words.preset_new_hint, preview),
            preset_form(
                "change",
                words.fill("change_member", name=PresetsState.chosen_name),
                words.preset_change_hint,
                preview,
            ),
            impact(),
            put_away(),
            link_code(),
            title=words.presets,
            actions=[
                permitted(
                    "edit_presets",
                    ui.button(words.preset_add, kind="primary", glyph="plus", on_click=PresetsState.open_new),
                )
            ],
        )

    return page
