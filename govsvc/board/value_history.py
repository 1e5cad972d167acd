"""What every data version holds, read once: a picture of an older data version then costs no
reading.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from govsvc.assessment.problems import Identity, Index
from govsvc.domain.rows import ListRow
from govsvc.store import Snapshot, Store

#: (indicator, month, source)
Place = tuple[str, date, str]


class Books:
    """The three books (市通报, 本县测算, 省平台取数) and the files, over all data versions."""

    def __init__(self, store: Store):
        self.store = store.pinned()
        # (since, until) → place → county → (order, value): what came in one write mostly goes in
        # one
        self._spans: dict[tuple[int, int], dict[Place, dict[str, tuple[int, Snapshot]]]] = (
            defaultdict(lambda: defaultdict(dict))
        )
        for order, (since, until, value) in enumerate(store.counts.all_snapshots()):
            self._spans[since, until][value.indicator, value.month, value.source][value.county] = (
                order,
                value,
            )
        self._plain = {
            span: {
                place: {county: value for county, (_, value) in found.items()}
                for place, found in places.items()
            }
            for span, places in self._spans.items()
        }
        self.files = store.records.batches()
        self._lists: dict[str, ListBook] = {}
        self._reading = threading.Lock()

    def at(self, version: int) -> dict[Place, dict[str, Snapshot]]:
        """Place → county → value, as they are at a data version; a bulletin's counties in its
        order.
        """
        values: dict[Place, dict[str, Snapshot]] = {}
        parts: dict[Place, dict[str, tuple[int, Snapshot]]] = {}
        for (since, until), places in self._plain.items():
            if since <= version < until:
                for place in values.keys() & places.keys():  # a bulletin that was corrected in part
                    parts.setdefault(place, {}).update(self._spans[since, until][place])
                values.update(
                    {place: found for place, found in places.items() if place not in values}
                )
        for place, found in parts.items():
            whole = found | {
                county: next(
                    kept[place][county]
                    for (since, until), kept in self._spans.items()
                    if since <= version < until and county in kept.get(place, ())
                )
                for county in values[place]
            }
            values[place] = {
                county: value
                for county, (_, value) in sorted(whole.items(), key=lambda item: item[1][0])
            }
        return values

    def list_at(self, list_key: str, version: int) -> "ListAt":
        """The rows on a list in all months, as they are at a data version; a list is read when it
        is first asked for.
        """
        with self._reading:
            if list_key not in self._lists:
                self._lists[list_key] = ListBook(self.store.rows.all_list_rows(list_key))
        return ListAt(self._lists[list_key], version)


class ListBook:
    """The rows on one list in every month and data version, to be found again.

    What is the same over the months is kept once.
    """

    def __init__(self, rows: list[tuple[int, int, ListRow]]):
        identities: dict[tuple[object, ...], Identity] = {}
        # month → (since, until) → (order, row)
        self.spans: dict[date, dict[tuple[int, int], list[tuple[int, Identity]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for order, (since, until, row) in enumerate(rows):
            marks = row.unit, row.name, *row.attributes.items()
            if marks not in identities:
                identities[marks] = Identity.of(row)
            self.spans[row.month][since, until].append((order, identities[marks]))
        self._indexes: dict[tuple[date, tuple[tuple[int, int], ...]], Index] = {}

    def index(self, month: date, version: int) -> Index:
        spans = self.spans[month]
        in_force = tuple(span for span in spans if span[0] <= version < span[1])
        if (month, in_force) not in self._indexes:
            self._indexes[month, in_force] = Index(
                row
                for _, row in sorted(
                    (found for span in in_force for found in spans[span]),
                    key=lambda found: found[0],
                )
            )
        return self._indexes[month, in_force]


class ListAt(Mapping[date, Index]):
    """Month → the rows on a list at one data version."""

    def __init__(self, book: ListBook, version: int):
        self._book, self._version = book, version
        self._found: dict[date, Index] = {}

    def __getitem__(self, month: date) -> Index:
        if month not in self._found:
            if month not in self._book.spans:
                raise KeyError(month)
            self._found[month] = self._book.index(month, self._version)
        return self._found[month]

    def __iter__(self) -> Iterator[date]:
        return iter(self._book.spans)

    def __len__(self) -> int:
        return len(self._book.spans)
