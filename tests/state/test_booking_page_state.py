"""The booking page's handlers, as anybody on the internet may call them: a customer books, and nobody gets further."""

import asyncio
from datetime import timedelta
from urllib.parse import quote

import pytest
from reflex.istate.data import PageData, SessionData
from sqlmodel import select

from booking_page import guard
from booking_page.state import BookingPageState as Page
from console.scheduling import clock, database
from console.scheduling.errors import TooMany, Unavailable
from console.scheduling.messages.instants import iso
from console.scheduling.models import Booking
from console.scheduling.services import bookings, customer_calls, links, members, throttle

TEN = "2027-02-01T15:00:00.000Z"
"""Ten o'clock in Bogota on the test's Monday."""
JANE = {"guest_name": "Jane", "guest_email": "jane@guests.test", "guest_phone": "", "guest_intake_notes": "Two of us"}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    throttle.forget_all()


def opened(tab, zone="America/Bogota", **query):
    """The page after it has loaded in a browser of that zone."""
    tab.root.rx_router_page = PageData(params={"app_id": tab.acme.app_id, "key": "wk"} | query)
    tab.do(Page.arrive)
    return tab.do(Page.settle, zone, "en-GB", True, {})


def at_the_form(tab, start=TEN, **query):
    opened(tab, **query)
    return tab.do(Page.pick_start, start)


def stored():
    with database.reading() as session:
        return list(session.exec(select(Booking)))


def times(state):
    return [slot.time for group in state.groups for slot in group.slots]


def test_it_opens_with_the_first_free_day_in_the_customer_s_zone(tab):
    state = opened(tab, "Europe/Madrid")
    assert (state.step, state.app_name, state.preset_name, state.duration) == ("time", "Acme", "Standard", 30)
    assert (state.day_title, times(state)[0], state.place.city) == ("Monday 1 February", "15:00", "Madrid")
    assert state.groups[0].slots[0].label == "15:00, Madrid time"


def test_it_opens_on_the_day_that_the_link_asks_for(tab):
    state = opened(tab, date="2027-03-10")
    assert (state.month, state.day, state.other_day) == ("2027-03", "2027-03-10", "")
    assert state.next_free.start.startswith("2027-02-01"), "the soonest stays one tap away"


@pytest.mark.parametrize(
    ("asked", "shown", "said"),
    [
        ("2027-02-06", "2027-02-05", "Saturday 6 February has no free times"),  # the day before is nearer than Monday
        ("2027-02-28", "2027-03-01", "Sunday 28 February has no free times"),
        ("2027-12-31", "2027-04-01", "Friday 31 December has no free times"),  # beyond the horizon
        ("2027-01-31", "2027-02-01", ""),  # over
        ("2027-02-30", "2027-02-01", ""),
        ("tomorrow", "2027-02-01", ""),
    ],
)
def test_where_that_day_has_no_times_the_nearest_that_has_is_shown_and_that_is_said(tab, asked, shown, said):
    state = opened(tab, date=asked)
    assert state.day == shown and state.other_day.startswith(said) and bool(state.other_day) == bool(said)


@pytest.mark.parametrize(
    "wrong", [{"key": "other"}, {"key": ""}, {"app_id": "app_nope"}, {"preset": "pre_nope"}, {"key": "\0"}]
)
def test_a_wrong_link_says_so_and_no_more(tab, wrong):
    state = opened(tab, **wrong)
    assert (state.step, state.groups, state.month) == ("shut", [], "")
    assert "does not work" in state.shut_text
    assert state.preset_name == ""


def test_a_preset_that_takes_no_bookings_is_kind_about_it(tab):
    tab.acme.set_preset(scheduling_enabled=False)
    state = opened(tab)
    assert (state.step, state.shut_title) == ("shut", "No bookings at the moment")


def test_booking(tab):
    state = at_the_form(tab, utm_source="mail")
    assert (state.step, state.start_words) == ("details", "Monday 1 February, 10:00, Bogota time")
    tab.do(Page.book, JANE)
    assert (state.step, state.busy) == ("done", False)
    [booking] = stored()
    assert (booking.guest_name, booking.guest_email, booking.guest_intake_notes) == (
        "Jane",
        "jane@guests.test",
        "Two of us",
    )
    assert (booking.booking_source, booking.assignment_method) == ("public_booking", "round_robin")
    assert (booking.guest_timezone, booking.guest_language) == ("America/Bogota", "en-GB")
    assert booking.meta == {"utm_source": "mail"}
    assert state.summary.when == "Monday 1 February, 10:00, Bogota time"
    assert state.summary.manage_url.startswith("http")
    assert state.summary.reference == booking.reference


