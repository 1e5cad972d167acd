"""窗口考核评分: the monthly score sheets of windows, kept and shown as they are printed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.entries import Entry

PRINTED, SCORE, IS_PERSON = "printed", "score", "is_person"


@dataclass(frozen=True, slots=True)
class WindowScore:
    """A row of a sheet. `cells`: (header, text) as printed, without names of people. `is_person`:
    the row is one worker's, and for administrators alone.
    """

    month: date
    unit: str
    window: str
    cells: tuple[tuple[str, str], ...]
    is_person: bool
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Rows that have the same columns."""

    month: date
    name: str
    columns: tuple[str, ...]
    rows: Sequence[WindowScore]


def printed(cells: Iterable[tuple[str, str]]) -> str:
    """What a stored row keeps of its cells."""
    return json.dumps([list(cell) for cell in cells], ensure_ascii=False)


def score_of(entry: Entry) -> WindowScore:
    """The row that a stored one is."""
    cells = json.loads(entry.attributes.get(PRINTED, "[]"))
    return WindowScore(
        entry.month,
        entry.unit,
        entry.name,
        tuple((header, text) for header, text in cells),
        entry.attributes.get(IS_PERSON) == "yes",
        entry.file,
        entry.sheet,
        entry.row,
    )


def sheets_of(scores: Iterable[WindowScore]) -> list[ScoreSheet]:
    """The sheets that rows are of, by month; those of windows before those of workers."""
    found: dict[tuple[date, str, str, tuple[str, ...]], list[WindowScore]] = {}
    for one in scores:
        columns = tuple(header for header, _ in one.cells)
        found.setdefault((one.month, one.file, one.sheet, columns), []).append(one)
    return [
        ScoreSheet(month, sheet, columns, sorted(rows, key=lambda one: one.row))
        for (month, _, sheet, columns), rows in sorted(
            found.items(), key=lambda one: (one[0][0], one[1][0].is_person, one[0])
        )
    ]
