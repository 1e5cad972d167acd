"""What a person needs to see how a sheet was read, and to correct it; no personal data."""

from collections import Counter
from collections.abc import Sequence

from govsvc.domain import indicators, personal_data
from govsvc.domain.errors import Issue
from govsvc.domain.rows import ColumnSeen, SheetRead, Unclear
from govsvc.sheets.cells import answers, cell_text
from govsvc.sheets.cells.addresses import letters
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.records.flags import answer_reader
from govsvc.sheets.records.sheet_issues import MOST_QUOTED
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables import headers
from govsvc.sheets.tables.column_matching import text_of
from govsvc.sheets.tables.table import MOST_HEADER_ROWS, Table

#: codes of issues of which a person can say what the value means
_EXPLAINABLE = (
    "not_yes_no",
    "depth_unclear",
    "limit_unclear",
    "item_type_unknown",
    "station_name_unclear",
    "state_unclear",
    "entry_state_unclear",
    "due_unclear",
    "status_unclear",
    "about_unclear",
    "rating_unclear",
    "outcome_unclear",
    "channel_unclear",
    "review_unclear",
    "default_unclear",
    "verdict_unclear",
    "malicious_unclear",
    "result_unclear",
    "is_called_back_unclear",
    "is_content_unclear",
)
#: of a sheet: rows and characters of a cell that are shown, rows looked at for samples, samples of
#: a column
_ROWS_SHOWN, _MOST_SHOWN, _ROWS_SAMPLED, _SAMPLES = 12, 24, 40, 3


def top_rows(grid: Grid) -> list[list[str]]:
    """The first rows, without personal data."""
    rows = [[cell_text.text(cell) for cell in row] for row in grid.rows[:_ROWS_SHOWN]]
    merged_until = {(top, left): right for top, left, _, right in grid.merges}
    personal: dict[int, list[str]] = {}
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if personal_data.is_personal(text):
                right = min(merged_until.get((number, column), column), len(row) - 1)
                for below in range(column, right + 1):
                    personal.setdefault(below, []).append(text)
    return [
        [
            _shown(text, () if personal_data.is_personal(text) else personal.get(column, ()))
            for column, text in enumerate(row)
        ]
        for row in rows
    ]


def _shown(text: str, above: Sequence[str]) -> str:
    """A cell's text as it is shown below its headers, "" where it is personal."""
    for header in filter(personal_data.is_personal, above):
        if personal_data.mask_cell(header, text) != text:
            return ""
    return personal_data.mask(text)[:_MOST_SHOWN]


def fingerprints(grid: Grid) -> dict[tuple[int, int], str]:
    """(first, last) row from 1 → the fingerprint of a header there."""
    rows = min(len(grid.rows), _ROWS_SHOWN)
    prints = {
        (first + 1, last + 1): headers.fingerprint(grid, first, last)
        for first in range(rows)
        for last in range(first, min(first + MOST_HEADER_ROWS, rows))
    }
    return {of_rows: fingerprint for of_rows, fingerprint in prints.items() if fingerprint}


def sheet_of(grid: Grid) -> SheetRead:
    """A sheet of which no table is read, with its first rows."""
    return SheetRead(
        grid.name,
        None,
        is_hidden=grid.is_hidden,
        top=top_rows(grid),
        prints=fingerprints(grid),
    )


def show_header(sheet: SheetRead, table: Table) -> None:
    """Adds where the header of a table stands, and what a person chose of it."""
    sheet.header_rows = (table.first + 1, table.last + 1)
    sheet.fingerprint, sheet.choice = table.fingerprint, table.choice


def show_columns(sheet: SheetRead, table: Table, rows: Sequence[int]) -> None:
    """Adds the columns with a few of their values. `rows`: those with data."""
    columns = table.all_columns
    sheet.columns = {name: table.header_at(column) for name, column in columns.items()}
    # the header may stand below the rows that are shown
    sheet.prints[table.first + 1, table.last + 1] = table.fingerprint
    sheet.start = headers.first_column(table.grid, table.first, table.last)
    sheet.places = columns
    sampled = rows[:_ROWS_SAMPLED]
    for column in range(table.grid.width):
        header = table.header_at(column)
        above = headers.header_texts(table.grid, table.first, table.last, column)
        samples = dict.fromkeys(
            _shown(cell_text.text(table.grid.rows[row][column]), above) for row in sampled
        )
        if header or column in columns.values() or any(samples):
            shown = tuple(filter(None, samples))[:_SAMPLES]
            near = table.matched.asked.get(column)
            if near is not None:
                near = _still_meant(table, column, near, shown)
            sheet.seen.append(
                ColumnSeen(column, letters(column), header, shown, text_of(above), near)
            )


def _still_meant(
    table: Table, column: int, near: Sequence[str], samples: Sequence[str]
) -> tuple[str, ...] | None:
    """Of the fields that a column may be those that no other is read as; None where there are
    none, or the cells fit none: then nothing is asked.
    """
    meant = [
        field
        for field in near
        if table.columns.get(field, column) == column and _may_hold(field, samples)
    ]
    return tuple(meant) or None


def _may_hold(field: str, samples: Sequence[str]) -> bool:
    """Whether a column with these cells may be the field: yes and no are not said by names."""
    flag = next((flag for flag in indicators.FLAGS if flag.key == field), None)
    if flag is None or not samples:
        return True
    read = answer_reader(flag)
    return any(read(sample).answer != answers.ASK for sample in samples)


def unclear_values(reader: SheetReader) -> list[Unclear]:
    """The values that a person can explain (yes or no, depth, type), or has explained.

    The most frequent come first.
    """
    fields = {letters(column): name for name, column in reader.table.columns.items()}
    counts = Counter(
        (issue.column, cell_text.packed(issue.value))
        for issue in reader.issues
        if _is_explainable(issue)
    )
    for column, value in counts:
        counts[column, value] += reader.alike[column or "", value]
    unclear = [
        Unclear(fields[column], headers.plain(reader.table.header(fields[column])), value, count)
        for (column, value), count in counts.items()
        if column in fields
    ]
    explained = [
        Unclear(field, header, cell, count, word)
        for (field, header), cell, word, count in reader.explained()
    ]
    return summed(unclear + explained)


def _is_explainable(issue: Issue) -> bool:
    # what is masked cannot be found again in the column
    is_whole = len(issue.value) <= MOST_QUOTED and "**" not in issue.value
    return issue.code in _EXPLAINABLE and bool(issue.column) and is_whole


def summed(values: Sequence[Unclear]) -> list[Unclear]:
    """One of each value with how often it stands, the most frequent first."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for unclear in values:
        counts[unclear.field, unclear.header, unclear.value, unclear.word] += unclear.count
    return [
        Unclear(field, header, value, count, word)
        for (field, header, value, word), count in counts.most_common()
    ]
