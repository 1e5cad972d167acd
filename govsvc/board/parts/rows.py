"""`board.rows`: which rows of a month are stored, by what files, and how they count."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from govsvc.assessment import counting, overlays, suspects
from govsvc.board.parts.rules import RulesByMonth
from govsvc.board.version_data import VersionData
from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS, Indicator
from govsvc.domain.rows import LEFT_OUT, Entry
from govsvc.store import BatchFile

#: (status, shared attributes, flags, what partial sheets say over them, rows)
Combination = tuple[str, dict[str, str], dict[str, bool], dict[str, bool], int]


class Rows:
    """The stored rows of each month, by kind."""

    def __init__(self, data: VersionData, rules: RulesByMonth):
        self._data, self._store, self._rules = data, data.store, rules
        self._village_lists = data.months_by_kind.get(indicators.VILLAGES, [])
        # what was read once
        self._statuses: dict[date, dict[tuple[str, str], int]] = {}
        self._by_unit: dict[date, dict[tuple[str, str], tuple[int, int]]] = {}
        self._combinations: dict[tuple[str, date], list[Combination]] = {}

    def has_own(self, kind: str, month: date) -> bool:
        """Whether rows of `kind` are stored for the month."""
        return month in self._data.months_by_kind.get(kind, ())

    def has_village_list(self, month: date) -> bool:
        """Whether a village list is in force in the month."""
        return any(listed <= month for listed in self._village_lists)

    def months(self, kinds: Iterable[str], until: date) -> list[date]:
        """The months up to `until` with rows of any of the kinds, ascending."""
        by_kind = self._data.months_by_kind
        return sorted(
            {month for kind in kinds for month in by_kind.get(kind, ()) if month <= until}
        )

    def files(self, kind: str, month: date) -> list[BatchFile]:
        """The files that brought the month's rows or values of a kind, up to this data version, the
        latest first; files of writes that were taken back are left out.
        """
        undone = self._store.undoing.undone()
        return [
            file
            for file in self._data.files
            if (file.kind, file.month) == (kind, month)
            and file.version <= self._data.version
            and file.version not in undone
        ]

    def left_out(self, kind: str, month: date) -> int:
        """How many rows of the month have an error and are not counted."""
        if month not in self._statuses:
            self._statuses[month] = {
                (kind, status): count
                for kind, _, status, count in self._store.counts.status_counts(month)
            }
        return self._statuses[month].get((kind, LEFT_OUT), 0)

    def by_unit(self, month: date) -> Mapping[tuple[str, str], tuple[int, int]]:
        """(indicator key, unit) → (rows met, rows counted) of the month."""
        if month not in self._by_unit:
            self._by_unit[month] = {
                (key, unit): (met, counted)
                for key, unit, met, counted in self._store.counts.unit_counts(month)
            }
        return self._by_unit[month]

    def combinations(self, kind: str, month: date) -> list[Combination]:
        """How many rows of the month share each status, attributes, flags and overlays."""
        if (kind, month) not in self._combinations:
            self._combinations[kind, month] = self._store.counts.combinations(kind, month)
        return self._combinations[kind, month]

    def exempt_count(self, indicator: Indicator, month: date) -> int:
        """How many rows of the month are exempt from the indicator, whatever its rules make of
        them.
        """
        return counting.exempt_count(
            indicator, self.combinations(indicator.kind, month), self._rules.of_month(month)
        )

    def unread_count(self, indicator: Indicator, month: date) -> int:
        """Rows of the month that the indicator leaves out because nobody could read what they
        say.
        """
        return counting.unread_count(
            indicator, self.combinations(indicator.kind, month), self._rules.of_month(month)
        )

    def unknown_count(self, indicator: Indicator, month: date) -> int:
        """Rows of the month that the indicator leaves out because nothing is said of them."""
        return counting.unknown_count(
            indicator, self.combinations(indicator.kind, month), self._rules.of_month(month)
        )

    def amounts_by_unit(self, kind: str, month: date) -> dict[tuple[str, str], tuple[int, int]]:
        """(indicator key, unit) → (numerator, denominator) of the month, of ratios of sums, too."""
        rules = self._rules.of_month(month)
        summed: dict[tuple[str, str], tuple[int, int]] = {}
        for unit, attributes, met, rows in self._store.counts.unit_combinations(kind, month):
            for key, (upper, lower) in counting.amounts(attributes, met, rules).items():
                numerator, denominator = summed.get((key, unit), (0, 0))
                summed[key, unit] = numerator + rows * upper, denominator + rows * lower
        return summed

    def mean_of_ratios(self, indicator: Indicator, month: date) -> Fraction | None:
        """The mean of the ratios of the month's items; None where none has one."""
        rules = self._rules.of_month(month)
        return counting.mean_of_ratios(indicator, self.combinations(indicator.kind, month), rules)

    def unmatched(self, month: date) -> list[tuple[Entry, str]]:
        """The rows of the month's partial sheets that name no item, or several; each with why."""
        sheets = self._store.rows.partials(month)
        items = self._store.rows.table(ITEMS, month)
        of_overlays = overlays.overlay_of(items, sheets, month).unmatched if sheets else []
        return [*of_overlays, *suspects.paired(items, self._store.rows.cases(month))[2]]
