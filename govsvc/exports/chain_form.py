"""The 一件事清单 as a workbook to fill in: a row an item, with what the list in force says, so that
it is imported as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from govsvc.domain.chains import SAVINGS, STATES, Chain, Member
from govsvc.domain.months import month_text
from govsvc.exports.export import Sheet

_DUE = {True: "是", False: "否", None: ""}
_OF_ITEMS = ("关联事项", "涉及部门", "事项编码")
_LAST = ("类别", "清单来源", "上线时间", "线上入口", "线下窗口", "备注")
COLUMNS = (
    *("一件事名称", "牵头部门", "联办部门", *_OF_ITEMS, "状态", "是否应落地"),
    *(f"{one.short}{side}" for one in SAVINGS for side in ("（改革前）", "（改革后）", "减幅")),
    "本月办件量",
    *_LAST,
)


def sheet(home: str, month: date, chains: Sequence[Chain], cases: Mapping[str, int]) -> Sheet:
    """The form of a month. `cases`: key of a thing → its cases of the month, where known."""
    rows = [row for chain in chains for row in _rows(chain, cases.get(chain.key))]
    return Sheet(f"{home}{month_text(month)}一件事清单", COLUMNS, rows, tab="一件事清单")


def _rows(chain: Chain, cases: int | None) -> list[list[str]]:
    """What is said of the thing stands in its first row alone."""
    members: Sequence[Member] = chain.members or (Member(""),)
    return [
        [
            chain.name,
            *(_of_thing(chain) if first else ("", "")),
            member.name,
            member.unit,
            member.code,
            *(_rest(chain, cases) if first else [""] * (len(COLUMNS) - 6)),
        ]
        for first, member in ((place == 0, one) for place, one in enumerate(members))
    ]


def _of_thing(chain: Chain) -> tuple[str, str]:
    return chain.unit, "、".join(chain.partners)


def _rest(chain: Chain, cases: int | None) -> list[str]:
    saved = []
    for one in SAVINGS:
        change = chain.changes.get(one.key)
        saved += [change.before, change.after, change.printed] if change else ["", "", ""]
    return [
        STATES.get(chain.state, ""),
        _DUE[chain.is_due],
        *saved,
        "" if cases is None else f"{cases}",
        chain.category,
        chain.origin,
        chain.online_on,
        chain.entrance,
        chain.window,
        chain.note,
    ]
