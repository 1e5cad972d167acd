"""Rows of an item list that have one key: the same row again, several items, or a mistake."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.column import positions
from govsvc.sheets.records.item_identity import ItemIdentity
from govsvc.sheets.records.sheet_reader import SheetReader

#: a name column of the finest level: one code stands for several of its items
_FINEST = "办理项"


def told_apart(
    reader: SheetReader, identity: ItemIdentity, inside: np.ndarray
) -> tuple[ItemIdentity, np.ndarray]:
    """(the items with keys that tell them apart, whether the row merely repeats one above).

    Rows alike in all that is read are one item. Several 业务办理项 under one code are items of
    their own, told apart by code and name: where the sheet names 业务办理项, or most of its codes
    stand under different names. Any other key that stands twice is an error at the later row, and
    neither counts. `inside`: the rows that count. Source: docs/DOMAIN.md, "What counts".
    """
    repeated = np.zeros(len(reader.rows), bool)
    compared = inside & (identity.key_fields != "")
    if len(set(identity.keys[compared])) == compared.sum():
        return identity, repeated
    groups: dict[str, list[int]] = defaultdict(list)
    for index in positions(compared):
        groups[identity.keys[index]].append(index)
    several: list[list[int]] = []
    for rows in groups.values():
        if len(rows) > 1 and identity.key_fields[rows[0]] == "name":
            several.append(rows)
        elif len(rows) > 1:
            apart = _without_alike(reader, rows, repeated)
            if len(apart) > 1:
                several.append(apart)
    named_apart = [rows for rows in several if _have_names_of_their_own(identity, rows)]
    is_usual = _names_finest(reader) or len(named_apart) * 2 > len(groups)
    if named_apart and is_usual:
        identity = _with_names(identity, named_apart)
        reader.notes.append(
            f"有{len(named_apart)}个编码下各有几个业务办理项，按编码和名称分别计为事项。"
        )
    mistaken = [rows for rows in several if not (is_usual and rows in named_apart)]
    _report(reader, identity, sorted(index for rows in mistaken for index in rows))
    return identity, repeated


def _without_alike(reader: SheetReader, rows: list[int], repeated: np.ndarray) -> list[int]:
    """The rows of one key that differ; those that repeat one above are noted, each with a
    warning.
    """
    first: dict[tuple[str, ...], int] = {}
    # what is not read may differ: a row for each material of an item
    columns = sorted(reader.columns_read)
    for index in rows:
        row = reader.rows[index]
        cells = tuple(cell_text.packed(reader.at(row, column)) for column in columns)
        above = first.setdefault(cells, index)
        if above != index:
            repeated[index] = True
            reader.warn(
                row,
                columns[0],
                "repeated",
                f"与第{reader.rows[above] + 1}行相同，只计一次",
                f"一个事项一行（请核对第{reader.rows[above] + 1}行）",
            )
    return list(first.values())


def _have_names_of_their_own(identity: ItemIdentity, rows: list[int]) -> bool:
    names = {identity.names[index] for index in rows}
    has_code = identity.key_fields[rows[0]] != "name"
    return has_code and len(names) == len(rows) and all(names)


def _names_finest(reader: SheetReader) -> bool:
    name = reader.table.columns.get("name")
    return name is not None and _FINEST in reader.table.header_at(name)


def _with_names(identity: ItemIdentity, groups: list[list[int]]) -> ItemIdentity:
    """The rows of the groups told apart by code and name; the code is no key of theirs."""
    keys, key_fields = identity.keys.copy(), identity.key_fields.copy()
    for index in (index for rows in groups for index in rows):
        keys[index] = f"{keys[index]}/{identity.names[index]}"
        key_fields[index] = "name"
    return replace(identity, keys=keys, key_fields=key_fields)


def _report(reader: SheetReader, identity: ItemIdentity, rows: list[int]) -> None:
    columns = reader.table.columns
    reader.duplicates(
        (
            (reader.rows[index], identity.keys[index], columns[identity.key_fields[index]])
            for index in rows
        ),
        "事项",
    )
