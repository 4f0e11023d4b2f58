"""Two rows that turn out to be one person: looked at first, then made one."""

from dataclasses import dataclass

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid
from ..models import Customer
from ..queries import customer_search as found
from ..queries import customers as queries
from ..queries import locks
from ..queries.customer_search import CustomerSummary
from ..rules import permissions
from ..rules.permissions import Subject
from . import audit
from .changes import Change, announce
from .customer_records import OPT_OUTS, seen
from .transaction import reads, writes


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging comes to: `stays` takes over all that is `gone`'s. The rest is what `stays` will then have."""

    stays: CustomerSummary
    gone: CustomerSummary
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    opt_outs: tuple[str, ...]
    language: str | None
    timezone: str | None
    calls: int


@reads
def preview(session: Session, actor: Actor, customer_id: str, other_id: str) -> MergePlan:
    """What would come of merging the other into this customer; nothing is changed. Raises as `merge` does."""
    stays, gone = _pair(session, actor, customer_id, other_id)
    scope, now = permissions.visible_to(actor), clock.now()
    one, other = found.summaries(session, scope, [stays.id, gone.id], now)
    return MergePlan(
        stays=one,
        gone=other,
        phones=(*one.phones, *other.phones),
        emails=(*one.emails, *other.emails),
        opt_outs=tuple(_both_declined(stays, gone)),
        language=stays.language or gone.language,
        timezone=stays.timezone or gone.timezone,
        calls=one.calls + other.calls,
    )


@writes
def merge(session: Session, actor: Actor, customer_id: str, other_id: str) -> Customer:
    """Make two customers one: calls and contacts of the other go over, and what either declined stays declined.

    Name, language and zone are this customer's where they are known, else the other's. The other's row stays, empty, and
    leads here. Raises NotFound, NotAllowed, Invalid (`other`).
    """
    stays, gone = _pair(session, actor, customer_id, other_id)
    ids = [stays.id, gone.id]
    reached = found.contacts_of(session, ids)
    locks.lock_contacts(session, stays.app_id, [value for one in ids for _, value in reached.get(one, ())])
    stays, gone = queries.locked(session, ids)
    if gone.merged_into_id or gone.erased_at or stays.merged_into_id or stays.erased_at:
        raise Invalid.of("other", "One of the two has just been merged or erased.")
    stays.name = stays.name or gone.name
    stays.language = stays.language or gone.language
    stays.timezone = stays.timezone or gone.timezone
    stays.opt_outs = _both_declined(stays, gone)
    gone.name = gone.language = gone.timezone = None
    gone.opt_outs, gone.merged_into_id = [], stays.id
    queries.hand_over(session, gone.id, stays.id)
    audit.record(session, actor, "customer.merged", stays.id, [gone.id])
    announce(session, Change(stays.app_id, "customer", stays.id))
    announce(session, Change(stays.app_id, "booking"))
    return stays


def _pair(session: Session, actor: Actor, customer_id: str, other_id: str) -> tuple[Customer, Customer]:
    permissions.require(actor, "merge_customers", Subject(app_id=actor.app_id))
    (stays, _), (gone, _) = seen(session, actor, customer_id), seen(session, actor, other_id)
    if stays.id == gone.id:
        raise Invalid.of("other", "Choose another customer: this one cannot be merged with itself.")
    return stays, gone


def _both_declined(stays: Customer, gone: Customer) -> list[str]:
    return [one for one in OPT_OUTS if one in {*stays.opt_outs, *gone.opt_outs}]
