"""Random months of calls in random layouts are read as they were written; what was changed on the
way is read as it stands or said.
"""

from random import Random
from typing import Any

import pytest
from generator.calls import Ledger, Written, ledger
from generator.mutations import broken
from support import few
from test_generated_mutations import CHINESE, is_said

from govsvc import sheets
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entry
from govsvc.domain.feedback import DIMENSION_FIELDS, monday
from govsvc.domain.indicators import CALLS
from govsvc.domain.rows import FileRead

#: cells that are none of their column's own
NONSENSE: dict[str, tuple[Any, ...]] = {
    "overall": (3, "5", "95分", "说不清楚", "满意、不满意", "？？"),
    "outcome": ("可能吧", 7, "待定"),
    "called_on": ("某日", "2026-02-30", 9.2, "2026-05-40"),
    "unit": ("",),
    "attitude": (3, "有", "说不清"),
    "told_at_once": (2, "无", "也许"),
}


def read(made: Ledger, content: bytes | None = None) -> FileRead:
    (file,) = sheets.read_files([(made.name, content or made.content())], home="云溪县")
    return file


def said(entry: Entry) -> tuple:
    attributes = entry.attributes
    return (
        entry.key,
        entry.unit,
        entry.name,
        attributes.get("day"),
        attributes.get("week"),
        attributes["outcome"],
        attributes.get("overall", ""),
        {key: attributes[name] for key, name in DIMENSION_FIELDS.items() if name in attributes},
        attributes.get("text", ""),
    )


def truth(one: Written) -> tuple:
    return (
        one.case,
        one.unit,
        one.item,
        one.day.isoformat(),
        monday(one.day).isoformat(),
        one.outcome,
        one.rating,
        one.dimensions,
        one.text,
    )


def by_place(file: FileRead) -> dict[tuple[str, int], Entry]:
    return {(one.sheet, one.row): one for one in file.entries if one.kind == CALLS}


def check(made: Ledger, file: FileRead, but: tuple[str, int] | None = None) -> None:
    """Every call is read as it was written, but for one row."""
    found = by_place(file)
    assert found.keys() == {(one.sheet, one.row) for one in made.calls}
    for one in made.calls:
        if (one.sheet, one.row) != but:
            entry = found[one.sheet, one.row]
            assert (said(entry), entry.status) == (truth(one), COUNTED)
    assert "王大明" not in repr(list(file.entries)) and "1381234" not in repr(list(file.entries))


@pytest.mark.parametrize("seed", few(range(400), 4))
def test_what_was_written_is_read(seed) -> None:
    made = ledger(Random(seed))
    file = read(made)
    assert not file.refused, file.refused
    assert not [issue for issue in file.issues if issue.code not in ("unit_open", "unit_unknown")]
    check(made, file)


@pytest.mark.parametrize("seed", few(range(400), 4))
def test_a_cell_of_nonsense_costs_its_row_alone_and_is_named(seed) -> None:
    chance = Random(seed)
    made = ledger(chance)
    field = chance.choice([name for name in NONSENSE if name in made.columns])
    one = chance.choice([one for one in made.calls if one.outcome == "valid"] or made.calls)
    if one.outcome != "valid" and field not in ("outcome", "called_on", "unit"):
        return
    made.sheets[one.sheet][one.row - 1][made.columns[field]] = chance.choice(NONSENSE[field])
    file = read(made)
    assert not file.refused, file.refused
    check(made, file, but=(one.sheet, one.row))
    entry = by_place(file)[one.sheet, one.row]
    if said(entry) != truth(one) or entry.status == LEFT_OUT:
        assert is_said(file, one.sheet, one.row), (field, entry)


@pytest.mark.parametrize("seed", few(range(400), 3))
def test_a_lost_column_is_said_or_changes_nothing_else(seed) -> None:
    chance = Random(seed)
    made = ledger(chance)
    field = chance.choice(["called_on", "case", "name", "unit", "outcome", "text"])
    if field not in made.columns:
        return
    for rows in made.sheets.values():
        for row in rows:
            if len(row) > 1:
                del row[made.columns[field]]
    file = read(made)
    if file.refused:
        assert CHINESE.search(file.refused.title) and file.refused.code != "crashed"
        return
    found = by_place(file)
    assert found.keys() == {(one.sheet, one.row) for one in made.calls}
    for one in made.calls:
        entry = found[one.sheet, one.row]
        if entry.status == COUNTED:
            assert said(entry)[6:8] == (one.rating, one.dimensions), field


@pytest.mark.parametrize("seed", few(range(600), 3))
def test_damaged_bytes_are_refused_or_read(seed) -> None:
    chance = Random(seed)
    made = ledger(chance)
    file = read(made, broken(made.content(), chance, seed % 3))
    if file.refused:
        assert CHINESE.search(file.refused.title) and file.refused.code != "crashed"
        assert not len(file.entries)
    else:
        assert len(file.entries) <= len(made.calls)
