"""What programs take of the machine: processor time, and memory that is theirs."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.tabs import children, cpu_of


@dataclass
class Usage:
    """Of several programs by name, each with all its children: looked at from time to time."""

    programs: Mapping[str, int]
    """Process ids."""
    memory: dict[str, list[int]] = field(default_factory=dict)
    """KB, a figure for each look; pages that several processes share are counted once."""
    _began: dict[str, float] = field(default_factory=dict)
    _spent: dict[str, float] = field(default_factory=dict)
    _since: float = 0.0
    _seconds: float = 0.0

    def begin(self) -> None:
        """From here on processor time counts."""
        self._since, self._began = time.monotonic(), {name: _cpu(family) for name, family in self._families()}

    def look(self) -> None:
        """Note how things stand."""
        self._seconds = time.monotonic() - self._since
        for name, family in self._families():
            self.memory.setdefault(name, []).append(sum(map(_memory, family)))
            self._spent[name] = _cpu(family) - self._began.get(name, 0.0)

    def cores(self, name: str) -> float:
        """How much of one core it took, on average, until the last look."""
        return self._spent.get(name, 0.0) / max(self._seconds, 0.001)

    def _families(self) -> list[tuple[str, Sequence[int]]]:
        return [(name, _family(pid)) for name, pid in self.programs.items()]


def _family(pid: int) -> list[int]:
    try:
        return children(pid)
    except OSError:  # one has just ended
        return [pid]


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def _cpu(family: Sequence[int]) -> float:
    spent = 0.0
    for pid in family:
        try:
            spent += cpu_of(pid)
        except OSError:
            continue
    return spent
