"""The member items of one thing: names, departments and codes, in one row or in many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from govsvc.domain.chains import Member
from govsvc.sheets.cells import cell_text, chain_members, values
from govsvc.sheets.cells.chains_vocabulary import MEMBERS
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader


@dataclass(frozen=True, slots=True)
class Items:
    """`units`: all bodies that rows of the thing name, in order."""

    members: tuple[Member, ...]
    units: tuple[str, ...]


def read(
    reader: SheetReader,
    rows: Sequence[int],
    department: Callable[[str], str],
    unit_name: Callable[[str], str],
) -> Items:
    """The items of the rows. `department`: text → the department that it is, "" where none;
    `unit_name`: text → a body's name.
    """
    members: list[Member] = []
    units: list[str] = []
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        cells = tuple(reader.value(row, name) for name in (MEMBERS, "member_unit", "member_code"))
        if cells in seen:  # merged over several rows
            continue
        seen.add(cells)
        named = [unit_name(name) for name in chain_members.names_of(cells[1])]
        of_row = chain_members.members_of(cells[0], department)
        codes = _codes(reader, row, len(of_row))
        if not of_row and codes:
            of_row = [Member(code) for code in codes]
        members += _with_codes(_with_units(of_row, named), codes)
        units += [*named, *(one.unit for one in of_row if one.unit)]
    return Items(tuple(dict.fromkeys(members)), tuple(dict.fromkeys(units)))


def _with_units(members: list[Member], named: list[str]) -> list[Member]:
    """One department is that of all items of its row; as many as items are theirs in order."""
    if len(named) == 1:
        return [replace(one, unit=one.unit or named[0]) for one in members]
    if len(named) == len(members):
        return [replace(one, unit=one.unit or name) for one, name in zip(members, named)]
    return members


def _with_codes(members: list[Member], codes: list[str]) -> list[Member]:
    if len(codes) != len(members):
        return members
    return [replace(one, code=code) for one, code in zip(members, codes)]


def _codes(reader: SheetReader, row: int, items: int) -> list[str]:
    """The codes of a row; an error costs them alone."""
    name = "member_code"
    if name not in reader.table.columns:
        return []
    column, cell = reader.table.columns[name], reader.value(row, name)
    texts = chain_members.names_of(cell) if isinstance(cell, str) else [cell]
    codes: list[str] = []
    try:
        codes = [code for text in texts if (code := values.code(text))]
    except Wrong as wrong:
        reader.value_error(row, column, wrong.code, wrong.message, wrong.expected)
        return []
    if codes and items and len(codes) != items:
        message = f"有{len(codes)}个编码，关联事项是{items}个，没有按编码对应"
        reader.warn(row, column, "codes_not_paired", message, "每个关联事项一个编码")
        return []
    return codes if cell_text.packed(cell) else []
