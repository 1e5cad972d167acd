"""差评与填报相矛盾: 差评 whose reason says the opposite of what was reported of the item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.feedback import BadRating, level_name, reason_text
from govsvc.domain.indicators import FLAGS, Flag

COLUMNS = ("单位", "事项", "实施编码", "填报", "评价人说", "评价", "评价日期", "导出表位置")
#: the reason that says that there were more visits than promised
_VISITS = "114"
_CODES = ("business_code", "implementation_code", "item_code", "basic_code")
#: what is said of a sign that cannot be looked for
NOT_READ = "209（未在承诺时间内办结）对照承诺时限：本系统的事项清单不读取承诺时限，这一项没有比对。"


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
class Contradictions:
    """`unmatched`: 差评 with such a reason whose item is in no list of their month;
    `without_items`: the months that have no list of items.
    """

    found: Sequence[Contradiction] = ()
    unmatched: Sequence[BadRating] = ()
    without_items: Sequence[date] = field(default_factory=list)


def find(bad: Iterable[BadRating], items: Mapping[date, Sequence[Entry]]) -> Contradictions:
    """`items`: month → the rows of its list of items."""
    found: list[Contradiction] = []
    unmatched: list[BadRating] = []
    lacking: list[date] = []
    telling = {code for flag in FLAGS for code in flag.denied_by} | {_VISITS}
    indexes: dict[date, _Items] = {}
    for one in bad:
        if not telling & set(one.reasons):
            continue
        if not items.get(one.month):
            lacking.append(one.month)
            continue
        index = indexes.setdefault(one.month, _Items(items[one.month]))
        item = index.find(one)
        if item is None:
            unmatched.append(one)
        else:
            found += _of_item(one, item)
    return Contradictions(found, unmatched, sorted(set(lacking)))


def _of_item(bad: BadRating, item: Entry) -> list[Contradiction]:
    found = []
    for flag in FLAGS:
        denied = tuple(code for code in bad.reasons if code in flag.denied_by)
        if denied and item.flags.get(flag.key):
            found.append(Contradiction(bad, item, _claim(flag, item), denied))
    visits = item.attributes.get("visits", "")
    if _VISITS in bad.reasons and visits:
        found.append(Contradiction(bad, item, f"到现场次数：{visits}", (_VISITS,)))
    return found


def _claim(flag: Flag, item: Entry) -> str:
    depth = item.attributes.get("online_depth", "")
    return f"{flag.header}：是" + (f"（{depth}）" if depth else "")


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
