"""The workbook itself, marked: all that openpyxl keeps stays, and what it loses is said."""

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from govsvc.domain.errors import FileRefused, Issue
from govsvc.sheets.cells import limits
from govsvc.sheets.formats import zip_parts
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.formats.reading import read_grids
from govsvc.sheets.marking.cells import mark_cells, unmark
from govsvc.sheets.marking.issue_sheet import is_list, is_list_grid, write_list
from govsvc.sheets.marking.sheet_tools import MOST_CELLS, too_many_cells
from govsvc.sheets.marking.writer import Reader, saved

_CELLS, _ROWS = re.compile(rb"<(?:\w+:)?c[ >/]"), re.compile(rb"<(?:\w+:)?row[ >/]")
_SHAPES = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_CHARTS, _PIVOTS = "图表", "数据透视表"
#: parts of a workbook → what they are; what has fewer of them afterwards was lost
_PARTS = (
    (r"xl/vbaProject|xl/macrosheets/", "宏"),
    (r"xl/media/", "图片"),
    (r"xl/charts/chart", _CHARTS),
    (r"xl/pivotTables/", _PIVOTS),
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


def mark(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    """The marked workbook, and notes in Chinese on what was lost.

    Raises FileRefused where it is no .xlsx, is too large, or a value is not as before.
    """
    _check_format(content)
    _check_cells(content)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        reader = Reader(io.BytesIO(content), rich_text=True)
        reader.read()
    book = reader.wb
    _remove_marks(book)
    notes = mark_cells(book, issues, {})
    list_title = write_list(book, file, issues, {}, notes)
    marked = saved(book, reader.dropped)
    covered = _check_values(file, content, marked, list_title)
    messages = [str(warning.message) for warning in caught]
    return marked, [*_notes_of_losses(content, marked, messages, covered), *notes]


def _check_format(content: bytes) -> None:
    """Raises FileRefused for all but an .xlsx within the limits."""
    limits.check_size(content)
    if not content.startswith(b"PK"):
        raise FileRefused("不是 .xlsx 格式")
    zip_parts.check_zip(content)
    if "xl/workbook.bin" in zipfile.ZipFile(io.BytesIO(content)).namelist():
        raise FileRefused("不是 .xlsx 格式")


def _check_cells(content: bytes) -> None:
    """Raises FileRefused where there are more cells than openpyxl can take in time.

    Blank ones with a format count.
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
        raise too_many_cells()


def _remove_marks(book: Workbook) -> None:
    """Takes off what this program marked before, and makes a template an ordinary workbook."""
    book.template = False
    for sheet in book.worksheets:
        if is_list(sheet):
            book.remove(sheet)
        else:
            unmark(sheet)


def _check_values(file: str, before: bytes, after: bytes, list_title: str) -> int:
    """How many values under merged cells went.

    Raises FileRefused where any other value is not as before.
    """
    old = [grid for grid in read_grids(file, before)[0] if not is_list_grid(grid)]
    new = [grid for grid in read_grids(file, after)[0] if grid.name != list_title]
    if [(grid.name, grid.is_hidden) for grid in old] != [
        (grid.name, grid.is_hidden) for grid in new
    ]:
        raise FileRefused("有的表另存后与原来不同")
    count = 0
    for was, now in zip(old, new):
        if was.rows == now.rows:
            continue
        covered = _covered(was)
        for row, column in _differences(was, now):
            if (row, column) not in covered:
                raise FileRefused(
                    f"表“{was.name}”的 {get_column_letter(column + 1)}{row + 1} 另存后与原来不同"
                )
            count += 1
    return count


def _covered(grid: Grid) -> set[tuple[int, int]]:
    """Cells of merged ranges but for the first of each, which alone is shown."""
    return {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, min(bottom + 1, len(grid.rows)))
        for column in range(left, min(right + 1, grid.width))
        if (row, column) != (top, left)
    }


def _differences(was: Grid, now: Grid) -> Iterator[tuple[int, int]]:
    for row in range(max(len(was.rows), len(now.rows))):
        for column in range(max(was.width, now.width)):
            if _value(was, row, column) != _value(now, row, column):
                yield row, column


def _value(grid: Grid, row: int, column: int) -> object:
    return grid.rows[row][column] if row < len(grid.rows) and column < grid.width else ""


def _notes_of_losses(
    before: bytes, after: bytes, messages: Sequence[str], covered: int
) -> list[str]:
    """What was lost, in Chinese.

    `messages`: warnings of openpyxl; `covered`: how many values under merged cells went.
    """
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    counts = _part_counts(old)
    losses = _losses(counts, old, new, messages, covered)
    notes = [f"未能保留：{'、'.join(losses)}；请以原文件为准。"] if losses else []
    if counts[_CHARTS] and _CHARTS not in losses:
        notes.append("图表是重新画的，样式可能与原来略有不同。")
    if counts[_PIVOTS] and _PIVOTS not in losses:
        notes.append("数据透视表请在打开后刷新。")
    if any(re.match(r"xl/(worksheets/)?comments", name) for name in old.namelist()):
        notes.append("原有批注的文字都在，字体和框的大小没有保留。")
    return notes


def _part_counts(archive: zipfile.ZipFile) -> Counter[str]:
    """How many parts of each sort a workbook has."""
    return Counter(
        part for pattern, part in _PARTS for name in archive.namelist() if re.match(pattern, name)
    )


def _losses(
    counts: Counter[str],
    old: zipfile.ZipFile,
    new: zipfile.ZipFile,
    messages: Sequence[str],
    covered: int,
) -> list[str]:
    """Names of what the old workbook had and the new one has not. `counts`: of the old one."""
    now = _part_counts(new)
    losses = [part for _, part in _PARTS if now[part] < counts[part]]
    drawings = [
        name for name in old.namelist() if re.match(r"xl/drawings/drawing[^/]*\.xml$", name)
    ]
    if any(_SHAPES.search(old.read(name)) for name in drawings):
        losses.append("文本框和图形")
    losses += [loss for start, loss in _WARNINGS for text in messages if text.startswith(start)]
    if any("has a comment which will be removed" in text for text in messages):
        losses.append("合并单元格内部的批注")
    if covered:
        losses.append(f"合并单元格下面遮住的{covered}个值")
    return list(dict.fromkeys(losses))
