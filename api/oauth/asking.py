"""A request at an OAuth endpoint, in either of its two shapes, with the credentials it carries."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from starlette.requests import Request

from api.errors import Refused
from api.reading import media_type, parse, read_body, require_json, require_text
from console.scheduling.errors import Invalid

_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 50
_SECURE = "https://callboard.invalid/"
"""Authlib refuses plain http. Whether the last hop is encrypted is the operator's proxy to decide, so it hears https."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What arrived: raw, since even to read it may be refused, and then in the shape it was asked in."""

    raw: bytes
    is_form: bool
    """Whether RFC 6749's form encoding was used, and so its plain answers are expected; else the envelope."""
    authorization: str | None
    address: str

    def request(self) -> OAuth2Request:
        """The request as Authlib wants it. Raises InvalidRequestError."""
        return _Request(_form(self.raw) if self.is_form else _json(self.raw), self)


class _Request(OAuth2Request):
    def __init__(self, parameters: dict[str, str], asked: Asked) -> None:
        super().__init__("POST", _SECURE, headers={"Authorization": asked.authorization or ""})
        self.payload = BasicOAuth2Payload(parameters)
        self.parameters = parameters
        self.address = asked.address

    @property
    def form(self) -> dict[str, str]:
        return self.parameters


async def read(request: Request) -> Asked:
    """Read a request. Raises Refused (413, 415)."""
    is_form = media_type(request) == _FORM
    if not is_form:
        require_json(request)
    headers = request.headers.getlist("authorization")
    if len(headers) > 1:
        raise Refused(400)
    return Asked(
        raw=await read_body(request),
        is_form=is_form,
        authorization=headers[0] if headers else None,
        address=request.client.host if request.client else "",
    )


def _form(raw: bytes) -> dict[str, str]:
    """A form's parameters. One without a value is as if it were not there (RFC 6749 section 3.2); none may repeat."""
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
        for pair in pairs:
            require_text("".join(pair))
    except ValueError:
        raise InvalidRequestError("The body is not a form that we can read.") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise InvalidRequestError("A parameter stands twice.")
    return {name: value for name, value in pairs if value}


def _json(raw: bytes) -> dict[str, str]:
    try:
        document = parse(raw)
    except Invalid:
        raise InvalidRequestError("The body is not JSON that we can read.") from None
    if not all(isinstance(value, str | None) for value in document.values()):
        raise InvalidRequestError("Every parameter must be text.")
    return {name: value for name, value in document.items() if value}
