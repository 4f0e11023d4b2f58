"""How a customer reaches a person of the app, at the foot of the pages of their call."""

from urllib.parse import quote, urlencode

from markupsafe import Markup

from booking_page.call.teller import Teller
from booking_page.plain.layout import acts, link, text
from console.scheduling.rules import contacts
from console.scheduling.services.customer_calls import CustomerCall


def reach(call: CustomerCall, words: str = "") -> Markup:
    """The app's public phone and e-mail, of which a letter names the call and holds `words`; nothing where it has none."""
    tell, face = Teller(call), call.face
    ways = []
    if face.phone:
        ways.append(link(f"tel:{face.phone}", tell("call_us", phone=contacts.readable(face.phone))))
    if face.email:
        letter = {"subject": tell("about_call", reference=call.booking.reference), "body": words}
        query = urlencode({name: value for name, value in letter.items() if value}, quote_via=quote)
        ways.append(link(f"mailto:{face.email}?{query}", tell("write_to_us", email=face.email)))
    if not ways:
        return Markup()
    return Markup('<section class="reach">{}{}</section>').format(text(tell("reach_us")), acts(*ways))
