"""The template workbooks: empty, prefilled for all or for one unit, and one for each unit."""

import difflib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from govsvc.documents.template import book, explanation, prefill
from govsvc.documents.template.book import FillIn, Reading
from govsvc.documents.template.fields import Column, Names, columns_of
from govsvc.documents.template.prefill import Prefilled
from govsvc.domain import own_sheets
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import (
    BULLETIN,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    REPRESENTATIVES,
    STATIONS,
    TARGETS,
    VILLAGES,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import LEFT_OUT, Entry
from govsvc.exports import export

ORDER = (ITEMS, STATIONS, BULLETIN, TARGETS, VILLAGES, *PARTIAL_KINDS, REPRESENTATIVES)
NAME = "政务服务指标月报"
_READING_WIDTHS = (24, 78, 44)
_EXAMPLE_WIDTHS = (24, 36, 36, 36)


def workbook(names: Names = Names()) -> bytes:
    """The empty template: every kind's sheet, with what is in use (`names`) to choose from."""
    sheets = [_sheet(KINDS[kind], columns_of(kind), names) for kind in ORDER]
    return book.write(_pages(explanation.TITLE, ORDER), sheets, own_sheets.CHOICES)


def prefilled(gathered: Prefilled, unit: str | None = None) -> bytes:
    """The template with the rows of `gathered`: all kinds, or the sheets and rows of one unit.

    Raises GovsvcError where `unit` has no rows.
    """
    chosen: Mapping[str, Sequence[Entry]] = (
        gathered.entries if unit is None else prefill.of_unit(gathered, unit)
    )
    if unit is not None and not chosen:
        near = difflib.get_close_matches(unit, gathered.units, 3, 0.3)
        raise GovsvcError(
            f"没有“{unit}”的行可以预填。",
            f"最接近的是：{'、'.join(near)}。"
            if near
            else f"已有的：{'、'.join(gathered.units)}。",
            "unknown_unit",
        )
    kinds = [kind for kind in ORDER if kind in chosen] if unit else ORDER
    sheets = [sheet for kind in kinds for sheet in _filled(gathered, kind, chosen.get(kind, ()))]
    notes = explanation.prefilled_lines(
        gathered.month,
        [(kind, prefill.origin(rows), len(rows)) for kind, rows in chosen.items() if rows],
        has_to_check=any(entry.status == LEFT_OUT for rows in chosen.values() for entry in rows),
        is_demonstration=gathered.is_demonstration,
    )
    title = f"{NAME}（{month_text(gathered.month)}" + (f"，{unit}）" if unit else "）")
    return book.write(_pages(title, kinds, notes), sheets, own_sheets.CHOICES)


def file_name(
    month: date | None = None,
    unit: str | None = None,
    *,
    suffix: str = ".xlsx",
    is_demonstration: bool = False,
) -> str:
    """公安局_政务服务指标月报_2026年11月.xlsx; the empty template has no month.

    A demonstration's says so.
    """
    return export.file_name(
        "演示" if is_demonstration else None,
        unit,
        NAME if month else explanation.TITLE,
        month,
        suffix=suffix,
    )


def workbooks_of_units(gathered: Prefilled) -> Iterator[tuple[str, bytes]]:
    """(file name, workbook) of every department and township that has rows."""
    for unit in gathered.units:
        yield (
            file_name(gathered.month, unit, is_demonstration=gathered.is_demonstration),
            prefilled(gathered, unit),
        )


def zipped(gathered: Prefilled) -> bytes:
    """The workbooks of all units as one .zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in workbooks_of_units(gathered):
            archive.writestr(name, content)
    return out.getvalue()


def _filled(gathered: Prefilled, kind: str, entries: Sequence[Entry]) -> Iterator[FillIn]:
    if not entries:
        yield _sheet(KINDS[kind], columns_of(kind), gathered.names)
        return
    for number, part in enumerate(prefill.parts(kind, entries)):
        columns = prefill.columns_for(kind, part)
        rows = list(prefill.rows(kind, part, columns, gathered.month, gathered.home))
        yield _sheet(KINDS[kind] + ("（无站名）" if number else ""), columns, gathered.names, rows)


def _sheet(
    title: str, columns: Sequence[Column], names: Names, rows: Sequence[Sequence[str | None]] = ()
) -> FillIn:
    return FillIn(
        title,
        [
            (column.header, column.width, column.choices(names), column.is_required)
            for column in columns
        ],
        rows,
    )


def _pages(
    title: str, kinds: Sequence[str], prefilled_lines: Sequence[explanation.Line] = ()
) -> list[Reading]:
    return [
        Reading(
            own_sheets.EXPLANATION,
            title,
            explanation.lines(kinds, prefilled_lines),
            _READING_WIDTHS,
        ),
        Reading(
            own_sheets.EXAMPLES,
            own_sheets.EXAMPLES_TITLE,
            [("列名竖着排，右边每一竖列是一行数据。",), *explanation.example_lines(kinds)],
            _EXAMPLE_WIDTHS,
        ),
    ]
