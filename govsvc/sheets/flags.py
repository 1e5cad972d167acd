"""Yes/no columns of a sheet → flags of its rows, with what blank means."""

from collections.abc import Mapping

from govsvc import indicators
from govsvc.indicators import Flag
from govsvc.sheets import columns, values
from govsvc.sheets.checks import SheetReader, address
from govsvc.sheets.values import Wrong


def read_flags(reader: SheetReader, units: Mapping[int, str], skipped: set[int]) -> dict[int, dict[str, bool]]:
    """Row → flag key → yes or no. A flag whose column, or whose unit's block of it, is wholly blank is absent.

    `units`: row → department or township. `skipped`: rows that are not looked at.
    """
    found: dict[int, dict[str, bool]] = {row: {} for row in reader.rows}
    for flag in indicators.flags_of(reader.table.kind):
        if flag.key in reader.table.columns:
            read_column(reader, flag, [row for row in reader.rows if row not in skipped], units, found)
    return found


def read_column(reader: SheetReader, flag: Flag, rows: list[int], units: Mapping[int, str],
                found: dict[int, dict[str, bool]]) -> None:
    """Adds one flag to `found` (row → flag key → yes or no) for the given rows."""
    column = reader.table.columns[flag.key]
    answers: dict[int, bool | None] = {}
    wrong: set[int] = set()
    # that a formula has no value was said
    rows = [row for row in rows if (row, column) not in reader.grid.uncomputed]
    for row in rows:
        try:
            answers[row] = values.yes_no(reader.at(row, column), flag.is_text)
        except Wrong as fault:
            wrong.add(row)
            reader.error(row, column, fault.code, fault.message, fault.expected)
    for row, answer in answers.items():
        if answer is not None:
            found[row][flag.key] = answer
    blank = [row for row, answer in answers.items() if answer is None]
    if flag.key in columns.deducting_flags():
        for row in blank:
            found[row][flag.key] = False
        return
    header = reader.table.header_at(column)
    if blank and len(blank) == len(rows):
        reader.sheet_issue("warning", "column_blank", f"“{header}”整列未填，该项未计入。", "是 或 否",
                           address(reader.table.last, column))
        return
    blocks: dict[str, list[int]] = {}
    for row in rows:
        blocks.setdefault(units.get(row, ""), []).append(row)
    for unit, block in blocks.items():
        empty = [row for row in block if row in answers and answers[row] is None]
        if any(answers.get(row) for row in block):
            # clerks tick what is done
            for row in empty:
                found[row][flag.key] = False
        elif empty and len(empty) == len(block):
            span = f"第{empty[0] + 1}—{empty[-1] + 1}行"
            reader.sheet_issue("warning", "column_blank", f"{unit or '未填单位'}的“{header}”整块未填（{span}），该项未计入。",
                               "是 或 否", address(empty[0], column))
        else:
            for row in empty:
                reader.error(row, column, "flag_blank", "没有填写，且同一单位没有填“是”的行，看不出空白是否表示“否”", "是 或 否")


def check_invariants(reader: SheetReader, row: int, flags: Mapping[str, bool], where: Mapping[str, int]) -> None:
    """An error at the stronger claim where what it requires does not hold. `where`: flag key → its column."""
    by_key = {flag.key: flag for flag in indicators.flags_of(reader.table.kind)}
    for key, flag in by_key.items():
        for required in flag.requires:
            if flags.get(key) and flags.get(required) is False and key in where:
                reader.error(row, where[key], "contradiction", f"与“{by_key[required].header}”为否相矛盾",
                             f"“{flag.header}”填否，或“{by_key[required].header}”填是")