def test_what_was_booked_is_said_with_the_ways_back_to_it_and_into_a_calendar(tab):
    at_the_form(tab)
    done = tab.do(Page.book, JANE).summary
    assert (done.when, done.away) == ("Monday 1 February, 10:00, Bogota time", "in 3 hours")
    drawn = "ada" if stored()[0].agent_id == tab.acme.ada else "bo"
    assert (done.agent, done.phone, done.manage_label) == (drawn, "", "Change or cancel")
    assert done.file_url == f"{done.manage_url}/call.ics"
    assert "20270201T150000Z%2F20270201T153000Z" in done.google_url
    assert "2027-02-01T15%3A00%3A00Z" in done.outlook_url
    for link in (done.google_url, done.outlook_url):
        assert quote(done.join_url, safe="") in link
        assert "jane" not in link


@pytest.mark.parametrize(
    ("move", "cancel", "label"),
    [(True, False, "Move to another time"), (False, True, "Cancel this call"), (False, False, "See your call")],
)
def test_the_way_back_promises_what_the_preset_allows(tab, move, cancel, label):
    tab.acme.set_preset(customer_may_reschedule=move, customer_may_cancel=cancel)
    at_the_form(tab)
    assert tab.do(Page.book, JANE).summary.manage_label == label


def test_a_call_by_phone_is_said_with_the_number_and_has_no_door(tab):
    tab.acme.set_preset(call_kind="phone")
    at_the_form(tab)
    done = tab.do(Page.book, JANE | {"guest_phone": "300 555 0100"}).summary
    assert (done.phone, done.join_url) == ("+573005550100", "")


def test_a_call_that_waits_for_its_customer_is_confirmed_in_place(tab):
    tab.acme.set_preset(require_confirmation=True)
    state = at_the_form(tab)
    tab.do(Page.confirm)
    assert stored() == []
    tab.do(Page.book, JANE)
    assert (state.step, state.summary.pending) == ("done", True)
    for _ in range(2):
        tab.do(Page.confirm)
        assert (stored()[0].status, state.summary.pending, state.busy) == ("confirmed", False, False)


def test_nobody_confirms_in_place_a_time_that_they_have_not_seen(tab):
    tab.acme.set_preset(require_confirmation=True)
    state, later = at_the_form(tab), tab.acme.at(3)
    tab.do(Page.book, JANE)
    bookings.reschedule(tab.acme.admin, stored()[0].id, later)
    tab.do(Page.confirm)
    assert stored()[0].status == "pending_confirmation"
    assert "has a new time by now" in state.refusal
    assert state.summary.start == iso(later)
    tab.do(Page.confirm)
    assert stored()[0].status == "confirmed"


def test_who_confirms_a_call_that_was_cancelled_meanwhile_is_told(tab):
    tab.acme.set_preset(require_confirmation=True)
    state = at_the_form(tab)
    tab.do(Page.book, JANE)
    bookings.cancel(links.customer_of(stored()[0]), stored()[0].id)
    tab.do(Page.confirm)
    assert "cancelled" in state.refusal


def test_a_booking_is_told_even_where_no_more_can_be_said_of_it(tab, monkeypatch):
    monkeypatch.setattr(customer_calls, "see", refuse_everybody)
    at_the_form(tab)
    state = tab.do(Page.book, JANE)
    assert (state.step, state.summary.agent, state.summary.google_url) == ("done", "", "")
    assert state.summary.reference == stored()[0].reference


def refuse_everybody(*_):
    raise Unavailable("This took too long.")


def test_a_replayed_click_books_nothing_twice(tab):
    at_the_form(tab)
    tab.do(Page.book, JANE)
    tab.do(Page.book, JANE)
    assert len(stored()) == 1


def test_a_reload_finds_everything_as_it_was(tab):
    at_the_form(tab)
    tab.do(Page.keep, "guest_name", "Jane")
    tab.do(Page.arrive)
    state = tab.do(Page.settle, "Asia/Tokyo", "en", False, {})
    assert (state.step, state.guest_name, state.start, state.zone) == ("details", "Jane", TEN, "America/Bogota")
    other = opened(tab, agent="x")
    assert other.step == "time"


