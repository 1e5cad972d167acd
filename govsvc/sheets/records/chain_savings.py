"""Before and after of a thing: two columns, or one cell with both; what is wrong costs it alone."""

from collections.abc import Mapping
from dataclasses import replace

from govsvc.domain.chains import SAVINGS, Change, Saving, percent_of, printed_agrees
from govsvc.domain.indicators import Rules
from govsvc.domain.rates import percent_text
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.answers import chains as answers
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader

#: where what is wrong with both sides is told
_LAST = ("after", "both")
#: field → (row that says it, cell)
Cells = Mapping[str, tuple[int, CellValue]]


def read(reader: SheetReader, rules: Rules, cells: Cells) -> dict[str, Change]:
    """Key of a saving → its change, of those that say something."""
    changes = {}
    for saving in SAVINGS:
        sides, both = _sides(reader, saving, cells), _both(reader, saving, cells)
        change = replace(sides, printed=both.printed) if sides and both else sides or both
        if change and (checked := _checked(reader, rules, saving, change, cells)):
            changes[saving.key] = checked
    return changes


def _sides(reader: SheetReader, saving: Saving, cells: Cells) -> Change | None:
    said = {}
    for side in ("before", "after"):
        name = f"{saving.key}_{side}"
        row, cell = cells.get(name, (0, ""))
        try:
            said[side] = answers.read_side(cell, saving)
        except Wrong as wrong:
            _error(reader, row, name, wrong)
            said[side] = ""
    return Change(**said) if any(said.values()) else None


def _both(reader: SheetReader, saving: Saving, cells: Cells) -> Change | None:
    name = f"{saving.key}_both"
    row, cell = cells.get(name, (0, ""))
    try:
        return answers.read_change(cell, saving)
    except Wrong as wrong:
        _error(reader, row, name, wrong)
        return None


def _error(reader: SheetReader, row: int, name: str, wrong: Wrong) -> None:
    column = reader.table.columns[name]
    reader.value_error(row, column, wrong.code, wrong.message, wrong.expected)


def _checked(
    reader: SheetReader, rules: Rules, saving: Saving, change: Change, cells: Cells
) -> Change | None:
    """None where there is more after than before; a printed percent that differs is warned of."""
    amounts = change.amounts(rules)
    if amounts is None:
        return change
    # 0 says something
    said = [one for one, (_, cell) in cells.items() if cell_text.packed(cell)]
    name = next(one for side in _LAST if (one := f"{saving.key}_{side}") in said)
    row, column = cells[name][0], reader.table.columns[name]
    if amounts[1] > amounts[0]:
        message = f"改革后{change.after}大于改革前{change.before}"
        reader.value_error(row, column, "after_over_before", message, "不大于改革前")
        return replace(change, before="", after="") if change.printed else None
    if printed_agrees(change.printed, *amounts) is False:
        message = f"写的是{change.printed}，按前后算是{percent_text(percent_of([amounts]))}"
        reader.warn(
            row, column, "printed_differs", message, "与改革前后的数一致；系统按前后的数计算"
        )
    return change
