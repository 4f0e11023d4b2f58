"""Instants are read strictly and written in one way."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.messages.instants import iso, parse_instant


@given(st.datetimes(timezones=st.timezones()))
def test_what_is_written_is_read_back_to_the_millisecond(instant: datetime):
    try:
        utc = instant.astimezone(UTC)
    except OverflowError:
        return
    assert parse_instant(iso(instant)) == utc.replace(microsecond=utc.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01T15:00:00Z",
        "2026-05-01T17:00:00+02:00",
        "2026-05-01T09:30:00.000-05:30",
        "2026-05-01t15:00:00.000000000z",
    ],
)
def test_an_offset_or_a_z_makes_an_instant(text: str):
    assert iso(parse_instant(text)) == "2026-05-01T15:00:00.000Z"


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-01T15:00:00",
        "2026-05-01 15:00:00Z",
        "2026-05-01",
        "2026-02-30T00:00:00Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T15:00:60Z",
        "2026-05-01T15:00Z",
        "2026-05-01T15:00:00+0200",
        "2026-05-01T15:00:00+24:00",
        "2026-05-01T15:00:00+05:60",
        "2026-05-01T15:00:00Z\n",
        "0001-01-01T00:00:00+01:00",
        "２026-05-01T15:00:00Z",
        "",
        1_777_647_600,
        1_777_647_600.0,
        None,
        True,
        [],
    ],
)
def test_anything_else_is_refused(value: object):
    with pytest.raises(Invalid) as refused:
        parse_instant(value, "scheduled_at")
    assert refused.value.problems[0].field == "scheduled_at"


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str):
    with suppress(Invalid):
        assert parse_instant(text).tzinfo is UTC
