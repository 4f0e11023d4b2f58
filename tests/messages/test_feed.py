"""A feed is a calendar file whose events keep their UIDs, and which is always written the same way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from console.scheduling.messages.feed import Feed, FeedEvent
from console.scheduling.messages.ics import uid

START = datetime(2027, 3, 28, 0, 45, tzinfo=UTC)
CALL = FeedEvent(
    uid=uid("bkg_01k9"),
    sequence=3,
    changed_at=START - timedelta(days=2),
    start=START,
    end=START + timedelta(minutes=30),
    summary="Zoë “Z” Ñandú, Inc; \\x",
    description="Support call\nR4T-7K2\nhttps://calls.acme.test/join/a-01k9-3j5g2kq7w4nb2jvy2m6xpq4u3d",
    url="https://calls.acme.test/join/a-01k9-3j5g2kq7w4nb2jvy2m6xpq4u3d",
)
FEED = Feed(
    "Ada's calls · Acme",
    [
        CALL,
        replace(CALL, uid=uid("bkg_01ka"), status="TENTATIVE", summary="Not confirmed yet", description="", url=None),
        replace(CALL, uid=uid("bkg_01kb"), status="CANCELLED", summary="Called off", sequence=9, url=None),
        FeedEvent("dnd_01kc.ab12@callboard", 0, START, START, START + timedelta(days=1), "Do not disturb"),
    ],
)


def test_it_is_written_as_it_always_was():
    """Change the golden file only on purpose: calendars out there hold the same events."""
    assert FEED.file() == (Path(__file__).parent / "feeds" / "agent.ics").read_bytes()


def test_the_tag_changes_when_anything_does_and_not_before():
    first, *others = FEED.events
    assert FEED.etag == Feed(FEED.name, list(FEED.events)).etag
    changed = [
        Feed("Bo's calls", FEED.events),
        Feed(FEED.name, others),
        Feed(FEED.name, [replace(first, sequence=4), *others]),
        Feed(FEED.name, [replace(first, end=first.end + timedelta(minutes=1)), *others]),
    ]
    assert len({FEED.etag, *(feed.etag for feed in changed)}) == 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_customers_text_never_becomes_a_line_of_its_own(name: str, told: str):
    file = Feed(name, [replace(CALL, summary=name, description=told)]).file()
    lines = file.replace(b"\r\n ", b"").decode().split("\r\n")
    assert sum(line.startswith("BEGIN:") for line in lines) == 2
    assert len(Calendar.from_ical(file).events) == 1
