"""The lists behind the numbers over time: what is new, what lasts and for how long, what was
solved, what dropped out.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry, ListRow

#: codes that tell one item apart, the finest first (a 基本编码 stands for several items and is no
#: key)
CODES = ("business_code", "implementation_code", "item_code")

#: where an 实施编码 has the body's credit code, and behind its level the 基本编码 (a 业务办理项编码
#: begins with one)
_BODY, _BASIC = slice(0, 18), slice(19, 31)

NEW, LASTING, SOLVED, DEDUCTED = "new", "lasting", "solved", "deducted"
#: no longer on the list for want of data: the unit has not reported; the row has an error; the row
#: is not in the sheet
UNREPORTED, FAULTY, MISSING = "unreported", "faulty", "missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of a list in a month.

    `state`: new or lasting, None where there is no earlier month; of a row that is no longer on the
    list: solved, deducted (核减), unreported, faulty or missing. `months`: for how many months with
    data it has been on the list without a break, this one included (one that left: up to the month
    before). `is_recoded`: it has another code than in the month before, as when its body was
    reorganised. `since`: the first of those months.
    """

    row: ListRow
    state: str | None
    months: int
    is_recoded: bool = False
    since: date | None = None


def code_of(row: ListRow | Entry) -> str | None:
    """The code that tells the row apart; None where it has none."""
    return next((row.attributes[code] for code in CODES if row.attributes.get(code)), None)


def basic_code(row: ListRow | Entry) -> str:
    """The 基本编码 of a row: a column of its own, or part of another code; "" where it has none."""
    return Identity.of(row).basic


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """What tells one row of a list from another over the months.

    `codes`: those of `CODES` that it has; `basic`: its 基本编码, "" where it has none.
    """

    unit: str
    name: str
    codes: Mapping[str, str]
    basic: str

    @classmethod
    def of(cls, row: ListRow | Entry) -> "Identity":
        attributes = row.attributes
        codes = {code: attributes[code] for code in CODES if attributes.get(code)}
        basic = attributes.get("basic_code") or next(
            (code[_BASIC] for code in codes.values() if len(code) >= _BASIC.stop), ""
        )
        return cls(row.unit, row.name, codes, basic)

    def is_recoded_as(self, after: "Identity") -> bool:
        """Whether both are one item whose code changed with its body: one unit, one 基本编码, one
        name.

        Where both codes name a body they must name two: within one, rows of one 基本编码 are
        several items.
        """
        if not self.basic or (self.unit, self.name, self.basic) != (
            after.unit,
            after.name,
            after.basic,
        ):
            return False
        mine, its = self.codes, after.codes
        full = [
            code
            for code in mine.keys() & its.keys()
            if min(len(mine[code]), len(its[code])) >= _BASIC.stop
        ]
        return all(
            mine[code][_BODY] != its[code][_BODY]
            and mine[code][_BASIC.start :] == its[code][_BASIC.start :]
            for code in full
        )


def is_recoded(before: ListRow | Entry, after: ListRow | Entry) -> bool:
    """Whether the rows are one item whose code changed with its body."""
    return Identity.of(before).is_recoded_as(Identity.of(after))


class Index:
    """The rows of one month, among which a row of another month is found: by any code that both
    carry, else by name and unit, else as recoded.
    """

    def __init__(self, rows: Iterable[Identity]):
        self.rows = tuple(rows)
        self._by_code: dict[tuple[str, str], Identity] = {}
        self._by_name: dict[tuple[str, str], list[Identity]] = {}
        for row in self.rows:
            self._by_code.update(dict.fromkeys(row.codes.items(), row))
            self._by_name.setdefault((row.unit, row.name), []).append(row)

    def find(self, row: Identity) -> Identity | None:
        match = self.same(row)
        return self.recoded(row) if match is None else match

    def recoded(self, row: Identity) -> Identity | None:
        """The row that is `row` under another code; None where it is not exactly one."""
        candidates = [
            other
            for other in self._by_name.get((row.unit, row.name), ())
            if other.is_recoded_as(row)
        ]
        return candidates[0] if len(candidates) == 1 else None

    def same(self, row: Identity) -> Identity | None:
        """The row that has one of the codes of `row`, or, where they have no kind of code in
        common, its unit and name.
        """
        for code in row.codes.items():
            if code in self._by_code:
                return self._by_code[code]
        for other in self._by_name.get((row.unit, row.name), ()):
            if not row.codes.keys() & other.codes.keys():
                return other
        return None


_NONE = Index(())


@dataclass(frozen=True, slots=True)
class Streak:
    """How long a row has been on a list; the fields as in `Problem`."""

    unit: str
    name: str
    state: str | None
    months: int
    is_recoded: bool
    since: date


def follow(
    rows: Sequence[ListRow], past: Mapping[date, Index], months: Sequence[date], month: date
) -> list[Problem]:
    """The `rows` of `month`, each with its state and how long it has been on the list; `past` and
    `months` as in `streaks`.
    """
    lasting = streaks(list(map(Identity.of, rows)), past, months, month)
    return [
        Problem(row, streak.state, streak.months, streak.is_recoded, streak.since)
        for row, streak in zip(rows, lasting)
    ]


