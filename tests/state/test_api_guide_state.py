"""The API guide's state: samples in the language that the reader likes, for who may see API clients."""

import pytest

from console.scheduling import database
from console.scheduling.messages import guide as samples
from console.scheduling.models import Person
from console.scheduling.services import guide
from console.state.api_guide import ApiGuideState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def shown(state: ApiGuideState, name: str) -> str:
    return "".join(piece.text for piece in state.samples[name])


def test_every_sample_is_shown_as_the_tests_run_it(acme: Acme, tab: Tab):
    state = tab.do(ApiGuideState.load)
    example = guide.example(acme.admin)
    assert set(state.samples) == set(samples.names())
    assert shown(state, "first_call") == samples.sample("first_call", "curl", example)
    assert shown(state, "webhook") == samples.sample("webhook", "python", example)
    assert state.api == "http://localhost:8000/api/v1" and state.prefix == "X-Callboard"


def test_the_chosen_language_is_that_of_all_samples_and_is_kept(acme: Acme, tab: Tab):
    tab.do(ApiGuideState.load)
    state = tab.do(ApiGuideState.choose_language, "javascript")
    assert all("const " in shown(state, name) for name in samples.names())
    tab.sign_in(acme.ada, "admin").do(ApiGuideState.load)
    assert state.language == "javascript"
    with database.reading() as session:
        assert session.get_one(Person, acme.ada).preferences["code"] == "javascript"


def test_there_are_no_other_languages(acme: Acme, tab: Tab):
    tab.do(ApiGuideState.load)
    assert tab.do(ApiGuideState.choose_language, "cobol").language == "curl"


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_nobody_else_sees_anything_but_why(acme: Acme, tab: Tab, role):
    state = tab.sign_in(acme.bo, role).do(ApiGuideState.load)
    assert state.samples == {} and state.api == "" and state.refusal
    assert tab.do(ApiGuideState.choose_language, "python").samples == {}
