"""Two people at one form."""

from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.edits import Merged, merge

BASE = {"name": "Jane", "phone": "1", "notes": ""}


def test_what_was_left_alone_follows_the_other_and_what_was_typed_stays():
    assert merge(BASE, BASE | {"name": "Janet"}, BASE | {"phone": "2"}) == Merged(
        {"name": "Janet", "phone": "2", "notes": ""}, ()
    )


def test_a_field_that_both_changed_is_named_and_keeps_what_was_typed():
    assert merge(BASE, BASE | {"name": "Janet"}, BASE | {"name": "Joan"}) == Merged(BASE | {"name": "Janet"}, ("name",))


def test_the_same_change_by_both_is_no_clash():
    assert merge(BASE, BASE | {"name": "Joan"}, BASE | {"name": "Joan"}).clashes == ()


_versions = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in BASE})


@given(_versions, _versions, _versions)
def test_nothing_typed_is_lost_and_nothing_saved_is_hidden(base, mine, theirs):
    merged = merge(base, mine, theirs)
    for name in BASE:
        if mine[name] != base[name]:
            assert merged.fields[name] == mine[name]
        else:
            assert merged.fields[name] == theirs[name]
        overwritten = merged.fields[name] != theirs[name] and theirs[name] != base[name]
        assert overwritten == (name in merged.clashes)
