"""What every generator of a load is told: one file, made by `tests.bench.load` and read by each process."""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Plan:
    """Where everything is, who comes, and for how long. `begins_at` and `ends_at` are `time.perf_counter`'s instants:
    before the first, clients arrive and nothing is measured."""

    url: str
    api_url: str
    app_id: str
    client: Mapping[str, str]
    """The API client's `client_id` and `client_secret`."""
    people: Sequence[Mapping[str, str]]
    """Who watches the console: `id`, `role`, `cookie`."""
    begins_at: float
    ends_at: float
    seed: int
    tabs: int
    visitors: int
    requests: float
    """A second, of the API."""

    def write(self, file: Path) -> None:
        """Where `given` finds it."""
        file.write_text(json.dumps(asdict(self)))


def given() -> tuple[Plan, Path]:
    """The plan that the command line names, and where to write samples. The process ends with the one that started it."""
    with_parent()
    known: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text())
    return Plan(**known), Path(sys.argv[2])


def with_parent() -> None:
    """Have Linux end this process when whoever started it ends, however that happens."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() == 1:
        sys.exit("Whoever started this has ended.")
