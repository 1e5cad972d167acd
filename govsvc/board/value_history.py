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
ValueKey = tuple[str, date, str]


class ValueHistory:
    """The values of every source (市通报, 本县测算) and the files, over all data versions."""

    def __init__(self, store: Store):
        self.store = store.pinned()
        # (since, until) → key → county → (order, value): what came in one write mostly ends in one
        self._spans: dict[tuple[int, int], dict[ValueKey, dict[str, tuple[int, Snapshot]]]] = (
            defaultdict(lambda: defaultdict(dict))
        )
        for order, (since, until, value) in enumerate(store.counts.all_snapshots()):
            self._spans[since, until][value.indicator, value.month, value.source][value.county] = (
                order,
                value,
            )
        self._plain = {
            span: {
                key: {county: value for county, (_, value) in by_county.items()}
                for key, by_county in values_by_key.items()
            }
            for span, values_by_key in self._spans.items()
        }
        self.files = store.records.batches()
        self._lists: dict[str, ListHistory] = {}
        self._reading = threading.Lock()

    def at(self, version: int) -> dict[ValueKey, dict[str, Snapshot]]:
        """ValueKey → county → value at a data version; a bulletin's counties in its order."""
        values: dict[ValueKey, dict[str, Snapshot]] = {}
        parts: dict[ValueKey, dict[str, tuple[int, Snapshot]]] = {}
        for (since, until), values_by_key in self._plain.items():
            if since <= version < until:
                # a bulletin that was corrected in part
                for key in values.keys() & values_by_key.keys():
                    parts.setdefault(key, {}).update(self._spans[since, until][key])
                values.update(
                    {
                        key: by_county
                        for key, by_county in values_by_key.items()
                        if key not in values
                    }
                )
        for key, by_county in parts.items():
            whole = by_county | {
                county: next(
                    spans_values[key][county]
                    for (since, until), spans_values in self._spans.items()
                    if since <= version < until and county in spans_values.get(key, ())
                )
                for county in values[key]
            }
            values[key] = {
                county: value
                for county, (_, value) in sorted(whole.items(), key=lambda item: item[1][0])
            }
        return values

    def list_at(self, list_key: str, version: int) -> "ListAt":
        """The rows on a list in all months at a data version; the list is read when it is first
        asked for.
        """
        with self._reading:
            if list_key not in self._lists:
                self._lists[list_key] = ListHistory(self.store.rows.all_list_rows(list_key))
        return ListAt(self._lists[list_key], version)


class ListHistory:
    """The rows on one list in every month and data version.

    Rows that are the same over the months are held once.
    """

    def __init__(self, rows: list[tuple[int, int, ListRow]]):
        identities: dict[tuple[object, ...], Identity] = {}
        # month → (since, until) → (order, row)
        self.spans: dict[date, dict[tuple[int, int], list[tuple[int, Identity]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for order, (since, until, row) in enumerate(rows):
            fields = row.unit, row.name, *row.attributes.items()
            if fields not in identities:
                identities[fields] = Identity.of(row)
            self.spans[row.month][since, until].append((order, identities[fields]))
        self._indexes: dict[tuple[date, tuple[tuple[int, int], ...]], Index] = {}

    def index(self, month: date, version: int) -> Index:
        spans = self.spans[month]
        in_force = tuple(span for span in spans if span[0] <= version < span[1])
        if (month, in_force) not in self._indexes:
            self._indexes[month, in_force] = Index(
                row
                for _, row in sorted(
                    (pair for span in in_force for pair in spans[span]),
                    key=lambda pair: pair[0],
                )
            )
        return self._indexes[month, in_force]


class ListAt(Mapping[date, Index]):
    """Month → the rows on a list at one data version."""

    def __init__(self, book: ListHistory, version: int):
        self._book, self._version = book, version
        self._indexes: dict[date, Index] = {}

    def __getitem__(self, month: date) -> Index:
        if month not in self._indexes:
            if month not in self._book.spans:
                raise KeyError(month)
            self._indexes[month] = self._book.index(month, self._version)
        return self._indexes[month]

    def __iter__(self) -> Iterator[date]:
        return iter(self._book.spans)

    def __len__(self) -> int:
        return len(self._book.spans)
