"""The audit log: narrowed by who, what, whom and when, read by indexes however long it is, and taken along."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed
from console.scheduling.models import AuditEntry, first_id, new_id
from console.scheduling.queries.audit import entries
from console.scheduling.rules.audit import acts_of
from console.scheduling.services import audit, audit_exports, members, schedules
from console.scheduling.services.audit import AuditFilter
from console.scheduling.services.members import MemberTerms
from console.scheduling.services.schedules import NewException
from tests.services.conftest import MONDAY, Acme
from tests.statements import asked, plan, statements

MANY = 6_000


@pytest.fixture
def changes(acme: Acme) -> Acme:
    """Ada makes Bo a lead, and a week later keeps his Wednesday free and closes the app on a Thursday."""
    members.change(acme.admin, acme.bo, MemberTerms(role="lead", team="North"))
    acme.hand.shift(timedelta(days=7))
    for agent, days in ((acme.bo, 9), (None, 10)):
        start = MONDAY + timedelta(days=days)
        away = NewException(agent_id=agent, kind="blocked", start_at=start, end_at=start + timedelta(days=1))
        schedules.add_exception(acme.admin, away)
        acme.hand.shift(timedelta(minutes=1))  # the order of ids of one millisecond is nobody's promise
    return acme


def told(acme: Acme, **wanted: Any) -> list[tuple[str, str | None, str | None]]:
    found = audit.list_entries(acme.admin, AuditFilter(**wanted))
    return [(entry.act, entry.actor_name, entry.subject_name) for entry in found]


def test_each_filter_narrows_the_log(changes: Acme) -> None:
    member, bo, app = (
        ("member.changed", "ada", "bo"),
        ("exception.added", "ada", "bo"),
        ("exception.added", "ada", "Acme"),
    )
    assert told(changes) == [app, bo, member]
    assert told(changes, acts=acts_of("member")) == [member]
    assert told(changes, acts=("member.changed", "exception.added")) == [app, bo, member]
    assert told(changes, subject_id=changes.bo) == [bo, member]
    assert told(changes, actor_id=changes.bo) == []
    assert told(changes, actor_id=changes.ada, acts=acts_of("exception", "added"), subject_id=changes.bo) == [bo]
    assert told(changes, start=MONDAY + timedelta(days=1)) == [app, bo]
    assert told(changes, end=MONDAY + timedelta(days=1)) == [member]


def test_the_log_is_read_page_by_page(changes: Acme) -> None:
    first = audit.list_entries(changes.admin, limit=2)
    rest = audit.list_entries(changes.admin, before=first[-1].id, limit=2)
    assert [entry.act for entry in (*first, *rest)] == ["exception.added", "exception.added", "member.changed"]


def test_a_page_takes_as_many_statements_however_much_it_tells(changes: Acme) -> None:
    with statements() as few:
        audit.list_entries(changes.admin, limit=1)
    with statements() as more:
        audit.list_entries(changes.admin)
    assert len(few) == len(more) <= 3


def test_it_is_taken_along_in_words_and_that_is_noted(changes: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_exports, "_BATCH", 2)
    head = audit_exports.head("America/Bogota")
    table = [
        dict(zip(head, line, strict=True)) for line in audit_exports.lines(changes.admin, AuditFilter(), head[0][6:-1])
    ]
    assert [(line["who"], line["what"]) for line in table] == [
        ("ada", "added an exception of Acme"),
        ("ada", "added an exception of bo"),
        ("ada", "changed bo as a member"),
    ]
    assert (str(table[2]["time (America/Bogota)"]), table[2]["fields"]) == ("2027-02-01 07:00:00", "role, team")
    audit_exports.begin(changes.admin, AuditFilter(actor_id=changes.ada), "csv")
    assert audit.list_entries(changes.admin)[0].act == "audit.exported"
    lead = Actor("admin", id=changes.bo, app_id=changes.app_id, role="lead")
    with pytest.raises(NotAllowed):
        audit_exports.begin(lead, AuditFilter(), "csv")
    with pytest.raises(NotAllowed):
        list(audit_exports.lines(lead, AuditFilter(), "UTC"))


def test_ids_are_bounded_by_the_time_they_were_made(acme: Acme) -> None:
    made = new_id("aud")
    assert first_id("aud", MONDAY) <= made < first_id("aud", MONDAY + timedelta(milliseconds=1))


def test_a_page_of_a_long_log_is_read_by_an_index(store: str, acme: Acme) -> None:
    acts = acts_of("preset") + acts_of("client")
    with database.writing() as session:
        known = {"app_id": acme.app_id, "actor_type": "admin", "actor_id": acme.ada, "fields": [], "created_at": MONDAY}
        rows = [
            known | {"id": new_id("aud"), "act": acts[number % len(acts)], "subject_id": f"pre_{number % 50}"}
            for number in range(MANY)
        ]
        session.connection().execute(insert(AuditEntry), rows)
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if store == "sqlite" else "VACUUM ANALYZE audit_entry"))
    last = rows[MANY // 2]["id"]
    for wanted in (
        AuditFilter(),
        AuditFilter(acts=acts_of("member")),
        AuditFilter(acts=acts),
        AuditFilter(actor_id="per_unknown"),
        AuditFilter(actor_id=acme.ada, acts=acts_of("hours")),
        AuditFilter(subject_id=acme.bo),
        AuditFilter(start=MONDAY - timedelta(days=400), end=MONDAY - timedelta(days=300)),
    ):
        with database.reading() as session:
            with asked() as sent:
                entries(session, acme.app_id, wanted, last, 51)
            for question in sent:
                lines = plan(session.connection(), *question)
                assert "Seq Scan on audit_entry" not in lines, f"{wanted}\n{lines}"
                assert "SCAN audit_entry" not in lines, f"{wanted}\n{lines}"
                assert "USE TEMP B-TREE" not in lines or len(wanted.acts) > 1, f"{wanted}\n{lines}"
