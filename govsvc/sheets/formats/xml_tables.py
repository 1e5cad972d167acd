"""Sheets of an XML workbook of 2003 (SpreadsheetML): what older systems call .xls or .xml."""

import contextlib
from datetime import datetime
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats.spans import Laid

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"


def read(content: bytes) -> list[Laid]:
    """The sheets, hidden ones without cells.

    Raises FileRefused where it is none, or over the limits.
    """
    root = limits.parse_xml(content)
    found = []
    for page in root.iter(f"{_S}Worksheet"):
        name = page.get(f"{_S}Name", f"表{len(found) + 1}")
        visible = next(page.iter(_VISIBLE), None)
        is_hidden = visible is not None and visible.text in ("SheetHidden", "SheetVeryHidden")
        table = page.find(f"{_S}Table")
        found.append(
            Laid(name=name, is_hidden=True) if is_hidden or table is None else _sheet(name, table)
        )
        found[-1].is_hidden = is_hidden
    if not found:
        raise FileRefused(
            "XML 文件里没有工作表。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
            "empty_workbook",
        )
    return found


def _sheet(name: str, table: Element) -> Laid:
    found = Laid(name=name)
    for line in table.iter(f"{_S}Row"):
        number = _number(line, "Index", len(found.rows) + 1) - 1
        limits.check_extent(name, number + 1, 0)
        found.rows += [[] for _ in range(number - len(found.rows))]
        row: list = []
        for cell in line.iter(f"{_S}Cell"):
            left = _number(cell, "Index", len(row) + 1) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            limits.check_extent(name, number + down + 1, left + across + 1)
            row += [""] * (left - len(row))
            row += [_value(cell.find(f"{_S}Data")), *[""] * across]
            if across or down:
                found.merges.append((number, left, number + down, left + across))
        found.rows.append(row)
    return found


def _number(element: Element, name: str, otherwise: int) -> int:
    said = element.get(f"{_S}{name}", "")
    return max(int(said), otherwise) if said.isdecimal() and len(said) < 9 else otherwise


def _value(data: Element | None):
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_S}Type")
    with contextlib.suppress(ValueError):
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
        if kind == "Boolean":
            return text.strip() == "1"
    # an error in a cell is no text
    return "" if kind == "Error" or not text.strip() else text
