"""差评与填报相矛盾: 差评 whose reason says the opposite of what was reported of the item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from govsvc.board.case_measures import counts_of_case
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.feedback import BadRating, level_name, reason_text
from govsvc.domain.indicators import FLAGS, QUANTITIES, Flag, Quantity
from govsvc.domain.indicators.case_counts import DECIDED_LATE, TOTAL_DECIDED
from govsvc.domain.months import month_text

COLUMNS = ("单位", "事项", "实施编码", "填报", "评价人说", "评价", "评价日期", "导出表位置")
_CODES = ("business_code", "implementation_code", "item_code", "basic_code")
#: what of an item a reason can deny
_REPORTED: tuple[Flag | Quantity, ...] = (*FLAGS, *QUANTITIES)
_DENIABLE = tuple(one for one in _REPORTED if one.denied_by)


@dataclass(frozen=True)
class Contradiction:
    """`claimed`: what was reported of the item; `denied`: the codes of the reasons against it."""

    bad: BadRating
    item: Entry
    claimed: str
    denied: tuple[str, ...]

    def row(self) -> list[str]:
        """In the order of `COLUMNS`."""
        bad, code = self.bad, self.item.attributes.get("implementation_code", self.item.key)
        return [
            bad.unit,
            self.item.name,
            code,
            self.claimed,
            "；".join(map(reason_text, self.denied)),
            level_name(bad.level),
            f"{bad.day or '—'}",
            f"{bad.sheet} 第{bad.row}行",
        ]


@dataclass(frozen=True)
class Unsaid:
    """A 差评 whose item says nothing of what its reasons deny. `header`: the column."""

    bad: BadRating
    header: str


@dataclass(frozen=True)
class Contradictions:
    """`unmatched`: 差评 with such a reason whose item is in no list of their month; `unsaid`: those
    whose item leaves open what they deny; `without_items`: the months that have no list of items.
    """

    found: Sequence[Contradiction] = ()
    unmatched: Sequence[BadRating] = ()
    unsaid: Sequence[Unsaid] = ()
    without_items: Sequence[date] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What could not be compared, a sentence each."""
        notes = []
        if self.unmatched:
            named = "、".join(
                dict.fromkeys(one.item or "（没有事项名称）" for one in self.unmatched)
            )
            notes.append(f"{len(self.unmatched)}条差评的事项在事项清单里没有找到：{named}。")
        for header in dict.fromkeys(one.header for one in self.unsaid):
            count = sum(one.header == header for one in self.unsaid)
            notes.append(f"{count}条差评的事项没有填报{header}，没有比对。")
        if self.without_items:
            months = "、".join(map(month_text, self.without_items))
            notes.append(f"{months}没有事项清单，没有比对。")
        return notes


def find(
    bad: Iterable[BadRating],
    items: Mapping[date, Sequence[Entry]],
    cases: Mapping[date, Sequence[Entry]] = MappingProxyType({}),
) -> Contradictions:
    """`items`: month → the rows of its list of items; `cases`: of its 办件量统计, which tell beside
    a promise how many cases were late.
    """
    found: list[Contradiction] = []
    unmatched: list[BadRating] = []
    unsaid: list[Unsaid] = []
    lacking: list[date] = []
    indexes: dict[date, _Items] = {}
    counted: dict[date, _Items] = {}
    for one in bad:
        denied = {of: codes for of in _DENIABLE if (codes := _codes(one, of))}
        if not denied:
            continue
        if not items.get(one.month):
            lacking.append(one.month)
            continue
        index = indexes.setdefault(one.month, _Items(items[one.month]))
        item = index.find(one)
        if item is None:
            unmatched.append(one)
            continue
        for of, codes in denied.items():
            claimed = _claim(of, item)
            if claimed and isinstance(of, Quantity) and of.is_promise:
                known = counted.setdefault(one.month, _Items(cases.get(one.month, ())))
                claimed += _late_of(known.find(one))
            if claimed:
                found.append(Contradiction(one, item, claimed, codes))
            elif claimed is None:
                unsaid.append(Unsaid(one, of.header))
    return Contradictions(found, unmatched, unsaid, sorted(set(lacking)))


def _codes(bad: BadRating, of: Flag | Quantity) -> tuple[str, ...]:
    return tuple(code for code in bad.reasons if code in of.denied_by)


def _claim(of: Flag | Quantity, item: Entry) -> str | None:
    """What was reported of the item: 是否网上可办：是（Ⅲ级）, 承诺办结时限：5工作日; ""
    where that is not claimed, None where nothing is said of it.
    """
    if isinstance(of, Quantity):
        said = item.attributes.get(of.key, "")
        return f"{of.header}：{said}" if said else None
    answer = item.flags.get(of.key)
    if answer is None:
        return None
    depth = item.attributes.get("online_depth", "")
    return (f"{of.header}：是" + (f"（{depth}）" if depth else "")) if answer else ""


def _late_of(cases: Entry | None) -> str:
    """；本月办结12件，超期办结0件: what 办件量统计 says of the item, "" where it does not."""
    counts = counts_of_case(cases.attributes) if cases else {}
    if not {DECIDED_LATE, TOTAL_DECIDED} <= counts.keys():
        return ""
    return f"；本月办结{counts[TOTAL_DECIDED]}件，超期办结{counts[DECIDED_LATE]}件"


class _Items:
    """The items of a month by their codes, and by unit and name where that is one item's alone."""

    def __init__(self, items: Sequence[Entry]):
        self._by_code: dict[str, Entry | None] = {}
        self._by_name: dict[tuple[str, str], Entry | None] = {}
        for item in items:
            if item.status != COUNTED:
                continue
            codes = {item.key, *(item.attributes.get(name, "") for name in _CODES)} - {""}
            for code in codes:
                self._by_code[code] = None if code in self._by_code else item
            name = (item.unit, item.name)
            self._by_name[name] = None if name in self._by_name else item

    def find(self, bad: BadRating) -> Entry | None:
        """The item, None where none or several may be meant."""
        by_code = self._by_code.get(bad.item_code) if bad.item_code else None
        return by_code or self._by_name.get((bad.unit, bad.item))
