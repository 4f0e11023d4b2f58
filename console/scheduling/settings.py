"""What the operator sets, read from `CALLBOARD_*` environment variables (CONTRACT section 10)."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Network = IPv4Network | IPv6Network

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def _split(value: object) -> object:
    """Turn `a, b` into a list, so that an environment variable reads as people write it."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """One installation's settings; every default is safe for a single machine with SQLite."""

    model_config = SettingsConfigDict(env_prefix="CALLBOARD_", extra="ignore")

    data: Path = Field(Path("data"), description="The data directory: database, backups, keys.")
    database_url: str = Field("", description="Default: SQLite in the data directory.")
    database_connections: int = Field(
        15, ge=2, le=500, description="The most connections to PostgreSQL that one process uses; one more listens."
    )
    database_timeout: int = Field(
        60, ge=1, le=3600, description="Seconds after which PostgreSQL ends a statement, or a transaction that idles."
    )
    redis_url: str = Field("", description="Only needed with several web processes.")
    public_url: str = Field("", description="Where people reach this installation. Default: http://localhost:PORT.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="The one port for pages, socket, API and jobs.")
    webhook_allow: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Networks (CIDR) that webhooks may reach although not public; http is allowed to them.",
    )
    calendar_allow: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Networks (CIDR) in which people's calendars may be although not public; http is allowed to them.",
    )
    webhook_header_prefix: str = Field(
        "X-Callboard", pattern=r"^[A-Za-z][A-Za-z0-9-]{0,40}$", description="Prefix of webhook headers."
    )
    webhook_retry_seconds: Annotated[list[float], NoDecode] = Field(
        default_factory=lambda: [5, 300, 1800, 7200, 18000, 36000, 36000],
        description="Waits between attempts, in seconds.",
    )
    smtp_url: str = Field("", description="smtp://user:password@host:587; empty: messages stay in the outbox.")
    mail_from: str = Field("Callboard <no-reply@localhost>", description="The sender of e-mail.")
    whatsapp_base_url: str = Field(
        "https://graph.facebook.com/v23.0", description="The WhatsApp Cloud API, with its version."
    )
    whatsapp_token: str = Field("", description="Its access token; empty: messages stay in the outbox.")
    whatsapp_phone_number_id: str = Field("", description="The id of the number to send from; an app may have its own.")
    whatsapp_app_secret: str = Field("", description="Signs what /hooks/whatsapp is told; empty: it is refused.")
    whatsapp_verify_token: str = Field("", description="What the API says when /hooks/whatsapp is subscribed.")
    whatsapp_language: str = Field("en", description="The language of templates where a customer's has none.")
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Networks (CIDR) whose X-Forwarded-For is believed."
    )
    visitor_lookups_per_minute: int = Field(
        60, ge=1, description="How often one address may look for free times on booking pages."
    )
    visitor_bookings_per_hour: int = Field(
        10, ge=1, description="How many calls one address may book on booking pages."
    )
    visitor_link_requests_per_hour: int = Field(
        10, ge=1, description="How often one address may ask for the links to booked calls."
    )
    visitor_holds: int = Field(
        6, ge=0, description="How many times one address may hold on booking pages at once; the next book without."
    )
    oidc_issuer: str = Field("", description="The provider that staff may sign in with (OpenID Connect): its issuer.")
    oidc_client_id: str = Field("", validate_default=True, description="What the provider calls this installation.")
    oidc_client_secret: str = Field(
        "", description="What this installation shows the provider; empty: a public client."
    )
    oidc_name: str = Field("", description="What the button calls the provider; empty: its host.")
    oidc_only: bool = Field(False, description="Staff sign in with the provider alone: e-mail and password are off.")
    security_contact: str = Field(
        "", description="Whom to tell of a security hole, an e-mail or a URL: /.well-known/security.txt says it."
    )
    catalogues: Path | None = Field(
        None, description="A folder with more languages for customers, each a folder of the catalogues that they read."
    )
    metrics_token: str = Field("", description="The operator's token for GET /metrics; empty: refused.")
    development: bool = Field(False, description="For who works on Callboard: adds the gallery page.")
    jobs: bool = Field(True, description="Whether a process that serves pages does the jobs, too; `web` says no.")
    demo: bool = Field(False, description="Serve the demo's webhook receiver; `up --demo` sets it.")
    drain_seconds: float = Field(
        0,
        ge=0,
        le=7,
        description="How long a process that is to stop says that it is not ready, before it stops to listen.",
    )
    log_json: bool = Field(False, description="Logs as JSON lines.")
    log_level: Literal["debug", "info", "warning"] = Field("warning", description="The least that is logged.")

    @field_validator("webhook_allow", "calendar_allow", "webhook_retry_seconds", "trusted_proxies", mode="before")
    @classmethod
    def _read_lists(cls, value: object) -> object:
        return _split(value)

    @field_validator("webhook_allow", "calendar_allow", "trusted_proxies")
    @classmethod
    def _check_networks(cls, value: list[str]) -> list[str]:
        return [str(ip_network(part, strict=False)) for part in value]

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        is_ours = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
        if value and not (parts.hostname and (parts.scheme == "https" or is_ours)):
            raise ValueError("give the issuer as the provider does, such as https://login.example.com")
        return value

    @field_validator("oidc_client_id", "oidc_only")
    @classmethod
    def _check_oidc(cls, value: str | bool, info: ValidationInfo) -> str | bool:
        has_issuer = bool(info.data.get("oidc_issuer"))
        if info.field_name == "oidc_client_id" and has_issuer and not value:
            raise ValueError("the provider of CALLBOARD_OIDC_ISSUER must know this installation by an id")
        if info.field_name == "oidc_only" and value and not has_issuer:
            raise ValueError("nobody could sign in without CALLBOARD_OIDC_ISSUER")
        return value

    @property
    def oidc_called(self) -> str:
        """What people call the provider that staff sign in with; empty where there is none."""
        return self.oidc_name or urlsplit(self.oidc_issuer).hostname or ""

    @field_validator("security_contact")
    @classmethod
    def _check_contact(cls, value: str) -> str:
        if any(not letter.isprintable() for letter in value):
            raise ValueError("one line of printable letters")
        return f"mailto:{value}" if "@" in value and ":" not in value else value

    @property
    def url_of_database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.data / 'callboard.db').resolve()}"

    @property
    def origins(self) -> list[str]:
        """The exact origins a browser may come from: the public one, and this machine's own on our port."""
        own = [f"http://{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]", self.host)]
        public = urlsplit(self.base_url)
        return list(dict.fromkeys([f"{public.scheme}://{public.netloc}", *own]))

    @property
    def base_url(self) -> str:
        """The address in links, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")


@cache
def settings() -> Settings:
    """The settings of this process, read once; `settings.cache_clear()` reads them again."""
    return Settings()  # pyright: ignore[reportCallIssue]  (every field has a default)
