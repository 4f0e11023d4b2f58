"""Everything that can be done from anywhere: an act a line, for who may do it with something at least.

An act is called by the word of its name, and found by the word `also_{name}`, too, where there is one. The core decides
anyway, at every act.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any

from console.scheduling.messages.words import UnknownWord, tag, word
from console.scheduling.rules.permissions import Verb
from console.state.clients import ClientsState
from console.state.dnd import DndState
from console.state.members import MembersState
from console.state.palette.line import Line
from console.state.presets import PresetsState
from console.state.profile import LANGUAGES
from console.state.session import TIMES, SessionState
from console.state.webhooks import WebhooksState


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `on` is the place of the page that it is done on, `begin` gives what begins it there; `does` is what the
    browser does by itself."""

    name: str
    glyph: str
    verb: Verb | None = None
    """What one must be able to do; None: anybody may."""
    on: str = ""
    begin: Callable[[], Any] | None = None
    does: str = ""
    about: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """What its word is filled with."""

    @property
    def id(self) -> str:
        """By which the browser asks for it."""
        return f"{self.name}:{self.about}" if self.about else self.name


def _language(code: str, name: str) -> Act:
    begin = lambda: SessionState.choose_language(code)  # noqa: E731
    return Act(name="speak", about=code, values={"language": name}, glyph="languages", begin=begin)


ACTS = (
    Act(name="dnd_30", glyph="bell-off", verb="edit_own_dnd", on="my-schedules", begin=lambda: DndState.set_for(30)),
    Act(name="dnd_60", glyph="bell-off", verb="edit_own_dnd", on="my-schedules", begin=lambda: DndState.set_for(60)),
    Act(name="dnd_end", glyph="bell", verb="edit_own_dnd", on="my-schedules", begin=lambda: DndState.end_now),
    Act(name="mark_away", glyph="user-x", verb="edit_exceptions", on="members"),
    Act(
        name="invite_member", glyph="user-plus", verb="invite", on="members", begin=lambda: MembersState.open_invitation
    ),
    Act(name="preset_add", glyph="list-checks", verb="edit_presets", on="presets", begin=lambda: PresetsState.open_new),
    Act(name="webhook_add", glyph="webhook", verb="edit_webhooks", on="webhooks", begin=lambda: WebhooksState.open_new),
    Act(name="client_add", glyph="key-round", verb="edit_clients", on="clients", begin=lambda: ClientsState.open_new),
)
YOURS = (
    *(
        Act(name=f"show_times_{one}", glyph="clock", begin=lambda one=one: SessionState.choose_times(one))
        for one in TIMES
    ),
    Act(name="switch_theme", glyph="sun-moon", does="theme"),
    *(_language(code, name) for code, name in LANGUAGES),
    Act(name="sign_out", glyph="log-out", does="sign_out"),
)
"""How the console is for whoever sits before it, and the way out."""


def lines(acts: tuple[Act, ...], abilities: Set[Verb], group: str) -> list[Line]:
    """Those of these acts that are for this person, under the heading of that name."""
    mine = [act for act in acts if act.verb is None or act.verb in abilities]
    return [line(act.id, act.glyph, group, does=act.does, **act.values) for act in mine if not _is_so(act)]


def line(id: str, glyph: str, group: str, *, href: str = "", copy: str = "", does: str = "", **values: str) -> Line:
    """An act as it is shown, in the reader's language."""
    name = id.partition(":")[0]
    called = {"label": word(name, **values), "also": also(name), "group": word(group)}
    return Line(id=id, glyph=glyph, href=href, copy=copy, does=does, **called)


def also(name: str) -> str:
    """Other words by which an act or a page is found."""
    try:
        return word(f"also_{name.replace('-', '_')}")
    except UnknownWord:
        return ""


def _is_so(act: Act) -> bool:
    """Whether it would change nothing: the reader reads this language."""
    return act.name == "speak" and tag().split("-")[0] == act.about
