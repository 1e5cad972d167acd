"""The lists behind the numbers over time: what is new, what lasts and for how long, what was solved, what dropped out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry, ListRow

#: codes that tell one item apart, the finest first (a 基本编码 stands for several items and is no key)
CODES = ("business_code", "implementation_code", "item_code")

#: where an 实施编码 has the body's credit code, and behind its level the 基本编码 (a 业务办理项编码 begins with one)
_BODY, _BASIC = slice(0, 18), slice(19, 31)

NEW, LASTING, SOLVED, DEDUCTED = "new", "lasting", "solved", "deducted"
#: no longer on the list for want of data: the unit has not reported; the row has an error; the row is not in the sheet
UNREPORTED, FAULTY, MISSING = "unreported", "faulty", "missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of a list in a month. `state`: new or lasting; None where there is no earlier month.

    One that is no longer on the list: solved, deducted (核减), unreported, faulty or missing. `months`: for how many
    months with data it has been on the list without a break, this one included (one that left: up to the month before).
    `is_recoded`: against the month before it has another code, as when its body was reorganised.
    """

    row: ListRow
    state: str | None
    months: int
    is_recoded: bool = False


def basic_code(row: ListRow | Entry) -> str:
    """The 基本编码 of a row: a column of its own, or part of another code; "" where it has none."""
    of_codes = (code[_BASIC] for code in _codes(row).values() if len(code) >= _BASIC.stop)
    return row.attributes.get("basic_code") or next(of_codes, "")


def is_recoded(before: ListRow | Entry, after: ListRow | Entry) -> bool:
    """Whether the rows are one item whose code changed with its body: one unit, one 基本编码, one name.

    Where both codes name a body they must name two: within one, rows of one 基本编码 are several items.
    """
    basic = basic_code(before)
    if not basic or (before.unit, before.name, basic) != (after.unit, after.name, basic_code(after)):
        return False
    mine, its = _codes(before), _codes(after)
    full = [code for code in mine.keys() & its.keys() if min(len(mine[code]), len(its[code])) >= _BASIC.stop]
    return all(mine[code][_BODY] != its[code][_BODY] and mine[code][_BASIC.start:] == its[code][_BASIC.start:] for code in full)


class _Index:
    """Rows of one month, found again by any code that both months carry, else by name and unit, else as recoded."""

    def __init__(self, rows: Iterable[ListRow]):
        self._by_code: dict[tuple[str, str], ListRow] = {}
        self._by_name: dict[tuple[str, str], list[ListRow]] = {}
        for row in rows:
            for code in _codes(row).items():
                self._by_code[code] = row
            self._by_name.setdefault((row.unit, row.name), []).append(row)

    def find(self, row: ListRow) -> ListRow | None:
        found = self.same(row)
        return self.recoded(row) if found is None else found

    def recoded(self, row: ListRow) -> ListRow | None:
        """The one row that is this one under another code."""
        found = [other for other in self._by_name.get((row.unit, row.name), ()) if is_recoded(other, row)]
        return found[0] if len(found) == 1 else None

    def same(self, row: ListRow) -> ListRow | None:
        """The row with one of its codes, or of its name where no codes can be compared."""
        codes = _codes(row)
        for code in codes.items():
            if code in self._by_code:
                return self._by_code[code]
        for other in self._by_name.get((row.unit, row.name), ()):
            if not codes.keys() & _codes(other).keys():
                return other
        return None


def _codes(row: ListRow | Entry) -> dict[str, str]:
    return {code: row.attributes[code] for code in CODES if row.attributes.get(code)}


def follow(rows: Iterable[ListRow], months: Sequence[date], month: date) -> list[Problem]:
    """The rows of `month`, each with its state and how long it lasts.

    `rows`: the list's rows of `month` and earlier months. `months`: all months with data of the list's kind (a month
    with data and no row on the list breaks a streak; a month without data does not).
    """
    by_month = _by_month(rows)
    earlier = sorted((m for m in months if m < month), reverse=True)
    indexes, now = {m: _Index(by_month.get(m, ())) for m in earlier}, _Index(by_month.get(month, ()))
    found = []
    for row in by_month.get(month, ()):
        length, at, later, is_now_recoded = 1, row, now, False
        for before in earlier:
            was = indexes[before].same(at)
            if was is None:
                was = indexes[before].recoded(at)
                # a row that is there under its own code is not this one
                if was is None or later.same(was) is not None:
                    break
                is_now_recoded |= length == 1
            at, later, length = was, indexes[before], length + 1
        state = None if not earlier else NEW if length == 1 else LASTING
        found.append(Problem(row, state, length, is_now_recoded))
    return found


