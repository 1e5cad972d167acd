"""Rows of item lists, station ledgers and village lists: one as a value, many as a table of columns.

A province's list has 240,000 rows: what goes over all of them goes over columns.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

COUNTED, OUT_OF_SCOPE, LEFT_OUT = "counted", "out_of_scope", "left_out"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an item list (kind ``items``), station ledger (``stations``) or village list (``villages``).

    `unit`: department or township, without the county's own prefix ("" where the sheet has none: only if left out).
    `key`: what tells rows apart within month and kind: the item's code, or ``township/village``. `name`: the item's or
    the village's name. `attributes`: further text of the row by field name (``implementation_code``, ``business_code``,
    ``basic_code``, ``item_code``, ``item_type``, ``level``, ``responsible``, ``station_name``, ``former_name``,
    ``note`` …), without empty ones. `flags`: flag key → yes or no; a flag the sheet does not give is absent.
    `status`: ``counted``, ``out_of_scope`` (kept, not counted) or ``left_out`` (has an error).
    `sheet` and `row` (from 1) say where it was read.
    """

    kind: str
    month: date
    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    flags: dict[str, bool]
    status: str = COUNTED
    file: str = ""
    sheet: str = ""
    row: int = 0


_WORD = pa.dictionary(pa.int32(), pa.string())
#: columns of the table, named as the fields of an entry
SCHEMA = pa.schema([
    ("kind", _WORD), ("month", pa.date32()), ("unit", _WORD), ("key", pa.string()), ("name", pa.string()),
    ("attributes", pa.map_(pa.string(), pa.string())), ("flags", pa.map_(pa.string(), pa.bool_())),
    ("status", _WORD), ("file", _WORD), ("sheet", _WORD), ("row", pa.int32())])
_NAMES = [field.name for field in fields(Entry)]
_AT_ONCE = 10_000


class Entries(Sequence[Entry]):
    """Entries in order, as a pyarrow table of `SCHEMA`. Nothing changes one: each method gives another."""

    def __init__(self, table: pa.Table = SCHEMA.empty_table()):
        self.table = table

    @classmethod
    def of(cls, rows: Iterable[Entry]) -> "Entries":
        """From single rows."""
        rows = list(rows)

        def column(field: pa.Field) -> pa.Array:
            found = [getattr(row, field.name) for row in rows]
            if pa.types.is_map(field.type):
                found = [list(value.items()) for value in found]
            if pa.types.is_dictionary(field.type):
                return pa.array(found, pa.string()).dictionary_encode()
            return pa.array(found, field.type)

        return cls(pa.table([column(field) for field in SCHEMA], schema=SCHEMA))

    @classmethod
    def joined(cls, parts: Sequence["Entries"]) -> "Entries":
        """One after another."""
        tables = [part.table for part in parts if len(part)]
        return cls(pa.concat_tables(tables)) if tables else cls()

    def __len__(self) -> int:
        return self.table.num_rows

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self), _AT_ONCE):
            part = self.table.slice(start, _AT_ONCE)
            columns = [part[name].to_pylist() for name in _NAMES]
            for kind, month, unit, key, name, attributes, flags, *rest in zip(*columns):
                yield Entry(kind, month, unit, key, name, dict(attributes), dict(flags), *rest)

    def __getitem__(self, place: int) -> Entry:
        return next(iter(Entries(self.table.slice(range(len(self))[place], 1))))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (Entries, list)) else NotImplemented

    __hash__ = None

    def __repr__(self) -> str:
        return f"Entries({len(self)} rows)"

    def values(self, name: str) -> list:
        """One column as a list."""
        return self.table[name].to_pylist()

    def mask(self, name: str, *wanted: Any) -> np.ndarray:
        """Per row whether the column has one of the values."""
        return np.asarray(pc.is_in(self.table[name].cast(pa.string()), pa.array(wanted, pa.string())))

    def where(self, mask: np.ndarray) -> "Entries":
        """The rows where it is true."""
        return self if mask.all() else Entries(self.table.filter(pa.array(mask)))

    def count(self, status: str) -> int:
        """How many rows have that status."""
        return int(self.mask("status", status).sum())

    def units(self, but: str | None = None) -> dict[str, int]:
        """Unit → number of rows, without those of the status `but`, by name."""
        rows = self if but is None else self.where(~self.mask("status", but))
        counted = pc.value_counts(rows.table["unit"].cast(pa.string())).to_pylist()
        return dict(sorted((value["values"], value["counts"]) for value in counted))

    def left_out(self, mask: np.ndarray) -> "Entries":
        """The same with the status ``left_out`` where `mask` is true."""
        if not mask.any():
            return self
        status = pc.if_else(pa.array(mask), LEFT_OUT, self.table["status"].cast(pa.string()).combine_chunks()).dictionary_encode()
        return Entries(self.table.set_column(self.table.schema.get_field_index("status"), SCHEMA.field("status"), status))

    def by_kind_and_month(self) -> dict[tuple[str, date], "Entries"]:
        """The rows of each kind and month."""
        plain = pa.table({"kind": self.table["kind"].cast(pa.string()), "month": self.table["month"]})
        found = plain.group_by(["kind", "month"]).aggregate([]).to_pylist()
        if len(found) == 1:
            return {(found[0]["kind"], found[0]["month"]): self}
        return {(place["kind"], place["month"]): self.where(np.asarray(pc.and_(
            pc.equal(plain["kind"], place["kind"]), pc.equal(plain["month"], place["month"])))) for place in found}


