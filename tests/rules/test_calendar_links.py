"""The calendars on the web are given a call as they take it."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.rules.calendar_links import Entry, calendar_links

CALL = Entry(
    title="Call with Ada & Bo (Acme)",
    start=datetime(2026, 11, 24, 15, 0, tzinfo=timezone(timedelta(hours=-5))),
    end=datetime(2026, 11, 24, 15, 30, tzinfo=timezone(timedelta(hours=-5))),
    about="https://calls.test/join/g-1\nChange or cancel: https://calls.test/manage/m-1",
    place="https://calls.test/join/g-1",
)


def fields(link: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(link).query).items()}


def test_google_is_given_the_call_in_utc():
    link = calendar_links(CALL).google
    assert link.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    assert fields(link) == {
        "action": "TEMPLATE",
        "text": CALL.title,
        "dates": "20261124T200000Z/20261124T203000Z",
        "details": CALL.about,
        "location": CALL.place,
    }


def test_outlook_is_given_the_call_in_utc():
    link = calendar_links(CALL).outlook
    assert link.startswith("https://outlook.live.com/calendar/0/deeplink/compose?path=")
    assert fields(link) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": CALL.title,
        "startdt": "2026-11-24T20:00:00Z",
        "enddt": "2026-11-24T20:30:00Z",
        "body": CALL.about,
        "location": CALL.place,
    }


@pytest.mark.parametrize("calendar", ["google", "outlook"])
def test_what_a_call_has_not_is_left_out(calendar):
    link = getattr(calendar_links(Entry("Call", CALL.start, CALL.end)), calendar)
    assert not {"location", "details", "body"} & fields(link).keys()


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_text_arrives_as_it_was_and_changes_no_other_field(text):
    links = calendar_links(Entry(text, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), text, text))
    google, outlook = fields(links.google), fields(links.outlook)
    assert [google["text"], google["details"], google["location"]] == [text] * 3
    assert [outlook["subject"], outlook["body"], outlook["location"]] == [text] * 3
    assert len(google) == 5
    assert len(outlook) == 7
    assert "+" not in links.outlook
