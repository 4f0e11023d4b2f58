"""A call as its customer, or its agent at the door, sees it: what is known, what may be done, and why something may not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotFound
from ..messages.clocks import OtherClock
from ..messages.ics import Invite, calendar
from ..messages.sentences import said
from ..messages.words import spoken, word
from ..models import App, Booking, Customer, Preset
from ..queries import bookings as queries
from ..rules import customer_changes, lifecycle, meeting, permissions
from ..rules.calendar_links import CalendarLinks, Entry, calendar_links
from ..rules.intervals import Interval
from . import reminders
from .bookings import story
from .links import Links, links_of
from .transaction import reads


@dataclass(frozen=True, slots=True)
class Face:
    """How an app presents itself to customers. `booking_path` leads to its booking page on this host.

    `is_test`: it is a test app, where nothing reaches anybody. `email` and `phone` (E.164) are where a person answers.
    """

    name: str
    logo: str | None
    accent: str | None
    booking_path: str
    is_test: bool = False
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class May:
    """What the customer may do to a call now, and in sentences of their language why they may not move or cancel it.

    `until` and `moves_left` say how long and how often they may; None: until the start, and as often as they like.
    """

    confirm: bool
    move: bool
    cancel: bool
    why_not: tuple[str, ...]
    until: datetime | None
    moves_left: int | None


@dataclass(frozen=True, slots=True)
class CustomerCall:
    """One call. `zone` and `language` are those of who looks: the customer's, else the app's; the agent's own zone.

    A customer whose language is not known reads what their browser asks for.

    `moved_from` is its start before the last move, None for one that was never moved.
    """

    booking: Booking
    face: Face
    agent_name: str
    zone: str
    language: str
    links: Links
    door: Interval
    moved_from: datetime | None
    may: May
    meeting_url_template: str | None
    other: OtherClock | None = None
    """The agent's clock, which the customer is told beside their own."""
    declined: tuple[str, ...] = ()
    """What the customer does not want to get, as `Customer.opt_outs`."""

    @property
    def has_declined(self) -> bool:
        """Whether reminders by e-mail do not reach this customer."""
        return bool({"email", "email_reminders"}.intersection(self.declined))

    @property
    def over(self) -> bool:
        """Whether the call is final."""
        return self.booking.status in lifecycle.FINAL

    @property
    def has_passed(self) -> bool:
        """Whether nothing more comes of it: it is final, or its door has closed."""
        return self.stands == "over"

    @property
    def stands(self) -> lifecycle.DoorState:
        """How its door stands now."""
        booking = self.booking
        return lifecycle.door_state(booking.status, booking.scheduled_at, booking.ends_at, clock.now())


@reads
def see(session: Session, actor: Actor, booking_id: str, wished: str = "") -> CustomerCall:
    """The call that the actor's link opens; `wished`: the language that a browser asks for. Raises NotFound."""
    found = queries.get(session, permissions.visible_to(actor), booking_id)
    if found is None:
        raise NotFound("This link does not lead to a call.")
    booking = found.booking
    app, preset = session.get_one(App, booking.app_id), story.preset_of(session, booking)
    is_agent = actor.surface == "agent"
    zone = (found.agent_timezone or app.timezone) if is_agent else (booking.guest_timezone or booking.app_timezone)
    language = spoken(app.language if is_agent else booking.guest_language or wished or app.language)
    return CustomerCall(
        booking=booking,
        face=_face(app, preset),
        agent_name=found.agent_name,
        zone=zone,
        language=language,
        links=links_of(booking),
        door=lifecycle.door(booking.scheduled_at, booking.ends_at),
        moved_from=queries.moved_from(session, booking.id),
        may=_may(booking, preset, language, freed=reminders.allows_a_move(session, booking)),
        meeting_url_template=app.meeting_url_template,
        other=None if is_agent else OtherClock(found.agent_timezone or app.timezone, found.agent_name, is_agent=True),
        declined=tuple(session.get_one(Customer, booking.customer_id).opt_outs),
    )


def meeting_url(call: CustomerCall, role: lifecycle.Side) -> str | None:
    """Where a link call takes place, from the app's template; None for other calls, and when the app has none."""
    if not call.meeting_url_template or call.booking.call_kind != "link":
        return None
    name = call.booking.guest_name if role == "guest" else call.agent_name
    room = call.booking.id.removeprefix("bkg_")
    return meeting.address(call.meeting_url_template, room=room, name=name, role=role)


def has_come(call: CustomerCall, side: lifecycle.Side) -> bool:
    """Whether this side is at the call; an agent who telephones is once the call runs."""
    booking = call.booking
    if side == "agent" and booking.call_kind != "link":
        return booking.status == "started"
    return (booking.guest_joined_at if side == "guest" else booking.agent_joined_at) is not None


def calendar_file(call: CustomerCall) -> bytes:
    """The call for a customer's calendar: a file to download that asks for no answer."""
    entry = _entry(call)
    invite = Invite(
        booking_id=call.booking.id,
        sequence=call.booking.version,
        start=entry.start,
        end=entry.end,
        summary=entry.title,
        description=entry.about,
        url=entry.place or None,
    )
    return calendar(invite, "CANCEL" if call.booking.status == "cancelled" else "PUBLISH", clock.now())


def web_calendars(call: CustomerCall) -> CalendarLinks:
    """Links that put the call into a calendar on the web; like the file, they hold the customer's own links."""
    return calendar_links(_entry(call))


def _entry(call: CustomerCall) -> Entry:
    """What a calendar of the customer's shows of the call."""
    booking, links = call.booking, call.links
    place = links.join_url if booking.call_kind == "link" else ""
    change = word("change_or_cancel_at", call.language, url=links.manage_url)
    return Entry(
        title=word("call_with", call.language, agent=call.agent_name, app=call.face.name),
        start=booking.scheduled_at,
        end=booking.ends_at,
        about="\n".join(filter(None, [place, change])),
        place=place,
    )


def _face(app: App, preset: Preset) -> Face:
    named = {} if preset.active or preset.archived_at else {"preset": preset.id}
    brand = app.branding
    return Face(
        app.name,
        brand.get("logo"),
        brand.get("accent"),
        f"/book/{app.id}?{urlencode({'key': app.widget_key} | named)}",
        is_test=app.test_of_app_id is not None,
        email=brand.get("contact_email"),
        phone=brand.get("contact_phone"),
    )


def _may(booking: Booking, preset: Preset, language: str, *, freed: bool) -> May:
    """Judged by the preset; `freed`: a conflict notice asked the customer to move, for which no term counts."""
    to_move, to_cancel = (
        customer_changes.ChangeTerms(allowed, preset.change_notice_minutes, preset.max_moves)
        for allowed in (preset.customer_may_reschedule, preset.customer_may_cancel)
    )
    status, start, moves, now = booking.status, booking.scheduled_at, booking.moves, clock.now()
    no_move = customer_changes.may_customer_change("reschedule", status, start, moves, to_move, now, freed=freed)
    no_cancel = customer_changes.may_customer_change("cancel", status, start, moves, to_cancel, now)
    notice = timedelta(minutes=preset.change_notice_minutes)
    has_deadline = notice and not freed and not (no_move and no_cancel)
    left = None if preset.max_moves is None else preset.max_moves - moves
    return May(
        confirm=status == "pending_confirmation",
        move=no_move is None,
        cancel=no_cancel is None,
        why_not=tuple(said(each, language) for each in customer_changes.refused_together(no_move, no_cancel, to_move)),
        until=start - notice if has_deadline else None,
        moves_left=None if freed or no_move else left,
    )
