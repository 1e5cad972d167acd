"""Several columns that claim one field: which is read, what is said of it, what is asked."""

from collections.abc import Callable

from govsvc.domain import indicators
from govsvc.sheets.cells import answers, cell_text
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.records.flags import answer_reader
from govsvc.sheets.tables.headers import fields_of
from govsvc.sheets.tables.table import Table


def settle(table: Table) -> list[tuple[str, int]]:
    """Settles which of several columns is a field; gives (what to ask, column) of what is open.

    A hidden column stands behind one that is shown. Columns that say different things of a flag
    or a depth are read by none: a person is asked. Of names and codes the more telling header is
    read. All of it is said in the notes of the table.
    """
    questions: list[tuple[str, int]] = []
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
        if visible and _is_deciding(table, field) and _differ(table, field, [taken, *visible]):
            table.matched.leave_open(field, [taken, *rivals])
            questions.append((f"{names}都像是“{shown}”，内容不同，都没有读取", taken))
        else:
            table.matched.columns[field] = taken
            table.notes.append(f"{names}都像是“{shown}”，按{_named(table, [taken])}读取。")
    return questions


def notes_of_asked(table: Table) -> list[str]:
    """A sentence on the columns of which nobody can tell what they are; none is read."""
    columns = [
        column
        for column, near in table.matched.asked.items()
        if not table.matched.left_open.intersection(near)
    ]
    if not columns:
        return []
    return [f"看不准、没有读取的列：{_named(table, columns)}。"]


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
    return field in {flag.key for flag in indicators.flags_of(table.kind)} | {"online_depth"}


def _differ(table: Table, field: str, columns: list[int]) -> bool:
    """Whether two of the columns say different things in a row."""
    read = _reading_of(field)
    for row in range(table.last + 1, len(table.grid.rows)):
        said = {read(table.grid.filled(row, column)) for column in columns} - {""}
        if len(said) > 1:
            return True
    return False


def _reading_of(field: str) -> Callable[[CellValue], str]:
    if field == "online_depth":
        return cell_text.name
    read = answer_reader(indicators.flag_by_key(field))

    def answer(cell: CellValue) -> str:
        reading = read(cell).answer
        return "" if reading == answers.BLANK else reading

    return answer
