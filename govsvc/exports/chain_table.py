"""一件事 as tables to hand on: the list with what each thing saves, and where chains break."""

from collections.abc import Iterable, Mapping

from govsvc.domain.chains import SAVINGS, STATES, Chain, Reduction, percent_of
from govsvc.domain.chains.links import Link
from govsvc.domain.indicators import Rules
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.domain.time_limits import WORKDAYS

_DUE = {True: "是", False: "否", None: UNKNOWN}
#: what is shown first, and what only the file has
COLUMNS = (
    *("一件事", "牵头部门", "状态", "应落地", "事项"),
    *(one.short for one in SAVINGS),
    "办件",
)
FULL_COLUMNS = (
    *("一件事", "牵头部门", "联办部门", "关联事项", "状态", "应落地"),
    *(name for one in SAVINGS for name in (f"{one.short}前后", f"{one.short}减幅")),
    *("办件", "类别", "清单来源", "上线时间", "线上入口", "线下窗口", "备注"),
)
LINK_COLUMNS = ("一件事", "状态", "关联事项", "所属部门", "断点")
REDUCTION_COLUMNS = ("减幅", "改革前", "改革后", "合计减少", "计入的一件事", "没有前后数的")


def row_of(chain: Chain, cases: int | None, rules: Rules) -> list[str]:
    """One thing, in the order of `COLUMNS`."""
    return [
        chain.name,
        chain.unit or UNKNOWN,
        STATES.get(chain.state, "不明"),
        _DUE[chain.is_due],
        f"{len(chain.members)}",
        *("\N{NO-BREAK SPACE}".join(_saved(chain, one.key, rules)) for one in SAVINGS),
        count_text(cases),
    ]


def full_row_of(chain: Chain, cases: int | None, rules: Rules) -> list[str]:
    """One thing, in the order of `FULL_COLUMNS`."""
    members = "；".join(one.name + (f"（{one.unit}）" if one.unit else "") for one in chain.members)
    saved = [part or UNKNOWN for one in SAVINGS for part in _pair(_saved(chain, one.key, rules))]
    return [
        chain.name,
        chain.unit or UNKNOWN,
        "、".join(chain.partners) or UNKNOWN,
        members or UNKNOWN,
        STATES.get(chain.state, "不明"),
        _DUE[chain.is_due],
        *saved,
        count_text(cases),
        *(
            text or UNKNOWN
            for text in (
                chain.category,
                chain.origin,
                chain.online_on,
                chain.entrance,
                chain.window,
                chain.note,
            )
        ),
    ]


def _saved(chain: Chain, key: str, rules: Rules) -> list[str]:
    """[7→2, 71.43%]; what is only printed alone; [—] where nothing is said."""
    change = chain.changes.get(key)
    if change is None:
        return [UNKNOWN]
    amounts = change.amounts(rules)
    if amounts is None:
        return [change.printed or UNKNOWN]
    sides = [text.removesuffix(WORKDAYS) for text in (change.before, change.after)]
    if not all(text.isdecimal() for text in sides):
        sides = [change.before, change.after]
    return ["→".join(sides), percent_text(percent_of([amounts]))]


def _pair(saved: list[str]) -> tuple[str, str]:
    if len(saved) == 2:
        return saved[0], saved[1]
    return ("", saved[0]) if saved[0] != UNKNOWN else ("", "")


def link_row(link: Link) -> list[str]:
    """One break, in the order of `LINK_COLUMNS`."""
    state = STATES.get(link.chain.state, "不明")
    return [link.chain.name, state, link.item, link.unit or UNKNOWN, link.reason]


def reduction_row(one: Reduction) -> list[str]:
    """One saving, in the order of `REDUCTION_COLUMNS`."""
    unit = one.saving.unit
    return [
        one.saving.name,
        f"{count_text(one.before)}{unit}" if one.things else UNKNOWN,
        f"{count_text(one.after)}{unit}" if one.things else UNKNOWN,
        percent_text(one.published),
        f"{one.things}个",
        f"{one.unknown}个",
    ]


def rows_of(
    chains: Iterable[Chain], cases: Mapping[str, int], rules: Rules, is_full: bool = False
) -> list[list[str]]:
    """All things, as they stand in the list."""
    make = full_row_of if is_full else row_of
    return [make(one, cases.get(one.key), rules) for one in chains]
