"""What a call costs the database beside what it asks for: one read that lets the client in."""

from datetime import datetime, timedelta

from console.scheduling.actors import Actor
from console.scheduling.services import booking_views, event_feed, members, presets, slots
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.slots import SlotQuery
from tests.api.conftest import Wire
from tests.statements import statements


def test_letting_a_client_in_is_one_read(wire: Wire):
    scopes = frozenset({"scheduling:read", "scheduling:write"})
    client = Actor("api", id=wire.keys.client_id, app_id=wire.app_id, scopes=scopes)
    call = wire.book()["id"]
    start = datetime.fromisoformat(wire.at())
    query = SlotQuery(start=start, end=start + timedelta(hours=1), duration_minutes=30)
    between = f"durationMinutes=30&fromUtc={wire.at()}&toUtc={wire.at(1)}"
    wire.ask("GET", wire.video("/events"))  # the first who reads a new event gives it its number
    for path, service in (
        (wire.calls(), lambda: booking_views.find(client, BookingFilter())),
        (wire.calls(f"/{call}"), lambda: booking_views.with_timeline(client, call)),
        (wire.video(f"/availability?{between}"), lambda: slots.available(client, query)),
        (wire.video("/agents"), lambda: members.agents(client)),
        (wire.video("/presets"), lambda: presets.list_presets(client)),
        (wire.video("/events"), lambda: event_feed.read(client)),
    ):
        with statements() as alone:
            service()
        with statements() as asked:
            assert wire.ask("GET", path).status_code == 200
        assert len(_selects(asked)) == len(_selects(alone)) + 1, path
        assert sum("FROM access_token" in each for each in asked) == 1


def _selects(sent: list[str]) -> list[str]:
    return [each for each in sent if each.startswith("SELECT")]
