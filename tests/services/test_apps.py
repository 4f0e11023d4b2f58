"""Apps: their settings, and the key that customers find them by."""

from dataclasses import replace

import pytest

from console.scheduling.actors import SYSTEM, operator
from console.scheduling.errors import AppNotFound, Invalid, NotAllowed
from console.scheduling.services import apps, audit, changes
from console.scheduling.services.apps import AppTerms
from console.scheduling.services.changes import Change
from console.scheduling.settings import settings

from .conftest import Acme


def test_the_operator_and_owners_create_apps(acme: Acme) -> None:
    made = apps.create(operator(), AppTerms(name="  Beta  Desk ", timezone="Asia/Kathmandu", language="ES-co"))
    assert (made.name, made.timezone, made.language) == ("Beta Desk", "Asia/Kathmandu", "es-CO")
    assert apps.public(made.id, made.widget_key).name == "Beta Desk"
    assert made.id in [app.id for app in apps.list_apps_for_operator()]
    for nobody in (acme.admin, acme.agent(acme.ada), acme.visitor, SYSTEM):
        with pytest.raises(NotAllowed):
            apps.create(nobody, AppTerms(name="Mine", timezone="UTC"))


def test_settings_are_changed_announced_and_audited_by_name(acme: Acme) -> None:
    heard: list[Change] = []
    stop = changes.subscribe(heard.append)
    before = apps.terms_of(apps.get(acme.admin))
    sites = ["https://Shop.Example/path", "http://localhost:3000", "https://shop.example"]
    apps.save(acme.admin, replace(before, name="Acme Two", allowed_origins=sites, accent="#0F62FE"))
    stop()
    after = apps.terms_of(apps.get(acme.admin))
    assert (after.name, after.accent) == ("Acme Two", "#0f62fe")
    assert after.allowed_origins == ("https://shop.example", "http://localhost:3000")
    assert heard == [Change(acme.app_id, "settings")]
    (entry,) = audit.list_entries(acme.admin)
    assert (entry.act, entry.actor_id, entry.fields) == (
        "app.changed",
        acme.ada,
        ("accent", "allowed_origins", "name"),
    )


def test_the_booking_page_stands_in_frames_of_allowed_sites_and_our_own_alone(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_PUBLIC_URL", "https://calls.example")
    settings.cache_clear()
    apps.save(acme.admin, replace(apps.terms_of(apps.get(acme.admin)), allowed_origins=["https://shop.example"]))
    app = apps.get(acme.admin)
    public = apps.public(app.id, app.widget_key)
    for address in ("https://shop.example/book?x=1", "https://SHOP.example", "https://calls.example/app"):
        assert public.may_be_framed_by(address), address
    for address in ("http://shop.example", "https://shop.example:8443", "https://shop.example.evil.test", "", "about:"):
        assert not public.may_be_framed_by(address), address


def test_every_bad_setting_is_named(acme: Acme) -> None:
    bad = AppTerms(
        name="",
        timezone="Nowhere",
        language="english!",
        meeting_url_template="meet.example",
        allowed_origins=["javascript:alert(1)"],
        logo="data:x",
        accent="red",
        contact_email="help at acme",
        contact_phone="300 555",
    )
    with pytest.raises(Invalid) as refused:
        apps.save(acme.admin, bad)
    assert {problem.field for problem in refused.value.problems} == set(AppTerms.__dataclass_fields__)


def test_where_customers_reach_a_person_is_kept_as_it_is_dialled_and_written_to(acme: Acme) -> None:
    terms = replace(
        apps.terms_of(apps.get(acme.admin)), contact_email=" Help@ACME.test ", contact_phone="+57 (300) 555-0100"
    )
    kept = apps.terms_of(apps.save(acme.admin, terms))
    assert (kept.contact_email, kept.contact_phone) == ("Help@acme.test", "+573005550100")
    kept = apps.terms_of(apps.save(acme.admin, replace(terms, contact_email="  ", contact_phone="")))
    assert (kept.contact_email, kept.contact_phone) == (None, None)


def test_only_admins_change_settings(acme: Acme) -> None:
    terms = apps.terms_of(apps.get(acme.admin))
    refused = [acme.agent(acme.ada), acme.visitor, acme.system]
    refused += [replace(acme.admin, role=role) for role in ("lead", "supervisor", "agent")]
    for actor in refused:
        for act in (lambda by: apps.save(by, terms), apps.rotate_widget_key):
            with pytest.raises(NotAllowed):
                act(actor)


def test_a_rotated_widget_key_replaces_the_old_one(acme: Acme) -> None:
    old = apps.get(acme.admin).widget_key
    new = apps.rotate_widget_key(acme.admin)
    assert apps.public(acme.app_id, new).id == acme.app_id
    with pytest.raises(AppNotFound):
        apps.public(acme.app_id, old)


def test_an_unknown_app_and_a_wrong_key_read_the_same(acme: Acme) -> None:
    said = set()
    for app_id, key in ((acme.app_id, "wrong"), ("app_unknown", "wrong"), ("\0", "\ud800")):
        with pytest.raises(AppNotFound) as refused:
            apps.public(app_id, key)
        said.add(refused.value.message)
    assert len(said) == 1


def test_a_meeting_place_is_shown_before_it_is_saved(acme: Acme) -> None:
    assert apps.meeting_examples("") == []
    assert apps.meeting_examples("https://meet.example/{room}?n={name}&as={role}") == [
        ("guest", "https://meet.example/01kb5s7x2m?n=Jane%20Whitfield&as=guest"),
        ("agent", "https://meet.example/01kb5s7x2m?n=Ada%20Okafor&as=agent"),
    ]
    with pytest.raises(Invalid, match="behind the host"):
        apps.meeting_examples("https://{name}/")
