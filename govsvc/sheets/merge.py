"""Checks across the files of one import: the same item, village, county value or target twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from govsvc.errors import Issue
from govsvc.indicators import ITEMS
from govsvc.rows import LEFT_OUT, OUT_OF_SCOPE, Entry, FileRead, Reported

#: fields whose column a key comes from, the first that the sheet has
_KEY_FIELDS = ("business_code", "implementation_code", "item_code", "name")


def check_across(files: Sequence[FileRead], places: Sequence[Mapping[str, Mapping[str, str]]]) -> None:
    """Changes `files` in place: what is there twice does not count, with one error at the later row.

    `places`: for each file sheet → field → column letter.
    """
    _entries(files, places)
    _reported(files, places)


def _entries(files, places) -> None:
    first: dict[tuple, tuple[int, int]] = {}
    for here, file in enumerate(files):
        for number, entry in enumerate(file.entries):
            if entry.status == OUT_OF_SCOPE:
                continue
            key = (entry.kind, entry.month, entry.key)
            if key not in first:
                first[key] = here, number
                continue
            there, other = first[key]
            earlier = files[there].entries[other]
            if (there, earlier.sheet, earlier.status, entry.status) == (here, entry.sheet, LEFT_OUT, LEFT_OUT):
                # said when the table was read; of two tables in a sheet, both rows are left out anyhow
                continue
            letters = places[here].get(entry.sheet, {})
            field = next((f for f in _KEY_FIELDS
                          if f in letters and (f == "name" or entry.attributes.get(f) == entry.key)), None)
            what, found = ("事项", entry.key) if entry.kind == ITEMS else ("村（社区）", f"{entry.unit}{entry.name}")
            file.issues.append(Issue(
                entry.sheet, f"{letters[field]}{entry.row}" if field else None, "error", "duplicate",
                f"第{entry.row}行的{what}与{_place(earlier, file)}重复，两行都未计入。", found,
                f"{what}不重复（请核对{_place(earlier, file)}）"))
            _leave_out(files[there], other)
            _leave_out(file, number)


def _place(earlier: Entry | Reported, file: FileRead) -> str:
    book = "" if earlier.file == file.file else f"文件“{earlier.file}”"
    return f"{book}表“{earlier.sheet}”第{earlier.row}行"


def _leave_out(file: FileRead, number: int) -> None:
    entry = file.entries[number]
    if entry.status == LEFT_OUT:
        return
    file.entries[number] = replace(entry, status=LEFT_OUT)
    next(sheet for sheet in file.sheets
         if (sheet.sheet, sheet.kind, sheet.month) == (entry.sheet, entry.kind, entry.month)).left_out += 1


def _reported(files, places) -> None:
    """The same value twice counts once; two values that differ are both left out, so that what is stored stays."""
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
                outcome = "数值相同，只计一次。" if is_same else "数值不同，两处都未导入，原来已保存的值不变。"
                file.issues.append(Issue(
                    row.sheet, f"{letter}{row.row}" if letter else None, "warning" if is_same else "error", "duplicate",
                    f"{row.county}的指标在{_place(earlier, file)}已有，{outcome}",
                    row.county, "一个县一个月一项指标只有一个值；请只留一份正确的再导入"))
    for here, file in enumerate(files):
        file.reported = [row for number, row in enumerate(file.reported) if (here, number) not in dropped]


def _value(row: Reported) -> tuple:
    return row.numerator, row.denominator, row.printed, row.printed_rank, row.score
