"""Checks across the files of one import: the same item, village, county value or target twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.errors import Issue
from govsvc.domain.indicators import (
    CASES,
    CHAIN_CASES,
    CHAINS,
    FEEDBACK_KINDS,
    ITEMS,
    OVERLAY_KINDS,
)
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry, FileRead, Reported
from govsvc.sheets.cells.column import positions
from govsvc.sheets.records.options import ColumnLetters

#: fields whose column a key comes from, the first that the sheet has
_KEY_FIELDS = ("business_code", "implementation_code", "item_code", "chain", "name")


def check_across(
    files: Sequence[FileRead], columns: Sequence[ColumnLetters], is_renamed: bool = False
) -> None:
    """Changes `files` in place: what stands twice does not count, with one error at the later row.

    `columns`: for each file the letters of its columns. `is_renamed`: units of the rows go by other
    names than when the tables were checked one by one.
    """
    _check_entries(files, columns, is_renamed)
    _check_reported(files, columns)


def _check_entries(
    files: Sequence[FileRead], columns: Sequence[ColumnLetters], is_renamed: bool
) -> None:
    """Leaves out both rows of each item or village that stands twice."""
    is_duplicate = [np.zeros(len(file.entries), bool) for file in files]
    first: dict[tuple[str, date, str], tuple[int, int, Entry]] = {}
    for index, row in _suspects(files, is_renamed):
        entry = files[index].entries[row]
        key = (entry.kind, entry.month, entry.key)
        if key not in first:
            first[key] = index, row, entry
            continue
        first_index, first_row, earlier = first[key]
        if (first_index, earlier.sheet) == (
            index,
            entry.sheet,
        ) and earlier.status == entry.status == LEFT_OUT:
            # noted when the table was read; of two tables in a sheet, both rows are left out anyhow
            continue
        issue = _duplicate_entry(files[index], entry, earlier, columns[index])
        files[index].issues.append(issue)
        is_duplicate[first_index][first_row] = is_duplicate[index][row] = True
    for file, mask in zip(files, is_duplicate):
        if mask.any():
            _leave_out(file, mask)


def _duplicate_entry(file: FileRead, entry: Entry, earlier: Entry, columns: ColumnLetters) -> Issue:
    letters = columns.get(entry.sheet, {})
    field = next(
        (
            name
            for name in _KEY_FIELDS
            if name in letters
            and (name in ("chain", "name") or entry.attributes.get(name) == entry.key)
        ),
        None,
    )
    subject, value = "村（社区）", f"{entry.unit}{entry.name}"
    if entry.kind in (ITEMS, CASES):
        subject, value = "事项", entry.key
    elif entry.kind in (CHAINS, CHAIN_CASES):
        subject, value = "一件事", entry.name
    where = _where(earlier, file)
    return Issue(
        entry.sheet,
        entry.row if field else None,
        letters[field] if field else None,
        "error",
        "duplicate",
        f"第{entry.row}行的{subject}与{where}重复，两行都未计入。",
        value,
        f"{subject}不重复（请核对{where}）",
        _header(file, entry, field),
    )


def _leave_out(file: FileRead, mask: np.ndarray) -> None:
    """Leaves out the entries where it is true, and counts them at their sheets."""
    for entry in file.entries.where(mask & ~file.entries.mask("status", LEFT_OUT)):
        # an item list may count cases besides: these are no rows of its own
        for sheet in file.sheets:
            sheet.left_out += (sheet.sheet, sheet.kind, sheet.month) == (
                entry.sheet,
                entry.kind,
                entry.month,
            )
    file.entries = file.entries.left_out(mask)


def _suspects(files: Sequence[FileRead], is_renamed: bool) -> list[tuple[int, int]]:
    """(file, row) of all rows whose key stands more than once, in order.

    What is out of scope may stand twice.
    """
    if _is_one_table(files) and not is_renamed:
        # what is there twice in a table was noted when it was read
        return []
    every_key = pa.chunked_array(
        [chunk for file in files for chunk in file.entries.table["key"].chunks], pa.string()
    )
    if pc.count_distinct(every_key).as_py() == len(every_key):
        return []
    keys: list[tuple[str, date, str]] = []
    rows: list[tuple[int, int]] = []
    for index, file in enumerate(files):
        # what two partial sheets say of one item is put together when the month is judged, and of
        # several calls or ratings of one case one counts
        inside = ~file.entries.mask("status", OUT_OF_SCOPE) & ~file.entries.mask(
            "kind", *FEEDBACK_KINDS, *OVERLAY_KINDS
        )
        entries = file.entries.where(inside)
        keys += zip(entries.values("kind"), entries.values("month"), entries.values("key"))
        rows += [(index, row) for row in positions(inside)]
    counts = Counter(keys)
    return [row for row, key in zip(rows, keys) if counts[key] > 1]


def _is_one_table(files: Sequence[FileRead]) -> bool:
    """Whether all rows come from one table."""
    holding = [file for file in files if len(file.entries)]
    return (
        len(holding) == 1
        and sum(len(sheet.tables) for sheet in holding[0].sheets if sheet.kind) == 1
    )


def _where(earlier: Entry | Reported, file: FileRead) -> str:
    book = "" if earlier.file == file.file else f"文件“{earlier.file}”"
    return f"{book}表“{earlier.sheet}”第{earlier.row}行"


def _header(file: FileRead, row: Entry | Reported, field: str | None) -> str:
    """The header of a field in the sheet of the row, "" where it has no such column."""
    sheet = next((sheet for sheet in file.sheets if sheet.sheet == row.sheet), None)
    return sheet.columns.get(field, "") if sheet and field else ""


def _check_reported(files: Sequence[FileRead], columns: Sequence[ColumnLetters]) -> None:
    """Leaves out what a county has twice.

    The same value twice counts once; two values that differ are both left out, so that what is
    stored stays.
    """
    first: dict[tuple[date, str, str], tuple[int, int]] = {}
    dropped: set[tuple[int, int]] = set()
    noted: set[tuple[int, str, int, bool]] = set()
    for index, file in enumerate(files):
        for number, row in enumerate(file.reported):
            key = (row.month, row.county, row.indicator)
            if key not in first:
                first[key] = index, number
                continue
            first_index, first_number = first[key]
            earlier = files[first_index].reported[first_number]
            is_same = _value(row) == _value(earlier)
            dropped.add((index, number))
            if not is_same:
                dropped.add((first_index, first_number))
            # one issue for all indicators of a row
            if (index, row.sheet, row.row, is_same) not in noted:
                noted.add((index, row.sheet, row.row, is_same))
                letter = columns[index].get(row.sheet, {}).get("county")
                file.issues.append(_duplicate_value(file, row, earlier, letter, is_same))
    for index, file in enumerate(files):
        file.reported = [
            row for number, row in enumerate(file.reported) if (index, number) not in dropped
        ]


def _duplicate_value(
    file: FileRead, row: Reported, earlier: Reported, letter: str | None, is_same: bool
) -> Issue:
    outcome = "数值相同，只计一次。" if is_same else "数值不同，两处都未导入，原来已保存的值不变。"
    return Issue(
        row.sheet,
        row.row if letter else None,
        letter,
        "warning" if is_same else "error",
        "duplicate",
        f"{row.county}的指标在{_where(earlier, file)}已有，{outcome}",
        row.county,
        "一个县一个月一项指标只有一个值；请只留一份正确的再导入",
        _header(file, row, "county" if letter else None),
    )


def _value(row: Reported) -> tuple[object, ...]:
    return row.numerator, row.denominator, row.printed, row.printed_rank, row.score, row.full_score
