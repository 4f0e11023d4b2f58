"""The audit log's page: what the address asks for, in sentences, for those who run the app."""

from datetime import timedelta

from console.scheduling.services import audit, members, schedules
from console.scheduling.services.members import MemberTerms
from console.state.audit_log import AuditLogState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements


def _change(acme: Acme, times: int = 1) -> None:
    for weight in range(2, 2 + times):
        acme.hand.shift(timedelta(minutes=1))
        members.change(acme.admin, acme.bo, MemberTerms(weight=weight, timezone="America/Bogota"))


def test_an_admin_finds_who_changed_what(acme: Acme, tab: Tab) -> None:
    _change(acme)
    acme.hand.shift(timedelta(minutes=1))
    schedules.set_hours(acme.admin, acme.bo, [])
    page = tab.do(AuditLogState.load)
    assert [(row.who, row.did, row.fields, row.at) for row in page.rows] == [
        ("ada", "changed the hours of bo", "working hours", "Today, 07:02"),
        ("ada", "changed bo as a member", "weight", "Today, 07:01"),
    ]
    assert page.zone_told
    tab.do(AuditLogState.choose, "thing", "hours")
    assert tab.address.endswith("?thing=hours")
    tab.do(AuditLogState.choose, "who", acme.ada)  # before the page has loaded
    assert tab.address.endswith(f"?who={acme.ada}&thing=hours")
    tab.go("thing=hours&who=" + acme.ada)
    page = tab.do(AuditLogState.load)
    assert ([row.did for row in page.rows], page.exported) == (
        ["changed the hours of bo"],
        f"?who={acme.ada}&thing=hours",
    )
    tab.go("range=custom&to=2027-01-31")
    assert tab.do(AuditLogState.load).rows == []


def test_older_entries_follow_where_the_page_ends(acme: Acme, tab: Tab, monkeypatch) -> None:
    monkeypatch.setattr("console.state.audit_log.PAGE", 2)
    _change(acme, times=5)
    with statements() as sent:
        page = tab.do(AuditLogState.load)
    assert (len(page.rows), page.has_more) == (2, True)
    assert len(sent) <= 6
    tab.do(AuditLogState.show_more)
    page = tab.do(AuditLogState.show_more)
    assert (len({row.id for row in page.rows}), page.has_more) == (5, False)
    assert len(audit.list_entries(acme.admin)) == 5


def test_filters_that_there_are_not_and_people_who_may_not(acme: Acme, tab: Tab) -> None:
    _change(acme)
    tab.go("range=odd&thing=nothing&act=changed&from=x")
    assert len(tab.do(AuditLogState.load).rows) == 1
    tab.sign_in(acme.bo, "lead")
    page = tab.do(AuditLogState.load)
    assert (page.rows, page.people, page.refusal != "") == ([], [], True)
