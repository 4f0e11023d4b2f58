"""Video apps: made by the operator or an owner, settled by their admins, found by customers through the widget key."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlsplit

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import AppNotFound, Invalid, NotAllowed
from ..models import App, Member
from ..queries import apps as found_apps
from ..queries import terms
from ..rules import contacts, limits, meeting, zones
from ..rules.permissions import Subject, require
from ..settings import settings
from . import audit
from .changes import Change, announce
from .transaction import reads, writes

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MOST_ORIGINS = 50
_BRAND = ("logo", "accent", "contact_email", "contact_phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppTerms:
    """What an app's settings say.

    `timezone` is where the app is at home, `language` what its customers read when theirs is not known.
    `meeting_url_template` is where calls take place (`rules.meeting`), None for Callboard's own join page.
    `allowed_origins` are the sites that may embed the booking page. `logo` is an https address, `accent` a colour such
    as `#0f62fe`. `contact_email` and `contact_phone` are where customers reach a person; pages and messages name them.
    """

    name: str
    timezone: str
    language: str = "en"
    meeting_url_template: str | None = None
    allowed_origins: Sequence[str] = ()
    logo: str | None = None
    accent: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


@dataclass(frozen=True, slots=True)
class PublicApp:
    """What the booking page may know of an app."""

    id: str
    name: str
    timezone: str
    language: str
    logo: str | None
    accent: str | None
    allowed_origins: tuple[str, ...]
    is_test: bool
    """Whether it is a test app: what is booked there reaches nobody."""

    def may_be_framed_by(self, address: str) -> bool:
        """Whether the site of this address may embed the booking page; our own may."""
        try:
            return _origin(address) in {*self.allowed_origins, *map(_origin, settings().origins)}
        except Invalid:
            return False


@writes
def create(session: Session, actor: Actor, new: AppTerms) -> App:
    """A new app, with no preset yet; an owner who makes one owns it. Raises NotAllowed, Invalid."""
    if actor.role != "owner":
        raise NotAllowed("Only owners and the operator may create apps.")
    app = make(session, actor, new)
    if actor.id is not None:
        session.add(
            Member(app_id=app.id, person_id=actor.id, role="owner", timezone=app.timezone, joined_at=app.created_at)
        )
    return app


@reads
def get(session: Session, actor: Actor) -> App:
    """The actor's app. Raises AppNotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return _mine(session, actor)


@reads
def settings_of(session: Session, actor: Actor) -> App:
    """The actor's app, for who may change its settings. Raises AppNotFound, NotAllowed."""
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    return _mine(session, actor)


@writes
def save(session: Session, actor: Actor, wanted: AppTerms) -> App:
    """Change the app's settings; `replace(terms_of(app), name=...)` changes one. Raises NotAllowed, Invalid."""
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    app = _mine(session, actor)
    checked = _checked(wanted)
    before = terms_of(app)
    changed = [field.name for field in fields(AppTerms) if getattr(before, field.name) != getattr(checked, field.name)]
    if changed:
        _apply(app, checked)
        audit.record(session, actor, "app.changed", app.id, changed)
        announce(session, Change(app.id, "settings"))
    return app


@writes
def rotate_widget_key(session: Session, actor: Actor) -> str:
    """A new widget key; links and embeds with the old one stop working at once. Raises NotAllowed."""
    require(actor, "edit_settings", Subject(app_id=actor.app_id))
    app = _mine(session, actor)
    app.widget_key = _fresh_key()
    audit.record(session, actor, "app.widget_key_rotated", app.id, ["widget_key"])
    announce(session, Change(app.id, "settings"))
    return app.widget_key


@reads
def public(session: Session, app_id: str, widget_key: str) -> PublicApp:
    """The app behind a booking page. Raises AppNotFound, the same for an unknown app as for a wrong key."""
    stored = all(map(str.isprintable, (app_id, widget_key)))
    app = found_apps.by_widget_key(session, app_id, widget_key) if stored else None
    if app is None:
        raise AppNotFound("This booking link does not work. Ask whoever gave it to you for a new one.")
    return shown(app)


def shown(app: App) -> PublicApp:
    """What its booking page may know of this app."""
    kept = terms_of(app)
    return PublicApp(
        id=app.id,
        name=app.name,
        timezone=app.timezone,
        language=app.language,
        logo=kept.logo,
        accent=kept.accent,
        allowed_origins=tuple(app.allowed_origins),
        is_test=app.test_of_app_id is not None,
    )


