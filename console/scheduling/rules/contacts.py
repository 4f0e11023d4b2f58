"""Phones and e-mail addresses in the one form they are stored and compared in."""

import re
from functools import lru_cache

import email_validator
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from ..errors import Invalid

email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()  # mail within a company's own network is mail

EMAIL_LENGTH = 254
_DIALLED = re.compile(r"\s*(?:tel:)?[+(\d][\d\s().\-/\u2010-\u2013]{0,40}")
"""Digits and what people put between them; letters, extensions and several numbers in one field are refused."""


def phone(text: str, region: str | None = None, field: str = "guest_phone") -> str:
    """A number in E.164, such as `+573005550100`. Without a leading + or 00 it is read as dialled in `region`.

    `region` is an ISO 3166 code. Raises Invalid for what cannot be a number; whether anybody has it is not asked.
    """
    typed = "+" + text.strip()[2:] if text.strip().startswith("00") else text
    try:
        number = phonenumbers.parse(typed, region) if _DIALLED.fullmatch(typed) else None
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Invalid.of(
            field, "Give the phone number with its country code, such as +57 300 555 0100.", "invalid_phone"
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=10_000)  # a list shows the same numbers at each refresh
def readable(number: str) -> str:
    """A stored number as people read it: `+57 300 5550100`."""
    return phonenumbers.format_number(phonenumbers.parse(number, None), PhoneNumberFormat.INTERNATIONAL)


def email(text: str, field: str = "guest_email") -> str:
    """An address as it is written to: trimmed, its domain in lower case. Raises Invalid. No name server is asked."""
    try:
        checked = email_validator.validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError as refused:
        raise _bad_email(field) from refused
    if "." not in checked.domain or len(checked.normalized) > EMAIL_LENGTH:
        raise _bad_email(field)
    return checked.normalized


def folded(address: str) -> str:
    """The form by which two addresses of the same person are found equal."""
    return address.strip().casefold()


def zone_of_phone(number: str) -> str | None:
    """The only time zone that an E.164 number can be in, or None when there are several."""
    from phonenumbers import timezone  # its tables take a quarter of a second to load

    zones = timezone.time_zones_for_number(phonenumbers.parse(number, None))
    return zones[0] if len(zones) == 1 and zones[0] != timezone.UNKNOWN_TIMEZONE else None


def _bad_email(field: str) -> Invalid:
    return Invalid.of(field, "This is not an e-mail address.", "invalid_email")
