"""A client's fresh secret, as the dialog that shows it once needs it."""

from dataclasses import dataclass

from console.scheduling.messages import snippets
from console.scheduling.messages.snippets import FirstCall
from console.scheduling.services.clients import ClientKeys
from console.scheduling.settings import settings


@dataclass(frozen=True)
class ShownKeys:
    """A new secret and what to paste it with. All of it goes when the dialog is closed."""

    client_id: str = ""
    client_secret: str = ""
    curl: str = ""
    python: str = ""
    javascript: str = ""


def shown(keys: ClientKeys, app_id: str, *, reads: bool = True) -> ShownKeys:
    """These keys with a first call to paste: one that `reads` the app's calls, or for who may not, asks for a token."""
    call = FirstCall(settings().base_url, app_id, keys.client_id, keys.client_secret, reads)
    return ShownKeys(
        client_id=keys.client_id,
        client_secret=keys.client_secret,
        curl=snippets.curl(call),
        python=snippets.python(call),
        javascript=snippets.javascript(call),
    )
