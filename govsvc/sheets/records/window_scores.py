"""Rows of a monthly score sheet of windows → entries with their cells as printed, and issues.

Names and numbers of people are not read; a row with a 工号, or in a sheet that names workers, is
one worker's.
"""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from govsvc.domain import personal_data
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries, Entry
from govsvc.domain.feedback.window_scores import IS_PERSON, PRINTED, SCORE, printed
from govsvc.domain.indicators import WINDOW_SCORES
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names
from govsvc.sheets.cells.scores_vocabulary import BASE, DEDUCTED, WINDOW, WORKER
from govsvc.sheets.records import whole_sheet
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

#: where a sheet does not say from how many points is deducted
_USUAL_BASE = Decimal(100)
_NUMBERING = frozenset({"序号", "编号"})


def read_scores(reader: SheetReader, context: SheetContext) -> Entries:
    """One entry a row."""
    reader.check_months(context.month)
    units, windows = _units(reader, context), list(reader.field(WINDOW).map(cell_text.name))
    shown, names_workers = _columns(reader)
    # a window may stand in several sheets of a month
    place = (context.file, reader.grid.name)
    attempts: Counter[tuple[str, str]] = Counter()
    entries = []
    for index, row in enumerate(reader.rows):
        _check(reader, row)
        window = windows[index] or units[index]
        attempts[units[index], window] += 1
        worker = cell_text.text(reader.value(row, WORKER))
        attributes = {
            SCORE: cell_text.text(reader.value(row, SCORE)),
            PRINTED: printed(
                (header, personal_data.mask(cell_text.text(reader.at(row, column))))
                for column, header in shown
            ),
            IS_PERSON: "yes" if names_workers or worker else "",
        }
        entries.append(
            Entry(
                WINDOW_SCORES,
                context.month,
                units[index],
                "/".join([*place, units[index], window, f"{attempts[units[index], window]}"]),
                window,
                {key: text for key, text in attributes.items() if text},
                {},
                LEFT_OUT if row in reader.faulty else COUNTED,
                context.file,
                reader.grid.name,
                row + 1,
            )
        )
    reader.notes.append("评分表按印制的保存和显示，不参与计算；姓名不保存。")
    return Entries.of(entries)


def _units(reader: SheetReader, context: SheetContext) -> Sequence[str]:
    """The unit of each row, as the roster calls it; the window where the sheet has no units."""
    if "unit" in reader.table.columns:
        named = reader.named("unit", "单位")
    elif WINDOW in reader.table.columns:
        named = reader.named(WINDOW, "窗口").map(_without_ending)
    else:
        departments = whole_sheet.departments_of(context)
        named = whole_sheet.units_of_rows(reader, context, departments, "单位")
    named = named.map(lambda unit: place_names.township(unit, context.homes))
    return list(reader.roster_names(named, DEPARTMENT, context.month))


def _without_ending(window: str) -> str:
    """公安局窗口 → 公安局."""
    return window.removesuffix("窗口") or window


def _columns(reader: SheetReader) -> tuple[list[tuple[int, str]], bool]:
    """(column, header) of what is kept, and whether a column names workers."""
    kept: list[tuple[int, str]] = []
    names_workers = False
    for column in range(reader.grid.width):
        header = reader.table.header_at(column)
        if not header or header in _NUMBERING or column == reader.table.columns.get("month"):
            continue
        if personal_data.is_personal(header) or header in ("窗口人员", "人员", "工作人员"):
            names_workers = True
            continue
        kept.append((column, header))
    return kept, names_workers


def _check(reader: SheetReader, row: int) -> None:
    """得分 must be a number; a warning where deductions make another one."""
    columns = reader.table.columns
    score = _number(reader, row, SCORE)
    if score is None:
        text = cell_text.text(reader.value(row, SCORE))
        why = "不是数" if text else "没有填写得分"
        reader.error(row, columns[SCORE], "score_unclear", why, "考核得分，如 98.5")
        return
    deducted, base = _number(reader, row, DEDUCTED), _number(reader, row, BASE)
    if deducted is None:
        return
    expected = (_USUAL_BASE if base is None else base) - abs(deducted)
    if score != expected:
        reader.warn(
            row,
            columns[SCORE],
            "score_unlike_deductions",
            f"与扣分{abs(deducted):f}后的{expected:f}不一致，按印制的保存",
            f"{expected:f}（请核对得分和扣分；有加分的不用改）",
        )


def _number(reader: SheetReader, row: int, name: str) -> Decimal | None:
    if name not in reader.table.columns:
        return None
    text = cell_text.packed(reader.value(row, name)).removesuffix("分")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
