"""Where the cells of an .ods or .xlsb stand, looked up before calamine makes room for them all;
what it does not say of them.

That is the merges of an .ods, and which cells hold an error: they reach us as blanks, and a blank
may mean no.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits

Merges = list[tuple[int, int, int, int]]
Cells = set[tuple[int, int]]


#: a cell with an error that is repeated more often is noted once
_MOST_REPEATED = 100_000


class _Ods(ContentHandler):
    """Sheet → (merges, cells with an error). Raises FileRefused at a cell far off."""

    def __init__(self):
        super().__init__()
        self.found: dict[str, tuple[Merges, Cells]] = {}
        self._merges: Merges = []
        self._errors: Cells = set()
        self._row = self._column = self._rows = self._columns = 0

    def startElement(self, name, attrs):
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns
            self._columns = _number(attrs, "number-columns-repeated")
            if name == "table:table-cell":
                down, across = (
                    _number(attrs, "number-rows-spanned"),
                    _number(attrs, "number-columns-spanned"),
                )
                if down > 1 or across > 1:
                    self._merges.append(
                        (self._row, self._column, self._row + down - 1, self._column + across - 1)
                    )
            if "office:value-type" in attrs or "table:formula" in attrs:
                self._check()
                if attrs.get("calcext:value-type") == "error":
                    is_few = self._rows * self._columns <= _MOST_REPEATED
                    self._errors |= {
                        (self._row + down, self._column + across)
                        for down in range(self._rows if is_few else 1)
                        for across in range(self._columns if is_few else 1)
                    }
        elif name == "text:p":
            self._check()
        elif name == "table:table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _number(attrs, "number-rows-repeated"), 0, 0
        elif name == "table:table":
            self._merges, self._errors = self.found.setdefault(
                attrs.get("table:name", ""), ([], set())
            )
            self._row = self._rows = self._column = self._columns = 0

    def _check(self) -> None:
        bottom, right = self._row + self._rows, self._column + self._columns
        if bottom > limits.MOST_ROWS or right > limits.MOST_COLUMNS:
            raise limits.far_cell(f"{limits.letters(right - 1)}{bottom}")


def _number(attrs, name: str) -> int:
    said = attrs.get(f"table:{name}", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 1


def check_ods(archive: zipfile.ZipFile) -> dict[str, tuple[Merges, Cells]]:
    """Sheet → (merges, cells with an error).

    Raises FileRefused where a cell stands far off, or the XML is damaged or defines entities.
    """
    handler = _Ods()
    try:
        sax.parse(io.BytesIO(limits.read_part(archive, "content.xml")), handler)
    except DefusedXmlException as error:
        raise limits.entities() from error
    except SAXParseException as error:
        raise FileRefused(
            "文件不完整或已损坏（内容不是完整的 XML）。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
            "damaged",
        ) from error
    return handler.found


#: record types of an .xlsb: a row, and the first and last of the cells that hold something
_ROW, _FIRST_CELL, _LAST_CELL = 0, 2, 11
#: an error, and a formula that gives one
_ERRORS = (3, 11)


def check_xlsb(archive: zipfile.ZipFile) -> dict[str, Cells]:
    """Part in small letters → its cells with an error.

    Raises FileRefused where a cell stands far off.
    """
    return {
        name.lower(): _check_cells(limits.read_part(archive, name))
        for name in archive.namelist()
        if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".bin")
    }


def _check_cells(content: bytes) -> Cells:
    row, errors = 0, set()
    for kind, at, _ in records(content):
        if kind == _ROW:
            row = int.from_bytes(content[at : at + 4], "little")
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column = int.from_bytes(content[at : at + 4], "little")
            if row >= limits.MOST_ROWS or column >= limits.MOST_COLUMNS:
                raise limits.far_cell(f"{limits.letters(column)}{row + 1}")
            if kind in _ERRORS:
                errors.add((row, column))
    return errors


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, where its content begins, where it ends) of each record of a part of an .xlsb."""
    at, end = 0, len(content)
    while at + 1 < end:
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (content[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, at, at + size
        at += size
