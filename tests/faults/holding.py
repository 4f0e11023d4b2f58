"""A process of `test_restart_with_holds`: `python -m tests.faults.holding APP_ID INSTANT ACT`, at that instant.

`hold` keeps ten o'clock and dies by SIGKILL; `look` prints how many agents the page offers then.
"""

import os
import signal
import sys
from datetime import datetime, timedelta

import time_machine

from console.scheduling.actors import visitor
from console.scheduling.services import holds, slots
from tests.services.conftest import MONDAY

TEN = MONDAY + timedelta(hours=3)
"""In Bogota, where MONDAY is at seven."""


def main(app_id: str, instant: str, act: str) -> None:
    with time_machine.travel(datetime.fromisoformat(instant)):
        if act == "hold":
            holds.hold(visitor(app_id), holds.NewHold(start=TEN, holder="jane", network="203.0.113.7"))
            os.kill(os.getpid(), signal.SIGKILL)
        print(len(slots.offered(visitor(app_id), slots.SlotQuery(start=TEN, end=TEN + timedelta(minutes=1)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