def came_back(tab, before, **query):
    """The open page after its server was started anew."""
    tab.root.rx_router_page = PageData(params={"app_id": tab.acme.app_id, "key": "wk"} | query)
    tab.do(Page.settle, "America/Bogota", "en-GB", True, before)
    return tab.do(Page.arrive)


def test_a_server_that_was_started_anew_finds_what_was_chosen_and_typed(tab):
    typed = JANE | {"guest_name": "Half Typed"}
    chosen = {"step": "details", "agent": "", "minutes": 30, "start": TEN, "manage": "", "fields": typed}
    state = came_back(tab, chosen)
    assert (state.step, state.start, state.guest_name, bool(state.kept_until)) == ("details", TEN, "Half Typed", True)
    assert tab.do(Page.book, JANE).step == "done"


def test_a_time_that_went_while_the_server_was_away_is_replaced_and_the_text_stays(tab):
    tab.acme.book(agent_id=tab.acme.ada, guest_email="one@guests.test")
    tab.acme.book(agent_id=tab.acme.bo, guest_email="two@guests.test")
    state = came_back(tab, {"step": "details", "minutes": 30, "start": TEN, "fields": JANE})
    assert (state.step, state.start, state.guest_name) == ("details", "", "Jane")
    assert len(state.alternatives) == 3
    assert state.refusal


def test_a_customer_s_own_hold_from_before_a_restart_does_not_stand_in_their_way(tab):
    tab.acme.book(agent_id=tab.acme.bo)
    holder = at_the_form(tab).holder
    tab.root.reset()
    assert came_back(tab, {"step": "details", "minutes": 30, "start": TEN, "holder": "x" * 32}).alternatives
    tab.root.reset()
    state = came_back(tab, {"step": "details", "minutes": 30, "start": TEN, "holder": holder})
    assert (state.start, state.alternatives, bool(state.kept_until)) == (TEN, [], True)


def test_a_call_that_was_booked_before_a_restart_is_shown_again_and_only_to_who_has_its_link(tab):
    at_the_form(tab)
    manage = tab.do(Page.book, JANE).summary.manage_url
    tab.root.reset()
    state = came_back(tab, {"step": "done", "manage": manage})
    assert (state.step, state.summary.manage_url) == ("done", manage)
    for other in ("https://elsewhere.test/manage/nobody-knows", "", "\x00"):
        tab.root.reset()
        state = came_back(tab, {"step": "done", "manage": other})
        assert (state.step, state.summary.manage_url, bool(times(state))) == ("time", "", True)


def test_what_an_odd_page_says_it_had_seen_opens_nothing(tab):
    for odd in (
        {"agent": ["x"], "minutes": "30", "start": 5, "step": "details", "fields": [1]},
        {"start": TEN, "step": "done"},
    ):
        tab.root.reset()
        state = came_back(tab, odd)
        assert (state.step, state.start, state.duration, bool(times(state))) == ("time", "", 30, True)


def test_a_booking_stays_on_the_screen_until_the_page_is_opened_anew(tab):
    at_the_form(tab)
    tab.do(Page.book, JANE)
    tab.do(Page.arrive)
    assert tab.do(Page.settle, "America/Bogota", "en", False, {}).step == "done"
    assert opened(tab).step == "time"


def test_bad_fields_are_named_and_nothing_typed_is_lost(tab):
    state = at_the_form(tab)
    tab.do(Page.book, JANE | {"guest_email": "jane@", "guest_name": " "})
    assert set(state.problems) == {"guest_email", "guest_name"}
    assert (state.step, state.guest_email, state.guest_intake_notes, state.start) == (
        "details",
        "jane@",
        "Two of us",
        TEN,
    )
    tab.do(Page.book, JANE | {"guest_email": ""})
    assert "phone number or an e-mail" in state.problems["guest_phone"]
    assert stored() == []


def test_a_field_is_judged_when_it_is_left(tab):
    state = at_the_form(tab)
    tab.do(Page.keep, "guest_email", "jane@")
    assert "not an e-mail" in state.problems["guest_email"]
    tab.do(Page.keep, "guest_email", "jane@guests.test")
    assert state.problems == {}
    tab.do(Page.keep, "step", "done")
    assert state.step == "details"


