"""The page of fair shares: rows, choices in the address, search and pages, and who sees nothing."""

from urllib.parse import parse_qsl

from console.scheduling import clock, database
from console.scheduling.models import Turn
from console.state.fair_shares import FairSharesState
from console.state.share_view import PAGE_SIZE, ShareView
from tests.services.conftest import Acme, add_agent, add_preset
from tests.state.conftest import Tab


def give(acme: Acme, calls: int) -> None:
    for number in range(calls):
        acme.book(hours=24 + number * 0.5, agent_id=None, guest_email=f"{number}@guests.test")


def test_each_agent_stands_there_with_their_share(acme: Acme, tab: Tab):
    give(acme, 3)
    acme.book(hours=48)
    page = tab.do(FairSharesState.load)
    assert page.told == "3 calls given by Callboard in the last 30 days"
    ada, bo = page.rows
    assert (ada.name, ada.given, ada.fair, ada.difference, ada.is_off) == ("ada", "2", "1.5", "+0.5", False)
    assert (ada.bar, ada.mark, bo.bar) == ("100.00%", "75.00%", "50.00%")
    assert (bo.given, bo.difference, bo.weight, bo.credit, bo.last_turn) == ("1", "−0.5", "1", "–", "Today")
    assert (ada.manual, ada.facts) == ("1", "Weight 1 · last turn Today · 1 assigned")
    assert page.ahead[:3] == ["bo", "ada", "bo"]


def test_what_is_looked_at_stands_in_the_address(acme: Acme, tab: Tab):
    other = add_preset(acme)
    page = tab.do(FairSharesState.load)
    assert (page.preset, [preset for preset, _ in page.presets]) == (acme.preset_id, [acme.preset_id, other])
    tab.do(FairSharesState.choose_preset, other)
    assert tab.address.endswith(f"?preset={other}")
    tab.do(FairSharesState.choose_days, 90)
    assert tab.address.endswith("?days=90")
    tab.go("preset=all&days=7")
    page = tab.do(FairSharesState.load)
    assert (page.preset, page.view.days, page.ahead) == ("all", 7, [])
    tab.go("preset=pre_unknown")
    assert "no such preset" in tab.do(FairSharesState.load).refusal


def test_a_view_survives_its_address():
    view = ShareView(preset="all", days=7, search="jo ann", sort="credit", order="desc", page=2)
    assert ShareView.read(dict(parse_qsl(view.address("/x").split("?")[1]))) == view
    assert ShareView.read({"days": "5", "sort": "password", "order": "sideways", "page": "-1"}) == ShareView()
    assert ShareView(page=4).sorted_by("given") == ShareView(sort="given", order="desc")
    assert ShareView(sort="given", order="desc").sorted_by("given") == ShareView(sort="given")


def test_many_agents_come_in_pages_and_are_found_by_name(acme: Acme, tab: Tab):
    for number in range(PAGE_SIZE):
        add_agent(acme, f"agent {number:02}")
    booking = acme.book()
    with database.writing() as session:
        session.add(Turn(preset_id=acme.preset_id, agent_id=acme.bo, booking_id=booking.id, given_at=clock.now()))
    page = tab.do(FairSharesState.load)
    assert (len(page.rows), page.page_told, page.is_last, page.agents) == (PAGE_SIZE, "1–50 of 52", False, 52)
    tab.go("page=2&sort=given&order=desc")
    assert len(tab.do(FairSharesState.load).rows) == 2
    tab.go("sort=given&order=desc")
    assert tab.do(FairSharesState.load).rows[0].name == "bo"
    tab.go("q=AGENT 07&page=3")
    assert [row.name for row in tab.do(FairSharesState.load).rows] == ["agent 07"]


def test_an_agent_is_told_that_this_is_not_for_them(acme: Acme, tab: Tab):
    give(acme, 1)
    page = tab.sign_in(acme.bo, "agent").do(FairSharesState.load)
    assert page.refusal == "You may not see how calls are shared."
    assert (page.rows, page.ahead, page.told, page.presets) == ([], [], "", [])
    assert tab.sign_in(acme.bo, "supervisor").do(FairSharesState.load).rows
