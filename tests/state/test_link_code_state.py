"""A link to give away: as it is, for one agent of a preset, or one's own, each with its code."""

import pytest

from console.scheduling.errors import NotFound
from console.state.link_code import LinkCodeState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def test_a_presets_link_may_name_one_of_its_agents(acme: Acme, tab: Tab):
    acme.set_preset(assignment_mode="pick")
    state = tab.do(LinkCodeState.show_preset, acme.preset_id)
    assert [name for _, name in state.agents] == ["Whom the customer picks", "ada", "bo"]
    assert state.is_open and state.url.endswith("/b/std")
    before = state.svg
    state = tab.do(LinkCodeState.choose_agent, acme.bo)
    assert state.url.endswith(f"/b/std?agent={acme.bo}") and state.svg != before
    assert tab.do(LinkCodeState.choose_agent, "per_somebody").agent_id == acme.bo


def test_where_an_agent_must_be_named_there_is_no_link_without(acme: Acme, tab: Tab):
    acme.set_preset(assignment_mode="url_forced")
    state = tab.do(LinkCodeState.show_preset, acme.preset_id)
    assert state.url.endswith(f"?agent={acme.ada}") and [name for _, name in state.agents] == ["ada", "bo"]


def test_where_the_engine_finds_the_agent_nobody_is_named(acme: Acme, tab: Tab):
    state = tab.do(LinkCodeState.show_preset, acme.preset_id)
    assert state.url.endswith("/b/std") and state.agents == []
    with pytest.raises(NotFound):
        tab.do(LinkCodeState.show_preset, "pre_another_apps")
