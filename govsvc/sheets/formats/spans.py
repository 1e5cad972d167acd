"""Tables of documents (web page, Word, XML): cells that span rows and columns, and lines above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from govsvc.sheets.cells import limits, month_words
from govsvc.sheets.cells.cell_text import CellValue

#: a longer paragraph above a table is running text and no title
_LONGEST_TITLE = 200


@dataclass(slots=True)
class SpannedTable:
    """A table before it is a grid; its rows may have different lengths.

    `rows` of cells, "" where a span covers; `merges`: (top, left, bottom, right); `above`: lines
    before the table.
    """

    rows: list[list[CellValue]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    name: str = ""
    is_hidden: bool = False


def lay(name: str, lines: Sequence[Iterable[tuple[CellValue, int, int]]]) -> SpannedTable:
    """Cells of (value, rows spanned, columns spanned), each put where the spans before it leave
    room.

    Raises FileRefused over the limits of rows and columns.
    """
    limits.check_extent(name, len(lines), 0)
    table = SpannedTable(name=name)
    # column → first row that a span from above leaves free
    taken: dict[int, int] = {}
    for number, line in enumerate(lines):
        row: list[CellValue] = []
        for value, down, across in line:
            while taken.get(len(row), 0) > number:
                row.append("")
            left = len(row)
            across = max(1, across)
            limits.check_extent(name, 0, left + across)
            # a span may say more rows than there are
            bottom = min(number + max(1, down), len(lines)) - 1
            row += [value, *[""] * (across - 1)]
            if bottom > number:
                taken |= dict.fromkeys(range(left, left + across), bottom + 1)
            if bottom > number or across > 1:
                table.merges.append((number, left, bottom, left + across - 1))
        table.rows.append(row)
    return table


def with_titles(table: SpannedTable, heading: str) -> SpannedTable:
    """The table with the line above it as its first row.

    With the document's heading, too, where that line names no month.
    """
    lines = [line for line in table.above[-1:] if len(line) <= _LONGEST_TITLE]
    if (
        heading
        and heading not in lines
        and not any(map(month_words.named, lines))
        and len(heading) <= _LONGEST_TITLE
    ):
        lines.insert(0, heading)
    shift = len(lines)
    above: list[list[CellValue]] = [[line] for line in lines]
    return SpannedTable(
        rows=above + table.rows,
        merges=[
            (top + shift, left, bottom + shift, right) for top, left, bottom, right in table.merges
        ],
        name=table.name,
        is_hidden=table.is_hidden,
    )
