"""Members in a CSV file: the columns it may have, and how many lines."""

from ..errors import Invalid
from . import csv_files
from .csv_files import FIELD, MOST_BYTES, FileRow, Layout, check_size

__all__ = ["COLUMNS", "FIELD", "MOST_BYTES", "MOST_ROWS", "FileRow", "check_size", "read", "words_of"]

COLUMNS = ("name", "email", "role", "team", "timezone", "languages", "weight")
MOST_ROWS = 1000

_OTHER_NAMES = {
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "full name": "name",
    "time zone": "timezone",
    "zone": "timezone",
    "language": "languages",
    "correo": "email",
    "nombre": "name",
    "rol": "role",
    "equipo": "team",
    "zona horaria": "timezone",
    "idiomas": "languages",
    "peso": "weight",
}

_LAYOUT = Layout(COLUMNS, _OTHER_NAMES, ("email",), lambda cells: any("@" in cell for cell in cells))


def read(data: bytes) -> list[FileRow]:
    """The lines that hold anything. Raises Invalid for a file that is not read at all."""
    rows = csv_files.read(data, _LAYOUT)
    if len(rows) > MOST_ROWS:
        raise Invalid.of(FIELD, f"At most {MOST_ROWS:,} members at a time; this file has {len(rows):,}.", "too_long")
    if not rows:
        raise Invalid.of(FIELD, "This file names its columns, and nobody.", "required")
    return rows


def words_of(cell: str) -> list[str]:
    """What a cell lists: languages parted by spaces, commas, semicolons or bars."""
    for mark in ",;|/":
        cell = cell.replace(mark, " ")
    return cell.split()
