"""Presets: their terms, their agents, and the one that is active."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from console.scheduling.actors import operator
from console.scheduling.errors import Conflict, Invalid, NotAllowed, NotFound
from console.scheduling.rules.documents import read
from console.scheduling.rules.terms import AssignmentMode, PresetTerms
from console.scheduling.services import apps, audit, presets, public_presets
from console.scheduling.services.apps import AppTerms
from console.scheduling.services.presets import OfferedAgent

from .conftest import Acme


def _terms(**fields: Any) -> PresetTerms:
    return read(PresetTerms, {"name": "Quick", "slug": "quick", **fields})


def test_a_preset_keeps_every_term_it_was_given(acme: Acme) -> None:
    terms = _terms(
        durations=[60, 15],
        default_duration_minutes=15,
        agent_day_limit=4,
        limits={"open": None, "per_day": 2, "per_week": 3},
        intake=[{"name": "topic", "label": "Topic", "kind": "choice", "options": ["A", "B"]}],
        reminders=[{"kind": "invitation", "channels": ["email", "whatsapp"]}],
    )
    made = presets.save(acme.admin, terms, agents=[OfferedAgent(acme.bo, 3)])
    view = presets.get(acme.admin, made.id)
    assert view.terms.model_dump() == terms.model_dump()
    assert [(agent.agent_id, agent.weight) for agent in view.agents or ()] == [(acme.bo, 3)]
    assert not view.active


def test_a_change_is_audited_by_the_names_of_its_fields(acme: Acme) -> None:
    made = presets.save(acme.admin, _terms())
    presets.save(acme.admin, _terms(notice_minutes=30), preset_id=made.id, agents=[OfferedAgent(acme.ada)])
    presets.save(acme.admin, _terms(notice_minutes=30), preset_id=made.id, agents=[OfferedAgent(acme.ada)])
    entries = [(entry.act, entry.fields) for entry in audit.list_entries(acme.admin)]
    assert entries == [("preset.changed", ("agents", "notice_minutes")), ("preset.created", ())]


def test_exactly_one_preset_is_active(acme: Acme) -> None:
    made = presets.save(acme.admin, _terms())
    assert presets.active(acme.app_id).id == acme.preset_id
    presets.activate(acme.admin, made.id)
    presets.activate(acme.admin, made.id)
    assert presets.active(acme.app_id).id == made.id
    assert [view.active for view in presets.list_presets(acme.admin)] == [True, False]


def test_the_first_preset_of_an_app_is_active(store: str) -> None:
    app = apps.create(operator(), AppTerms(name="New", timezone="UTC"))
    with pytest.raises(NotFound):
        presets.active(app.id)
    first = presets.save(operator(app.id), _terms())
    assert presets.active(app.id).id == first.id


def test_the_active_preset_is_not_archived_but_others_are_and_free_their_names(acme: Acme) -> None:
    with pytest.raises(Conflict):
        presets.archive(acme.admin, acme.preset_id)
    made = presets.save(acme.admin, _terms())
    presets.archive(acme.admin, made.id)
    with pytest.raises(NotFound):
        presets.get(acme.admin, made.id)
    assert presets.save(acme.admin, _terms()).short_link == "quick"


def test_presets_stand_in_the_order_they_were_put_in_behind_the_active_one(acme: Acme) -> None:
    one, two, three = (presets.save(acme.admin, _terms(name=name, slug=name)).id for name in ("a", "b", "c"))
    presets.move(acme.admin, three, -1)
    presets.move(acme.admin, one, -1)
    presets.move(acme.admin, acme.preset_id, 1)
    assert [view.id for view in presets.list_presets(acme.admin)] == [acme.preset_id, one, three, two]
    last = presets.save(acme.admin, _terms(name="0", slug="0")).id
    presets.move(acme.admin, last, 1)
    assert [view.id for view in presets.list_presets(acme.admin)][-1] == last
    entries = [(entry.act, entry.fields) for entry in audit.list_entries(acme.admin) if entry.fields]
    assert entries == [("preset.changed", ("position",))]


def test_a_slug_is_unique_in_its_app(acme: Acme) -> None:
    presets.save(acme.admin, _terms())
    with pytest.raises(Invalid) as refused:
        presets.save(acme.admin, _terms())
    assert refused.value.field == "slug"


def test_short_links_are_unique_in_the_installation(acme: Acme) -> None:
    links = [presets.save(acme.admin, _terms()).short_link]
    for name in ("Two", "Three"):
        app = apps.create(operator(), AppTerms(name=name, timezone="UTC"))
        links.append(presets.save(operator(app.id), _terms()).short_link)
    assert links == ["quick", "quick-2", "quick-3"]
    assert public_presets.by_short_link("quick-2").app_name == "Two"
    with pytest.raises(NotFound):
        public_presets.by_short_link("quick-4")


def test_agents_must_be_active_members_with_a_weight_in_bounds(acme: Acme) -> None:
    with pytest.raises(Invalid) as refused:
        presets.save(acme.admin, _terms(), agents=[OfferedAgent("per_unknown"), OfferedAgent(acme.ada, 101)])
    assert [problem.field for problem in refused.value.problems] == ["agents[0]", "agents[1].weight"]
    with pytest.raises(Invalid):
        presets.save(acme.admin, _terms(), agents=[OfferedAgent(acme.ada), OfferedAgent(acme.ada)])


def test_whom_a_customer_may_choose_is_a_matter_of_the_preset_and_the_link(acme: Acme) -> None:
    made = {
        mode: presets.save(acme.admin, _terms(assignment_mode=mode, slug=mode.replace("_", "-"))).id
        for mode in get_args(AssignmentMode)
    }

    def offered(mode: str, named: str) -> list[str]:
        return [agent.name for agent in public_presets.public(acme.app_id, made[mode]).offered_to(named)]

    assert [offered("pick", named) for named in ("", acme.bo, "per_unknown")] == [["ada", "bo"], ["bo"], []]
    assert [offered("url_forced", named) for named in ("", acme.bo, "per_unknown")] == [[], ["bo"], []]
    assert [offered("any_available", named) for named in ("", acme.bo)] == [[], []]


def test_the_booking_page_sees_the_agents_on_offer_by_name(acme: Acme) -> None:
    assert [agent.agent_id for agent in public_presets.public(acme.app_id).agents] == [acme.ada, acme.bo]
    made = presets.save(acme.admin, _terms(), agents=[OfferedAgent(acme.bo)])
    assert [agent.agent_id for agent in public_presets.public(acme.app_id, made.id).agents] == [acme.bo]
    with pytest.raises(NotFound):
        public_presets.public(acme.app_id, "pre_unknown")


def test_only_admins_change_presets_and_only_their_own_apps(acme: Acme) -> None:
    for actor in (acme.agent(acme.ada), acme.visitor, acme.system, replace(acme.admin, role="lead")):
        for act in (
            lambda by: presets.save(by, _terms()),
            lambda by: presets.activate(by, acme.preset_id),
            lambda by: presets.archive(by, acme.preset_id),
            lambda by: presets.move(by, acme.preset_id, 1),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
    other = apps.create(operator(), AppTerms(name="Other", timezone="UTC"))
    with pytest.raises(NotFound):
        presets.activate(operator(other.id), acme.preset_id)
