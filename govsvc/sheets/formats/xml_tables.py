"""Sheets of an XML workbook of 2003 (SpreadsheetML): what older systems call .xls or .xml."""

import contextlib
from datetime import datetime
from xml.etree.ElementTree import Element

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.spans import SpannedTable

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"


def read(content: bytes) -> list[SpannedTable]:
    """The sheets, hidden ones without cells.

    Raises FileRefused where it is none, or over the limits.
    """
    root = zip_parts.parse_xml(content)
    tables: list[SpannedTable] = []
    for page in root.iter(f"{_S}Worksheet"):
        name = page.get(f"{_S}Name", f"表{len(tables) + 1}")
        visible = next(page.iter(_VISIBLE), None)
        is_hidden = visible is not None and visible.text in ("SheetHidden", "SheetVeryHidden")
        cells = page.find(f"{_S}Table")
        if is_hidden or cells is None:
            tables.append(SpannedTable(name=name, is_hidden=is_hidden))
        else:
            tables.append(_sheet(name, cells))
    if not tables:
        raise FileRefused(
            "XML 文件里没有工作表。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。",
            "empty_workbook",
        )
    return tables


def _sheet(name: str, element: Element) -> SpannedTable:
    table = SpannedTable(name=name)
    for line in element.iter(f"{_S}Row"):
        number = _number(line, "Index", len(table.rows) + 1) - 1
        limits.check_extent(name, number + 1, 0)
        table.rows += [[] for _ in range(number - len(table.rows))]
        row: list[CellValue] = []
        for cell in line.iter(f"{_S}Cell"):
            left = _number(cell, "Index", len(row) + 1) - 1
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            limits.check_extent(name, number + down + 1, left + across + 1)
            row += [""] * (left - len(row))
            row += [_value(cell.find(f"{_S}Data")), *[""] * across]
            if across or down:
                table.merges.append((number, left, number + down, left + across))
        table.rows.append(row)
    return table


def _number(element: Element, name: str, least: int) -> int:
    """The number in an attribute, `least` where it has none or a smaller one."""
    text = element.get(f"{_S}{name}", "")
    return max(int(text), least) if text.isdecimal() and len(text) < 9 else least


def _value(data: Element | None) -> CellValue:
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
