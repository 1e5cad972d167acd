"""The states and editions of months, inside a write."""

from collections.abc import Iterable
from datetime import date

from govsvc.domain.errors import MonthClosed
from govsvc.domain.month_states import CLOSED
from govsvc.store.engine import Transaction
from govsvc.store.rules import RulesOf
from govsvc.store.values import Act, MonthState


def state_of(transaction: Transaction, month: date) -> MonthState | None:
    """The state of the month, None where it was not opened, reviewed or closed so far."""
    return next(
        (MonthState(*row) for row in transaction.rows("read_month_states") if row[0] == month),
        None,
    )


def closed_months(transaction: Transaction) -> dict[date, int]:
    """Closed month → number of its last edition."""
    return {
        month: edition
        for month, state, _, edition, *_ in transaction.rows("read_month_states")
        if state == CLOSED
    }


def refuse_closed(transaction: Transaction, months: Iterable[date], act: Act) -> set[date]:
    """The closed ones of the months.

    Raises MonthClosed where there are some and `act` gives no reason for a correction.
    """
    closed = closed_months(transaction)
    concerned = sorted(set(months) & closed.keys())
    if concerned and not act.reason.strip():
        raise MonthClosed.of("month_closed", editions={month: closed[month] for month in concerned})
    return set(concerned)


def close(transaction: Transaction, month: date, act: Act, rules: RulesOf) -> int:
    """Closes the month, or closes it again after a correction; gives the number of the edition."""
    state = state_of(transaction, month)
    editions = (row[1] for row in transaction.rows("read_editions") if row[0] == month)
    edition = 1 + max(editions, default=0)
    set_state(transaction, month, CLOSED, state.base if state else None, edition)
    transaction.rows(
        "insert_edition", month=month, edition=edition, reason=act.reason, rules=rules(month).text()
    )
    return edition


def set_state(
    transaction: Transaction, month: date, state: str, base: date | None, edition: int
) -> None:
    """Gives the month a state; the one it had before ends."""
    transaction.rows("end_month_state", month=month)
    transaction.rows("insert_month_state", month=month, state=state, base=base, edition=edition)
