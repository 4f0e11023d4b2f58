"""How a receiver checks one attempt's signatures: the steps, with this attempt's own id, time, body and values.

The secret is in none of them. Built from what the log kept: the headers as they were sent, and the body with its links
masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .words import READER, word


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, and the text that it is done with or must come to."""

    told: str = ""
    text: str = ""


def steps(
    headers: Mapping[str, str], body: str, body_size: int, body_hash: str, locale: str = READER
) -> tuple[Step, ...]:
    """What to do, in order; nothing for an attempt without signatures.

    `body_size` (bytes) and `body_hash` (hex SHA-256) are those of the body as it went out; empty where they were not kept.
    """
    standard, own = headers.get("webhook-signature", ""), _own(headers)
    if not standard and not own:
        return ()
    signed = f"{headers.get('webhook-id', '')}.{headers.get('webhook-timestamp', '')}.{body}"
    raw = [Step(word("proof_body", locale, size=body_size), body_hash)] if body_hash else []
    return (
        *raw,
        Step(word("proof_standard", locale), signed),
        Step(word("proof_standard_value", locale, count=len(standard.split())), "\n".join(standard.split())),
        *(Step(word("proof_own", locale, header=name), value) for name, value in own.items()),
        Step(word("proof_compare", locale)),
    )


def _own(headers: Mapping[str, str]) -> dict[str, str]:
    """Our own signatures; their prefix is a setting, and may have been another when this was sent."""
    mine = {name: value for name, value in headers.items() if value.startswith("sha256=")}
    return dict(sorted(mine.items()))
