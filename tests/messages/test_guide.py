"""The API guide's samples name one app and nothing else. That they work is tried in `tests/api/test_guide_samples.py`."""

from dataclasses import replace
from itertools import pairwise

import pytest

from console.scheduling.messages import guide
from console.scheduling.messages.guide import SUFFIXES, Example, Language

OURS = Example(
    base_url="https://book.acme.test",
    app_id="app_1",
    timezone="Europe/Paris",
    preset_id="pre_1",
    minutes=45,
    header_prefix="X-Acme",
    start="2027-03-01T10:00:00.000Z",
    agent_id="per_1",
)
EVERYBODY = replace(OURS, agent_id="")
EVERY = [(name, language) for name in guide.names() for language in guide.languages(name)]


def test_every_sample_is_written_in_python_and_javascript():
    assert {name for name in guide.names() if not {"python", "javascript"} <= {*guide.languages(name)}} == set()


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_sample_names_nothing_that_does_not_exist(name: str, language: Language):
    text = guide.sample(name, language, OURS)
    for invented in ("calls.example", "app_example", "pre_example", "per_example", "Bogota", "Callboard", "2027-01"):
        assert invented not in text


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_sample_fits_beside_the_contents_without_scrolling(name: str, language: Language):
    assert max(map(len, guide.sample(name, language, OURS).splitlines())) <= 92


def test_a_sample_speaks_of_the_preset_s_own_length_and_agent():
    for language in SUFFIXES:
        text = guide.sample("holds", language, OURS)
        assert text.count("45") == 2 - (language != "curl") and "30" not in text
        assert "per_1" in text and "per_1" not in guide.sample("holds", language, EVERYBODY)


def test_the_pieces_of_a_sample_are_the_whole_of_it():
    for name, language in EVERY:
        text = guide.sample(name, language, OURS)
        pieces = guide.pieces(text, language)
        assert "".join(piece.text for piece in pieces) == text
        assert all(one.is_comment != other.is_comment for one, other in pairwise(pieces))


def test_who_reads_in_a_language_that_a_sample_lacks_gets_another():
    assert guide.written_in("first_call", "curl") == "curl"
    assert guide.written_in("events", "curl") == "python"
