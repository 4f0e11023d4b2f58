"""A process of its own that writes a table to take along: `python -m console.exporting`, asked on stdin, answering on stdout.

A hundred thousand lines are half a minute of work for a processor, which a server that people wait for cannot spare.
"""

import csv
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, BinaryIO, Literal

from pydantic import Discriminator, Tag, TypeAdapter
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from console.scheduling.actors import Actor
from console.scheduling.rules.cells import safe
from console.scheduling.services import audit_exports, exports, insight_exports
from console.scheduling.services.audit import AuditFilter
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.exports import Cell
from console.scheduling.services.insights import Question as Figures

Kind = Literal["csv", "xlsx"]

_MOST_LINES = 1_048_575
"""How many lines stand on a sheet below its head; more go on to the next."""
_LONGEST = 32_767
"""Characters in a cell."""


def _table(wanted: object) -> str:
    """Which table is asked for, by what is wanted of it."""
    for table, kind, field in (("audit", AuditFilter, "acts"), ("figures", Figures, "first")):
        if field in wanted if isinstance(wanted, dict) else isinstance(wanted, kind):
            return table
    return "calls"


Wanted = Annotated[
    Annotated[BookingFilter, Tag("calls")] | Annotated[AuditFilter, Tag("audit")] | Annotated[Figures, Tag("figures")],
    Discriminator(_table),
]


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for which calls, entries of the audit log, or figures, as what, with times in which zone."""

    actor: Actor
    wanted: Wanted
    zone: str
    kind: Kind


QUESTION = TypeAdapter(Question)


def write(question: Question, out: BinaryIO) -> None:
    """Write the whole table to `out`. Raises NotAllowed."""
    if isinstance(question.wanted, AuditFilter):
        head = audit_exports.head(question.zone)
        lines = audit_exports.lines(question.actor, question.wanted, question.zone)
    elif isinstance(question.wanted, Figures):
        head = insight_exports.head(question.zone)
        lines = insight_exports.lines(question.actor, question.wanted)
    else:
        head = exports.head(question.zone)
        lines = exports.lines(question.actor, question.wanted, question.zone)
    {"csv": _write_csv, "xlsx": _write_xlsx}[question.kind](out, head, lines)


def _write_csv(out: BinaryIO, head: list[str], lines: Iterator[list[Cell]]) -> None:
    """RFC 4180 in UTF-8, with the mark by which Excel knows that it is."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(head)
    for line in lines:
        table.writerow([_plain(cell) for cell in line])
    text.flush()
    text.detach()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell


def _write_xlsx(out: BinaryIO, head: list[str], lines: Iterator[list[Cell]]) -> None:
    """Line by line onto the disk, and from there in one piece: a workbook cannot be told from its beginning."""
    with tempfile.TemporaryFile() as file:
        with Workbook(file, {"constant_memory": True}) as book:
            bold = book.add_format({"bold": True})
            clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            sheet, place = None, 0
            for place, line in enumerate(lines):
                if sheet is None or place % _MOST_LINES == 0:
                    sheet = _sheet(book, head, bold)
                for column, cell in enumerate(line):
                    _put(sheet, place % _MOST_LINES + 1, column, cell, clock)
            if sheet is None:
                _sheet(book, head, bold)
        file.seek(0)
        shutil.copyfileobj(file, out)


def _sheet(book: Workbook, head: list[str], bold: Format) -> Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, 18)
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, bold)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, clock: Format) -> None:
    """A text is written as a text, whatever it looks like: nothing in it is a formula or a link."""
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, clock)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell[:_LONGEST])


if __name__ == "__main__":
    write(QUESTION.validate_json(sys.stdin.buffer.read()), sys.stdout.buffer)
    sys.stdout.buffer.flush()
