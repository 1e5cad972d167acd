"""Bytes → grids of cells. The content decides what a file is, never its name."""

import io
import queue
import re
import threading
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import PurePath

import numpy as np
import python_calamine as calamine

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.column import Column
from govsvc.sheets.formats import (
    cell_errors,
    csv_text,
    docx_tables,
    formulas,
    html_tables,
    ods_extent,
    xml_tables,
)
from govsvc.sheets.formats.spans import Laid

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*"
    rb"(<!doctype html|<html|<table|<head|<meta|<style|mime-version)",
    re.IGNORECASE | re.DOTALL,
)
_XML_WORKBOOK = re.compile(rb"^\s*<\?xml.{0,2000}urn:schemas-microsoft-com:office", re.DOTALL)
_HTML_NAME, _XML_NAME = "网页（HTML）", "XML 表格"
#: extension → what is expected behind it, where that is not its own name
_SAME = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "xls": "xls",
    "xlt": "xls",
    "et": "xls",
    "ett": "xls",
    "xlsb": "xlsb",
    "ods": "ods",
    "docx": "docx",
    "doc": "doc",
    "csv": "csv",
    "txt": "csv",
    "xml": _XML_NAME,
    "htm": _HTML_NAME,
    "html": _HTML_NAME,
    "mht": _HTML_NAME,
    "mhtml": _HTML_NAME,
}
#: bytes from which a workbook is looked through and read side by side
_LARGE = 2 * 2**20
_STEP = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"


