"""The README keeps step with the code."""

import re

from console import bundle
from console.scheduling.settings import Settings

_FOR_OURSELVES = {"data", "development", "demo"}
"""Set by an option of a command, or of interest only to who works on Callboard."""


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    told = set(re.findall(r"`CALLBOARD_([A-Z_]+)`", (bundle.PROJECT / "README.md").read_text()))
    assert told == {name.upper() for name in Settings.model_fields if name not in _FOR_OURSELVES}


def test_the_table_of_asvs_names_every_chapter_and_only_what_there_is() -> None:
    table = _section("Security")
    assert [int(number) for number in re.findall(r"^\| V(\d+) ", table, re.MULTILINE)] == list(range(1, 18))
    tests = set(re.findall(r"`(\w+/test_\w+\.py)`", table))
    sources = set(re.findall(r"`(\w+/\w+\.py)`", table)) - tests
    assert len(tests) > 40 and len(sources) > 5
    assert [name for name in tests if not (bundle.PROJECT / "tests" / name).is_file()] == []
    rooms = [bundle.PROJECT, bundle.PROJECT / "console" / "scheduling"]
    assert [name for name in sources if not any((room / name).is_file() for room in rooms)] == []


def _section(title: str) -> str:
    """What stands under this heading."""
    return (bundle.PROJECT / "README.md").read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
