"""`callboard web` says what it would need beside others of its kind."""

from console.commands.web import lacks
from console.scheduling.settings import Settings


def test_web_says_what_several_of_it_would_need() -> None:
    assert [line.split()[1] for line in lacks(Settings(database_url="", redis_url=""))] == [
        "SQLite",
        "CALLBOARD_REDIS_URL",
    ]
    assert lacks(Settings(database_url="postgresql://db/callboard", redis_url="redis://redis:6379")) == []
