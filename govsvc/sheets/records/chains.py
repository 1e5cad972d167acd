"""Rows of a 一件事清单 → one entry a thing, however many rows its member items take."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from govsvc.domain import departments
from govsvc.domain.chains import ONLINE, SAVINGS, Chain, Change, chain_entry, chain_key, is_outside
from govsvc.domain.entries import LEFT_OUT, Entries, Entry
from govsvc.domain.roster import DEPARTMENT
from govsvc.sheets.cells import cell_text, chain_members, place_names
from govsvc.sheets.cells.answers import chains as answers
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.chains_vocabulary import CHAIN, IS_DUE, MEMBERS, STATE
from govsvc.sheets.records import chain_cases, chain_items, chain_savings
from govsvc.sheets.records.chain_rows import rows_of
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader

#: columns that say something of a thing, and not of one of its items
_OF_THING = (
    *("unit", "category", "origin", STATE, IS_DUE, "online_on", "entrance", "window"),
    *(f"{one.key}_{side}" for one in SAVINGS for side in ("before", "after", "both")),
    *chain_cases.COUNTED,
)
_REPEATED = (CHAIN, "member_unit", "partners", STATE, "category", "origin")


@dataclass(frozen=True, slots=True)
class Thing:
    """The rows of one thing, from 0, in order."""

    name: str
    rows: tuple[int, ...]


def read_chains(reader: SheetReader, context: SheetContext) -> Entries:
    """The things in order, and their cases of the month where the list has them."""
    reader.check_months(context.month)
    reader.repeat(name for name in _REPEATED if name in reader.table.columns)
    things = _things(reader)
    column = reader.table.columns[CHAIN]
    reader.duplicates(((one.rows[0], chain_key(one.name), column) for one in things), "一件事")
    chains = [(one, _chain(reader, context, one)) for one in things]
    cases = chain_cases.beside_list(reader, context, [(one.name, one.rows) for one in things])
    entries: list[Entry] = []
    for thing, chain in chains:
        if reader.faulty & set(thing.rows):
            reader.faulty.update(thing.rows)
            chain = replace(chain, status=LEFT_OUT)
        entries.append(chain_entry(chain))
    _note(reader, [chain for _, chain in chains])
    return Entries.joined([Entries.of(entries), cases])


def _things(reader: SheetReader) -> list[Thing]:
    """The rows of each thing: its name is merged over them, stands in each, or in the first alone.

    A row without a name that says something of a thing, and not only of an item, is an error.
    """
    found: list[tuple[str, list[int]]] = []
    column = reader.table.columns[CHAIN]
    for row in rows_of(reader):
        name = cell_text.name(reader.value(row, CHAIN))
        if name and (not found or found[-1][0] != name):
            found.append((name, [row]))
        elif found and (name or not _says_of_thing(reader, row)):
            found[-1][1].append(row)
        else:
            reader.error(row, column, "chain_blank", "没有填写一件事名称", "一件事的名称")
    return [Thing(name, tuple(rows)) for name, rows in found]


def _says_of_thing(reader: SheetReader, row: int) -> bool:
    columns = reader.table.columns
    return any(
        cell_text.name(reader.grid.rows[row][columns[name]])
        for name in _OF_THING
        if name in columns
    )


def _chain(reader: SheetReader, context: SheetContext, thing: Thing) -> Chain:
    lead, others = _lead(reader, context, thing)
    of_items = chain_items.read(
        reader,
        thing.rows,
        lambda text: department(reader, context, text),
        lambda text: unit_name(reader, context, text),
    )
    partners = [name for name in (*others, *of_items.units) if name != lead]
    online_on = cell_text.text(_said(reader, thing, "online_on"))
    state = _state(reader, thing)
    return Chain(
        context.month,
        thing.name,
        lead,
        state or (ONLINE if online_on and STATE not in reader.table.columns else ""),
        _is_due(reader, thing),
        of_items.members,
        tuple(dict.fromkeys(partners)),
        _changes(reader, context, thing),
        category=_text(reader, thing, "category"),
        origin=_text(reader, thing, "origin"),
        entrance=_text(reader, thing, "entrance"),
        window=_text(reader, thing, "window"),
        online_on=online_on,
        note="；".join(dict.fromkeys(_notes_of_rows(reader, thing))),
        file=context.file,
        sheet=reader.grid.name,
        row=thing.rows[0] + 1,
    )


def _said(reader: SheetReader, thing: Thing, name: str) -> CellValue:
    """What the rows of a thing say once; an error where two of them say different things."""
    column = reader.table.columns.get(name)
    if column is None:
        return ""
    first: tuple[int, CellValue] | None = None
    for row in thing.rows:
        cell = reader.at(row, column)
        if not cell_text.packed(cell):
            continue
        if first is None:
            first = row, cell
        elif cell_text.packed(cell) != cell_text.packed(first[1]):
            message = f"与同一件事的第{first[0] + 1}行不一致"
            reader.error(row, column, "chain_contradicts", message, "同一件事各行相同，或只填一行")
    return first[1] if first else ""


def _text(reader: SheetReader, thing: Thing, name: str) -> str:
    return cell_text.name(_said(reader, thing, name))


def _notes_of_rows(reader: SheetReader, thing: Thing) -> Iterator[str]:
    """备注 may stand at each item."""
    for row in thing.rows:
        if note := cell_text.name(reader.value(row, "note")):
            yield note


def _place(reader: SheetReader, thing: Thing, name: str) -> int:
    """The row that says it."""
    column = reader.table.columns[name]
    return next(
        (row for row in thing.rows if cell_text.packed(reader.at(row, column))), thing.rows[0]
    )


def _explained(reader: SheetReader, thing: Thing, name: str) -> CellValue:
    """The same, as a person explained it."""
    cell = _said(reader, thing, name)
    column = reader.table.columns.get(name)
    words: Mapping[str, str] = {} if column is None else reader.said_of(column)
    return words.get(cell_text.packed(cell)) or cell


def _state(reader: SheetReader, thing: Thing) -> str:
    state = answers.read_state(_explained(reader, thing, STATE))
    if state == answers.ASKED:
        _ask(reader, thing, STATE, "看不出是否上线", answers.STATES_EXPECTED)
        return ""
    return state


def _is_due(reader: SheetReader, thing: Thing) -> bool | None:
    due = answers.read_due(_explained(reader, thing, IS_DUE))
    if due == answers.ASKED:
        _ask(reader, thing, IS_DUE, "看不出是否应落地", "是、否")
        return None
    return None if due == answers.BLANK else due == answers.YES


def _ask(reader: SheetReader, thing: Thing, name: str, why: str, expected: str) -> None:
    """Costs the value alone: the thing stays in the list."""
    column = reader.table.columns[name]
    reader.value_error(_place(reader, thing, name), column, f"{name}_unclear", why, expected)


def _lead(reader: SheetReader, context: SheetContext, thing: Thing) -> tuple[str, list[str]]:
    """(牵头部门, others: further leads and the 联办部门)."""
    leads, partners = (
        [unit_name(reader, context, name) for row in rows for name in _names(reader, row, field)]
        for field, rows in (("unit", thing.rows), ("partners", thing.rows))
    )
    first, *more = list(dict.fromkeys(leads)) or [""]
    if more:
        reader.notes.append(f"“{thing.name}”的牵头部门有{len(more) + 1}个，按第一个“{first}”计。")
    return first, [*more, *partners]


def _names(reader: SheetReader, row: int, field: str) -> Sequence[str]:
    return chain_members.names_of(reader.value(row, field))


def unit_name(reader: SheetReader, context: SheetContext, text: str) -> str:
    """A body without the county's name, as the roster has it."""
    name = place_names.township(text, context.homes)
    return reader.roster.named(name, DEPARTMENT, context.month)


