"""The README keeps step with the code."""

import re

from console import bundle
from console.scheduling.settings import Settings

_FOR_OURSELVES = {"data", "development", "demo"}
"""Set by an option of a command, or of interest only to who works on Callboard."""


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    told = set(re.findall(r"`CALLBOARD_([A-Z_]+)`", (bundle.PROJECT / "README.md").read_text()))
    assert told == {name.upper() for name in Settings.model_fields if name not in _FOR_OURSELVES}
