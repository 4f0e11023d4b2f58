"""The page, and the files it loads: Swagger UI as a Python package carries it, dressed in the product's colours."""

import gzip
import html
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from api.errors import Refused
from console.components import theme

PATH = "/api/docs"
_OURS, _SWAGGER = "api.docs", "fastapi_swagger.resources"
_KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


def page(_: Request) -> Response:
    """The page. Nothing in it depends on who asks."""
    links = {name.replace(".", "_"): f"{PATH}/{file}" for file, name in _names().items()}
    icon = b64encode(_read(_OURS, "favicon.svg")).decode()
    template = Template(_read(_OURS, "page.html").decode())
    return HTMLResponse(template.substitute(links, icon=html.escape(f"data:image/svg+xml;base64,{icon}")))


def asset(request: Request) -> Response:
    """One of its files, under a name that changes with what is in it. Raises Refused for any other."""
    name = _names().get(request.path_params["file"])
    if name is None:
        raise Refused(404)
    headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
    body = _assets()[name]
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = _compressed(name), "gzip"
    return Response(body, headers=headers, media_type=_KINDS[name.rpartition(".")[2]])


routes = [Route(PATH, page), Route(f"{PATH}/{{file}}", asset)]


@cache
def _assets() -> Mapping[str, bytes]:
    return {
        "swagger.js": _read(_SWAGGER, "swagger-ui-bundle.js"),
        "swagger.css": _read(_SWAGGER, "swagger-ui.css"),
        "docs.css": theme.css().encode() + _read(_OURS, "docs.css"),
        "docs.js": _read(_OURS, "docs.js"),
    }


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(_assets()[name], 9, mtime=0)


@cache
def _names() -> Mapping[str, str]:
    """The name in the address -> the name here."""
    return {f"{sha256(body).hexdigest()[:12]}-{name}": name for name, body in _assets().items()}


def _read(package: str, name: str) -> bytes:
    return files(package).joinpath(name).read_bytes()
