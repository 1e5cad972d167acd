"""Reads of months: their states and editions, what is in and from whom."""

from collections import defaultdict
from datetime import date

from govsvc.domain.indicators import VILLAGES
from govsvc.domain.month_states import CLOSED
from govsvc.store import units
from govsvc.store.session import Session
from govsvc.store.values import Edition, MonthState, Submission


class MonthReads:
    """States, editions and submissions of months, and which months have rows."""

    def __init__(self, session: Session):
        self._session = session

    def states(self) -> dict[date, MonthState]:
        """The states of the months that were opened, reviewed or closed; one that is not among them
        is being collected.
        """
        return {row[0]: MonthState(*row) for row in self._session.rows("read_month_states")}

    def editions(self) -> list[Edition]:
        """Every closing of every month, by month and number."""
        return [Edition(*row) for row in self._session.rows("read_editions")]

    def submissions(self, month: date) -> list[Submission]:
        """What units handed in for the month."""
        return units.of_now(
            [Submission(*row) for row in self._session.rows("read_submissions", month=month)],
            self._session.present_names(month),
        )

    def of_kind(self, kind: str) -> list[date]:
        """The months that have counted rows of `kind`, ascending."""
        return self.by_kind().get(kind, [])

    def by_kind(self) -> dict[str, list[date]]:
        """Kind → the months that have counted rows of it, ascending."""
        if not self._session.is_pinned:
            rows = self._session.rows("fact_months")
        else:  # a pinned session keeps those of every data version
            rows = sorted(
                {
                    (kind, month)
                    for since, until, kind, month in self._session.rows("all_fact_months")
                    if since <= self._session.as_of < until
                }
            )
        months: dict[str, list[date]] = defaultdict(list)
        for kind, month in rows:
            months[kind].append(month)
        return dict(months)

    def of_village_lists(self) -> list[date]:
        """The months that have a village list, ascending."""
        return self.of_kind(VILLAGES)

    def closed(self) -> set[date]:
        """The months that are closed."""
        return {month for month, state in self.states().items() if state.state == CLOSED}
