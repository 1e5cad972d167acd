"""Whether the row that an entry of the 整改台账 was made from is still on its problem list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from govsvc.assessment.problems import Identity, Index
from govsvc.domain.rectification import Entry
from govsvc.domain.rows import ListRow


@dataclass(frozen=True, slots=True)
class Listing:
    """The months with data from `made_in`, the one that the entry was made in, and whether its row
    was on the list in each.
    """

    made_in: date | None
    seen: tuple[tuple[date, bool], ...]

    @property
    def is_founded(self) -> bool:
        """Whether the row is still there that the entry was made from: its import may have been
        undone.
        """
        return bool(self.seen) and self.seen[0] == (self.made_in, True)

    @property
    def month(self) -> date | None:
        """The latest month with data; None where there is none."""
        return self.seen[-1][0] if self.seen else None

    @property
    def is_listed(self) -> bool:
        """Whether the row is on the list in the latest month."""
        return bool(self.seen) and self.seen[-1][1]

    @property
    def has_left(self) -> bool:
        """Whether the row is on the list no more in a later month than its own."""
        return self.is_founded and len(self.seen) > 1 and not self.seen[-1][1]

    @property
    def has_come_back(self) -> bool:
        """Whether the row was not on the list in the month before the latest, and is again."""
        return len(self.seen) > 1 and self.is_listed and not self.seen[-2][1]


def identity(entry: Entry) -> Identity:
    """What tells the entry's row from others."""
    month = entry.month or entry.assigned_on
    return Identity.of(
        ListRow(entry.kind, month, entry.unit, entry.key, entry.matter, dict(entry.codes))
    )


def listing(entry: Entry, months: Iterable[date], past: Mapping[date, Index]) -> Listing:
    """Where the entry's row was on its list.

    `months`: those with data of the list's kind; `past`: of those the rows on the list.
    """
    row = identity(entry)
    return Listing(
        entry.month,
        tuple(
            (month, month in past and past[month].find(row) is not None)
            for month in sorted(months)
            if entry.month is not None and month >= entry.month
        ),
    )
