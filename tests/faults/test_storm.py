"""Whatever is done to two of each role while clients book, nothing acknowledged is lost, and nothing is done twice.

`SEED=7 python -m pytest tests/faults/test_storm.py` plays a run again, `LONG=1` has every fault and takes its time;
`callboard test --soak 2h` goes on for as long as it is told.
"""

import os
from collections.abc import Iterator

import pytest

from tests.faults import rounds
from tests.faults.town import Town, town
from tests.faults.trials import FAULTS, SHORT, Fault

SEED = rounds.a_seed()
LONG = bool(os.environ.get("LONG"))

pytestmark = pytest.mark.timeout(600)


def _each(kind: str) -> pytest.MarkDecorator:
    faults = FAULTS[kind] if LONG else FAULTS[kind][: SHORT[kind]]
    return pytest.mark.parametrize("fault", faults, ids=lambda fault: fault.__name__)


@pytest.fixture(scope="module")
def sqlite_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Two of each role on one SQLite file."""
    with town(tmp_path_factory.mktemp("sqlite"), "sqlite", SEED, long=LONG) as made:
        yield made


@pytest.fixture(scope="module")
def postgres_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Two of each role on a PostgreSQL and a Redis of their own."""
    with town(tmp_path_factory.mktemp("postgresql"), "postgresql", SEED, long=LONG) as made:
        yield made


@_each("sqlite")
def test_nothing_is_lost_on_one_file(sqlite_town: Town, fault: Fault, capsys: pytest.CaptureFixture[str]):
    _storm(sqlite_town, fault, capsys)


@_each("postgresql")
def test_nothing_is_lost_on_postgresql(postgres_town: Town, fault: Fault, capsys: pytest.CaptureFixture[str]):
    _storm(postgres_town, fault, capsys)


def _storm(town: Town, fault: Fault, capsys: pytest.CaptureFixture[str]) -> None:
    done = rounds.run(town, fault, SEED)
    with capsys.disabled():
        print(f"\n{done}")
    assert done.verdict == []
