"""A process of `test_migration_killed`: `python -m tests.faults.migrating N` dies by SIGKILL at its Nth statement."""

import os
import signal
import sys
from itertools import count

from sqlalchemy import Engine, event

from console.scheduling import backups


def main(last: int) -> None:
    numbers = count(1)

    @event.listens_for(Engine, "before_cursor_execute")
    def _count(*_: object) -> None:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    backups.migrate()


if __name__ == "__main__":
    main(int(sys.argv[1]))
