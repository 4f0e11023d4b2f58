"""An admin settles an app: its face, its default preset, its key and a test message; and sees a preset before saving it."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Server, served
from tests.smtp_sink import Sink, smtp_sink

pytestmark = pytest.mark.browser

PREVIEW = "iframe[title='Preview of the booking page']"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    """Where the server's e-mails go."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Server]:
    """A server of its own, with a way for e-mails: the key and the default preset are what others' tests stand on."""
    url = f"smtp://127.0.0.1:{sink.port}"
    with served(tmp_path_factory.mktemp("callboard"), CALLBOARD_SMTP_URL=url) as server:
        yield server


@pytest.fixture
def admin(context: BrowserContext, own: Server) -> Page:
    """A tab of the admin of that server."""
    name, _, value = own.cookie("admin").partition("=")
    context.add_cookies([{"name": name, "value": value, "url": own.base_url}])
    return context.new_page()


def test_the_face_of_an_app_is_tried_before_it_is_saved_and_never_left_by_mistake(admin: Page, own: Server):
    admin.goto(own.in_app("settings"))
    accent = admin.get_by_label("Accent", exact=True)
    accent.fill("#ffee00")
    expect(admin.get_by_text("too close to the page, 1.2 : 1 where 3 : 1 is needed")).to_be_visible()
    expect(admin.get_by_text("#7a7200 is used in its place")).to_be_visible()
    step = admin.frame_locator(PREVIEW).get_by_role("heading", name="Choose a time")
    expect(step).to_be_visible()
    assert _used(step) == "#7a7200"
    admin.get_by_role("group", name="Theme").get_by_role("button", name="Dark").press("Enter")
    expect(admin.frame_locator(PREVIEW).locator("html")).to_have_class("dark")
    assert _used(step) == "#ffee00"

    admin.get_by_label("Logo").fill("https://lumen.example/new.svg")
    admin.get_by_role("link", name="Members", exact=True).first.click()
    question = admin.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay").press("Enter")
    expect(question).to_be_hidden()
    expect(admin.get_by_label("Logo")).to_have_value("https://lumen.example/new.svg")
    admin.get_by_label("Logo").fill("")
    accent.press("Enter")
    expect(admin.get_by_text("Saved.", exact=True).first).to_be_visible()
    admin.get_by_role("link", name="Members", exact=True).first.click()
    expect(admin.get_by_role("heading", name="Members", level=1)).to_be_visible()
    assert "#7a7200" in httpx.get(_booking_page(admin, own)).text


def test_the_key_the_default_preset_and_a_test_message(admin: Page, own: Server, sink: Sink):
    before = _booking_page(admin, own)
    assert httpx.get(before).text.count("This booking link does not work.") == 0
    admin.get_by_role("button", name="Replace the key").click()
    admin.get_by_role("dialog").get_by_role("button", name="Replace the key").click()
    link = admin.get_by_label("Booking page", exact=True)
    expect(link).not_to_have_value(before)
    assert "This booking link does not work." in httpx.get(before).text

    chosen = admin.get_by_label("Used when a link or a request names none")
    other = next(name for name in ("Talk to a specialist", "Support call") if name != _selected(chosen))
    chosen.select_option(label=other)
    chosen.locator("xpath=ancestor::form").get_by_role("button", name="Save").press("Enter")
    expect(admin.get_by_text("It is active now.").first).to_be_visible()
    assert f"{other} · " in httpx.get(link.input_value()).text

    came = len(sink.messages)
    admin.get_by_label("Your e-mail address or phone number").fill("admin@lumen.example")
    admin.get_by_role("button", name="Send a test message").click()
    expect(admin.get_by_role("status").filter(has_text="admin@lumen.example")).to_be_visible(timeout=20_000)
    assert [str(one["To"]) for one in sink.messages[came:]] == ["admin@lumen.example"]


def test_a_preset_is_seen_as_customers_will_see_it_before_it_is_saved(admin: Page, own: Server):
    admin.goto(own.in_app("presets"))
    admin.get_by_role("button", name="Change Direct line").click()
    form = admin.get_by_role("dialog", name="Change Direct line")
    lengths = form.get_by_label("Lengths to choose from")
    minutes = "20" if lengths.input_value() != "20" else "25"
    frame = admin.frame_locator(PREVIEW)
    expect(frame.get_by_role("heading", name="Direct line")).to_be_visible()
    lengths.fill(minutes)
    expect(form.get_by_role("status").filter(has_text="Length to begin with")).to_be_visible()
    form.get_by_label("Length to begin with").fill(minutes)
    expect(frame.get_by_text(f"{minutes} minutes", exact=True)).to_be_visible()
    form.get_by_role("button", name="Add a question").press("Enter")
    form.get_by_label("Question", exact=True).last.fill("Which lamp is it?")
    form.get_by_role("button", name="The customer's details").press("Enter")
    expect(frame.get_by_text("Which lamp is it?")).to_be_visible()

    form.get_by_role("button", name="Back", exact=True).click()
    expect(form).to_be_hidden()
    admin.get_by_role("button", name="Change Direct line").click()
    expect(form.get_by_label("Lengths to choose from")).not_to_have_value(minutes)
    expect(frame.get_by_text(f"{minutes} minutes", exact=True)).to_be_hidden()


def _booking_page(page: Page, own: Server) -> str:
    """The link to the booking page, as the settings have it."""
    page.goto(own.in_app("settings"))
    link = page.get_by_label("Booking page", exact=True)
    expect(link).not_to_have_value("")
    return link.input_value()


def _used(inside: Locator) -> str:
    """The accent in force where this stands."""
    return inside.evaluate(
        "it => getComputedStyle(it.ownerDocument.documentElement).getPropertyValue('--accent').trim()"
    )


def _selected(select: Locator) -> str:
    return select.evaluate("it => it.selectedOptions[0].textContent")