def department(reader: SheetReader, context: SheetContext, text: str) -> str:
    """The same where it is a department, a bank or a company, "" where it is none of these."""
    name = place_names.township(cell_text.name(text), context.homes)
    is_known = reader.roster.resolve(name, DEPARTMENT) or departments.spellings_of(name)
    if is_known or is_outside(name):
        return reader.roster.named(name, DEPARTMENT, context.month)
    return ""


def _changes(reader: SheetReader, context: SheetContext, thing: Thing) -> dict[str, Change]:
    cells = {
        name: (_place(reader, thing, name), _said(reader, thing, name))
        for one in SAVINGS
        for side in ("before", "after", "both")
        if (name := f"{one.key}_{side}") in reader.table.columns
    }
    return chain_savings.read(reader, context.rules, cells)


def _note(reader: SheetReader, chains: Sequence[Chain]) -> None:
    """What is said of the whole list."""
    reader.notes += list(_notes(reader, chains))


def _notes(reader: SheetReader, chains: Sequence[Chain]) -> Iterator[str]:
    columns = reader.table.columns
    yield f"{len(chains)}个一件事，关联事项{sum(len(one.members) for one in chains)}个。"
    if not columns.keys() & {STATE, "online_on"}:
        yield "没有上线状态的列，上线情况未知。"
    if IS_DUE not in columns:
        yield "没有是否应落地的列，不计算落地率。"
    printed = sum(
        bool(change.printed and not change.before)
        for one in chains
        for change in one.changes.values()
    )
    if printed:
        yield f"{printed}处只有减幅、没有改革前后的数，按原样保存，不计入合计。"
    if MEMBERS in columns and (bare := [one.name for one in chains if not one.members]):
        yield f"{len(bare)}个一件事没有关联事项：{'、'.join(bare[:5])}。"
