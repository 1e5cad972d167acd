"""The month of each sheet of a file."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import (
    BAD_RATINGS,
    CALLS,
    RATINGS,
    RECTIFICATION,
    SURVEY,
    TARGETS,
    UNITS,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import SheetRead
from govsvc.sheets.cells import month_words
from govsvc.sheets.records import call_days, rating_times
from govsvc.sheets.records.options import ReadOptions
from govsvc.sheets.records.sheet_reader import SheetReader

_BY_HAND = "手工指定"
#: kind of a sheet → the field of its times, which tell the month where nothing names one
_TIMES = {RATINGS: "rated_on", BAD_RATINGS: "rated_on", SURVEY: "submitted_on"}
#: a sheet's name that nobody gave
_PLAIN_NAME = re.compile(r"(?:Sheet|表|工作表)\d*", re.IGNORECASE)


def find_months(
    file: str, sheets: Sequence[tuple[SheetRead, SheetReader]], options: ReadOptions
) -> list[str]:
    """Sets the month of each sheet and where it was found. Gives a sentence on each sheet that is
    left alone: of several of one kind for several months only the one of the given month is read.

    Raises FileRefused where one has none, or names another than was given.
    """
    dated = [
        (sheet, reader)
        for sheet, reader in sheets
        if reader.table.kind not in (TARGETS, UNITS, RECTIFICATION)
    ]
    for sheet, reader in dated:
        chosen = options.choices.months.get((file, sheet.sheet))
        if chosen:
            sheet.month, sheet.month_from = chosen, _BY_HAND
        else:
            _find_month(file, sheet, reader, options.month)
    left_alone = _of_other_months([sheet for sheet, _ in dated], options.month)
    dated = [(sheet, reader) for sheet, reader in dated if sheet.rows]
    known = {sheet.month for sheet, _ in dated if sheet.month}
    for sheet, _ in dated:
        if sheet.month is None and len(known) == 1:
            sheet.month, sheet.month_from = next(iter(known)), "同一文件的其他表"
        if sheet.month is None and sheet.rows:
            raise FileRefused(
                f"看不出表“{sheet.sheet}”是哪个月的数据（标题、月份列、表名、"
                "文件名里都没有年月）。",
                "请在标题里写明月份，如 2026年10月，或在导入时指定月份。",
                "month_not_found",
            )
    return left_alone


def _of_other_months(sheets: Sequence[SheetRead], given: date | None) -> list[str]:
    """Takes from the sheets that are there for other months than the given one, as 8月 beside 9月,
    their rows and gives a sentence on each. Raises FileRefused at another sheet with another month.
    """
    if given is None:
        return []
    of_given = {sheet.kind for sheet in sheets if sheet.month == given}
    notes = []
    for sheet in sheets:
        if sheet.month in (None, given) or sheet.month_from == _BY_HAND or not sheet.rows:
            continue
        title = f"表“{sheet.sheet}”的{sheet.month_from}写的是{month_text(sheet.month)}"
        is_by_month = month_words.named(sheet.sheet) or _PLAIN_NAME.fullmatch(sheet.sheet)
        if sheet.kind not in of_given or not is_by_month:
            raise FileRefused(
                f"{title}，与指定的{month_text(given)}不一致。",
                "请核对是否选错了文件或月份；数据确属指定月份的，请改正表中的月份。",
                "month_contradicts",
            )
        notes.append(f"{title}，不是指定的{month_text(given)}，这张表未读取。")
        sheet.rows, sheet.month = 0, None
    return notes


def _find_month(file: str, sheet: SheetRead, reader: SheetReader, given: date | None) -> None:
    """The month of the sheet's column, else of the first text that names one, else the given."""
    path = PurePath(file)
    sources = [
        ("标题", reader.table.titles),
        ("表名", [sheet.sheet]),
        ("文件名", [path.stem]),
        ("压缩包或文件夹名", list(path.parts[-2::-1])),
    ]
    if given:
        sources.append(("导入时指定", [month_text(given)]))
    named = month_words.find(sources)
    in_column = reader.month_of_column(named[0].year if named else None)
    if in_column:
        sheet.month, sheet.month_from = in_column, f"{reader.table.header('month')}列"
    elif named:
        sheet.month, sheet.month_from = named
    elif reader.table.kind == CALLS and (of_days := call_days.month_of(reader, _years(sources))):
        sheet.month, sheet.month_from = of_days, f"{reader.table.header('called_on')}列"
    elif (name := _TIMES.get(reader.table.kind)) and (
        of_times := rating_times.month_of(reader, name)
    ):
        sheet.month, sheet.month_from = of_times, f"{reader.table.header(name)}列"


def _years(sources: Sequence[tuple[str, Sequence[str]]]) -> int | None:
    """The year that titles or names give to a day without one."""
    lines = [line for _, lines in sources for line in lines]
    return next(filter(None, (month_words.year_of(line, 1) for line in lines)), None)


def year_of(file: str, sheet: SheetRead, reader: SheetReader, given: date | None) -> int | None:
    """The year that titles or names of a sheet without months (目标值) name, else the given."""
    lines = [*reader.table.titles, sheet.sheet, PurePath(file).stem]
    if given:
        lines.append(month_text(given))
    return next(filter(None, (month_words.year_of(line, 1) for line in lines)), None)
