"""Where the cells of an .ods or .xlsb stand, looked up before calamine makes room for them all; merges of an .ods."""

import io
import zipfile
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from govsvc.errors import FileRefused
from govsvc.sheets import guard

Merges = list[tuple[int, int, int, int]]


class _Ods(ContentHandler):
    """Sheet → merges. Raises FileRefused at a cell far off."""

    def __init__(self):
        super().__init__()
        self.merges: dict[str, Merges] = {}
        self._here: Merges = []
        self._row = self._column = self._rows = self._columns = 0

    def startElement(self, name, attrs):
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns
            self._columns = _number(attrs, "number-columns-repeated")
            if name == "table:table-cell":
                down, across = _number(attrs, "number-rows-spanned"), _number(attrs, "number-columns-spanned")
                if down > 1 or across > 1:
                    self._here.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
            if "office:value-type" in attrs or "table:formula" in attrs:
                self._check()
        elif name == "text:p":
            self._check()
        elif name == "table:table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _number(attrs, "number-rows-repeated"), 0, 0
        elif name == "table:table":
            self._here = self.merges.setdefault(attrs.get("table:name", ""), [])
            self._row = self._rows = self._column = self._columns = 0

    def _check(self) -> None:
        bottom, right = self._row + self._rows, self._column + self._columns
        if bottom > guard.MOST_ROWS or right > guard.MOST_COLUMNS:
            raise guard.far_cell(f"{guard.letters(right - 1)}{bottom}")


def _number(attrs, name: str) -> int:
    said = attrs.get(f"table:{name}", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 1


def check_ods(archive: zipfile.ZipFile) -> dict[str, Merges]:
    """Sheet → merges. Raises FileRefused where a cell stands far off, or the XML is damaged or defines entities."""
    handler = _Ods()
    try:
        sax.parse(io.BytesIO(guard.read_part(archive, "content.xml")), handler)
    except DefusedXmlException as error:
        raise guard.entities() from error
    except SAXParseException as error:
        raise FileRefused("文件不完整或已损坏（内容不是完整的 XML）。", "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。", "damaged") from error
    return handler.merges


#: record types of an .xlsb: a row, and the first and last of the cells that hold something
_ROW, _FIRST_CELL, _LAST_CELL = 0, 2, 11


def check_xlsb(archive: zipfile.ZipFile) -> None:
    """Raises FileRefused where a cell stands far off."""
    for name in archive.namelist():
        if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".bin"):
            _check_records(guard.read_part(archive, name))


def _check_records(content: bytes) -> None:
    at, end, row = 0, len(content), 0
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
        if kind == _ROW:
            row = int.from_bytes(content[at:at + 4], "little")
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column = int.from_bytes(content[at:at + 4], "little")
            if row >= guard.MOST_ROWS or column >= guard.MOST_COLUMNS:
                raise guard.far_cell(f"{guard.letters(column)}{row + 1}")
        at += size
