"""An agent's own calendar, as another service would serve it. Served by demos alone, so that a demo needs no network."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.rules.calendar_files import busy_times, fingerprint, winnow
from console.scheduling.services import calendars
from console.scheduling.services.calendars import Seen

from . import team

PATH = "/demo/calendar.ics"
_NAME = "Google Calendar"
_EVENTS = (("lunch", "13:15", 45, "OPAQUE"), ("swim", "07:00", 60, "OPAQUE"), ("market", "16:30", 60, "TRANSPARENT"))
"""What happens every day: a name, when it begins where the agent is, minutes, and whether it takes time."""


def content() -> bytes:
    """The calendar; the same all day."""
    zone = team.BUSY.timezone
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Callboard//Demo//EN"]
    for name, start, minutes, transparency in _EVENTS:
        begins = team.tomorrow(team.BUSY, clock.now(), start) - timedelta(days=2)
        times = (f"DTSTART;TZID={zone}:{begins:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M", "RRULE:FREQ=DAILY")
        lines += ["BEGIN:VEVENT", f"UID:{name}@demo.example", *times, f"TRANSP:{transparency}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def add(person_id: str, app_id: str, url: str) -> None:
    """Give the agent this calendar, and read it as the jobs would; one that they had before goes."""
    agent = Actor("agent", id=person_id, app_id=app_id, role="agent")
    for old in calendars.of_agent(agent, person_id):
        if old.name == _NAME:
            calendars.remove(agent, old.id)
    added = calendars.add(agent, url, _NAME)
    for look in calendars.claim_due("demo", 10):
        if look.calendar_id == added:
            file = content()
            calendars.record("demo", Seen(look, busy=busy_times(winnow(file), look.reading), digest=fingerprint(file)))
    calendars.let_go("demo")


def _serve(_: Request) -> Response:
    return Response(content(), media_type="text/calendar")


routes = [Route(PATH, _serve)]
