"""Members from a file: choosing it, seeing what each line comes to, and doing it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.services import members
from console.scheduling.services.members import ImportedMember, PlannedMember
from console.state import chosen_file, post
from console.state.acting import ActingState
from console.state.gate import open_to

_MOST_SHOWN = 200
_TONES = {"invite": "accent", "change": "success", "nothing": "neutral", "error": "danger"}


@dataclass(frozen=True)
class FileLine:
    """One line of the file, ready to show."""

    line: int = 0
    name: str = ""
    email: str = ""
    act: str = ""
    told: str = ""
    tone: str = "neutral"
    detail: str = ""
    """What changes, what a new member becomes, or what is wrong."""


@open_to("member")
class MembersFileState(ActingState, rx.State):
    """The dialog: the file, then its lines, then what came of them."""

    is_open: bool = False
    is_working: bool = False
    is_done: bool = False
    problem: str = ""
    lines: list[FileLine] = []
    """Bad ones first, and no more than can be looked through."""
    unshown: int = 0
    summary: str = ""
    good: int = 0
    """How many lines something is to be done for."""
    bad: int = 0
    mailed: str = ""
    links: str = ""
    """Address and link of each who must be given theirs by hand, a line each."""
    _data: bytes = b""

    @rx.event
    def set_open(self, is_open: bool):
        """Begin anew, or leave it."""
        if not self.is_working:
            self.reset()
            self.is_open = is_open

    @rx.event
    def start_over(self):
        """Choose another file."""
        self.reset()
        self.is_open = True

    @rx.event
    async def take_file(self, read: str):
        """Look at a file as the page has read it: a `data:` address, or `size:` and how large it is, which is too large."""
        if not read:
            return
        try:
            self._data = chosen_file.content(read)
            await self._preview()
        except CallboardError as refused:
            self.problem = refused.message

    @rx.event
    async def take_text(self, form: dict[str, Any]):
        """Look at what was pasted."""
        self._data = str(form.get("pasted", "")).encode("utf-8", "replace")
        try:
            await self._preview()
        except CallboardError as refused:
            self.problem = refused.message

    @rx.event
    async def apply(self):
        """Invite and change whom the good lines name."""
        self.is_working = True
        yield
        try:
            done = await self._ask(members.import_file, self._data, skip_bad=True)
        except CallboardError as refused:
            self.problem = refused.message
        else:
            self._show_done(done)
        self.is_working = False

    async def _preview(self) -> None:
        planned = await self._ask(members.preview, self._data)
        self.problem = ""
        self._show(planned)

    def _show(self, planned: list[PlannedMember]) -> None:
        counts = {act: sum(one.act == act for one in planned) for act in _TONES}
        self.good, self.bad = counts["invite"] + counts["change"], counts["error"]
        said = "members_file_done" if self.is_done else "members_file_would"
        self.summary = ", ".join(
            word(f"{said}_{act}", count=count) for act, count in counts.items() if count or act == "invite"
        )
        ordered = sorted(planned, key=lambda one: (one.act != "error", one.line))
        self.lines = [_line(one, is_done=self.is_done) for one in ordered[:_MOST_SHOWN]]
        self.unshown = len(ordered) - len(self.lines)

    def _show_done(self, done: list[ImportedMember]) -> None:
        self.is_done, self.problem = True, ""
        self._show([one.planned for one in done])
        made = [(one.planned.email, one.invitation) for one in done if one.invitation]
        letters = [invitation.letter for _, invitation in made if invitation.letter]
        if letters:
            self.mailed = word("members_file_mailed", count=len(letters))
            post.soon(post.send_all(letters))
        else:
            self.links = "\n".join(f"{email}\t{invitation.url}" for email, invitation in made if invitation.url)


def _line(planned: PlannedMember, *, is_done: bool) -> FileLine:
    terms = planned.terms
    match planned.act:
        case "error":
            detail = " ".join(_wrong(problem.field, said(problem.message)) for problem in planned.problems)
        case "change":
            detail = ", ".join(word(f"member_{name}") for name in planned.fields)
        case "invite":
            detail = " · ".join(filter(None, (word(f"role_{terms.role}"), terms.team, ", ".join(terms.languages))))
        case _:
            detail = ""
    told = word(f"members_file_{'did' if is_done else 'will'}_{planned.act}")
    return FileLine(planned.line, planned.name, planned.email, planned.act, told, _TONES[planned.act], detail)


def _wrong(field: str, message: str) -> str:
    return message if field == "line" else f"{word('email' if field == 'email' else f'member_{field}')}: {message}"