def trace(rows: Iterable[ListRow], row: ListRow) -> dict[date, ListRow]:
    """Month → the row that is `row` then, followed from month to month as in `follow`; only months of `rows` that have it."""
    by_month = _by_month(rows)
    found = {row.month: row}
    for months in (sorted((m for m in by_month if m < row.month), reverse=True), sorted(m for m in by_month if m > row.month)):
        at = row
        for month in months:
            was = _Index(by_month[month]).find(at)
            if was is not None:
                found[month] = at = was
    return found


def akin(rows: Iterable[ListRow], to: Iterable[ListRow]) -> list[ListRow]:
    """Those of `rows` that may be one of `to` in another month: they share a code, a 基本编码 or the name, also by way of others."""
    waiting, found, known = list(rows), [], {mark for row in to for mark in _marks(row)}
    while True:
        more = [row for row in waiting if not known.isdisjoint(_marks(row))]
        if not more:
            return found
        found += more
        known.update(mark for row in more for mark in _marks(row))
        waiting = [row for row in waiting if known.isdisjoint(_marks(row))]


def _marks(row: ListRow) -> set[tuple[str, str]]:
    basic = basic_code(row)
    return {*_codes(row).items(), (row.unit, row.name), *([("basic_code", basic)] if basic else [])}


def ended(rows: Iterable[ListRow], months: Sequence[date], month: date, counted: Iterable[ListRow],
          present: Iterable[Entry]) -> list[Problem]:
    """The rows of the month before that are no longer on the list in `month`; empty where there is no earlier month.

    `counted`: the rows that the list's indicator counts in `month`: a row among them was solved. `present`: all stored
    rows of the month: one that is there and is not counted (out of use, delegated, exempt) is 核减; one that has an
    error, is not there, or whose unit has no row at all is said to be so, and is neither solved nor 核减.
    """
    earlier = [m for m in months if m < month]
    if not earlier or month not in months:
        return []
    rows = list(rows)
    now, still_counted = _Index(_by_month(rows).get(month, ())), _Index(counted)
    entries = [(ListRow(e.kind, e.month, e.unit, e.key, e.name, e.attributes), e.status) for e in present]
    by_status = {status: _Index(row for row, found in entries if found == status) for status in (COUNTED, OUT_OF_SCOPE, LEFT_OUT)}
    units = {row.unit for row, _ in entries}

    def state(row: ListRow) -> str:
        if still_counted.find(row):
            return SOLVED
        if by_status[LEFT_OUT].find(row):
            return FAULTY
        if by_status[COUNTED].find(row) or by_status[OUT_OF_SCOPE].find(row):
            return DEDUCTED
        return MISSING if row.unit in units else UNREPORTED

    here = _Index(row for row, _ in entries)
    return [Problem(problem.row, state(problem.row), problem.months, here.same(problem.row) is None and here.recoded(problem.row) is not None)
            for problem in follow(rows, months, max(earlier)) if now.find(problem.row) is None]


def state_text(problem: Problem) -> str:
    """新增, 连续N个月未解决, 本月解决, 核减 …; — where there is no earlier month."""
    words: Mapping[str | None, str] = {None: "—", NEW: "新增", LASTING: f"连续{problem.months}个月未解决", SOLVED: "本月解决", DEDUCTED: "核减",
                                         UNREPORTED: "单位本月未报", FAULTY: "本月有误未计入", MISSING: "本月表中没有"}
    return words[problem.state] + ("（编码变更）" if problem.is_recoded else "")


def _by_month(rows: Iterable[ListRow]) -> dict[date, list[ListRow]]:
    found: dict[date, list[ListRow]] = {}
    for row in rows:
        found.setdefault(row.month, []).append(row)
    return found
