"""What every data version holds, read once: a picture of an older data version then costs no reading."""

from collections import defaultdict
from datetime import date

from govsvc.store import Snapshot, Store

#: (indicator, month, source)
Place = tuple[str, date, str]


class Books:
    """The three books (市通报, 本县测算, 省平台取数), the months that have rows and the files, over all data versions."""

    def __init__(self, store: Store):
        self._found = [(since, until, (value.indicator, value.month, value.source), value) for since, until, value in store.all_snapshots()]
        self._months = store.all_fact_months()
        self.files = store.batches()

    def at(self, version: int) -> dict[Place, dict[str, Snapshot]]:
        """Place → county → value, as they are at a data version; a bulletin's counties in its order."""
        values: dict[Place, dict[str, Snapshot]] = defaultdict(dict)
        for since, until, place, value in self._found:
            if since <= version < until:
                values[place][value.county] = value
        return dict(values)

    def months_by_kind(self, version: int) -> dict[str, list[date]]:
        """Kind → the months that have counted rows of it at a data version, ascending."""
        found: dict[str, set[date]] = defaultdict(set)
        for since, until, kind, month in self._months:
            if since <= version < until:
                found[kind].add(month)
        return {kind: sorted(months) for kind, months in found.items()}
