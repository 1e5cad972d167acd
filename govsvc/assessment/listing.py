"""What the data say of the row that an entry of the 整改台账 was made from: on its list, solved, or
nothing at all.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from govsvc.assessment.problems import (
    DEDUCTED,
    FAULTY,
    MISSING,
    SOLVED,
    UNREPORTED,
    Identity,
    Index,
    Remains,
)
from govsvc.domain.rectification import Entry
from govsvc.domain.rows import ListRow

LISTED = "listed"
#: what proves nothing, neither for the row nor against it
UNKNOWN = (UNREPORTED, FAULTY, MISSING)


@dataclass(frozen=True, slots=True)
class Listing:
    """The months with data from the one on that the entry was made in, and what its row is in each:
    `LISTED`, or what became of it as in `problems.Problem`.

    `is_carried`: the row's unit has handed in nothing for the latest month, which repeats the one
    before.
    """

    seen: tuple[tuple[date, str], ...]
    is_carried: bool = False

    @property
    def is_founded(self) -> bool:
        """Whether any month has the row on its list: the import that it was made from may have been
        undone.
        """
        return any(state == LISTED for _, state in self.seen)

    @property
    def month(self) -> date | None:
        """The latest month with data; None where there is none."""
        return self.seen[-1][0] if self.seen else None

    @property
    def state(self) -> str:
        """What the row is in the latest month; "" where there is none."""
        return self.seen[-1][1] if self.seen else ""

    @property
    def is_listed(self) -> bool:
        """Whether the row is on the list in the latest month."""
        return self.state == LISTED

    @property
    def has_left(self) -> bool:
        """Whether the latest month shows the row solved. A row that it lacks has not left."""
        return self.is_founded and self.state == SOLVED

    @property
    def left_in(self) -> date | None:
        """The month from which on the row is solved; None where it is not."""
        solved = list(takewhile(lambda one: one[1] == SOLVED, reversed(self.seen)))
        return solved[-1][0] if self.is_founded and solved else None

    @property
    def came_back_in(self) -> date | None:
        """The latest month in which the row is on the list after one that showed it solved or 核减;
        months that show nothing are passed over. None where there is none.
        """
        shown = [one for one in self.seen if one[1] not in UNKNOWN]
        back = [
            month
            for (_, before), (month, state) in zip(shown, shown[1:])
            if state == LISTED and before in (SOLVED, DEDUCTED)
        ]
        return back[-1] if back else None

    @property
    def has_come_back(self) -> bool:
        """Whether the row came back in the latest month."""
        return self.is_listed and self.came_back_in == self.month


def row_of(entry: Entry) -> ListRow:
    """The row that the entry was made from, as far as the entry has it."""
    month = entry.month or entry.assigned_on
    return ListRow(entry.kind, month, entry.unit, entry.key, entry.matter, dict(entry.codes))


def identity(entry: Entry) -> Identity:
    """What tells the entry's row from others."""
    return Identity.of(row_of(entry))


def listing(
    entry: Entry,
    months: Iterable[date],
    past: Mapping[date, Index],
    remains: Mapping[date, Remains],
    carried: Container[str] = (),
) -> Listing:
    """What the entry's row is in each month.

    `months`: those with data of the list's kind; `past`: of those the rows on the list; `remains`:
    what else those have in which the row is not on it; `carried`: units that handed in nothing for
    the latest month.
    """
    row = identity(entry)
    return Listing(
        tuple(
            (month, LISTED if is_on(past.get(month), row) else remains[month].state(row))
            for month in sorted(months)
            if entry.month is not None and month >= entry.month
        ),
        entry.unit in carried,
    )


def is_on(rows: Index | None, row: Identity) -> bool:
    """Whether the row is one of a list's."""
    return rows is not None and rows.find(row) is not None
