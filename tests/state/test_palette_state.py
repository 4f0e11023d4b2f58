"""The palette: what it offers to whom, and where choosing leads."""

from console.components.frame import _PLACES, _WITHIN
from console.components.palette import pages
from console.pages import CONSOLE
from console.scheduling.services import recent_customers
from console.state.away import AwayState
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.members import MembersState
from console.state.palette import PaletteState
from console.state.palette.acts import ACTS, YOURS, also
from tests.services.conftest import Acme
from tests.state.conftest import Tab

JANE = {"guest_name": "Jane Doe", "guest_phone": "+573005550100", "guest_email": "jane@guests.test"}
OFFICE = {"invite_member", "preset_add", "webhook_add", "client_add"}


def offered(tab: Tab) -> set[str]:
    return {line.id for line in tab.do(PaletteState.begin, [], 1).acts}


def found(tab: Tab, typed: str) -> list[str]:
    return [line.label for line in tab.do(PaletteState.look_for, typed).found]


def test_every_page_of_the_console_and_of_the_frame_is_in_it():
    known = {page["id"] for page in pages(_PLACES, _WITHIN)}
    assert known == {*CONSOLE} | {path for path, *_ in _PLACES}


def test_pages_and_acts_are_found_by_other_words_too(tab: Tab):
    words = tab.do(PaletteState.begin, ["availability"], 1).also["availability"].split()
    assert {"holiday", "vacation", "go"} <= set(words)
    assert all(also(act.name) for act in (*ACTS, *YOURS))


def test_acts_are_offered_to_who_may_do_them(acme: Acme, tab: Tab):
    assert offered(tab) >= {"book_call", "dnd_30", "mark_away", "palette_export_csv", "copy_app_link", *OFFICE}
    agent = offered(tab.sign_in(acme.bo, "agent"))
    assert agent >= {"book_call", "dnd_30", "copy_own_link", "sign_out"}
    assert not agent & {"mark_away", "palette_export_csv", *OFFICE}
    supervisor = offered(tab.sign_in(acme.bo, "supervisor"))
    assert not supervisor & {"book_call", "dnd_30", "mark_away", *OFFICE}
    assert "palette_export_csv" in supervisor


def test_an_act_goes_to_its_page_unless_one_is_there(acme: Acme, tab: Tab):
    tab.do(PaletteState.take, "invite_member")
    assert tab.address == f"/app/{acme.app_id}/members"
    assert tab.events[-1] is MembersState.open_invitation
    before = len(tab.events)
    tab.go("q=a", "members")
    tab.do(PaletteState.take, "invite_member")
    assert len(tab.events) == before + 1


def test_what_no_line_is_for_does_nothing(tab: Tab):
    for odd in ("", "nothing", "dnd_30:x", "speak", ":", "invite_member:members"):
        tab.do(PaletteState.take, odd)
    assert tab.events == []


def test_a_customer_is_found_as_one_finds_them_and_offered_again_the_next_time(acme: Acme, tab: Tab):
    call = acme.book(**JANE)
    assert found(tab, " doe jane ") == ["Jane Doe", "Book a call for “doe jane”"]
    assert found(tab, call.reference.lower())[0] == f"{call.reference} · Jane Doe"
    recent_customers.note(acme.admin, call.customer_id or "")
    state = tab.do(PaletteState.begin, [], 1)
    assert ([line.label for line in state.found], state.answered, state.opening) == (["Jane Doe"], "", 1)


def test_what_finds_nobody_books_a_call_for_them(acme: Acme, tab: Tab):
    assert tab.do(PaletteState.look_for, "xy").told == "Type three letters or digits."
    assert found(tab, "+573005550177") == ["Book a call for “+573005550177”"]
    tab.do(PaletteState.take, "book_typed")
    assert tab.events[-1].handler.state is BookForAnyoneState
    tab.sign_in(acme.bo, "agent").do(PaletteState.take, "book_call")
    assert tab.events[-1].handler.state is BookForMyselfState
    tab.do(BookForMyselfState.open_for, "+573005550177")
    assert tab.address == f"/app/{acme.app_id}/my-schedules"
    assert found(tab.sign_in(acme.bo, "supervisor"), "+573005550177") == []


def test_one_agent_who_is_meant_is_set_away_from_here(acme: Acme, tab: Tab):
    assert found(tab, "ada")[:3] == ["ada", "ada is ill today", "ada is away until…"]
    tab.do(PaletteState.take, f"ill:{acme.ada}")
    assert tab.address == f"/app/{acme.app_id}/availability?agent={acme.ada}"
    assert tab.events[-1].handler.fn is AwayState.ill_today.fn
    assert "ada is ill today" not in found(tab.sign_in(acme.bo, "agent"), "ada")
