"""Rows of an import whose key belongs to another unit in the month."""

from govsvc.domain.entries import LEFT_OUT
from govsvc.importing.validation.baseline import Past, with_keys
from govsvc.importing.validation.issue_places import Places
from govsvc.sheets.cells import vocabulary
from govsvc.store import Batch, takes_over

#: rows that are warned of one by one
MOST_ROWS = 50


def check_owners(past: Past, places: Places, batch: Batch) -> None:
    """A warning at each row that would take a key from a unit that is not in the files."""
    is_taken = takes_over(batch)
    stored = past.stored_keys(batch.kind, batch.rows_month)
    owners = {key: unit for unit, key, status in stored if is_taken(unit, key, status)}
    rows = [row for row in with_keys(batch.entries, owners) if row.status != LEFT_OUT]
    for row in rows[:MOST_ROWS]:
        codes = vocabulary.KEY_CODES
        field = next((code for code in codes if row.attributes.get(code) == row.key), "name")
        places.warn(
            row,
            field,
            "of_another_unit",
            f"第{row.row}行{row.unit}的“{row.name or row.key}”本月已属{owners[row.key]}，"
            f"导入后移到{row.unit or '本次文件'}。",
            row.key,
            f"{row.unit or '本单位'}自己的编码；确已划转的可以不改",
        )
    if len(rows) > MOST_ROWS:
        places.warn(
            rows[MOST_ROWS],
            None,
            "of_another_unit",
            f"还有{len(rows) - MOST_ROWS}行的编码本月已属别的单位。",
            "",
            "各单位自己的编码；确已划转的可以不改",
        )
