"""What the reader of an .xlsx does not say: cells that have no value, and hidden rows.

A cell with an error, or a formula of a program that does not compute (never opened since), reaches
us as a blank, and a
blank may mean no.
"""

import re
import zipfile
from collections.abc import Iterable

from govsvc.sheets.cells import limits

_CELL = re.compile(
    rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_ROW = re.compile(rb'\br="([1-9]\d{0,6})"')
#: a text formula may well give an empty text
_IS_TEXT = re.compile(rb'\bt="str"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def oddities(
    archive: zipfile.ZipFile, sheets: Iterable[str]
) -> dict[str, tuple[set[tuple[int, int]], set[int]]]:
    """Sheet → (cells without a value as row and column, hidden rows), from 0.

    `sheets`: names of the parts to look at.
    """
    found: dict[str, tuple[set[tuple[int, int]], set[int]]] = {}
    parts: dict[str, str] | None = None
    for name in dict.fromkeys(sheets):
        content = limits.read_part(archive, name)
        cells = {
            _place(place)
            for cell in _CELL.finditer(content)
            if not _IS_TEXT.search(cell[1]) and (place := _PLACE.search(cell[1]))
        }
        cells |= {
            _place(place) for cell in _ERROR.finditer(content) if (place := _PLACE.search(cell[1]))
        }
        hidden = {
            int(number[1]) - 1
            for row in _HIDDEN.finditer(content)
            if (number := _ROW.search(row[0]))
        }
        if cells or hidden:
            parts = _sheets(archive) if parts is None else parts
            found[parts.get(name.lower(), "")] = cells, hidden
    return found


def _place(found: re.Match) -> tuple[int, int]:
    return int(found[2]) - 1, limits.number_of(found[1].decode()) - 1


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → the sheet's name."""
    try:
        book = limits.parse_xml(limits.read_part(archive, "xl/workbook.xml"))
        relations = limits.parse_xml(limits.read_part(archive, "xl/_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[part.lower()] = sheet.get("name", "")
    return found
