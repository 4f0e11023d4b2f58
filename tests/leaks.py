"""Keys that must never stand in a log: tokens, secrets, and links that open something."""

import logging
import re

_KEY = r"[A-Za-z0-9_~.=+/-]{16,}"
_LINKS = "manage|join|unsubscribe|calendar|invitation|password|set-up"
_KEYS = re.compile(
    rf"cb[ts]_{_KEY}|whsec_{_KEY}|(?:Basic|Bearer) {_KEY}|/(?:{_LINKS})/[A-Za-z0-9_~.-]{{16,}}|[?&]again={_KEY}"
)
_CHATTY = (
    "mail.log",
    "sqlalchemy",
    "httpx",
    "httpcore",
    "urllib3",
    "requests_oauthlib",
    "asyncio",
    "schemathesis",
    "markdown_it",
)
"""Loggers that would tell every statement, or what the tests themselves send and receive."""


def found_in(text: str) -> list[str]:
    """The keys in a text."""
    return _KEYS.findall(text)


class Watch(logging.Handler):
    """Reads everything that is logged, down to DEBUG, and keeps the lines with a key in them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        self.lines: list[str] = []

    def begin(self) -> None:
        """Have the whole process tell it everything."""
        logging.getLogger().setLevel(logging.DEBUG)
        logging.getLogger().addHandler(self)
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record as it would be written, with its traceback."""
        line = self.format(record)
        if found_in(line):
            self.lines.append(line)

    def take(self) -> list[str]:
        """The lines since the last time."""
        lines, self.lines = self.lines, []
        return lines
