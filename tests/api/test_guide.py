"""What the API guide says of errors is what the API does."""

import json

from api import errors
from console.components.guide.calling import ERROR_TYPES
from console.scheduling.messages import guide
from tests.api.conftest import Wire


def test_the_guide_names_every_type_of_error_that_there_is():
    fixed = {(status, kind) for status, (kind, _) in errors._WIRE.items()} | {*errors.TABLE.values()}
    assert set(ERROR_TYPES) == fixed | {(401, "unauthorized"), (500, "internal_error")}


def test_the_refusal_in_the_guide_is_like_a_real_one(wire: Wire):
    wire.book(), wire.book(assignedAgentId=wire.bo)
    real = wire.ask("POST", wire.calls(), json=wire.call()).json()["error"]
    told = json.loads(guide.text("refusal.json"))["error"]
    assert told.keys() == real.keys() and told["alternatives"][0].keys() == real["alternatives"][0].keys()
    assert told["details"] == real["details"] and (told["type"], told["message"]) == (real["type"], real["message"])
