"""One county's month counted by the city's rules, from the combinations that its rows have: no row
is read.

What other sheets, and cases, say over a county's items was laid over them by the county; the city's
rules decide what that counts for.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from govsvc.assessment import counting
from govsvc.assessment.judging import Judged, Judging
from govsvc.domain.indicators import STATIONS, ProblemList, Rules, kind_of_list
from govsvc.store.counties import CountyReads

#: numerator and denominator
Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountyCounts:
    """A county's month by the city's rules.

    `values`: indicator key → counts. `listed`: list key → rows on it. `own`: indicator key →
    counts as the county has them, by its own rules.
    """

    values: dict[str, Counts]
    listed: dict[str, int]
    own: dict[str, Counts]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row on a list, as whoever may look into the county sees it."""

    unit: str
    key: str
    name: str


class Recount:
    """Counts months of counties by one version of the city's rules; what combinations of several
    counties have in common is judged once.
    """

    def __init__(self, rules: Rules):
        self._judging = {kind: Judging(kind, rules) for kind in counting.COUNTED_KINDS}

    def counts(self, county: CountyReads, month: date) -> CountyCounts:
        """All values and lists of one county's month."""
        values: dict[str, Counts] = {}
        listed: Counter[str] = Counter()
        for kind in counting.COUNTED_KINDS:
            judged = [(of, rows) for _, of, rows in self._judged(county, kind, month)]
            values |= counting.tally((added, rows) for (_, _, added), rows in judged)
            for (_, lists, _), rows in judged:
                listed.update(dict.fromkeys(lists, rows))
        return CountyCounts(
            {key: counts for key, counts in values.items() if counts[1]},
            dict(+listed),
            county.own_counts(month),
        )

    def townships(self, county: CountyReads, month: date) -> dict[str, dict[str, Counts]]:
        """Township, under its present name → indicator key → counts, of the stations."""
        added = {
            number: amounts for number, (_, _, amounts), _ in self._judged(county, STATIONS, month)
        }
        of_unit: dict[str, list[tuple[dict[str, Counts], int]]] = {}
        for unit, number, rows in county.unit_combinations(STATIONS, month):
            of_unit.setdefault(unit, []).append((added[number], rows))
        return {unit: counting.tally(of_unit[unit]) for unit in sorted(of_unit)}

    def rows(self, county: CountyReads, problem_list: ProblemList, month: date) -> list[NamedRow]:
        """The rows of one county on one list."""
        kind = kind_of_list(problem_list)
        numbers = [
            number
            for number, (_, lists, _), _ in self._judged(county, kind, month)
            if problem_list.key in lists
        ]
        return [NamedRow(*row) for row in county.rows_of(kind, month, numbers)]

    def _judged(
        self, county: CountyReads, kind: str, month: date
    ) -> Iterator[tuple[int, Judged, int]]:
        """(number, what it counts for, rows) of each combination of one kind."""
        judging = self._judging[kind]
        for one in county.combinations(kind, month):
            yield (
                one.number,
                judging.of(one.status, one.attributes, one.flags, one.told),
                one.rows,
            )
