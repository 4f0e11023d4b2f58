"""Refreshes reach the tabs that watch, and no tab more than twice a second."""

import asyncio
import time
from types import SimpleNamespace

import pytest
import reflex as rx

from console.scheduling.services import changes as news
from console.scheduling.services.changes import Change
from console.state import gate, live
from console.state.live import Sight


class WatchingState(rx.State):
    """A page that shows calls."""

    @rx.event
    def refresh(self):
        """Look again."""


class FakeApp:
    """As much of Reflex's app as `live` touches."""

    def __init__(self, *tokens: str):
        self.pushed: list[str] = []
        self.answers = True
        self.unanswered: list[asyncio.Future[None]] = []
        here = {token: SimpleNamespace(instance_id="us") for token in tokens}
        self.event_namespace = SimpleNamespace(_token_manager=SimpleNamespace(instance_id="us", token_to_socket=here))
        self.event_processor = self

    async def enqueue(self, token, event):
        assert gate.maybe_signed_in() is None
        self.pushed.append(f"{token} {event.name.rpartition('.')[2]}")
        answer = asyncio.get_running_loop().create_future()
        self.unanswered.append(answer)
        if self.answers:
            answer.set_result(None)
        return answer


def tab(token: str, app_id: str = "app_1"):
    """A state as it stands in one tab."""
    return SimpleNamespace(
        router=SimpleNamespace(session=SimpleNamespace(client_token=token)),
        rx_router_page=SimpleNamespace(params={"app_id": app_id}),
    )


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch):
    """Tenths of a second instead of halves."""
    monkeypatch.setattr(live, "SECONDS_BETWEEN", 0.1)
    live._watches.clear()
    live._unseen.clear()


def pushes_after(app: FakeApp, changes: list[Change], seconds: float = 0.05) -> list[str]:
    """Run `live` for a moment during which these changes are told from another thread."""

    async def run() -> None:
        async with live.pushing(app):
            gate._signed_in.set("whoever made the change")
            await asyncio.to_thread(news.tell, changes)
            await asyncio.sleep(seconds)

    asyncio.run(run())
    return app.pushed


def test_a_change_reaches_the_tabs_of_its_app_only():
    app = FakeApp("a", "b")
    live.watch(tab("a"), WatchingState.refresh)
    live.watch(tab("b", "app_2"), WatchingState.refresh)
    assert pushes_after(app, [Change("app_1", "booking", "bkg_1")]) == ["a refresh"]


def test_many_changes_are_one_refresh_now_and_one_later():
    app = FakeApp("a")
    live.watch(tab("a"), WatchingState.refresh)
    many = [Change("app_1", "booking", f"bkg_{n}") for n in range(50)]
    assert pushes_after(app, many) == ["a refresh"]

    async def again() -> None:
        async with live.pushing(app):
            for _ in range(20):
                await asyncio.to_thread(news.tell, many)
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.15)

    began = time.monotonic()
    asyncio.run(again())
    assert len(app.pushed) <= 2 + (time.monotonic() - began) / live.SECONDS_BETWEEN


def test_few_tabs_look_at_a_time_and_the_others_after_them():
    at_once, tokens = live._LOOKING_AT_ONCE, [f"tab {number}" for number in range(20)]
    app = FakeApp(*tokens)
    app.answers = False
    for token in tokens:
        live.watch(tab(token), WatchingState.refresh)

    async def until(count: int) -> None:
        async with asyncio.timeout(10):
            while len(app.pushed) < count:
                await asyncio.sleep(0.001)

    async def run() -> None:
        async with live.pushing(app):
            await asyncio.to_thread(news.tell, [Change("app_1", "booking", "bkg_1")])
            await until(at_once)
            assert app.pushed == [f"{token} refresh" for token in tokens[:at_once]]
            live.forget(tab(tokens[at_once]))
            app.unanswered[0].set_result(None)
            await until(at_once + 1)
            await asyncio.sleep(0.01)
            assert app.pushed[at_once:] == [f"{tokens[at_once + 1]} refresh"], "who has left has no turn"

    asyncio.run(run())


def test_a_tab_may_watch_other_subjects():
    app = FakeApp("a")
    live.watch(tab("a"), WatchingState.refresh, "delivery")
    assert pushes_after(app, [Change("app_1", "booking", "bkg_1")]) == []
    assert pushes_after(app, [Change("app_1", "delivery", "dlv_1")]) == ["a refresh"]


def test_a_closed_tab_is_forgotten():
    app = FakeApp()
    live.watch(tab("a"), WatchingState.refresh)
    assert pushes_after(app, [Change("app_1", "booking", "bkg_1")]) == []
    assert live._watches == {}


def test_a_tab_that_left_the_page_is_left_alone():
    app = FakeApp("a")
    live.watch(tab("a"), WatchingState.refresh)
    live.forget(tab("a"))
    assert pushes_after(app, [Change("app_1", "booking", "bkg_1")]) == []


def test_pages_of_bookings_age_by_the_minute(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "SECONDS_TO_AGE", 0.2)
    live.watch(tab("bookings"), WatchingState.refresh)  # pyright: ignore[reportArgumentType]
    live.watch(tab("settings"), WatchingState.refresh, "settings")  # pyright: ignore[reportArgumentType]
    pushed = pushes_after(FakeApp("bookings", "settings"), [], seconds=0.5)
    assert set(pushed) == {"bookings refresh"}
    assert 1 <= len(pushed) <= 3


