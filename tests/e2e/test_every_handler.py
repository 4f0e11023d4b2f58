"""Every handler of the app, called over a raw socket as everybody, against a table of what may come of it.

A handler that stands in no table fails the first test: whoever adds one decides here what each person may do with it.
"""

from collections.abc import Iterator

import pytest
from reflex_base.registry import RegistrationContext

from console.state.gate import audience_of
from tests.e2e import account_trials
from tests.e2e.as_operator import let_owner_in
from tests.e2e.conftest import served
from tests.e2e.handler_trials import TRIED, Scene, registered

pytestmark = pytest.mark.browser

ROLES = ("anonymous", "agent", "supervisor", "lead", "admin", "owner")
Doers = frozenset[str]
"""For whom an act is done. A stranger is sent to sign in; for all others it is refused, and nothing has changed."""

NOBODY: Doers = frozenset()
NOT_YET = NOBODY
OWNERS = frozenset({"owner"})
ADMINS = OWNERS | {"admin"}
THE_ADMIN = ADMINS - OWNERS
THE_AGENT = frozenset({"agent"})
"""The first one: calls, times and notices that are acted upon are theirs, if nothing else is said."""
THE_DESK = ADMINS | {"lead"}
"""Who looks after the first agent's calls; they are of the lead's team."""
THE_OFFICE = ADMINS | {"supervisor"}
ALL_BUT_AGENTS = THE_DESK | THE_OFFICE
ALL_WHO_TAKE_CALLS = THE_DESK | THE_AGENT
EVERY_MEMBER = frozenset(ROLES) - {"anonymous"}
ACTS: dict[str, Doers] = {
    # On the master view an agent may look at their own calls and no more.
    "MasterDrawerState.add_note": THE_DESK,
    "MasterDrawerState.begin": THE_DESK,
    "MasterDrawerState.cancel": THE_DESK,
    "MasterDrawerState.confirm": THE_DESK,
    "MasterDrawerState.finish": THE_DESK,
    "MasterDrawerState.reassign": THE_DESK,
    "MasterDrawerState.remove_note": ADMINS,
    "MasterDrawerState.save": THE_DESK,
    "MasterDrawerState.reschedule": THE_DESK,
    "MasterDrawerState.mark_no_show": NOT_YET,  # the call lies ahead: nobody has missed it
    "BookingsState.say_done": THE_DESK,
    "BookingsState.say_no_show": NOT_YET,
    "SavedViewsState.save": EVERY_MEMBER,
    "SavedViewsState.replace": ADMINS,  # a shared one
    "SavedViewsState.delete": ADMINS,
    "BulkCancelState.begin": THE_DESK,
    "BulkCancelState.stop": THE_ADMIN,  # whose act it is
    "BulkCancelState.put_away": THE_ADMIN,
    "NowState.say_done": THE_DESK,
    "NowState.say_no_show": NOT_YET,
    "NowState.confirm": THE_DESK,
    "NowState.begin": THE_DESK,
    "NowState.send_again": THE_DESK,
    "NowState.tell_late": ADMINS,
    "BookForAnyoneState.book": THE_DESK,
    "MoveAnyCallState.move": THE_DESK,
    "MoveAnyCallState.undo": THE_DESK,
    # On My schedules everybody acts as an agent on their own calls: here on the first agent's.
    "MyDrawerState.add_note": THE_AGENT,
    "MyDrawerState.begin": THE_AGENT,
    "MyDrawerState.cancel": THE_AGENT,
    "MyDrawerState.confirm": THE_AGENT,
    "MyDrawerState.finish": THE_AGENT,
    "MyDrawerState.reassign": THE_AGENT,
    "MyDrawerState.remove_note": NOBODY,  # it is an admin's act
    "MyDrawerState.save": THE_AGENT,
    "MyDrawerState.reschedule": THE_AGENT,
    "MyDrawerState.mark_no_show": NOT_YET,
    "MySchedulesState.begin": THE_AGENT,
    "MySchedulesState.say_done": THE_AGENT,
    "MySchedulesState.say_no_show": NOT_YET,
    "MySchedulesState.tell_late": THE_AGENT,
    "NextCallState.add_note": THE_AGENT,
    "MySchedulesState.take_over": THE_AGENT,  # who is in the pool
    "MoveOwnCallState.move": THE_AGENT,
    "MoveOwnCallState.undo": THE_AGENT,
    "BookForMyselfState.book": THE_AGENT,  # the demo's admin takes no calls
    "DndState.set_for": ALL_WHO_TAKE_CALLS,
    "DndState.set_until": ALL_WHO_TAKE_CALLS,
    "DndState.end_now": THE_AGENT,  # whose time it is
    "DndState.remove": THE_AGENT,
    "DndState.undo": THE_AGENT,
    "DndFormState.save": ALL_WHO_TAKE_CALLS,
    "DndFormState.move": THE_AGENT,
    "DndFormState.remove": THE_AGENT,
    "CalendarsState.add": ALL_WHO_TAKE_CALLS,
    "CalendarsState.read_again": THE_AGENT,  # whose calendar it is
    "CalendarsState.remove": THE_AGENT,
    "OwnFeedState.renew": ALL_WHO_TAKE_CALLS,
    "OwnFeedState.revoke": ALL_WHO_TAKE_CALLS,
    "BellState.choose": ALL_WHO_TAKE_CALLS,
    "BellState.read": THE_AGENT,  # whose notice it is
    "BellState.read_all": THE_AGENT,
    "BellState.open_spoken": THE_AGENT,
    "AppFeedState.renew": ADMINS,
    "AppFeedState.revoke": ADMINS,
    "AvailabilityState.save": THE_DESK,
    "CopyHoursState.copy": THE_DESK,
    "CopyHoursState.undo": THE_DESK,
    "ExceptionsState.add": THE_DESK,
    "ExceptionsState.remove": THE_DESK,
    "HolidaysState.apply": ADMINS,
    "ClosureFileState.apply": ADMINS,
    "RosterState.apply": THE_DESK,
    "ImpactState.save": THE_DESK,
    "ImpactState.undo": THE_ADMIN,  # whose act it is
    "PresetsState.save": ADMINS,
    "PresetsState.activate": ADMINS,
    "PresetsState.move": ADMINS,
    "PresetsState.archive": ADMINS,
    "SendingState.send": OWNERS,
    "SendingState.skip": OWNERS,
    "WebhooksState.create": ADMINS,
    "WebhooksState.save": ADMINS,
    "WebhooksState.send_test": ADMINS,
    "WebhooksState.pause": ADMINS,
    "WebhooksState.resume": ADMINS,
    "WebhooksState.rotate": ADMINS,
    "WebhooksState.delete": ADMINS,
    "ClientsState.create": ADMINS,
    "ClientsState.save": ADMINS,
    "ClientsState.rotate": ADMINS,
    "ClientsState.disable": ADMINS,
    "ClientsState.enable": ADMINS,
    "ClientsState.delete": ADMINS,
    "WebhooksState.resume_chosen": ADMINS,
    "ReplaysState.replay": ADMINS,
    "ReplaysState.replay_chosen": ADMINS,
    "ReplaysState.replay_failed": ADMINS,
    "ReplaysState.stop": ADMINS,
    "MembersState.invite": ADMINS,
    "MembersState.save": ADMINS,
    "MembersState.invite_again": ADMINS,
    "MembersFileState.apply": ADMINS,
    "MembersState.make_link": ADMINS,
    "MembersState.disable": ADMINS,
    "MembersState.enable": ADMINS,
    "MembersState.turn_second_factor_off": ADMINS,
    "ProfileState.save_name": EVERY_MEMBER,
    "ProfileState.save_times": EVERY_MEMBER,
    "OwnPasswordState.change": EVERY_MEMBER,
    "SecondFactorState.begin": EVERY_MEMBER,
    "SecondFactorState.turn_on": EVERY_MEMBER,
    "SecondFactorState.renew": EVERY_MEMBER,
    "SecondFactorState.turn_off": EVERY_MEMBER,
    "BrowsersState.end": EVERY_MEMBER,
    "BrowsersState.end_others": EVERY_MEMBER,
    "CustomerState.save": ALL_WHO_TAKE_CALLS,  # whose customer it is
    "CustomerState.set_wanted": ALL_WHO_TAKE_CALLS,
    "CustomerState.export": THE_OFFICE,
    "CustomerState.erase": ADMINS,
    "MergeState.merge": ADMINS,
    "AppSettingsState.save": ADMINS,
    "AppSettingsState.rotate": ADMINS,
    "AppSettingsState.activate": ADMINS,
    "EmbeddingState.save": ADMINS,
    "AppCopiesState.copy": ADMINS,
    "AppCopiesState.delete": ADMINS,
    "RetentionState.settle": ADMINS,
    "ChannelsState.save": ADMINS,
    "ChannelsState.try_out": ADMINS,
    "OutboxState.send": ADMINS,
    "WeeklyFiguresState.choose": ALL_BUT_AGENTS,
}
_PICKER = "set_typed type_day type_clock set_hours_aside take_instead choose_start choose_zone search_zone show_day show_month"
_DRAWER = (
    "load refresh open_call set_open prepare fold show_whole_draw put_news_away type_field settle stop_editing "
    f"write_note ask_to_remove_note keep_note {_PICKER}"
)
_FORM = (
    "open_form open_for open_at open_follow_up restore set_open keep remember recognise choose_preset choose_agent "
    f"take_last_agent choose_duration {_PICKER}"
)
_MOVE = "lift drop take_instead set_open put_moved_away"
LOOKS = {
    "BookingsState": "load refresh hold bring choose_range choose_date toggle remove search_for sort_by turn clear "
    "toggle_unsettled",
    "CallSelectionState": "keep tick tick_page tick_every clear",
    "BulkCancelState": "load refresh ask_first set_asking choose_failed",
    "SavedViewsState": "load open_new open_edit set_open set_deleting",
    "MasterDrawerState": _DRAWER,
    "MyDrawerState": _DRAWER,
    "BookForAnyoneState": _FORM,
    "BookForMyselfState": _FORM,
    "MoveAnyCallState": _MOVE,
    "MoveOwnCallState": _MOVE,
    "NowState": "load refresh",
    "NowTabState": "load refresh",
    "PaletteState": "begin look_for take",
    "CustomersState": "load refresh search_for show_more",
    "CustomerState": "load refresh show_more set_erasing book",
    "MergeState": "set_open look_for choose choose_another",
    "MySchedulesState": "load refresh say show_link",
    "NextCallState": "unfold write_note",
    "TeamCalendarState": "load refresh toggle remove toggle_unsettled search_for clear turn turn_days go_to go_today "
    "ask_free press",
    "AgentWeekState": "load refresh show turn go_to go_today press",
    "DndState": "load refresh saved",
    "DndFormState": "set_open open_new propose edit",
    "CalendarsState": "load refresh set_adding ask_to_remove set_removing",
    "AgentCalendarsState": "show",
    "BellState": "load refresh set_choosing",
    "OwnFeedState": "load ask_to set_asking",
    "AppFeedState": "load ask_to set_asking",
    "SessionState": "arrive stay choose_times choose_language",
    "ProfileState": "load say_saved",
    "SecondFactorState": "load ask_for set_open download",
    "BrowsersState": "load refresh",
    "PresenceState": "set_seen",
    "AvailabilityState": "load refresh choose_agent discard add remove set_start set_end choose_zone take_zone "
    "set_zone_open ask_where_to_copy set_copy_open copy_day saved choose paint shift take_back",
    "CopyHoursState": "open set_open search_for choose_team choose_clock tick tick_shown saved forget",
    "ImpactState": "give_away set_open choose choose_for_all set_reason load_undoable",
    "AwayState": "ill_today open_until open_swap set_form_open set_until swap",
    "InsightsState": "load refresh choose_range choose_date compare toggle remove clear tell_apart sort_by turn",
    "NextTurnsState": "load refresh simulate forget",
    "WeeklyFiguresState": "load",
    "FairSharesState": "load refresh choose_preset choose_days search_for sort_by turn",
    "AgentDayState": "show refresh turn go_to go_today choose_preset choose_duration show_as_saved show_whole "
    "ask_minute ask_clock ask_start",
    "ExceptionsState": "show open_form set_form_open choose_days choose_whose turn_year saved ask_to_remove "
    "set_removing",
    "HolidaysState": "open_for set_open choose_country choose_region choose_year saved",
    "ClosureFileState": "open_for set_open start_over take_file saved",
    "RosterState": "set_open start_over take_file take_text saved",
    "PresetsState": "load refresh search open_new open_copy open_change set_form_open choose_offers add_question "
    "set_question_kind remove_question saved ask_to_archive set_asking",
    "PreviewState": "begin show_terms show_brand show_on show_in show_step pick_agent pick_duration pick_start back book "
    "arrive stay remember keep remember_answer keep_answer show_month show_day choose_start search_zone choose_zone",
    "WebhooksState": "load refresh open_log open_new open_edit set_form_open set_secret_open ask_first set_asking "
    "ask_to_rotate",
    "WebhookHealthState": "load refresh",
    "SendingState": "load refresh",
    "ClientsState": "load refresh search_for turn open_new open_edit open_days set_form_open set_keys_open ask_first "
    "set_asking ask_to_rotate",
    "ApiGuideState": "load choose_language",
    "DeliveriesState": "open_log close_log refresh choose_status choose_event choose_day look_for clear_filters "
    "next_page previous_page open_delivery set_open",
    "ReplaysState": "show refresh choose choose_page ask_chosen ask_failed set_since_day set_since_clock set_asking",
    "MembersState": "load refresh search_for show_more "
    "open_invitation open_edit set_form_open set_link_open ask_first set_asking saved "
    "ask_to_help set_helping",
    "MembersFileState": "set_open start_over take_file take_text",
    "AuditLogState": "load choose choose_range choose_date clear show_more",
    "AppSettingsState": "load refresh set_rotating try_meeting_url pick_accent type_accent",
    "ChannelsState": "load refresh",
    "EmbeddingState": "load choose",
    "LinkCodeState": "show show_preset choose_agent set_open",
    "OutboxState": "load refresh choose_status choose_channel show_more ask_first set_asking",
    "UnsentState": "load",
    "AppCopiesState": "load refresh set_keys_open ask_to_delete set_deleting",
    "RetentionState": "load refresh ask set_asking",
}
"""Handlers that change nothing but what the caller's own tab shows: strangers are sent to sign in, members pass."""
OPEN = {
    "BookingPageState": "arrive back book book_another choose_start confirm choose_zone keep keep_answer pick_agent "
    "pick_duration pick_start remember remember_answer search_zone settle show_day show_month stay",
    "NoticeState": "show close",
    "State": "hydrate hydrate_and_load set_is_hydrated",
    "OnLoadInternalState": "on_load_internal set_is_hydrated",
    "FrontendEventExceptionState": "handle_frontend_exception",
}
"""Handlers that anyone may call: the booking page's, and those by which Reflex loads a page."""
CLOSED = {"UpdateVarsInternalState": "update_vars_internal"}
"""Reflex's setter of any variable, which nobody reaches."""


