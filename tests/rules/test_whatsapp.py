"""What the Cloud API's errors mean, and what customers' short answers ask for."""

import pytest

from console.scheduling.messages.whatsapp import fault_told
from console.scheduling.rules.whatsapp import answer, moves_on, verdict


@pytest.mark.parametrize(
    ("code", "http", "said", "is_final"),
    [
        (131026, 400, "not on WhatsApp", True),
        (131047, 400, "has not written within a day", True),
        (132000, 400, "takes other variables", True),
        (132001, 404, "no such template", True),
        (132015, 400, "paused", True),
        (190, 401, "access token", True),
        (None, 401, "access token", True),
        (131031, 403, "blocked", True),
        (130429, 400, "busy", False),
        (131048, 400, "busy", False),
        (131056, 400, "busy", False),
        (4, 429, "busy", False),
        (None, 429, "busy", False),
        (None, 503, "busy", False),
        (777777, 500, "busy", False),
        (777777, 400, "refused", True),
        (None, None, "refused", True),
    ],
)
def test_what_may_pass_is_tried_again_and_what_cannot_is_said_in_words(code, http, said: str, is_final: bool):
    judged = verdict(code, http)
    assert judged.is_final == is_final and said in fault_told(judged.fault)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Confirm", "confirm"),
        ("confirmar", "confirm"),
        ("Sí", "confirm"),
        ("CHANGE", "change"),
        ("Remarcar", "change"),
        ("cancelar.", "cancel"),
        (" Stop ", "stop"),
        ("BAJA", "stop"),
        ("Baja!", "stop"),
        ("parar", "stop"),
        ("ALTA", "start"),
        ("please do not stop by", None),
        ("", None),
        ("\ud800", None),
    ],
)
def test_short_answers_are_understood_in_three_languages(text: str, asked: str | None):
    assert answer(text) == asked


def test_statuses_only_move_forward():
    steps = ("pending", "sent", "delivered", "read")
    for place, known in enumerate(steps):
        assert [news for news in steps if moves_on(known, news)] == list(steps[place + 1 :])
    assert [known for known in (*steps, "failed", "cancelled", "not_sent") if moves_on(known, "failed")] == [
        "pending",
        "sent",
    ]
