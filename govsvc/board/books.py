"""Every value of every data version, read once: a picture of an older data version then costs no reading."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from govsvc.store import Snapshot

#: (indicator, month, source)
Place = tuple[str, date, str]


class Books:
    """The three books (市通报, 本县测算, 省平台取数) over all data versions."""

    def __init__(self, found: Iterable[tuple[int, int, Snapshot]]):
        self._found = [(since, until, (value.indicator, value.month, value.source), value) for since, until, value in found]

    def at(self, version: int) -> dict[Place, dict[str, Snapshot]]:
        """Place → county → value, as they are at a data version; a bulletin's counties in its order."""
        values: dict[Place, dict[str, Snapshot]] = defaultdict(dict)
        for since, until, place, value in self._found:
            if since <= version < until:
                values[place][value.county] = value
        return dict(values)
