"""Rows of a list in all months at once, followed as the board follows them."""

from collections.abc import Iterable, Sequence
from datetime import date

from govsvc.assessment import problems
from govsvc.assessment.problems import Identity, Index, Problem
from govsvc.domain.rows import Entry, ListRow


def follow(rows: Iterable[ListRow], months: Sequence[date], month: date) -> list[Problem]:
    """The rows of `month`; `rows`: those of earlier months, too."""
    rows = list(rows)
    return problems.follow(_of(rows, month), _past(rows), months, month)


def ended(
    rows: Iterable[ListRow],
    months: Sequence[date],
    month: date,
    counted: Iterable[ListRow],
    present: Iterable[Entry],
) -> list[Problem]:
    """What became of the rows of the month before `month`; `present`: all rows of `month`."""
    rows, present = list(rows), list(present)
    before = max((m for m in months if m < month), default=None)
    return problems.ended(
        problems.gone(_of(rows, before), _of(rows, month)),
        _past(rows),
        months,
        month,
        counted,
        present,
        {entry.unit for entry in present},
    )


def _of(rows: list[ListRow], month: date | None) -> list[ListRow]:
    return [row for row in rows if row.month == month]


def _past(rows: list[ListRow]) -> dict[date, Index]:
    return {
        month: Index(map(Identity.of, _of(rows, month))) for month in {row.month for row in rows}
    }
