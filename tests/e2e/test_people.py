"""People in a browser: an invitation, a forgotten password, a file of members, and who changed what."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server

pytestmark = pytest.mark.browser


def test_an_invited_member_sets_a_password_arrives_and_forgets_it(server: Server, sign_in):
    admin: Page = sign_in("admin")
    admin.goto(server.in_app("members"))
    admin.get_by_role("button", name="Invite", exact=True).click()
    form = admin.get_by_role("dialog", name="Invite a member")
    form.get_by_label("Name").fill("Nora Lind")
    form.get_by_label("E-mail").fill("nora@agents.test")
    form.get_by_label("Languages").fill("en")
    form.get_by_role("button", name="Invite", exact=True).click()
    link = admin.get_by_label("Link", exact=True).input_value()
    admin.get_by_role("button", name="Done").click()
    row = admin.get_by_role("row").filter(has_text="nora@agents.test")
    expect(row).to_contain_text("Invited")

    assert admin.context.browser
    nora = admin.context.browser.new_context(base_url=server.base_url).new_page()
    for _ in range(2):  # a scanner's look uses nothing up
        nora.goto(link)
    expect(nora.get_by_text("At least 8 characters.")).to_be_visible()
    nora.get_by_label("Password").fill("correct horse")
    nora.get_by_role("button", name="Save and sign in").click()
    expect(nora.get_by_role("heading", name="My schedules", level=1)).to_be_visible()
    expect(row).to_contain_text("Active")

    # The password is forgotten: Nora asks, and the admin hands her a link.
    again = admin.context.browser.new_context(base_url=server.base_url).new_page()
    again.goto("/sign-in")
    again.get_by_role("link", name="Forgot your password?").click()
    again.get_by_label("E-mail").fill("nora@agents.test")
    again.get_by_role("button", name="Send link").click()
    expect(again.get_by_role("heading", name="Look into your mail")).to_be_visible()
    row.get_by_role("button").click()
    admin.get_by_role("menuitem", name="Make a sign-in link").click()
    link = admin.get_by_label("Link", exact=True).input_value()
    again.goto(link)
    again.get_by_label("Password").fill("battery staple")
    again.get_by_role("button", name="Save and sign in").click()
    expect(again.get_by_role("heading", name="My schedules", level=1)).to_be_visible()
    nora.goto(server.in_app("my-schedules"))
    expect(nora.get_by_role("heading", name="Sign in")).to_be_visible()
    again.goto(link)
    expect(again.get_by_role("heading", name="This link is over")).to_be_visible()
    nora.context.close()
    again.context.close()


def test_thirty_members_from_a_csv_with_two_bad_rows(server: Server, sign_in, tmp_path: Path):
    file = tmp_path / "team.csv"
    lines = [f"Guest {number};g{number}@file.test;agent;Norte" for number in range(28)]
    lines[3:3] = ["Nobody;nobody@;agent;Norte", "Boss;boss@file.test;boss;Norte"]
    file.write_text("\ufeff" + "\r\n".join(["Name;E-mail;Role;Team", *lines]), newline="")
    page: Page = sign_in("admin")
    page.goto(server.in_app("members"))
    page.get_by_role("button", name="Add from a file").click()
    page.locator("#members-file").set_input_files(file)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("28 to invite, 2 bad lines")
    first, second = (dialog.get_by_role("row").nth(place) for place in (1, 2))  # the bad ones stand first
    expect(first).to_contain_text("This is not an e-mail address.")
    expect(second).to_contain_text("This must be one of")
    dialog.get_by_role("button", name="Add 28 without the bad lines").click()
    expect(dialog).to_contain_text("28 invited, 2 left out")
    assert len(dialog.get_by_role("textbox", name="Links to hand on").input_value().splitlines()) == 28
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("row").filter(has_text="@file.test")).to_have_count(28)


def test_an_admin_finds_in_the_audit_log_who_changed_the_hours_and_exports_it(server: Server, sign_in):
    agent = server.demo["agents"][-1]
    page: Page = sign_in("admin")
    page.goto(server.in_app(f"availability?agent={agent['id']}"))
    page.get_by_role("button", name=re.compile("^(Remove|Add) .* on Sunday$")).first.click()
    page.get_by_role("button", name="Save hours").click()
    expect(page.get_by_role("button", name="Save hours")).to_be_disabled()
    page.goto(server.in_app("audit-log"))
    page.get_by_label("What", exact=True).select_option(label="Working hours")
    page.get_by_label("Whose").select_option(label=agent["name"])
    told = page.get_by_role("table", name="Audit log").get_by_role("row").nth(1)
    expect(told).to_contain_text(f"Renata Oliveira changed the hours of {agent['name']}")
    page.reload()  # the filters stand in the address
    expect(told).to_contain_text("working hours")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    (line, *_) = csv.DictReader(download.value.path().read_text("utf-8-sig").splitlines())
    assert (line["what"], line["fields"]) == (f"changed the hours of {agent['name']}", "working_hours")
