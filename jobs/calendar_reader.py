"""A process that reads one calendar file and ends: `python -m jobs.calendar_reader`.

A file can be written so that it takes years to work out. Here nobody waits for it: memory and processor time are bounded
by the system, and whoever started this ends it at the deadline.
"""

import json
import sys
from datetime import datetime
from typing import Any

from console.scheduling.bounds import bound_this_process
from console.scheduling.rules.calendar_files import Busy, Reading, UnreadableCalendar, busy_times, winnow
from console.scheduling.rules.calendars import READ_DEADLINE
from console.scheduling.rules.intervals import Interval


def question(content: bytes, reading: Reading) -> bytes:
    """What is put to the process: what is asked on the first line, then the file."""
    asked = {"within": _told(reading.within), "timezone": reading.timezone, "owners": sorted(reading.owners)}
    return json.dumps(asked).encode() + b"\n" + content


def answer_of(output: bytes) -> Busy:
    """What it answered. Raises UnreadableCalendar, and ValueError where it broke off."""
    told = json.loads(output)
    if "problem" in told:
        raise UnreadableCalendar(told["problem"])
    ours = {uid: tuple(map(_heard, stretches)) for uid, stretches in told["ours"].items()}
    return Busy(tuple(map(_heard, told["times"])), ours, told["unread"])


def main() -> None:
    """Read a question from standard input, and write the answer to standard output."""
    bound_this_process(int(READ_DEADLINE.total_seconds()))
    asked = json.loads(sys.stdin.buffer.readline())
    reading = Reading(_heard(asked["within"]), asked["timezone"], frozenset(asked["owners"]))
    try:
        busy = busy_times(winnow(sys.stdin.buffer.read()), reading)
    except UnreadableCalendar as refused:
        answer: dict[str, Any] = {"problem": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"problem": "too_much"}
    else:
        ours = {uid: [_told(each) for each in stretches] for uid, stretches in busy.ours.items()}
        answer = {"times": [_told(each) for each in busy.times], "ours": ours, "unread": busy.unread}
    json.dump(answer, sys.stdout)


def _told(stretch: Interval) -> list[str]:
    return [stretch.start.isoformat(), stretch.end.isoformat()]


def _heard(told: list[str]) -> Interval:
    return Interval(datetime.fromisoformat(told[0]), datetime.fromisoformat(told[1]))


if __name__ == "__main__":
    main()
