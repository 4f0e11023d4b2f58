"""The API guide's samples: whole programs, in the words of one installation and one app.

They stand in `samples/`, one a file, written for an app that does not exist. Here its address, ids and time become those of
a real one, and lines that name an agent go where the engine chooses. Nothing else changes: what `sample` gives is what
is shown, and what the tests run.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["curl", "python", "javascript"]
SUFFIXES: dict[Language, str] = {"curl": ".sh", "python": ".py", "javascript": ".js"}

_SAMPLES = Path(__file__).parent / "samples"
_NAMES_AGENT = re.compile(r"^.*agentId.*\n", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(r'(durationMinutes"?[:=] ?)30\b')
_COMMENTS: dict[Language, re.Pattern[str]] = {
    "curl": re.compile(r"^ *#"),
    "python": re.compile(r"^ *#"),
    "javascript": re.compile(r"^ *//"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """What the samples speak of."""

    base_url: str
    """Where this installation is reached, without a slash at its end."""
    app_id: str
    timezone: str
    """The app's."""
    preset_id: str
    minutes: int
    """How long the preset's calls are."""
    header_prefix: str
    """What the names of our own webhook headers begin with."""
    start: str
    """A time that can be booked, as `2027-01-12T15:00:00.000Z`."""
    agent_id: str = ""
    """Who can be booked then; empty where the engine chooses."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a sample that are all comment, or all code."""

    text: str
    is_comment: bool


@cache
def languages(name: str) -> tuple[Language, ...]:
    """The languages that the sample `name` is written in."""
    return tuple(language for language, suffix in SUFFIXES.items() if (_SAMPLES / f"{name}{suffix}").exists())


def written_in(name: str, wanted: Language) -> Language:
    """The language in which to show it to who wants this one: the first that it has, where it has not that."""
    return wanted if wanted in languages(name) else languages(name)[0]


@cache
def names() -> tuple[str, ...]:
    """Every sample."""
    return tuple(sorted({file.stem for file in _SAMPLES.iterdir() if file.suffix in SUFFIXES.values()}))


def sample(name: str, language: Language, example: Example) -> str:
    """The program `name` for this app."""
    text = _template(name, language)
    if not example.agent_id:
        text = _NAMES_AGENT.sub("", text)
    for ours, theirs in (
        ("https://calls.example.com", example.base_url),
        ("app_example", example.app_id),
        ("pre_example", example.preset_id),
        ("per_example", example.agent_id),
        ("2027-01-12T15:00:00.000Z", example.start),
        ("America/Bogota", example.timezone),
        ("X-Callboard", example.header_prefix),
    ):
        text = text.replace(ours, theirs)
    return _LENGTH.sub(rf"\g<1>{example.minutes}", text)


def shown(name: str, wanted: Language, example: Example) -> list[Piece]:
    """The program `name` as it is shown to who wants it in this language."""
    language = written_in(name, wanted)
    return pieces(sample(name, language, example), language)


def text(file: str) -> str:
    """An answer of the API, as it is shown beside the samples."""
    return (_SAMPLES / file).read_text().rstrip()


def pieces(code: str, language: Language) -> list[Piece]:
    """The same text, cut where comments begin and end, so that they can be shown more faintly."""
    found: list[Piece] = []
    for line in code.splitlines(keepends=True):
        is_comment = bool(_COMMENTS[language].match(line))
        if found and found[-1].is_comment == is_comment:
            found[-1] = Piece(found[-1].text + line, is_comment)
        else:
            found.append(Piece(line, is_comment))
    return found


@cache
def _template(name: str, language: Language) -> str:
    return (_SAMPLES / f"{name}{SUFFIXES[language]}").read_text()