def test_a_change_does_not_wait_until_all_tabs_have_aged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "SECONDS_TO_AGE", 0.2)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_AGED", 3600)
    tokens = [f"tab {number}" for number in range(live._AGED_AT_ONCE + 1)]
    app = FakeApp(*tokens)
    for token in tokens:
        live.watch(tab(token), WatchingState.refresh)

    async def run() -> None:
        async with live.pushing(app):
            while not app.pushed:
                await asyncio.sleep(0.01)
            assert f"{tokens[-1]} refresh" not in app.pushed
            await asyncio.to_thread(news.tell, [Change("app_1", "booking", "bkg_1")])
            while f"{tokens[-1]} refresh" not in app.pushed:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(run(), 30))


def test_what_is_as_of_this_moment_ages_sooner_and_apart_from_the_page(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "SECONDS_OF_A_MOMENT", 0.2)
    live.watch(tab("now"), WatchingState.refresh, "booking", "moment", part="tabs")  # pyright: ignore[reportArgumentType]
    live.watch(tab("now"), WatchingState.refresh, "settings")  # pyright: ignore[reportArgumentType]
    live.watch(tab("bookings"), WatchingState.refresh)  # pyright: ignore[reportArgumentType]
    assert set(pushes_after(FakeApp("now", "bookings"), [], seconds=0.5)) == {"now refresh"}
    live.forget(tab("now"), "tabs")  # pyright: ignore[reportArgumentType]
    assert [part for _, part in live._watches] == ["page", "page"]


def test_a_notice_reaches_its_persons_tabs_alone_and_beside_the_pages_own_watch():
    app = FakeApp("a", "b")
    live.watch_own(tab("a"), WatchingState.refresh, "per_1")
    live.watch(tab("a"), WatchingState.refresh)
    live.watch_own(tab("b"), WatchingState.refresh, "per_2")
    assert pushes_after(app, [Change("app_1", "notice", agent_id="per_1")]) == ["a refresh"]
    assert pushes_after(app, [Change("app_1", "booking")], seconds=0.2)[1:] == ["a refresh"]


def test_a_tab_is_asked_only_when_the_change_can_show_in_it():
    app = FakeApp("adas", "bos", "drawer")
    live.watch(tab("adas"), WatchingState.refresh, sight=Sight(frozenset({"ada"})))
    live.watch(tab("bos"), WatchingState.refresh, sight=Sight(frozenset({"bo"}), has_pool=True))
    live.watch(tab("drawer"), WatchingState.refresh, part="drawer", sight=Sight(frozenset(), frozenset({"bkg_1"})))
    assert pushes_after(app, [Change("app_1", "booking", "bkg_2", "ada")]) == ["adas refresh"]
    assert pushes_after(app, [Change("app_1", "booking", "bkg_1", "cyd")], 0.2)[1:] == ["drawer refresh"]
    pooled = Change("app_1", "booking", "bkg_2", "cyd", is_pool=True)
    assert pushes_after(app, [pooled], 0.2)[2:] == ["bos refresh"]
    assert len(pushes_after(app, [Change("app_1", "booking")], 0.2)[3:]) == 3, "it may be anybody's"


def test_a_tab_that_is_still_looking_is_asked_once_more_when_it_has_looked():
    app = FakeApp("a")
    app.answers = False
    live.watch(tab("a"), WatchingState.refresh)
    many = [Change("app_1", "booking", f"bkg_{n}") for n in range(9)]

    async def run() -> None:
        async with live.pushing(app):  # pyright: ignore[reportArgumentType]
            for _ in range(4):
                await asyncio.to_thread(news.tell, many)
                await asyncio.sleep(0.11)
            assert app.pushed == ["a refresh"]
            app.answers = True
            app.unanswered.pop().set_result(None)
            await asyncio.sleep(0.3)

    asyncio.run(run())
    assert app.pushed == ["a refresh"] * 2


def test_a_tab_that_nobody_sees_catches_up_once_somebody_does():
    app, hidden = FakeApp("a"), tab("a")
    live.watch(hidden, WatchingState.refresh)
    live.watch_own(hidden, WatchingState.refresh, "per_1")

    async def run() -> None:
        async with live.pushing(app):  # pyright: ignore[reportArgumentType]
            live.set_seen(hidden, is_seen=False)
            for change in (Change("app_1"), Change("app_1"), Change("app_1", "notice", agent_id="per_1")):
                await asyncio.to_thread(news.tell, [change])
                await asyncio.sleep(0.05)
            assert app.pushed == ["a refresh"], "what one is told may be spoken, whoever looks"
            live.set_seen(hidden, is_seen=True)
            await asyncio.sleep(0.05)

    asyncio.run(run())
    assert app.pushed == ["a refresh"] * 2
    live.set_seen(hidden, is_seen=True)
    assert len(app.pushed) == 2, "it was not behind any more"


def test_a_hidden_tab_that_is_closed_is_forgotten():
    app, hidden = FakeApp(), tab("a")
    live.watch(hidden, WatchingState.refresh)
    live.set_seen(hidden, is_seen=False)
    assert pushes_after(app, [Change("app_1")]) == []
    assert (live._watches, live._unseen) == ({}, set())