def found(handler: str) -> tuple[type, str]:
    """The state class and the handler's own name."""
    states = RegistrationContext.get().event_handlers[registered()[handler]].states
    return states[0], handler.partition(".")[2]


def listed(table: dict[str, str]) -> set[str]:
    return {f"{state}.{handler}" for state, handlers in table.items() for handler in handlers.split()}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A server of its own: some acts change what others' tests stand on, such as the app's widget key."""
    with served(tmp_path_factory.mktemp("callboard")) as server:
        let_owner_in(server)
        scene = Scene(server)
        yield scene
        scene.close()


def test_every_handler_stands_in_exactly_one_table():
    known = {name for name in registered() if not name.endswith(".setvar")}
    told = [set(ACTS), listed(LOOKS), listed(OPEN), listed(CLOSED)]
    assert sorted(known ^ set().union(*told)) == []
    assert sum(map(len, told)) == len(known)


def test_the_tables_say_what_the_gate_lets_through():
    """Strangers are kept out of everything but OPEN: `test_gate.py` calls each handler to see that it is so."""
    for handlers, audience in ((set(ACTS) | listed(LOOKS), "member"), (listed(OPEN), "anyone"), (listed(CLOSED), None)):
        assert {audience_of(*found(handler)) for handler in handlers} == {audience}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("handler", ACTS)
def test_an_act_does_what_the_table_says(scene: Scene, handler: str, role: str):
    mine = handler.startswith(("My", "MoveOwn", "NextCall", "BookForMyself", "Dnd", "Calendars", "OwnFeed"))
    person = scene.person(role, "my-schedules" if mine else "scheduled-calls")
    if role == "anonymous":
        assert '"/sign-in"' in person.call(handler)
    else:
        trial = (TRIED | account_trials.TRIED)[handler]
        assert trial(scene, person, handler)() == (role in ACTS[handler]), person.came
