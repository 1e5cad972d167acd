"""网上办理深度 of an item list: the flags that it answers, and the visits that contradict it."""

from collections.abc import Mapping
from functools import partial

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS
from govsvc.sheets.cells import answers as grammar
from govsvc.sheets.cells import cell_text, values, vocabulary
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks
from govsvc.sheets.records.flags import UNKNOWN, UNREAD, YES
from govsvc.sheets.records.sheet_reader import SheetReader, caught

#: reading of a cell → depth: what is not understood, blank, information only, online, from end to
#: end
_UNCLEAR, _BLANK = -2, -1
_DEPTHS = {
    grammar.ASK: _UNCLEAR,
    grammar.BLANK: _BLANK,
    grammar.NOT_ONLINE: 0,
    grammar.ONLINE: 1,
    grammar.FULL: vocabulary.FULL_DEPTH,
}
_EXPECTED = "Ⅰ级、Ⅱ级、Ⅲ级、Ⅳ级，或 全程网办、在线办理、信息发布（只写数字时请说明各数字的含义）"


def derived_flags(reader: SheetReader) -> dict[str, int]:
    """Flag key → least depth, for the flags that the depth answers: their own column is missing."""
    if "online_depth" not in reader.table.columns:
        return {}
    return {
        flag.key: vocabulary.DEPTH_ANSWERS[flag.header]
        for flag in indicators.flags_of(ITEMS)
        if flag.header in vocabulary.DEPTH_ANSWERS and flag.key not in reader.table.columns
    }


def answers_of(
    derived: Mapping[str, int], depth: np.ndarray, inside: np.ndarray
) -> dict[str, np.ndarray]:
    """Flag key → what the depth of each row says of it; unknown where the row is not `inside`."""
    return {
        key: np.where(
            inside & (depth != _BLANK), np.where(depth == _UNCLEAR, UNREAD, depth >= least), UNKNOWN
        )
        for key, least in derived.items()
    }


def depths(
    reader: SheetReader, is_needed: bool, wanted: np.ndarray, units: Column[str]
) -> np.ndarray:
    """The depth of each row: 0 information only, 1 online, 2 from end to end, -1 none, -2 unclear.

    What is unclear matters only where it `is_needed`.
    """
    if "online_depth" not in reader.table.columns:
        return np.full(len(reader.rows), _BLANK)
    column = reader.table.columns["online_depth"]
    readings = reader.column(column).map(lambda cell: grammar.read_depth(cell_text.raw(cell)))
    depth = np.array([_DEPTHS[reading.answer] for reading in readings.cells])[readings.codes]
    if not is_needed:
        return depth
    is_unreadable = reader.is_unreadable(column)
    is_asked = (depth == _UNCLEAR) & wanted & ~is_unreadable
    reader.ask(column, readings, is_asked, "depth_unclear", _EXPECTED)
    depth[is_unreadable] = _UNCLEAR
    blank = (depth == _BLANK) & wanted
    in_blocks = blanks.blank_blocks(reader, column, units, blank, wanted, "网上办理深度，如 Ⅳ级")
    is_open = blank & ~in_blocks
    reader.value_errors(
        is_open,
        column,
        "depth_blank",
        "没有填写网上办理深度",
        "Ⅰ级、Ⅱ级、Ⅲ级、Ⅳ级，或 全程网办",
    )
    depth[is_open] = _UNCLEAR
    return depth


def check_visits(
    reader: SheetReader,
    depth: np.ndarray,
    flags: Mapping[str, np.ndarray],
    flag_columns: Mapping[str, int],
    wanted: np.ndarray,
) -> None:
    """从申请到结果全程网办 means that nobody comes: 0 visits (GB/T 37277-2018, 3.3).

    A claim that visits contradict is an error, and unread. `flag_columns`: the column of each flag
    that has one.
    """
    if "visits" not in reader.table.columns:
        return
    column = reader.table.columns["visits"]
    visits = reader.column(column).map(caught(partial(values.count, unit="次")))
    for index in positions(visits.mask(lambda count: isinstance(count, Wrong)) & wanted):
        wrong = visits[index]
        if isinstance(wrong, Wrong):
            message = f"到现场次数{wrong.message}，未用于核对"
            reader.warn(reader.rows[index], column, "visits_unclear", message, wrong.expected)
    fully_online = next(
        (
            flag.key
            for flag in indicators.flags_of(ITEMS)
            if vocabulary.DEPTH_ANSWERS.get(flag.header) == vocabulary.FULL_DEPTH
        ),
        "",
    )
    has_column = fully_online in flag_columns
    is_claimed = flags[fully_online] == YES if has_column else np.zeros(len(wanted), bool)
    has_visits = visits.mask(lambda count: isinstance(count, int) and count > 0) & wanted
    contradicted = has_visits & (is_claimed | (depth == vocabulary.FULL_DEPTH))
    for index in positions(contradicted):
        claim = (
            flag_columns[fully_online]
            if is_claimed[index]
            else reader.table.columns["online_depth"]
        )
        reader.value_error(
            reader.rows[index],
            claim,
            "fully_online_with_visits",
            f"与到办事现场次数{visits[index]}次相矛盾",
            "全程网办的事项到现场次数为0",
        )
    if fully_online in flags:
        flags[fully_online][contradicted] = UNREAD
