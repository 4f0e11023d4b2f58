"""How passwords are kept: Argon2id with OWASP's parameters, and never more than two at a time, since each takes 19 MiB
and a core. Which may be chosen is for `rules.passwords` to say.

https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
"""

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import NotAllowed
from ..rules.passwords import LONGEST

NONE = "!"
"""Kept of who signs in without any: no password matches it."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_pool = threading.BoundedSemaphore(2)


def off() -> NotAllowed:
    """What is said where the operator lets people sign in with the provider alone."""
    return NotAllowed("Passwords are off here: sign in with your provider.")


def hashed(password: str) -> str:
    """What is stored of a password; about 30 ms of one core, so never call it inside a transaction."""
    with _pool:
        return _hasher.hash(_typed(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the kept password. Takes as long when nothing is kept: time must not tell who has an account."""
    chosen = None if kept == NONE else kept
    try:
        with _pool:
            _hasher.verify(chosen or _of_nobody(), _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return chosen is not None


def _typed(password: str) -> bytes:
    """One password on every keyboard: composed and decomposed accents are the same (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password[: LONGEST * 4]).encode(errors="surrogatepass")


@cache
def _of_nobody() -> str:
    return _hasher.hash("nobody has this password")
