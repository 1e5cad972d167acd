"""Fill and comment of faulty cells, put on and taken off again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.errors import Issue
from govsvc.sheets.marking.sheet_tools import (
    FILLS,
    SEVERITIES,
    columns_wide,
    cut,
    plain,
    position,
    set_style,
    style_of,
)

MOST_COMMENTED = 5000
#: stands above what this program adds to a comment, so that a marked workbook can be marked anew
_MARK = "【数据核对】"
_AUTHOR = "数据核对"
_LONGEST_COMMENT = 2000
#: of a comment's box in points: its width, its greatest height, its margin, the height of a line
_WIDTH, _MOST_HIGH, _MARGIN, _LINE_HIGH = 320, 600, 24, 19
#: points that a half-width character takes, and that the box's edges take of a line
_CHARACTER_WIDE, _EDGES = 7, 20

#: (row, column) from 1
Position = tuple[int, int]


def mark_cells(book: Workbook, issues: Sequence[Issue], titles: Mapping[str, str]) -> list[str]:
    """Fills and comments the cells that have issues; gives notes in Chinese.

    `titles`: sheet as issues name it → as this workbook does.
    """
    # a sheet of charts has no cells
    origins = {sheet.title: _origins(sheet) for sheet in book.worksheets}
    by_address: dict[tuple[str, Position], list[Issue]] = defaultdict(list)
    for issue in issues:
        title, where = titles.get(issue.sheet, issue.sheet), position(issue)
        if where and title in origins:
            by_address[title, where].append(issue)
    by_cell: dict[tuple[str, Position], list[Issue]] = defaultdict(list)
    for (title, where), of_address in by_address.items():
        by_cell[title, origins[title].get(where, where)] += of_address
    styles: dict[tuple[tuple[int, ...], str], StyleArray] = {}
    for number, ((title, where), of_cell) in enumerate(by_cell.items()):
        cell = _cell(book[title], where)
        severity = "error" if any(issue.severity == "error" for issue in of_cell) else "warning"
        # a format is looked up at each setting, which is slow for many cells
        key = (tuple(style_of(cell) or ()), severity)
        if key in styles:
            set_style(cell, styles[key])
        else:
            cell.fill = FILLS[severity]
            styles[key] = style_of(cell)
        if number < MOST_COMMENTED:
            _comment(cell, of_cell)
    if len(by_cell) > MOST_COMMENTED:
        return [f"有问题的单元格超过{MOST_COMMENTED}个，后面的只涂色，没有批注。"]
    return []


def _origins(sheet: Worksheet) -> dict[Position, Position]:
    """Cell inside a merged range → the range's first cell, which alone can bear a comment."""
    return {
        where: (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for where in area.cells
        if isinstance(sheet._cells.get(where), MergedCell)
    }


def _cell(sheet: Worksheet, where: Position) -> Cell | MergedCell:
    """The cell; one that the file does not hold gets its row's or column's format, as in Excel."""
    if where in sheet._cells:
        return sheet._cells[where]
    cell = sheet.cell(*where)
    row = sheet.row_dimensions.get(where[0])
    column = next(
        (
            dimension
            for dimension in sheet.column_dimensions.values()
            if dimension.min and dimension.max and dimension.min <= where[1] <= dimension.max
        ),
        None,
    )
    for line in (row, column):
        if line is not None and line.has_style:
            set_style(cell, style_of(line))
            break
    return cell


def _comment(cell: Cell | MergedCell, issues: Sequence[Issue]) -> None:
    """Adds the issues to the cell's comment."""
    lines = [_MARK]
    for issue in issues:
        lines.append(f"{SEVERITIES.get(issue.severity, issue.severity)}：{issue.message}")
        if issue.value and issue.value not in issue.message:
            lines.append(f"表中的值：{issue.value}")
        if issue.expected:
            lines.append(f"应为：{issue.expected}")
    text = cut(plain("\n".join(lines)), _LONGEST_COMMENT)
    author = _AUTHOR
    if cell.comment:
        text, author = f"{cell.comment.text}\n\n{text}", cell.comment.author or author
    rows = sum(
        1 + columns_wide(line) * _CHARACTER_WIDE // (_WIDTH - _EDGES) for line in text.split("\n")
    )
    height = min(_MOST_HIGH, _MARGIN + _LINE_HIGH * rows)
    cell.comment = Comment(text, author, height=height, width=_WIDTH)


def unmark(sheet: Worksheet) -> None:
    """Takes off what this program marked before: the faults may be gone."""
    our_fills = {fill.fgColor.rgb for fill in FILLS.values()}
    for cell in list(sheet._cells.values()):
        if isinstance(cell, MergedCell) or not cell.comment or _MARK not in cell.comment.text:
            continue
        own, author = cell.comment.text.split(_MARK)[0].rstrip("\n"), cell.comment.author
        cell.comment = Comment(own, author) if own else None
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in our_fills:
            cell.fill = PatternFill()
