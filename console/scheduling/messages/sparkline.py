"""A receiver's latest attempts as small bars: the taller, the longer it took. Pure; gives SVG paths."""

from collections.abc import Sequence
from math import log1p

from ..rules.deliveries import DEADLINE
from ..rules.webhook_record import LATEST, Try

WIDTH, HEIGHT = 2 * LATEST, 24
"""Of the drawing; each attempt has two units, the oldest at the left edge."""
_LEAST = 3
_SLOWEST_MS = DEADLINE.total_seconds() * 1000


def bars(tries: Sequence[Try]) -> tuple[str, str]:
    """One path of the attempts that were accepted and one of those that failed, oldest first, to be stroked.

    The height is logarithmic: a bar of twice the height took many times as long.
    """
    good, bad = [], []
    for place, one in enumerate(tries[-LATEST:]):
        height = _LEAST + (HEIGHT - _LEAST) * min(1.0, log1p(one.duration_ms) / log1p(_SLOWEST_MS))
        bar = f"M{1 + 2 * place} {HEIGHT}v-{height:.0f}"
        (good if one.ok else bad).append(bar)
    return "".join(good), "".join(bad)
