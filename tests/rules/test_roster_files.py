"""Rosters in CSV files: what a line means, which lines do not go together, and that what is written is read back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.errors import Invalid
from console.scheduling.rules import roster_files
from console.scheduling.rules.availability import DatedShift
from console.scheduling.rules.csv_files import FileRow
from console.scheduling.rules.roster_files import agent_of, clashes, day_of, minutes_of, zone_of

TUESDAY = date(2027, 2, 2)


def row(**cells: str) -> FileRow:
    return FileRow(2, cells)


def shift(start: int, end: int, passed: int = 0, zone: str = "UTC") -> DatedShift:
    return DatedShift(TUESDAY + timedelta(days=passed), start * 60, end * 60, zone)


def shifts_of(data: bytes) -> list[tuple[str, DatedShift]]:
    rows = roster_files.read(data)
    return [(agent_of(one), DatedShift(day_of(one), *minutes_of(one), zone_of(one, "UTC"))) for one in rows]


def test_a_line_is_read_as_spreadsheets_write_it() -> None:
    read = shifts_of(b"sep=;\nCorreo;Fecha;Desde;Hasta\na@x.test;2027-02-02;9:00;17:30\n")
    assert read == [("a@x.test", DatedShift(TUESDAY, 540, 1050, "UTC"))]
    assert shifts_of(b"Ada,2027-02-02,22:00:00,06:00,Asia/Tokyo\n")[0][1] == DatedShift(
        TUESDAY, 1320, 1800, "Asia/Tokyo"
    )
    assert minutes_of(row(start="00:00", end="24:00")) == (0, 1440)
    assert minutes_of(row()) == (0, 0)


@pytest.mark.parametrize(
    ("read", "cells", "field"),
    [
        (day_of, {"date": "02/03/2027"}, "date"),
        (day_of, {"date": "2027-02-30"}, "date"),
        (minutes_of, {"start": "9"}, "start"),
        (minutes_of, {"start": "09:00"}, "end"),
        (minutes_of, {"start": "09:00", "end": "9:00"}, "end"),
        (minutes_of, {"start": "24:00", "end": "06:00"}, "start"),
        (lambda one: zone_of(one, "UTC"), {"zone": "Mars/Base"}, "zone"),
    ],
)
def test_a_bad_cell_is_named(read, cells: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(row(**cells))
    assert refused.value.field == field


def test_a_file_without_a_date_column_or_a_shift_is_refused() -> None:
    for data, why in ((b"agent,start\nAda,9\n", "called date"), (b"agent,date\n", "no shift"), (b"x,y\n", "must name")):
        with pytest.raises(Invalid, match=why):
            roster_files.read(data)


def test_lines_that_share_a_minute_do_not_go_together_also_over_midnight() -> None:
    assert clashes({2: shift(9, 13), 3: shift(13, 17)}, []) == {}
    assert clashes({2: shift(9, 13), 3: shift(12, 17)}, []) == {3: "This overlaps line 2."}
    assert clashes({2: shift(22, 30), 3: shift(5, 9, 1)}, []) == {3: "This overlaps line 2."}
    assert list(clashes({2: shift(22, 30)}, [shift(5, 9, 1)])) == [2]
    assert list(clashes({3: shift(5, 9, 1)}, [shift(22, 30)])) == [3]
    assert clashes({}, [shift(9, 13), shift(12, 17)]) == {}
    assert clashes({2: shift(9, 13), 4: shift(0, 0)}, []) == {2: "Line 4 says that this date is a day off."}
    assert clashes({2: shift(9, 13), 3: shift(9, 13, zone="Asia/Tokyo")}, []) == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ada@x.test", "+bo@x.test", "-c@x.test"]),
            st.builds(
                lambda day, start, length, zone: DatedShift(day, start if length else 0, length and start + length, zone),
                st.dates(date(2027, 1, 1), date(2028, 1, 1)),
                st.integers(0, 1439),
                st.integers(0, 1439),
                st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"]),
            ),
        ),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_what_is_written_is_read_back(listed: list[tuple[str, DatedShift]]) -> None:
    assert shifts_of(roster_files.written(listed)) == listed
