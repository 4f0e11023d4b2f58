"""What time it is where the customer is, and whether a call then would come at a bad one: night, weekend, a holiday.

Public holidays are the `holidays` package's (https://github.com/vacanza/holidays), those of the whole country alone. It
also knows which days are the weekend there.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers

MORNING, EVENING = time(8), time(21)
"""Night is before the one and from the other on: the quiet hours of messages, unless a preset has others."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CustomerTime:
    """An instant on the customer's own clock. `holiday` is its name in English, None on any other day."""

    at: datetime
    """In the customer's zone."""
    is_night: bool
    is_weekend: bool
    holiday: str | None

    @property
    def is_bad(self) -> bool:
        """Whether anything speaks against calling then."""
        return self.is_night or self.is_weekend or self.holiday is not None


def customer_time(instant: datetime, tz: ZoneInfo, country: str | None) -> CustomerTime:
    """The instant as the customer lives it. `country` is an ISO 3166 code; without one no holiday is known."""
    local = instant.astimezone(tz)
    weekend, holidays = _calendar(country, local.year)
    return CustomerTime(
        at=local,
        is_night=not MORNING <= local.time() < EVENING,
        is_weekend=local.weekday() in weekend,
        holiday=holidays.get(local.date()),
    )


def country_of_phone(number: str) -> str | None:
    """The country that an E.164 number is dialled to, as its ISO 3166 code; None where it could be several."""
    parsed = phonenumbers.parse(number, None)
    countries = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    found = countries[0] if len(countries) == 1 else phonenumbers.region_code_for_number(parsed)
    return found if found and found != "001" else None


@lru_cache(maxsize=200)
def _calendar(country: str | None, year: int) -> tuple[frozenset[int], dict[date, str]]:
    """The weekdays of the weekend, 0 is Monday, and the holidays of a year by their dates."""
    import holidays  # takes a fifth of a second to load

    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset({_SATURDAY, _SATURDAY + 1}), {}
    known = holidays.country_holidays(country, years=year)
    spoken = "en_US" if "en_US" in known.supported_languages else None
    named = holidays.country_holidays(country, years=year, language=spoken) if spoken else known
    return frozenset(named.weekend), dict(named)