@dataclass
class Grid:
    """One sheet: `rows` of cells from A1 on, "" for blank, all of the same width.

    `merges`: (top, left, bottom, right) from 0. `long_cells`: cells over the limit of characters,
    emptied.
    `lengths`: of a text file, how many cells each row really has. `uncomputed`: cells whose formula
    has no value, or that hold an error.
    `hidden_rows`: of an .xlsx. `file`: the file's name without its ending, where it may tell what
    the sheet is.
    """

    name: str
    rows: list[list]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    lengths: list[int] | None = None
    long_cells: dict[tuple[int, int], int] = field(default_factory=dict)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    file: str = ""
    _columns: dict[int, Column] = field(default_factory=dict, init=False, repr=False)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def _origins(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merges
            for row in range(top, min(bottom + 1, len(self.rows)))
            for column in range(left, min(right + 1, self.width))
        }

    def column(self, column: int) -> Column:
        """The cells of a column in all rows as they are."""
        if not self._columns:
            cells = list(chain.from_iterable(self.rows))
            self._columns.update(
                (number, Column.of(cells[number :: self.width])) for number in range(self.width)
            )
        return self._columns[column]

    def forget(self) -> None:
        """To be called where rows were changed."""
        self._columns.clear()

    def filled_column(self, column: int, rows: np.ndarray) -> Column:
        """The cells of a column in some rows, merged ones filled."""
        if any(left <= column <= right for _, left, _, right in self.merges):
            return Column.of([self.filled(row, column) for row in rows.tolist()])
        return self.column(column).take(rows)

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
        raise FileRefused(
            "文件是空的，没有任何内容。", "请检查是否选错了文件，或重新从原系统导出。", "empty_file"
        )
    limits.check_size(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _password()
        grids, notes = _workbook(file, content, "xls")
        errors = cell_errors.of_xls(content)
        for grid in grids:
            _set_uncomputed(grid, errors.get(grid.name, set()))
        return grids, notes
    if content.startswith(b"PK"):
        return _zipped(file, content)
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if _XML_WORKBOOK.search(head):
        return _laid(file, xml_tables.read(content), _XML_NAME)
    if _HTML.search(head):
        return _laid(file, html_tables.read(content), _HTML_NAME)
    rows, notes = csv_text.rows(content)
    lengths = [len(row) for row in rows]
    grid = _grid(PurePath(file).stem, rows)
    grid.lengths = lengths
    suffix = PurePath(file).suffix.lower().lstrip(".")
    if _SAME.get(suffix, "csv") != "csv":
        notes.insert(0, f"文件名是 .{suffix}，内容其实是文本表格，已按内容读取。")
    return ([grid] if grid.rows else []), notes


def _password() -> FileRefused:
    return FileRefused(
        "工作簿设有打开密码，无法读取。",
        "请在 Excel 或 WPS 中取消密码（另存为时不设密码）后重新上传。",
        "password",
    )


def _zipped(file: str, content: bytes) -> tuple[list[Grid], list[str]]:
    real, archive = limits.check_zip(content)
    if real == limits.XLSX:
        return _xlsx(file, content, archive)
    limits.check_sheets(archive, real)
    if real == limits.DOCX:
        return _laid(file, docx_tables.read(archive), real)
    if real == limits.ODS:
        known = ods_extent.check_ods(archive)
        grids, notes = _workbook(file, content, real)
        for grid in grids:
            # calamine gives none for .ods
            merges, errors = known.get(grid.name, ([], set()))
            grid.merges = merges if grid.rows else []
            _set_uncomputed(grid, errors)
        return grids, notes
    errors = cell_errors.of_xlsb(archive, ods_extent.check_xlsb(archive))
    grids, notes = _workbook(file, content, real)
    for grid in grids:
        _set_uncomputed(grid, errors.get(grid.name, set()))
    return grids, notes


def _set_uncomputed(grid: Grid, cells: set[tuple[int, int]]) -> None:
    """Notes cells without a value; a row of nothing else is a row, too."""
    if grid.is_hidden or not cells:
        return
    grid.uncomputed = cells
    bottom = max((row for row, _ in cells if row < limits.MOST_ROWS), default=-1) + 1
    if bottom > len(grid.rows):
        grid.rows += [[""] * grid.width for _ in range(bottom - len(grid.rows))]
        grid.forget()


def _xlsx(file: str, content: bytes, archive: zipfile.ZipFile) -> tuple[list[Grid], list[str]]:
    if len(content) < _LARGE:
        odd = limits.check_sheets(archive, limits.XLSX)
        grids, notes = _workbook(file, content, limits.XLSX)
    else:
        # side by side; what is refused is known long before the reader gets to it, and then the
        # process ends
        answers: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(target=_answer, args=(answers, file, content), daemon=True).start()
        odd = limits.check_sheets(archive, limits.XLSX)
        grids, notes = _unwrapped(answers.get())
    found = formulas.oddities(archive, odd)
    for grid in grids:
        uncomputed, grid.hidden_rows = found.get(grid.name, (set(), set()))
        _set_uncomputed(grid, uncomputed)
    return grids, notes


def _answer(answers: queue.SimpleQueue, file: str, content: bytes) -> None:
    try:
        answers.put(_workbook(file, content, limits.XLSX))
    except BaseException as error:  # calamine's PanicException is no Exception
        answers.put(error)


def _unwrapped(answer):
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _laid(file: str, tables: list[Laid], real: str) -> tuple[list[Grid], list[str]]:
    """Grids of the tables of a document."""
    grids = []
    for table in tables:
        grid = _grid(table.name, table.rows)
        grid.merges, grid.is_hidden = table.merges, table.is_hidden
        grids.append(grid)
    if len(grids) == 1 and real == _HTML_NAME:
        grids[0].name = PurePath(file).stem
    if not any(grid.rows for grid in grids):
        raise _empty()
    notes = _notes(file, real)
    if real in (limits.DOCX, _HTML_NAME):
        notes.append(f"文档里有{len(grids)}个表格；行号从表格上方的标题行算起。")
    return grids, notes


def _empty() -> FileRefused:
    return FileRefused(
        "工作簿里没有任何数据。",
        "请检查是否选错了文件；公式结果为空时，请在 Excel 中打开保存后再上传。",
        "empty_workbook",
    )


def _notes(file: str, real: str) -> list[str]:
    suffix = PurePath(file).suffix.lower().lstrip(".")
    if _SAME.get(suffix, real) != real:
        return [
            (
                f"文件名是 .{suffix}，"
                f"内容其实是{real if real in (_HTML_NAME, _XML_NAME) else f' .{real}'}，"
                "已按内容读取。"
            )
        ]
    return [f"WPS 表格（.{suffix}），已读取。"] if suffix in ("et", "ett") else []


def _workbook(file: str, content: bytes, real: str) -> tuple[list[Grid], list[str]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if len(book.sheets_metadata) > limits.MOST_SHEETS:
            raise FileRefused(
                f"工作簿有{len(book.sheets_metadata)}张表，超过{limits.MOST_SHEETS}张的上限。",
                "请拆成几个文件分别上传。",
                "too_many_sheets",
            )
        if not sheets:
            raise FileRefused(
                "工作簿里只有图表，没有数据表。", "请上传含有明细表的工作簿。", "chart_only"
            )
        grids = [_sheet(book, meta) for meta in sheets]
    except calamine.PasswordError as error:
        raise _password() from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _password() from error
        raise FileRefused(
            "文件不是工作簿，或已损坏，无法读取。", _STEP, "not_a_workbook"
        ) from error
    if not any(grid.rows for grid in grids):
        raise _empty()
    return grids, _notes(file, real)


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata) -> Grid:
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    if is_hidden:
        return Grid(meta.name, [], is_hidden=True)
    sheet = book.get_sheet_by_name(meta.name)
    limits.check_extent(meta.name, sheet.total_height, 0)
    grid = _grid(meta.name, sheet.to_python(skip_empty_area=False))
    # calamine gives none for .xlsb and .ods
    grid.merges = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
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
        end = len(row)
        while end > width and row[end - 1] == "":
            end -= 1
        width = max(width, end)
    limits.check_extent(name, len(rows), width)
    grid = Grid(
        name,
        [row if len(row) == width else row[:width] + [""] * (width - len(row)) for row in rows],
    )
    too_long = [
        column
        for column in range(width)
        if grid.column(column).lengths.max(initial=0) > limits.MOST_CHARACTERS
    ]
    for column in too_long:
        _take_long_cells(grid, column)
    return grid


def _take_long_cells(grid: Grid, column: int) -> None:
    for number, row in enumerate(grid.rows):
        if isinstance(row[column], str) and len(row[column]) > limits.MOST_CHARACTERS:
            grid.long_cells[number, column] = len(row[column])
            row[column] = ""
    grid.forget()