def test_a_phone_number_is_read_as_dialled_where_the_customer_is(tab):
    at_the_form(tab)
    tab.do(Page.book, JANE | {"guest_email": "", "guest_phone": "300 555 0100"})
    assert stored()[0].guest_phone == "+573005550100"


def test_a_call_by_phone_needs_a_phone_number(tab):
    tab.acme.set_preset(call_kind="phone")
    state = at_the_form(tab)
    tab.do(Page.book, JANE)
    assert state.problems == {"guest_phone": "Give the phone number to call."}
    tab.do(Page.book, JANE | {"guest_phone": "+57 300 555 0100"})
    assert state.step == "done"


def test_a_slot_that_goes_meanwhile_is_replaced_by_the_nearest(tab):
    state = at_the_form(tab)
    tab.acme.hand.shift(timedelta(minutes=5))
    tab.acme.book(agent_id=tab.acme.ada)
    tab.acme.book(agent_id=tab.acme.bo, guest_email="joe@guests.test")
    tab.do(Page.book, JANE)
    assert (state.step, state.start, state.guest_name) == ("details", "", "Jane")
    assert "just gone" in state.refusal
    assert state.alternatives[0].time == "Monday 1 February, 10:30"
    tab.do(Page.pick_start, state.alternatives[0].start)
    assert (state.step, state.refusal, state.alternatives) == ("details", "", [])
    tab.do(Page.book, JANE)
    assert state.step == "done"


def test_only_times_on_the_screen_can_be_chosen(tab):
    state = opened(tab)
    for start in ("2027-02-01T15:07:00.000Z", "2027-02-02T03:00:00.000Z", "", "now"):
        tab.do(Page.pick_start, start)
        assert (state.step, state.start) == ("time", "")
    tab.do(Page.book, JANE)
    assert stored() == []


def test_only_lengths_of_the_preset_can_be_chosen(tab):
    state = opened(tab)
    tab.do(Page.pick_duration, 480)
    assert state.duration == 30
    tab.do(Page.pick_duration, 60)
    assert state.duration == 60
    assert times(state)[-1] == "16:00"


def test_who_books_too_much_is_told_when_they_may_again(tab):
    tab.acme.set_preset(limit_per_day=1, limit_open=None)
    state = at_the_form(tab)
    tab.do(Page.book, JANE)
    tab.do(Page.book_another)
    assert (state.step, state.guest_name) == ("time", "Jane")
    tab.do(Page.pick_start, "2027-02-01T16:00:00.000Z")
    tab.do(Page.book, JANE)
    assert "again from Tuesday 2 February, 07:00, Bogota time" in state.refusal
    assert len(stored()) == 1


def test_the_customer_picks_among_the_preset_s_agents(tab):
    tab.acme.set_preset(assignment_mode="pick")
    state = opened(tab)
    assert (state.step, [card.name for card in state.agents]) == ("agent", ["ada", "bo"])
    tab.do(Page.pick_agent, "per_stranger")
    assert state.step == "agent"
    tab.do(Page.pick_agent, tab.acme.bo)
    assert (state.step, state.agent_name, times(state)[0]) == ("time", "bo", "09:00")
    tab.do(Page.pick_start, TEN)
    tab.do(Page.book, JANE)
    assert (stored()[0].agent_id, stored()[0].assignment_method) == (tab.acme.bo, "self_selected")


def test_agents_have_the_faces_that_their_app_knows(tab):
    tab.acme.set_preset(assignment_mode="pick")
    members.change(tab.acme.admin, tab.acme.bo, members.MemberTerms(photo=" https://pictures.test/bo.jpg "))
    state = opened(tab)
    assert [(card.initials, card.photo) for card in state.agents] == [("A", ""), ("B", "https://pictures.test/bo.jpg")]
    assert tab.do(Page.pick_agent, tab.acme.bo).agent_photo == "https://pictures.test/bo.jpg"
    assert tab.do(Page.pick_agent, tab.acme.ada).agent_photo == ""


