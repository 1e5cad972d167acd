"""The template of 一件事: a row an item, with what the list in force says, which is imported as it
is.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from govsvc.documents.template import book
from govsvc.documents.template.book import FillIn, Reading
from govsvc.documents.template.fields import NO, YES, Names
from govsvc.domain.chains import SAVINGS, STATES, Chain, Member, cases_of, chain_of
from govsvc.domain.entries import COUNTED
from govsvc.domain.indicators import CHAIN_CASES, CHAINS, KINDS
from govsvc.domain.months import month_text
from govsvc.domain.own_sheets import CHOICES, EXPLANATION
from govsvc.exports import export
from govsvc.importing import chain_list
from govsvc.store import Store

TITLE = "一件事清单填报表"
_DUE = {True: YES, False: NO, None: ""}
_UNITS = "departments"
#: header → (width, what to write, choices)
_COLUMNS: dict[str, tuple[float, str, tuple[str, ...] | str]] = {
    "月份": (12, "清单所属的月份，写作 2026年10月。", ()),
    "一件事名称": (24, "必填。一个一件事占几行的，每行都写，或合并单元格。", ()),
    "牵头部门": (20, "写法与单位名录一致；只写一个。", _UNITS),
    "联办部门": (28, "用、分开；银行、水电气公司也写在这里。", ()),
    "关联事项": (36, "一行一个，写事项清单上的名称；也可以一格写完，用；或换行分开。", ()),
    "涉及部门": (20, "这个关联事项由哪个部门办。", ()),
    "事项编码": (34, "这个关联事项的实施编码；有编码的按编码核对断点。", ()),
    "状态": (12, "只有已上线的计入上线率。", tuple(STATES.values())),
    "是否应落地": (12, "本县应当落地的填是；没有填的不计入落地率。", (YES, NO)),
    **{
        f"{one.short}{side}": (
            12,
            f"{one.name}（{one.unit}）{what}，整数；不知道的留空。",
            (),
        )
        for one in SAVINGS
        for side, what in (
            ("（改革前）", "改革前的数"),
            ("（改革后）", "改革后的数"),
            ("减幅", "只有减幅、没有前后数的填在这里，如 71%"),
        )
    },
    "本月办件量": (12, "当月的件数，没有办件的填0；不要填累计。", ()),
    "类别": (10, "企业、个人等。", ()),
    "清单来源": (14, "国家、省、市、县特色等。", ()),
    "上线时间": (12, "写作 2026-03-01。", ()),
    "线上入口": (20, "", ()),
    "线下窗口": (20, "", ()),
    "备注": (24, "", ()),
}
#: columns of the items; those before and behind are of the thing, and filled in its first row
_OF_ITEMS = ("关联事项", "涉及部门", "事项编码")
_GENERAL: tuple[tuple[str, ...], ...] = (
    ("怎样填", "“一件事清单”表第一行是表头，从第二行起填；一件事的状态等只填在它的第一行。"),
    ("整份替换", "导入后这个月的清单以这份为准；只报变化的，导入时选“只报变化”。"),
    ("现成的清单", "合并单元格的、一格写多个事项的、7→2 这样写的清单可以直接上传，不必照抄。"),
)


def workbook(
    names: Names = Names(), store: Store | None = None, month: date | None = None
) -> bytes:
    """The template; with a month the list that is in force in it, and the cases of that month."""
    rows: list[list[str]] = []
    if store and month:
        stored = chain_list.rows_in_force(store, month)
        chains = [chain_of(row) for row in stored if row.status == COUNTED]
        rows = _rows(month, chains, _cases(store, month))
    columns = [
        (
            name,
            width,
            names.departments if choices == _UNITS else tuple(choices),
            name == "一件事名称",
        )
        for name, (width, _, choices) in _COLUMNS.items()
    ]
    lines = [
        *_GENERAL,
        (),
        (f"{KINDS[CHAINS]}的各列", "怎样填"),
        *((name, meaning) for name, (_, meaning, _) in _COLUMNS.items() if meaning),
    ]
    pages = [Reading(EXPLANATION, TITLE, lines, (24, 78))]
    return book.write(pages, [FillIn(KINDS[CHAINS], columns, rows)], CHOICES)


def file_name(home: str | None = None, month: date | None = None) -> str:
    """云溪县_一件事清单填报表_2026年10月.xlsx."""
    return export.file_name(home, TITLE, month, "", suffix=".xlsx")


def _cases(store: Store, month: date) -> dict[str, int]:
    rows = store.rows.entries(CHAIN_CASES, month)
    counted = [cases_of(row) for row in rows if row.status == COUNTED]
    return {one.key: one.cases for one in counted}


def _rows(month: date, chains: Sequence[Chain], cases: Mapping[str, int]) -> list[list[str]]:
    return [
        [cells.get(name, "") for name in _COLUMNS]
        for chain in chains
        for cells in _of_chain(month, chain, cases.get(chain.key))
    ]


def _of_chain(month: date, chain: Chain, cases: int | None) -> list[dict[str, str]]:
    """Header → cell of each row of a thing."""
    members: Sequence[Member] = chain.members or (Member(""),)
    rows = [
        {"月份": month_text(month), "一件事名称": chain.name}
        | dict(zip(_OF_ITEMS, (one.name, one.unit, one.code)))
        for one in members
    ]
    rows[0] |= {
        "牵头部门": chain.unit,
        "联办部门": "、".join(chain.partners),
        "状态": STATES.get(chain.state, ""),
        "是否应落地": _DUE[chain.is_due],
        "本月办件量": "" if cases is None else f"{cases}",
        "类别": chain.category,
        "清单来源": chain.origin,
        "上线时间": chain.online_on,
        "线上入口": chain.entrance,
        "线下窗口": chain.window,
        "备注": chain.note,
    }
    for one in SAVINGS:
        if change := chain.changes.get(one.key):
            rows[0] |= {
                f"{one.short}（改革前）": change.before,
                f"{one.short}（改革后）": change.after,
                f"{one.short}减幅": change.printed,
            }
    return rows
