"""The customer on the phone: recognised, filled in and warned of in the form."""

from console.scheduling import database
from console.scheduling.messages.instants import iso
from console.scheduling.models import Customer
from console.scheduling.services import bookings, customer_records
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.customer import CustomerState
from console.state.customers import CustomersState
from console.state.merging import MergeState
from tests.services.conftest import Acme, add_preset
from tests.state.conftest import Tab

JANE = {"guest_name": "Jane Doe", "guest_phone": "+573005550100", "guest_email": "jane@guests.test"}


def test_a_number_fills_what_is_known_and_leaves_what_was_typed(acme: Acme, tab: Tab):
    acme.book(guest_language="es", **JANE)
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.keep, "guest_email", "typed@guests.test")
    state = tab.do(BookForAnyoneState.recognise, "300 555 0100")
    assert (state.caller.name, state.guest_name, state.guest_language) == ("Jane Doe", "Jane Doe", "es")
    assert state.guest_email == "typed@guests.test"
    assert state.caller.told.startswith("1 call")
    state = tab.do(BookForAnyoneState.recognise, "300 555 0199")
    assert (state.caller.id, state.guest_name, state.guest_email) == ("", "", "typed@guests.test")


def test_the_terms_of_the_last_call_are_the_first_ones_offered(acme: Acme, tab: Tab):
    other = add_preset(acme)
    acme.book(preset_id=other, agent_id=acme.bo, **JANE)
    tab.do(BookForAnyoneState.open_form)
    state = tab.do(BookForAnyoneState.recognise, "+573005550100")
    assert (state.preset_id, state.agent_id, state.offers_last_agent) == (other, "", True)
    state = tab.do(BookForAnyoneState.take_last_agent)
    assert (state.agent_id, state.offers_last_agent) == (acme.bo, False)
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.choose_preset, acme.preset_id)
    assert tab.do(BookForAnyoneState.recognise, "+573005550100").preset_id == acme.preset_id


def test_an_agent_recognises_the_customers_of_their_own_calls(acme: Acme, tab: Tab):
    acme.book(**JANE)
    tab.sign_in(acme.bo, "agent").do(BookForMyselfState.open_form)
    assert tab.do(BookForMyselfState.recognise, "+573005550100").caller.id == ""


def test_one_of_the_next_free_times_books_the_call(acme: Acme, tab: Tab):
    tab.do(BookForAnyoneState.open_for, "+573005550100")
    state = tab.do(BookForAnyoneState.choose_agent, acme.ada)
    first = state.soonest[0].start
    assert tab.do(BookForAnyoneState.choose_start, first).start == first
    tab.do(BookForAnyoneState.book, {"guest_name": "Jane Doe", "guest_phone": "300 555 0100"})
    known = customer_records.recall(acme.admin, "+573005550100")
    assert known is not None
    assert (known.name, known.agent_id) == ("Jane Doe", acme.ada)


def test_a_bad_time_for_the_customer_is_said_as_soon_as_it_is_chosen(acme: Acme, tab: Tab):
    tab.do(BookForAnyoneState.open_for, "+81 90 1234 5678")
    tab.do(BookForAnyoneState.set_typed, True)
    tab.do(BookForAnyoneState.type_day, "2027-02-02")
    state = tab.do(BookForAnyoneState.type_clock, "10:00")
    assert state.caution == "For the customer in Tokyo it will be 00:00 on Wednesday 3 February: at night."
    assert tab.do(BookForAnyoneState.recognise, "+573005550100").caution == ""
    state = tab.do(BookForAnyoneState.type_day, "2027-03-22")
    assert state.caution.endswith("a public holiday (Saint Joseph's Day (observed)).")


def test_the_zone_that_is_known_goes_before_that_of_the_phone(acme: Acme, tab: Tab):
    customer = acme.book(**JANE).customer_id
    with database.writing() as session:
        session.get_one(Customer, customer).timezone = "Asia/Tokyo"
    tab.do(BookForAnyoneState.open_for, "+573005550100")
    state = tab.do(BookForAnyoneState.choose_start, tab.do(BookForAnyoneState.choose_agent, acme.ada).soonest[0].start)
    assert "Tokyo" in state.caution