def branded(app: PublicApp, logo: str, accent: str) -> PublicApp:
    """The same app with another logo and accent, judged as `save` judges them. Raises Invalid."""
    findings = limits.Findings()
    logo_kept = findings.take(limits.web_address, logo.strip() or None, "logo")
    accent_kept = findings.take(_accent, accent.strip() or None)
    findings.settle()
    return replace(app, logo=logo_kept, accent=accent_kept)


@reads
def list_apps_for_operator(session: Session) -> list[App]:
    """Every app, for the command line alone."""
    return found_apps.every(session)


def make(session: Session, actor: Actor, new: AppTerms) -> App:
    """Inside a verb: a new app, flushed. Raises Invalid."""
    app = App(name="", timezone="", widget_key=_fresh_key(), created_at=clock.now())
    _apply(app, _checked(new))
    session.add(app)
    session.flush()
    audit.record(session, actor, "app.created", app.id, app_id=app.id)
    return app


def terms_of(app: App) -> AppTerms:
    """The app's settings as they stand."""
    return AppTerms(
        name=app.name,
        timezone=app.timezone,
        language=app.language,
        meeting_url_template=app.meeting_url_template,
        allowed_origins=tuple(app.allowed_origins),
        **{name: app.branding.get(name) for name in _BRAND},
    )


def meeting_examples(template: str) -> list[tuple[str, str]]:
    """Where a template would lead a guest and an agent of one call; nowhere while it is empty. Raises Invalid."""
    kept = meeting.checked(template)
    people = (("guest", "Jane Whitfield"), ("agent", "Ada Okafor"))
    return [(role, meeting.address(kept, room="01kb5s7x2m", name=name, role=role)) for role, name in people if kept]


def booking_url(app: App) -> str:
    """Where customers book: the link that the settings page shows for copying."""
    return f"{settings().base_url}/book/{app.id}?key={app.widget_key}"


def _mine(session: Session, actor: Actor) -> App:
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    return app


def _apply(app: App, checked: AppTerms) -> None:
    app.name, app.timezone, app.language = checked.name, checked.timezone, checked.language
    app.meeting_url_template = checked.meeting_url_template
    app.allowed_origins = list(checked.allowed_origins)
    app.branding = {name: value for name in _BRAND if (value := getattr(checked, name))}


def _checked(wanted: AppTerms) -> AppTerms:
    """The same terms in the form they are stored in. Raises Invalid with every problem."""
    findings = limits.Findings()
    name = findings.take(limits.guest_name, wanted.name, "name")
    findings.take(zones.zone, wanted.timezone)
    language = findings.take(limits.language, wanted.language, "language")
    template = findings.take(meeting.checked, wanted.meeting_url_template)
    origins = findings.take(_origins, wanted.allowed_origins)
    logo = findings.take(limits.web_address, wanted.logo, "logo")
    accent = findings.take(_accent, wanted.accent)
    email = findings.take(_contact, contacts.email, wanted.contact_email, "contact_email")
    phone = findings.take(_contact, contacts.phone, wanted.contact_phone, "contact_phone")
    findings.settle()
    return AppTerms(
        name=name or "",
        timezone=wanted.timezone,
        language=language or "",
        meeting_url_template=template,
        allowed_origins=origins or (),
        logo=logo,
        accent=accent,
        contact_email=email,
        contact_phone=phone,
    )


def _contact(read: Callable[..., str], value: str | None, field: str) -> str | None:
    return read(limits.text(value, field, contacts.EMAIL_LENGTH), field=field) if value and value.strip() else None


def _accent(value: str | None) -> str | None:
    if value and not _COLOUR.fullmatch(value):
        raise Invalid.of("accent", "This must be a colour such as #0f62fe.", "invalid_colour")
    return value.lower() if value else None


def _origins(values: Sequence[str]) -> tuple[str, ...]:
    if len(values) > _MOST_ORIGINS:
        raise Invalid.of("allowed_origins", f"At most {_MOST_ORIGINS} sites.", "too_long")
    return tuple(dict.fromkeys(_origin(value) for value in values if value.strip()))


def _origin(value: str) -> str:
    """`https://shop.example` of whatever address on that site was typed."""
    try:
        parts = urlsplit(value.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = parts = None
    if parts is None or parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[a-z0-9.:-]+", host):
        raise Invalid.of("allowed_origins", "Give sites as https://shop.example, one a line.", "invalid_url")
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{f':{port}' if port else ''}"


def _fresh_key() -> str:
    """An identifier of the booking page, not a secret; long enough that nobody walks through them."""
    return f"wk_{secrets.token_hex(12)}"
