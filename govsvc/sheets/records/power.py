"""What the column of 授权情况 says beside others: one cell for many rows, and items that are
decided elsewhere by their kind.
"""

import re
from collections.abc import MutableMapping

import numpy as np

from govsvc.domain import indicators
from govsvc.domain.indicators import AUTHORISED, KIND_OF_CASE
from govsvc.sheets.cells import cell_text
from govsvc.sheets.records.flags import UNREAD, YES
from govsvc.sheets.records.sheet_reader import SheetReader

#: kinds of cases whose decision lies above the county
_PASSED_ON = re.compile(r"(?:审核)?(?:转报|上报|报批)(?:件|类)?")


def check(reader: SheetReader, answers: MutableMapping[str, np.ndarray]) -> None:
    """A warning where one merged cell answers for many items; an error where an item that is sent
    up to be decided is said to be authorised: then nobody knows what is meant.

    `answers`: flag key → its flags.
    """
    if AUTHORISED not in answers or AUTHORISED not in reader.table.columns:
        return
    column = reader.table.columns[AUTHORISED]
    _warn_of_merged(reader, column)
    passed_on = reader.field(KIND_OF_CASE).map(
        lambda cell: bool(_PASSED_ON.fullmatch(cell_text.packed(cell)))
    )
    contradicted = (answers[AUTHORISED] == YES) & passed_on.mask(bool)
    reader.value_errors(
        contradicted,
        column,
        "passed_on_authorised",
        "办件类型是转报件、上报件，决定权在上级，却填了已授权",
        "不适用；确由窗口全权决定的，请改正办件类型",
    )
    flag = indicators.flag_by_key(AUTHORISED)
    for one in (flag, *indicators.beside_in_column(flag)):
        if one.key in answers:
            answers[one.key][contradicted] = UNREAD


def _warn_of_merged(reader: SheetReader, column: int) -> None:
    """One warning at each cell that is merged over several items."""
    rows = set(reader.rows)
    for top, left, bottom, right in reader.grid.merges:
        covered = [row for row in range(top, bottom + 1) if row in rows]
        if not left <= column <= right or len(covered) < 2:  # one may lie beyond all rows
            continue
        if text := cell_text.name(reader.grid.rows[top][left]):
            reader.warn(
                covered[0],
                column,
                "one_for_all",
                f"一个合并单元格，按{len(covered)}项都是“{text}”读取",
                "请核对是否每一项都如此；不同的，取消合并后逐项填写",
            )
