"""What the clients of a load have seen: how long things took, what was refused, what failed. A file of lines for each."""

import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO


class Samples:
    """Written as they come, so that nothing is lost with the process. Instants are `time.perf_counter`'s, which on Linux
    all processes have in common."""

    def __init__(self, file: Path) -> None:
        self._file: TextIO = file.open("w", buffering=1 << 14)

    def took(self, kind: str, seconds: float) -> None:
        """This was done, in so many seconds."""
        self._write("took", kind, seconds)

    def refused(self, kind: str, code: str) -> None:
        """This was refused as the contract has it: somebody else was faster."""
        self._write("refused", kind, code)

    def failed(self, kind: str, why: object) -> None:
        """This went wrong."""
        self._write("failed", kind, f"{type(why).__name__}: {why}" if isinstance(why, BaseException) else str(why))

    def note(self, kind: str, said: Any) -> None:
        """Something that others' samples are set against."""
        self._write("note", kind, said)

    def flush(self) -> None:
        """Let readers see what was written."""
        self._file.flush()

    def _write(self, what: str, kind: str, value: Any) -> None:
        self._file.write(json.dumps([round(time.perf_counter(), 4), what, kind, value]) + "\n")


@dataclass
class Seen:
    """The samples of several files, from an instant on; notes from the very beginning."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    notes: dict[str, list[tuple[float, Any]]] = field(default_factory=lambda: defaultdict(list))


def read(files: Iterable[Path], since: float = 0.0) -> Seen:
    """All of them together. A failure counts whenever it was."""
    seen = Seen()
    for file in files:
        for line in file.read_text().splitlines():
            try:
                at, what, kind, value = json.loads(line)
            except ValueError:  # the last line of a process that was killed
                continue
            if what == "note":
                seen.notes[kind].append((at, value))
            elif what == "failed":
                seen.failed.append(f"{kind}: {value}")
            elif at >= since:
                (seen.took if what == "took" else seen.refused)[kind].append(value)
    return seen