def test_going_back_to_the_times_keeps_what_was_typed_and_chosen(tab):
    opened(tab)
    tab.do(Page.show_month, "2027-03")
    tab.do(Page.show_day, "2027-03-02")
    tab.do(Page.pick_start, "2027-03-02T16:00:00.000Z")
    tab.do(Page.keep, "guest_name", "Jane")
    tab.do(Page.show_month, "2027-02")
    state = tab.do(Page.back, "time")
    assert (state.step, state.month, state.day_title, state.guest_name) == (
        "time",
        "2027-03",
        "Tuesday 2 March",
        "Jane",
    )
    assert state.start == "2027-03-02T16:00:00.000Z"
    tab.do(Page.pick_start, state.start)
    tab.do(Page.book, JANE)
    assert state.step == "done"


def test_going_back_to_the_agents_keeps_what_was_typed(tab):
    tab.acme.set_preset(assignment_mode="pick")
    opened(tab)
    tab.do(Page.pick_agent, tab.acme.bo)
    tab.do(Page.pick_start, TEN)
    tab.do(Page.keep, "guest_name", "Jane")
    state = tab.do(Page.back, "agent")
    assert (state.step, state.start, state.guest_name) == ("agent", "", "Jane")


@pytest.mark.parametrize("mode", ["pick", "url_forced"])
def test_a_link_may_name_the_agent(tab, mode):
    tab.acme.set_preset(assignment_mode=mode)
    state = opened(tab, agent=tab.acme.bo)
    assert (state.step, state.agent_name, state.picks) == ("time", "bo", False)


@pytest.mark.parametrize("agent", ["", "per_stranger"])
def test_a_preset_whose_link_must_name_the_agent_is_shut_without(tab, agent):
    tab.acme.set_preset(assignment_mode="url_forced")
    assert opened(tab, agent=agent).step == "shut"


def test_the_preset_s_questions_must_be_answered(tab):
    tab.acme.set_preset(
        intake=[
            {"name": "topic", "kind": "choice", "label": "Topic", "required": True, "options": ["A", "B"]},
            {"name": "terms", "kind": "consent", "label": "I agree", "required": True, "version": "2"},
        ]
    )
    state = at_the_form(tab)
    tab.do(Page.keep_answer, "topic", "B")
    tab.do(Page.book, JANE)
    assert list(state.problems) == ["intake.terms"]
    tab.do(Page.book, JANE | {"intake.terms": "on"})
    assert stored()[0].intake == {"topic": "B", "terms": {"given": True, "version": "2"}}


EVERY_KIND = [
    {"name": "name", "kind": "text", "label": "Company", "required": True},
    {"name": "story", "kind": "long_text", "label": "Story"},
    {"name": "topic", "kind": "choice", "label": "Topic", "required": True, "options": ["A", "B"]},
    {"name": "news", "kind": "checkbox", "label": "News"},
    {"name": "mobile", "kind": "phone", "label": "Mobile"},
    {"name": "boss", "kind": "email", "label": "Boss"},
    {"name": "terms", "kind": "consent", "label": "I agree", "required": True, "version": "2"},
]


@pytest.mark.parametrize(
    ("name", "wrong", "said", "right"),
    [
        ("name", "x" * 501, "At most 500 characters.", "Acme"),
        ("story", "x\0", "cannot be stored", "It broke"),
        ("topic", "C", "Choose one of the options.", "A"),
        ("topic", "", "Please answer this.", "B"),
        ("mobile", "12", "with its country code", "300 555 0100"),
        ("boss", "boss@", "not an e-mail address", "boss@acme.test"),
        ("terms", "", "Please answer this.", "on"),
    ],
)
def test_each_kind_of_question_is_judged_when_it_is_left(tab, name, wrong, said, right):
    tab.acme.set_preset(intake=EVERY_KIND)
    state = at_the_form(tab)
    tab.do(Page.remember_answer, name, wrong)
    assert state.problems == {}
    tab.do(Page.keep_answer, name, wrong)
    assert said in state.problems[f"intake.{name}"]
    tab.do(Page.keep_answer, name, right)
    assert state.problems == {}


def test_a_line_that_is_passed_over_is_no_problem_yet_nor_a_question_that_is_none(tab):
    tab.acme.set_preset(intake=EVERY_KIND)
    state = at_the_form(tab)
    for name in ("name", "mobile", "nothing"):
        tab.do(Page.keep_answer, name, " ")
    tab.do(Page.keep_answer, "news", "")
    assert state.problems == {}
    tab.do(Page.book, JANE | {"intake.name": " "})
    assert list(state.problems) == ["intake.name", "intake.topic", "intake.terms"]


