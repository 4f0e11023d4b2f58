"""Bounds of what comes in, and how much one customer may book."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules import limits
from console.scheduling.rules.limits import CustomerLimits, Findings, next_allowed_at, seconds_until

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def refused_field(check, *args) -> str:
    with pytest.raises(Invalid) as refused:
        check(*args)
    return refused.value.problems[0].field


def test_a_name_is_one_to_two_hundred_characters_on_one_line():
    assert limits.guest_name("  Ada \n Lovelace ") == "Ada Lovelace"
    assert len(limits.guest_name("x" * 200)) == 200
    for bad in ("", "   ", "x" * 201, "a\0b", "a\x07b", "\ud800", None, 7):
        assert refused_field(limits.guest_name, bad) == "guest_name"


def test_notes_keep_their_lines():
    assert limits.notes("one\ntwo\t") == "one\ntwo"
    assert limits.notes("") == ""
    assert refused_field(limits.notes, "x" * 5001) == "guest_intake_notes"


@pytest.mark.parametrize("bad", [4, 481, 30.0, "30", True, None])
def test_a_duration_is_a_whole_number_of_minutes(bad):
    assert limits.whole(5, "duration_minutes", limits.DURATION) == 5
    assert limits.whole(480, "duration_minutes", limits.DURATION) == 480
    assert refused_field(limits.whole, bad, "duration_minutes", limits.DURATION) == "duration_minutes"


@pytest.mark.parametrize(("tag", "kept"), [("es", "es"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW")])
def test_a_language_is_a_tag(tag: str, kept: str):
    assert limits.language(tag) == kept


@pytest.mark.parametrize("bad", ["", "e", "english", "es_CO", "es-", "es-\0", 5, "es-CO\n-x"])
def test_what_is_no_language_is_refused(bad):
    assert refused_field(limits.language, bad) == "guest_language"


def test_metadata_is_twenty_pairs_of_text():
    assert limits.metadata({"crm": "42"}) == {"crm": "42"}
    assert len(limits.metadata({str(number): "" for number in range(20)})) == 20
    for bad in ({str(number): "" for number in range(21)}, {"a": 1}, {1: "a"}, {"": "a"}, {"a": "\0"}, [], None, "a"):
        assert refused_field(limits.metadata, bad) == "metadata"


def test_a_call_starts_on_a_whole_minute_that_has_not_passed():
    assert limits.start(NOW, NOW) == NOW
    for bad in (NOW + SECOND, NOW + timedelta(microseconds=1), NOW - timedelta(minutes=1), NOW.replace(year=9999)):
        assert refused_field(limits.start, bad, NOW) == "scheduled_at"


@pytest.mark.parametrize(("start", "end"), [(600, 540), (540, 540), (-1, 60), (0, 1441)])
def test_a_window_ends_after_it_starts(start: int, end: int):
    limits.window(0, 1440)
    assert refused_field(limits.window, start, end) == "working_hours"


def test_a_stretch_ends_after_it_starts():
    limits.stretch(NOW, NOW + SECOND)
    assert refused_field(limits.stretch, NOW, NOW) == "end_at"


def test_every_bad_field_is_named_at_once():
    findings = Findings()
    assert findings.take(limits.guest_name, "Ada") == "Ada"
    assert findings.take(limits.notes, 5) is None
    assert findings.take(limits.language, "!") is None
    with pytest.raises(Invalid) as refused:
        findings.settle()
    assert [problem.field for problem in refused.value.problems] == ["guest_intake_notes", "guest_language"]
    Findings().settle()


@given(st.text() | st.none() | st.integers() | st.dictionaries(st.text(), st.text() | st.integers()))
def test_no_input_breaks_a_check(value):
    for check in (limits.guest_name, limits.notes, limits.language, limits.metadata):
        Findings().take(check, value)


def test_an_open_booking_stops_counting_when_its_time_comes():
    terms = CustomerLimits(open=2, per_day=None, per_week=None)
    assert next_allowed_at(terms, [NOW + HOUR], [], NOW) is None
    assert next_allowed_at(terms, [NOW + 3 * HOUR, NOW + HOUR], [], NOW) == NOW + HOUR
    assert next_allowed_at(terms, [NOW + 3 * HOUR, NOW], [], NOW) is None


def test_a_rolling_day_ends_to_the_second():
    terms = CustomerLimits(open=None, per_day=2, per_week=None)
    made = [NOW - 23 * HOUR, NOW - HOUR]
    assert next_allowed_at(terms, [], made, NOW) == NOW + HOUR
    assert next_allowed_at(terms, [], made, NOW + HOUR - SECOND) == NOW + HOUR
    assert next_allowed_at(terms, [], made, NOW + HOUR) is None


def test_the_longest_of_several_waits_is_told():
    terms = CustomerLimits(open=1, per_day=1, per_week=2)
    made = [NOW - 6 * DAY, NOW - HOUR]
    assert next_allowed_at(terms, [NOW + 2 * HOUR], made, NOW) == NOW + DAY


@given(
    st.builds(CustomerLimits, *[st.none() | st.integers(1, 4)] * 3),
    st.lists(st.integers(-100, 500), max_size=8),
    st.lists(st.integers(0, 200), max_size=8),
)
def test_the_instant_told_is_the_first_that_passes(terms, open_hours, made_hours):
    starts, made = [NOW + HOUR * hours for hours in open_hours], [NOW - HOUR * hours for hours in made_hours]
    told = next_allowed_at(terms, starts, made, NOW)

    def passes(now: datetime) -> bool:
        counts = (
            (terms.open, sum(start > now for start in starts)),
            (terms.per_day, sum(now - each < DAY for each in made)),
            (terms.per_week, sum(now - each < 7 * DAY for each in made)),
        )
        return all(limit is None or count < limit for limit, count in counts)

    if told is None:
        assert passes(NOW)
    else:
        assert not passes(told - SECOND)
        assert passes(told)


def test_waits_are_whole_seconds_rounded_up():
    assert seconds_until(NOW + timedelta(seconds=1.2), NOW) == 2
    assert seconds_until(NOW, NOW) == 1
