"""openpyxl's reader and writer, changed to keep what openpyxl by itself drops from a workbook."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, register_namespace, tostring
from xml.sax.saxutils import escape

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULA_PART = re.compile(rb"<(?:\w+:)?f[ >/]")
#: a cell with a formula and no value, as openpyxl writes it
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*)>(<f[^>]*?(?:/>|>[^<]*</f>))<v ?/>')
#: types of a formula's value: number, text, yes or no, error
_VALUE_TYPES = ("n", "str", "b", "e")
#: the extension that holds drop-downs whose choices stand on another sheet
_CHOICES = "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"
_NAMESPACES = {
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
}


class Dropped:
    """What openpyxl drops of one sheet.

    `values`: of its formulas, by address, as (type, text) of the XML. `choices`: its drop-downs
    that refer to other sheets, as XML.
    """

    def __init__(self, part: bytes, strings: Sequence[object]):
        self.values: dict[str, tuple[str, str]] = {}
        self.choices = b""
        if not _FORMULA_PART.search(part) and _CHOICES[1:9].encode() not in part:
            return
        for _, element in iterparse(io.BytesIO(part), forbid_dtd=True):
            if element.tag == f"{_MAIN}c":
                self._keep_value(element, strings)
                element.clear()
            elif element.tag == f"{_MAIN}ext" and element.get("uri", "").upper() == _CHOICES:
                self.choices = b"".join(_plain_xml(child) for child in element)

    def _keep_value(self, cell: Element, strings: Sequence[object]) -> None:
        value = cell.findtext(f"{_MAIN}v")
        if not value or cell.find(f"{_MAIN}f") is None:
            return
        kind = cell.get("t", "n")
        if kind == "s":
            kind, value = "str", str(strings[int(value)])
        if kind in _VALUE_TYPES:
            self.values[cell.get("r", "")] = kind, value


def _plain_xml(element: Element) -> bytes:
    """The element with the prefixes that Excel uses, without marks of its revision log.

    Old programs reject those marks.
    """
    for each in element.iter():
        for name in [name for name in each.attrib if "/revision" in name]:
            del each.attrib[name]
    for prefix, namespace in _NAMESPACES.items():
        register_namespace(prefix, namespace)
    return tostring(element, encoding="unicode").encode()


class Reader(ExcelReader):
    """Reads dates as the numbers that they are, and keeps of each sheet what openpyxl drops.

    `dropped`: sheet → what openpyxl drops of it.
    """

    dropped: dict[str, Dropped]

    def read_worksheets(self) -> None:
        # a number of days that goes through datetime comes back another number, or as #VALUE!
        self.wb._date_formats = set()  # type: ignore[attr-defined]  # private, not in the stub
        self.wb._timedelta_formats = set()  # type: ignore[attr-defined]
        super().read_worksheets()
        self.dropped = {}
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                self.dropped[sheet.name] = Dropped(
                    self.archive.read(relation.target), self.shared_strings
                )


class _Writer(ExcelWriter):
    """Writes sheets in memory, since the worker may write no files, and puts `dropped` back."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile, dropped: Mapping[str, Dropped]):
        super().__init__(book, archive)
        self._parts, self._dropped = archive, dropped

    def write_worksheet(self, sheet: Worksheet) -> None:
        """As in the parent class, but in memory. The attributes set here the stubs do not know."""
        drawing = SpreadsheetDrawing()
        drawing.charts = sheet._charts  # type: ignore[attr-defined]
        drawing.images = sheet._images  # type: ignore[attr-defined]
        sheet._drawing = drawing  # type: ignore[attr-defined]
        out = io.BytesIO()
        writer = WorksheetWriter(sheet, out)
        writer.write()
        sheet._rels = writer._rels  # type: ignore[attr-defined]
        xml = out.getvalue()
        if sheet.title in self._dropped:
            xml = _completed(xml, self._dropped[sheet.title])
        self._parts.writestr(sheet.path[1:], xml)
        self.manifest.append(sheet)


def _completed(xml: bytes, dropped: Dropped) -> bytes:
    """The sheet's XML with the values and drop-downs that openpyxl dropped."""
    xml = _with_values(xml, dropped.values)
    if not dropped.choices:
        return xml
    end = b"</worksheet>"
    extension = f'<extLst><ext uri="{_CHOICES}">'.encode() + dropped.choices + b"</ext></extLst>"
    return xml.removesuffix(end) + extension + end


def _with_values(xml: bytes, values: Mapping[str, tuple[str, str]]) -> bytes:
    def with_value(cell: re.Match[bytes]) -> bytes:
        kind, value = values.get(cell[2].decode(), ("", ""))
        if not kind:
            return cell[0]
        return cell[1] + f' t="{kind}">'.encode() + cell[3] + f"<v>{escape(value)}</v>".encode()

    return _FORMULA.sub(with_value, xml) if values else xml


def saved(book: Workbook, dropped: Mapping[str, Dropped] | None = None) -> bytes:
    """The workbook's bytes; Excel calculates its formulas anew when it opens it."""
    out = io.BytesIO()
    if book.calculation:
        book.calculation.fullCalcOnLoad = True
    _Writer(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED), dropped or {}).save()
    return out.getvalue()
