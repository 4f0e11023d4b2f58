"""What CI makes of the list of known holes."""

import json

from tests.audit import known_to_us, verdict


def told(*holes: str) -> str:
    """What pip-audit says of one package that it knows, and of one that it does not."""
    known = {"name": "left", "version": "1.0", "vulns": [{"id": name, "fix_versions": []} for name in holes]}
    return json.dumps({"dependencies": [known, {"name": "right", "skip_reason": "not found"}], "fixes": []})


def test_a_known_hole_fails():
    assert verdict(told("PYSEC-1", "PYSEC-2"), {"PYSEC-1": "we never call it"})[0] == ["left 1.0: PYSEC-2"]


def test_one_that_was_looked_at_and_none_at_all_pass():
    assert verdict(told("PYSEC-1"), {"PYSEC-1": "we never call it"})[0] == []
    assert verdict(told(), {}) == ([], "No hole is known in 1 packages, but for 0 that are let pass.")


def test_a_list_out_of_reach_is_said_and_passes():
    for nothing in (None, "", "no json", json.dumps({"dependencies": [{"name": "a", "skip_reason": "away"}]})):
        holes, said = verdict(nothing, {})
        assert holes == [] and said.startswith("skipped: ")


def test_each_hole_that_is_let_pass_says_why():
    assert all(len(why) > 20 for why in known_to_us().values())
