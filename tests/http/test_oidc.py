"""Signing in with a provider, over real HTTP: the good way in, and every way in which a provider's word is not taken."""

import threading
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from argon2 import PasswordHasher
from pyotp.totp import TOTP
from sqlmodel import select
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.testclient import TestClient

from console import http
from console.commands.doctor import tried
from console.http import provider, provider_wire
from console.scheduling import clock, database
from console.scheduling.models import AuditEntry, Member, Person, PersonIdentity, SecondFactor, SignInSession
from console.scheduling.services import (
    identities,
    installation,
    one_time_links,
    passwords,
    people,
    sessions,
    signing_in,
    throttle,
)
from console.scheduling.settings import settings
from console.state.gate import cookie_name
from tests import oidc_provider as misbehaving
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, fresh_key, oidc_provider, path_of
from tests.services.conftest import MONDAY, Acme, make_acme

BASE = "http://testserver"
BO, SECRET = "bo@agents.test", "correct horse"
_elsewhere = httpx.Client(verify=False)
_FAILED = "could not sign you in"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with oidc_provider(BASE + provider.RETURN_PATH) as one:
        yield one


@pytest.fixture
def world(running: Provider) -> Provider:
    """The provider as it is when it behaves."""
    running.__init__(running.issuer, running.returns_to)
    provider._published.clear()
    return running


