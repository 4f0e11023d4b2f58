"""Codes of an authenticator app: six digits that change every thirty seconds, each good once (RFC 6238)."""

from datetime import datetime

from pyotp.hotp import HOTP
from pyotp.totp import TOTP

STEP_SECONDS = 30
_DRIFT = 1
"""So many steps a phone's clock may be ahead or behind (RFC 6238, 5.2)."""
_ISSUER = "Callboard"


def accepted_step(secret: str, code: str, now: datetime, last_step: int | None = None) -> int | None:
    """The time step whose code this is; None where it is wrong, or was used.

    `last_step` is that of the latest code that was taken: none of that step or before is taken again.
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    codes, here = HOTP(secret), int(now.timestamp()) // STEP_SECONDS
    steps = [step for step in range(here - _DRIFT, here + _DRIFT + 1) if codes.verify(code, step)]
    return next((step for step in steps if last_step is None or step > last_step), None)


def address(secret: str, email: str) -> str:
    """The `otpauth:` address that a QR code carries into the app."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)
