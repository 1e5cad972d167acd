"""Which items their cases make suspected (疑似), on what evidence, and which have no case anywhere
(零办件).

Cases are 期间数: those of the months of the observation period are added up. That there was none is
only said where every month of it was given; that there was one holds whatever the other months say.
Nothing here changes a rate or a list of what is confirmed. Rules: docs/DOMAIN.md, "Suspected, and
confirmed".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from govsvc.assessment import item_matching, overlays
from govsvc.assessment.overlays import UNKNOWN, YES
from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, Entries, Entry
from govsvc.domain.indicators import (
    CASE_COUNTS,
    HALL_ACCEPTED,
    TOTAL_ACCEPTED,
    UNIT_ACCEPTED,
    ProblemList,
    Rules,
    Sign,
)
from govsvc.domain.months import months_until, span_text
from govsvc.domain.row_keys import ALL_ITEMS
from govsvc.domain.rows import ListRow

#: lists whose rows have a sign
SIGNED = tuple(one for one in indicators.LISTS if one.signs)
NOT_GIVEN = -1


@dataclass(slots=True)
class CasesOfItems:
    """The cases of each item in the observation period.

    `sums`: count → per item the cases of all months; `months`: count → per item the number of
    months in which it was given.
    """

    sums: dict[str, np.ndarray] = field(default_factory=dict)
    months: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Period:
    """The observation period of a month. `given`: those of its months that have case counts."""

    months: tuple[date, ...]
    given: tuple[date, ...]

    @property
    def is_complete(self) -> bool:
        return len(self.given) == len(self.months)

    @property
    def text(self) -> str:
        """近3个月（8—10月）."""
        return f"近{len(self.months)}个月（{span_text(self.months[0], self.months[-1])}）"

    @property
    def lack(self) -> str:
        """只有2个月（9、10月）有办件数据; "" where every month has."""
        if self.is_complete:
            return ""
        if not self.given:
            return "都没有办件数据"
        return (
            f"只有{len(self.given)}个月（{'、'.join(str(month.month) for month in self.given)}月"
            "）有办件数据"
        )


def period(month: date, rules: Rules, with_cases: Iterable[date]) -> Period:
    """The observation period of a month by its rules.

    `with_cases`: the months that have case counts.
    """
    months, known = months_until(month, rules.observation_months), set(with_cases)
    return Period(months, tuple(one for one in months if one in known))


def cases_of(items: Entries, cases: Mapping[date, Entries]) -> CasesOfItems:
    """Adds up the cases of each item over the months of `cases`.

    A row that speaks of several items is not used: nobody knows which cases are whose.
    """
    item_cases = CasesOfItems(
        {count.key: np.zeros(len(items), np.int64) for count in CASE_COUNTS},
        {count.key: np.zeros(len(items), np.int64) for count in CASE_COUNTS},
    )
    for rows in cases.values():
        item_positions, row_positions, _ = paired(items, rows)
        for key, numbers in _numbers(rows).items():
            given = numbers[row_positions] != NOT_GIVEN
            np.add.at(item_cases.sums[key], item_positions[given], numbers[row_positions[given]])
            is_known = np.zeros(len(items), bool)
            is_known[item_positions[given]] = True
            is_known[item_positions[~given]] = False
            item_cases.months[key] += is_known
    return item_cases


def paired(items: Entries, rows: Entries) -> tuple[np.ndarray, np.ndarray, list[tuple[Entry, str]]]:
    """(positions of items, positions of the rows of cases that speak of one of them, rows not used
    with why).
    """
    is_sure = rows.mask("status", COUNTED) & ~rows.mask("name", ALL_ITEMS)
    if not is_sure.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64), []
    item_positions, sure_positions, unmatched = item_matching.pairs(items, rows.where(is_sure))
    row_positions = np.nonzero(is_sure)[0][sure_positions]
    several = np.bincount(row_positions, minlength=len(rows)) > 1
    unmatched += [
        (rows[int(position)], item_matching.SEVERAL_ITEMS) for position in np.nonzero(several)[0]
    ]
    alone = ~several[row_positions]
    return item_positions[alone], row_positions[alone], unmatched


def mark(
    overlaid: dict[str, np.ndarray],
    items: Entries,
    cases: Mapping[date, Entries],
    dismissals: Mapping[date, Entries],
    rules: Rules,
) -> None:
    """Adds to the flags `overlaid` on items the marks of those whose cases show a sign.

    `cases`, `dismissals`: of the months of the observation period. An item that was dismissed in
    one of them is not suspected again.
    """
    if not len(items) or not any(len(rows) for rows in cases.values()):
        return
    item_cases, counted = cases_of(items, cases), items.mask("status", COUNTED)
    away = _dismissed(items, dismissals)
    for problem_list in SIGNED:
        holds = counted & np.logical_or.reduce(
            [_holds(sign, item_cases, rules.observation_months) for sign in problem_list.signs]
        )
        if problem_list.suspects:
            flag = _flag_of(problem_list.suspects)
            for required in (*indicators.flag_by_key(flag).requires, *problem_list.among):
                holds &= overlays.answers_under(items, required, overlaid) == YES
            holds &= overlays.answers_under(items, flag, overlaid) != YES
            if flag in away:
                holds &= ~away[flag]
        if problem_list.mark and holds.any():
            overlaid[problem_list.mark] = np.where(holds, YES, UNKNOWN)


def evidence(
    problem_list: ProblemList,
    rows: Sequence[ListRow],
    beside: Iterable[Entry],
    cases: Mapping[date, Entries],
    of: Period,
) -> list[str]:
    """For each row of a list with signs what its cases say:
    近3个月（8—10月）大厅受理0件，部门受理27件.

    `beside`: the stored items that share a code or the name with one of the rows; `cases`: the
    cases of all these items.
    """
    listed = {(row.unit, row.key) for row in rows}
    every = [
        *(
            Entry(row.kind, row.month, row.unit, row.key, row.name, row.attributes, row.flags)
            for row in rows
        ),
        *(entry for entry in beside if (entry.unit, entry.key) not in listed),
    ]
    item_cases = cases_of(Entries.of(every), cases)
    return [_evidence(problem_list, item_cases, position, of) for position in range(len(rows))]


def _evidence(
    problem_list: ProblemList, item_cases: CasesOfItems, position: int, of: Period
) -> str:
    holding = [
        sign for sign in problem_list.signs if _holds(sign, item_cases, len(of.months))[position]
    ]
    wanted = {
        key
        for sign in holding
        for key in (*sign.some, *sign.none, *(key for pair in sign.more for key in pair))
    }
    sums = "，".join(
        f"{count.short}{item_cases.sums[count.key][position]}件"
        for count in CASE_COUNTS
        if count.key in wanted and item_cases.months[count.key][position]
    )
    return f"{of.text}{sums}" + (f"；{of.lack}" if of.lack else "")


def _holds(sign: Sign, item_cases: CasesOfItems, months: int) -> np.ndarray:
    """Per item whether the sign holds."""
    tests = [item_cases.sums[key] > 0 for key in sign.some] + [
        item_cases.sums[one] > item_cases.sums[other] for one, other in sign.more
    ]
    tests += [(item_cases.sums[key] == 0) & (item_cases.months[key] == months) for key in sign.none]
    tests += [item_cases.sums[key] == 0 for key in sign.unless]
    holds: np.ndarray = np.logical_and.reduce(tests)
    return holds


def _numbers(rows: Entries) -> dict[str, np.ndarray]:
    """Count → number in each row, `NOT_GIVEN` where the row says nothing.

    部门受理 that is not given is 总量 less 大厅受理; where 总量 is 0, 大厅受理 is 0.
    """
    numbers = {}
    for count in CASE_COUNTS:
        texts = rows.attribute(count.key).to_pylist()
        numbers[count.key] = np.array(
            [NOT_GIVEN if text is None else int(text) for text in texts], np.int64
        )
    hall, unit, total = (numbers[key] for key in (HALL_ACCEPTED, UNIT_ACCEPTED, TOTAL_ACCEPTED))
    hall[(hall == NOT_GIVEN) & (total == 0)] = 0
    rest = (unit == NOT_GIVEN) & (total != NOT_GIVEN) & (hall != NOT_GIVEN)
    unit[rest] = (total - hall)[rest]
    return numbers


def _flag_of(list_key: str) -> str:
    """The flag of a list whose rows a person confirms."""
    flag = indicators.list_by_key(list_key).flag
    if flag is None:
        raise KeyError(list_key)
    return flag


def _dismissed(items: Entries, dismissals: Mapping[date, Entries]) -> dict[str, np.ndarray]:
    """Flag → per item whether the suspicion was dismissed."""
    by_flag: dict[str, np.ndarray] = {}
    for rows in dismissals.values():
        if len(rows):
            item_positions, row_positions, _ = item_matching.pairs(items, rows)
            for problem_list in SIGNED:
                if problem_list.suspects:
                    flag = _flag_of(problem_list.suspects)
                    away = by_flag.setdefault(flag, np.zeros(len(items), bool))
                    away[item_positions[rows.flag(flag)[row_positions] == overlays.NO]] = True
    return by_flag
