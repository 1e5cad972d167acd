"""Rows of an import whose key belongs to another unit in the month."""

from collections.abc import Sequence

from govsvc.domain.months import month_text
from govsvc.importing.taking_over import TakenOver
from govsvc.importing.validation.issue_places import Places
from govsvc.sheets.cells import vocabulary

#: rows that are warned of one by one
MOST_ROWS = 50


def check_owners(places: Places, rows: Sequence[TakenOver]) -> None:
    """A warning at each row that would take a key from a unit that is not in the files."""
    for taken in rows[:MOST_ROWS]:
        row, unit = taken.row, taken.row.unit or "本次文件"
        codes = vocabulary.KEY_CODES
        field = next((code for code in codes if row.attributes.get(code) == row.key), "name")
        places.warn(
            row,
            field,
            "of_another_unit",
            f"第{row.row}行{row.unit}的“{row.name or row.key}”在{month_text(taken.since)}已属"
            f"{taken.owner}，导入后移到{unit}。",
            row.key,
            f"{unit}自己的编码；确已划转的可以不改",
        )
    if len(rows) > MOST_ROWS:
        places.warn(
            rows[MOST_ROWS].row,
            None,
            "of_another_unit",
            f"还有{len(rows) - MOST_ROWS}行的编码已属别的单位。",
            "",
            "各单位自己的编码；确已划转的可以不改",
        )
