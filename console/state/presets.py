"""The presets page: the named terms of the app, which of them is active, and the form for one."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.rules.terms import PresetTerms
from console.scheduling.services import impact, members, presets
from console.scheduling.services.impact import Impact
from console.scheduling.services.presets import PresetView
from console.state import live, preset_terms
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState
from console.state.preset_list import PresetListState
from console.state.preset_problems import label, problems_of
from console.state.preset_terms import QuestionRow

_MOST_QUESTIONS = 30
_LONGEST_NAME = 200


@dataclass(frozen=True)
class AgentChoice:
    """An agent whom the form may name."""

    id: str = ""
    name: str = ""
    weight: str = "1"
    has_hours: bool = True
    is_named: bool = False


@open_to("member")
class PresetsState(PresetListState, rx.State):
    """The cards of presets and the form over them."""

    form: str = ""
    """`new`, `change` or nothing."""
    chosen_id: str = ""
    chosen_name: str = ""
    values: dict[str, str] = {}
    """What the form's fields begin with."""
    ticked: list[str] = []
    """Which of its boxes begin ticked."""
    agents: list[AgentChoice] = []
    names_agents: bool = False
    questions: list[QuestionRow] = []
    problems: dict[str, str] = {}
    """What is wrong with the form, by field; under `form` what is wrong with all of it."""
    _asked: int = 0

    @rx.var
    def problem_list(self) -> list[str]:
        """What is wrong, each naming its field: the form is long."""
        return [said if name == "form" else f"{word(label(name))}: {said}" for name, said in self.problems.items()]

    @rx.event
    async def load(self):
        """Show the presets, from now on as they are."""
        await self._fetch()
        live.watch(self, PresetsState.refresh, "settings")

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    async def open_new(self):
        """Open a form that begins with the terms of the active preset."""
        listed = await self._ask(presets.list_presets)
        terms = listed[0].terms if listed else PresetTerms.model_construct()
        self.chosen_id, self.chosen_name = "", ""
        await self._begin(terms.model_copy(update={"name": "", "slug": ""}), listed[0] if listed else None)
        self.form = "new"

    @rx.event
    async def open_copy(self, preset_id: str):
        """Open a form for another preset that begins with what this one says."""
        view = await self._ask(presets.get, preset_id)
        self.chosen_id, self.chosen_name = "", ""
        copied = {"name": word("preset_copy_of", name=view.terms.name)[:_LONGEST_NAME], "slug": ""}
        await self._begin(view.terms.model_copy(update=copied), view)
        self.form = "new"

    @rx.event
    async def open_change(self, preset_id: str):
        """Open the form with what this preset says."""
        view = await self._ask(presets.get, preset_id)
        self.chosen_id, self.chosen_name = view.id, view.terms.name
        await self._begin(view.terms, view)
        self.form = "change"

    @rx.event
    def set_form_open(self, is_open: bool):
        """Close the form, as its cross and Esc ask."""
        if not is_open:
            self.form = ""

    @rx.event
    def choose_offers(self, offers: str):
        """Offer everybody with hours (`all`), or those who are ticked (`named`)."""
        self.names_agents = offers == "named"

    @rx.event
    def add_question(self):
        """One more question for the booking form."""
        if len(self.questions) < _MOST_QUESTIONS:
            self._asked += 1
            self.questions = [*self.questions, QuestionRow(key=f"new{self._asked}")]

    @rx.event
    def set_question_kind(self, key: str, kind: str):
        """Ask for the options where the answer is a choice."""
        self.questions = [replace(row, kind=kind) if row.key == key else row for row in self.questions]

    @rx.event
    def remove_question(self, key: str):
        """One question less."""
        self.questions = [row for row in self.questions if row.key != key]

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make the preset what the form says; a refusal names the fields and keeps all that was typed."""
        offered = preset_terms.offered(form, [agent.id for agent in self.agents])
        try:
            terms = preset_terms.typed(form, self.questions)
            found = await self._falling_out(terms)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_cap_title", count=len(found.calls)),
                    word("save"),
                    word("impact_hint"),
                    change=presets.save,
                    arguments=(terms,),
                    options={"preset_id": self.chosen_id or None, "agents": offered},
                    owner=PresetsState,
                    day_limits={self.chosen_id: terms.agent_day_limit},
                ),
                found,
            )
        except CallboardError as refused:
            self.problems = problems_of(refused, [self._name_of(each.agent_id) for each in offered or ()])
            return None
        self.problems = {}
        return None if is_asking else await self._show_saved(terms.name)

    @rx.event
    async def saved(self):
        """Show the preset that was saved in the dialog of the calls beyond its cap."""
        return await self._show_saved(self.chosen_name)

    async def _falling_out(self, terms: PresetTerms) -> Impact:
        """The calls that these terms leave without room; a new preset has none."""
        if not self.chosen_id:
            return Impact()
        return await self._ask(impact.of_cap, self.chosen_id, terms.agent_day_limit)

    async def _show_saved(self, name: str) -> Any:
        self.form = ""
        await self._fetch()
        return NoticeState.show("success", word("preset_saved", name=name))

    async def _begin(self, terms: PresetTerms, like: PresetView | None) -> None:
        """Fill the form."""
        named = {agent.agent_id: agent for agent in (like.agents or () if like else ())}
        listed = sorted(await self._ask(members.agents), key=lambda one: not one.takes_calls)
        everybody = [AgentChoice(one.id, one.name, str(one.weight), one.takes_calls) for one in listed]
        self.agents = [
            replace(one, is_named=True, weight=str(named[one.id].weight)) if one.id in named else one
            for one in everybody
        ]
        self.names_agents = like is not None and like.agents is not None
        self.values, self.ticked = preset_terms.texts(terms), preset_terms.ticks(terms)
        self.questions, self.problems = preset_terms.questions(terms), {}

    def _name_of(self, person_id: str) -> str:
        return next((agent.name for agent in self.agents if agent.id == person_id), "")
