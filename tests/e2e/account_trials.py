"""Acts on one's own account over a raw socket, each tried by somebody new: it would sign the others out."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from pyotp.totp import TOTP

from console.scheduling.services import passwords, tokens
from tests.e2e.handler_trials import Person, Scene, Trial

PASSWORD, SECRET = "correct horse", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass
class Newcomer:
    """A member of a role, just made, with a tab on their profile."""

    scene: Scene
    id: str
    email: str
    tab: Person

    def cookie(self) -> str:
        """A Cookie header with one more session of theirs."""
        return _cookie(self.scene, self.email)


def newcomer(scene: Scene, role: str) -> Newcomer:
    """Let somebody new into the demo's app."""
    who = f"per_{uuid.uuid4().hex}"
    email = f"{who}@agents.test"
    scene.put(
        "INSERT INTO person (id, name, email, email_key, password_hash, preferences, created_at)"
        " VALUES (?, 'Kim', ?, ?, ?, '{}', 0)",
        *(who, email, email, passwords.hashed(PASSWORD)),
    )
    scene.put(
        "INSERT INTO member (app_id, person_id, role, timezone, languages, weight, notices, joined_at)"
        " VALUES (?, ?, ?, 'UTC', '[]', 1, '{}', 0)",
        *(scene.server.demo["app_id"], who, role),
    )
    return Newcomer(scene, who, email, Person(scene.server, role, "profile", _cookie(scene, email)))


def _cookie(scene: Scene, email: str) -> str:
    answer = httpx.post(f"{scene.server.base_url}/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return answer.headers["set-cookie"].split(";")[0]


def code() -> str:
    """What an authenticator app shows at this moment."""
    return TOTP(SECRET).at(int(time.time()))


def with_app(scene: Scene, person_id: str, *, is_on: bool) -> None:
    """Give somebody an authenticator app, set up or about to be."""
    scene.put(
        "INSERT INTO second_factor (person_id, secret, on_since, created_at) VALUES (?, ?, ?, 0)",
        *(person_id, SECRET, 1 if is_on else None),
    )
    scene.put("INSERT INTO recovery_code (code_hash, person_id) VALUES (?, ?)", person_id, person_id)


def on_oneself(watched: str, payload: Callable[[], dict[str, object]], *, app: bool | None = None) -> Trial:
    """An act of a newcomer's on their own account; `app`: whether their authenticator app is on, None: they have none."""

    def trial(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
        kim = newcomer(scene, person.role)
        if app is not None:
            with_app(scene, kim.id, is_on=app)
        is_done = scene.watch(watched, kim.id)
        person.came = kim.tab.call(handler, **payload())
        kim.tab.tab.close()
        return is_done

    return trial


def ending(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """Signing another browser of one's own out; that of somebody else stays whatever is asked."""
    kim, other = newcomer(scene, person.role), newcomer(scene, "agent")
    sessions = "SELECT count(*) FROM sign_in_session WHERE token_hash = ?"
    mine, theirs = (tokens.digest(one.cookie().partition("=")[2]) for one in (kim, other))
    is_done = scene.watch(sessions, mine)
    if handler.endswith("end_others"):
        person.came = kim.tab.call(handler)
    else:
        person.came = "".join(kim.tab.call(handler, browser_id=browser) for browser in (theirs, mine))
    assert scene.find(sessions, theirs) == (1,)
    for one in (kim, other):
        one.tab.tab.close()
    return is_done


def helping(scene: Scene, person: Person, handler: str) -> Callable[[], bool]:
    """An agent who has lost their phone."""
    kim = newcomer(scene, "agent")
    with_app(scene, kim.id, is_on=True)
    is_done = scene.watch(_FACTOR, kim.id)
    person.prepare("MembersState.load")
    person.prepare("MembersState.ask_to_help", row_id=kim.id)
    person.call(handler)
    kim.tab.tab.close()
    return is_done


_FACTOR = "SELECT count(*), max(on_since) FROM second_factor WHERE person_id = ?"
_CODES = "SELECT count(*) FROM recovery_code WHERE person_id = ?"
_TIMES = {"timezone": "Asia/Tokyo", "times": "app", "language": ""}
TRIED: dict[str, Trial] = {
    "ProfileState.save_name": on_oneself(
        "SELECT name FROM person WHERE id = ?", lambda: {"form": {"name": "Kim the Second"}}
    ),
    "ProfileState.save_times": on_oneself("SELECT timezone FROM member WHERE person_id = ?", lambda: {"form": _TIMES}),
    "OwnPasswordState.change": on_oneself(
        "SELECT password_hash FROM person WHERE id = ?",
        lambda: {"form": {"old": PASSWORD, "new": "battery staple"}},
    ),
    "SecondFactorState.begin": on_oneself(_FACTOR, lambda: {"form": {"password": PASSWORD}}),
    "SecondFactorState.turn_on": on_oneself(_FACTOR, lambda: {"form": {"code": code()}}, app=False),
    "SecondFactorState.renew": on_oneself(_CODES, lambda: {"form": {"password": PASSWORD, "code": code()}}, app=True),
    "SecondFactorState.turn_off": on_oneself(
        _FACTOR, lambda: {"form": {"password": PASSWORD, "code": code()}}, app=True
    ),
    "BrowsersState.end": ending,
    "BrowsersState.end_others": ending,
    "MembersState.turn_second_factor_off": helping,
}
