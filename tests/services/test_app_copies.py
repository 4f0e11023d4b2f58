"""Test apps: what a copy takes along and what it leaves, that it reaches nobody real, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from console.scheduling import clock, database
from console.scheduling.actors import Actor, operator
from console.scheduling.errors import AppNotFound, Conflict, NotAllowed, NotFound
from console.scheduling.models import (
    App,
    Booking,
    BusyCalendar,
    Customer,
    DndWindow,
    Member,
    Person,
    Preset,
    ScheduleException,
    Subscription,
)
from console.scheduling.services import (
    access,
    app_copies,
    app_removal,
    apps,
    audit,
    bookings,
    clients,
    holds,
    links,
    members,
    passwords,
    presets,
    public_presets,
    schedules,
    sessions,
    signing_in,
    slots,
    webhooks,
)
from console.scheduling.services.app_copies import AppCopy
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.clients import NewClient
from console.scheduling.services.holds import NewHold
from console.scheduling.services.presets import OfferedAgent
from console.scheduling.services.slots import SlotQuery
from console.scheduling.services.webhooks import NewSubscription
from tests.services.conftest import Acme, add_preset


@pytest.fixture
def admin(acme: Acme) -> Actor:
    """Ada as an admin of Acme."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    return acme.admin


def owner_of(copy: AppCopy, acme: Acme) -> Actor:
    """Ada in the test app."""
    return Actor("admin", id=acme.ada, app_id=copy.app_id, role="owner")


def rows(table: type, **where: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(table).filter_by(**where)))


def test_a_copy_takes_along_what_an_integrator_needs(acme: Acme, admin: Actor) -> None:
    terms = replace(
        apps.terms_of(apps.get(admin)),
        meeting_url_template="https://meet.example/{room}",
        allowed_origins=["https://shop.example"],
        accent="#0f62fe",
        contact_email="help@acme.test",
    )
    apps.save(admin, terms)
    with database.writing() as session:
        std, when = session.get_one(Preset, acme.preset_id), clock.now() + timedelta(days=9)
        std.outcomes, std.reminders = ["sold"], [{"kind": "invitation", "channels": ["email"]}]
        std.notice_minutes, std.limit_open = 45, None
        block = {"app_id": acme.app_id, "kind": "blocked", "created_at": when, "note": "at the doctor's"}
        session.add(ScheduleException(**block, person_id=acme.bo, start_at=when, end_at=when + timedelta(hours=9)))
        session.get_one(Member, (acme.app_id, acme.bo)).weight = 7
    direct = add_preset(acme, "direct")
    presets.save(
        admin,
        presets.get(admin, direct).terms,
        preset_id=direct,
        agents=[OfferedAgent(acme.bo, 3)],
    )

    made = app_copies.copy(admin)
    there = owner_of(made, acme)
    assert replace(apps.terms_of(apps.get(there)), name="Acme") == replace(
        terms, allowed_origins=("https://shop.example",)
    )
    assert apps.get(there).name == "Acme (test)" and made.widget_key != "wk"
    assert set(made.presets) == {acme.preset_id, direct} and set(made.agents) == {acme.ada, acme.bo}
    for old, new in made.presets.items():
        before, after = presets.get(admin, old), presets.get(there, new)
        assert (after.terms, after.active) == (before.terms, before.active)
        assert after.short_link != before.short_link
    assert presets.get(there, made.presets[direct]).agents == (OfferedAgent(made.agents[acme.bo], 3, "bo"),)
    bo = next(one for one in members.list_members(there) if one.person_id == made.agents[acme.bo])
    assert (bo.weight, bo.timezone, bo.takes_calls, bo.role) == (7, "America/Bogota", True, "agent")
    [block] = rows(ScheduleException, app_id=made.app_id)
    assert (block.person_id, block.start_at, block.note) == (made.agents[acme.bo], when, None)


