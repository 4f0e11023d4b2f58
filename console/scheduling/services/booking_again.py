"""Booking once more after a call that was cancelled, missed or held: the same terms, and what the customer typed before.

What they typed never stands in an address. The booking page gets a key to it, which opens nothing else and ends with the
manage link.
"""

from urllib.parse import urlencode

from sqlmodel import Session

from ..actors import Actor
from ..errors import NotFound
from ..models import App, Booking
from ..queries import bookings as queries
from ..queries import terms
from ..rules import permissions
from ..rules.assignment import is_drawn
from .bookings import story
from .links import actor_of, again_key, resolve
from .transaction import reads


@reads
def page_for(session: Session, actor: Actor, language: str) -> str:
    """The path of the booking page that is filled in as the booking of this customer's link was; in `language`.

    It names the preset while that is offered, and the agent where customers choose theirs and this one still may be.
    """
    booking = _booking(session, actor)
    preset = story.preset_of(session, booking)
    query = {"key": session.get_one(App, booking.app_id).widget_key, "lang": language}
    if not preset.archived_at:
        query["preset"] = preset.id
        if not is_drawn(preset.assignment_mode) and any(
            agent.id == booking.agent_id for agent in terms.pool(session, preset)
        ):
            query["agent"] = booking.agent_id
    return f"/book/{booking.app_id}?{urlencode(query | {'again': again_key(booking.id)})}"


def typed_before(app_id: str, key: str) -> dict[str, str]:
    """What the customer typed for the booking that the key names, by the form's fields, `intake.NAME` among them.

    Consent is not among it: it is given anew. Nothing for a key that is none, has ended, or is of another app.
    """
    try:
        target = resolve(key)
    except NotFound:
        return {}
    return _typed(actor_of(target)) if target.role == "again" and target.app_id == app_id else {}


@reads
def _typed(session: Session, actor: Actor) -> dict[str, str]:
    booking = _booking(session, actor)
    fields = ("guest_name", "guest_email", "guest_phone", "guest_intake_notes")
    typed = {field: getattr(booking, field) for field in fields}
    answers = {f"intake.{name}": "on" if answer is True else answer for name, answer in booking.intake.items()}
    return {name: value for name, value in (typed | answers).items() if value and isinstance(value, str)}


def _booking(session: Session, actor: Actor) -> Booking:
    found = queries.get(session, permissions.visible_to(actor), actor.booking_id or "")
    if found is None:
        raise NotFound("This link does not lead to a call.")
    return found.booking
