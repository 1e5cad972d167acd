"""A workbook comes back marked: faulty cells filled and commented, and a first sheet that lists all
issues.

There are three ways, each tried where the one before cannot: `KEEP` changes the workbook itself,
`REBUILD` writes the
values into a new one at the same places, `LIST` gives the list alone. Each runs in the worker
process.
"""

import io
import re
import unicodedata
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from xml.etree.ElementTree import Element, register_namespace, tostring
from xml.sax.saxutils import escape

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from govsvc.domain.errors import FileRefused, Issue
from govsvc.domain.safe_text import safe
from govsvc.sheets.cells import limits as guard
from govsvc.sheets.formats.reading import Grid, read_grids
from govsvc.sheets.sandbox.process import Limits, Worker

KEEP, REBUILD, LIST = "keep", "rebuild", "list"
MOST_CELLS = 200_000
MOST_LINKS = 5000
MOST_LISTED = 50_000
MOST_COMMENTED = 5000

TITLE = "错误清单"
HEADERS = ("序号", "程度", "工作表", "单元格", "问题", "表中的值", "应为")
_HEADER_ROW = 4
_WIDTHS = (7, 8, 20, 10, 60, 30, 48)
_NAMES = {"error": "错误", "warning": "提示"}
_FILLS = {
    "error": PatternFill("solid", fgColor="FFFCEEDF"),
    "warning": PatternFill("solid", fgColor="FFE6F0FA"),
}
_FONT = "Microsoft YaHei"
_LINE = Border(bottom=Side(style="hair", color="CCD4DD"))
#: stands above what this program adds to a comment, so that a marked workbook can be marked anew
_MARK = "【数据核对】"
_AUTHOR = "数据核对"
_LONGEST, _LONGEST_COMMENT = 1000, 2000
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_CELLS, _ROWS = re.compile(rb"<(?:\w+:)?c[ >/]"), re.compile(rb"<(?:\w+:)?row[ >/]")
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*)>(<f[^>]*?(?:/>|>[^<]*</f>))<v ?/>')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULA_PART = re.compile(rb"<(?:\w+:)?f[ >/]")
#: the extension that holds drop-downs whose choices stand on another sheet
_CHOICES = "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"
_SPACES = {
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
}
_SHAPES = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
#: parts of a workbook → what they are; what has fewer of them afterwards was lost
_PARTS = (
    (r"xl/vbaProject|xl/macrosheets/", "宏"),
    (r"xl/media/", "图片"),
    (r"xl/charts/chart", "图表"),
    (r"xl/pivotTables/", "数据透视表"),
    (r"xl/(ctrlProps|activeX)/", "表单控件"),
    (r"xl/externalLinks/externalLink", "对其他工作簿的引用"),
    (r"xl/(slicers|timelines)/", "切片器"),
    (r"xl/threadedComments/", "批注的回复（文字仍在批注里）"),
    (r"xl/(connections\.xml|queryTables/)", "数据连接"),
    (r"xl/diagrams/", "SmartArt 图形"),
    (r"xl/embeddings/", "嵌入的对象"),
    (r"xl/cellimages\.xml|xl/richData/", "单元格内的图片"),
    (r"_xmlsignatures/", "数字签名"),
)
#: how a warning of openpyxl begins → what was lost
_WARNINGS = (
    ("Conditional Formatting", "部分条件格式"),
    ("Sparkline", "迷你图"),
    ("Slicer", "切片器"),
    ("Failed to load a conditional", "部分条件格式"),
    ("Cannot parse header", "页眉页脚"),
    ("Print area", "打印区域"),
    ("wmf image", "图片"),
    ("Unable to read chart", "图表"),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked workbook. `name`: its file name; `notes`: in Chinese, what could not be kept."""

    name: str
    content: bytes
    notes: tuple[str, ...]


def mark_workbook(
    file: str, content: bytes, issues: Sequence[Issue], limits: Limits = Limits()
) -> Marked:
    """The file with its issues marked; the first of the three ways that succeeds within the limits.

    Raises FileRefused where not even the list can be written.
    """
    reason = ""
    with Worker(limits) as worker:
        for way in (KEEP, REBUILD, LIST):
            marked, notes, why = worker.mark(way, file, content if way != LIST else b"", issues)
            if marked is not None:
                return Marked(marked_name(file), marked, (*_said(way, reason), *notes))
            # the last way's reason is nearest to what comes out
            reason = why
    raise FileRefused("错误清单未能生成。", "请稍后再试，或按页面上的清单改正。", "not_marked")


def _said(way: str, reason: str) -> list[str]:
    if way == REBUILD:
        return [
            (
                f"不能在原文件上标注（{reason}），标注写在一个新的工作簿里："
                "表名和单元格位置不变，只有值，没有公式和格式。"
            )
        ]
    return [f"不能附上原表（{reason}），只给出错误清单。"] if way == LIST else []


def marked_name(file: str) -> str:
    """The marked workbook's file name."""
    stem = re.sub(
        r'[\\/:*?"<>|\x00-\x1f]', " ", PurePath(file.replace("\\", "/")).stem
    ).removesuffix("（已标注）")
    return f"{stem}（已标注）.xlsx"


# -- in the worker -----------------------------------------------------------------------


def mark(way: str, file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    """(workbook, notes). Raises where this way cannot; FileRefused says why."""
    # nobody reads what openpyxl prints; `_keep` makes notes of it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {KEEP: _keep, REBUILD: _rebuild, LIST: _list_alone}[way](file, content, issues)


def _keep(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    guard.check_size(content)
    if not content.startswith(b"PK"):
        raise FileRefused("不是 .xlsx 格式")
    guard.check_zip(content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    if "xl/workbook.bin" in names:
        raise FileRefused("不是 .xlsx 格式")
    _check_cells(content)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        reader = _Reader(io.BytesIO(content), rich_text=True)
        reader.read()
    book = reader.wb
    book.template = False
    for sheet in book.worksheets:
        if _is_list(sheet):
            book.remove(sheet)
        else:
            _unmark(sheet)
    return _finished(
        file, content, book, issues, reader, [str(warning.message) for warning in heard]
    )


def _finished(
    file: str,
    content: bytes,
    book: Workbook,
    issues: Sequence[Issue],
    reader: "_Reader",
    heard: Sequence[str],
) -> tuple[bytes, list[str]]:
    notes = _mark_cells(book, issues, {})
    listed = _write_list(book, file, issues, {}, notes)
    marked = _saved(book, reader.kept)
    hidden = _check_values(file, content, marked, listed)
    return marked, [*_lost(content, marked, heard, hidden, reader), *notes]


def _check_cells(content: bytes) -> None:
    """Raises FileRefused where there are more cells than openpyxl can take in time; blank ones with
    a format count.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    cells = rows = 0
    for entry in archive.infolist():
        if re.match(r"xl/worksheets/[^/]+\.xml$", entry.filename, re.IGNORECASE):
            with archive.open(entry) as part:
                while chunk := part.read(2**20):
                    cells += len(_CELLS.findall(chunk))
                    rows += len(_ROWS.findall(chunk))
    if cells > MOST_CELLS or rows > MOST_CELLS:
        raise FileRefused(f"单元格超过{MOST_CELLS // 10000}万个")


class _Reader(ExcelReader):
    """Reads dates as the numbers that they are, and keeps of each sheet what openpyxl drops.

    `kept`: sheet → what openpyxl drops of it.
    """

    def read_worksheets(self) -> None:
        # a number of days that goes through datetime comes back another number, or as #VALUE!
        self.wb._date_formats, self.wb._timedelta_formats = set(), set()
        super().read_worksheets()
        self.kept = {}
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                self.kept[sheet.name] = _Dropped(
                    self.archive.read(relation.target), self.shared_strings
                )


class _Dropped:
    """What openpyxl drops of one sheet.

    `values`: of its formulas, by address, as (type, text) of the XML. `choices`: its drop-downs
    that refer to other
    sheets, as XML.
    """

    def __init__(self, part: bytes, strings: Sequence):
        self.values: dict[str, tuple[str, str]] = {}
        self.choices = b""
        if not _FORMULA_PART.search(part) and _CHOICES[1:9].encode() not in part:
            return
        for _, element in iterparse(io.BytesIO(part), forbid_dtd=True):
            if element.tag == f"{_MAIN}c":
                value = element.findtext(f"{_MAIN}v")
                if value and element.find(f"{_MAIN}f") is not None:
                    kind = element.get("t", "n")
                    if kind == "s":
                        kind, value = "str", str(strings[int(value)])
                    if kind in ("n", "str", "b", "e"):
                        self.values[element.get("r", "")] = kind, value
                element.clear()
            elif element.tag == f"{_MAIN}ext" and element.get("uri", "").upper() == _CHOICES:
                self.choices = b"".join(_plain_xml(child) for child in element)


def _plain_xml(element: Element) -> bytes:
    """The element with the prefixes that Excel uses, without marks of its revision log, which old
    programs reject.
    """
    for each in element.iter():
        for name in [name for name in each.attrib if "/revision" in name]:
            del each.attrib[name]
    for prefix, space in _SPACES.items():
        register_namespace(prefix, space)
    return tostring(element, encoding="unicode").encode()


class _Writer(ExcelWriter):
    """Writes sheets in memory, since the worker may write no files, with the values of formulas as
    they were.
    """

    def __init__(self, book: Workbook, archive: zipfile.ZipFile, kept: Mapping[str, _Dropped]):
        super().__init__(book, archive)
        self._kept = kept

    def write_worksheet(self, sheet: Worksheet) -> None:
        # as in the parent class, but for the file
        from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
        out = io.BytesIO()
        writer = WorksheetWriter(sheet, out)
        writer.write()
        sheet._rels = writer._rels
        text = out.getvalue()
        if sheet.title in self._kept:
            kept = self._kept[sheet.title]
            text = _with_values(text, kept.values)
            if kept.choices:
                choices = (
                    f'<extLst><ext uri="{_CHOICES}">'.encode()
                    + kept.choices
                    + b"</ext></extLst></worksheet>"
                )
                text = text.removesuffix(b"</worksheet>") + choices
        self._archive.writestr(sheet.path[1:], text)
        self.manifest.append(sheet)


def _with_values(text: bytes, values: Mapping[str, tuple[str, str]]) -> bytes:
    def with_value(found: re.Match) -> bytes:
        kind, value = values.get(found[2].decode(), ("", ""))
        if not kind:
            return found[0]
        return found[1] + f' t="{kind}">'.encode() + found[3] + f"<v>{escape(value)}</v>".encode()

    return _FORMULA.sub(with_value, text) if values else text


def _saved(book: Workbook, kept: Mapping[str, _Dropped] | None = None) -> bytes:
    out = io.BytesIO()
    if book.calculation:
        book.calculation.fullCalcOnLoad = True
    _Writer(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED), kept or {}).save()
    return out.getvalue()


def _check_values(file: str, before: bytes, after: bytes, listed: str) -> int:
    """How many values under merged cells went.

    Raises FileRefused where any other value is not as before.
    """
    old = [grid for grid in read_grids(file, before)[0] if not _is_list_grid(grid)]
    new = [grid for grid in read_grids(file, after)[0] if grid.name != listed]
    if [(grid.name, grid.is_hidden) for grid in old] != [
        (grid.name, grid.is_hidden) for grid in new
    ]:
        raise FileRefused("有的表另存后与原来不同")
    hidden = 0
    for was, now in zip(old, new):
        if was.rows == now.rows:
            continue
        covered = {
            (row, column)
            for top, left, bottom, right in was.merges
            for row in range(top, min(bottom + 1, len(was.rows)))
            for column in range(left, min(right + 1, was.width))
            if (row, column) != (top, left)
        }
        for row in range(max(len(was.rows), len(now.rows))):
            for column in range(max(was.width, now.width)):
                if _at(was, row, column) != _at(now, row, column):
                    if (row, column) not in covered:
                        raise FileRefused(
                            f"表“{was.name}”的 {get_column_letter(column + 1)}{row + 1} "
                            "另存后与原来不同"
                        )
                    hidden += 1
    return hidden


def _at(grid: Grid, row: int, column: int) -> object:
    return grid.rows[row][column] if row < len(grid.rows) and column < grid.width else ""


def _lost(
    before: bytes, after: bytes, heard: Sequence[str], hidden: int, reader: _Reader
) -> list[str]:
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    lost: dict[str, None] = {}
    count = {}
    for pattern, what in _PARTS:
        was, now = (
            sum(1 for name in book.namelist() if re.match(pattern, name)) for book in (old, new)
        )
        count[what] = was
        if now < was:
            lost[what] = None
    drawings = [
        name for name in old.namelist() if re.match(r"xl/drawings/drawing[^/]*\.xml$", name)
    ]
    if any(_SHAPES.search(old.read(name)) for name in drawings):
        lost["文本框和图形"] = None
    lost |= {what: None for begin, what in _WARNINGS for text in heard if text.startswith(begin)}
    if any("has a comment which will be removed" in text for text in heard):
        lost["合并单元格内部的批注"] = None
    if hidden:
        lost[f"合并单元格下面遮住的{hidden}个值"] = None
    notes = [f"未能保留：{'、'.join(lost)}；请以原文件为准。"] if lost else []
    if count["图表"] and "图表" not in lost:
        notes.append("图表是重新画的，样式可能与原来略有不同。")
    if count["数据透视表"] and "数据透视表" not in lost:
        notes.append("数据透视表请在打开后刷新。")
    if any(re.match(r"xl/(worksheets/)?comments", name) for name in old.namelist()):
        notes.append("原有批注的文字都在，字体和框的大小没有保留。")
    return notes


# -- a new workbook ----------------------------------------------------------------------


def _rebuild(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    grids, _ = read_grids(file, content)
    grids = [grid for grid in grids if not _is_list_grid(grid)]
    count = sum(len(row) - row.count("") for grid in grids for row in grid.rows)
    if count > MOST_CELLS:
        raise FileRefused(f"单元格超过{MOST_CELLS // 10000}万个")
    book = Workbook()
    book.remove(book.active)
    titles: dict[str, str] = {}
    for grid in grids:
        sheet = book.create_sheet()
        titles[grid.name] = sheet.title = _title(
            grid.name, [s.title for s in book.worksheets if s is not sheet]
        )
        sheet.sheet_state = "hidden" if grid.is_hidden else "visible"
        _fill(sheet, grid)
    notes = []
    if renamed := [f"“{name}”改为“{title}”" for name, title in titles.items() if name != title]:
        notes.append(f"Excel 不接受的表名已改：{'、'.join(renamed)}。")
    if hidden := [grid.name for grid in grids if grid.is_hidden]:
        notes.append(f"隐藏的表（{'、'.join(hidden)}）没有写入内容。")
    if long := sum(len(grid.long_cells) for grid in grids):
        notes.append(f"{long}个单元格超过{guard.MOST_CHARACTERS}字，没有写入。")
    notes += _mark_cells(book, issues, titles)
    _write_list(book, file, issues, titles, notes)
    return _saved(book), notes


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for number, row in enumerate(grid.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                _put_as_is(sheet, number, column, value)
    left = MOST_CELLS
    taken: set[tuple[int, int]] = set()
    for top, first, bottom, last in grid.merges:
        # a merge of whole columns would take in a million cells
        bottom, last = min(bottom, len(grid.rows) - 1), min(last, grid.width - 1)
        left -= max(0, bottom - top + 1) * max(0, last - first + 1)
        if left < 0:
            return
        cells = {
            (row, column) for row in range(top, bottom + 1) for column in range(first, last + 1)
        }
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            sheet.merge_cells(
                start_row=top + 1, start_column=first + 1, end_row=bottom + 1, end_column=last + 1
            )


def _put_as_is(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)
    if isinstance(value, date) and value.year < 1900:  # Excel knows no such day
        value = value.isoformat()
    if not isinstance(value, str):
        sheet.cell(row, column, value)
        return
    cell = sheet.cell(row, column)
    cell.value = _ILLEGAL.sub("", value)
    # a text that begins with = or is a long code stays one, also when the cell is edited
    cell.data_type = "s"
    if cell.value.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True
    if len(cell.value) < 256:  # longer ones Excel would show as ####
        cell.number_format = "@"


def _title(name: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts for a sheet and that no other sheet has."""
    base = re.sub(r"[\\/*?:\[\]\x00-\x1f]", " ", str(safe(name))).strip("' ") or "表"
    others = {other.casefold() for other in taken}
    title, number = base[:31], 1
    while title.casefold() in others:
        number += 1
        title = f"{base[:26]} ({number})"
    return title


def _list_alone(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    book = Workbook()
    book.remove(book.active)
    notes: list[str] = []
    _write_list(book, file, issues, {}, notes)
    return _saved(book), notes


# -- marks -------------------------------------------------------------------------------


def _mark_cells(book: Workbook, issues: Sequence[Issue], titles: Mapping[str, str]) -> list[str]:
    """Fills and comments the cells; gives notes.

    `titles`: sheet as issues name it → as this workbook does.
    """
    found: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in issues:
        title = titles.get(issue.sheet, issue.sheet)
        if _place(issue) and title in book.sheetnames:
            found[title, issue.cell].append(issue)
    origins = {sheet.title: _origins(sheet) for sheet in book.worksheets}
    cells: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    for (title, address), here in found.items():
        if title in origins:  # a sheet of charts has no cells
            cells[title, origins[title].get(coordinate_to_tuple(address), address)] += here
    styles: dict[tuple, object] = {}
    for number, ((title, address), here) in enumerate(cells.items()):
        cell = _cell(book[title], address)
        severity = "error" if any(issue.severity == "error" for issue in here) else "warning"
        # a format is looked up at each setting, which is slow for many cells
        key = (tuple(cell._style or ()), severity)
        if key in styles:
            cell._style = copy(styles[key])
        else:
            cell.fill = _FILLS[severity]
            styles[key] = cell._style
        if number < MOST_COMMENTED:
            _comment(cell, here)
    if len(cells) > MOST_COMMENTED:
        return [f"有问题的单元格超过{MOST_COMMENTED}个，后面的只涂色，没有批注。"]
    return []


def _origins(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Cells inside merged ranges → address of the range's first cell, which alone can bear a
    comment.
    """
    return {
        (cell.row, cell.column): area.start_cell.coordinate
        for area in sheet.merged_cells.ranges
        for cell in (sheet._cells.get((row, column)) for row, column in area.cells)
        if isinstance(cell, MergedCell)
    }


def _cell(sheet: Worksheet, address: str):
    """The cell; one that the file does not hold gets the format of its row or column, as in Excel."""
    place = coordinate_to_tuple(address)
    if place in sheet._cells:
        return sheet._cells[place]
    cell = sheet.cell(*place)
    row = sheet.row_dimensions.get(place[0])
    column = next(
        (c for c in sheet.column_dimensions.values() if c.min and c.min <= place[1] <= c.max), None
    )
    for line in (row, column):
        if line is not None and line.has_style:
            cell._style = copy(line._style)
            break
    return cell


def _comment(cell, issues: Sequence[Issue]) -> None:
    lines = [_MARK]
    for issue in issues:
        lines.append(f"{_NAMES.get(issue.severity, issue.severity)}：{issue.message}")
        if issue.value and issue.value not in issue.message:
            lines.append(f"表中的值：{issue.value}")
        if issue.expected:
            lines.append(f"应为：{issue.expected}")
    text = _cut(_plain("\n".join(lines)), _LONGEST_COMMENT)
    author = _AUTHOR
    if cell.comment:
        text, author = f"{cell.comment.text}\n\n{text}", cell.comment.author or author
    width = 320
    high = sum(1 + _columns_wide(line) * 7 // (width - 20) for line in text.split("\n"))
    cell.comment = Comment(text, author, height=min(600, 24 + 19 * high), width=width)


def _unmark(sheet: Worksheet) -> None:
    """Takes off what this program marked before: the faults may be gone."""
    ours = {fill.fgColor.rgb for fill in _FILLS.values()}
    for cell in list(sheet._cells.values()):
        if isinstance(cell, MergedCell) or not cell.comment or _MARK not in cell.comment.text:
            continue
        own, author = cell.comment.text.split(_MARK)[0].rstrip("\n"), cell.comment.author
        cell.comment = Comment(own, author) if own else None
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in ours:
            cell.fill = PatternFill()


def _plain(value: str) -> str:
    """Text without control and direction marks."""
    text = str(safe(value))
    return text[1:] if text.startswith("'") and not value.startswith("'") else text


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _columns_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


# -- the list ----------------------------------------------------------------------------


def _write_list(
    book: Workbook, file: str, issues: Sequence[Issue], titles: Mapping[str, str], notes: list[str]
) -> str:
    """Puts the list first and gives its sheet's name; adds to `notes` where the list is not whole."""
    names = book.sheetnames
    sheet = book.create_sheet(index=0)
    sheet.title = _title(TITLE, names)
    ordered = sorted(issues, key=lambda issue: _order(issue, titles, names))
    shown = ordered[:MOST_LISTED]
    if len(ordered) > len(shown):
        notes.append(f"问题共{len(ordered)}条，清单只列出前{len(shown)}条。")
    if len(ordered) > MOST_LINKS and names:
        notes.append(f"问题超过{MOST_LINKS}条，清单里的单元格没有链接。")
    errors = sum(issue.severity == "error" for issue in issues)
    _put(sheet, 1, 1, TITLE).font = Font(name=_FONT, size=15, bold=True)
    facts = f"文件：{file}　　错误：{errors}条　　提示：{len(issues) - errors}条"
    _put(sheet, 2, 1, facts).font = Font(name=_FONT, size=10, color="515D6B")
    aside = (
        (
            "橙色单元格有错误，该行未计入；蓝色单元格请留意。改正后保存，重新导入本工作簿即可，"
            "这张清单不会被导入。"
        )
        if names
        else ""
    )
    _put(sheet, 3, 1, " ".join([aside, *notes]).strip()).font = Font(
        name=_FONT, size=10, color="515D6B"
    )
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADERS))
    (
        sheet.row_dimensions[1].height,
        sheet.row_dimensions[2].height,
        sheet.row_dimensions[3].height,
    ) = 28, 20, 34
    for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS), start=1):
        cell = _put(sheet, _HEADER_ROW, column, header, Font(name=_FONT, size=11, bold=True))
        cell.fill = PatternFill("solid", fgColor="FFF2F5F8")
        sheet.column_dimensions[get_column_letter(column)].width = width
    plain, link = (
        Font(name=_FONT, size=11),
        Font(name=_FONT, size=11, color="1F5FA8", underline="single"),
    )
    styles: dict[tuple, object] = {}
    for number, issue in enumerate(shown, start=1):
        row, title = _HEADER_ROW + number, titles.get(issue.sheet, issue.sheet)
        severity = _NAMES.get(issue.severity, issue.severity)
        values = (number, severity, title, issue.cell, issue.message, issue.value, issue.expected)
        for column, value in enumerate(values, start=1):
            is_link = (
                column == 4 and len(ordered) <= MOST_LINKS and _place(issue) and title in names
            )
            # a format is looked up at each setting, which is slow for many rows
            kind = (column == 2 and severity, is_link)
            cell = _put(sheet, row, column, value, style=styles.get(kind))
            if kind not in styles:
                cell.font, cell.border = link if is_link else plain, _LINE
                if column == 2 and issue.severity in _FILLS:
                    cell.fill = _FILLS[issue.severity]
                styles[kind] = cell._style
            if is_link:
                cell.hyperlink = Hyperlink(
                    ref=cell.coordinate, location=f"{quote_sheetname(title)}!{issue.cell}"
                )
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    sheet.auto_filter.ref = (
        f"A{_HEADER_ROW}:{get_column_letter(len(HEADERS))}{_HEADER_ROW + max(1, len(shown))}"
    )
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    _show_first(book)
    return sheet.title


def _show_first(book: Workbook) -> None:
    """Opens the workbook at its first sheet; two selected sheets would be edited together."""
    for sheet in book.worksheets:
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is book.worksheets[0]
    for sheet in book.chartsheets:
        for view in sheet.sheetViews.sheetView:
            view.tabSelected = False
    book.active = 0
    for view in book.views:
        view.firstSheet = 0


def _order(issue: Issue, titles: Mapping[str, str], names: Sequence[str]) -> tuple:
    title = titles.get(issue.sheet, issue.sheet)
    return (
        issue.severity != "error",
        names.index(title) if title in names else len(names),
        _place(issue) or (0, 0),
    )


def _place(issue: Issue) -> tuple[int, int] | None:
    """(row, column) of its cell, None where it has none or no sheet of Excel has such a cell."""
    if not issue.row or not issue.column:
        return None
    try:
        column = column_index_from_string(issue.column)
    except ValueError:
        return None
    return (issue.row, column) if issue.row <= 2**20 and column <= 2**14 else None


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    font: Font | None = None,
    style: object = None,
):
    value = safe(value)
    cell = sheet.cell(row, column)
    cell.value = _cut(value, _LONGEST) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    if style is not None:
        cell._style = copy(style)
        return cell
    if font:
        cell.font = font
    cell.alignment = Alignment(
        vertical="top" if row > _HEADER_ROW else "center", wrap_text=True, horizontal="left"
    )
    return cell


def _is_list(sheet: Worksheet) -> bool:
    """Whether the sheet is a list that this program wrote before."""
    cells = sheet._cells  # sheet[...] would make the cells that it looks at
    found = [
        cells[_HEADER_ROW, c].value if (_HEADER_ROW, c) in cells else None
        for c in range(1, len(HEADERS) + 1)
    ]
    return (1, 1) in cells and cells[1, 1].value == TITLE and tuple(found) == HEADERS


def _is_list_grid(grid: Grid) -> bool:
    return (
        len(grid.rows) >= _HEADER_ROW
        and grid.rows[0][0] == TITLE
        and tuple(grid.rows[_HEADER_ROW - 1][: len(HEADERS)]) == HEADERS
    )
