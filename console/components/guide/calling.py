"""How to call the API: the first call, and what to know about errors, limits and repeats."""

from datetime import timedelta

from console.components.guide.prose import Parts, heading, prose, way
from console.components.guide.sample import answer, sample
from console.components.guide.tables import fact, facts
from console.scheduling.actors import Actor
from console.scheduling.errors import AlreadyStarted, FinalState, StaleVersion
from console.scheduling.messages import guide
from console.scheduling.rules.availability import NO_AGENT_AVAILABLE, REASON_CODES
from console.scheduling.rules.holds import MOST_PER_CLIENT
from console.scheduling.rules.permissions import liftable
from console.scheduling.rules.terms import LimitTerms, PresetTerms
from console.scheduling.services import once
from console.scheduling.services.access import TOKEN_LIFETIME
from console.scheduling.services.clients import DEFAULT_RATE_LIMITS
from console.state.words import error_words
from console.state.words import guide_words as words

ERROR_TYPES = (
    (400, "invalid_request"),
    (401, "unauthorized"),
    (403, "forbidden"),
    (404, "app_not_found"),
    (404, "not_found"),
    (405, "method_not_allowed"),
    (409, "conflict"),
    (413, "payload_too_large"),
    (415, "unsupported_media_type"),
    (429, "rate_limit_exceeded"),
    (500, "internal_error"),
    (503, "unavailable"),
)
"""Statuses and types; `api.errors`, which no page may import, answers with exactly these (tests/api/test_guide_samples)."""

_CONFLICTS = (
    NO_AGENT_AVAILABLE,
    FinalState.code,
    AlreadyStarted.code,
    StaleVersion.code,
    once.KEY_REUSED,
    once.IN_PROGRESS,
)
_LIFTED = ", ".join(f"`{code}`" for code in REASON_CODES if code in liftable(Actor("api"), None))
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def first_call() -> Parts:
    """From a client's secret to a call that is booked."""
    return (
        prose(words.guide_start_key),
        way(words.guide_start_clients, "clients", "key-round"),
        sample("first_call", words.guide_start),
        prose(words.fill("guide_start_token", minutes=TOKEN_LIFETIME // _MINUTE)),
        prose(words.guide_start_scopes),
        prose(words.guide_start_names),
    )


def errors() -> Parts:
    """What an error looks like, and every type and code there is."""
    return (
        prose(words.guide_errors_envelope),
        answer("conflict", words.guide_errors_example, guide.text("refusal.json")),
        prose(words.guide_errors_alternatives),
        sample("refusal", words.guide_errors_sample),
        heading(words.guide_errors_types),
        facts(
            words.guide_errors_types,
            (words.guide_errors_status, words.guide_errors_type, words.guide_errors_meaning),
            *(fact(kind, getattr(words, f"guide_type_{kind}"), str(status)) for status, kind in ERROR_TYPES),
        ),
        prose(words.guide_errors_oauth),
        heading(words.guide_errors_codes),
        prose(words.guide_errors_codes_hint),
        facts(
            words.guide_errors_codes,
            (words.guide_errors_code, words.guide_errors_meaning),
            *(fact(code, getattr(error_words, f"reason_{code}")) for code in REASON_CODES),
            *(fact(code, getattr(words, f"guide_code_{code}")) for code in _CONFLICTS),
        ),
        prose(words.fill("guide_errors_lift", codes=_LIFTED)),
    )


def limits() -> Parts:
    """How much a client may ask and a customer may book, and how to wait."""
    customer = LimitTerms()
    return (
        prose(
            words.fill("guide_limits_client", **{window: f"{most:,}" for window, most in DEFAULT_RATE_LIMITS.items()})
        ),
        facts(
            words.guide_limits,
            (words.guide_limits_header, words.guide_errors_meaning),
            fact("X-RateLimit-Limit", words.guide_limit_limit),
            fact("X-RateLimit-Remaining", words.guide_limit_remaining),
            fact("X-RateLimit-Reset", words.guide_limit_reset),
            fact("X-RateLimit-Window", words.guide_limit_window),
            fact("Retry-After", words.guide_limit_retry),
        ),
        sample("retry", words.guide_limits_sample),
        prose(words.fill("guide_limits_customer", **customer.model_dump())),
    )


def repeats() -> Parts:
    """How to ask again without booking twice."""
    return (
        prose(words.guide_repeats_why),
        sample("idempotency", words.guide_repeats_sample),
        prose(words.fill("guide_repeats_rules", hours=once.KEPT_FOR // _HOUR)),
    )


def changes() -> Parts:
    """How to change a call that others change too."""
    return (
        prose(words.guide_changes_why),
        sample("changing", words.guide_changes_sample),
        prose(words.guide_changes_call),
        prose(words.guide_changes_cancel),
    )


def holds() -> Parts:
    """How to keep a time for a customer who is still deciding."""
    minutes = PresetTerms.model_fields["hold_minutes"].default
    return (
        prose(words.fill("guide_holds_why", minutes=minutes, most=MOST_PER_CLIENT)),
        sample("holds", words.guide_holds_sample),
        prose(words.guide_holds_rules),
    )
