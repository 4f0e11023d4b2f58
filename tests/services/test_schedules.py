"""Hours, exceptions and DND: their bounds, who may set them, and the calls they fall upon."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.scheduling import clock
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.rules.hours import WindowInput
from console.scheduling.services import audit, changes, schedules
from console.scheduling.services.changes import Change
from console.scheduling.services.schedules import NewException

from .conftest import Acme

BOGOTA = "America/Bogota"


def _window(start: str, end: str, weekday: int = 0, zone: str = BOGOTA) -> WindowInput:
    return WindowInput(weekday, start, end, zone)


def test_hours_are_replaced_as_a_whole_and_told(acme: Acme) -> None:
    heard: list[Change] = []
    stop = changes.subscribe(heard.append)
    wanted = [_window("14:00", "24:00", 2), _window("00:00", "24:00"), _window("09:00", "13:00", 2)]
    schedules.set_hours(acme.admin, acme.ada, wanted)
    stop()
    assert schedules.hours_of(acme.agent(acme.bo), acme.ada) == [wanted[1], wanted[2], wanted[0]]
    assert heard == [Change(acme.app_id, "schedule", agent_id=acme.ada)]
    (entry,) = audit.list_entries(acme.admin)
    assert (entry.act, entry.subject_id, entry.fields) == ("hours.changed", acme.ada, ("working_hours",))
    schedules.set_hours(acme.admin, acme.ada, [])
    assert schedules.hours_of(acme.admin, acme.ada) == []


def test_a_window_over_midnight_is_refused_and_the_remedy_said(acme: Acme) -> None:
    with pytest.raises(Invalid, match="Split it at midnight") as refused:
        schedules.set_hours(acme.admin, acme.ada, [_window("09:00", "12:00"), _window("22:00", "06:00")])
    assert [problem.field for problem in refused.value.problems] == ["working_hours[1].end"]


@pytest.mark.parametrize(
    ("window", "field"),
    [
        (_window("09:00", "09:00"), "end"),
        (_window("9:00", "10:00"), "start"),
        (_window("09:00", "24:01"), "end"),
        (_window("09:00", "10:00", weekday=7), "weekday"),
        (_window("09:00", "10:00", zone="Mars/Base"), "timezone"),
    ],
)
def test_a_bad_window_is_named(acme: Acme, window: WindowInput, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedules.set_hours(acme.admin, acme.ada, [window])
    assert refused.value.field == f"working_hours[0].{field}"
    assert len(schedules.hours_of(acme.admin, acme.ada)) == 5


def test_windows_of_one_day_and_zone_touch_but_do_not_overlap(acme: Acme) -> None:
    touching = [_window("09:00", "12:00"), _window("12:00", "15:00")]
    schedules.set_hours(acme.admin, acme.ada, touching)
    schedules.set_hours(acme.admin, acme.ada, [*touching, _window("09:00", "12:00", zone="UTC")])
    with pytest.raises(Invalid) as refused:
        schedules.set_hours(acme.admin, acme.ada, [*touching, _window("11:59", "12:01")])
    assert [problem.field for problem in refused.value.problems] == ["working_hours[2]", "working_hours[1]"]


def test_an_exception_overrides_hours_until_it_is_removed(acme: Acme) -> None:
    closure = schedules.add_exception(
        acme.admin, NewException(kind="blocked", start_at=acme.at(0), end_at=acme.at(24), note=" Feast ")
    )
    extra = schedules.add_exception(
        acme.admin, NewException(kind="available_extra", start_at=acme.at(9), end_at=acme.at(10), agent_id=acme.ada)
    )
    assert [each.note for each in schedules.list_exceptions(acme.admin)] == ["Feast"]
    assert [each.id for each in schedules.list_exceptions(acme.admin, acme.ada)] == [extra.id]
    schedules.remove_exception(acme.admin, closure.id)
    assert schedules.list_exceptions(acme.admin) == []
    with pytest.raises(NotFound):
        schedules.remove_exception(acme.admin, closure.id)


@pytest.mark.parametrize("hours", [(1, 1), (2, 1), (-5000, -4999), (0, 24 * 1200)])
def test_exceptions_and_dnd_have_bounds(acme: Acme, hours: tuple[float, float]) -> None:
    start, end = (acme.at(each) for each in hours)
    with pytest.raises(Invalid):
        schedules.add_exception(acme.admin, NewException(kind="blocked", start_at=start, end_at=end))
    with pytest.raises(Invalid):
        schedules.add_dnd(acme.agent(acme.ada), acme.ada, start, end)


def test_a_dnd_window_is_the_agents_own(acme: Acme) -> None:
    ada = acme.agent(acme.ada)
    window = schedules.add_dnd(ada, acme.ada, acme.at(0), acme.at(1))
    assert [each.id for each in schedules.list_dnd(ada, acme.ada)] == [window.id]
    for stranger in (acme.agent(acme.bo), acme.visitor, acme.system):
        with pytest.raises(NotAllowed):
            schedules.add_dnd(stranger, acme.ada, acme.at(0), acme.at(1))
        with pytest.raises(NotAllowed):
            schedules.remove_dnd(stranger, window.id)
    schedules.remove_dnd(ada, window.id)
    assert schedules.list_dnd(ada, acme.ada) == []


def test_agents_do_not_change_hours_or_exceptions(acme: Acme) -> None:
    closure = schedules.add_exception(acme.admin, NewException(kind="blocked", start_at=acme.at(0), end_at=acme.at(1)))
    block = NewException(kind="blocked", start_at=clock.now(), end_at=clock.now() + timedelta(hours=1))
    for actor in (acme.agent(acme.ada), acme.visitor, acme.system, replace(acme.admin, role="supervisor")):
        for act in (
            lambda by: schedules.set_hours(by, acme.ada, []),
            lambda by: schedules.add_exception(by, block),
            lambda by: schedules.add_exception(by, replace(block, agent_id=acme.ada)),
            lambda by: schedules.remove_exception(by, closure.id),
        ):
            with pytest.raises(NotAllowed):
                act(actor)


def test_an_agent_of_another_app_is_unknown(acme: Acme) -> None:
    with pytest.raises(NotFound):
        schedules.set_hours(acme.admin, "per_unknown", [])
    with pytest.raises(NotAllowed):
        schedules.hours_of(replace(acme.admin, app_id=None), acme.ada)
