"""Every operation of the document, by its id."""

from collections.abc import Mapping

from api.openapi.operation import Operation
from api.openapi.operations import booking, calls, changes, events, oauth, offers, times

OPERATIONS: Mapping[str, Operation] = {
    **oauth.OPERATIONS,
    **booking.OPERATIONS,
    **calls.OPERATIONS,
    **changes.OPERATIONS,
    **times.OPERATIONS,
    **offers.OPERATIONS,
    **events.OPERATIONS,
}
