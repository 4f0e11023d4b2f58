"""Every handler of the app, called over a raw socket as everybody, against a table of what may come of it.

A handler that stands in no table fails the first test: whoever adds one decides here what each person may do with it.
"""

from collections.abc import Iterator

import pytest
from reflex_base.registry import RegistrationContext

from console.state.gate import audience_of
from tests.e2e import account_trials
from tests.e2e.conftest import served
from tests.e2e.handler_trials import TRIED, Scene, registered

pytestmark = pytest.mark.browser

ROLES = ("anonymous", "agent", "supervisor", "admin")
Outcomes = tuple[str, str, str, str]
"""What comes of a call, in the order of ROLES: `sign in`, `refused` (nothing has changed) or `done`."""

ADMINS_ALONE: Outcomes = ("sign in", "refused", "refused", "done")
THE_AGENT_ALONE: Outcomes = ("sign in", "done", "refused", "refused")
FOR_ONESELF: Outcomes = ("sign in", "done", "refused", "done")
FOR_EVERY_MEMBER: Outcomes = ("sign in", "done", "done", "done")
THE_OFFICE: Outcomes = ("sign in", "refused", "done", "done")
NOBODY: Outcomes = ("sign in", "refused", "refused", "refused")
NOT_YET = NOBODY
ACTS: dict[str, Outcomes] = {
    # On the master view an agent may look at their own calls and no more.
    "MasterDrawerState.add_note": ADMINS_ALONE,
    "MasterDrawerState.begin": ADMINS_ALONE,
    "MasterDrawerState.cancel": ADMINS_ALONE,
    "MasterDrawerState.confirm": ADMINS_ALONE,
    "MasterDrawerState.finish": ADMINS_ALONE,
    "MasterDrawerState.reassign": ADMINS_ALONE,
    "MasterDrawerState.remove_note": ADMINS_ALONE,
    "MasterDrawerState.save": ADMINS_ALONE,
    "MasterDrawerState.reschedule": ADMINS_ALONE,
    "MasterDrawerState.mark_no_show": NOT_YET,  # the call lies ahead: nobody has missed it
    "BookingsState.say_done": ADMINS_ALONE,
    "BookingsState.say_no_show": NOT_YET,
    "SavedViewsState.save": FOR_EVERY_MEMBER,
    "SavedViewsState.replace": ADMINS_ALONE,  # a shared one
    "SavedViewsState.delete": ADMINS_ALONE,
    "BulkCancelState.begin": ADMINS_ALONE,
    "BulkCancelState.stop": ADMINS_ALONE,  # whose act it is
    "BulkCancelState.put_away": ADMINS_ALONE,
    "NowState.say_done": ADMINS_ALONE,
    "NowState.say_no_show": NOT_YET,
    "NowState.confirm": ADMINS_ALONE,
    "NowState.begin": ADMINS_ALONE,
    "NowState.send_again": ADMINS_ALONE,
    "NowState.tell_late": ADMINS_ALONE,
    "BookForAnyoneState.book": ADMINS_ALONE,
    "MoveAnyCallState.move": ADMINS_ALONE,
    "MoveAnyCallState.undo": ADMINS_ALONE,
    # On My schedules everybody acts as an agent on their own calls: here on the first agent's.
    "MyDrawerState.add_note": THE_AGENT_ALONE,
    "MyDrawerState.begin": THE_AGENT_ALONE,
    "MyDrawerState.cancel": THE_AGENT_ALONE,
    "MyDrawerState.confirm": THE_AGENT_ALONE,
    "MyDrawerState.finish": THE_AGENT_ALONE,
    "MyDrawerState.reassign": THE_AGENT_ALONE,
    "MyDrawerState.remove_note": NOBODY,  # it is an admin's act
    "MyDrawerState.save": THE_AGENT_ALONE,
    "MyDrawerState.reschedule": THE_AGENT_ALONE,
    "MyDrawerState.mark_no_show": NOT_YET,
    "MySchedulesState.begin": THE_AGENT_ALONE,
    "MySchedulesState.say_done": THE_AGENT_ALONE,
    "MySchedulesState.say_no_show": NOT_YET,
    "MySchedulesState.tell_late": THE_AGENT_ALONE,
    "NextCallState.add_note": THE_AGENT_ALONE,
    "MySchedulesState.take_over": THE_AGENT_ALONE,  # who is in the pool
    "MoveOwnCallState.move": THE_AGENT_ALONE,
    "MoveOwnCallState.undo": THE_AGENT_ALONE,
    "BookForMyselfState.book": THE_AGENT_ALONE,  # the demo's admin takes no calls
    "DndState.set_for": FOR_ONESELF,
    "DndState.set_until": FOR_ONESELF,
    "DndState.end_now": THE_AGENT_ALONE,  # whose time it is
    "DndState.remove": THE_AGENT_ALONE,
    "DndState.undo": THE_AGENT_ALONE,
    "DndFormState.save": FOR_ONESELF,
    "DndFormState.move": THE_AGENT_ALONE,
    "DndFormState.remove": THE_AGENT_ALONE,
    "CalendarsState.add": FOR_ONESELF,
    "CalendarsState.read_again": THE_AGENT_ALONE,  # whose calendar it is
    "CalendarsState.remove": THE_AGENT_ALONE,
    "OwnFeedState.renew": FOR_ONESELF,
    "OwnFeedState.revoke": FOR_ONESELF,
    "BellState.choose": FOR_ONESELF,
    "BellState.read": THE_AGENT_ALONE,  # whose notice it is
    "BellState.read_all": THE_AGENT_ALONE,
    "BellState.open_spoken": THE_AGENT_ALONE,
    "AppFeedState.renew": ADMINS_ALONE,
    "AppFeedState.revoke": ADMINS_ALONE,
    "AvailabilityState.save": ADMINS_ALONE,
    "CopyHoursState.copy": ADMINS_ALONE,
    "CopyHoursState.undo": ADMINS_ALONE,
    "ExceptionsState.add": ADMINS_ALONE,
    "ExceptionsState.remove": ADMINS_ALONE,
    "HolidaysState.apply": ADMINS_ALONE,
    "ClosureFileState.apply": ADMINS_ALONE,
    "RosterState.apply": ADMINS_ALONE,
    "ImpactState.save": ADMINS_ALONE,
    "ImpactState.undo": ADMINS_ALONE,
    "PresetsState.save": ADMINS_ALONE,
    "PresetsState.activate": ADMINS_ALONE,
    "PresetsState.move": ADMINS_ALONE,
    "PresetsState.archive": ADMINS_ALONE,
    "SendingState.send": NOBODY,  # it is an owner's act, and the demo has none
    "SendingState.skip": NOBODY,
    "WebhooksState.create": ADMINS_ALONE,
    "WebhooksState.save": ADMINS_ALONE,
    "WebhooksState.send_test": ADMINS_ALONE,
    "WebhooksState.pause": ADMINS_ALONE,
    "WebhooksState.resume": ADMINS_ALONE,
    "WebhooksState.rotate": ADMINS_ALONE,
    "WebhooksState.delete": ADMINS_ALONE,
    "ClientsState.create": ADMINS_ALONE,
    "ClientsState.save": ADMINS_ALONE,
    "ClientsState.rotate": ADMINS_ALONE,
    "ClientsState.disable": ADMINS_ALONE,
    "ClientsState.enable": ADMINS_ALONE,
    "ClientsState.delete": ADMINS_ALONE,
    "WebhooksState.resume_chosen": ADMINS_ALONE,
    "ReplaysState.replay": ADMINS_ALONE,
    "ReplaysState.replay_chosen": ADMINS_ALONE,
    "ReplaysState.replay_failed": ADMINS_ALONE,
    "ReplaysState.stop": ADMINS_ALONE,
    "MembersState.invite": ADMINS_ALONE,
    "MembersState.save": ADMINS_ALONE,
    "MembersState.invite_again": ADMINS_ALONE,
    "MembersFileState.apply": ADMINS_ALONE,
    "MembersState.make_link": ADMINS_ALONE,
    "MembersState.disable": ADMINS_ALONE,
    "MembersState.enable": ADMINS_ALONE,
    "MembersState.turn_second_factor_off": ADMINS_ALONE,
    "ProfileState.save_name": FOR_EVERY_MEMBER,
    "ProfileState.save_times": FOR_EVERY_MEMBER,
    "OwnPasswordState.change": FOR_EVERY_MEMBER,
    "SecondFactorState.begin": FOR_EVERY_MEMBER,
    "SecondFactorState.turn_on": FOR_EVERY_MEMBER,
    "SecondFactorState.renew": FOR_EVERY_MEMBER,
    "SecondFactorState.turn_off": FOR_EVERY_MEMBER,
    "BrowsersState.end": FOR_EVERY_MEMBER,
    "BrowsersState.end_others": FOR_EVERY_MEMBER,
    "CustomerState.save": FOR_ONESELF,  # whose customer it is
    "CustomerState.set_wanted": FOR_ONESELF,
    "CustomerState.export": THE_OFFICE,
    "CustomerState.erase": ADMINS_ALONE,
    "MergeState.merge": ADMINS_ALONE,
    "AppSettingsState.save": ADMINS_ALONE,
    "AppSettingsState.rotate": ADMINS_ALONE,
    "AppSettingsState.activate": ADMINS_ALONE,
    "EmbeddingState.save": ADMINS_ALONE,
    "AppCopiesState.copy": ADMINS_ALONE,
    "AppCopiesState.delete": ADMINS_ALONE,
    "RetentionState.settle": ADMINS_ALONE,
    "ChannelsState.save": ADMINS_ALONE,
    "ChannelsState.try_out": ADMINS_ALONE,
    "OutboxState.send": ADMINS_ALONE,
    "WeeklyFiguresState.choose": THE_OFFICE,
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
    expected = ACTS[handler][ROLES.index(role)]
    if expected == "sign in":
        assert '"/sign-in"' in person.call(handler)
    else:
        trial = (TRIED | account_trials.TRIED)[handler]
        assert ("done" if trial(scene, person, handler)() else "refused") == expected, person.came
