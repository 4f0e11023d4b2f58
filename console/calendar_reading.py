"""A process of its own that reads a calendar file of closures: `python -m console.calendar_reading`, asked on stdin.

A file can be written so that it takes years to work out. Here nobody waits for it: memory and processor time are bounded
by the system, and `read` ends the process at the deadline.
"""

import asyncio
import os
import sys
from datetime import timedelta

from pydantic import TypeAdapter

from console.scheduling.bounds import bound_this_process
from console.scheduling.errors import Invalid
from console.scheduling.rules.calendar_files import UnreadableCalendar
from console.scheduling.rules.closure_files import MOST_BYTES, FileTimes, named_times
from console.scheduling.rules.intervals import Interval

FIELD = "file"
"""The field that a problem with the file is told of."""
_DEADLINE = timedelta(seconds=10)
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""What the process is told of ours: no settings, they hold secrets."""
_ANSWER = TypeAdapter(FileTimes | str)
_QUESTION = TypeAdapter(tuple[Interval, str])
_at_once = asyncio.Semaphore(2)
"""Files that are read at the same time; who brings a third one waits."""
_PROBLEMS = {
    "not_a_calendar": "This is not a calendar file (ICS).",
    "cut_off": "This file breaks off: it was not saved whole.",
    "too_many": "This file names too many times: at most 400 in the next two years.",
    "too_much": "There is too much in this file.",
    "too_slow": "This file takes too long to read.",
}


def check_size(size: int) -> None:
    """Raises Invalid for a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise Invalid.of(FIELD, "This file is too large: at most 1 MB.", "too_long")


async def read(content: bytes, within: Interval, timezone: str) -> FileTimes:
    """The times that a file names and that reach into `within`; days stand on the clock of `timezone`. Raises Invalid."""
    check_size(len(content))
    answer = await _elsewhere(content, within, timezone)
    if isinstance(answer, str):
        raise Invalid.of(FIELD, _PROBLEMS.get(answer, _PROBLEMS["not_a_calendar"]), answer)
    return answer


async def _elsewhere(content: bytes, within: Interval, timezone: str) -> FileTimes | str:
    """What a process of its own answers, or the word for why it does not."""
    told = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    question = _QUESTION.dump_json((within, timezone)) + b"\n" + content
    async with _at_once:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "console.calendar_reading"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=told | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(question), _DEADLINE.total_seconds())
            return _ANSWER.validate_json(output)
        except (TimeoutError, ValueError):  # it was not done in time, or was ended half-way
            return "too_slow"
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def main() -> None:
    """Read a question from standard input, and write the answer to standard output."""
    bound_this_process(int(_DEADLINE.total_seconds()))
    within, timezone = _QUESTION.validate_json(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(_ANSWER.dump_json(answer_of(sys.stdin.buffer.read(), within, timezone)))


def answer_of(content: bytes, within: Interval, timezone: str) -> FileTimes | str:
    """The times that a file names, or the word for what is wrong with it. It may run for as long as the file makes it."""
    try:
        return named_times(content, within, timezone)
    except UnreadableCalendar as refused:
        return str(refused)
    except (MemoryError, RecursionError):
        return "too_much"


if __name__ == "__main__":
    main()
