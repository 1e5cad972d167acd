"""`board.lists`: the rows behind the numbers: how many are on a list, which, and for how long."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

import pandas as pd

from govsvc.assessment import counting, problems, reasons
from govsvc.assessment.problems import NEW, Index, Problem, Streak
from govsvc.assessment.reasons import Grounds
from govsvc.board.parts.rows import Rows
from govsvc.board.parts.rules import RulesByMonth
from govsvc.board.parts.suspects import Suspects
from govsvc.board.version_data import VersionData
from govsvc.domain import indicators
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.rows import ListRow
from govsvc.store import SeenRow


@dataclass(frozen=True, slots=True)
class Moved:
    """Unit → rows that came on a list since the month before, and that left it; most first."""

    new_by_unit: Mapping[str, int]
    left_by_unit: Mapping[str, int]

    @property
    def new(self) -> int:
        return sum(self.new_by_unit.values())

    @property
    def left(self) -> int:
        return sum(self.left_by_unit.values())


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class Lists:
    """The lists of rows with a problem (问题清单) of every month."""

    def __init__(self, data: VersionData, rules: RulesByMonth, rows: Rows, suspects: Suspects):
        self._data, self._store = data, data.store
        self._rules, self._rows, self._suspects = rules, rows, suspects
        # what was read once
        self._counts: dict[date, dict[str, dict[str, int]]] = {}
        self._past_rows: dict[str, Mapping[date, Index]] = {}
        self._streaks: dict[tuple[str, date], list[Streak]] = {}
        self._splits: dict[tuple[str | None, date], pd.DataFrame] = {}
        self._moved: dict[tuple[str, date], Moved] = {}

    # -- counts --------------------------------------------------------------------------

    def count(self, problem_list: ProblemList, month: date) -> int | None:
        """How many rows are on the list; None where the month has no rows of its kind."""
        if not self._rows.has_own(indicators.kind_of_list(problem_list), month):
            return None
        return sum(self._units(problem_list, month).values())

    def change(self, problem_list: ProblemList, month: date) -> int | None:
        """Rows more (or fewer) on the list than in the month with data before; None where there is
        none, or where it was counted by other rules.
        """
        earlier = [m for m in self._months(problem_list) if m < month]
        if not earlier:
            return None
        now, before = self.count(problem_list, month), self.count(problem_list, max(earlier))
        indicator = indicators.by_key(problem_list.indicator)
        if now is None or before is None:
            return None
        return now - before if self._rules.are_same(indicator, max(earlier), month) else None

    def moved(self, problem_list: ProblemList, month: date) -> Moved | None:
        """What came on the list and what left it since the month with data before; None where
        `change` is.
        """
        change = self.change(problem_list, month)
        if change is None:
            return None
        if not change and not self.count(problem_list, month):  # nothing to be read
            return Moved({}, {})
        key = problem_list.key, month
        if key not in self._moved:
            self._moved[key] = self._came_and_left(problem_list, month)
        return self._moved[key]

    def _came_and_left(self, problem_list: ProblemList, month: date) -> Moved:
        months = self._months(problem_list)
        months = months[: list(months).index(month) + 1][-2:]
        past = self._past(problem_list)
        then, now = (past[m] if m in past else Index(()) for m in months)
        streaks = problems.streaks(now.rows, past, months, month)
        new = Counter(streak.unit for streak in streaks if streak.state == NEW)
        left = Counter(row.unit for row in then.rows if now.find(row) is None)
        return Moved(_most_first(new), _most_first(left))

    def count_on_all(self, lists: Sequence[ProblemList], month: date) -> int:
        """Rows of the month that are on all of these lists of one kind."""
        keys = {one.key for one in lists}
        return sum(
            rows
            for on_lists, rows in self._judged(indicators.kind_of_list(lists[0]), month)
            if keys <= on_lists
        )

    def count_on_any(self, lists: Sequence[ProblemList], month: date) -> int:
        """Rows of the month that are on any of these lists of one kind, each once."""
        counts = [self.count(one, month) or 0 for one in lists]
        if sum(map(bool, counts)) < 2:
            return sum(counts)
        keys = {one.key for one in lists}
        return sum(
            rows
            for on_lists, rows in self._judged(indicators.kind_of_list(lists[0]), month)
            if keys & on_lists
        )

    def _judged(self, kind: str, month: date) -> list[tuple[set[str], int]]:
        """(keys of the lists, rows) of each combination of the month."""
        rules = self._rules.of_month(month)
        return [
            (set(counting.judge(kind, status, attributes, flags, rules, overlay)[1]), rows)
            for status, attributes, flags, overlay, rows in self._rows.combinations(kind, month)
        ]

    def suspected(self, problem_list: ProblemList, month: date) -> int | None:
        """How many rows are suspected to belong on the list; None where none can be, as no month of
        the observation period has case counts.
        """
        suspected_list = indicators.suspected_of(problem_list)
        if suspected_list is None or not self._suspects.period(month).given:
            return None
        return self.count(suspected_list, month)

    def suspected_of(self, indicator: Indicator, month: date) -> int:
        """Rows that are suspected to be deducted from the indicator, each once."""
        return self.count_on_any(
            [
                one
                for one in indicators.LISTS
                if one.suspects and indicators.list_by_key(one.suspects).flag in indicator.unless
            ],
            month,
        )

    # -- by unit -------------------------------------------------------------------------

    def in_use(self, month: date) -> list[ProblemList]:
        """The lists of the month: of an indicator beside the province's those with rows."""
        return [
            one
            for one in indicators.LISTS
            if not indicators.is_extra(one) or self.count(one, month)
        ]

    def by_unit(self, kind: str, month: date) -> dict[ProblemList, dict[str, int]]:
        """Each list of rows of that kind → unit → rows on it."""
        return {
            problem_list: self._units(problem_list, month)
            for problem_list in self.in_use(month)
            if problem_list.is_problem and indicators.kind_of_list(problem_list) == kind
        }

    def _units(self, problem_list: ProblemList, month: date) -> dict[str, int]:
        """Unit → rows on the list."""
        if month not in self._counts:
            counts = self._counts[month] = {}
            for list_key, _, unit, count in self._store.counts.list_counts(month):
                counts.setdefault(list_key, {})[unit] = count
        return self._counts[month].get(problem_list.key, {})

    def missing_split(self, indicator: Indicator, month: date) -> pd.DataFrame:
        """Rows that the indicator counts and that are not met, by unit; columns as in `split`."""
        return self.split(indicators.missing_list_of(indicator), month)

    def split(self, problem_list: ProblemList | None, month: date) -> pd.DataFrame:
        """Rows on the list by unit, most first: columns unit, missing, cumulative (share of 1)."""
        key = problem_list.key if problem_list else None, month
        if key not in self._splits:
            counts = self._units(problem_list, month) if problem_list else {}
            ordered, total = _most_first(counts), sum(counts.values())
            shares = [so_far / total for so_far in accumulate(ordered.values())]
            self._splits[key] = pd.DataFrame(
                [(*unit, share) for unit, share in zip(ordered.items(), shares)],
                columns=["unit", "missing", "cumulative"],
            )
        return self._splits[key]

    # -- rows ----------------------------------------------------------------------------

    def rows(
        self, problem_list: ProblemList, month: date, *, with_gone: bool = True
    ) -> tuple[list[Problem], list[Problem]]:
        """(rows on the list, rows of the month before that left it; the latter only where they are
        asked for).
        """
        months = [m for m in self._months(problem_list) if m <= month]
        if not months:
            return [], []
        now = self._store.rows.list_rows(problem_list.key, month, month)
        now = [
            replace(row, grounds=grounds.text, deciding_kind=grounds.deciding_kind)
            for row, grounds in zip(now, self._reasons(problem_list, now, month))
        ]
        past = self._past(problem_list)
        listed = problems.follow(now, past, months, month)
        left = (
            problems.gone(self._store.rows.list_rows(problem_list.key, months[-2], months[-2]), now)
            if with_gone and month in months[1:]
            else []
        )
        if not left:
            return listed, []
        stored = self._store.rows.remaining(
            indicators.kind_of_list(problem_list),
            month,
            months[-2],
            problem_list.indicator,
            left,
        )
        return listed, problems.ended(left, past, months, month, *stored)

    def streaks(self, problem_list: ProblemList, month: date) -> list[Streak]:
        """How long each row on the list has been there."""
        key = problem_list.key, month
        if key not in self._streaks:
            past = self._past(problem_list)
            self._streaks[key] = (
                problems.streaks(past[month].rows, past, self._months(problem_list), month)
                if month in past
                else []
            )
        return self._streaks[key]

    def row_history(self, problem_list: ProblemList, row: ListRow, until: date) -> list[SeenRow]:
        """The stored rows that have the name or key of `row`, in all months up to `until`."""
        return self._store.rows.row_history(problem_list.key, problem_list.indicator, row, until)

    def _months(self, problem_list: ProblemList) -> Sequence[date]:
        """The months that have rows of the list's kind, ascending."""
        return self._data.months_by_kind.get(indicators.kind_of_list(problem_list), ())

    def _past(self, problem_list: ProblemList) -> Mapping[date, Index]:
        """Month → the rows on the list."""
        if problem_list.key not in self._past_rows:
            self._past_rows[problem_list.key] = self._data.history.list_at(
                problem_list.key, self._data.version
            )
        return self._past_rows[problem_list.key]

    def _reasons(
        self, problem_list: ProblemList, rows: Sequence[ListRow], month: date
    ) -> Sequence[Grounds]:
        """For each row of the month why it is on the list."""
        if problem_list.signs:
            return list(map(Grounds, self._suspects.evidence(problem_list, rows, month)))
        if any(row.overlaid for row in rows):
            return reasons.of_rows(problem_list, rows, self._store.rows.partials(month))
        return [Grounds()] * len(rows)