def map_column(fields_: Sequence[str], columns: Sequence[pa.Array]) -> pa.MapArray:
    """Of one array a field (null where a row has none), the map of each row."""
    rows = len(columns[0])
    present = np.column_stack([np.asarray(column.is_valid()) for column in columns])
    row, field = np.nonzero(present)
    values = pa.concat_arrays(columns).take(pa.array(field * rows + row))
    offsets = np.concatenate(([0], np.cumsum(present.sum(axis=1)))).astype(np.int32)
    return pa.MapArray.from_arrays(pa.array(offsets), pa.array(fields_, pa.string()).take(pa.array(field)), values)


#: status, 行使层级, flags as read, and what partial sheets tell over them
Combination = tuple[str, str | None, dict[str, bool], dict[str, bool]]


def combinations(entries: Entries, told: Mapping[str, np.ndarray] | None = None) -> tuple[np.ndarray, list[Combination]]:
    """(per row the number of its combination, the combinations): what rows have in common that decides what they count for.

    `told`: flag → per row 1 yes, 0 no, -1 nothing. Thousands of rows share a few dozen combinations.
    """
    told = told or {}
    if not len(entries):
        return np.zeros(0, np.int64), []
    table = entries.table.combine_chunks()
    flags = table["flags"].chunk(0)
    offsets = np.asarray(flags.offsets)
    keys = flags.keys.dictionary_encode()
    # a digit a flag: 0 not given, 1 no, 2 yes
    weights = (1 + np.asarray(flags.items.cast(pa.int8())).astype(np.int64)) * 3 ** np.asarray(keys.indices).astype(np.int64)
    sums = np.concatenate(([0], np.cumsum(weights)))
    levels = pc.map_lookup(table["attributes"], "level", "first").cast(pa.string())
    code = sums[offsets[1:]] - sums[offsets[:-1]]
    for column in (table["status"].cast(pa.string()), pc.fill_null(levels, "")):
        found = column.combine_chunks().dictionary_encode()
        code = code * len(found.dictionary) + np.asarray(found.indices)
    for says in told.values():
        code = code * 3 + says + 1
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    rows = [entries[int(place)] for place in first]
    lies_over = [{key: bool(says[place]) for key, says in told.items() if says[place] >= 0} for place in first.tolist()]
    return inverse, [(row.status, row.attributes.get("level"), row.flags, over) for row, over in zip(rows, lies_over)]
