"""Checks across the files of one import: the same item, village, county value or target twice."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.errors import Issue
from govsvc.domain.indicators import CASES, ITEMS, TELLING_KINDS
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry, FileRead, Reported

#: fields whose column a key comes from, the first that the sheet has
_KEY_FIELDS = ("business_code", "implementation_code", "item_code", "name")


def check_across(
    files: Sequence[FileRead], places: Sequence[Mapping[str, Mapping[str, str]]]
) -> None:
    """Changes `files` in place: what is there twice does not count, with one error at the later
    row.

    `places`: for each file sheet → field → column letter.
    """
    _entries(files, places)
    _reported(files, places)


def _entries(files, places) -> None:
    suspects = _suspects(files)
    gone = [np.zeros(len(file.entries), bool) for file in files]
    first: dict[tuple, tuple[int, int, Entry]] = {}
    for here, number in suspects:
        file, entry = files[here], files[here].entries[number]
        key = (entry.kind, entry.month, entry.key)
        if key not in first:
            first[key] = here, number, entry
            continue
        there, other, earlier = first[key]
        if (there, earlier.sheet, earlier.status, entry.status) == (
            here,
            entry.sheet,
            LEFT_OUT,
            LEFT_OUT,
        ):
            # said when the table was read; of two tables in a sheet, both rows are left out anyhow
            continue
        letters = places[here].get(entry.sheet, {})
        field = next(
            (
                f
                for f in _KEY_FIELDS
                if f in letters and (f == "name" or entry.attributes.get(f) == entry.key)
            ),
            None,
        )
        what, found = (
            ("事项", entry.key)
            if entry.kind in (ITEMS, CASES)
            else ("村（社区）", f"{entry.unit}{entry.name}")
        )
        file.issues.append(
            Issue(
                entry.sheet,
                entry.row if field else None,
                letters[field] if field else None,
                "error",
                "duplicate",
                f"第{entry.row}行的{what}与{_place(earlier, file)}重复，两行都未计入。",
                found,
                f"{what}不重复（请核对{_place(earlier, file)}）",
                _header(file, entry, field),
            )
        )
        gone[there][other] = gone[here][number] = True
    for file, mask in zip(files, gone):
        for entry in (
            file.entries.where(mask & ~file.entries.mask("status", LEFT_OUT)) if mask.any() else ()
        ):
            # an item list may count cases besides: these are no rows of its own
            for sheet in file.sheets:
                sheet.left_out += (sheet.sheet, sheet.kind, sheet.month) == (
                    entry.sheet,
                    entry.kind,
                    entry.month,
                )
        file.entries = file.entries.left_out(mask)


def _suspects(files: Sequence[FileRead]) -> list[tuple[int, int]]:
    """(file, row) of all rows whose key stands more than once, in order; what is out of scope may."""
    holding = [file for file in files if len(file.entries)]
    if (
        len(holding) == 1
        and sum(len(sheet.tables) for sheet in holding[0].sheets if sheet.kind) == 1
    ):
        return []  # what is there twice in a table was said when it was read
    every_key = pa.chunked_array(
        [chunk for file in files for chunk in file.entries.table["key"].chunks], pa.string()
    )
    if pc.count_distinct(every_key).as_py() == len(every_key):
        return []
    keys, where = [], []
    for here, file in enumerate(files):
        # what two partial sheets say of one item is put together when the month is judged
        inside = ~file.entries.mask("status", OUT_OF_SCOPE) & ~file.entries.mask(
            "kind", *TELLING_KINDS
        )
        rows = file.entries.where(inside)
        keys += zip(rows.values("kind"), rows.values("month"), rows.values("key"))
        where += [(here, number) for number in np.nonzero(inside)[0].tolist()]
    counts = Counter(keys)
    return [place for place, key in zip(where, keys) if counts[key] > 1]


def _place(earlier: Entry | Reported, file: FileRead) -> str:
    book = "" if earlier.file == file.file else f"文件“{earlier.file}”"
    return f"{book}表“{earlier.sheet}”第{earlier.row}行"


def _header(file: FileRead, row: Entry | Reported, field: str | None) -> str:
    """The header of a field in the sheet of the row, "" where it has no such column."""
    sheet = next((sheet for sheet in file.sheets if sheet.sheet == row.sheet), None)
    return sheet.columns.get(field, "") if sheet and field else ""


def _reported(files, places) -> None:
    """The same value twice counts once; two values that differ are both left out, so that what is
    stored stays.
    """
    first: dict[tuple, tuple[int, int]] = {}
    dropped: set[tuple[int, int]] = set()
    said: set[tuple] = set()
    for here, file in enumerate(files):
        for number, row in enumerate(file.reported):
            key = (row.month, row.county, row.indicator)
            if key not in first:
                first[key] = here, number
                continue
            there, other = first[key]
            earlier = files[there].reported[other]
            dropped.add((here, number))
            is_same = _value(row) == _value(earlier)
            if not is_same:
                dropped.add((there, other))
            mark = (here, row.sheet, row.row, is_same)
            if mark not in said:
                said.add(mark)
                letter = places[here].get(row.sheet, {}).get("county")
                outcome = (
                    "数值相同，只计一次。"
                    if is_same
                    else "数值不同，两处都未导入，原来已保存的值不变。"
                )
                file.issues.append(
                    Issue(
                        row.sheet,
                        row.row if letter else None,
                        letter,
                        "warning" if is_same else "error",
                        "duplicate",
                        f"{row.county}的指标在{_place(earlier, file)}已有，{outcome}",
                        row.county,
                        "一个县一个月一项指标只有一个值；请只留一份正确的再导入",
                        _header(file, row, "county" if letter else None),
                    )
                )
    for here, file in enumerate(files):
        file.reported = [
            row for number, row in enumerate(file.reported) if (here, number) not in dropped
        ]


def _value(row: Reported) -> tuple:
    return row.numerator, row.denominator, row.printed, row.printed_rank, row.score, row.full_score
