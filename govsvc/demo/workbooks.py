"""The demonstration months as workbooks that the importer reads back."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from govsvc.demo import plan
from govsvc.demo.months import columns as columns_of
from govsvc.demo.months import months
from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN, TARGETS, by_key
from govsvc.domain.months import month_text
from govsvc.domain.rows import OVERALL, Entry, FileRead

#: field → width of its column in characters; any other: 14
WIDTHS = {
    "implementation_code": 36,
    "name": 48,
    "item_type": 16,
    "unit": 24,
    "station_name": 30,
    "former_name": 30,
    "indicator": 24,
    "lead_unit": 26,
}
DEFAULT_WIDTH = 14
NOT_REPORTED = "—"

Row = list[str | int | float | None]


def write_workbooks(out: Path) -> list[Path]:
    """Write every demonstration month as a workbook of its own into the folder `out`, which is made
    where missing.

    Files of the same name are replaced. Codes are text.
    """
    out.mkdir(parents=True, exist_ok=True)
    return [write_workbook(month, out) for month in months()]


def write_workbook(file: FileRead, out: Path) -> Path:
    """Write one demonstration month into the folder `out`."""
    workbook = Workbook(write_only=True)
    for sheet in file.sheets:
        columns = columns_of(sheet.kind or "", sheet.month)
        headers = list(columns.values())
        if sheet.kind == BULLETIN:
            for indicator, full_score in zip(map(by_key, plan.HEADLINES), plan.FULL_SCORES):
                headers += [
                    indicator.numerator_headers[0],
                    indicator.denominator_headers[0],
                    f"{indicator.short}得分（{full_score}分）",
                ]
            headers += [f"综合得分（{sum(plan.FULL_SCORES)}分）", "综合排名"]
            rows = _bulletin_rows(file)
        elif sheet.kind == TARGETS:
            rows = _target_rows(file)
        else:
            rows = _entry_rows(
                columns, (entry for entry in file.entries if entry.kind == sheet.kind)
            )
        _write_sheet(
            workbook,
            sheet.sheet,
            headers,
            [WIDTHS.get(field, DEFAULT_WIDTH) for field in columns],
            rows,
        )
    path = out / file.file
    workbook.save(path)
    return path


def _write_sheet(
    workbook: Workbook, title: str, headers: list[str], widths: list[int], rows: Iterable[Row]
) -> None:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column, header in enumerate(headers, start=1):
        width = widths[column - 1] if column <= len(widths) else len(header) * 2 + 2
        sheet.column_dimensions[get_column_letter(column)].width = width
    cells = []
    for header in headers:
        cell = WriteOnlyCell(sheet, header)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F1")
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cells.append(cell)
    sheet.append(cells)
    for row in rows:
        sheet.append(row)


def _entry_rows(columns: dict[str, str], entries: Iterable[Entry]) -> Iterator[Row]:
    for entry in entries:
        values = {
            "month": month_text(entry.month),
            "unit": entry.unit,
            "name": entry.name,
        } | entry.attributes
        values |= {
            flag.key: indicators.answer_text(flag, entry.flags)
            for flag in indicators.columns_of(entry.kind)
            if flag.key in entry.flags
        }
        yield [values.get(field) for field in columns]


def _bulletin_rows(file: FileRead) -> Iterator[Row]:
    counties: dict[str, Row] = {}
    for reported in file.reported:
        row = counties.setdefault(reported.county, [month_text(reported.month), reported.county])
        score = NOT_REPORTED if reported.score is None else float(reported.score)
        counts = [
            NOT_REPORTED if count is None else count
            for count in (reported.numerator, reported.denominator)
        ]
        row += (
            [*counts, score]
            if reported.indicator != OVERALL
            else [score, NOT_REPORTED if reported.printed_rank is None else reported.printed_rank]
        )
    yield from counties.values()


def _target_rows(file: FileRead) -> Iterator[Row]:
    for target in file.targets:
        yield [
            by_key(target.indicator).short,
            str(target.year),
            f"{target.value}%",
            target.lead_unit,
        ]
