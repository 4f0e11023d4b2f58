"""What lets a browser install the console as an app of its machine: the manifest, and the addresses of its shortcuts."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.components import plain
from console.components.installable import GROUNDS, MANIFEST
from console.http.signing import person_of
from console.scheduling.messages.words import word

SHORTCUTS = ("now", "scheduled-calls", "my-schedules")
"""Places of the console, as its addresses name them."""


async def manifest(_request: Request) -> Response:
    """The web app manifest. It knows one colour of each kind; the pages know those of both themes."""
    return JSONResponse(
        {
            "id": "/",
            "name": "Callboard",
            "short_name": "Callboard",
            "description": word("installed_as"),
            "lang": "en",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": GROUNDS["light"],
            "background_color": GROUNDS["light"],
            "icons": [
                _icon("icon-192.png", 192, "any"),
                _icon("icon-512.png", 512, "any"),
                _icon("maskable-512.png", 512, "maskable"),
            ],
            "shortcuts": [
                {
                    "name": word(place.replace("-", "_")),
                    "url": f"/open/{place}",
                    "icons": [_icon("icon-192.png", 192, "any")],
                }
                for place in SHORTCUTS
            ],
        },
        media_type="application/manifest+json",
    )


async def open_place(request: Request) -> Response:
    """`/open/now`: this place in the first app of who is signed in, since a manifest knows no app."""
    place = request.path_params["place"]
    person = await person_of(request)
    if person is None:
        return plain.redirect(f"/sign-in?next=/open/{place}")
    if place not in SHORTCUTS or not person.memberships:
        return plain.redirect("/")
    return plain.redirect(f"/app/{person.memberships[0].app_id}/{place}")


routes = [Route(MANIFEST, manifest), Route("/open/{place}", open_place)]


def _icon(file: str, pixels: int, purpose: str) -> dict[str, str]:
    return {"src": f"/icons/{file}", "sizes": f"{pixels}x{pixels}", "type": "image/png", "purpose": purpose}
