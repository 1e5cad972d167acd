"""Rows of item lists, station ledgers and village lists: one as a value, many as a table of
columns.

A province's list has 240,000 rows: what goes over all of them goes over columns.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.indicators import QUANTITIES

COUNTED, OUT_OF_SCOPE, LEFT_OUT = "counted", "out_of_scope", "left_out"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an item list (kind ``items``), station ledger (``stations``) or village list
    (``villages``).

    `unit`: department or township, without the county's own prefix; "" only in a row that is left
    out because it names none. `key`: what tells rows apart within month and kind: the item's code,
    or ``township/village``. `name`: the item's or the village's name. `attributes`: further text of
    the row by field name (``implementation_code``, ``business_code``, ``basic_code``,
    ``item_code``, ``item_type``, ``level``, ``responsible``, ``station_name``, ``former_name``,
    ``note`` …), without empty ones. `flags`: flag key → yes or no; a flag the sheet does not give
    is absent. `status`: ``counted``, ``out_of_scope`` (kept, not counted) or ``left_out`` (has an
    error). `sheet` and `row` (from 1) say where it was read.
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


#: a part of `Shared` as it stands in its text
encoded = json.JSONEncoder(ensure_ascii=False).encode
#: attributes that thousands of rows have in common
COMMON = ("item_type", "level", *(one.key for one in QUANTITIES))


class Shared(NamedTuple):
    """What a row has in common with many others, kept once for all of them.

    `attributes`: those of `COMMON`. `key_field`: the attribute that the row's key is, "" where it
    is none; the text is not kept twice. `flags`: flag key → yes or no.
    """

    attributes: dict[str, str]
    key_field: str
    flags: dict[str, bool]

    def text(self) -> str:
        return self.text_of(*map(encoded, self))

    @staticmethod
    def text_of(attributes: str, key_field: str, flags: str) -> str:
        """The `text` of parts that are `encoded`."""
        return f"[{attributes}, {key_field}, {flags}]"

    @classmethod
    @lru_cache(maxsize=40_000)
    def of(cls, text: str) -> "Shared":
        return cls(*json.loads(text))


_WORD = pa.dictionary(pa.int32(), pa.string())
#: columns of the table: `attributes` of a row alone; what it has in common with others is in
#: `shared` (`Shared.text`)
SCHEMA = pa.schema(
    [
        ("kind", _WORD),
        ("month", pa.date32()),
        ("unit", _WORD),
        ("key", pa.string()),
        ("name", pa.string()),
        ("attributes", pa.map_(pa.string(), pa.string())),
        ("shared", _WORD),
        ("status", _WORD),
        ("file", _WORD),
        ("sheet", _WORD),
        ("row", pa.int32()),
    ]
)
_NAMES = SCHEMA.names
#: one array of the table, or one made of it
Column: TypeAlias = "pa.Array[Any]"
_AT_ONCE = 10_000


class Entries(Sequence[Entry]):
    """Many rows in order, as a pyarrow table of `SCHEMA`.

    Nothing changes one: each method gives another.
    """

    def __init__(self, table: pa.Table = SCHEMA.empty_table()):
        self.table = table

    @classmethod
    def of(cls, rows: Iterable[Entry]) -> "Entries":
        """The table of these rows."""
        rows = list(rows)
        columns = {
            field.name: [getattr(row, field.name) for row in rows] for field in fields(Entry)
        }
        split = [_split(row) for row in rows]
        columns |= {
            "attributes": [list(own.items()) for own, _ in split],
            "shared": _texts([shared for _, shared in split]),
        }

        def column(field: "pa.Field[Any]") -> Column:
            values = columns[field.name]
            if pa.types.is_dictionary(field.type):
                return pa.array(values, pa.string()).dictionary_encode()
            array: Column = pa.array(values, field.type)
            return array

        return cls(pa.table([column(field) for field in SCHEMA], schema=SCHEMA))

    @classmethod
    def joined(cls, parts: Sequence["Entries"]) -> "Entries":
        """The rows of all parts, one part after another."""
        tables = [part.table for part in parts if len(part)]
        return cls(pa.concat_tables(tables)) if tables else cls()

    def __len__(self) -> int:
        return self.table.num_rows

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self), _AT_ONCE):
            part = self.table.slice(start, _AT_ONCE)
            columns = [part[name].to_pylist() for name in _NAMES]
            for kind, month, unit, key, name, own, text, *rest in zip(*columns):
                shared = Shared.of(text)
                attributes = dict(own) | shared.attributes
                if shared.key_field:
                    attributes[shared.key_field] = key
                yield Entry(kind, month, unit, key, name, attributes, dict(shared.flags), *rest)

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(position, slice):
            return [self[one] for one in range(len(self))[position]]
        return next(iter(Entries(self.table.slice(range(len(self))[position], 1))))

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (Entries, list)) else NotImplemented

    def __repr__(self) -> str:
        return f"Entries({len(self)} rows)"

    def values(self, name: str) -> list[Any]:
        """One column as a list."""
        return self.table[name].to_pylist()

    def keys(self, status: str) -> "pa.ChunkedArray[pa.StringScalar]":
        """The keys of the rows of that status."""
        return self.table["key"].filter(pa.array(self.mask("status", status)))

    def mask(self, name: str, *wanted: Any) -> np.ndarray:
        """Per row whether the column has one of the values."""
        if len(self) and pa.types.is_dictionary(SCHEMA.field(name).type):
            codes, words = self._coded(name)
            is_wanted: np.ndarray = np.array([word in wanted for word in words], bool)[codes]
            return is_wanted
        answers: np.ndarray = np.asarray(
            pc.is_in(self.table[name].cast(pa.string()), pa.array(wanted, pa.string()))
        )
        return answers

    def where(self, mask: np.ndarray) -> "Entries":
        """The rows where it is true."""
        return self if mask.all() else Entries(self.table.filter(pa.array(mask)))

    def replaced(self, mask: np.ndarray, others: "Entries") -> "Entries":
        """The same rows with `others` in the places where `mask` is true, in their order."""
        places = np.arange(len(self))
        places[mask] = len(self) + np.arange(len(others))
        return Entries(pa.concat_tables([self.table, others.table]).take(places))

    def count(self, status: str) -> int:
        """How many rows have that status."""
        return int(self.mask("status", status).sum())

    def units(self, but: str | None = None) -> dict[str, int]:
        """Unit → number of its rows, in order of the units; rows of the status `but` are not
        counted.
        """
        rows = self if but is None else self.where(~self.mask("status", but))
        codes, units = rows._coded("unit")
        counts: Counter[str] = Counter()
        for unit, count in zip(units, np.bincount(codes, minlength=len(units)).tolist()):
            counts[unit] += count
        return {unit: counts[unit] for unit in sorted(counts) if counts[unit]}

    def flag(self, key: str) -> np.ndarray:
        """Per row what it says of a flag: 1 yes, 0 no, -1 nothing."""
        shared, texts = self._coded("shared")
        answers = [Shared.of(text).flags.get(key) for text in texts]
        by_part: np.ndarray = np.array(
            [-1 if answer is None else int(answer) for answer in answers] or [-1], np.int64
        )
        per_row: np.ndarray = by_part[shared]
        return per_row

    def attribute(self, name: str) -> Column:
        """Per row the text of an attribute, null where it has none."""
        if not len(self):
            return pa.array([], pa.string())
        own: Column = (
            pc.map_lookup(self.table["attributes"], name, "first")
            .combine_chunks()
            .cast(pa.string())
        )
        shared, texts = self._coded("shared")
        parts = [Shared.of(text) for text in texts]
        if name in COMMON:
            return pa.array([each.attributes.get(name) for each in parts], pa.string()).take(
                pa.array(shared)
            )
        is_key = np.array([each.key_field == name for each in parts])[shared]
        if is_key.any():
            own = pc.if_else(pa.array(is_key), self.table["key"].combine_chunks(), own)
        return own

    def _coded(self, name: str) -> tuple[np.ndarray, list[str]]:
        """(per row the number of its word in a column of words, the words)."""
        if not len(self):
            return np.zeros(0, np.int64), []
        column = _encoded(self.table[name].unify_dictionaries().combine_chunks())
        words: list[Any] = column.dictionary.to_pylist()
        return np.asarray(column.indices).astype(np.int64), words

    def left_out(self, mask: np.ndarray) -> "Entries":
        """The same rows, those where `mask` is true with the status ``left_out``."""
        if not mask.any():
            return self
        status = pc.if_else(
            pa.array(mask), LEFT_OUT, self.table["status"].cast(pa.string()).combine_chunks()
        ).dictionary_encode()
        return Entries(
            self.table.set_column(
                self.table.schema.get_field_index("status"), SCHEMA.field("status"), status
            )
        )

    def by_kind_and_month(self) -> dict[tuple[str, date], "Entries"]:
        """The rows of each kind and month."""
        kinds, names = self._coded("kind")
        encoded = _encoded(self.table["month"].combine_chunks().dictionary_encode())
        months: list[Any] = encoded.dictionary.to_pylist()
        codes = kinds * len(months) + np.asarray(encoded.indices)
        groups, first = np.unique(codes, return_index=True)
        return {
            (names[group // len(months)], months[group % len(months)]): (
                self if len(groups) == 1 else self.where(codes == group)
            )
            for group in groups[np.argsort(first)].tolist()
        }


def _encoded(column: "pa.ChunkedArray[Any] | pa.Array[Any]") -> "pa.DictionaryArray[Any, Any]":
    """The one array of a column of words."""
    array = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    if not isinstance(array, pa.DictionaryArray):
        raise TypeError(f"{array.type} is no dictionary")
    return array


def _split(row: Entry) -> tuple[dict[str, str], Shared]:
    """(attributes that only this row has, what it shares with others)."""
    key_field = next(
        (
            field
            for field, text in row.attributes.items()
            if text == row.key and field not in COMMON
        ),
        "",
    )
    own = {
        field: text
        for field, text in row.attributes.items()
        if field != key_field and field not in COMMON
    }
    return own, Shared(
        {field: row.attributes[field] for field in COMMON if field in row.attributes},
        key_field,
        row.flags,
    )


def _texts(shared: Sequence[Shared]) -> list[str]:
    """The text of each; thousands of rows have a few dozen."""
    known: dict[tuple[Any, ...], str] = {}
    keys = [(*one.attributes.items(), one.key_field, *one.flags.items()) for one in shared]
    for key, one in zip(keys, shared):
        if key not in known:
            known[key] = one.text()
    return [known[key] for key in keys]


def map_column(columns: Mapping[str, Column], rows: int) -> "pa.MapArray[Any, Any]":
    """A map for each row, made of one array a field; a field is absent where its array has null."""
    if not columns:
        return _map_array(
            np.zeros(rows + 1, np.int32), pa.array([], pa.string()), pa.array([], pa.string())
        )
    present = np.column_stack([np.asarray(column.is_valid()) for column in columns.values()])
    row, field = np.nonzero(present)
    values: Column = pa.concat_arrays(list(columns.values())).take(field * rows + row)
    offsets = np.concatenate(([0], np.cumsum(present.sum(axis=1)))).astype(np.int32)
    return _map_array(offsets, pa.array(list(columns), pa.string()).take(field), values)


def _map_array(offsets: np.ndarray, keys: Column, values: Column) -> "pa.MapArray[Any, Any]":
    return pa.MapArray.from_arrays(pa.array(offsets), keys, values)


#: above it numbers are given anew, so that a product of many columns stays whole
_MOST_CODES = 2**40


def grouped(parts: Iterable[tuple[int, np.ndarray]], rows: int) -> np.ndarray:
    """Per row a number that two rows share where they share all parts: (how many values a part has,
    per row which of them).
    """
    code, size = np.zeros(rows, np.int64), 1
    for values, part in parts:
        if size * max(values, 1) > _MOST_CODES:
            distinct, code = np.unique(code, return_inverse=True)
            size = len(distinct)
        code, size = code * values + part, size * max(values, 1)
    return code


def combinations(entries: Entries) -> tuple[np.ndarray, list[tuple[str, Shared]]]:
    """(for each row the number of its combination, the combinations).

    A combination is a status and what else rows share; thousands of rows have a few dozen of them.
    """
    if not len(entries):
        return np.zeros(0, np.int64), []
    table = entries.table.unify_dictionaries().combine_chunks()
    status, shared = (_encoded(table[name]) for name in ("status", "shared"))
    code = np.asarray(shared.indices).astype(np.int64) * len(status.dictionary) + np.asarray(
        status.indices
    )
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    return inverse, [
        (status[int(position)].as_py(), Shared.of(shared[int(position)].as_py()))
        for position in first
    ]
