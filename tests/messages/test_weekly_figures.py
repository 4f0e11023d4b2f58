"""The e-mail of a week's figures, in text and HTML."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from console.scheduling.messages.weekly_figures import WeekLetter, write

LETTER: dict[str, Any] = {
    "notice_id": "ntc_1",
    "name": "Ada <b>",
    "app_name": "Acme",
    "timezone": "America/Bogota",
    "first": date(2027, 2, 1),
    "last": date(2027, 2, 7),
    "now": {
        "calls": 1042,
        "no_shows": 3,
        "cancelled": 0,
        "booked": 21.5,
        "utilisation": 0.41,
        "no_show_rate": 0.0764,
        "cancel_rate": 0.0,
        "lead_time": 26 * 60,
    },
    "before": {
        "calls": 0,
        "no_shows": 0,
        "cancelled": 0,
        "booked": 0,
        "utilisation": None,
        "no_show_rate": None,
        "cancel_rate": None,
        "lead_time": None,
    },
    "lists": {"calls": "https://c.test/calls", "no_shows": "https://c.test/no", "cancelled": "https://c.test/x"},
    "url": "https://c.test/insights",
    "unsubscribe_url": "https://c.test/unsubscribe/figures/k",
    "written_at": datetime(2027, 2, 8, 13, tzinfo=UTC),
}


def test_each_figure_stands_beside_the_week_before():
    email = write(WeekLetter(language="en", **LETTER))
    assert email.subject == "Acme: your week from Mon 1 Feb to Sun 7 Feb"
    for line in (
        "Calls: 1,042 (before: 0)",
        "Booked: 21.5 hrs (before: 0 hrs)",
        "Of open time: 41 % (before: –)",
        "No-shows: 7.6 % (before: –)",
        "Cancelled: 0 % (before: –)",
        "Booked ahead (median): 26 hours (before: –)",
    ):
        assert line in email.text
    assert "Bogota time" in email.text and "Ada &lt;b&gt;" in email.html


def test_it_leads_to_the_calls_behind_what_is_not_nought_and_out_of_these_letters():
    email = write(WeekLetter(language="en", **LETTER))
    for said in (email.text, email.html):
        assert all(
            to in said for to in ("c.test/insights", "c.test/calls", "c.test/no", "c.test/unsubscribe/figures/k")
        )
        assert "c.test/x" not in said
    assert email.headers["List-Unsubscribe"] == "<https://c.test/unsubscribe/figures/k>"
    assert email.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("language", ["es", "es-CO"])
def test_it_speaks_spanish(language: str):
    email = write(WeekLetter(language=language, **LETTER))
    assert "su semana del lun" in email.subject and "Ausencias: 7,6 %" in email.text.replace("\u00a0", " ")
