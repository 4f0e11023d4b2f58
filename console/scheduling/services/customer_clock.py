"""What time it is for a customer, from what is known of them: their zone, else the only one that their phone can be in."""

from datetime import datetime

from ..errors import Invalid
from ..rules import contacts
from ..rules.customer_time import CustomerTime, country_of_phone, customer_time
from ..rules.zones import zone
from . import places


def at_customers(
    instant: datetime, phone: str, zone_name: str | None, region: str | None = None
) -> CustomerTime | None:
    """The instant where this customer is; None when nobody can tell where that is.

    A phone without its country is read as dialled in `region`. Holidays are those of the phone's country, else of the
    zone's.
    """
    try:
        number = contacts.phone(phone, region) if phone.strip() else None
    except Invalid:
        number = None
    where = zone_name or (contacts.zone_of_phone(number) if number else None)
    if where is None:
        return None
    country = country_of_phone(number) if number else None
    return customer_time(instant, zone(where), country or places.region(where))
