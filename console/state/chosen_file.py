"""A file that somebody chose, as the page has read it (`components.file_choice`)."""

import base64
import binascii

from console.scheduling.errors import Invalid
from console.scheduling.messages.words import word
from console.scheduling.rules import csv_files


def content(read: str) -> bytes:
    """The file of a `data:` address; `size:` and a number stand for one that is too large. Raises Invalid."""
    if read.startswith("size:"):
        csv_files.check_size(csv_files.MOST_BYTES + 1)
    try:
        return base64.b64decode(read.partition(",")[2])
    except binascii.Error:
        raise Invalid.of(csv_files.FIELD, word("members_file_unreadable")) from None
