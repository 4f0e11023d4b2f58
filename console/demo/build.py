"""Making the demo: once, on an empty database; afterwards only its addresses follow the port it is served on."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.errors import Conflict
from console.scheduling.services import files, installation, pretend, webhooks
from console.scheduling.services.files import ImportedApp
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings

from . import calendar, history, requests, team
from .receiver import PATH, secret_file

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}  # noqa: S104 - compared, not listened on


@dataclass(frozen=True, slots=True)
class Demo:
    """What `demo.json` says (CONTRACT section 10)."""

    base_url: str
    app_id: str
    widget_key: str
    client_id: str
    client_secret: str
    preset_id: str
    agents: Sequence[Mapping[str, str]]
    admin: Mapping[str, str]
    lead: Mapping[str, str]
    supervisor: Mapping[str, str]


def choose() -> None:
    """Make this process, and those it starts, a demo: its receiver and calendar are served, and may be reached."""
    os.environ["CALLBOARD_DEMO"] = "true"
    for name, allowed in (("WEBHOOK", settings().webhook_allow), ("CALENDAR", settings().calendar_allow)):
        os.environ[f"CALLBOARD_{name}_ALLOW"] = ",".join(dict.fromkeys([*allowed, _own_host()]))
    settings.cache_clear()


def fill() -> Demo | None:
    """Make the demo on an empty database and write `demo.json`; a filled one is left alone but for its addresses.

    Gives what `demo.json` says, None where the database holds something else.
    """
    if installation.is_empty():
        with database.without_waiting_for_the_disk():
            return _fill()
    if not _file().exists():
        return None
    demo = Demo(**{**json.loads(_file().read_text("utf-8")), "base_url": settings().base_url})
    _write(_file(), vars_of(demo))
    _follow_port(demo)
    return demo


def vars_of(demo: Demo) -> dict[str, Any]:
    """The demo as `demo.json` holds it."""
    return {name: getattr(demo, name) for name in Demo.__dataclass_fields__}


def told(demo: Demo) -> str:
    """Where to go and how to sign in, for whoever started it."""
    who = (("admin", demo.admin), ("lead", demo.lead), ("supervisor", demo.supervisor), ("agent", demo.agents[0]))
    return "\n".join(
        (
            f"Callboard is ready: {demo.base_url}",
            f"  booking page   {demo.base_url}/book/{demo.app_id}?key={demo.widget_key}",
            f"  webhooks seen  {demo.base_url}{PATH}",
            *(f"  {role:<13}  {one['email']}  {one['password']}" for role, one in who),
            f"Everybody, and the API client: {_file()}\nCtrl-C ends it.",
        )
    )


def _fill() -> Demo:
    passwords = team.fresh_passwords()
    app = files.import_app(team.app_file(clock.now(), passwords))
    client = app.clients[team.CLIENT]
    demo = Demo(
        base_url=settings().base_url,
        app_id=app.app_id,
        widget_key=app.widget_key,
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        preset_id=app.presets[team.SUPPORT]["id"],
        agents=[{"id": app.agents[one.key]["id"], "name": one.name} | _keys(one, passwords) for one in team.AGENTS],
        admin=_keys(team.ADMIN, passwords),
        lead=_keys(team.LEAD, passwords),
        supervisor=_keys(team.SUPERVISOR, passwords),
    )
    _write(_file(), vars_of(demo))
    history.live(app, shortly_before_now=lambda: _subscribe(app))
    pretend.settle_notices()
    requests.call(app)
    _add_calendar(demo)
    return demo


def _keys(one: team.Colleague, passwords: Mapping[str, str]) -> dict[str, str]:
    return {"email": one.email, "password": passwords[one.key]}


def _subscribe(app: ImportedApp) -> None:
    """Let the demo's own receiver hear everything from here on."""
    _, secret = webhooks.subscribe(operator(app.app_id), NewSubscription(_own_url(PATH), webhooks.EVENTS))
    _write(secret_file(), {"secret": secret})


def _add_calendar(demo: Demo) -> None:
    """Let an agent have a calendar of their own, which this demo serves; not where they have put others in its place."""
    with suppress(Conflict):
        calendar.add(demo.agents[team.AGENTS.index(team.BUSY)]["id"], demo.app_id, _own_url(calendar.PATH))


def _follow_port(demo: Demo) -> None:
    """Point the subscription and the calendar to where they are served this time."""
    admin = operator(demo.app_id)
    _add_calendar(demo)
    for subscription in webhooks.list_subscriptions(admin):
        if subscription.url.endswith(PATH) and subscription.url != _own_url(PATH):
            webhooks.change(admin, subscription.id, url=_own_url(PATH))


def _own_url(path: str) -> str:
    host = _own_host()
    return f"http://{f'[{host}]' if ':' in host else host}:{settings().port}{path}"


def _own_host() -> str:
    return _EVERYWHERE.get(settings().host, settings().host)


def _file() -> Path:
    return settings().data.resolve() / "demo.json"


def _write(file: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, and for the owner's eyes: it holds keys."""
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    unfinished.replace(file)