def streaks(
    rows: Sequence[Identity], past: Mapping[date, Index], months: Sequence[date], month: date
) -> list[Streak]:
    """For each of the rows of `month` how long it lasts.

    `past`: the list's rows of earlier months. `months`: all months with data of the list's kind (a
    month with data and no row on the list breaks a streak; a month without data does not).
    """
    earlier = sorted((m for m in months if m < month), reverse=True)
    now = Index(rows)
    results = []
    for row in rows:
        at, length, later, is_now_recoded, since = row, 1, now, False, month
        for before in earlier:
            there = past.get(before, _NONE)
            was = there.same(at)
            if was is None:
                was = there.recoded(at)
                # a row that is there under its own code is not this one
                if was is None or later.same(was) is not None:
                    break
                is_now_recoded |= length == 1
            at, later, length, since = was, there, length + 1, before
        state = None if not earlier else NEW if length == 1 else LASTING
        results.append(Streak(row.unit, row.name, state, length, is_now_recoded, since))
    return results


def trace(rows: Iterable[ListRow], row: ListRow) -> dict[date, ListRow]:
    """Month → the row that is `row` in that month, followed from month to month as in `follow`;
    only the months of `rows` that have it.
    """
    by_month: dict[date, dict[Identity, ListRow]] = {}
    for one in rows:
        by_month.setdefault(one.month, {})[Identity.of(one)] = one
    by_date = {row.month: row}
    for months in (
        sorted((m for m in by_month if m < row.month), reverse=True),
        sorted(m for m in by_month if m > row.month),
    ):
        at = Identity.of(row)
        for month in months:
            was = Index(by_month[month]).find(at)
            if was is not None:
                at, by_date[month] = was, by_month[month][was]
    return by_date


def gone(before: Iterable[ListRow], now: Iterable[ListRow]) -> list[ListRow]:
    """The rows of the month `before` that are no longer on the list."""
    here = Index(map(Identity.of, now))
    return [row for row in before if here.find(Identity.of(row)) is None]


def ended(
    left: Sequence[ListRow],
    past: Mapping[date, Index],
    months: Sequence[date],
    month: date,
    counted: Iterable[ListRow],
    present: Iterable[Entry],
    units: Container[str],
) -> list[Problem]:
    """What became in `month` of the rows that `left` the list since the month before; empty where
    `month`, or every month before it, has no data.

    `past`, `months`: as in `follow`. `counted`: the rows that the list's indicator counts in
    `month`; a row among them was solved. `present`: the stored rows of the month; one that is there
    and is not counted (out of use, delegated, exempt) is 核减. One that has an error, is not there,
    or whose unit is not among the `units` with rows is said to be so, and is neither solved nor
    核减. `counted` and `present` need to hold only rows that may be one of `left`.
    """
    earlier = [m for m in months if m < month]
    if not left or not earlier or month not in months:
        return []
    remains = Remains(counted, present, units)
    results = []
    for problem in follow(left, past, months, max(earlier)):
        row = Identity.of(problem.row)
        results.append(
            Problem(
                problem.row,
                remains.state(row),
                problem.months,
                remains.is_recoded(row),
                problem.since,
            )
        )
    return results


class Remains:
    """What a month still has of rows that are not on a list: tells what became of each.

    `counted`, `present`, `units`: as in `ended`.
    """

    def __init__(self, counted: Iterable[ListRow], present: Iterable[Entry], units: Container[str]):
        entries = [(Identity.of(entry), entry.status) for entry in present]
        self._counted = Index(map(Identity.of, counted))
        self._by_status = {
            status: Index(row for row, of in entries if of == status)
            for status in (COUNTED, OUT_OF_SCOPE, LEFT_OUT)
        }
        self._here = Index(row for row, _ in entries)
        self._units = units

    def state(self, row: Identity) -> str:
        """`SOLVED`, `DEDUCTED`, `FAULTY`, `MISSING` or `UNREPORTED`."""
        if self._counted.find(row):
            return SOLVED
        if self._by_status[LEFT_OUT].find(row):
            return FAULTY
        if self._by_status[COUNTED].find(row) or self._by_status[OUT_OF_SCOPE].find(row):
            return DEDUCTED
        return MISSING if row.unit in self._units else UNREPORTED

    def is_recoded(self, row: Identity) -> bool:
        """Whether the row is there under another code alone."""
        return self._here.same(row) is None and self._here.recoded(row) is not None


def state_text(problem: Problem) -> str:
    """新增, 连续N个月未解决, 本月解决, 核减 …; — where there is no earlier month."""
    words: Mapping[str | None, str] = {
        None: "—",
        NEW: "新增",
        LASTING: f"连续{problem.months}个月未解决",
        SOLVED: "本月解决",
        DEDUCTED: "核减",
        UNREPORTED: "单位本月未报",
        FAULTY: "本月有误未计入",
        MISSING: "本月表中没有",
    }
    return words[problem.state] + ("（编码变更）" if problem.is_recoded else "")
