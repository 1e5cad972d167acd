"""A list as .xlsx or .csv, as people hand it on: titled, dated, and safe to open."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from govsvc.domain.months import month_text
from govsvc.domain.safe_text import columns_wide, safe

_DEVICE = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]", re.IGNORECASE)
_FONT = "Microsoft YaHei"
_LINE = Border(bottom=Side(style="hair", color="CCD4DD"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to export.

    `columns`: header texts; `rows`: a value each (text, int, Decimal, date or None). `facts`: what
    the list shows, as (name, text): 数据月份, 筛选条件, 数据来源, 数据版本 … `total`: the totals
    row or None. `tab`: name of its sheet in a workbook, by default the title.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence]
    facts: Sequence[tuple[str, str]] = ()
    total: Sequence | None = None
    widths: dict[str, float] = field(default_factory=dict)
    tab: str = ""


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
    width = max(1, len(sheet.columns))

    def put(row: int, column: int, value: object, *, bold: bool = False):
        cell = page.cell(row, column)
        value = safe(value)
        # the stub knows fewer types; openpyxl itself refuses what it cannot write
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"  # "#N/A" and the like stay text
        cell.font = Font(name=_FONT, size=11, bold=bold)
        is_number = isinstance(value, (int, float, Decimal))
        cell.alignment = Alignment(
            vertical="center", wrap_text=not is_number, horizontal="right" if is_number else "left"
        )
        return cell

    put(1, 1, sheet.title).font = Font(name=_FONT, size=15, bold=True)
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    page.row_dimensions[1].height = 28
    put(2, 1, "　".join(f"{name}：{text}" for name, text in sheet.facts)).font = Font(
        name=_FONT, size=10, color="515D6B"
    )
    page.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    page.row_dimensions[2].height = 32
    for column, header in enumerate(sheet.columns, start=1):
        cell = put(3, column, header, bold=True)
        cell.fill = PatternFill("solid", fgColor="F2F5F8")
    for number, row in enumerate(sheet.rows, start=4):
        for column, value in enumerate(row, start=1):
            put(number, column, value).border = _LINE
    last = 3 + len(sheet.rows)
    if sheet.total is not None:
        for column, value in enumerate(sheet.total, start=1):
            put(last + 1, column, value, bold=True).fill = PatternFill("solid", fgColor="F2F5F8")
    page.freeze_panes = "A4"
    page.auto_filter.ref = f"A3:{get_column_letter(width)}{max(4, last)}"
    for column, header in enumerate(sheet.columns, start=1):
        seen = [
            header,
            *(str(row[column - 1]) for row in sheet.rows if row[column - 1] is not None),
        ]
        page.column_dimensions[get_column_letter(column)].width = sheet.widths.get(
            header, min(48.0, max(8.0, max(columns_wide(text) for text in seen) + 2.0))
        )
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "3:3"


def to_csv(sheet: Sheet) -> bytes:
    """The list as UTF-8 with BOM (Excel opens it in Chinese): title, facts, header, rows, totals
    row.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    lines = [
        [sheet.title],
        ["　".join(f"{name}：{text}" for name, text in sheet.facts)],
        list(sheet.columns),
        *sheet.rows,
    ]
    if sheet.total is not None:
        lines.append(sheet.total)
    writer.writerows([["" if value is None else safe(value) for value in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def file_name(*parts: str | date | None, suffix: str) -> str:
    """A file name of the parts that are there, without characters that Windows refuses."""
    texts = [month_text(p) if isinstance(p, date) else p for p in parts if p]
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", "_".join(texts)).strip(" .")
    # names of devices, and what ends in a dot or blank, are refused too
    return (
        f"_{name}" if _DEVICE.fullmatch(name.partition(".")[0].strip()) or not name else name
    ) + suffix
