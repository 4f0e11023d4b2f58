"""The event feed: what was committed, in that order, once, and nothing before a cursor already given."""

import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session, select, update

from console.scheduling import clock, database
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, NotAllowed
from console.scheduling.models import EventFeed, OutboxEvent, new_id
from console.scheduling.services import event_feed, outbox, upkeep, webhooks
from console.scheduling.services.event_feed import FeedPage
from console.scheduling.services.webhooks import NewSubscription
from tests.rows import World, make_world
from tests.statements import asked, plan

MANY = 3_000


@dataclass
class Town:
    """An app in which things happen, and a client that reads of them."""

    world: World

    @property
    def client(self) -> Actor:
        return Actor("api", id="cli_x", app_id=self.world.app.id, scopes=frozenset({"scheduling:read"}))

    @property
    def admin(self) -> Actor:
        return Actor("admin", id=self.world.agent.id, app_id=self.world.app.id, role="admin")

    def tell(self, session: Session, reason: str) -> None:
        """Write one event, known by its reason, in a transaction of the caller's."""
        # A final booking of its own: nobody waits for a lock on a row, or on an agent's time.
        outbox.emit(session, self.world.booking(session, status="completed"), "completed", self.admin, reason=reason)
        session.flush()

    def happen(self, *reasons: str) -> None:
        for reason in reasons:
            with database.writing() as session:
                self.tell(session, reason)

    def read(self, after: str | None = None, limit: int = 100) -> tuple[list[str], str]:
        page = event_feed.read(self.client, after, limit)
        return told(page), page.next_cursor


def told(page: FeedPage) -> list[str]:
    return [each.payload["change"]["reason"] for each in page.events]


@pytest.fixture
def town(store: str) -> Town:
    return make_town()


def make_town() -> Town:
    with database.writing() as session:
        return Town(make_world(session))


def test_events_are_told_in_order_as_they_were_at_their_commit(town: Town):
    town.happen("one", "two", "three")
    page = event_feed.read(town.client)
    assert told(page) == ["one", "two", "three"]
    first = page.events[0]
    assert (first.event, first.sequence) == ("scheduled.completed", 1)
    assert first.payload["scheduled_call"]["status"] == "completed"
    assert set(first.payload) == {"scheduled_call", "change"}
    with database.reading() as session:
        kept = session.exec(select(OutboxEvent).where(OutboxEvent.id == first.id)).one()
    assert (kept.occurred_at, kept.payload) == (first.occurred_at, first.payload)


def test_pages_lead_to_the_end_and_wait_there(town: Town):
    town.happen("1", "2", "3", "4", "5")
    cursor, pages = None, []
    while True:
        page = event_feed.read(town.client, cursor, 2)
        pages.append(told(page))
        cursor = page.next_cursor
        if not page.has_more:
            break
    assert pages == [["1", "2"], ["3", "4"], ["5"]]
    assert town.read(cursor) == ([], cursor)
    town.happen("6")
    assert town.read(cursor)[0] == ["6"]
    assert town.read(cursor)[0] == ["6"]


def test_an_empty_feed_gives_a_cursor_to_wait_at(town: Town):
    events, cursor = town.read()
    assert (events, town.read(cursor)) == ([], ([], cursor))
    town.happen("first")
    assert town.read(cursor)[0] == ["first"]


