"""What a file and its sheets are read with, and what of it the checks across files need."""

from dataclasses import dataclass
from datetime import date

from govsvc.domain.indicators import Rules
from govsvc.domain.mappings import Choices

#: sheet → field → column letter
ColumnLetters = dict[str, dict[str, str]]
#: names of the home county, which are taken off units
Homes = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`home`: the home county, whose name is taken off units. `month`: of a file that names none.

    `unit`: of tables that say nothing of whose they are. `choices`: what a person said of headers,
    values, months and units, now or before.
    """

    home: str | None = None
    month: date | None = None
    rules: Rules = Rules()
    choices: Choices = Choices()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What a reader of rows needs beside the sheet.

    `month`: of the sheet. `unit`: the department or township of all rows, as a person said it of
    this sheet; `unit_given`: the one of all tables that do not say theirs.
    """

    file: str
    month: date
    rules: Rules
    homes: Homes
    unit: str = ""
    unit_given: str = ""
