"""A test app's customer pages work as every other's, and say that nothing is sent; deleted, they lead nowhere."""

from console.scheduling.actors import visitor
from console.scheduling.services import app_copies, bookings, links
from console.scheduling.services.bookings import NewBooking

SAID = "This is a test: nothing is sent to anybody."


def path_of(url: str) -> str:
    return "/" + "/".join(url.split("/")[-2:])


def test_manage_and_join_pages_say_so(acme, browser):
    made = app_copies.copy(acme.admin)
    jane = {"guest_name": "Jane", "guest_email": "jane@guests.test"}
    tried = links.links_of(bookings.book(visitor(made.app_id), NewBooking(scheduled_at=acme.at(0), **jane)))
    real = links.links_of(acme.book())
    manage = path_of(tried.manage_url)
    for path in (manage, f"{manage}/move", path_of(tried.join_url), path_of(tried.agent_join_url)):
        answer = browser.get(path)
        assert answer.status_code == 200 and SAID in answer.text and len(answer.content) < 20_000
    assert SAID not in browser.get(path_of(real.manage_url)).text
    app_copies.delete(acme.admin, made.app_id)
    for url in (tried.manage_url, tried.join_url, tried.agent_join_url):
        assert browser.get(path_of(url)).status_code == 404
    assert browser.get(path_of(real.manage_url)).status_code == 200
