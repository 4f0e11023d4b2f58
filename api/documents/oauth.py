"""What the OAuth endpoints take, and answer: in the envelope to JSON, plain as in the RFCs to a form."""

from typing import Literal

from pydantic import BaseModel, Field

from api.documents.shapes import Meta, Shape


class Token(Shape):
    access_token: str = Field(description="Opaque. Send it as `Authorization: Bearer`.")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    scope: str = Field(description="What it is good for, separated by spaces.")


class Introspection(Shape):
    """A token of your own; any other is just not active."""

    active: bool
    client_id: str | None = Field(None, description="With `active`, as are all that follow.")
    scope: str | None = None
    token_type: Literal["Bearer"] | None = None
    iat: int | None = Field(None, description="Issued at, in epoch seconds.")
    exp: int | None = Field(None, description="Expires at, in epoch seconds.")


class Endpoints(Shape):
    """RFC 8414's document."""

    issuer: str
    token_endpoint: str
    token_endpoint_auth_methods_supported: list[str]
    grant_types_supported: list[str]
    response_types_supported: list[str]
    scopes_supported: list[str]
    revocation_endpoint: str
    revocation_endpoint_auth_methods_supported: list[str]
    introspection_endpoint: str
    introspection_endpoint_auth_methods_supported: list[str]


class TokenAnswer(Shape):
    data: Token
    meta: Meta


class IntrospectionAnswer(Shape):
    data: Introspection
    meta: Meta


class Credentials(BaseModel):
    """The client's own, unless they stand in the `Authorization` header."""

    client_id: str | None = Field(None, description="Leave it out when the header has it.")
    client_secret: str | None = Field(None, description="Leave it out when the header has it.")


class TokenRequest(Credentials):
    """What buys a token. Parameters that are unknown are passed over (RFC 6749 section 3.2)."""

    grant_type: Literal["client_credentials"]
    scope: str | None = Field(None, description="To narrow it; left out: every scope that the client has.")


class TokenQuestion(Credentials):
    """A token that is asked about."""

    token: str = Field(min_length=1)
    token_type_hint: str | None = Field(None, description="Taken, and not needed: there is one type.")
