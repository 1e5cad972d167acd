"""Whole numbers of items beside their flags: time limits and visits → what a row keeps of them."""

import re
from functools import partial

import numpy as np

from govsvc.domain import indicators, time_limits
from govsvc.domain.indicators import ITEMS, Quantity, Rules
from govsvc.sheets.cells import cell_text, values
from govsvc.sheets.cells import time_limits as grammar
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader, caught

#: the unit that a header gives behind its name: 法定办结时限（自然日）
_UNIT = re.compile(r"[(（](?:单位[:：]?)?(?P<unit>个?(?:工作日|自然日|日|天|月|年))[)）]")


def unit_field(quantity: Quantity) -> str:
    """The field of the column that says the unit of a quantity."""
    return f"{quantity.key}_unit"


def read(reader: SheetReader, wanted: np.ndarray, rules: Rules) -> dict[str, Column[str | None]]:
    """Quantity → what each row keeps of it, None where it is unknown.

    What nobody can read stays as it is written, and is an error at its cell in the `wanted` rows.
    """
    kept: dict[str, Column[str | None]] = {}
    for quantity in indicators.quantities_of(ITEMS):
        if quantity.key in reader.table.columns:
            kept[quantity.key] = _read(reader, quantity, wanted)
    for quantity in indicators.quantities_of(ITEMS):
        if quantity.key in kept and quantity.most in kept:
            _check_most(reader, quantity, kept, wanted, rules)
    return kept


def _read(reader: SheetReader, quantity: Quantity, wanted: np.ndarray) -> Column[str | None]:
    column = reader.table.columns[quantity.key]
    cells = reader.column(column)
    parsed: Column[str | None | Wrong]
    if unit_field(quantity) in reader.table.columns:
        units = reader.field(unit_field(quantity)).map(cell_text.packed)
        both = Column.of(list(zip(cells, units)))
        cells = both.map(lambda pair: pair[0])
        parsed = both.map(lambda pair: _limit(quantity, pair[1], pair[0]))
    elif quantity.is_limit:
        named = _UNIT.search(reader.table.header_at(column))
        parsed = cells.map(partial(_limit, quantity, named["unit"] if named else ""))
    else:
        parsed = cells.map(caught(partial(_count, quantity)))
    # what contradicts 全程网办, or cannot be compared with it, is said where that is checked
    if quantity.is_limit:
        for index in positions(parsed.mask(lambda text: isinstance(text, Wrong)) & wanted):
            wrong = parsed[index]
            if isinstance(wrong, Wrong):
                row = reader.rows[index]
                reader.value_error(row, column, wrong.code, wrong.message, wrong.expected)
    kept = [
        (cell_text.name(cell) or None) if isinstance(one, Wrong) else one
        for one, cell in zip(parsed.cells, cells.cells)
    ]
    return Column(kept, parsed.codes)


def _limit(quantity: Quantity, unit: str, cell: CellValue) -> str | None | Wrong:
    return caught(partial(grammar.read, is_promise=quantity.is_promise, unit=unit))(cell)


def _count(quantity: Quantity, cell: CellValue) -> str | None:
    """Raises Wrong."""
    number = values.count(cell, unit=quantity.unit)
    return None if number is None else str(number)


def _check_most(
    reader: SheetReader,
    quantity: Quantity,
    kept: dict[str, Column[str | None]],
    wanted: np.ndarray,
    rules: Rules,
) -> None:
    """An error at each quantity above the one that it may not exceed: neither is added up."""

    def amounts(key: str) -> np.ndarray:
        numbers = kept[key].map(
            lambda text: -1 if text is None else time_limits.amount(text, rules.workdays_of)
        )
        filled = [-1 if number is None else number for number in numbers.cells]
        return np.array(filled or [-1], np.int64)[numbers.codes]

    mine, most = amounts(quantity.key), amounts(quantity.most)
    header = next(one.header for one in indicators.QUANTITIES if one.key == quantity.most)
    reader.value_errors(
        (mine > most) & (most >= 0) & wanted,
        reader.table.columns[quantity.key],
        "above_most",
        f"比{header}还长，这一项未计入时限压缩",
        f"不超过{header}",
    )
