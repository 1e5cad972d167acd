"""Bytes → grids of cells. The content decides what a file is, never its name."""

import re
from pathlib import PurePath

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import (
    csv_text,
    docx_tables,
    foreign,
    html_tables,
    markup,
    workbooks,
    xml_tables,
    zip_parts,
)
from govsvc.sheets.formats.grid import Grid, trimmed
from govsvc.sheets.formats.spans import SpannedTable

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGN_IN = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_XLS = "xls"
#: extension → what is expected behind it, where that is not its own name
_EXPECTED = {
    "xlsx": zip_parts.XLSX,
    "xlsm": zip_parts.XLSX,
    "xltx": zip_parts.XLSX,
    "xltm": zip_parts.XLSX,
    "xls": _XLS,
    "xlt": _XLS,
    "et": _XLS,
    "ett": _XLS,
    "xlsb": zip_parts.XLSB,
    "ods": zip_parts.ODS,
    "docx": zip_parts.DOCX,
    "doc": "doc",
    "csv": "csv",
    "txt": "csv",
    "xml": markup.XML_WORKBOOK,
    "htm": markup.HTML_PAGE,
    "html": markup.HTML_PAGE,
    "mht": markup.HTML_PAGE,
    "mhtml": markup.HTML_PAGE,
}


def read_grids(file: str, content: bytes) -> tuple[list[Grid], list[str]]:
    """(sheets with cells, notes in Chinese) of a workbook, document or text file.

    Raises FileRefused where it is none, is protected, or is larger than the limits.
    """
    if not content.strip(b"\0\t\r\n "):
        raise FileRefused(
            "文件是空的，没有任何内容。", "请检查是否选错了文件，或重新从原系统导出。", "empty_file"
        )
    limits.check_size(content)
    foreign.refuse(content)
    if content.startswith(_OLE):
        foreign.refuse_compound(content)
        return workbooks.read_xls(content), _notes(file, _XLS)
    if content.startswith(b"PK"):
        return _zipped(file, content)
    kind = markup.kind(content)
    if kind == markup.XML_WORKBOOK:
        return _document(file, xml_tables.read(content), kind)
    if kind == markup.HTML_PAGE and _SIGN_IN.search(content):
        raise foreign.sign_in_page()
    if kind == markup.HTML_PAGE:
        return _document(file, html_tables.read(content), kind)
    return _text(file, content)


def _zipped(file: str, content: bytes) -> tuple[list[Grid], list[str]]:
    content = zip_parts.with_slashes(content)
    kind, archive = zip_parts.check_zip(content)
    if kind == zip_parts.DOCX:
        zip_parts.check_sheets(archive, kind)
        return _document(file, docx_tables.read(archive), kind)
    read = {
        zip_parts.XLSX: workbooks.read_xlsx,
        zip_parts.XLSB: workbooks.read_xlsb,
        zip_parts.ODS: workbooks.read_ods,
    }[kind]
    return read(content, archive), _notes(file, kind)


def _text(file: str, content: bytes) -> tuple[list[Grid], list[str]]:
    rows, notes = csv_text.rows(content)
    lengths = [len(row) for row in rows]
    grid = trimmed(PurePath(file).stem, rows)
    grid.lengths = lengths
    extension = _extension(file)
    if _EXPECTED.get(extension, "csv") != "csv":
        notes.insert(0, f"文件名是 .{extension}，内容其实是文本表格，已按内容读取。")
    return ([grid] if grid.rows else []), notes


def _document(file: str, tables: list[SpannedTable], kind: str) -> tuple[list[Grid], list[str]]:
    """Grids of the tables of a document."""
    grids = []
    for table in tables:
        grid = trimmed(table.name, table.rows)
        grid.merges, grid.is_hidden = table.merges, table.is_hidden
        grids.append(grid)
    if len(grids) == 1 and kind == markup.HTML_PAGE:
        grids[0].name = PurePath(file).stem
    if not any(grid.rows for grid in grids):
        raise workbooks.empty_workbook()
    notes = _notes(file, kind)
    if kind in (zip_parts.DOCX, markup.HTML_PAGE):
        notes.append(f"文档里有{len(grids)}个表格；行号从表格上方的标题行算起。")
    return grids, notes


def _notes(file: str, kind: str) -> list[str]:
    """What to say where the name promises another format, or one of WPS."""
    extension = _extension(file)
    if _EXPECTED.get(extension, kind) != kind:
        shown = kind if kind in (markup.HTML_PAGE, markup.XML_WORKBOOK) else f" .{kind}"
        return [f"文件名是 .{extension}，内容其实是{shown}，已按内容读取。"]
    return [f"WPS 表格（.{extension}），已读取。"] if extension in ("et", "ett") else []


def _extension(file: str) -> str:
    return PurePath(file).suffix.lower().lstrip(".")
