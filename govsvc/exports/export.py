"""A list as .xlsx or .csv, as people hand it on: titled, dated, and safe to open."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.months import month_text
from govsvc.domain.safe_text import columns_wide, safe
from govsvc.exports.figures import figure, format_of

_DEVICE = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]", re.IGNORECASE)
_FONT = "Microsoft YaHei"
_SIDE = Side(style="thin", color="B4BDC8")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_GROUND = PatternFill("solid", fgColor="F2F5F8")
#: facts that have a line of their own below the title: whose table it is, and of which day
UNIT, DAY = "填报单位", "日期"
#: points that a line of text takes at 11 points, and that a row has beside its lines
_LINE_HEIGHT, _ROW_PADDING = 16.0, 5.0
#: a list that is wider, in characters, is printed across
_PORTRAIT = 92.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to export.

    `columns`: header texts; `rows`: a value each (text, int, Decimal, date or None). `facts`: what
    the list shows, as (name, text): 数据月份, 筛选条件, 数据来源, 数据版本 … `total`: the totals
    row or None. `numbers`: columns whose texts are printed figures (99.94%, 3,148, +0.07, 并列2):
    they are numbers in a workbook. `tab`: name of its sheet in a workbook, by default the title.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence]
    facts: Sequence[tuple[str, str]] = ()
    total: Sequence | None = None
    widths: dict[str, float] = field(default_factory=dict)
    tab: str = ""
    numbers: Sequence[str] = ()

    @property
    def lines_above(self) -> list[list[str]]:
        """What stands between title and header: 填报单位 and 日期, then the other facts."""
        named = dict(self.facts)
        ends = [f"{name}：{named[name]}" for name in (UNIT, DAY) if named.get(name)]
        others = "　".join(
            f"{name}：{text}" for name, text in self.facts if name not in (UNIT, DAY)
        )
        return [line for line in (ends, [others]) if line]


def to_xlsx(sheet: Sheet) -> bytes:
    """The list as a workbook: title, facts, frozen header with a filter, totals."""
    return to_book([sheet])


def to_book(sheets: Sequence[Sheet]) -> bytes:
    """The lists as one workbook, a sheet each (at least one)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", sheet.tab or sheet.title)[:31]), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """The files, by name, as one archive; names that differ only in upper and lower case get a
    number.
    """
    out, taken = io.BytesIO(), set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            stem, dot, suffix = name.rpartition(".")
            number = 2
            while name.casefold() in taken:
                name, number = f"{stem}（{number}）{dot}{suffix}", number + 1
            taken.add(name.casefold())
            archive.writestr(name, content)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    widths = _widths(sheet)
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    top = _fill_head(page, sheet, sum(widths), max(1, len(widths)))
    lines = [(list(sheet.columns), True), *((row, False) for row in sheet.rows)]
    if sheet.total is not None:
        lines.append((sheet.total, True))
    for row, (values, is_bold) in enumerate(lines, start=top):
        for column, (value, name) in enumerate(zip(values, sheet.columns), start=1):
            cell = _put(page, row, column, value, is_figure=row > top and name in sheet.numbers)
            cell.border = _BOX
            if is_bold:
                cell.font, cell.fill = Font(name=_FONT, size=11, bold=True), _GROUND
            if row == top:
                cell.alignment = Alignment("center", "center", wrap_text=True)
        page.row_dimensions[row].height = _ROW_PADDING + _LINE_HEIGHT * max(
            (_lines(str(value), width) for value, width in zip(values, widths) if value), default=1
        )
    last = top + len(sheet.rows)
    page.freeze_panes = f"A{top + 1}"
    page.auto_filter.ref = f"A{top}:{get_column_letter(max(1, len(widths)))}{max(top + 1, last)}"
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation = "landscape" if sum(widths) > _PORTRAIT else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    # the stub does not know that every page has one
    page.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]


def _fill_head(page: Worksheet, sheet: Sheet, width: float, columns: int) -> int:
    """The title, centred, and the lines below it over the whole width; gives the header's row."""

    def across(row: int, text: str, first: int, last: int, size: int, side: str) -> None:
        cell = _put(page, row, first, text)
        cell.font = Font(name=_FONT, size=size, bold=row == 1)
        cell.alignment = Alignment(side, "center", wrap_text=True)
        if last > first:
            page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    across(1, sheet.title, 1, columns, 15, "center")
    page.row_dimensions[1].height = 8 + 22 * _lines(sheet.title, width / 1.4)
    row = 2
    for row, texts in enumerate(sheet.lines_above, start=2):
        if len(texts) == 2 and columns > 1:
            half = (columns + 1) // 2
            across(row, texts[0], 1, half, 10, "left")
            across(row, texts[1], half + 1, columns, 10, "right")
        else:
            across(row, "　".join(texts), 1, columns, 10, "left")
        page.row_dimensions[row].height = _ROW_PADDING + _LINE_HEIGHT * _lines(
            "　".join(texts), width
        )
    return row + 1


