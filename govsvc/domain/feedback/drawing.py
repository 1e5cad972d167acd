"""抽样: which cases of a week are called. Whoever has the case list and the seed draws the same.

Cases are drawn unit by unit, in the order of a hash of seed and 办件编号: nobody can pick them, and
the order of the list plays no part.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from govsvc.domain.errors import GovsvcError

SHARE, ALL, NUMBER = "share", "all", "number"
#: way of drawing → what it is called
MODES = {SHARE: "按比例", ALL: "件件必访", NUMBER: "固定件数"}
BY_APPLICANT, BY_ITEMS, EVERY_CASE = "applicant", "items", "every"
#: how it is known that a case is an enterprise's → what that is called
ENTERPRISE_BY = {
    BY_APPLICANT: "按申请人类型",
    BY_ITEMS: "按涉企事项清单",
    EVERY_CASE: "名单里全部是涉企办件",
}
#: 申请人类型 of enterprises, and of others
ENTERPRISES = frozenset(
    {
        *("法人", "企业", "企业法人", "单位", "法人单位", "企业单位", "法人或其他组织", "组织"),
        *("公司", "非自然人", "其他组织", "涉企", "个体工商户", "企业(法人)", "法人/其他组织"),
        *("法人和其他组织", "农民专业合作社", "社会组织", "事业单位", "机关事业单位", "项目"),
    }
)
PERSONS = frozenset({"个人", "自然人", "公民", "群众", "居民", "非企业", "非涉企"})
#: what its settings are called together
DRAW_NAME = "回访抽样"
_KEY = "feedback_draw_"
_MOST_ITEMS = 2000


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of the uploaded list (办件明细). `applicant`, `contact`, `phone`: for the callers'
    workbook alone; they are never stored.
    """

    case: str
    unit: str
    item: str
    applicant_type: str = ""
    accepted_on: date | None = None
    decided_on: date | None = None
    applicant: str = ""
    contact: str = ""
    phone: str = ""
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """`share`: percent of a unit's cases; `number`: of all, where so many are drawn; `least`: of
    each unit that had any; `most`: of all in a week; `reserve`: percent of the drawn that stand by;
    `attempts`: how often a case is dialled before it is left at 无人接听.
    `items`: 涉企事项, where cases are known by them.
    """

    mode: str = SHARE
    share: Decimal = Decimal(10)
    number: int = 40
    least: int = 1
    most: int = 60
    reserve: int = 10
    attempts: int = 3
    enterprise_by: str = BY_APPLICANT
    items: tuple[str, ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> "DrawSettings":
        """Of the stored settings of the database; what is not among them is as usual."""
        usual = cls()
        known = {key.removeprefix(_KEY): text for key, text in stored.items() if _KEY in key}
        numbers = {name: int(known.get(name, getattr(usual, name))) for name in _NUMBERS}
        return cls(
            mode=known.get("mode", usual.mode),
            share=Decimal(known.get("share", usual.share)),
            enterprise_by=known.get("enterprise_by", usual.enterprise_by),
            items=tuple(filter(None, known.get("items", "").split("\n"))),
            **numbers,
        )

    def stored(self) -> dict[str, str]:
        """Key of a setting → its text."""
        return {
            f"{_KEY}mode": self.mode,
            f"{_KEY}share": f"{self.share:f}",
            **{f"{_KEY}{name}": f"{getattr(self, name)}" for name in _NUMBERS},
            f"{_KEY}enterprise_by": self.enterprise_by,
            f"{_KEY}items": "\n".join(self.items),
        }

    @property
    def text(self) -> str:
        """按比例10%，每单位至少1件，每周最多60件，备用10%；按申请人类型."""
        least = f"每单位至少{self.least}件"
        how = {
            ALL: MODES[ALL],
            SHARE: f"{MODES[SHARE]}{self.share:f}%，{least}，每周最多{self.most}件",
            NUMBER: f"{MODES[NUMBER]}{self.number}件，{least}",
        }[self.mode]
        return f"{how}，备用{self.reserve}%；涉企：{ENTERPRISE_BY[self.enterprise_by]}"


_NUMBERS = ("number", "least", "most", "reserve", "attempts")
#: number → (its name, least, most)
DRAW_BOUNDS: Mapping[str, tuple[str, int, int]] = {
    "number": ("固定件数", 1, 5000),
    "least": ("每单位至少", 0, 100),
    "most": ("每周最多", 1, 5000),
    "reserve": ("备用比例（%）", 0, 100),
    "attempts": ("无人接听前拨打次数", 1, 10),
}


def checked_settings(wanted: DrawSettings) -> DrawSettings:
    """The settings with their items trimmed. Raises GovsvcError that says which one is wrong."""
    if wanted.mode not in MODES or wanted.enterprise_by not in ENTERPRISE_BY:
        raise _refused("抽样方式", "从列出的选项里选一项")
    if not (wanted.share.is_finite() and 0 < wanted.share <= 100):
        raise _refused("抽取比例", "大于0、不超过100的数")
    for key, (name, least, most) in DRAW_BOUNDS.items():
        if not least <= getattr(wanted, key) <= most:
            raise _refused(name, f"{least}—{most}的整数")
    items = tuple(dict.fromkeys(filter(None, (one.strip() for one in wanted.items))))
    if len(items) > _MOST_ITEMS:
        raise _refused("涉企事项清单", f"不超过{_MOST_ITEMS}项")
    if wanted.enterprise_by == BY_ITEMS and not items:
        raise _refused("涉企事项清单", "每行一个事项名称")
    return replace(wanted, items=items)


def _refused(name: str, wanted: str) -> GovsvcError:
    return GovsvcError(f"“{name}”没有保存。", f"请填{wanted}。", "setting_out_of_bounds")


@dataclass(frozen=True, slots=True)
class Population:
    """The cases of a week that may be drawn, and why others are not. `why`: reason → how many."""

    cases: Sequence[CaseRow]
    why: Mapping[str, int] = field(default_factory=dict)


def population(rows: Iterable[CaseRow], week: Sequence[date], settings: DrawSettings) -> Population:
    """The cases of enterprises that were decided on a day of the week, each once."""
    known: dict[str, CaseRow] = {}
    why: dict[str, int] = {}
    for row in rows:
        reason = _reason(row, week, settings, known)
        if reason:
            why[reason] = why.get(reason, 0) + 1
        else:
            known[row.case] = row
    return Population(list(known.values()), why)


def _reason(
    row: CaseRow, week: Sequence[date], settings: DrawSettings, known: Mapping[str, CaseRow]
) -> str:
    """Why a case may not be drawn, "" where it may."""
    if not row.case:
        return "没有办件编号"
    if row.case in known:
        return "办件编号重复（按一件计）"
    if row.decided_on is None:
        return "没有办结日期"
    if row.decided_on not in week:
        return "不是这一周办结"
    if not row.unit:
        return "没有承办单位"
    return _no_enterprise(row, settings)


def _no_enterprise(row: CaseRow, settings: DrawSettings) -> str:
    if settings.enterprise_by == EVERY_CASE:
        return ""
    if settings.enterprise_by == BY_ITEMS:
        return "" if row.item in settings.items else "不在涉企事项清单"
    if row.applicant_type in ENTERPRISES:
        return ""
    if row.applicant_type in PERSONS:
        return "申请人是个人"
    return "看不出申请人类型"


def sizes(of_units: Mapping[str, int], settings: DrawSettings) -> dict[str, int]:
    """Unit → how many of its cases are drawn."""
    if settings.mode == ALL:
        return dict(of_units)
    if settings.mode == NUMBER:
        shares = _apportioned(of_units, settings.number, settings.least)
    else:
        share = Fraction(settings.share) / 100
        shares = {unit: max(settings.least, _rounded(share * n)) for unit, n in of_units.items()}
        shares = {unit: min(n, of_units[unit]) for unit, n in shares.items()}
        if sum(shares.values()) > settings.most:
            shares = _apportioned(shares, settings.most, settings.least)
    return {unit: min(number, of_units[unit]) for unit, number in shares.items()}


def _rounded(number: Fraction) -> int:
    exact = Decimal(number.numerator) / number.denominator
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _apportioned(of_units: Mapping[str, int], number: int, least: int) -> dict[str, int]:
    """`number` parted among the units by their cases (largest remainder), `least` of each first
    where that is possible.
    """
    total = sum(of_units.values())
    if number >= total:
        return dict(of_units)
    floor = {unit: min(least, n) for unit, n in of_units.items()}
    if sum(floor.values()) > number:
        floor = dict.fromkeys(of_units, 0)
    left = number - sum(floor.values())
    rest = {unit: n - floor[unit] for unit, n in of_units.items()}
    exact = {unit: Fraction(left * n, sum(rest.values())) for unit, n in rest.items()}
    given = {unit: int(share) for unit, share in exact.items()}
    order = sorted(exact, key=lambda unit: (given[unit] - exact[unit], unit))
    for unit in order[: left - sum(given.values())]:
        given[unit] += 1
    return {unit: floor[unit] + given[unit] for unit in of_units}


def lot(seed: str, case: str) -> str:
    """What cases are drawn in the order of."""
    return hashlib.sha256(f"{seed}/{case}".encode()).hexdigest()


def drawn(
    cases: Sequence[CaseRow], settings: DrawSettings, seed: str
) -> tuple[list[CaseRow], list[CaseRow]]:
    """(the cases that are drawn, those that stand by), each in the order of their lots."""
    of_units: dict[str, list[CaseRow]] = {}
    for row in sorted(cases, key=lambda one: lot(seed, one.case)):
        of_units.setdefault(row.unit, []).append(row)
    wanted = sizes({unit: len(rows) for unit, rows in of_units.items()}, settings)
    chosen = [row for unit, rows in of_units.items() for row in rows[: wanted[unit]]]
    others = [row for unit, rows in of_units.items() for row in rows[wanted[unit] :]]
    reserve = ceil(Fraction(len(chosen) * settings.reserve, 100))

    def by_lot(rows: Iterable[CaseRow]) -> list[CaseRow]:
        return sorted(rows, key=lambda one: lot(seed, one.case))

    return by_lot(chosen), by_lot(others)[:reserve]


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A drawn case as it is kept: no name, no number. `place`: in the order of calling, from 1; of
    what stands by after the drawn. `reason`: why another case took its place; `instead_of`: the
    place that it took itself, 0 where it took none.
    """

    place: int
    case: str
    unit: str
    item: str
    is_reserve: bool = False
    reason: str = ""
    instead_of: int = 0

    @property
    def is_to_be_called(self) -> bool:
        """Whether it is called: it was drawn and not replaced, or took the place of one."""
        return not self.reason and (not self.is_reserve or self.instead_of > 0)


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw of a week. `population`: 涉企办件 of the week; `settings`: in words; `time`: the how
    manieth draw of the week.
    """

    month: date
    week: date
    seed: str
    settings: str
    population: int
    cases: Sequence[DrawnCase]
    time: int = 1
    who: str = ""
    at: str = ""

    @property
    def to_call(self) -> list[DrawnCase]:
        """The cases to be called, in their order; one that took the place of another where that
        was.
        """
        called = [one for one in self.cases if one.is_to_be_called]
        return sorted(called, key=lambda one: one.instead_of or one.place)

    @property
    def reserve(self) -> list[DrawnCase]:
        """Those that stand by still."""
        return [one for one in self.cases if one.is_reserve and not one.instead_of]

    @property
    def replaced(self) -> list[DrawnCase]:
        """Those whose place another took, with the reason."""
        return [one for one in self.cases if one.reason]

    def with_replaced(self, place: int, reason: str) -> "Draw":
        """The draw with the next case that stands by, of the same unit if there is one, in that
        place. Raises GovsvcError.
        """
        reason = " ".join(reason.split())
        if not reason:
            raise GovsvcError("没有替换：没有写原因。", "请写明原因，如 空号。", "no_reason")
        taken = next((one for one in self.to_call if one.place == place), None)
        if taken is None:
            raise GovsvcError(f"没有替换：名单里没有第{place}号。", "请核对序号。", "no_such_place")
        waiting = sorted(self.reserve, key=lambda one: (one.unit != taken.unit, one.place))
        if not waiting:
            raise GovsvcError("没有替换：备用办件已经用完。", "请照实记录回访结果。", "no_reserve")
        new = replace(waiting[0], instead_of=taken.instead_of or taken.place)
        changed = {taken.place: replace(taken, reason=reason), new.place: new}
        return replace(self, cases=[changed.get(one.place, one) for one in self.cases])
