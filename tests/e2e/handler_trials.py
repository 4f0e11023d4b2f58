"""Each act of the console, tried over a raw socket by whoever it may be; the store tells what came of it."""

import base64
import json
import random
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
from reflex_base.registry import RegistrationContext

from console.scheduling.rules.terms import PresetTerms
from console.state import preset_terms
from tests.e2e.conftest import Server
from tests.e2e.raw_socket import Tab

CALENDARS = "http://127.0.0.1:9/calendars/"
RECEIVER = "http://127.0.0.1:9/nobody-listens-here"
CLIENT_FORM = {"name": "CRM", "scheduling_read": "on", "minute": "9", "hour": "9", "day": "9"}


def registered() -> dict[str, str]:
    """`State.handler` -> the name by which the socket knows it."""
    import console.console  # noqa: F401 - registers every page's states

    known = {
        f"{found.states[0].__name__}.{name.rpartition('.')[2]}": name
        for name, found in RegistrationContext.get().event_handlers.items()
    }
    return {name: full for name, full in known.items() if not name.startswith("GalleryState")}  # in development alone


class Person:
    """Somebody with a tab on a page of the console, who calls handlers by their short names."""

    def __init__(self, server: Server, role: str, page: str, cookie: str = "") -> None:
        self.names, self.came, self.role = registered(), "", role
        app_id = server.demo["app_id"]
        self.tab = Tab(
            server.base_url, cookie=cookie or server.cookie(role), path=f"/app/{app_id}/{page}", app_id=app_id
        )

    def call(self, handler: str, **payload: object) -> str:
        """Call it and wait until it is done; gives all that came back, which `came` keeps."""
        self.came = json.dumps(self.tab.answer(self.names[handler], **payload))
        return self.came

    def prepare(self, handler: str, **payload: object) -> None:
        """Call it before what is about to be tried."""
        self.tab.send(self.names[handler], **payload)


