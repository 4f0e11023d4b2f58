"""The card that messengers and social networks show of a booking link: whose it is, what for, with their logo."""

from markupsafe import Markup

from booking_page.plain.layout import open_graph
from console.scheduling.messages.words import word
from console.scheduling.settings import settings


def title(app_name: str) -> str:
    """What the link is called, in the reader's language."""
    return word("book_with", app=app_name)


def about(preset_name: str) -> str:
    """What it is for."""
    return word("book_with_text", preset=preset_name)


def card(app_name: str, preset_name: str, logo: str | None, path: str) -> Markup:
    """For the head of the page at this path of ours."""
    rows = [
        ("type", "website"),
        ("site_name", app_name),
        ("title", title(app_name)),
        ("description", about(preset_name)),
        ("image", logo),
        ("url", settings().base_url + path),
    ]
    described = Markup('<meta name="description" content="{}"><meta name="twitter:card" content="summary">')
    return described.format(about(preset_name)) + open_graph(rows)
