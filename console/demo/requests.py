"""How often the demo's API clients have called in the last weeks."""

from datetime import timedelta
from random import Random

from console.scheduling import clock
from console.scheduling.services import usage
from console.scheduling.services.files import ImportedApp
from console.scheduling.services.usage import Calls

from . import team

_DAYS = 45
_BUSY = {team.CLIENT: 420, team.WALLBOARD: 1440}
"""Requests of a usual working day."""
_QUIET = {team.CLIENT: 0.15, team.WALLBOARD: 1.0}
"""How much of it a Saturday or Sunday sees: a wallboard asks every minute, whoever looks at it."""


def call(app: ImportedApp, seed: int = 7) -> None:
    """Give every client a past: working days and quiet ones, and one day on which the CRM asked too much."""
    rng, now = Random(seed), clock.now()  # noqa: S311 - chance, not secrecy
    so_far = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(days=1)
    for key, busy in _BUSY.items():
        client_id, overdone = app.clients[key]["client_id"], 5 if key == team.CLIENT else None
        counted = {}
        for ago in range(_DAYS):
            then = now - timedelta(days=ago)
            share = (_QUIET[key] if then.weekday() >= 5 else 1) * (so_far if ago == 0 else 1)
            calls = round(busy * share * rng.uniform(0.75, 1.2) * (1 - ago / (3 * _DAYS)))
            refused = round(calls * 0.3) if ago == overdone else 0
            counted[client_id, then.date()] = Calls(
                calls + refused, refused, then - timedelta(seconds=rng.randrange(300))
            )
        usage.add(counted)
