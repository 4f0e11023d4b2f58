"""What the processes that serve and work write to stderr: a line an event, as JSON or for people to read.

Every module logs through Python's own `logging`; its `extra` become fields of the line. With them stand the fields that
whoever began the work has bound (`structlog.contextvars`): `request_id`, of a page's event its `handler` and `app_id`.
Nobody logs a secret, nor, from INFO on, anything of a customer.
"""

import logging
import logging.config
from typing import Any

import structlog
from structlog.contextvars import merge_contextvars
from structlog.typing import EventDict

from console.scheduling.settings import settings

_OURS = ("api", "booking_page", "callboard", "console", "jobs")
_FIELDS = (
    merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def begin() -> None:
    """Log like this from now on."""
    logging.config.dictConfig(config())


def config() -> dict[str, Any]:
    """For `logging.config`: our own modules from the level that is set on, all others from WARNING on."""
    level = settings().log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "console.logs.formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {name: {"level": level} for name in _OURS},
    }


def _on_one_line(_logger: Any, _level: str, line: EventDict) -> EventDict:
    """What is told may quote a mail server or a provider: no letter of theirs ends the line or moves the terminal."""
    told = str(line.get("event", ""))
    line["event"] = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in told)
    return line


def formatter() -> logging.Formatter:
    """As the settings want lines. Tracebacks are told without the values of their variables."""
    drawn = (
        (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())
        if settings().log_json
        else (
            _on_one_line,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_FIELDS,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *drawn],
    )
