"""Rows of a 首席事务代表名册 → the representative of each department, and issues."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.representatives import Representative, entry_of
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, days, place_names
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.representatives import Names, Paper, Term, ended, names, paper, term
from govsvc.sheets.cells.representatives_vocabulary import APPOINTMENT, DEPUTY, DOCUMENT, NAME
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader, T


def read_representatives(reader: SheetReader, context: SheetContext) -> Entries:
    """One row a department, in the order of the rows; a department that stands twice counts in no
    row.
    """
    reader.check_months(context.month)
    units = reader.named("unit", "部门").map(lambda unit: place_names.township(unit, context.homes))
    units = reader.roster_names(units, DEPARTMENT, context.month)
    appointed, authorised = _papers(reader, APPOINTMENT), _papers(reader, DOCUMENT)
    column = reader.table.columns["unit"]
    reader.duplicates(
        ((row, unit, column) for row, unit in zip(reader.rows, units) if unit), "部门"
    )
    rows = [
        _representative(reader, row, Representative(unit, context.month), papers)
        for row, unit, *papers in zip(reader.rows, units, appointed, authorised)
    ]
    reader.notes.append("首席事务代表的姓名按规定公开，照表保存；电话不保存。")
    return Entries.of(
        entry_of(
            replace(one, file=context.file, sheet=reader.grid.name, row=row + 1),
            LEFT_OUT if row in reader.faulty else COUNTED,
        )
        for row, one in zip(reader.rows, rows)
        if one.unit
    )


def _papers(reader: SheetReader, field: str) -> Sequence[Paper]:
    """What each row says of a paper: a blank is a no where another row has one."""
    found = [paper(cell) for cell in reader.field(field)]
    is_used = any(one.is_there for one in found)
    return [Paper(False, "") if is_used and one.is_there is None else one for one in found]


def _representative(
    reader: SheetReader, row: int, of_unit: Representative, papers: Sequence[Paper]
) -> Representative:
    """The row's, with an error at each cell that nobody can read."""
    first, second = _names(reader, row)
    appointed, authorised = papers
    since, until = _term(reader, row)
    issued_on = _value(reader, row, "issued_on", _day)
    return replace(
        of_unit,
        name=first,
        deputy=second,
        position=_text(reader, row, "position"),
        is_appointed=appointed.is_there,
        appointment=appointed.number,
        has_document=authorised.is_there,
        document=authorised.number,
        issued_on=issued_on,
        valid_from=since,
        valid_until=until.last,
        is_endless=until.is_endless,
        seal=_text(reader, row, "seal"),
        note=_text(reader, row, "note"),
    )


def _names(reader: SheetReader, row: int) -> Names:
    """A岗 and B岗; an error, which costs the row, where they contradict each other."""
    first, beside = reader.read(row, NAME, names) or Names("", "")
    deputies = reader.read(row, DEPUTY, names) or Names("", "")
    second = deputies.first or deputies.second
    named = {one for one in (beside, second) if one}
    if len(named) > 1 or (deputies.first and deputies.second):
        reader.error(
            row,
            reader.table.columns[DEPUTY],
            "names_unclear",
            "B岗写了不止一个人",
            "B岗一个人；A岗一列已写了两个人的，这一列留空",
        )
    second = second or beside
    if second and second == first:
        column = reader.table.columns.get(DEPUTY, reader.table.columns[NAME])
        reader.error(row, column, "same_person", "与A岗是同一个人", "另一个人；还没有的填 待定")
    return Names(first, second)


def _term(reader: SheetReader, row: int) -> tuple[date | None, Term]:
    """The first day and the term; a cell that nobody can read costs only the term."""
    since = _value(reader, row, "valid_from", _day)
    found = _value(reader, row, "valid_until", term) or Term()
    issued_on = _value(reader, row, "issued_on", _day) if found.years else None
    try:
        found = ended(found, since, issued_on)
    except Wrong as wrong:
        column = reader.table.columns["valid_until"]
        reader.value_error(row, column, wrong.code, wrong.message, wrong.expected)
        found = Term()
    since = since or found.first
    if since and found.last and found.last < since:
        reader.value_error(
            row,
            reader.table.columns["valid_until"],
            "term_backwards",
            f"止期早于起期{since.isoformat()}",
            f"{since.isoformat()}以后的日期",
        )
        found = Term()
    return since, found


def _value(reader: SheetReader, row: int, field: str, parse: Callable[[CellValue], T]) -> T | None:
    """`parse` of a cell; None where it is wrong, which costs only this value."""
    column = reader.table.columns.get(field)
    if column is None:
        return None
    try:
        return parse(reader.at(row, column))
    except Wrong as wrong:
        reader.value_error(row, column, wrong.code, wrong.message, wrong.expected)
        reader.settle(row, column)
        return None


def _day(cell: CellValue) -> date | None:
    text = days.day(cell)
    return date.fromisoformat(text) if text else None


def _text(reader: SheetReader, row: int, field: str) -> str:
    return cell_text.name(reader.value(row, field))
