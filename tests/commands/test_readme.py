"""The README keeps step with the code."""

import re

from console import bundle
from console.scheduling.settings import Settings

_ASVS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section of each chapter has: they stand before those of level 3."""
_FOR_OURSELVES = {"data", "development", "demo"}
"""Set by an option of a command, or of interest only to who works on Callboard."""


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    told = set(re.findall(r"`CALLBOARD_([A-Z_]+)`", (bundle.PROJECT / "README.md").read_text()))
    assert told == {name.upper() for name in Settings.model_fields if name not in _FOR_OURSELVES}


def test_the_table_of_asvs_names_every_chapter_and_only_what_there_is() -> None:
    table = _section("Security")
    assert [int(number) for number in re.findall(r"^\| V(\d+) ", table, re.MULTILINE)] == list(range(1, 18))
    _require_files(table, tests=40, sources=5)


def test_each_requirement_of_asvs_is_answered_once() -> None:
    answers = (bundle.PROJECT / "assets" / "deploy" / "asvs.md").read_text()
    rows = re.findall(r"^\| (\d[\d., ]*) \| (.*) \|(.*)\|$", answers, re.MULTILINE)
    told = [number for numbers, *_ in rows for number in numbers.split(", ")]
    asked = [
        f"{chapter}.{section}.{number}"
        for chapter, counts in _ASVS.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    ]
    assert sorted(told) == sorted(asked)
    _require_files(answers, tests=90, sources=10)


def _require_files(text: str, *, tests: int, sources: int) -> None:
    """At least so many tests and sources are named, and each of them is there."""
    named = set(re.findall(r"`((?:\w+/)+\w+\.(?:py|js))`", text))
    tested = {name for name in named if "/test_" in name}
    assert len(tested) >= tests and len(named - tested) >= sources
    assert [name for name in tested if not (bundle.PROJECT / "tests" / name).is_file()] == []
    rooms = [bundle.PROJECT, bundle.PROJECT / "console" / "scheduling"]
    assert [name for name in named - tested if not any((room / name).is_file() for room in rooms)] == []


def _section(title: str) -> str:
    """What stands under this heading."""
    return (bundle.PROJECT / "README.md").read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