def test_answers_are_kept_as_the_core_takes_them(tab):
    tab.acme.set_preset(intake=EVERY_KIND)
    at_the_form(tab)
    answers = {"name": " Acme ", "topic": "A", "news": "on", "mobile": "300 555 0100", "terms": "on"}
    tab.do(Page.book, JANE | {f"intake.{name}": answer for name, answer in answers.items()})
    assert stored()[0].intake == {
        "name": "Acme",
        "topic": "A",
        "news": True,
        "mobile": "+573005550100",
        "terms": {"given": True, "version": "2"},
    }


def test_a_consent_is_asked_for_again_when_its_wording_has_changed_meanwhile(tab):
    tab.acme.set_preset(intake=EVERY_KIND[-1:])
    state = at_the_form(tab)
    number = state.form_number
    tab.acme.set_preset(intake=[EVERY_KIND[-1] | {"label": "I agree to more", "version": "3"}])
    tab.do(Page.book, JANE | {"intake.terms": "on"})
    assert state.problems == {"intake.terms": "The wording has changed. Please read it again."}
    assert "questions have changed" in state.refusal
    assert [(one.label, one.answer) for one in state.questions] == [("I agree to more", "")]
    assert (state.form_number, state.guest_name, stored()) == (number + 1, "Jane", [])
    tab.do(Page.book, JANE | {"intake.terms": "on"})
    assert stored()[0].intake == {"terms": {"given": True, "version": "3"}}


def test_a_link_may_fill_the_form(tab):
    state = opened(tab, name="Jane", email="jane@guests.test", notes="<b>x</b>")
    assert (state.guest_name, state.guest_email, state.guest_intake_notes) == ("Jane", "jane@guests.test", "<b>x</b>")


def test_the_trap_catches_who_fills_every_field(tab):
    state = at_the_form(tab)
    tab.do(Page.book, JANE | {guard.TRAP: "https://spam.test"})
    assert (state.step, stored()) == ("details", [])


def test_one_address_cannot_look_without_end(tab):
    opened(tab)
    tab.root.rx_router_session = SessionData(client_ip="203.0.113.7")
    for _ in range(60):
        tab.do(Page.show_day, "2027-02-01")
    with pytest.raises(TooMany):
        tab.do(Page.show_day, "2027-02-01")


def test_a_form_filled_faster_than_hands_can_waits(monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(seconds=2))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    asyncio.run(guard.wait_out(clock.now()))
    asyncio.run(guard.wait_out(clock.now() - timedelta(seconds=30)))
    assert waited[0] > 1.5
    assert waited[1] == 0


def test_nothing_of_another_customer_is_ever_in_it(tab):
    other = tab.acme.book(guest_name="Secret Person", guest_email="secret@guests.test")
    at_the_form(tab, start="2027-02-01T16:00:00.000Z")
    state = tab.do(Page.book, JANE)
    sent = str(state.dict())
    for text in ("Secret", "secret@", other.id, other.reference, "Address(", "pre_"):
        assert text not in sent


def test_booking_again_fills_in_what_was_typed_before_but_consent(tab):
    questions = [
        {"name": "city", "kind": "text", "label": "City", "required": False},
        {"name": "terms", "kind": "consent", "label": "I agree", "required": True, "version": "2"},
    ]
    tab.acme.set_preset(intake=questions)
    booking = tab.acme.book(guest_intake_notes="Two of us", intake={"city": "Cali", "terms": True})
    state = opened(tab, again=links.again_key(booking.id))
    assert (state.guest_name, state.guest_email, state.guest_intake_notes) == (
        "Jane",
        "jane@guests.test",
        "Two of us",
    )
    assert [question.answer for question in state.questions] == ["Cali", ""]


@pytest.mark.parametrize("role", ["manage", "join", "forged", "ended"])
def test_only_its_own_key_fills_the_form_in(tab, role):
    booking = tab.acme.book()
    found = links.links_of(booking)
    key = {"manage": found.manage_url, "join": found.join_url}.get(role, links.again_key(booking.id)).rsplit("/")[-1]
    if role == "forged":
        key = key[:-1] + ("a" if key[-1] != "a" else "q")
    if role == "ended":
        tab.acme.hand.move_to(booking.ends_at + timedelta(days=31))
    state = opened(tab, again=key)
    assert (state.step, state.guest_name, state.guest_email) == ("time", "", "")
