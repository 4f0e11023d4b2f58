"""`callboard roster`: taken from a file, and given as one."""

import json
from pathlib import Path

import pytest
import time_machine
from typer.testing import CliRunner, Result

from console.commands import roster
from tests.services.conftest import MONDAY, Acme, make_acme

HEAD = "agent,date,start,end,zone\n"


@pytest.fixture
def acme(sqlite_store: str) -> Acme:
    with time_machine.travel(MONDAY, tick=False) as hand:
        return make_acme(hand)


@time_machine.travel(MONDAY, tick=False)
def run(acme: Acme, *words: str) -> Result:
    return CliRunner().invoke(roster.app, [*words, "--app", acme.app_id])


def test_a_roster_comes_from_a_file_and_goes_back_into_one(acme: Acme, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(HEAD + "ada@agents.test,2027-03-02,22:00,06:00\nnobody,2027-03-02,09:00,10:00\n")
    refused = run(acme, "import", str(file))
    assert (refused.exit_code, "Nothing was done" in refused.output, "no such agent" in refused.output) == (
        1,
        True,
        True,
    )
    assert run(acme, "export").stdout == HEAD
    looked = json.loads(run(acme, "import", str(file), "--dry-run", "--skip-bad", "--json").stdout)
    assert (looked["applied"], [row["act"] for row in looked["rows"]]) == (False, ["set", "error"])
    done = json.loads(run(acme, "import", str(file), "--skip-bad", "--json").stdout)
    assert (done["applied"], done["rows"][0]["start"], done["rows"][0]["timezone"]) == (True, "22:00", "America/Bogota")
    assert run(acme, "export").stdout == HEAD + "ada@agents.test,2027-03-02,22:00,06:00,America/Bogota\n"
