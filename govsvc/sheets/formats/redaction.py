"""Personal data masked in the bytes of a file: in the parts of a workbook, in a text in columns."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar
from xml.sax.saxutils import escape

from govsvc.domain import personal_data
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.addresses import letters, number_of
from govsvc.sheets.formats import csv_text

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
STRINGS = "xl/sharedStrings.xml"
# what is inside ends at the next cell or text at the latest: time grows with the length alone
_CELL = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"((?: [\w:]+="[^"<>]*")*+)(?: ?/>|'
    r">([^<]*+(?:<(?!/?c[ >])[^<]*+)*+)</c>)"
)
_STRING = re.compile(r"<si ?/>|<si>([^<]*+(?:<(?!/?si>)[^<]*+)*+)</si>")
#: the same in any spelling
_ANY_CELL, _ANY_STRING = re.compile(r"<(?:\w+:)?c[\s>/]"), re.compile(r"<(?:\w+:)?si[\s>/]")
_ANY_MERGE = re.compile(r"<(?:\w+:)?mergeCell\s")
_MERGE = re.compile(r'<mergeCell\b[^<>]*? ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})[0-9]+"')
_FILTER = re.compile(r"<filterColumn\b[^<]*+(?:<(?!/?filterColumn\b)[^<]*+)*+</filterColumn>")
_TEXT = re.compile(r"(<t\b[^>]*>)([^<]*)(</t>)")
_VALUE = re.compile(r"<v>([^<]*)</v>")

#: what names a column: its letters, or its number
Name = TypeVar("Name", bound=Hashable)


class _Headers(Generic[Name]):
    """The personal headers of the columns of one sheet, as they come from above."""

    def __init__(self) -> None:
        self._above: dict[Name, tuple[str, ...]] = {}

    def add(self, columns: Iterable[Name], header: str) -> None:
        """The columns have the header; the first and the last of a column count."""
        for column in columns:
            self._above[column] = (*self._above.get(column, ())[:1], header)

    def above(self, column: Name) -> tuple[str, ...]:
        return self._above.get(column, ())

    @property
    def are_there(self) -> bool:
        return bool(self._above)


#: number of a shared text → the personal headers of the column that shows it
SharedTexts = dict[int, tuple[str, ...]]


@dataclass
class Redacted:
    """What is personal in a workbook.

    `sheets`: the parts that hold values of their own that were masked. `shared`: the shared texts
    that columns of persons show. `has_persons`: whether there are such columns. `is_all`: whether
    all cells and texts are spelled as usual, so that none was passed over.
    """

    sheets: dict[str, bytes] = field(default_factory=dict)
    shared: SharedTexts = field(default_factory=dict)
    has_persons: bool = False
    is_all: bool = True


def in_workbook(source: zipfile.ZipFile) -> Redacted:
    """What is personal in the sheets of a workbook; nothing in a document."""
    names, redacted = source.namelist(), Redacted()
    strings: list[str] = []
    if STRINGS in names:
        text = part_text(source, STRINGS)
        strings = [_word(string[0]) for string in _STRING.finditer(text)]
        redacted.is_all = len(strings) == len(_ANY_STRING.findall(text))
    for name in filter(SHEET.fullmatch, names):
        text = part_text(source, name)
        masked = _masked_sheet(text, strings, redacted)
        if masked != text:
            redacted.sheets[name] = masked.encode("utf-8", "surrogateescape")
    return redacted


def part_text(source: zipfile.ZipFile, name: str) -> str:
    """A part that is XML, as a text."""
    return source.read(name).decode("utf-8", "surrogateescape")


def _word(inside: str) -> str:
    """What a cell or a shared text says."""
    return html.unescape("".join(part for _, part, _ in _TEXT.findall(inside)))


def _masked_sheet(text: str, strings: Sequence[str], redacted: Redacted) -> str:
    """One sheet; what its columns of persons show of the shared texts is added to `redacted`."""
    headers = _Headers[str]()
    is_header = list(map(personal_data.is_personal, strings))
    merges = _MERGE.findall(text)
    merged_until = {left + top: right for left, top, right in merges}
    # most cells say what others have said
    word_of = cache(_word)
    is_personal = cache(personal_data.is_personal)

    def mask(cell: re.Match[str]) -> str:
        column, row, kind, inside = cell.groups("")
        value = _VALUE.search(inside)
        if inside and 't="s"' in kind:
            if not value or not value[1].isdecimal() or int(value[1]) >= len(strings):
                redacted.is_all = False
                return cell[0]
            number = int(value[1])
            if is_header[number]:
                headers.add(_columns(column, merged_until.get(column + row)), strings[number])
            elif headers.above(column):
                redacted.shared[number] = headers.above(column)
            return cell[0]
        word = word_of(inside)
        if is_personal(word):
            headers.add(_columns(column, merged_until.get(column + row)), word)
        elif headers.above(column) or inside.count("<t") > 1:
            shown = word or (value[1] if value else "")
            masked = personal_data.mask_below(headers.above(column), shown)
            if masked != shown:
                inside = f"<is><t>{escape(masked)}</t></is>"
                return f'<c r="{column}{row}" t="inlineStr">{inside}</c>'
        return cell[0]

    masked, cell_count = _CELL.subn(mask, text)
    redacted.is_all &= cell_count == len(_ANY_CELL.findall(text))
    redacted.is_all &= len(merges) == len(_ANY_MERGE.findall(text))
    if not headers.are_there:
        return masked
    redacted.has_persons = True
    return without_filters(masked)


def _columns(left: str, right: str | None) -> list[str]:
    """The columns from one to another, no more than a sheet may have."""
    first = number_of(left) - 1
    last = number_of(right) if right else first + 1
    return [letters(number) for number in range(first, min(last, first + limits.MOST_COLUMNS))]


def without_filters(text: str) -> str:
    """A sheet or table without the values that its columns are filtered by."""
    return _FILTER.sub("", text)


def masked_strings(text: str, personal_texts: SharedTexts) -> str:
    """The part of the shared texts with those of columns of persons masked, and numbers in those
    of several pieces.
    """
    numbers = iter(range(10**9))

    def mask(string: re.Match[str]) -> str:
        headers = personal_texts.get(next(numbers), ())
        if not headers and string[0].count("<t") < 2:
            return string[0]
        word = _word(string[0])
        masked = personal_data.mask_below(headers, word)
        return string[0] if masked == word else f"<si><t>{escape(masked)}</t></si>"

    return _STRING.sub(mask, text)


def masked_columns(text: str) -> str:
    """A text in columns with those of persons masked; as it is where it has none.

    Raises csv.Error where it is no text in columns.
    """
    delimiter = csv_text.separator_of(text) or ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    headers = _Headers[int]()
    for row in rows:
        for column, cell in enumerate(row):
            if personal_data.is_personal(cell):
                headers.add([column], cell)
            elif headers.above(column):
                row[column] = personal_data.mask_below(headers.above(column), cell)
    if not headers.are_there:
        return text
    out = io.StringIO()
    csv.writer(
        out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n"
    ).writerows(rows)
    return out.getvalue()
