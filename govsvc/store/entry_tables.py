"""Stored rows as a table of columns, as the database hands them out: no object a row."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from govsvc.domain.entries import SCHEMA, Column, Entries, Shared
from govsvc.store import units
from govsvc.store.queries import Reader

#: number of a combination → its status and what its rows share
Combinations = Mapping[int, tuple[str, Shared]]


def stored_entries(
    reader: Reader, kind: str, month: date, present_names: Mapping[str, str]
) -> Entries:
    """The stored rows of one kind and month in the order of their sheets, under the present names
    of their units.
    """
    table = reader.table("entry_columns", kind=kind, month=month)
    if not table.num_rows:
        return Entries()
    combinations = {
        number: (status, Shared(attributes, key_field, flags))
        for number, status, attributes, key_field, flags in reader.rows(
            "entry_combinations", kind=kind, month=month
        )
    }
    return under_present_names(entries_of(table, combinations), present_names)


def under_present_names(entries: Entries, present_names: Mapping[str, str]) -> Entries:
    """The rows under the present names of their units."""
    if not entries.mask("unit", *present_names).any():
        return entries
    return Entries.of(units.as_now(list(entries), present_names))


def entries_of(table: pa.Table, combinations: Combinations) -> Entries:
    """The rows of a table that has the columns of `Entries` except ``status`` and ``shared``, with
    ``attributes`` of the row alone, and ``combination_id``.
    """
    numbers, inverse = np.unique(np.asarray(table["combination_id"]), return_inverse=True)
    positions = inverse.astype(np.int64)
    used = [combinations[number] for number in numbers.tolist()]
    combined = {
        "status": [status for status, _ in used],
        "shared": [shared.text() for _, shared in used],
    }

    def column(field: "pa.Field[pa.DataType]") -> Column:
        if field.name in combined:
            texts: Column = pa.array(combined[field.name], pa.string()).take(positions)
        else:
            texts = table[field.name].combine_chunks()
        is_word = pa.types.is_dictionary(field.type)
        return texts.dictionary_encode() if is_word else texts.cast(field.type)

    return Entries(pa.table([column(field) for field in SCHEMA], schema=SCHEMA))
