"""How a process that serves keeps house: with the garbage collector, with memory, and with the process it came from."""

import ctypes
import gc
import multiprocessing
import os
import threading

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's <malloc.h>."""
_ARENAS = 2


def settle() -> None:
    """Settle in, once all is loaded and before the first request."""
    calm_garbage_collector()
    _share_arenas()
    _end_with_parent()


def calm_garbage_collector() -> None:
    """Have it leave alone what is loaded by now, which stays, and look at new things by the ten thousand.

    As Python sets it, it took more than half of the time of the largest answers.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _share_arenas() -> None:
    """Let all threads take memory from the same places: what one of them frees, another can use.

    Otherwise glibc gives each of our threads an arena, and holes in all of them: half of what an open tab costs.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, _ARENAS)


def _end_with_parent() -> None:
    """A worker whose supervisor was killed would keep the port, and nobody could end it."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=lambda: (parent.join(), os._exit(1)), name="parent", daemon=True).start()