def test_more_events_than_are_numbered_at_once_are_all_told(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(event_feed, "_BATCH", 4)
    town.happen(*map(str, range(11)))
    seen, cursor = [], None
    while found := town.read(cursor, 3)[0]:
        seen += found
        cursor = town.read(cursor, 3)[1]
    assert seen == [str(number) for number in range(11)]


def test_who_waits_at_the_end_only_looks(town: Town):
    town.happen("one")
    cursor = town.read()[1]
    with asked() as statements:
        assert town.read(cursor)[0] == []
    assert len(statements) == 2
    assert all(statement.startswith("SELECT") for statement, _ in statements)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_delayed_commit_is_neither_missed_nor_told_before_a_cursor_given(town: Town):
    with database.writing() as early:
        town.tell(early, "early")
        town.happen("late")
        events, cursor = town.read()
        assert events == ["late"]
        assert town.read(cursor)[0] == []
    assert town.read(cursor)[0] == ["early"]
    assert town.read()[0] == ["late", "early"]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_who_wrote_after_seeing_a_commit_is_told_after_it(town: Town):
    """Its transaction began, and had its id, long before."""
    with database.writing() as slow:
        slow.execute(text("SELECT pg_current_xact_id()"))
        town.happen("cause")
        town.tell(slow, "effect")
    assert town.read()[0] == ["cause", "effect"]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_reader_who_numbers_keeps_no_writer_waiting(town: Town):
    town.happen("one")
    with database.writing() as reader:
        event_feed.lock_feed(reader, town.world.app.id)
        event_feed.queries.give_numbers(reader, town.world.app.id, 10)
        reader.flush()
        town.happen("two")
    assert town.read()[0] == ["one", "two"]


def test_readers_and_writers_at_once_miss_nothing_and_agree(town: Town):
    writing = [threading.Thread(target=town.happen, args=[f"{name}{n}" for n in range(12)]) for name in "abc"]
    walks: list[list[str]] = [[], []]

    def walk(seen: list[str]) -> None:
        cursor = None
        while len(seen) < 36:
            events, cursor = town.read(cursor, 5)
            seen += events

    reading = [threading.Thread(target=walk, args=[seen], daemon=True) for seen in walks]
    for thread in (*writing, *reading):
        thread.start()
    for thread in (*writing, *reading):
        thread.join(timeout=60)
    assert walks[0] == walks[1] == town.read()[0]
    assert len(set(walks[0])) == 36
    for name in "abc":
        assert [each for each in walks[0] if each[0] == name] == [f"{name}{n}" for n in range(12)]


def test_a_test_send_happened_to_nobody(town: Town):
    made, _ = webhooks.subscribe(town.admin, NewSubscription("https://crm.example/hooks", ["scheduled.created"]))
    webhooks.test_send(town.admin, made.id)
    town.happen("real")
    assert town.read()[0] == ["real"]


def test_links_are_for_clients_that_write(town: Town):
    town.happen("one")
    [read_only] = event_feed.read(town.client).events
    writer = Actor("api", id="cli_x", app_id=town.world.app.id, scopes=town.client.scopes | {"scheduling:write"})
    [full] = event_feed.read(writer).events
    for name, place in (("join_url", "/join/"), ("manage_url", "/manage/")):
        assert read_only.payload["scheduled_call"][name] is None
        assert place in full.payload["scheduled_call"][name]
    with database.reading() as session:
        assert session.exec(select(OutboxEvent)).one().payload["scheduled_call"]["join_url"] is None


def test_each_app_has_its_own_feed_and_cursors(town: Town):
    other = make_town()
    town.happen("ours", "ours too")
    cursor = town.read()[1]
    assert other.read()[0] == []
    with pytest.raises(Invalid):
        other.read(cursor)
    other.happen("theirs", "theirs too", "theirs as well")
    assert other.read()[0] == ["theirs", "theirs too", "theirs as well"]
    with pytest.raises(Invalid):
        other.read(cursor)


def test_only_clients_that_read_may_read_it(town: Town):
    for scopes in (frozenset(), frozenset({"scheduling:write"})):
        with pytest.raises(NotAllowed):
            event_feed.read(Actor("api", id="cli_x", app_id=town.world.app.id, scopes=scopes))
    with pytest.raises(NotAllowed):
        event_feed.read(Actor("agent", id="per_x", app_id=town.world.app.id, role="agent"))


def test_after_thirty_days_an_event_is_gone_and_its_cursors_lead_on(town: Town):
    town.happen("old", "older than it looks")
    cursor, last = town.read(limit=1)[1], town.read()[1]
    with database.writing() as session:
        session.execute(update(OutboxEvent).values(occurred_at=clock.now() - timedelta(days=30, minutes=1)))
    town.happen("new")
    assert upkeep.sweep_events() == 2
    for place in (None, cursor, last):
        assert town.read(place)[0] == ["new"]
    with database.writing() as session:
        session.execute(update(OutboxEvent).values(occurred_at=clock.now() - timedelta(days=31)))
    upkeep.sweep_events()
    assert town.read(last) == ([], last)
    town.happen("newest")
    assert town.read(last)[0] == ["newest"]


def test_a_cursor_from_a_time_that_a_backup_undid_is_refused(town: Town):
    town.happen("kept")
    kept = town.read()[1]
    town.happen("lost", "lost too")
    ahead = town.read(kept)[1]
    with database.writing() as session:  # as the backup has it
        session.execute(text("DELETE FROM outbox_event WHERE number > 1"))
        session.execute(update(EventFeed).values(last_number=1))
    for _ in range(3):
        with pytest.raises(Invalid) as refused:
            town.read(ahead)
        assert [(each.field, each.code) for each in refused.value.problems] == [("after", "unknown_cursor")]
        town.happen("again")
        assert town.read(kept)[0][0] == "again"


def test_what_no_feed_gave_is_refused(town: Town):
    town.happen("one")
    town.read()
    for junk in ("", "x", "!!!!", "MSBldnRfeA==", "LTEg", "\u0663", "MSA=", "OTk5OTk5OTk5OTk5OTk5OTk5IA==", "_w=="):
        with pytest.raises(Invalid):
            town.read(junk)


def test_a_page_is_a_range_of_an_index(store: str, town: Town):
    town.happen("first")
    with database.writing() as session:
        values = session.exec(select(OutboxEvent)).one().model_dump(exclude={"position", "id", "number"})
        rows = [values | {"id": new_id("evt"), "number": number} for number in range(2, MANY)]
        session.connection().execute(insert(OutboxEvent), rows)
        session.add(EventFeed(app_id=town.world.app.id, last_number=MANY))
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE outbox_event"))
    middle, last = (event_feed._cursor(number, _id_of(number)) for number in (MANY // 2, MANY - 1))
    with asked() as statements:
        assert event_feed.read(town.client, middle, 10).has_more
        assert told(event_feed.read(town.client, last)) == ["first"]
    with database.engine().connect() as connection:
        plans = [plan(connection, *each) for each in statements if "outbox_event" in each[0]]
    for index in ("outbox_event_in_feed", "outbox_event_before_feed"):
        assert any(index in found for found in plans)
    for found in plans:
        slow = ("SCAN outbox_event", "Seq Scan on outbox_event", "Sort", "B-TREE")
        assert not any(word in found for word in slow), found


def _id_of(number: int) -> str:
    with database.reading() as session:
        return session.exec(select(OutboxEvent.id).where(OutboxEvent.number == number)).one()