@pytest.fixture
def acme(sqlite_store: str, world: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Acme]:
    """The team, in an installation that knows the provider."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name, value in {
        "PUBLIC_URL": BASE,
        "OIDC_ISSUER": world.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Acme SSO",
    }.items():
        monkeypatch.setenv(f"CALLBOARD_{name}", value)
    settings.cache_clear()
    installation._key.cache_clear()
    throttle.forget_all()
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def browser(acme: Acme) -> TestClient:
    return TestClient(Starlette(routes=http.routes), base_url=BASE, follow_redirects=False)


def set_out(browser: TestClient, wanted: str = "") -> str:
    """To the provider, and through it; gives the address that it sends the browser back to."""
    answer = browser.get("/sign-in/provider", params={"next": wanted} if wanted else {})
    assert answer.status_code == 303, answer.text
    return _elsewhere.get(answer.headers["location"]).headers["location"]


def come_back(browser: TestClient, address: str) -> httpx.Response:
    return browser.get(path_of(address))


def sign_in(browser: TestClient, wanted: str = "") -> httpx.Response:
    return come_back(browser, set_out(browser, wanted))


def who_is_in(browser: TestClient) -> str | None:
    found = sessions.resolve(browser.cookies.get(cookie_name(), ""))
    return found.person.id if found else None


def flow() -> str:
    """The cookie of the way, as this installation calls it."""
    return f"{cookie_name()}-flow"


def rows(table: type) -> int:
    with database.reading() as session:
        return len(session.exec(select(table)).all())


def test_the_page_offers_the_provider_by_its_name(acme: Acme, browser: TestClient):
    page = browser.get("/sign-in", params={"next": "/app/x?y=1"}).text
    assert "Sign in with Acme SSO" in page and 'href="/sign-in/provider?next=%2Fapp%2Fx%3Fy%3D1"' in page
    assert 'name="password"' in page


def test_a_link_on_another_site_signs_nobody_in_by_itself(acme: Acme, browser: TestClient, world: Provider):
    for site in ("cross-site", "same-site"):
        answer = browser.get("/sign-in/provider", params={"next": "/app/x"}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 200 and 'href="/sign-in/provider?next=%2Fapp%2Fx"' in answer.text
        assert flow() not in browser.cookies
    pressed = browser.get("/sign-in/provider", headers={"Sec-Fetch-Site": "same-origin"})
    assert pressed.status_code == 303 and flow() in browser.cookies


def test_without_a_provider_nothing_is_offered(acme: Acme, browser: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("CALLBOARD_OIDC_ISSUER")
    settings.cache_clear()
    assert "Sign in with" not in browser.get("/sign-in").text
    for path in ("/sign-in/provider", provider.RETURN_PATH):
        assert browser.get(path).headers["location"] == "/sign-in"


def test_whoever_the_provider_knows_by_a_verified_email_is_signed_in(acme: Acme, browser: TestClient, world: Provider):
    world.email = "Bo@Agents.TEST"
    wanted = f"/app/{acme.app_id}/members"
    answer = sign_in(browser, wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    assert who_is_in(browser) == acme.bo and flow() not in browser.cookies
    assert (rows(Person), rows(Member)) == (2, 2)
    with database.reading() as session:
        assert [entry.act for entry in session.exec(select(AuditEntry))] == ["person.identity_linked"]


def test_each_sign_in_has_secrets_of_its_own_and_shows_none(acme: Acme, browser: TestClient, world: Provider):
    kept = []
    for _ in range(2):
        set_out(browser)
        kept.append(browser.cookies[flow()])
    first, second = world.given
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["redirect_uri"] == BASE + provider.RETURN_PATH and first["code_challenge_method"] == "S256"
    assert CLIENT_SECRET not in str(world.given) and len({first["state"], first["nonce"], first["code_challenge"]}) == 3
    assert not any(first[name] in kept[0] for name in ("state", "nonce", "code_challenge"))


def test_the_cookie_of_the_way_is_for_the_server_alone(acme: Acme, browser: TestClient):
    header = browser.get("/sign-in/provider").headers["set-cookie"].lower()
    assert "httponly" in header and "samesite=lax" in header and "max-age=600" in header


def test_another_process_takes_up_the_way(acme: Acme, browser: TestClient):
    address = set_out(browser)
    provider._published.clear()
    installation._key.cache_clear()
    come_back(browser, address)
    assert who_is_in(browser) == acme.bo


@pytest.mark.parametrize(
    "wanted", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "x" * 9000]
)
def test_nobody_is_led_to_another_site(acme: Acme, browser: TestClient, wanted: str):
    assert sign_in(browser, wanted).headers["location"] == f"/app/{acme.app_id}/my-schedules"


def test_who_was_only_invited_has_taken_up_the_invitation(acme: Acme, browser: TestClient):
    sign_in(browser)
    with database.reading() as session:
        bo = session.get_one(Person, acme.bo)
    assert not people.is_unclaimed(bo)
    for password in ("", "!", "nobody has this password"):
        assert not passwords.matches(bo.password_hash, password)


def test_the_code_of_an_authenticator_app_is_asked_for_as_well(acme: Acme, browser: TestClient):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    with database.writing() as session:
        session.add(SecondFactor(person_id=acme.bo, secret=secret, on_since=MONDAY, created_at=MONDAY))
    wanted = f"/app/{acme.app_id}/members"
    answer = sign_in(browser, wanted)
    assert answer.headers["location"].startswith("/sign-in/code") and who_is_in(browser) is None
    answer = browser.post("/sign-in/code", data={"code": TOTP(secret).at(clock.now()), "next": wanted})
    assert answer.headers["location"] == wanted and who_is_in(browser) == acme.bo


def test_a_known_person_stays_who_they_are_when_the_email_changes(acme: Acme, browser: TestClient, world: Provider):
    sign_in(browser)
    world.email = "ada@agents.test"  # whom the provider renames so does not become Ada
    sign_in(browser)
    assert who_is_in(browser) == acme.bo and rows(PersonIdentity) == 1


def test_whoever_gets_the_email_of_somebody_else_does_not_get_their_account(
    acme: Acme, browser: TestClient, world: Provider
):
    sign_in(browser)
    browser.cookies.clear()
    world.subject = "another"
    answer = sign_in(browser)
    assert answer.status_code == 422 and "Somebody else" in answer.text
    assert who_is_in(browser) is None and rows(SignInSession) == 1


def test_who_is_unlinked_is_signed_out_and_found_by_email_again(acme: Acme, browser: TestClient, world: Provider):
    sign_in(browser)
    assert identities.forget("BO@agents.test") and who_is_in(browser) is None
    assert not identities.forget(BO)
    world.subject = "another"
    sign_in(browser)
    assert who_is_in(browser) == acme.bo


def test_a_key_is_changed_without_anybody_noticing(acme: Acme, browser: TestClient, world: Provider):
    sign_in(browser)
    browser.cookies.clear()
    world.key = fresh_key("two")
    sign_in(browser)
    assert who_is_in(browser) == acme.bo


def test_the_email_may_stand_in_the_userinfo_alone(acme: Acme, browser: TestClient, world: Provider):
    world.in_userinfo = {"email": BO, "email_verified": True}
    sign_in(browser)
    assert who_is_in(browser) == acme.bo


def refused(browser: TestClient, answer: httpx.Response, why: str = _FAILED) -> None:
    """Kindly, and with nothing done."""
    assert answer.status_code == 422 and why in answer.text and "Sign in with Acme SSO" in answer.text
    assert "Traceback" not in answer.text and who_is_in(browser) is None
    assert (rows(Person), rows(SignInSession), rows(PersonIdentity)) == (2, 0, 0)


_CLAIMS = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "another"},
    "for others too, without saying for whom": {"aud": [CLIENT_ID, "another"]},
    "for others too, and for one of them": {"aud": [CLIENT_ID, "another"], "azp": "another"},
    "for another client, with us as the party": {"aud": "another", "azp": CLIENT_ID},
    "for nobody": {"aud": None},
    "from another issuer": {"iss": "https://other.test"},
    "from nobody": {"iss": None},
    "expired": {"exp": int(MONDAY.timestamp()) - 61},
    "without an end": {"exp": None},
    "an end that is no number": {"exp": "tomorrow"},
    "of the future": {"iat": int(MONDAY.timestamp()) + 600},
    "not yet good": {"nbf": int(MONDAY.timestamp()) + 600},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
    "about a number": {"sub": 5},
    "a name that cannot be kept": {"sub": "a\x00b"},
    "a name without end": {"sub": "x" * 300},
    "for another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("claims", _CLAIMS.values(), ids=_CLAIMS)
def test_a_token_that_is_not_of_this_sign_in_is_refused(browser: TestClient, world: Provider, claims: dict):
    world.claims = claims
    refused(browser, sign_in(browser))


@pytest.mark.parametrize(
    "sign",
    [
        misbehaving.unsigned,
        misbehaving.with_client_secret,
        misbehaving.with_public_key_as_secret,
        misbehaving.with_other_key,
        misbehaving.with_unknown_key,
        misbehaving.with_own_key_inside,
        misbehaving.changed_after_signing,
        misbehaving.nonsense,
    ],
    ids=lambda sign: sign.__name__,
)
def test_a_token_that_the_provider_did_not_sign_is_refused(browser: TestClient, world: Provider, sign: Callable):
    world.sign = sign
    refused(browser, sign_in(browser))


@pytest.mark.parametrize("is_verified", [False, None, "true", 1])
def test_an_email_that_is_not_verified_counts_for_nothing(browser: TestClient, world: Provider, is_verified: object):
    world.is_verified = is_verified
    refused(browser, sign_in(browser), "not verified your e-mail")


@pytest.mark.parametrize("email", ["cy@agents.test", "", "bo@agents.test\u200b", "bo\u0000@agents.test"])
def test_who_has_no_account_gets_none(browser: TestClient, world: Provider, email: str):
    world.email = email
    refused(browser, sign_in(browser), "Nobody has an account here")


def test_letters_that_only_fold_alike_are_another_mailbox(acme: Acme, browser: TestClient, world: Provider):
    with database.writing() as session:
        bo = session.get_one(Person, acme.bo)
        bo.email = bo.email_key = "strasse@agents.test"
    world.email = "stra\u00dfe@agents.test"
    refused(browser, sign_in(browser), "Nobody has an account here")


def test_a_closed_account_stays_closed(acme: Acme, browser: TestClient):
    people.disable(BO)
    refused(browser, sign_in(browser), "account is closed")


def test_the_userinfo_of_another_person_is_refused(browser: TestClient, world: Provider):
    world.in_userinfo = {"email": BO, "email_verified": True, "sub": "another"}
    refused(browser, sign_in(browser))


def test_who_says_no_at_the_provider_is_told_so(browser: TestClient, world: Provider):
    world.error = "access_denied"
    refused(browser, sign_in(browser), "You did not sign in with Acme SSO")


def test_another_error_of_the_provider_is_no_riddle(browser: TestClient, world: Provider):
    world.error = "<script>server_error"
    refused(browser, sign_in(browser))


@pytest.mark.parametrize("changes", [{"state": "0" * 64}, {"state": ""}, {"state": "\u00e9"}])
def test_an_answer_to_another_state_is_refused(browser: TestClient, changes: dict):
    address = urlsplit(set_out(browser))
    query = {name: values[0] for name, values in parse_qs(address.query).items()} | changes
    refused(browser, browser.get(address.path, params=query), "took too long")


def test_an_answer_in_another_browser_is_refused(acme: Acme, browser: TestClient, world: Provider):
    address = set_out(browser)
    other = TestClient(Starlette(routes=http.routes), base_url=BASE, follow_redirects=False)
    refused(other, come_back(other, address), "took too long")
    set_out(other)
    refused(other, come_back(other, address), "took too long")
    assert "/token" not in world.asked


@pytest.mark.parametrize(
    "spoil", [lambda kept: kept[:-1] + "x", lambda kept: "x" + kept, lambda _: ".", lambda _: "a.b.c"]
)
def test_a_way_that_we_did_not_seal_is_none(browser: TestClient, spoil: Callable[[str], str]):
    address = set_out(browser)
    kept = spoil(browser.cookies[flow()].strip('"'))
    browser.cookies.clear()
    browser.cookies.set(flow(), kept)
    refused(browser, come_back(browser, address), "took too long")


def test_who_takes_too_long_begins_anew(acme: Acme, browser: TestClient):
    address, kept = set_out(browser), browser.cookies[flow()]
    acme.hand.shift(600)
    browser.cookies.clear()
    browser.cookies.set(flow(), kept)
    refused(browser, come_back(browser, address), "took too long")


def test_a_code_is_good_once(acme: Acme, browser: TestClient):
    address, kept = set_out(browser), browser.cookies[flow()]
    come_back(browser, address)
    browser.cookies.clear()
    come_back(browser, address)
    assert who_is_in(browser) is None
    browser.cookies.set(flow(), kept)
    answer = come_back(browser, address)
    assert answer.status_code == 422 and who_is_in(browser) is None and rows(SignInSession) == 1


@pytest.mark.parametrize("iss", ["https://other.test"])
def test_an_answer_of_another_provider_is_refused_before_its_code_is_shown(
    browser: TestClient, world: Provider, iss: str
):
    world.iss = iss
    refused(browser, sign_in(browser))
    assert "/token" not in world.asked


_WELL_KNOWN = "/.well-known/openid-configuration"
_BROKEN: dict[str, Callable[[], Response]] = {
    "gone": lambda: PlainTextResponse("no", 404),
    "down": lambda: JSONResponse({}, 503),
    "no JSON": lambda: PlainTextResponse("<html>"),
    "a list": lambda: JSONResponse([]),
    "deep": lambda: PlainTextResponse("[" * 100_000),
    "elsewhere": lambda: Response(status_code=302, headers={"Location": "http://127.0.0.1:1/"}),
    "endless": lambda: PlainTextResponse('{"a": "' + "x" * 300_000),
    "packed": lambda: Response(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("answer", _BROKEN.values(), ids=_BROKEN)
def test_a_provider_that_is_broken_is_said_to_be(browser: TestClient, world: Provider, answer: Callable[[], Response]):
    world.answers[_WELL_KNOWN] = answer
    refused(browser, browser.get("/sign-in/provider"))


@pytest.mark.parametrize("path", ["/token", "/jwks"])
@pytest.mark.parametrize("how", ["down", "no JSON", "deep"])
def test_a_provider_that_breaks_on_the_way_is_said_to_be(browser: TestClient, world: Provider, path: str, how: str):
    world.answers[path] = _BROKEN[how]
    refused(browser, sign_in(browser))


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://other.test"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"jwks_uri": 5},
    ],
    ids=str,
)
def test_a_provider_that_publishes_what_cannot_be_used_is_not_visited(
    browser: TestClient, world: Provider, document: dict
):
    world.document = document
    refused(browser, browser.get("/sign-in/provider"))


def test_a_provider_that_says_nothing_is_not_waited_for(
    browser: TestClient, world: Provider, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(provider_wire, "_SECONDS", 0.05)
    released = threading.Event()
    world.answers[_WELL_KNOWN] = misbehaving.hang(released)
    try:
        refused(browser, browser.get("/sign-in/provider"))
    finally:
        released.set()


def test_who_tries_without_end_is_stopped(browser: TestClient):
    for _ in range(100):
        browser.get(provider.RETURN_PATH)
    assert "Too many attempts" in browser.get(provider.RETURN_PATH).text


def test_the_reader_is_told_in_their_language(browser: TestClient, world: Provider):
    spoken = TestClient(http.speaking(Starlette(routes=http.routes)), base_url=BASE, follow_redirects=False)
    world.error = "access_denied"
    spoken.headers["accept-language"] = "es"
    assert "No inició sesión con Acme SSO" in sign_in(spoken).text


@pytest.fixture
def passwords_off(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.writing() as session:
        session.get_one(Person, acme.ada).password_hash = passwords.hashed(SECRET)
    monkeypatch.setenv("CALLBOARD_OIDC_ONLY", "true")
    settings.cache_clear()


def test_where_passwords_are_off_only_the_provider_lets_anybody_in(
    passwords_off: None, acme: Acme, browser: TestClient
):
    page = browser.get("/sign-in").text
    assert "Sign in with Acme SSO" in page and "password" not in page.lower()
    answer = browser.post("/sign-in", data={"email": "ada@agents.test", "password": SECRET})
    assert answer.status_code == 422 and "Passwords are off" in answer.text and who_is_in(browser) is None
    answer = browser.post("/forgotten-password", data={"email": "ada@agents.test"})
    assert answer.status_code == 422 and "Passwords are off" in answer.text
    sign_in(browser)
    assert who_is_in(browser) == acme.bo


def test_where_passwords_are_off_an_invitation_leads_to_the_provider(
    passwords_off: None, acme: Acme, browser: TestClient
):
    with database.writing() as session:
        path = path_of(one_time_links.issue(session, "invitation", acme.bo, clock.now()))
    page = browser.get(path).text
    assert "Sign in with Acme SSO" in page and 'type="password"' not in page
    assert browser.post(path, data={"password": SECRET}).status_code != 303 and who_is_in(browser) is None


@pytest.mark.parametrize("email", ["ada@agents.test", BO])
def test_where_passwords_are_off_the_operator_can_still_let_somebody_in(
    passwords_off: None, browser: TestClient, email: str
):
    answer = browser.post(path_of(people.password_link(email)), data={"password": "battery staple"})
    assert answer.status_code == 303 and who_is_in(browser)
    with pytest.raises(Exception, match="Passwords are off"):
        signing_in.with_password(email, "battery staple")


def test_the_doctor_asks_the_provider(acme: Acme, world: Provider):
    assert world.issuer in tried.provider() and BASE + provider.RETURN_PATH in tried.provider()
    world.answers["/jwks"] = _BROKEN["gone"]
    with pytest.raises(provider_wire.ProviderFailed, match="404"):
        tried.provider()