def test_the_engine_offers_in_the_copy_what_it_offers_in_the_original(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    week = SlotQuery(start=acme.at(0), end=acme.at(24 * 7), duration_minutes=30)
    offered = {(slot.start_at, made.agents[slot.agent_id]) for slot in slots.offered(admin, week)}
    assert offered == {(slot.start_at, slot.agent_id) for slot in slots.offered(owner_of(made, acme), week)} != set()


def test_a_copy_leaves_calls_customers_and_everything_secret_behind(acme: Acme, admin: Actor) -> None:
    acme.book()
    clients.create(admin, NewClient(name="CRM"))
    webhooks.subscribe(admin, NewSubscription("https://crm.example/", ["scheduled.created"]))
    with database.writing() as session:
        now = clock.now()
        session.get_one(App, acme.app_id).channels = {"whatsapp_token": "hush"}
        session.get_one(Person, acme.bo).password_hash = "hash of a password"
        address = "https://cal.example/secret.ics"
        session.add(BusyCalendar(person_id=acme.bo, name="Own", url=address, due_at=now, created_at=now))
        dnd = {"app_id": acme.app_id, "person_id": acme.bo, "created_at": now}
        session.add(DndWindow(**dnd, start_at=now, end_at=now + timedelta(hours=1)))
    archived = add_preset(acme, "old")
    presets.archive(admin, archived)

    made = app_copies.copy(admin)
    for table in (Booking, Customer, Subscription, DndWindow):
        assert rows(table, app_id=made.app_id) == []
    assert rows(BusyCalendar, person_id=made.agents[acme.bo]) == []
    assert archived not in made.presets and rows(App, id=made.app_id)[0].channels == {}
    assert [one.id for one in clients.list_clients(owner_of(made, acme))] == [made.keys.client_id]
    for person_id in made.agents.values():
        [person] = rows(Person, id=person_id)
        assert person.password_hash is None and person.email.endswith(".invalid")


def test_only_who_takes_calls_is_doubled_and_everybody_under_an_address_of_their_own(acme: Acme, admin: Actor) -> None:
    looks_on = members.invite(admin, "Sue", "sue@acme.test", members.MemberTerms(role="supervisor")).person_id
    gone = members.invite(admin, "Gil", "gil@acme.test", members.MemberTerms()).person_id
    namesake = members.invite(admin, "Other Ada", "Ada@elsewhere.test", members.MemberTerms()).person_id
    for person_id in (gone, namesake):
        schedules.set_hours(admin, person_id, schedules.hours_of(admin, acme.ada))
    members.disable(admin, gone)
    made = app_copies.copy(admin)
    assert set(made.agents) == {acme.ada, acme.bo, namesake} and looks_on not in made.agents
    addresses = {rows(Person, id=new)[0].email.partition("@")[0] for new in made.agents.values()}
    assert addresses == {"ada", "bo", "Ada-2"}


def test_a_call_in_a_test_app_never_stands_in_the_way_of_a_real_one(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    jane = {"guest_name": "Jane", "guest_email": "jane@guests.test"}
    tried = bookings.book(
        owner_of(made, acme), NewBooking(scheduled_at=acme.at(0), agent_id=made.agents[acme.ada], **jane)
    )
    real = acme.book()
    assert tried.scheduled_at == real.scheduled_at and tried.customer_id != real.customer_id
    with pytest.raises(Conflict):  # whose hours are the test app's are its own people alone
        bookings.book(owner_of(made, acme), NewBooking(scheduled_at=acme.at(2), agent_id=acme.ada, **jane))


def test_its_one_client_reaches_it_and_nothing_else(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    assert access.authenticate(made.keys.client_id, made.keys.client_secret)
    access.issue(made.keys.client_id, "cbt_test", clients.SCOPES)
    there, original = access.resolve("cbt_test", made.app_id), access.resolve("cbt_test", acme.app_id)
    assert there and there.reaches_app and there.scopes == set(clients.SCOPES)
    assert original and not original.reaches_app


def test_who_copies_owns_the_copy_and_the_operator_makes_the_owners_its_owners(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    assert _owners(made.app_id) == {acme.ada}
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).role = "owner"
    assert _owners(app_copies.copy(operator(acme.app_id)).app_id) == {acme.bo}


def test_the_switcher_and_customers_are_told_that_it_is_a_test(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    with database.writing() as session:
        session.get_one(Person, acme.ada).password_hash = passwords.hashed("correct horse")
    found = sessions.resolve(signing_in.with_password("ada@agents.test", "correct horse"))
    assert found and {one.app_name: one.is_test for one in found.memberships} == {"Acme": False, "Acme (test)": True}
    assert apps.public(made.app_id, made.widget_key).is_test and not apps.public(acme.app_id, "wk").is_test


def _owners(app_id: str) -> set[str]:
    return {member.person_id for member in rows(Member, app_id=app_id, role="owner")}


def test_a_copy_is_audited_in_both_apps(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    assert [(entry.act, entry.subject_id) for entry in audit.list_entries(admin)] == [
        ("app.copied_as_test", made.app_id)
    ]
    acts = {entry.act for entry in audit.list_entries(owner_of(made, acme))}
    assert acts == {"app.created", "preset.created", "client.created"}


def test_only_who_runs_the_app_copies_and_deletes(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    nobody = [acme.agent(acme.ada), acme.visitor, acme.system]
    nobody += [replace(admin, role=role) for role in ("lead", "supervisor", "agent")]
    for actor in nobody:
        for act in (app_copies.copy, app_copies.overview, lambda by: app_copies.delete(by, made.app_id)):
            with pytest.raises(NotAllowed):
                act(actor)
    with pytest.raises(AppNotFound):
        app_copies.copy(operator("app_unknown"))


def test_a_test_app_is_not_copied_and_an_app_has_ten(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    with pytest.raises(Conflict, match="This is a test app itself") as refused:
        app_copies.copy(owner_of(made, acme))
    assert refused.value.code == "is_test_app"
    for _ in range(app_copies.MOST - 1):
        app_copies.copy(admin)
    with pytest.raises(Conflict, match="at most 10 test apps"):
        app_copies.copy(admin)
    seen = app_copies.overview(admin)
    assert [one.name for one in seen.copies[:3]] == ["Acme (test)", "Acme (test 2)", "Acme (test 3)"]
    assert (seen.original, app_copies.overview(owner_of(made, acme)).original) == (None, "Acme")
    app_copies.delete(admin, made.app_id)
    app_copies.copy(admin)
    assert app_copies.overview(admin).copies[-1].name == "Acme (test)"


def test_a_deleted_test_app_is_gone_for_everybody_at_once(acme: Acme, admin: Actor) -> None:
    made = app_copies.copy(admin)
    there = owner_of(made, acme)
    jane = {"guest_name": "Jane", "guest_email": "jane@guests.test"}
    call = bookings.book(there, NewBooking(scheduled_at=acme.at(0), **jane))
    clients.create(admin, NewClient(name="Both", app_ids=[acme.app_id, made.app_id]))
    access.issue(made.keys.client_id, "cbt_test", clients.SCOPES)
    webhooks.subscribe(there, NewSubscription("https://crm.example/", ["scheduled.no_show"]))
    short_link = presets.get(there, made.presets[acme.preset_id]).short_link

    app_copies.delete(admin, made.app_id)
    reached = access.resolve("cbt_test", made.app_id)
    assert reached and not reached.reaches_app, "the API says app_not_found"
    assert access.authenticate(made.keys.client_id, made.keys.client_secret) is None
    assert clients.list_clients(admin)[0].app_ids == (acme.app_id,)
    gone: list[Any] = [
        lambda: apps.public(made.app_id, made.widget_key),
        lambda: public_presets.by_short_link(short_link),
        lambda: links.resolve(links.links_of(call).manage_url.rpartition("/")[2]),
        lambda: links.resolve(links.links_of(call).join_url.rpartition("/")[2]),
        lambda: apps.get(there),
        lambda: app_copies.copy(there),
        lambda: app_copies.delete(admin, made.app_id),
    ]
    for look in gone:
        with pytest.raises(NotFound):
            look()
    acme.hand.shift(timedelta(days=1))
    assert bookings.advance_due() == 0 and not webhooks.has_due()
    assert audit.list_entries(admin)[0].act == "app.test_deleted"


def test_only_test_apps_are_deleted_and_only_ones_own(acme: Acme, admin: Actor) -> None:
    with pytest.raises(Conflict, match="no test app"):
        app_copies.delete(admin, acme.app_id)
    with database.writing() as session:
        session.add(App(id="app_other", name="Other", timezone="UTC", widget_key="other", created_at=clock.now()))
    strangers = app_copies.copy(operator("app_other"))
    for wanted in (strangers.app_id, "app_other", "app_unknown"):
        with pytest.raises(NotFound):
            app_copies.delete(admin, wanted)
    mine = app_copies.copy(admin)
    app_copies.delete(owner_of(mine, acme), mine.app_id)  # from within, too
    assert app_copies.overview(admin).copies == ()


def test_a_day_later_the_sweep_removes_all_of_it_and_nothing_else(acme: Acme, admin: Actor) -> None:
    acme.book()
    before = _everything()
    made = app_copies.copy(admin)
    there = owner_of(made, acme)
    webhooks.subscribe(there, NewSubscription("https://crm.example/", ["scheduled.created"]))
    with database.writing() as session:
        session.get_one(Preset, made.presets[acme.preset_id]).reminders = [
            {"kind": "invitation", "channels": ["email"]}
        ]
    for day in range(1, 4):
        new = NewBooking(scheduled_at=acme.at(24 * day), guest_name="Jane", guest_email="jane@guests.test")
        bookings.add_note(there, bookings.book(there, new).id, "a trial")
    holds.hold(there, NewHold(start=acme.at(5), duration_minutes=30, agent_id=made.agents[acme.bo]))
    members.link_for(there, made.agents[acme.bo])
    with database.writing() as session:
        jane = session.exec(select(Customer).where(Customer.app_id == made.app_id)).one()
        session.add(Customer(app_id=made.app_id, merged_into_id=jane.id, created_at=clock.now()))
    app_copies.delete(admin, made.app_id)
    acme.hand.shift(timedelta(hours=23))
    app_removal.sweep()
    assert rows(Booking, app_id=made.app_id)
    acme.hand.shift(timedelta(hours=2))
    assert app_removal.sweep() > 20
    after = _everything()
    assert {table: after[table] - before[table] for table in after if after[table] != before[table]} == {
        "audit_entry": after["audit_entry"] - before["audit_entry"],
        "client": {made.keys.client_id},
    }


def _everything() -> dict[str, set[Any]]:
    """Table -> the keys of its rows."""
    with database.reading() as session:
        return {
            table.name: set(session.execute(select(*table.primary_key)).scalars())
            for table in SQLModel.metadata.sorted_tables
        }
