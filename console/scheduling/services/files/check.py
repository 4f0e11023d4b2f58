"""What a file's parts must be to one another: keys that are known, names that stand once, calls that keep clear."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ...errors import Invalid, Problem
from ...rules import contacts
from ...rules.calls import Call, conflicts
from ...rules.documents import path, read
from ...rules.lifecycle import LIVE
from .schema import AppFile, BookingRow


@dataclass(frozen=True, slots=True)
class Taken:
    """A call on an agent's line; `row` is its place in the file, None for one that stands elsewhere already."""

    call: Call
    row: int | None = None


def app_file(document: object) -> AppFile:
    """The document as a file that can be imported. Raises Invalid, which names every bad value by its path."""
    file = read(AppFile, document)
    problems = [
        *_repeated("agents", "key", [agent.key for agent in file.agents]),
        *_repeated("agents", "email", [contacts.folded(agent.email) for agent in file.agents]),
        *_repeated("presets", "key", [preset.key for preset in file.presets]),
        *_repeated("presets", "slug", [preset.slug for preset in file.presets]),
        *_repeated("clients", "key", [client.key for client in file.clients]),
        *_repeated("bookings", "reference", [booking.reference for booking in file.bookings]),
        *_activity(file),
        *_strangers(file),
        *clashes(lines(file.bookings)),
    ]
    if problems:
        raise Invalid(problems)
    return file


def lines(bookings: Sequence[BookingRow]) -> dict[str, list[Taken]]:
    """The live calls of the rows by the agent's key."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for row, booking in enumerate(bookings):
        if booking.status in LIVE:
            end = booking.scheduled_at + timedelta(minutes=booking.duration_minutes)
            call = Call(booking.scheduled_at, end, booking.buffer_before_minutes, booking.buffer_after_minutes)
            found[booking.agent].append(Taken(call, row))
    return found


def clashes(lines: Mapping[str, list[Taken]]) -> Iterator[Problem]:
    """A problem for every pair of calls of one agent that the booking guard would refuse, named by the later row."""
    for line in lines.values():
        line.sort(key=lambda taken: taken.call.start)
        longest = max(max(taken.call.buffer_before, taken.call.buffer_after) for taken in line)
        reach = timedelta(minutes=longest)
        for at, earlier in enumerate(line):
            for later in line[at + 1 :]:
                if later.call.start >= earlier.call.end + reach:
                    break
                if conflicts(earlier.call, later.call) and (earlier.row is not None or later.row is not None):
                    yield _clash(earlier, later)


def _clash(one: Taken, other: Taken) -> Problem:
    rows = sorted(taken.row for taken in (one, other) if taken.row is not None)
    rival = path("bookings", rows[0]) if len(rows) == 2 else "another call"
    return Problem(path("bookings", rows[-1]), f"The agent is taken at this time, by {rival}.", "slot_taken")


def _repeated(rows: str, field: str, values: Iterable[str | None]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, value in enumerate(values):
        if value is not None and first.setdefault(value, row) != row:
            yield Problem(path(rows, row, field), f"This stands in {path(rows, first[value], field)} already.")


def _activity(file: AppFile) -> Iterator[Problem]:
    active = [row for row, preset in enumerate(file.presets) if preset.active]
    if file.presets and not active:
        yield Problem("presets", "Exactly one preset must be active.")
    for row in active[1:]:
        yield Problem(path("presets", row, "active"), f"{path('presets', active[0])} is active already.")
    for row in active:
        if file.presets[row].archived:
            yield Problem(path("presets", row, "archived"), "The active preset cannot be archived.")


def _strangers(file: AppFile) -> Iterator[Problem]:
    """Keys that name nothing in the file, and agents that a preset names twice."""
    agents, presets = {agent.key for agent in file.agents}, {preset.key for preset in file.presets}
    for row, preset in enumerate(file.presets):
        named = [agent.key for agent in preset.agents or ()]
        for place, key in enumerate(named):
            at = path("presets", row, "agents", place, "key")
            yield from _unknown(at, key, agents, "agent")
            if key in named[:place]:
                yield Problem(at, "This agent is named twice.")
    for row, booking in enumerate(file.bookings):
        yield from _unknown(path("bookings", row, "agent"), booking.agent, agents, "agent")
        if presets and booking.preset is not None:
            yield from _unknown(path("bookings", row, "preset"), booking.preset, presets, "preset")


def _unknown(at: str, key: str, known: Collection[str], noun: str) -> Iterator[Problem]:
    if key not in known:
        yield Problem(at, f"No {noun} of this file has the key {key!r}.", "unknown_key")
