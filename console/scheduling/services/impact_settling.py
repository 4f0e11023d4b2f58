"""What becomes of the calls that fell out when somebody's time changed: each as it was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..actors import Actor
from . import bookings
from .impact import Choice
from .reassigning import Move, Outcome, attempt
from .reassigning.applying import hand_over


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one call, as it was seen in this version.

    `move` says who takes it, where another agent does; `reason` is a cancellation's.
    """

    booking_id: str
    version: int
    choice: Choice
    move: Move | None = None
    reason: str | None = None


def settle(actor: Actor, plan_id: str, decisions: Sequence[Decision]) -> list[Outcome]:
    """Do with each call what was decided, each judged anew and in a transaction of its own; a refusal stops nothing else.

    Those that another agent takes come first, in the plan's order; `plan_id` is what `reassigning.begin` gave.
    """
    return [_settle(actor, plan_id, decision) for decision in in_order(decisions)]


def in_order(decisions: Sequence[Decision]) -> list[Decision]:
    """The order in which decisions must be settled, also by who settles a few at a time."""
    return sorted(decisions, key=lambda each: (each.move is None, each.move.place if each.move else 0))


def _settle(actor: Actor, plan_id: str, decision: Decision) -> Outcome:
    match decision.choice:
        case "reassign" if decision.move:
            return attempt(hand_over, actor, plan_id, decision.move)
        case "ask":
            return attempt(_ask_to_move, actor, decision)
        case "cancel":
            return attempt(_cancel, actor, decision)
        case _:
            return Outcome(decision.booking_id)


def _ask_to_move(actor: Actor, decision: Decision) -> None:
    bookings.ask_to_move(actor, decision.booking_id, expected_version=decision.version)


def _cancel(actor: Actor, decision: Decision) -> None:
    bookings.cancel(actor, decision.booking_id, reason=decision.reason, expected_version=decision.version)
