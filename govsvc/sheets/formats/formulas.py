"""What the reader of an .xlsx does not say: cells that have no value, and hidden rows.

A cell with an error, or a formula of a program that does not compute (never opened since), reaches
us as a blank, and a blank may mean no.
"""

import re
import zipfile
from collections.abc import Iterable

from govsvc.sheets.cells import addresses
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.grid import Position

_CELL = re.compile(
    rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_ROW = re.compile(rb'\br="([1-9]\d{0,6})"')
#: a text formula may well give an empty text
_IS_TEXT = re.compile(rb'\bt="str"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def oddities(
    archive: zipfile.ZipFile, sheets: Iterable[str]
) -> dict[str, tuple[set[Position], set[int]]]:
    """Sheet → (cells without a value as row and column, hidden rows), from 0.

    `sheets`: names of the parts to look at.
    """
    by_sheet: dict[str, tuple[set[Position], set[int]]] = {}
    names: dict[str, str] | None = None
    for part in dict.fromkeys(sheets):
        content = zip_parts.read_part(archive, part)
        cells = _cells_without_value(content)
        hidden = {
            int(number[1]) - 1
            for row in _HIDDEN.finditer(content)
            if (number := _ROW.search(row[0]))
        }
        if cells or hidden:
            names = _sheet_names(archive) if names is None else names
            by_sheet[names.get(part.lower(), "")] = cells, hidden
    return by_sheet


def _cells_without_value(content: bytes) -> set[Position]:
    """Cells with a formula and no value, but for text formulas, and cells with an error."""
    attributes = [cell[1] for cell in _CELL.finditer(content) if not _IS_TEXT.search(cell[1])] + [
        cell[1] for cell in _ERROR.finditer(content)
    ]
    return {
        (int(address[2]) - 1, addresses.number_of(address[1].decode()) - 1)
        for of_cell in attributes
        if (address := _ADDRESS.search(of_cell))
    }


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part in small letters → the sheet's name."""
    try:
        book = zip_parts.parse_xml(zip_parts.read_part(archive, "xl/workbook.xml"))
        relations = zip_parts.parse_xml(zip_parts.read_part(archive, "xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    names = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            names[part.lower()] = sheet.get("name", "")
    return names