class Scene:
    """The server with its store, its people's tabs, and an API client that makes calls to act upon."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.agents = [agent["id"] for agent in server.demo["agents"]]
        keys = {name: server.demo[name] for name in ("client_id", "client_secret")}
        answer = httpx.post(f"{server.base_url}/api/v1/oauth/token", json={"grant_type": "client_credentials"} | keys)
        self._token = answer.json()["data"]["access_token"]
        first = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0)
        first += timedelta(days=random.randint(20, 300))
        self._starts = (first + timedelta(hours=2) * number for number in count())
        self._began = int(datetime.now(UTC).timestamp() * 1000)
        self._people: dict[tuple[str, str], Person] = {}

    def person(self, role: str, page: str) -> Person:
        """This person's tab on this page, opened once."""
        if (role, page) not in self._people:
            self._people[role, page] = Person(self.server, role, page)
        return self._people[role, page]

    def close(self) -> None:
        """Close every tab; nobody stays undisturbed or away, and no preset is left behind."""
        _forget_calendars(self)
        self.put("DELETE FROM roster_shift")
        for table in ("dnd_window", "schedule_exception", "calendar_feed", "preset"):
            self.put(f"DELETE FROM {table} WHERE created_at >= ?", self._began)
        for person in self._people.values():
            person.tab.close()

    def start(self) -> datetime:
        """A time at which nobody has anything yet."""
        return next(self._starts)

    def far(self) -> datetime:
        """A time in days of its own, which nothing else reaches."""
        return self.start() + timedelta(days=random.randint(400, 4000))

    def call(self, **fields: object) -> dict[str, Any]:
        """A new call of the first agent, weeks ahead; or as the fields say."""
        answer = self._book(fields)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]["call"]

    def change(self, call: dict[str, Any], **fields: object) -> None:
        """Somebody changes this call."""
        assert self._ask("PATCH", f"scheduled-calls/{call['id']}", json=fields).status_code == 200

    def cancel(self, call: dict[str, Any]) -> None:
        """Somebody cancels this call."""
        assert self._ask("DELETE", f"scheduled-calls/{call['id']}").status_code == 200

    def call_of_the_pool(self) -> dict[str, Any]:
        """A pool call of the second agent, at a time when the first one is free too."""
        for start in reversed(self.free(self.agents[0])):
            answer = self._book({"assignedAgentId": self.agents[1], "scheduledAtUtc": start.isoformat()})
            if answer.status_code == 201:
                call = answer.json()["data"]["call"]
                self.put("UPDATE booking SET assignment_method = 'pool' WHERE id = ?", call["id"])
                return call
        raise AssertionError("There is no time at which both agents are free.")

    def free(self, *agents: str, minutes: int = 30) -> list[datetime]:
        """When all of these are free for so long, from tomorrow on, for two weeks; in UTC, soonest first."""
        first = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        asked = {"fromUtc": first.isoformat(), "toUtc": (first + timedelta(days=14)).isoformat()}
        answers = [
            self._ask("GET", "availability", params=asked | {"durationMinutes": minutes, "agentId": agent})
            for agent in agents
        ]
        starts = [{slot["startUtc"] for slot in answer.json()["data"]["slots"]} for answer in answers]
        return [datetime.fromisoformat(start) for start in sorted(set.intersection(*starts))]

    def find(self, question: str, *values: object) -> tuple:
        """One row of the server's own database."""
        with closing(sqlite3.connect(f"file:{self.server.data}/callboard.db?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchone()

    def put(self, statement: str, *values: object) -> None:
        """Set the stage, or set it right again, behind the server's back."""
        with closing(sqlite3.connect(self.server.data / "callboard.db", timeout=10)) as database, database:
            database.execute(statement, values)

    def watch(self, question: str, *values: object) -> Callable[[], bool]:
        """Whether the answer to this question is another one than now."""
        before = self.find(question, *values)
        return lambda: self.find(question, *values) != before

    def _book(self, fields: dict[str, Any]) -> httpx.Response:
        body = {
            "guestName": "Jane",
            "guestEmail": f"{uuid.uuid4().hex}@guests.test",
            "assignedAgentId": self.agents[0],
            "scheduledAtUtc": self.start().isoformat(),
            "appTimezone": "UTC",
            "durationMinutes": 30,
            "respectWorkingHours": False,
        }
        return self._ask("POST", "scheduled-calls", json=body | fields)

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        address = f"{self.server.base_url}/api/v1/video/{self.server.demo['app_id']}/{path}"
        return httpx.request(method, address, headers={"Authorization": f"Bearer {self._token}"}, **options)


Trial = Callable[[Scene, Person, str], Callable[[], bool]]
"""Tries an act and gives the way to ask whether it was done."""


def on_a_call(payload: Callable[[Scene], dict[str, Any]], prepare: str = "") -> Trial:
    """An act of the drawer, tried on a fresh call of the first agent."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        drawer, call = handler.partition(".")[0], scene.call()
        notes = "(SELECT count(*) FROM internal_note WHERE booking_id = booking.id)"
        is_done = scene.watch(f"SELECT version, {notes} FROM booking WHERE id = ?", call["id"])
        person.prepare(f"{drawer}.open_call", booking_id=call["id"])
        if prepare:
            person.prepare(f"{drawer}.prepare", act=prepare)
            person.prepare(f"{drawer}.choose_zone", zone="UTC")
            person.prepare(f"{drawer}.set_typed", is_typed=True)
        person.call(handler, **payload(scene))
        return is_done

    return trial


def on_a_listed_call(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An act of a list's line, tried on a fresh call of the first agent."""
    call = scene.call()
    is_done = scene.watch("SELECT status FROM booking WHERE id = ?", call["id"])
    person.call(handler, booking_id=call["id"])
    return is_done


def noting(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    call = scene.call()
    is_done = scene.watch("SELECT count(*) FROM internal_note WHERE booking_id = ?", call["id"])
    person.call(handler, booking_id=call["id"], form={"body": "A remark"})
    return is_done


def cancelling_many(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    call = scene.call()
    is_done = scene.watch("SELECT count(*) FROM bulk_cancel_row WHERE booking_id = ?", call["id"])
    _before_cancelling_many(person, call["id"])
    person.call(handler, form={"reason": "ill"})
    return is_done


def on_a_bulk_cancel(column: str, finished: int | None) -> Trial:
    """An act on what an admin has just begun, which no worker gets to see."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        admin, call, chosen = scene.person("admin", "scheduled-calls"), scene.call(), f"blk_z{uuid.uuid4().hex}"
        (who,) = scene.find("SELECT id FROM person WHERE email = ?", scene.server.demo["admin"]["email"])
        scene.put(
            "INSERT INTO bulk_cancel (id, app_id, person_id, total, leased_until, created_at, finished_at)"
            " VALUES (?, ?, ?, 1, ?, 0, ?)",
            *(chosen, scene.server.demo["app_id"], who, 10**13, finished),
        )
        scene.put(
            "INSERT INTO bulk_cancel_row (act_id, booking_id, position, version, status) VALUES (?, ?, 0, 1, 'pending')",
            *(chosen, call["id"]),
        )
        admin.call("BulkCancelState.refresh")
        is_done = scene.watch(f"SELECT {column} FROM bulk_cancel WHERE id = ?", chosen)
        person.prepare("BulkCancelState.refresh")
        person.call(handler)
        done = is_done()
        scene.put("DELETE FROM bulk_cancel_row WHERE act_id = ?", chosen)
        scene.put("DELETE FROM bulk_cancel WHERE id = ?", chosen)
        return lambda: done

    return trial


def keeping_a_view(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    name = f"View {uuid.uuid4().hex}"
    is_done = scene.watch("SELECT count(*) FROM saved_view WHERE name = ?", name)
    person.prepare("BookingsState.load")
    person.prepare("SavedViewsState.open_new")
    person.call(handler, form={"name": name})
    done = is_done()
    scene.put("DELETE FROM saved_view WHERE name = ?", name)
    return lambda: done


def on_a_view(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A view that an admin keeps and everybody is shown."""
    chosen = f"view_{uuid.uuid4().hex}"
    (who,) = scene.find("SELECT id FROM person WHERE email = ?", scene.server.demo["admin"]["email"])
    scene.put(
        "INSERT INTO saved_view (id, app_id, owner_id, name, name_key, query, is_shared, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, '?range=past', 1, 0, 0)",
        *(chosen, scene.server.demo["app_id"], who, chosen, chosen),
    )
    is_done = scene.watch("SELECT count(*), max(query) FROM saved_view WHERE id = ?", chosen)
    person.prepare("BookingsState.load")
    person.prepare("SavedViewsState.load")
    person.prepare("SavedViewsState.open_edit", view_id=chosen)
    person.call(handler)
    done = is_done()
    scene.put("DELETE FROM saved_view WHERE id = ?", chosen)
    return lambda: done


def _before_cancelling_many(person: Person, booking_id: str) -> None:
    person.prepare("BookingsState.load")
    person.prepare("CallSelectionState.clear")
    person.prepare("CallSelectionState.tick", booking_id=booking_id, is_range=False)
    person.prepare("BulkCancelState.ask_first")


def another_time(scene: Scene) -> dict[str, Any]:
    start = scene.start()
    return {"form": {"day": f"{start:%Y-%m-%d}", "clock": f"{start:%H:%M}", "set_aside": "on"}}


def booking(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    form, guest = handler.partition(".")[0], f"Guest{uuid.uuid4().hex}"
    is_done = scene.watch("SELECT count(*) FROM booking WHERE guest_name = ?", guest)
    person.prepare(f"{form}.open_form")
    if form == "BookForAnyoneState":
        person.prepare(f"{form}.choose_agent", agent_id=scene.agents[0])
    person.prepare(f"{form}.choose_zone", zone="UTC")
    person.prepare(f"{form}.set_typed", is_typed=True)
    typed = {"guest_name": guest, "guest_email": f"{guest}@guests.test"}
    person.call(handler, form=another_time(scene)["form"] | typed)
    return is_done


def moving_by_hand(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A call that is dropped elsewhere on a calendar; for the way back, after it was moved."""
    call, (state, _, act) = scene.call(), handler.partition(".")
    dropped = {"version": call["version"], "start": f"{scene.far():%Y-%m-%dT%H:%M}", "minutes": 30, "agent_id": ""}
    person.prepare(f"{state}.drop", booking_id=call["id"], **dropped)
    if act == "undo":
        person.call(f"{state}.move", form={"set_aside": "on"})
    is_done = scene.watch("SELECT version FROM booking WHERE id = ?", call["id"])
    person.call(handler, **({"form": {"set_aside": "on"}} if act == "move" else {}))
    return is_done


def taking_over(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    call = scene.call_of_the_pool()
    is_done = scene.watch("SELECT agent_id FROM booking WHERE id = ?", call["id"])
    person.call(handler, booking_id=call["id"], version=call["version"])
    return is_done


def dnd_now(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    return _setting_dnd(scene, person, handler, minutes=1)


def dnd_later(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    day = f"{scene.start() + timedelta(days=700):%Y-%m-%d}"
    hours = {"from_clock": "03:00", "to_clock": "03:15"}
    return _setting_dnd(scene, person, handler, form={"from_day": day, "to_day": day} | hours)


def dnd_until(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    return _setting_dnd(scene, person, handler, end="end_of_day")


def on_a_dnd_window(prepare: str = "", *, names_it: bool = True, **payload: object) -> Trial:
    """A window that the agent set, on which the person at hand tries something."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        _setting_dnd(scene, scene.person("agent", "my-schedules"), "DndState.set_for", minutes=30)
        (window,) = scene.find("SELECT max(id) FROM dnd_window WHERE person_id = ?", scene.agents[0])
        if prepare:
            person.prepare(prepare, dnd_id=window)
        is_done = scene.watch(
            "SELECT count(*), sum(end_at), max(id) FROM dnd_window WHERE person_id = ?", scene.agents[0]
        )
        person.call(handler, **({"dnd_id": window} if names_it else {}), **payload)
        person.call("ImpactState.save")
        return is_done

    return trial


def moving_dnd(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    day = f"{scene.start() + timedelta(days=700):%Y-%m-%d}"
    return on_a_dnd_window(start=f"{day}T04:00", end=f"{day}T04:30")(scene, person, handler)


def _setting_dnd(scene: Scene, person: Person, handler: str, **payload: object) -> Callable[[], bool]:
    """Set it at once, or answer the question when a call of the demo stands there."""
    is_done = _watching_dnd(scene)
    person.call(handler, **payload)
    person.call("ImpactState.save")
    return is_done


def _watching_dnd(scene: Scene) -> Callable[[], bool]:
    return scene.watch("SELECT count(*), max(id) FROM dnd_window")


def adding_calendar(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    _forget_calendars(scene)
    is_done = scene.watch("SELECT count(*) FROM busy_calendar")
    person.call(handler, form={"url": f"{CALENDARS}{uuid.uuid4().hex}.ics"})
    return is_done


def on_a_calendar(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A calendar of the first agent's, which nobody reads for now."""
    _forget_calendars(scene)
    chosen, far = f"cal_{uuid.uuid4().hex}", 10**13
    scene.put(
        "INSERT INTO busy_calendar (id, person_id, name, url, unread, failures, looks, due_at, created_at)"
        f" VALUES (?, ?, 'Trial', ?, 0, 0, 0, {far}, 0)",
        *(chosen, scene.agents[0], f"{CALENDARS}{chosen}"),
    )
    person.prepare("CalendarsState.load")
    is_done = scene.watch("SELECT count(*), max(due_at) FROM busy_calendar WHERE id = ?", chosen)
    if handler.endswith("remove"):
        person.prepare("CalendarsState.ask_to_remove", calendar_id=chosen)
        person.call(handler)
    else:
        person.call(handler, calendar_id=chosen)
    return is_done


def _forget_calendars(scene: Scene) -> None:
    scene.put("DELETE FROM busy_calendar WHERE url LIKE ?", f"{CALENDARS}%")


def choosing_notices(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Undone at once: the demo's people want them all."""
    is_done = scene.watch("SELECT group_concat(notices) FROM member WHERE app_id = ?", scene.server.demo["app_id"])
    person.call(handler, topic="moved", way="email", wanted=False)
    done = is_done()
    scene.put("UPDATE member SET notices = '{}'")
    return lambda: done


def wishing_for_figures(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Undone at once: nobody wished for them before."""
    is_done = scene.watch("SELECT count(*) FROM weekly_figures WHERE app_id = ?", scene.server.demo["app_id"])
    person.call(handler, wanted=True)
    done = is_done()
    scene.put("DELETE FROM weekly_figures")
    return lambda: done


def on_a_notice(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A notice in the list of the first agent."""
    chosen, now = f"ntc_{uuid.uuid4().hex}", int(datetime.now(UTC).timestamp() * 1000)
    scene.put(
        "INSERT INTO staff_notice (id, app_id, person_id, channel, kind, subject_id, occasion, facts, due_at, status,"
        " attempts, created_at, sent_at) VALUES (?, ?, ?, 'browser', 'webhook_active', 'sub_1', ?, ?, ?, 'sent', 0, ?, ?)",
        *(chosen, scene.server.demo["app_id"], scene.agents[0], chosen, '{"address": "crm.example"}', now, now, now),
    )
    is_done = scene.watch("SELECT read_at FROM staff_notice WHERE id = ?", chosen)
    person.call("BellState.refresh")
    person.call(handler, **({} if handler.endswith("all") else {"notice_id": chosen}))
    done = is_done()
    scene.put("DELETE FROM staff_notice WHERE id = ?", chosen)
    return lambda: done


def on_a_feed(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """One's own or the app's: made, and ended by whoever could have made it."""
    state = handler.partition(".")[0]
    person.call(f"{state}.renew")
    is_done = scene.watch("SELECT count(*), max(id) FROM calendar_feed")
    person.call(handler)
    return is_done


def saving_hours(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """The first agent's hours as they are: saving writes their rows anew."""
    is_done = scene.watch("SELECT max(id) FROM working_window WHERE person_id = ?", scene.agents[0])
    person.prepare("AvailabilityState.load")
    person.prepare("AvailabilityState.choose_agent", agent_id=scene.agents[0])
    person.call(handler)
    return is_done


def copying_hours(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A week without a pause, from which no call falls out, for the second agent; and back again."""
    person.prepare("AvailabilityState.load")
    person.prepare("AvailabilityState.choose_agent", agent_id=scene.agents[0])
    person.prepare("AvailabilityState.paint", first=0, last=6, start=0, end=1440)
    person.prepare("CopyHoursState.open")
    person.prepare("CopyHoursState.tick", agent_id=scene.agents[1], is_ticked=True)
    acts = ["CopyHoursState.copy", "CopyHoursState.undo"]
    if handler == acts[1]:
        person.call(acts.pop(0))
    is_done = scene.watch("SELECT max(id) FROM working_window WHERE person_id = ?", scene.agents[1])
    person.call(acts.pop(0))
    done = is_done()
    for way_back in (*acts, "AvailabilityState.discard"):
        person.call(way_back)  # and wait: whoever is tried next looks at the same rows
    return lambda: done


def blocking(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An exception far from every call."""
    return _adding_exception(scene, person, handler, scene.far())


def blocking_over_a_call(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """The question comes first and adds nothing; the answer does."""
    start = scene.far()
    scene.call(scheduledAtUtc=start.isoformat())
    added_at_once = _adding_exception(scene, person, "ExceptionsState.add", start)()
    is_done = scene.watch("SELECT count(*) FROM schedule_exception")
    person.call(handler)
    return lambda: not added_at_once and is_done()


def undoing(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An absence over a call that an admin has just set, and the person at hand tries to undo."""
    blocking_over_a_call(scene, scene.person("admin", "availability"), "ImpactState.save")
    (plan,) = scene.find("SELECT max(id) FROM reassignment")
    is_done = scene.watch("SELECT count(*) FROM schedule_exception")
    person.call(handler, plan_id=plan)
    return is_done


def unblocking(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An exception that an admin added, and the person at hand tries to remove."""
    blocking(scene, scene.person("admin", "availability"), "ExceptionsState.add")
    (chosen,) = scene.find("SELECT max(id) FROM schedule_exception")
    is_done = scene.watch("SELECT count(*) FROM schedule_exception WHERE id = ?", chosen)
    person.prepare("ExceptionsState.show", agent_id=scene.agents[0])
    person.prepare("ExceptionsState.ask_to_remove", exception_id=chosen)
    person.call(handler)
    return is_done


def taking_holidays(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A day of next year of a country with many of them; nothing is asked where no call stands on it."""
    scene.put("DELETE FROM schedule_exception WHERE holiday IS NOT NULL")
    is_done = scene.watch("SELECT count(*) FROM schedule_exception WHERE holiday IS NOT NULL")
    year = str(datetime.now(UTC).year + 5)
    person.prepare("ExceptionsState.show", agent_id=scene.agents[0])
    person.prepare("HolidaysState.open_for", whose="app")
    person.prepare("HolidaysState.choose_country", country="CO")
    person.prepare("HolidaysState.choose_year", year=year)
    person.call(handler, form={f"{year}-12-25": "on"})
    return is_done


def closing_from_a_file(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A day far ahead that a calendar file names."""
    is_done = scene.watch("SELECT count(*) FROM schedule_exception")
    day = datetime.now(UTC).date() + timedelta(days=random.randint(400, 700))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        "UID:1",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        "END:VEVENT",
    ]
    file = base64.b64encode("\r\n".join([*lines, "END:VCALENDAR", ""]).encode()).decode()
    person.prepare("ExceptionsState.show", agent_id=scene.agents[0])
    person.prepare("ClosureFileState.open_for", whose="app")
    person.call("ClosureFileState.take_file", read=f"data:text/calendar;base64,{file}")
    person.call(handler)
    return is_done


def taking_a_roster(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A shift on a date far ahead."""
    is_done = scene.watch("SELECT count(*), max(id) FROM roster_shift")
    email = scene.server.demo["agents"][0]["email"]
    day = datetime.now(UTC).date() + timedelta(days=random.randint(400, 700))
    minute = random.randint(0, 59)
    person.prepare(
        "RosterState.take_text", form={"pasted": f"agent,date,start,end\n{email},{day},09:{minute:02},12:00"}
    )
    person.call(handler)
    return is_done


def _adding_exception(scene: Scene, person: Person, handler: str, start: datetime) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM schedule_exception")
    person.prepare("ExceptionsState.show", agent_id=scene.agents[0])
    person.prepare("ExceptionsState.open_form", whose="agent")
    days = {"from_day": f"{start - timedelta(days=1):%Y-%m-%d}", "to_day": f"{start + timedelta(days=1):%Y-%m-%d}"}
    person.call(handler, form=days | {"from_clock": "12:00", "to_clock": "12:00", "kind": "blocked"})
    return is_done


def saving_preset(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM preset")
    terms = PresetTerms(name="Trial", slug=f"trial-{uuid.uuid4().hex}", durations=[30])
    person.prepare("PresetsState.open_new")
    for place in range(5):  # the new preset begins with the questions of the active one
        person.prepare("PresetsState.remove_question", key=f"q{place}")
    person.call(handler, form=preset_terms.texts(terms) | dict.fromkeys(preset_terms.ticks(terms), "on"))
    return is_done


def activating_preset(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Undone at once: everybody books on the active one."""
    app_id = scene.server.demo["app_id"]
    (before,) = scene.find("SELECT id FROM preset WHERE app_id = ? AND active", app_id)
    (other,) = scene.find("SELECT id FROM preset WHERE app_id = ? AND NOT active AND archived_at IS NULL", app_id)
    asked = {"preset_id": other} if handler.startswith("PresetsState") else {"form": {"default_preset": other}}
    person.call(handler, **asked)
    (after,) = scene.find("SELECT id FROM preset WHERE app_id = ? AND active", app_id)
    scene.put("UPDATE preset SET active = 0 WHERE id = ?", after)
    scene.put("UPDATE preset SET active = 1 WHERE id = ?", before)
    return lambda: after != before


def on_a_new_preset(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An act on a preset that an admin has just made, and that stands last."""
    saving_preset(scene, scene.person("admin", "presets"), "PresetsState.save")
    (chosen,) = scene.find("SELECT max(id) FROM preset")
    person.prepare("PresetsState.load")
    if handler == "PresetsState.archive":
        person.prepare("PresetsState.ask_to_archive", preset_id=chosen)
    is_done = scene.watch("SELECT position, archived_at FROM preset WHERE id = ?", chosen)
    person.call(handler, **({} if handler == "PresetsState.archive" else {"preset_id": chosen, "by": -1}))
    return is_done


def subscribing(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM subscription")
    person.call(handler, form={"url": RECEIVER, "scheduled_created": "on"})
    return is_done


def on_a_subscription(
    *prepare: str, watched: str = "url, paused_reason, secret, next_secret, deleted_at", **payload: Any
) -> Trial:
    """An act on a subscription that an admin has just made."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        subscribing(scene, scene.person("admin", "webhooks"), "WebhooksState.create")
        (chosen,) = scene.find("SELECT max(id) FROM subscription")
        if "resume" in handler:
            scene.person("admin", "webhooks").call("WebhooksState.pause", subscription_id=chosen)
        person.prepare("WebhooksState.load")
        for step in prepare:
            person.prepare(f"WebhooksState.{step}", row_id=chosen)
        is_done = scene.watch(f"SELECT {watched} FROM subscription WHERE id = ?", chosen)
        person.call(handler, **(payload or {} if prepare else {"subscription_id": chosen}))
        return is_done

    return trial


def making_client(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM client")
    person.call(handler, form=CLIENT_FORM)
    return is_done


def on_a_client(*prepare: str, **payload: Any) -> Trial:
    """An act on a client that an admin has just made."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        making_client(scene, scene.person("admin", "clients"), "ClientsState.create")
        (chosen,) = scene.find("SELECT max(id) FROM client")
        if handler.endswith("enable"):
            scene.put("UPDATE client SET disabled_at = 1 WHERE id = ?", chosen)
        person.prepare("ClientsState.load")
        for step in prepare:
            person.prepare(f"ClientsState.{step}", row_id=chosen)
        secrets = "(SELECT count(*) FROM client_secret WHERE client_id = client.id)"
        is_done = scene.watch(f"SELECT name, disabled_at, {secrets} FROM client WHERE id = ?", chosen)
        person.call(handler, **(payload or {} if prepare else {"client_id": chosen}))
        return is_done

    return trial


def replaying(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A delivery of the demo that was given up is sent again; the stop comes to one that an admin has begun."""
    latest = "SELECT id, subscription_id FROM delivery WHERE status = 'delivered' ORDER BY created_at DESC"
    chosen, subscription = scene.find(latest)
    finished = int(datetime.now(UTC).timestamp() * 1000)
    scene.put("UPDATE delivery SET status = 'failed', finished_at = ? WHERE id = ?", finished, chosen)
    if handler.endswith("stop"):
        return _stopping(scene, person, handler, subscription)
    is_done = scene.watch("SELECT status, due_at FROM delivery WHERE id = ?", chosen)
    _before_replaying(person, subscription, chosen)
    person.call(handler, **({"delivery_id": chosen} if handler.endswith("replay") else {}))
    return is_done


def _before_replaying(person: Person, subscription: str, chosen: str) -> None:
    person.prepare("DeliveriesState.open_log", subscription_id=subscription)
    person.prepare("ReplaysState.choose", delivery_id=chosen, is_chosen=True)
    person.prepare("ReplaysState.ask_failed")


def _stopping(scene: Scene, person: Person, handler: str, subscription: str) -> Callable[[], bool]:
    admin = scene.person("admin", "webhooks")
    admin.call("DeliveriesState.open_log", subscription_id=subscription)
    admin.call("ReplaysState.ask_failed")
    admin.call("ReplaysState.replay_failed")
    is_done = scene.watch("SELECT max(stopped_at) FROM replay WHERE subscription_id = ?", subscription)
    person.prepare("DeliveriesState.open_log", subscription_id=subscription)
    person.call(handler)
    return is_done


def inviting(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM member")
    form = {"name": "Kim", "email": f"{uuid.uuid4().hex}@agents.test", "role": "agent", "weight": "1"}
    person.call(handler, form=form)
    return is_done


def adding_from_a_file(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM member")
    person.prepare("MembersFileState.take_text", form={"pasted": f"name,email\nKim,{uuid.uuid4().hex}@agents.test"})
    person.call(handler)
    return is_done


def on_a_member(*prepare: str, watched: str = "member.weight, member.disabled_at", **payload: Any) -> Trial:
    """An act on a member whom an admin has just invited."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        inviting(scene, scene.person("admin", "members"), "MembersState.invite")
        (chosen,) = scene.find("SELECT max(person_id) FROM member WHERE app_id = ?", scene.server.demo["app_id"])
        if handler.endswith("enable"):
            scene.put("UPDATE member SET disabled_at = 1 WHERE person_id = ?", chosen)
        person.prepare("MembersState.load")
        for step in prepare:
            person.prepare(f"MembersState.{step}", row_id=chosen)
        is_done = scene.watch(f"SELECT {watched} FROM member WHERE person_id = ?", chosen)
        person.call(handler, **(payload or {} if prepare else {"person_id": chosen}))
        return is_done

    return trial


_SET = "name, timezone, widget_key, allowed_origins"


def forgetting_customers(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """After ten years, which concerns nobody of the demo; for others nothing is settled, and they cannot settle that."""
    settled, app_id = "SELECT retention_months FROM app WHERE id = ?", scene.server.demo["app_id"]
    scene.put("UPDATE app SET retention_months = 119 WHERE id = ?", app_id)
    before = scene.find(settled, app_id)
    person.prepare("RetentionState.ask", form={"retention_months": "120"})
    person.call(handler)
    after = scene.find(settled, app_id)
    scene.put("UPDATE app SET retention_months = NULL WHERE id = ?", app_id)
    return lambda: after != before


def on_the_app(**payload: Any) -> Trial:
    """An act on the app itself, undone at once: other tests use it too."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        app_id = scene.server.demo["app_id"]
        before = scene.find(f"SELECT {_SET} FROM app WHERE id = ?", app_id)
        person.call(handler, **payload)
        after = scene.find(f"SELECT {_SET} FROM app WHERE id = ?", app_id)
        scene.put(
            "UPDATE app SET name = ?, timezone = ?, widget_key = ?, allowed_origins = ? WHERE id = ?", *before, app_id
        )
        return lambda: after != before

    return trial


def deciding_what_is_held_back(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Messages that a restore holds back, in an app that other tests use too: it is set right at once."""
    name = f"sending_paused:messages:{scene.server.demo['app_id']}"
    scene.put("INSERT INTO installation (name, value) VALUES (?, ?)", name, datetime.now(UTC).isoformat())
    is_done = scene.watch("SELECT count(*) FROM installation WHERE name = ?", name)
    person.call(handler, kind="messages")
    done = is_done()
    scene.put("DELETE FROM installation WHERE name = ?", name)
    return lambda: done


def copying_the_app(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """The copy is put away at once: an app has no more than ten."""
    before = scene.find("SELECT max(id) FROM app")
    person.call(handler)
    after = scene.find("SELECT max(id) FROM app")
    scene.put("UPDATE app SET archived_at = 1 WHERE id > ?", *before)
    return lambda: after != before


def deleting_a_test_app(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A test app that an admin has just made."""
    scene.person("admin", "settings").call("AppCopiesState.copy")
    (chosen,) = scene.find("SELECT max(id) FROM app")
    person.prepare("AppCopiesState.load")
    person.prepare("AppCopiesState.ask_to_delete", app_id=chosen)
    is_done = scene.watch("SELECT archived_at FROM app WHERE id = ?", chosen)
    person.call(handler)
    done = is_done()
    scene.put("UPDATE app SET archived_at = 1 WHERE id = ?", chosen)
    return lambda: done


WHATSAPP = '{"whatsapp_phone_number_id": "1", "whatsapp_token": "t"}'


def channelled(act: Trial) -> Trial:
    """An act while the app has a WhatsApp account of its own; undone at once."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        app_id = scene.server.demo["app_id"]
        (before,) = scene.find("SELECT channels FROM app WHERE id = ?", app_id)
        scene.put("UPDATE app SET channels = ? WHERE id = ?", WHATSAPP, app_id)
        is_done = act(scene, person, handler)()
        scene.put("UPDATE app SET channels = ? WHERE id = ?", before, app_id)
        return lambda: is_done

    return trial


def saving_channels(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT channels FROM app WHERE id = ?", scene.server.demo["app_id"])
    person.call(handler, form={"mail_from": "calls@acme.example"})
    return is_done


def trying_a_channel_out(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    is_done = scene.watch("SELECT count(*) FROM trial_message")
    person.call(handler, form={"channel": "whatsapp", "recipient": "+573005550100"})
    return is_done


def sending_by_hand(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A message that failed; whoever may see it may send it."""
    message = _failed_message(scene)
    is_done = scene.watch("SELECT details FROM reminder WHERE id = ?", message)
    person.prepare("OutboxState.choose_status", status="failed")
    person.prepare("OutboxState.ask_first", message_id=message)
    person.call(handler)
    return is_done


def sending_again(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """The same, from where such messages are listed among what needs somebody."""
    message = _failed_message(scene)
    is_done = scene.watch("SELECT details FROM reminder WHERE id = ?", message)
    person.call(handler, message_id=message)
    return is_done


def _failed_message(scene: Scene) -> str:
    phone = f"+57300{random.randint(5_000_000, 5_999_999)}"  # one customer has so many calls and no more
    call, message = scene.call(guestPhone=phone), f"rem_{uuid.uuid4().hex}"
    now = int(datetime.now(UTC).timestamp() * 1000)
    scene.put(
        "INSERT INTO reminder (id, app_id, booking_id, kind, channel, details, fire_at, status, attempts, created_at)"
        " VALUES (?, ?, ?, 'reminder_custom', 'whatsapp', '{}', ?, 'failed', 6, ?)",
        *(message, call["app_id"], call["id"], now, now),
    )
    return message


def telling_of_a_delay(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A call that begins in five minutes, of somebody who has no other; it is over at once."""
    (nobody,) = scene.find("SELECT id FROM person WHERE email = ?", scene.server.demo["supervisor"]["email"])
    return _telling_of_a_delay(scene, person, handler, nobody)


def telling_of_ones_own_delay(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Such a call of the first agent, whose others of the hour are over."""
    now = int(datetime.now(UTC).timestamp() * 1000)
    scene.put(
        "UPDATE booking SET status = 'completed', due_at = NULL WHERE agent_id = ? AND scheduled_at BETWEEN ? AND ?",
        *(scene.agents[0], now - 36_000_000, now + 7_200_000),
    )
    return _telling_of_a_delay(scene, person, handler, scene.agents[0])


def _telling_of_a_delay(scene: Scene, person: Person, handler: str, agent_id: str) -> Callable[[], bool]:
    call, start = scene.call(), int(datetime.now(UTC).timestamp() + 300) * 1000
    scene.put(
        "UPDATE booking SET agent_id = ?, scheduled_at = ?, ends_at = ? WHERE id = ?",
        *(agent_id, start, start + 1_800_000, call["id"]),
    )
    told = "SELECT count(*) FROM reminder WHERE kind = 'running_late' AND booking_id = ?"
    is_done = scene.watch(told, call["id"])
    person.call(handler, booking_id=call["id"])
    done = is_done()
    scene.put("UPDATE booking SET status = 'cancelled', due_at = NULL WHERE id = ?", call["id"])
    return lambda: done


def removing_a_note(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """A note of the first agent's on their own call."""
    drawer, call, note = handler.partition(".")[0], scene.call(), f"note_{uuid.uuid4().hex}"
    scene.put(
        "INSERT INTO internal_note (id, booking_id, author_id, body, created_at) VALUES (?, ?, ?, 'A remark', 0)",
        *(note, call["id"], scene.agents[0]),
    )
    is_done = scene.watch("SELECT removed_at FROM internal_note WHERE id = ?", note)
    person.prepare(f"{drawer}.open_call", booking_id=call["id"])
    person.prepare(f"{drawer}.ask_to_remove_note", note_id=note)
    person.call(handler)
    return is_done


def on_a_customer(*prepare: str, watched: str = "language, opt_outs, erased_at", **payload: Any) -> Trial:
    """An act on somebody who is booked with the first agent."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        (chosen,) = scene.find("SELECT customer_id FROM booking WHERE id = ?", scene.call()["id"])
        _open_customer(scene, person, chosen)
        for step in prepare:
            person.prepare(f"CustomerState.{step}", is_open=True)
        is_done = scene.watch(f"SELECT {watched} FROM customer WHERE id = ?", chosen)
        person.call(handler, **payload)
        return is_done

    return trial


def merging(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Two who are booked with the first agent."""
    stays, gone = scene.call(guestName="Merged Trial"), scene.call(guestName="Merged Trial")
    (chosen,) = scene.find("SELECT customer_id FROM booking WHERE id = ?", stays["id"])
    (other,) = scene.find("SELECT customer_id FROM booking WHERE id = ?", gone["id"])
    _open_customer(scene, person, chosen)
    person.prepare("MergeState.look_for", typed=gone["guest_email"])
    person.prepare("MergeState.choose", customer_id=other)
    is_done = scene.watch("SELECT merged_into_id FROM customer WHERE id = ?", other)
    person.call(handler)
    return is_done


def _open_customer(scene: Scene, person: Person, customer_id: str) -> None:
    person.tab.params = {"app_id": scene.server.demo["app_id"], "customer_id": customer_id}
    person.prepare("CustomerState.load")


_DRAWER: dict[str, Trial] = {
    "add_note": on_a_call(lambda _: {"form": {"body": "A remark"}}),
    "begin": on_a_call(lambda _: {}),
    "cancel": on_a_call(lambda _: {"form": {"reason": "ill"}}, "cancel"),
    "confirm": on_a_call(lambda _: {}),
    "finish": on_a_call(lambda _: {"form": {}}, "done"),
    "mark_no_show": on_a_call(lambda _: {}),
    "reassign": on_a_call(lambda scene: {"form": {"agent_id": scene.agents[1], "set_aside": "on"}}, "reassign"),
    "remove_note": removing_a_note,
    "reschedule": on_a_call(another_time, "reschedule"),
    "save": on_a_call(lambda _: {"form": {"guest_name": "Janet"}}, "update"),
}
TRIED: dict[str, Trial] = {
    **{f"{drawer}.{act}": trial for drawer in ("MasterDrawerState", "MyDrawerState") for act, trial in _DRAWER.items()},
    "SavedViewsState.save": keeping_a_view,
    "SavedViewsState.replace": on_a_view,
    "SavedViewsState.delete": on_a_view,
    "BulkCancelState.begin": cancelling_many,
    "BulkCancelState.stop": on_a_bulk_cancel("stopped_at", None),
    "BulkCancelState.put_away": on_a_bulk_cancel("seen_at", 1),
    "BookForAnyoneState.book": booking,
    "MoveAnyCallState.move": moving_by_hand,
    "MoveAnyCallState.undo": moving_by_hand,
    "MoveOwnCallState.move": moving_by_hand,
    "MoveOwnCallState.undo": moving_by_hand,
    "BookForMyselfState.book": booking,
    "BookingsState.say_done": on_a_listed_call,
    "BookingsState.say_no_show": on_a_listed_call,
    "NowState.say_done": on_a_listed_call,
    "NowState.say_no_show": on_a_listed_call,
    "NowState.confirm": on_a_listed_call,
    "NowState.begin": on_a_listed_call,
    "NowState.send_again": channelled(sending_again),
    "NowState.tell_late": telling_of_a_delay,
    "MySchedulesState.begin": on_a_listed_call,
    "MySchedulesState.say_done": on_a_listed_call,
    "MySchedulesState.say_no_show": on_a_listed_call,
    "MySchedulesState.tell_late": telling_of_ones_own_delay,
    "NextCallState.add_note": noting,
    "MySchedulesState.take_over": taking_over,
    "DndState.set_for": dnd_now,
    "DndState.set_until": dnd_until,
    "DndState.end_now": on_a_dnd_window(names_it=False),
    "DndState.remove": on_a_dnd_window(),
    "DndState.undo": on_a_dnd_window("DndState.remove", names_it=False),
    "DndFormState.save": dnd_later,
    "DndFormState.move": moving_dnd,
    "DndFormState.remove": on_a_dnd_window("DndFormState.edit", names_it=False),
    "CalendarsState.add": adding_calendar,
    "CalendarsState.read_again": on_a_calendar,
    "CalendarsState.remove": on_a_calendar,
    "BellState.choose": choosing_notices,
    "WeeklyFiguresState.choose": wishing_for_figures,
    "BellState.read": on_a_notice,
    "BellState.read_all": on_a_notice,
    "BellState.open_spoken": on_a_notice,
    **{f"{feed}.{act}": on_a_feed for feed in ("OwnFeedState", "AppFeedState") for act in ("renew", "revoke")},
    "AvailabilityState.save": saving_hours,
    "CopyHoursState.copy": copying_hours,
    "CopyHoursState.undo": copying_hours,
    "ExceptionsState.add": blocking,
    "ExceptionsState.remove": unblocking,
    "HolidaysState.apply": taking_holidays,
    "ClosureFileState.apply": closing_from_a_file,
    "RosterState.apply": taking_a_roster,
    "ImpactState.save": blocking_over_a_call,
    "ImpactState.undo": undoing,
    "PresetsState.save": saving_preset,
    "PresetsState.activate": activating_preset,
    "PresetsState.move": on_a_new_preset,
    "PresetsState.archive": on_a_new_preset,
    "SendingState.send": deciding_what_is_held_back,
    "SendingState.skip": deciding_what_is_held_back,
    "WebhooksState.create": subscribing,
    "WebhooksState.save": on_a_subscription("open_edit", form={"url": f"{RECEIVER}/2", "scheduled_created": "on"}),
    "WebhooksState.send_test": on_a_subscription(
        watched="(SELECT count(*) FROM delivery WHERE subscription_id = subscription.id)"
    ),
    "WebhooksState.pause": on_a_subscription(),
    "WebhooksState.resume": on_a_subscription(),
    "WebhooksState.rotate": on_a_subscription(),
    "WebhooksState.delete": on_a_subscription("ask_first"),
    "ClientsState.create": making_client,
    "ClientsState.save": on_a_client("open_edit", form=CLIENT_FORM | {"name": "CRM 2"}),
    "ClientsState.rotate": on_a_client(),
    "ClientsState.disable": on_a_client(),
    "ClientsState.enable": on_a_client(),
    "ClientsState.delete": on_a_client("ask_first"),
    "WebhooksState.resume_chosen": on_a_subscription("open_edit", skip=False),
    "ReplaysState.replay": replaying,
    "ReplaysState.replay_chosen": replaying,
    "ReplaysState.replay_failed": replaying,
    "ReplaysState.stop": replaying,
    "MembersState.invite": inviting,
    "MembersFileState.apply": adding_from_a_file,
    "MembersState.save": on_a_member("open_edit", form={"role": "agent", "weight": "7", "timezone": "UTC"}),
    "MembersState.invite_again": on_a_member(
        watched="(SELECT count(*) FROM one_time_link WHERE person_id = member.person_id)"
    ),
    "MembersState.make_link": on_a_member(
        watched="(SELECT count(*) FROM one_time_link WHERE person_id = member.person_id)"
    ),
    "MembersState.disable": on_a_member("ask_first"),
    "MembersState.enable": on_a_member(),
    "ChannelsState.save": channelled(saving_channels),
    "ChannelsState.try_out": channelled(trying_a_channel_out),
    "OutboxState.send": channelled(sending_by_hand),
    "AppSettingsState.save": on_the_app(form={"app_name": "Renamed", "timezone": "UTC"}),
    "AppSettingsState.rotate": on_the_app(),
    "AppSettingsState.activate": activating_preset,
    "EmbeddingState.save": on_the_app(form={"sites": "https://shop.example"}),
    "CustomerState.save": on_a_customer(form={"language": "fr"}),
    "CustomerState.set_wanted": on_a_customer(kind="whatsapp", is_wanted=False),
    "CustomerState.export": on_a_customer(watched="(SELECT count(*) FROM audit_entry WHERE subject_id = customer.id)"),
    "CustomerState.erase": on_a_customer("set_erasing"),
    "MergeState.merge": merging,
    "AppCopiesState.copy": copying_the_app,
    "AppCopiesState.delete": deleting_a_test_app,
    "RetentionState.settle": forgetting_customers,
}
