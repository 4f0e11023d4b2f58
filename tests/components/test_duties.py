"""The help about roles tells of everything that people may do, or says why it does not."""

from typing import get_args

from console.components.duties import SHOWN, UNTOLD, duties
from console.scheduling.rules.permissions import Verb


def test_every_verb_is_told_of_or_left_out_for_a_reason() -> None:
    told = [verb for verbs in SHOWN.values() for verb in verbs]
    assert sorted([*told, *UNTOLD]) == sorted(get_args(Verb))


def test_the_table_says_how_far_each_role_goes() -> None:
    written = str(duties())
    for said in ("Who may do what", "Change working hours", "Team", "Read the audit log"):
        assert said in written
