"""The cookies that signing in hands out."""

from starlette.responses import Response

from console.scheduling.settings import settings


def set_cookie(answer: Response, name: str, value: str, seconds: int | None) -> None:
    """Only the server reads it, and other sites cannot send it along. It ends with the browser if it has no age."""
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=_is_https(), httponly=True, samesite="lax")


def forget_cookie(answer: Response, name: str) -> None:
    """Have the browser drop it."""
    answer.delete_cookie(name, path="/", secure=_is_https(), httponly=True, samesite="lax")


def _is_https() -> bool:
    return settings().base_url.startswith("https://")
