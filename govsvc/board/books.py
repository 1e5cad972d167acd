"""What every data version holds, read once: a picture of an older data version then costs no reading."""

from collections import defaultdict
from datetime import date

from govsvc.store import Snapshot, Store

#: (indicator, month, source)
Place = tuple[str, date, str]


class Books:
    """The three books (市通报, 本县测算, 省平台取数) and the files, over all data versions."""

    def __init__(self, store: Store):
        self.store = store.pinned()
        # (since, until) → place → county → (order, value): what came in one write mostly goes in one
        self._spans: dict[tuple[int, int], dict[Place, dict[str, tuple[int, Snapshot]]]] = defaultdict(lambda: defaultdict(dict))
        for order, (since, until, value) in enumerate(store.all_snapshots()):
            self._spans[since, until][value.indicator, value.month, value.source][value.county] = order, value
        self._plain = {span: {place: {county: value for county, (_, value) in found.items()} for place, found in places.items()}
                       for span, places in self._spans.items()}
        self.files = store.batches()

    def at(self, version: int) -> dict[Place, dict[str, Snapshot]]:
        """Place → county → value, as they are at a data version; a bulletin's counties in its order."""
        values: dict[Place, dict[str, Snapshot]] = {}
        parts: dict[Place, dict[str, tuple[int, Snapshot]]] = {}
        for (since, until), places in self._plain.items():
            if since <= version < until:
                for place in values.keys() & places.keys():  # a bulletin that was corrected in part
                    parts.setdefault(place, {}).update(self._spans[since, until][place])
                values.update({place: found for place, found in places.items() if place not in values})
        for place, found in parts.items():
            whole = found | {county: next(kept[place][county] for (since, until), kept in self._spans.items()
                                          if since <= version < until and county in kept.get(place, ())) for county in values[place]}
            values[place] = {county: value for county, (_, value) in sorted(whole.items(), key=lambda item: item[1][0])}
        return values
