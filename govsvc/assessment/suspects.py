"""Which items their cases make suspected (疑似), on what evidence, and which have no case anywhere
(零办件).

Cases are 期间数: those of the months of the observation period are added up. That there was none is
only said where every month of it was given; that there was one holds whatever the other months say.
Nothing here changes a rate or a list of what is confirmed. Rules: docs/DOMAIN.md,
"Suspected, and confirmed".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from govsvc.assessment import overlays
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
from govsvc.domain.rows import ListRow

#: lists whose rows have a sign
SIGNED = tuple(found for found in indicators.LISTS if found.signs)
NOT_GIVEN = -1


@dataclass(slots=True)
class Seen:
    """The cases of each item in the observation period.

    `sums`: count → per item; `months`: count → per item in how many months it was given.
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
    return Period(months, tuple(found for found in months if found in known))


def seen(items: Entries, cases: Mapping[date, Entries]) -> Seen:
    """The cases of the items.

    A row that speaks of several items tells nothing of each: its cases cannot be parted.
    """
    found = Seen(
        {count.key: np.zeros(len(items), np.int64) for count in CASE_COUNTS},
        {count.key: np.zeros(len(items), np.int64) for count in CASE_COUNTS},
    )
    for rows in cases.values():
        item_places, row_places, _ = paired(items, rows)
        for key, numbers in _numbers(rows).items():
            given = numbers[row_places] != NOT_GIVEN
            np.add.at(found.sums[key], item_places[given], numbers[row_places[given]])
            is_known = np.zeros(len(items), bool)
            is_known[item_places[given]] = True
            is_known[item_places[~given]] = False
            found.months[key] += is_known
    return found


def paired(items: Entries, rows: Entries) -> tuple[np.ndarray, np.ndarray, list[tuple[Entry, str]]]:
    """(places of items, places of the rows of cases that speak of them, rows that are not used with
    why).
    """
    sure = np.nonzero(rows.mask("status", COUNTED))[0]
    item_places, row_places, unmatched = (
        overlays.pairs(items, rows.where(rows.mask("status", COUNTED)))
        if len(sure)
        else (*[np.zeros(0, np.int64)] * 2, [])
    )
    row_places = sure[row_places]
    several = np.bincount(row_places, minlength=len(rows)) > 1
    unmatched = [
        *unmatched,
        *((rows[int(place)], overlays.SEVERAL_ITEMS) for place in np.nonzero(several)[0]),
    ]
    alone = ~several[row_places]
    return item_places[alone], row_places[alone], unmatched


def mark(
    told: dict[str, np.ndarray],
    items: Entries,
    cases: Mapping[date, Entries],
    dismissals: Mapping[date, Entries],
    rules: Rules,
) -> None:
    """Adds to what is `told` of the items the marks of those that have a sign.

    `cases`, `dismissals`: of the months of the observation period. What was dismissed in one of
    them stays away.
    """
    if not len(items) or not any(len(rows) for rows in cases.values()):
        return
    found, counted = seen(items, cases), items.mask("status", COUNTED)
    away = _dismissed(items, dismissals)
    for problem_list in SIGNED:
        holds = counted & np.logical_or.reduce(
            [_holds(sign, found, rules.observation_months) for sign in problem_list.signs]
        )
        if problem_list.suspects:
            flag = indicators.list_by_key(problem_list.suspects).flag
            for required in indicators.flag_by_key(flag).requires:
                holds &= _effective(told, items, required) == YES
            holds &= _effective(told, items, flag) != YES
            if flag in away:
                holds &= ~away[flag]
        if holds.any():
            told[problem_list.mark] = np.where(holds, YES, UNKNOWN)


def evidence(
    problem_list: ProblemList,
    rows: Sequence[ListRow],
    beside: Iterable[Entry],
    cases: Mapping[date, Entries],
    of: Period,
) -> list[str]:
    """Of each row of a list with signs what its cases say:
    近3个月（8—10月）大厅受理0件，部门受理27件.

    `beside`: the stored items that share a code or the name with one of the rows; `cases`: those of
    such items.
    """
    listed = {(row.unit, row.key) for row in rows}
    every = [
        *(
            Entry(row.kind, row.month, row.unit, row.key, row.name, row.attributes, row.flags)
            for row in rows
        ),
        *(entry for entry in beside if (entry.unit, entry.key) not in listed),
    ]
    found = seen(Entries.of(every), cases)
    return [_said(problem_list, found, place, of) for place in range(len(rows))]


def _said(problem_list: ProblemList, found: Seen, place: int, of: Period) -> str:
    holding = [sign for sign in problem_list.signs if _holds(sign, found, len(of.months))[place]]
    wanted = {
        key
        for sign in holding
        for key in (*sign.some, *sign.none, *(key for pair in sign.more for key in pair))
    }
    said = "，".join(
        f"{count.short}{found.sums[count.key][place]}件"
        for count in CASE_COUNTS
        if count.key in wanted and found.months[count.key][place]
    )
    return f"{of.text}{said}" + (f"；{of.lack}" if of.lack else "")


def _holds(sign: Sign, found: Seen, months: int) -> np.ndarray:
    """Per item whether the sign holds."""
    tests = [found.sums[key] > 0 for key in sign.some] + [
        found.sums[one] > found.sums[other] for one, other in sign.more
    ]
    tests += [(found.sums[key] == 0) & (found.months[key] == months) for key in sign.none]
    tests += [found.sums[key] == 0 for key in sign.unless]
    return np.logical_and.reduce(tests)


def _numbers(rows: Entries) -> dict[str, np.ndarray]:
    """Count → per row, `NOT_GIVEN` where it says nothing.

    Of 总量 and 大厅受理 the rest is 部门受理; of none at all both are none.
    """
    found = {}
    for count in CASE_COUNTS:
        texts = rows.attribute(count.key).to_pylist()
        found[count.key] = np.array(
            [NOT_GIVEN if text is None else int(text) for text in texts], np.int64
        )
    hall, unit, total = (found[key] for key in (HALL_ACCEPTED, UNIT_ACCEPTED, TOTAL_ACCEPTED))
    hall[(hall == NOT_GIVEN) & (total == 0)] = 0
    rest = (unit == NOT_GIVEN) & (total != NOT_GIVEN) & (hall != NOT_GIVEN)
    unit[rest] = (total - hall)[rest]
    return found


def _effective(told: Mapping[str, np.ndarray], items: Entries, flag: str) -> np.ndarray:
    given = items.flag(flag)
    return np.where(told[flag] != UNKNOWN, told[flag], given) if flag in told else given


def _dismissed(items: Entries, dismissals: Mapping[date, Entries]) -> dict[str, np.ndarray]:
    """Flag → per item whether the suspicion was dismissed."""
    found: dict[str, np.ndarray] = {}
    for rows in dismissals.values():
        if len(rows):
            item_places, row_places, _ = overlays.pairs(items, rows)
            for problem_list in SIGNED:
                if problem_list.suspects:
                    flag = indicators.list_by_key(problem_list.suspects).flag
                    away = found.setdefault(flag, np.zeros(len(items), bool))
                    away[item_places[rows.flag(flag)[row_places] == overlays.NO]] = True
    return found
