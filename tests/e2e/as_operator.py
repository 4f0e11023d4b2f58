"""What only an operator does, past the server's doors: an owner for the demo's app."""

from collections.abc import Iterator
from contextlib import contextmanager

from console.scheduling.actors import operator
from console.scheduling.services import members, people
from tests.e2e.conftest import Server
from tests.fleet import standing_on

PASSWORD = "correct horse battery"


@contextmanager
def _on(server: Server) -> Iterator[None]:
    """Have this process use the server's own database."""
    names = {"DATA": str(server.data), "PUBLIC_URL": server.base_url, "DATABASE_URL": "", "REDIS_URL": ""}
    with standing_on({f"CALLBOARD_{name}": value for name, value in names.items()}):
        yield


def let_owner_in(server: Server) -> None:
    """Let an owner into the demo's app, who is `owner` from now on."""
    email = "owner@lumen.example"
    with _on(server):
        terms = members.MemberTerms(role="owner")
        url = members.invite(operator(server.demo["app_id"]), "Olga Ferrer", email, terms).url
        assert url
        people.accept_link(url.rpartition("/")[2], PASSWORD)
    server.demo["owner"] = {"email": email, "password": PASSWORD}
