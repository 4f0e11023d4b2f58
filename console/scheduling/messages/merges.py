"""What merging two customers comes to, in sentences."""

from typing import Protocol

from console.scheduling.messages.customers import Summary
from console.scheduling.messages.words import READER, word
from console.scheduling.rules import contacts


class Merging(Protocol):
    """What would come of merging two customers."""

    @property
    def stays(self) -> Summary: ...
    @property
    def gone(self) -> Summary: ...
    @property
    def phones(self) -> tuple[str, ...]: ...
    @property
    def emails(self) -> tuple[str, ...]: ...
    @property
    def opt_outs(self) -> tuple[str, ...]: ...
    @property
    def calls(self) -> int: ...


def merge_told(plan: Merging, locale: str = READER) -> list[str]:
    """Who stays with what, what either has declined, and that it cannot be undone; a sentence a line."""
    calls = word("calls_counted", locale, count=plan.calls)
    reached = ", ".join([*(contacts.readable(phone) for phone in plan.phones), *plan.emails])
    told = [word("customer_merge_stays", locale, name=plan.stays.customer.name or "", calls=calls)]
    if reached:
        told.append(word("customer_merge_contacts", locale, contacts=reached))
    if plan.opt_outs:
        declined = ", ".join(word(f"declined_{one}", locale) for one in plan.opt_outs)
        told.append(word("customer_merge_declined", locale, declined=declined))
    return [*told, word("customer_merge_gone", locale, name=plan.gone.customer.name or "")]
