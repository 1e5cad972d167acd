"""The rows of a sheet as a table of entries, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govsvc.domain.entries import (
    COMMON,
    SCHEMA,
    Entries,
    Shared,
    encoded,
    grouped,
    map_column,
)
from govsvc.sheets.cells.column import Column
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

#: field → its text in each row, None where a row has none
Attributes = Mapping[str, Column[str | None]]
#: flag key → of each row 1, 0, or -1 where it is not known
Flags = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class RowValues:
    """What becomes of the data rows of a sheet, a value a row in each.

    `key_fields`: the attribute that is the row's key, "" where none is; None if no row's key is.
    """

    units: Column[str]
    keys: Sequence[str] | np.ndarray
    names: Column[str]
    status: Sequence[str] | np.ndarray
    attributes: Attributes
    flags: Flags = field(default_factory=dict)
    key_fields: Column[str] | None = None


def entries_of(
    reader: SheetReader,
    context: SheetContext,
    values: RowValues,
    wanted: np.ndarray,
    kind: str | None = None,
) -> Entries:
    """The `wanted` rows as entries, in their order.

    `kind`: of the entries, by default the sheet's.
    """
    rows = len(reader.rows)

    def same(word: str) -> pa.DictionaryArray:
        return Column.constant(word, rows).words()

    key_fields = values.key_fields or Column.constant("", rows)
    common = {key: values.attributes[key] for key in COMMON if key in values.attributes}
    table = pa.table(
        [
            same(kind or reader.table.kind),
            pa.repeat(pa.scalar(context.month), rows),
            values.units.words(),
            pa.array(values.keys, pa.string()),
            values.names.strings(),
            map_column(_own(values.attributes, key_fields), rows),
            _shared(common, key_fields, values.flags),
            pa.array(values.status, pa.string()).dictionary_encode(),
            same(context.file),
            same(reader.grid.name),
            pa.array(reader.row_numbers + 1, pa.int32()),
        ],
        schema=SCHEMA,
    )
    return Entries(table).where(wanted)


def _own(attributes: Attributes, key_fields: Column[str]) -> dict[str, pa.Array]:
    """The attributes that a row has for itself, without the one that is its key."""
    own: dict[str, pa.Array] = {}
    for name, column in attributes.items():
        if name in COMMON:
            continue
        is_key = key_fields.mask(name.__eq__)
        if is_key.all():
            continue
        texts = column.strings()
        nothing = pa.scalar(None, pa.string())
        own[name] = pc.if_else(pa.array(is_key), nothing, texts) if is_key.any() else texts
    return own


def _shared(attributes: Attributes, key_fields: Column[str], flags: Flags) -> pa.DictionaryArray:
    """What each row has in common with others, as `Shared.text`."""
    columns: list[Column[str | None] | Column[str]] = [*attributes.values(), key_fields]
    own = [(len(words), groups) for words, groups in (one.groups() for one in columns)]
    said = [(3, answers + 1) for answers in flags.values()]
    # thousands of rows have a few dozen attributes, and a few dozen flags
    first, of_row = _told_apart(own, len(key_fields))
    attribute_texts = [
        encoded({name: text for name, column in attributes.items() if (text := column[row])})
        for row in first
    ]
    key_texts = [encoded(key_fields[row]) for row in first]
    first, flags_of_row = _told_apart(said, len(key_fields))
    flag_texts = [
        encoded({key: bool(answers[row]) for key, answers in flags.items() if answers[row] >= 0})
        for row in first
    ]
    both = [(len(attribute_texts), of_row), (len(flag_texts), flags_of_row)]
    first, inverse = _told_apart(both, len(key_fields))
    texts = [
        Shared.text_of(attribute_texts[one], key_texts[one], flag_texts[other])
        for one, other in zip(of_row[first].tolist(), flags_of_row[first].tolist())
    ]
    return pa.DictionaryArray.from_arrays(inverse.astype(np.int32), pa.array(texts, pa.string()))


def _told_apart(parts: Sequence[tuple[int, np.ndarray]], rows: int) -> tuple[list[int], np.ndarray]:
    """(the first row of each group of rows that have all parts alike, per row its group); the parts
    as for `grouped`.
    """
    _, first, inverse = np.unique(grouped(parts, rows), return_index=True, return_inverse=True)
    return first.tolist(), inverse
