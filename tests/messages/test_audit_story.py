"""The audit log in words: every act has a sentence, and what is gone is called by its kind."""

import re
from pathlib import Path

from console.scheduling.messages.audit_story import sentence, who
from console.scheduling.messages.words import word
from console.scheduling.rules.audit import ACTS, acts_of

SERVICES = Path(__file__).parents[2] / "console" / "scheduling" / "services"
_ACT = re.compile(r'(?:audit\.record|_note)\(\s*session, \w+,(?: \w+,)? "(\w+\.\w+)"')


def test_every_act_that_is_noted_stands_in_the_table_and_has_a_sentence() -> None:
    noted = {act for file in SERVICES.rglob("*.py") for act in _ACT.findall(file.read_text())}
    known = {act for thing in ACTS for act in acts_of(thing)}
    assert {act for act in noted if not act.startswith("person.")} == known  # one's own account is of no app
    for act in known:
        assert word(f"audit_{act.replace('.', '_')}", "en", what="it")
    assert [word(f"audit_thing_{thing}") for thing in ACTS]


def test_who_acted_and_what_was_done() -> None:
    assert who("admin", "per_1", "Ada") == "Ada"
    assert who("admin", None, None) == "The command line"
    assert who("api", "cli_1", "CRM") == "API client CRM"
    assert who("system", None, None) == "Callboard"
    assert sentence("hours.changed", "per_2", "Ben") == "changed the hours of Ben"
    assert sentence("preset.archived", "pre_1", None) == "put the preset (deleted) away"
    assert sentence("bookings.exported", "csv", None) == "exported scheduled calls as CSV"
    assert sentence("something.odd_done", "x_1", None) == "something odd done"
