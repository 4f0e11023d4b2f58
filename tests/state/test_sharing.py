"""Who would read the same after the same change, reads once; who asks something else, or later, reads anew."""

import asyncio
from collections.abc import Iterator

import pytest

from console.scheduling.messages import words
from console.state import sharing
from console.state.bookings import BookingsState
from tests.services.conftest import Acme
from tests.services.test_agent_day import statements
from tests.state.conftest import Tab


@pytest.fixture(autouse=True)
def told() -> Iterator[None]:
    """Changes are told, and reads are shared for as long as a slow test may take."""
    with pytest.MonkeyPatch.context() as patch, sharing.told():
        patch.setattr(sharing, "SECONDS", 600)
        yield


class Reader:
    """Reads slowly, and counts how often."""

    def __init__(self) -> None:
        self.reads = 0
        self.gate = asyncio.Event()

    async def read(self) -> int:
        self.reads += 1
        answer = self.reads
        await self.gate.wait()
        return answer


async def asked(reader: Reader, *questions: str, app_id: str = "app_1") -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(sharing.answer(app_id, one, reader.read, anew=False)) for one in questions]
    await asyncio.sleep(0)
    return tasks


def test_equal_questions_are_read_once_and_others_apart():
    async def run() -> None:
        reader = Reader()
        tasks = [*await asked(reader, "all", "all", "mine"), *await asked(reader, "all", app_id="app_2")]
        reader.gate.set()
        assert await asyncio.gather(*tasks) == [1, 1, 2, 3]
        assert await asyncio.gather(*await asked(reader, "all", "mine")) == [1, 2]

    asyncio.run(run())


def test_after_a_change_the_same_question_is_read_anew_though_the_old_answer_is_on_its_way():
    async def run() -> None:
        reader = Reader()
        before = await asked(reader, "all")
        sharing.outdate("app_2")
        same = await asked(reader, "all")
        sharing.outdate("app_1")
        after = await asked(reader, "all")
        reader.gate.set()
        assert await asyncio.gather(*before, *same, *after) == [1, 1, 2]

    asyncio.run(run())


def test_the_others_get_their_answer_when_the_tab_that_asked_first_is_closed():
    async def run() -> None:
        reader = Reader()
        first, second = await asked(reader, "all", "all")
        first.cancel()
        await asyncio.sleep(0)
        reader.gate.set()
        assert await second == 1

    asyncio.run(run())


def test_what_two_tabs_of_equal_sight_show_after_a_change_costs_one_page_of_queries(acme: Acme, tab: Tab):
    acme.book(guest_name="Jane")
    tabs = [tab, *(Tab(acme) for _ in range(9))]
    for one in tabs:
        one.do(BookingsState.load)
    with statements() as one_page:
        tab.do(BookingsState.load)
    acme.book(hours=1, guest_name="Joan")
    sharing.outdate(acme.app_id)
    with statements() as all_of_them:
        shown = [[row.customer for row in one.do(BookingsState.refresh).rows] for one in tabs]
    assert shown == [["Jane", "Joan"]] * 10
    assert len(all_of_them) == len(one_page)


def test_nobody_is_shown_what_another_may_see(acme: Acme, tab: Tab):
    acme.book(guest_name="Jane")
    sharing.outdate(acme.app_id)
    assert len(tab.do(BookingsState.refresh).rows) == 1
    other = Tab(acme).sign_in(acme.bo, "agent")
    other.do(BookingsState.load)
    assert other.do(BookingsState.refresh).rows == []


def test_what_is_opened_or_done_by_hand_is_read_anew(acme: Acme, tab: Tab):
    tab.do(BookingsState.load)
    tab.do(BookingsState.refresh)
    acme.book(guest_name="Jane")  # by another process, which tells nobody here
    assert tab.do(BookingsState.refresh).rows == []
    assert len(tab.do(BookingsState.load).rows) == 1


def test_what_reads_alike_is_held_once_however_often_it_is_read(acme: Acme, tab: Tab):
    acme.book()
    first, second = (one.do(BookingsState.load) for one in (tab, Tab(acme)))
    assert first.rows[0].__wrapped__ is second.rows[0].__wrapped__


def test_everybody_is_answered_in_their_language(acme: Acme, tab: Tab):
    acme.book()
    sharing.outdate(acme.app_id)
    said = []
    for language in ("en", "es", "en"):
        words.speak(language)
        said.append(tab.do(BookingsState.refresh).rows[0].status_label)
    assert said == ["Scheduled", "Agendada", "Scheduled"]
