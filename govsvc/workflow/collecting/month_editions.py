"""A closed month, read as it was published."""

from collections.abc import Sequence
from datetime import date

from govsvc.domain.month_states import CLOSED
from govsvc.store import Edition, Store


def published_version(store: Store, month: date, edition: int | None = None) -> int | None:
    """The data version at which the month is read: that of its last closing, or of the `edition`;
    None while it is open.

    So every number of a closed month stays as it was published, also where it is compared with
    other months.
    """
    closings = editions(store, month)
    state = store.months.states().get(month)
    if not closings or state is None or state.state != CLOSED:
        return None
    return next(
        (closing.version for closing in closings if closing.edition == edition),
        closings[-1].version,
    )


def as_published(store: Store, month: date, edition: int | None = None) -> Store:
    """The store at the data version at which the month is read: that of its last closing or of the
    `edition`, the present one while it is open.
    """
    version = published_version(store, month, edition)
    return store.at(version) if version else store


def editions(store: Store, month: date) -> Sequence[Edition]:
    """The closings of the month, the earliest first."""
    return [edition for edition in store.months.editions() if edition.month == month]
