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

    `choices`: what a person said of headers, values and months, now or before.
    """

    home: str | None = None
    month: date | None = None
    rules: Rules = Rules()
    choices: Choices = Choices()


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What a reader of rows needs beside the sheet. `month`: of the sheet."""

    file: str
    month: date
    rules: Rules
    homes: Homes
