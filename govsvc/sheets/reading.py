"""Bytes → grids of cells. The content decides what a file is, never its name."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

import python_calamine as calamine

from govsvc.errors import FileRefused
from govsvc.sheets import csv_text, guard

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(rb"^\s*(<!doctype html|<html|<table|<head|<meta|<style|mime-version)", re.IGNORECASE)
_XML_WORKBOOK = re.compile(rb"^\s*<\?xml.{0,2000}urn:schemas-microsoft-com:office", re.DOTALL)
_STEP = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"


@dataclass
class Grid:
    """One sheet: `rows` of cells from A1 on, "" for blank, all of the same width.

    `merges`: (top, left, bottom, right) from 0. `long_cells`: cells over the limit of characters, emptied.
    `lengths`: of a text file, how many cells each row really has.
    """

    name: str
    rows: list[list]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    lengths: list[int] | None = None
    long_cells: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def _origins(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {(row, column): (top, left) for top, left, bottom, right in self.merges
                for row in range(top, min(bottom + 1, len(self.rows)))
                for column in range(left, min(right + 1, self.width))}

    def filled(self, row: int, column: int):
        """The cell's value; in a merged range that of its top-left cell."""
        if self.merges:
            row, column = self._origins.get((row, column), (row, column))
        return self.rows[row][column]


def read_grids(file: str, content: bytes) -> tuple[list[Grid], list[str]]:
    """(sheets with cells, notes in Chinese) of a workbook or text file.

    Raises FileRefused where it is none, is protected, or is larger than the limits.
    """
    if not content.strip(b"\0\t\r\n "):
        raise FileRefused("文件是空的，没有任何内容。", "请检查是否选错了文件，或重新从原系统导出。", "empty_file")
    guard.check_size(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _password()
        return _workbook(file, content, "xls")
    if content.startswith(b"PK"):
        guard.check_zip(content)
        return _workbook(file, content, "xlsx")
    head = content[:4096]
    if _HTML.search(head.removeprefix(b"\xef\xbb\xbf")):
        raise FileRefused("文件其实是网页（HTML），不是真正的 Excel 工作簿。", _STEP, "html")
    if _XML_WORKBOOK.search(head):
        raise FileRefused("文件其实是 XML 表格，不是真正的 Excel 工作簿。", _STEP, "xml_workbook")
    rows, notes = csv_text.rows(content)
    lengths = [len(row) for row in rows]
    grid = _grid(PurePath(file).stem, rows)
    grid.lengths = lengths
    return ([grid] if grid.rows else []), notes


def _password() -> FileRefused:
    return FileRefused("工作簿设有打开密码，无法读取。", "请在 Excel 或 WPS 中取消密码（另存为时不设密码）后重新上传。", "password")


def _workbook(file: str, content: bytes, real: str) -> tuple[list[Grid], list[str]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(book.sheets_metadata) > guard.MOST_SHEETS:
            raise FileRefused(f"工作簿有{len(book.sheets_metadata)}张表，超过{guard.MOST_SHEETS}张的上限。",
                              "请拆成几个文件分别上传。", "too_many_sheets")
        if not sheets:
            raise FileRefused("工作簿里只有图表，没有数据表。", "请上传含有明细表的工作簿。", "chart_only")
        grids = [_sheet(book, meta) for meta in sheets]
    except calamine.PasswordError as error:
        raise _password() from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _password() from error
        raise FileRefused("文件不是工作簿，或已损坏，无法读取。", _STEP, "not_a_workbook") from error
    if not any(grid.rows for grid in grids):
        raise FileRefused("工作簿里没有任何数据。", "请检查是否选错了文件；公式结果为空时，请在 Excel 中打开保存后再上传。", "empty_workbook")
    suffix = PurePath(file).suffix.lower().lstrip(".")
    notes = [f"文件名是 .{suffix}，内容其实是 .{real}，已按内容读取。"] if suffix in ("xls", "xlsx", "csv") and suffix != real else []
    return grids, notes


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata) -> Grid:
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    if is_hidden:
        return Grid(meta.name, [], is_hidden=True)
    sheet = book.get_sheet_by_name(meta.name)
    guard.check_extent(meta.name, sheet.total_height, 0)
    grid = _grid(meta.name, sheet.to_python(skip_empty_area=False))
    # calamine gives none for .xlsb and .ods
    grid.merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return grid


def is_blank(row: list) -> bool:
    """Whether no cell holds anything: many times faster than looking at each."""
    return row.count("") == len(row)


def _grid(name: str, rows: list[list]) -> Grid:
    """Rows without the empty ones at the end and the empty columns at the right, within the limits."""
    while rows and is_blank(rows[-1]):
        rows.pop()
    width = 0
    for row in rows:
        end = 0 if is_blank(row) else len(row)
        while end > width and row[end - 1] == "":
            end -= 1
        width = max(width, end)
    guard.check_extent(name, len(rows), width)
    grid = Grid(name, [row[:width] + [""] * (width - len(row)) for row in rows])
    for number, row in enumerate(grid.rows):
        if is_blank(row):
            continue
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > guard.MOST_CHARACTERS:
                grid.long_cells[number, column] = len(cell)
                row[column] = ""
    return grid
