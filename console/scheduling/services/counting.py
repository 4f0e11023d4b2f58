"""What happens, told to whoever counts it: the core itself counts nothing, and knows no one who does.

A happening is a name, words that say which kind of it (never an id, nor anything of a person), and sometimes how many
seconds it took. `api.metrics` listens.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from ..errors import CallboardError

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[str, dict[str, str], float | None], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener` with each happening, in the thread in which it happens; gives the way to stop. It must return at once.

    Who listens twice hears everything once, until it has stopped twice.
    """
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(happening: str, *, seconds: float | None = None, **words: str) -> None:
    """Say that it happened."""
    for listener in tuple(dict.fromkeys(_listeners)):
        try:
            listener(happening, words, seconds)
        except Exception:  # who counts must not undo what happened
            log.exception("A listener failed on %s.", happening)


@contextmanager
def judged(happening: str, known: Mapping[type[Exception], str] | None = None, **words: str) -> Iterator[None]:
    """Tell what came of the block, and how long it took.

    The `result` is `done`, the code of its refusal, the word for an exception that is `known`, or `defect`.
    """
    began, result = time.perf_counter(), "defect"
    try:
        yield
        result = "done"
    except CallboardError as refused:
        result = refused.code
        raise
    except Exception as error:
        result = (known or {}).get(type(error), result)
        raise
    finally:
        tell(happening, seconds=time.perf_counter() - began, **words, result=result)


def timed(happening: str, **words: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A verb that tells how long each call of it took."""

    def declare(verb: Callable[P, R]) -> Callable[P, R]:
        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with judged(happening, None, **words):
                return verb(*args, **kwargs)

        return run

    return declare
