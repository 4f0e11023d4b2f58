"""What an integrator pastes first. That it works against a running server is tried in `tests/e2e/test_clients.py`."""

import ast

import pytest

from console.scheduling.messages import snippets
from console.scheduling.messages.snippets import FirstCall

CALL = FirstCall("https://calls.example", "app_1", "cli_1", "cbs_1")
READERS = (snippets.curl, snippets.python, snippets.javascript)


@pytest.mark.parametrize("snippet", READERS)
def test_a_snippet_names_this_installation_its_app_and_its_client(snippet):
    text = snippet(CALL)
    for part in ("https://calls.example/api/v1", "/video/app_1/scheduled-calls?limit=5", "cli_1", "cbs_1"):
        assert part in text


@pytest.mark.parametrize("snippet", READERS)
def test_who_may_not_read_is_not_told_to(snippet):
    call = FirstCall("https://calls.example", "app_1", "cli_1", "cbs_1", reads=False)
    assert "/oauth/token" in snippet(call) and "scheduled-calls" not in snippet(call)


def test_the_python_can_be_read_by_python():
    ast.parse(snippets.python(CALL))
