"""Several columns that claim one field: which is read, what is said of it, what is asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS
from govsvc.domain.mappings import Choices, HeaderChoice
from govsvc.sheets.cells import addresses, answers, cell_text
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.records.flags import answer_reader
from govsvc.sheets.records.item_identity import full_type, type_text
from govsvc.sheets.tables import headers
from govsvc.sheets.tables.column_matching import text_of
from govsvc.sheets.tables.headers import fields_of
from govsvc.sheets.tables.table import Table

_TYPES = re.compile("类型|类别|性质|分类|种类")
_COUNTS = {count.key for count in indicators.CASE_COUNTS}
_NO_CHOICE = HeaderChoice("", 0)


@dataclass(frozen=True, slots=True)
class Open:
    """Columns that claim one field and are not read: what is said, how to settle it, and the first
    of them.
    """

    message: str
    step: str
    column: int


def settle(table: Table) -> list[Open]:
    """Settles which of several columns is a field; gives what is open.

    A hidden column stands behind one that is shown. Columns that say different things of a flag
    or a depth are read by none: a person is asked. Of names and codes the more telling header is
    read. All of it is said in the notes of the table.
    """
    questions: list[Open] = []
    chosen = table.choice.columns if table.choice else {}
    for field, others in list(table.matched.rivals.items()):
        if field in chosen:
            continue
        taken = _shown_first(table, field, others)
        claiming = (table.matched.columns[field], *others)
        rivals = [column for column in claiming if column != taken]
        names = _named(table, [taken, *rivals])
        shown = fields_of(table.kind)[field]
        visible = [column for column in rivals if column not in table.grid.hidden_columns]
        differing = (
            _differing_row(table, field, [taken, *visible])
            if visible and _is_deciding(table, field)
            else None
        )
        if differing is not None:
            table.matched.leave_open(field, [taken, *rivals])
            said = "、".join(_quoted(table, differing, column) for column in [taken, *visible])
            questions.append(
                Open(
                    f"{names}都像是“{shown}”，内容不同（第{differing + 1}行：{said}），"
                    f"哪一列都没有读取，“{shown}”未计入。",
                    f"在“不能确定的列”里把要用的一列选为“{shown}”、其余选“不读取”，再点击“都对”",
                    taken,
                )
            )
        else:
            table.matched.columns[field] = taken
            table.notes.append(f"{names}都像是“{shown}”，按{_named(table, [taken])}读取。")
    return questions


def ask_of_states(table: Table, said: Choices) -> None:
    """A person is asked whether a column is 事项状态 where none of its cells says that an item is
    in use or is not; until then it is read as that.
    """
    column = table.columns.get("status")
    if column is None or table.kind != ITEMS or "status" in (table.choice or _NO_CHOICE).columns:
        return
    if _is_said(table, column, said):
        return
    cells = _cells(table, column)
    said_of_use = {answers.read_usage(cell_text.raw(cell)).answer for cell in cells}
    if said_of_use - {answers.BLANK} == {answers.ASK}:
        table.matched.asked[column] = ("status",)


def find_types(table: Table, said: Choices) -> None:
    """A column 类型 of an item list that holds types of items is their 事项类型; a note says so."""
    known_fields = {*table.columns, *(table.choice or _NO_CHOICE).columns}
    if table.kind != ITEMS or "item_type" in known_fields:
        return
    for column in range(table.grid.width):
        if column in table.matched.used or not _TYPES.fullmatch(
            headers.bare(table.header_at(column))
        ):
            continue
        words = [word for cell in _cells(table, column) if (word := type_text(cell))]
        known = sum(full_type(word) is not None for word in words)
        if known * 2 > len(words) and not _is_said(table, column, said):
            table.matched.columns["item_type"] = column
            table.notes.append(f"{table.column_name(column)}里写的是事项类型，按“事项类型”读取。")
            return


def _cells(table: Table, column: int) -> list[CellValue]:
    """The cells of a column below the header."""
    below = range(table.last + 1, len(table.grid.rows))
    return [table.grid.filled(row, column) for row in below]


def _is_said(table: Table, column: int, said: Choices) -> bool:
    """Whether a person said what the columns with that header are."""
    header = headers.levels(table.grid, table.first, table.last).get(column, ())
    return said.field_of(table.kind, text_of(header)) is not None


def notes_of_asked(table: Table) -> list[str]:
    """A sentence on the columns of which nobody can tell what they are; none is read."""
    columns = [
        column
        for column, near in table.matched.asked.items()
        if not table.matched.left_open.intersection(near) and column not in table.matched.used
    ]
    if not columns:
        return []
    return [f"不能确定、没有读取的列：{_named(table, columns)}。"]


def _shown_first(table: Table, field: str, others: tuple[int, ...]) -> int:
    columns = [table.matched.columns[field], *others]
    return next(
        (column for column in columns if column not in table.grid.hidden_columns), columns[0]
    )


def _named(table: Table, columns: list[int]) -> str:
    return "、".join(
        table.column_name(column) + ("（隐藏）" if column in table.grid.hidden_columns else "")
        for column in columns
    )


def _is_deciding(table: Table, field: str) -> bool:
    flags = {flag.key for flag in indicators.flags_of(table.kind)}
    return field in flags | {"online_depth"} | _COUNTS


def _differing_row(table: Table, field: str, columns: list[int]) -> int | None:
    """The first row in which two of the columns say different things."""
    read = _reading_of(field)
    for row in range(table.last + 1, len(table.grid.rows)):
        said = {read(table.grid.filled(row, column)) for column in columns} - {""}
        if len(said) > 1:
            return row
    return None


def _quoted(table: Table, row: int, column: int) -> str:
    return f"{addresses.letters(column)}列“{cell_text.name(table.grid.filled(row, column))}”"


def _reading_of(field: str) -> Callable[[CellValue], str]:
    if field == "online_depth" or field in _COUNTS:
        return cell_text.name
    read = answer_reader(indicators.flag_by_key(field))

    def answer(cell: CellValue) -> str:
        reading = read(cell).answer
        return "" if reading == answers.BLANK else reading

    return answer
