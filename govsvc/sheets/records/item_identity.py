"""What tells the items of a sheet apart: their departments, names, types, codes and keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from govsvc.domain import row_keys
from govsvc.domain.indicators import Rules
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, place_names, values, vocabulary
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.column import Column
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import whole_sheet
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

#: an 实施编码: 18 characters of the body, 1 of level, 12 of 基本编码
_WHOLE_CODE = re.compile(r"[0-9A-Z]{19}[0-9]{12}")

#: code field → the code of each row, "" where it has none, None where it is wrong
Codes = Mapping[str, Column[str | None]]


@dataclass(frozen=True)
class ItemIdentity:
    """A value a row in each. `units`: departments.

    `keys`: what tells items apart: a code, or unit and name. `key_fields`: the field that the key
    comes from, "" where the row has neither a code nor a name with its unit.
    """

    units: Column[str]
    names: Column[str]
    codes: Codes
    keys: np.ndarray
    key_fields: np.ndarray

    @classmethod
    def of(cls, units: Column[str], names: Column[str], codes: Codes) -> "ItemIdentity":
        """With the keys that these give."""
        keys = np.array(
            [row_keys.of_item(unit, name) for unit, name in zip(units, names)]
            if _lack_codes(codes)
            else [""] * len(units),
            object,
        )
        key_fields = np.where(units.filled & names.filled, "name", "").astype(object)
        for field in reversed(vocabulary.KEY_CODES):
            if field in codes:
                has_code = codes[field].filled
                cells = np.array(codes[field].cells, object)
                keys[has_code] = cells[codes[field].codes[has_code]]
                key_fields[has_code] = field
        return cls(units, names, codes, keys, key_fields)

    @property
    def is_named(self) -> np.ndarray:
        """Whether the row has a name or a code of any sort, a 基本编码 too."""
        named = self.names.filled
        for column in self.codes.values():
            named = named | column.filled
        return named


def _lack_codes(codes: Codes) -> bool:
    """Whether some row has no code of its own."""
    has_code = [codes[field].filled for field in vocabulary.KEY_CODES if field in codes]
    return not has_code or not np.logical_or.reduce(has_code).all()


def units_of(reader: SheetReader, context: SheetContext) -> Column[str]:
    """The department of each row: of the column, else of what the whole table says, "" where
    neither says.

    They are called as the roster calls them.
    """
    units = (
        reader.named("unit", "实施主体")
        if "unit" in reader.table.columns
        else whole_sheet.units_of_rows(
            reader, context, whole_sheet.departments_of(context), "实施主体"
        )
    )
    units = units.map(lambda unit: place_names.township(unit, context.homes))
    return reader.roster_names(units, DEPARTMENT, context.month)


def codes_of(reader: SheetReader) -> Codes:
    """The codes of each row; an error at what is none."""
    return {
        field: _basic_codes(reader)
        if field == vocabulary.CODES[-1] and "implementation_code" in reader.table.columns
        else reader.parsed(
            reader.table.columns[field],
            partial(values.code, field=field),
            stays=values.stays_in_code,
        )
        for field in vocabulary.CODES
        if field in reader.table.columns
    }


def _basic_codes(reader: SheetReader) -> Column[str | None]:
    """The 基本编码 of each row; one that lost zeros is mended from an intact 实施编码, and said.

    The last 12 of the 31 characters of an 实施编码 are its 基本编码.
    """
    column = reader.table.columns[vocabulary.CODES[-1]]
    whole = reader.field("implementation_code").map(cell_text.packed)
    codes: list[str | None] = []
    mended = 0
    for index, cell in enumerate(reader.column(column)):
        try:
            codes.append(values.code(cell, vocabulary.CODES[-1]))
        except Wrong as wrong:
            tail = whole[index][-vocabulary.BASIC_CODE_LENGTH :]
            is_intact = bool(_WHOLE_CODE.fullmatch(whole[index]))
            if is_intact and tail.lstrip("0") == cell_text.packed(cell).lstrip("0"):
                codes.append(tail)
                mended += 1
            else:
                reader.error_of(reader.rows[index], column, wrong)
                codes.append(None)
    if mended:
        reader.notes.append(f"{mended}个基本编码丢了开头的0，已按同一行的实施编码补全。")
    return Column.of(codes)


def names_of(reader: SheetReader, codes: Codes) -> Column[str]:
    """The items' names; an item may be named by its code alone."""
    if "name" not in reader.table.columns:
        return Column.constant("", len(reader.rows))
    names = reader.field("name").map(cell_text.name, cell_text.stays_in_name)
    blank = ~names.filled
    for code in codes.values():
        blank &= ~code.filled
    reader.errors(
        blank,
        reader.table.columns["name"],
        "name_blank",
        "没有填写事项名称，也没有编码",
        "事项名称",
    )
    return names


def type_text(cell: CellValue) -> str:
    """An item's type without a number in front: 01-行政许可."""
    return cell_text.packed(cell).lstrip("0123456789-.、")


def full_type(word: str) -> str | None:
    """The full name of an item type, None where it is no known one."""
    for spelling in (word, word.removesuffix("类"), word.removesuffix("事项")):
        if spelling in vocabulary.ITEM_TYPES:
            return vocabulary.ITEM_TYPES[spelling]
    return None


def types_in(line: str) -> list[str]:
    """The full names of the item types that a title names: 行政许可 from 行政许可事项清单."""
    text = cell_text.packed(line)
    return [name for name in dict.fromkeys(vocabulary.ITEM_TYPES.values()) if name in text]


def outside_scope(reader: SheetReader, rules: Rules) -> np.ndarray:
    """Whether the row of a partial sheet is of a type that is not counted; a note if some are."""
    types = reader.field("item_type").map(type_text).map(full_type)
    outside = types.mask(lambda kind: kind is not None and kind not in rules.types_in_scope)
    if outside.any():
        reader.notes.append(f"{int(outside.sum())}行不是依申请事项，不用于核对。")
    return outside


def attributes_of(codes: Codes) -> dict[str, Column[str | None]]:
    """The codes as attributes of entries: None where a row has none."""
    return {
        field: column.map(lambda code: code or None, lambda code: code.lengths > 0)
        for field, column in codes.items()
    }
