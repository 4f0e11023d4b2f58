"""Terms that are not saved yet show what customers would see once they are, and show it to admins alone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.services import presets, previews, slots
from console.scheduling.services.presets import OfferedAgent
from console.scheduling.services.previews import Draft
from console.scheduling.services.slots import SlotQuery
from tests.statements import statements

from .conftest import Acme, add_agent


def _draft(acme: Acme, *agents: str, **changes: Any) -> Draft:
    terms = presets.get(acme.admin, acme.preset_id).terms.model_copy(update=changes)
    return Draft(terms, tuple(map(OfferedAgent, agents)) or None)


def _week(acme: Acme, **fields: Any) -> SlotQuery:
    return SlotQuery(start=acme.at(0), end=acme.at(7 * 24), **fields)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"notice_minutes": 26 * 60, "horizon_days": 3},
        {"step_minutes": 40, "buffer_before_minutes": 30, "buffer_after_minutes": 60},
        {"agent_day_limit": 1, "durations": [45], "default_duration_minutes": 45},
    ],
    ids=lambda changes: next(iter(changes), "as saved"),
)
def test_what_is_shown_before_saving_is_what_customers_are_offered_after(acme: Acme, changes: dict[str, Any]) -> None:
    acme.book(hours=1)
    draft = _draft(acme, acme.ada, **changes)
    shown = previews.starts(acme.admin, draft, _week(acme))
    presets.save(acme.admin, draft.terms, preset_id=acme.preset_id, agents=draft.agents)
    assert shown == slots.starts(acme.visitor, _week(acme, preset_id=acme.preset_id)) != []


def test_everybody_with_hours_is_offered_unless_some_are_named(acme: Acme) -> None:
    cleo = add_agent(acme, "cleo")
    assert [one.name for one in previews.public(acme.admin, _draft(acme)).agents] == ["ada", "bo", "cleo"]
    assert [one.name for one in previews.public(acme.admin, _draft(acme, cleo, acme.bo)).agents] == ["bo", "cleo"]


def test_only_the_agent_who_is_picked_counts(acme: Acme) -> None:
    acme.book(hours=0)
    at_ten = replace(_week(acme), end=acme.at(1))
    assert previews.starts(acme.admin, _draft(acme), replace(at_ten, agent_id=acme.bo))[0] == acme.at(0)
    assert previews.starts(acme.admin, _draft(acme), replace(at_ten, agent_id=acme.ada))[0] == acme.at(0.5)


def test_nothing_is_written_and_it_takes_as_many_questions_for_any_number_of_agents(acme: Acme) -> None:
    draft, before = _draft(acme, name="Another"), presets.list_presets(acme.admin)
    with statements() as few:
        previews.starts(acme.admin, draft, _week(acme))
    for name in ("cleo", "dan", "eve"):
        add_agent(acme, name)
    with statements() as more:
        previews.starts(acme.admin, draft, _week(acme))
    assert len(few) == len(more) and not any(said.upper().startswith(("INSERT", "UPDATE", "DELETE")) for said in more)
    assert presets.list_presets(acme.admin) == before


def test_who_may_not_change_presets_tries_none_out_and_nobody_asks_for_years(acme: Acme) -> None:
    for actor in (acme.agent(acme.ada), acme.visitor, replace(acme.admin, role="supervisor")):
        for ask in (
            lambda by: previews.public(by, _draft(acme)),
            lambda by: previews.starts(by, _draft(acme), _week(acme)),
        ):
            with pytest.raises(NotAllowed):
                ask(actor)
    with pytest.raises(Invalid):
        previews.starts(acme.admin, _draft(acme), replace(_week(acme), end=acme.at(0) + timedelta(days=93)))