def _put(page: Worksheet, row: int, column: int, value: object, *, is_figure: bool = False) -> Cell:
    """Writes the value as it may stand in a cell; a printed figure as its number."""
    cell = cast(Cell, page.cell(row, column))
    found = figure(value) if is_figure and isinstance(value, str) else None
    shown = found.number if found else safe(value)
    # the stub knows fewer types; openpyxl itself refuses what it cannot write
    cell.value = shown  # type: ignore[assignment]
    if isinstance(shown, str):
        cell.data_type = "s"  # "#N/A" and the like stay text
    cell.font = Font(name=_FONT, size=11)
    is_number = isinstance(shown, (int, float, Decimal))
    if isinstance(shown, (int, float, Decimal)):
        cell.number_format = found.format if found else format_of(shown)
    cell.alignment = Alignment(
        "right" if is_number or is_figure else "left",
        "center",
        wrap_text=not is_number,
        indent=1,  # so that a number and a text beside it are told apart
    )
    return cell


def _widths(sheet: Sheet) -> list[float]:
    """The width of each column in characters: what is in it, up to a bound."""
    return [
        sheet.widths.get(
            header,
            min(
                48.0,
                max(
                    8.0,
                    columns_wide(header) + 4.0,
                    *(
                        columns_wide(str(row[column])) + 3.0
                        for row in sheet.rows
                        if row[column] is not None
                    ),
                ),
            ),
        )
        for column, header in enumerate(sheet.columns)
    ]


def _lines(text: str, width: float) -> int:
    """Lines that the text takes in so many characters; a Chinese one is two and is not split."""
    return sum(max(1, ceil(columns_wide(line) / max(2.0, width - 3))) for line in text.split("\n"))


def to_csv(sheet: Sheet) -> bytes:
    """The list as UTF-8 with BOM (Excel opens it in Chinese): title, facts, header, rows, totals
    row.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(sheet.title)])
    writer.writerows([safe("　".join(line))] for line in sheet.lines_above)
    writer.writerow([safe(header) for header in sheet.columns])
    is_figure = [header in sheet.numbers for header in sheet.columns]
    for row in [*sheet.rows, *([] if sheet.total is None else [sheet.total])]:
        writer.writerow([_plain(value, is_number) for value, is_number in zip(row, is_figure)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _plain(value: object, is_figure: bool) -> object:
    """The value as it stands in a text file."""
    found = figure(value) if is_figure and isinstance(value, str) else None
    if found and found.plain is not None:
        return found.plain
    return "" if value is None else safe(value)


def file_name(*parts: str | date | None, suffix: str) -> str:
    """A file name of the parts that are there, without characters that Windows refuses."""
    texts = [month_text(p) if isinstance(p, date) else p for p in parts if p]
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", "_".join(texts)).strip(" .")
    # names of devices, and what ends in a dot or blank, are refused too
    return (
        f"_{name}" if _DEVICE.fullmatch(name.partition(".")[0].strip()) or not name else name
    ) + suffix