def test_the_list_shows_what_the_address_asks_for(acme: Acme, tab: Tab):
    acme.book(**JANE)
    acme.book(hours=1, guest_name="Bo Stone", guest_email="bo@guests.test")
    assert [row.name for row in tab.do(CustomersState.load).rows] == ["Bo Stone", "Jane Doe"]
    tab.go("q=jane")
    assert [row.name for row in tab.do(CustomersState.load).rows] == ["Jane Doe"]


def test_a_customers_page_changes_merges_exports_and_erases(acme: Acme, tab: Tab):
    jane, other = acme.book(**JANE), acme.book(hours=1, guest_name="J. Doe", guest_email="jd@guests.test")
    tab.root.rx_router_page = tab.root.rx_router_page.__class__(
        params={"app_id": acme.app_id, "customer_id": jane.customer_id}
    )
    state = tab.do(CustomerState.load)
    assert (state.sheet.name, len(state.sheet.coming), state.is_missing) == ("Jane Doe", 1, False)
    tab.do(CustomerState.save, {"language": "es", "timezone": "America/Lima"})
    assert tab.do(CustomerState.set_wanted, "whatsapp", False).sheet.declined == ["whatsapp"]
    assert (state.sheet.language, state.sheet.timezone) == ("es", "America/Lima")
    assert tab.do(CustomerState.save, {"language": "?"}).problems.keys() == {"language"}
    tab.do(CustomerState.export)

    tab.do(MergeState.set_open, True)
    found = tab.do(MergeState.look_for, "doe").found
    assert [one.id for one in found] == [other.customer_id]
    assert tab.do(MergeState.choose, other.customer_id).plan[0] == "Jane Doe stays, with 2 calls."
    tab.do(MergeState.merge)
    assert len(tab.do(CustomerState.refresh).sheet.coming) == 2

    assert tab.do(CustomerState.set_erasing, True).is_erasing
    tab.do(CustomerState.erase)
    assert tab.address == f"/app/{acme.app_id}/customers"
    assert tab.do(CustomerState.load).is_missing


def test_a_follow_up_is_offered_times_after_its_call_for_the_same_customer_and_agent(acme: Acme, tab: Tab):
    call = acme.book(hours=24, agent_id=acme.bo, **JANE)
    state = tab.do(BookForAnyoneState.open_follow_up, call.id)
    assert (state.is_follow_up, state.guest_name, state.agent_id) == (True, "Jane Doe", acme.bo)
    assert state.follows.startswith("Free times after their call of")
    assert state.soonest and all(slot.start >= iso(call.ends_at) for slot in state.soonest)
    bookings.cancel(acme.admin, call.id)
    state = tab.do(BookForAnyoneState.open_follow_up, call.id)
    assert (state.is_follow_up, state.follows) == (True, "")
    assert state.soonest[0].start < iso(call.ends_at)
    assert not tab.do(BookForAnyoneState.open_form).is_follow_up


def test_what_a_browser_kept_of_a_form_opens_it_again_as_it_was(acme: Acme, tab: Tab):
    other = add_preset(acme)
    kept = {"guest_name": "Jane", "preset_id": other, "agent_id": acme.bo, "day": "2027-02-01", "clock": "10:00"}
    state = tab.do(BookForAnyoneState.restore, kept | {"guest_phone": ["no text"], "duration": "7"})
    assert (state.is_open, state.guest_name, state.guest_phone) == (True, "Jane", "")
    assert (state.preset_id, state.agent_id) == (other, acme.bo)
    assert (state.is_typed, state.typed_day, state.typed_clock) == (True, "2027-02-01", "10:00")
    assert tab.do(BookForAnyoneState.restore, {"guest_name": "Another"}).guest_name == "Jane"
