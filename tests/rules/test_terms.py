"""A preset's terms are read strictly, and every bad value is named by its path."""

import pytest

from console.scheduling.errors import Invalid
from console.scheduling.rules.documents import read
from console.scheduling.rules.terms import PresetTerms

GOOD = {"name": "Standard", "slug": "standard"}


def test_terms_left_out_have_the_contracts_defaults() -> None:
    terms = read(PresetTerms, GOOD)
    assert (terms.durations, terms.default_duration_minutes, terms.step_minutes) == ([30], 30, 15)
    assert (terms.limits.open, terms.limits.per_day, terms.limits.per_week) == (5, 5, 20)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"durations": [15, 481], "default_duration_minutes": 15}, "durations[1]"),
        ({"durations": [15, 15], "default_duration_minutes": 15}, "durations"),
        ({"durations": [15, 60]}, "default_duration_minutes"),
        ({"buffer_before_minutes": 241}, "buffer_before_minutes"),
        ({"notice_minutes": -1}, "notice_minutes"),
        ({"notice_minutes": 43_201}, "notice_minutes"),
        ({"horizon_days": 0}, "horizon_days"),
        ({"horizon_days": 1501}, "horizon_days"),
        ({"step_minutes": 4}, "step_minutes"),
        ({"step_minutes": "15"}, "step_minutes"),
        ({"require_confirmation": 1}, "require_confirmation"),
        ({"hold_minutes": None}, "hold_minutes"),
        ({"limits": {"open": 0}}, "limits.open"),
        ({"slug": "Not a slug"}, "slug"),
        ({"name": "two\nlines"}, "name"),
        ({"reminders": [{"kind": "invitation", "channels": ["fax"]}]}, "reminders[0].channels[0]"),
        ({"duratoin": 30}, "duratoin"),
    ],
)
def test_a_value_out_of_bounds_is_named(terms: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(PresetTerms, GOOD | terms)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert all(problem.message[0].isupper() and problem.message.endswith(".") for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"step_minutes": 4}, "This must be 5 or more."),
        ({"notice_minutes": 43_201}, "This must be 43200 or less."),
        ({"step_minutes": "soon"}, "This must be a whole number."),
        ({"slug": "x" * 81}, "This must have 80 characters at most."),
        ({"outcomes": [str(number) for number in range(51)]}, "Give 50 of these at most."),
        ({"reminders": [{"kind": "invitation", "channels": []}]}, "Give 1 of these at least."),
        ({"call_kind": "fax"}, "This must be 'link', 'phone' or 'whatsapp'."),
        ({"name": 3}, "This must be text."),
        ({"durations": 30}, "This must be a list."),
        ({"limits": 3}, "This must be an object."),
        ({"customer_may_cancel": "x"}, "This must be yes or no."),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(terms: dict, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(PresetTerms, GOOD | terms)
    assert [problem.message for problem in refused.value.problems] == [said]
