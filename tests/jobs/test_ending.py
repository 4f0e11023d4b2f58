"""How the jobs end."""

import asyncio

import pytest

from console.scheduling.errors import Unavailable
from jobs import scheduler
from jobs.worker import Worker


@pytest.mark.parametrize("trouble", [Unavailable("The database is away."), RuntimeError("a defect")])
def test_whatever_a_room_meets_at_the_end_is_told_and_the_others_close_too(
    sqlite_store: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Exception
):
    async def fail(*asked: object) -> None:
        raise trouble

    async def begin_and_end() -> None:
        async with scheduler.running():
            monkeypatch.setattr(Worker, "ask", fail)

    asyncio.run(begin_and_end())
    told = [record.getMessage() for record in caplog.records if record.name == scheduler.log.name]
    for room in ("PostOffice", "MailRoom", "CalendarDesk", "NoticeDesk"):
        assert any(line.startswith(room) for line in told), room
