"""Rows of partial sheets and the items that they speak of: by code, else by department and name."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from govsvc.assessment.problems import CODES
from govsvc.domain.entries import Column, Entries, Entry

#: why a row of a partial sheet is not used
NO_ITEM, SEVERAL_ITEMS = "no_item", "several_items"


def pairs(items: Entries, rows: Entries) -> tuple[np.ndarray, np.ndarray, list[tuple[Entry, str]]]:
    """Pairs items with the rows of a partial sheet that speak of them: (positions of items,
    positions of their rows, rows that fit none, each with why).

    By the finest code that both carry: a row with only a 实施编码 speaks of all its 业务办理项.
    Where they have no kind of code in common, by department and name (without a department by
    name), and then only where that fits one item alone.
    """
    item_codes = [items.attribute(code) for code in CODES]
    row_codes = [rows.attribute(code) for code in CODES]
    item_has, row_has = _codes_carried(item_codes), _codes_carried(row_codes)
    none = np.zeros(0, np.int64)
    matches: list[tuple[np.ndarray, np.ndarray]] = [(none, none)]
    for of_item in np.unique(item_has).tolist():
        for of_row in np.unique(row_has).tolist():
            finest = next((n for n in range(len(CODES)) if of_item & of_row & 1 << n), None)
            if finest is not None:
                matches.append(
                    _of_one_code(
                        item_codes[finest],
                        item_has == of_item,
                        row_codes[finest],
                        row_has == of_row,
                    )
                )
    item_positions = np.concatenate([items_ for items_, _ in matches])
    row_positions = np.concatenate([rows_ for _, rows_ in matches])
    left = np.setdiff1d(np.arange(len(rows)), row_positions)
    if not len(left):
        return item_positions, row_positions, []
    by_name, unmatched = _by_name(items, item_has, rows, row_has, left)
    if by_name:
        more = np.array(by_name, np.int64)
        item_positions = np.concatenate([item_positions, more[:, 0]])
        row_positions = np.concatenate([row_positions, more[:, 1]])
    return item_positions, row_positions, unmatched


def _by_name(
    items: Entries, item_has: np.ndarray, rows: Entries, row_has: np.ndarray, left: np.ndarray
) -> tuple[list[tuple[int, int]], list[tuple[Entry, str]]]:
    """(positions of an item and a row, rows that fit none or several) of the rows `left`."""
    positions: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for position, (unit, name) in enumerate(zip(items.values("unit"), items.values("name"))):
        positions[unit, name].append(position)
        positions[None, name].append(position)
    matches: list[tuple[int, int]] = []
    unmatched: list[tuple[Entry, str]] = []
    units, names = rows.values("unit"), rows.values("name")
    for row in left.tolist():
        same = (
            [
                position
                for position in positions.get((units[row] or None, names[row]), ())
                if not item_has[position] & row_has[row]
            ]
            if names[row]
            else []
        )
        if len(same) == 1:
            matches.append((same[0], row))
        else:
            unmatched.append((rows[row], SEVERAL_ITEMS if same else NO_ITEM))
    return matches, unmatched


def _codes_carried(codes: Sequence[Column]) -> np.ndarray:
    """For each row which kinds of code it carries, one bit a kind."""
    bits = np.zeros(len(codes[0]), np.int64)
    for position, column in enumerate(codes):
        bits |= np.asarray(column.is_valid()).astype(np.int64) << position
    return bits


def _of_one_code(
    item_codes: Column, items: np.ndarray, row_codes: Column, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the chosen items and rows that have one code."""

    def side(codes: Column, mask: np.ndarray, name: str) -> pa.Table:
        chosen = np.nonzero(mask)[0]
        return pa.table([codes.take(chosen), pa.array(chosen)], names=["code", name])

    joined = side(item_codes, items, "item").join(
        side(row_codes, rows, "row"), "code", join_type="inner"
    )
    return np.asarray(joined["item"]), np.asarray(joined["row"])
