"""The first sheet of a marked workbook: all issues, with links to their cells."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.errors import Issue
from govsvc.domain.own_sheets import ISSUE_LIST
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.marking.sheet_tools import (
    FILLS,
    FONT,
    HEADER_ROW,
    LINE,
    SEVERITIES,
    position,
    put,
    sheet_title,
    style_of,
)
from govsvc.sheets.marking.writer import saved

HEADERS = ("序号", "程度", "工作表", "单元格", "问题", "表中的值", "应为")
_WIDTHS = (7, 8, 20, 10, 60, 30, 48)
#: of the rows above the header
_HEIGHTS = (28, 20, 34)
_SEVERITY_COLUMN, _CELL_COLUMN = 2, 4
MOST_LINKS = 5000
MOST_LISTED = 50_000
_INSTRUCTION = (
    "橙色单元格有错误，该行未计入；蓝色单元格请留意。改正后保存，重新导入本工作簿即可，"
    "这张清单不会被导入。"
)


def empty_workbook() -> Workbook:
    """A workbook without the sheet that openpyxl puts into a new one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def list_alone(file: str, content: bytes, issues: Sequence[Issue]) -> tuple[bytes, list[str]]:
    """A workbook with nothing but the list, and notes in Chinese. `content` is not looked at."""
    book = empty_workbook()
    notes: list[str] = []
    write_list(book, file, issues, {}, notes)
    return saved(book), notes


def write_list(
    book: Workbook, file: str, issues: Sequence[Issue], titles: Mapping[str, str], notes: list[str]
) -> str:
    """Puts the list first and gives its sheet's name; adds to `notes` where it is not whole.

    `titles`: sheet as issues name it → as this workbook does.
    """
    names = book.sheetnames
    sheet: Worksheet = book.create_sheet(index=0)
    sheet.title = sheet_title(ISSUE_LIST, names)
    ordered = sorted(issues, key=lambda issue: _order(issue, titles, names))
    shown = ordered[:MOST_LISTED]
    has_links = len(ordered) <= MOST_LINKS
    if len(ordered) > len(shown):
        notes.append(f"问题共{len(ordered)}条，清单只列出前{len(shown)}条。")
    if not has_links and names:
        notes.append(f"问题超过{MOST_LINKS}条，清单里的单元格没有链接。")
    _write_head(sheet, file, issues, [_INSTRUCTION if names else "", *notes])
    _write_issues(sheet, shown, titles, names if has_links else ())
    _lay_out(sheet, len(shown))
    _show_first(book)
    return sheet.title


def _write_head(sheet: Worksheet, file: str, issues: Sequence[Issue], lines: Sequence[str]) -> None:
    """Title, facts, notes and the headers of the columns."""
    errors = sum(issue.severity == "error" for issue in issues)
    facts = f"文件：{file}　　错误：{errors}条　　提示：{len(issues) - errors}条"
    small = Font(name=FONT, size=10, color="515D6B")
    put(sheet, 1, 1, ISSUE_LIST).font = Font(name=FONT, size=15, bold=True)
    put(sheet, 2, 1, facts).font = small
    put(sheet, 3, 1, " ".join(lines).strip()).font = small
    for row, height in enumerate(_HEIGHTS, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADERS))
        sheet.row_dimensions[row].height = height
    for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS), start=1):
        cell = put(sheet, HEADER_ROW, column, header, Font(name=FONT, size=11, bold=True))
        cell.fill = PatternFill("solid", fgColor="FFF2F5F8")
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write_issues(
    sheet: Worksheet, issues: Sequence[Issue], titles: Mapping[str, str], linked: Sequence[str]
) -> None:
    """A row an issue. `linked`: the sheets whose cells are linked."""
    # a format is looked up at each setting, which is slow for many rows
    styles: dict[tuple[str, bool], StyleArray] = {}
    for number, issue in enumerate(issues, start=1):
        title = titles.get(issue.sheet, issue.sheet)
        severity = SEVERITIES.get(issue.severity, issue.severity)
        is_linked = bool(position(issue)) and title in linked
        values = (number, severity, title, issue.cell, issue.message, issue.value, issue.expected)
        for column, value in enumerate(values, start=1):
            is_link = is_linked and column == _CELL_COLUMN
            filled = issue.severity if column == _SEVERITY_COLUMN else ""
            cell = put(
                sheet, HEADER_ROW + number, column, value, style=styles.get((filled, is_link))
            )
            if (filled, is_link) not in styles:
                _format(cell, filled, is_link)
                styles[filled, is_link] = style_of(cell)
            if is_link:
                cell.hyperlink = Hyperlink(
                    ref=cell.coordinate, location=f"{quote_sheetname(title)}!{issue.cell}"
                )


def _format(cell: Cell, severity: str, is_link: bool) -> None:
    cell.font = (
        Font(name=FONT, size=11, color="1F5FA8", underline="single")
        if is_link
        else Font(name=FONT, size=11)
    )
    cell.border = LINE
    if severity in FILLS:
        cell.fill = FILLS[severity]


def _lay_out(sheet: Worksheet, rows: int) -> None:
    """The header stays in sight, rows can be filtered, and it prints as wide as a page."""
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    last = get_column_letter(len(HEADERS))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + max(1, rows)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _show_first(book: Workbook) -> None:
    """Opens the workbook at its first sheet; two selected sheets would be edited together."""
    for sheet in book.worksheets:
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is book.worksheets[0]
    for charts in book.chartsheets:
        for view in charts.sheetViews.sheetView:
            view.tabSelected = False
    book.active = 0
    for view in book.views:
        view.firstSheet = 0


def _order(
    issue: Issue, titles: Mapping[str, str], names: Sequence[str]
) -> tuple[bool, int, tuple[int, int]]:
    """Errors first, then by sheet, then from top to bottom."""
    title = titles.get(issue.sheet, issue.sheet)
    return (
        issue.severity != "error",
        names.index(title) if title in names else len(names),
        position(issue) or (0, 0),
    )


def is_list(sheet: Worksheet) -> bool:
    """Whether the sheet is a list that this program wrote before."""
    cells = sheet._cells  # sheet[...] would make the cells that it looks at
    headers = tuple(
        cells[HEADER_ROW, column].value if (HEADER_ROW, column) in cells else None
        for column in range(1, len(HEADERS) + 1)
    )
    return (1, 1) in cells and cells[1, 1].value == ISSUE_LIST and headers == HEADERS


def is_list_grid(grid: Grid) -> bool:
    """The same of a sheet that was read as a grid."""
    return (
        len(grid.rows) >= HEADER_ROW
        and grid.rows[0][0] == ISSUE_LIST
        and tuple(grid.rows[HEADER_ROW - 1][: len(HEADERS)]) == HEADERS
    )
