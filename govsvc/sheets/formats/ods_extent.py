"""Where the cells of an .ods stand, which are merged and which hold an error.

This is looked up before calamine reads it, which makes room for all cells up to the farthest. It
gives no merges, and errors as blanks; a blank may mean no.
"""

import io
import zipfile
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import addresses, limits
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.grid import Position

#: (top, left, bottom, right) of each
Merges = list[tuple[int, int, int, int]]

#: a cell with an error that is repeated more often is noted once
_MOST_REPEATED = 100_000


class _Handler(ContentHandler):
    """`sheets`: sheet → (merges, cells with an error). Raises FileRefused at a cell far off."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, tuple[Merges, set[Position]]] = {}
        self._merges: Merges = []
        self._errors: set[Position] = set()
        # where the row and cell that are open begin, and how often each is repeated
        self._row = self._column = self._rows = self._columns = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns
            self._columns = _number(attrs, "number-columns-repeated")
            if name == "table:table-cell":
                self._add_merge(attrs)
            if "office:value-type" in attrs or "table:formula" in attrs:
                self._check_extent()
                if attrs.get("calcext:value-type") == "error":
                    self._add_errors()
        elif name == "text:p":
            self._check_extent()
        elif name == "table:table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _number(attrs, "number-rows-repeated"), 0, 0
        elif name == "table:table":
            sheet = attrs.get("table:name", "")
            self._merges, self._errors = self.sheets.setdefault(sheet, ([], set()))
            self._row = self._rows = self._column = self._columns = 0

    def _add_merge(self, attrs: AttributesImpl) -> None:
        down = _number(attrs, "number-rows-spanned")
        across = _number(attrs, "number-columns-spanned")
        if down > 1 or across > 1:
            bottom, right = self._row + down - 1, self._column + across - 1
            self._merges.append((self._row, self._column, bottom, right))

    def _add_errors(self) -> None:
        is_few = self._rows * self._columns <= _MOST_REPEATED
        rows, columns = (self._rows, self._columns) if is_few else (1, 1)
        self._errors |= {
            (self._row + down, self._column + across)
            for down in range(rows)
            for across in range(columns)
        }

    def _check_extent(self) -> None:
        bottom, right = self._row + self._rows, self._column + self._columns
        if bottom > limits.MOST_ROWS or right > limits.MOST_COLUMNS:
            raise limits.far_cell(f"{addresses.letters(right - 1)}{bottom}")


def _number(attrs: AttributesImpl, name: str) -> int:
    text = attrs.get(f"table:{name}", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def check_ods(archive: zipfile.ZipFile) -> dict[str, tuple[Merges, set[Position]]]:
    """Sheet → (merges, cells with an error).

    Raises FileRefused where a cell stands far off, or the XML is damaged or defines entities.
    """
    handler = _Handler()
    try:
        sax.parse(io.BytesIO(zip_parts.read_part(archive, "content.xml")), handler)
    except DefusedXmlException as error:
        raise zip_parts.entities() from error
    except SAXParseException as error:
        raise FileRefused(
            "文件不完整或已损坏（内容不是完整的 XML）。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
            "damaged",
        ) from error
    return handler.sheets
