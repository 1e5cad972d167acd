"""The two pages of a template that are read and not filled in: 说明 and 填写示例.

Neither has a row that the reader could take for a header: the columns stand one below the other.
"""

from collections.abc import Sequence
from datetime import date

from govsvc.documents.template.fields import NO, columns_of, plain_fields, sheet_flags
from govsvc.domain import indicators
from govsvc.domain.indicators import (
    AUTHORISATIONS,
    CASES,
    EXEMPTIONS,
    EXPORT,
    HALL_LEDGER,
    INSPECTION,
    ITEMS,
    KINDS,
    PARTIAL_KINDS,
    REPRESENTATIVES,
    STATIONS,
    TARGETS,
    VILLAGES,
)
from govsvc.domain.months import month_text
from govsvc.domain.own_sheets import EXAMPLES
from govsvc.sheets.cells.vocabulary import TO_CHECK, deducting_flags

TITLE = "政务服务指标月报模板"

Line = tuple[str, ...]

_GENERAL: tuple[Line, ...] = (
    (
        "怎样填",
        (
            "每张表第一行是表头，从第二行起填数据。列的顺序可以变，也可以加列；"
            f"不用的表可以删掉。例子见“{EXAMPLES}”，那一页不会被导入。"
        ),
    ),
    ("月份", "写作 2026年10月，指数据所属的月份，不是填报日期。一张表只放一个月，每个月报一次。"),
    (
        "是与否",
        (
            "填 是 或 否；也认 √、×、有、无。空着或填 — 的：同一部门（乡镇）在这一列填过“是”，"
            "就按“否”；整列、整个部门都没填，就不计入，导入时会提示。"
        ),
    ),
    (
        "编码",
        "一律按文本填写（本表各列已设为文本）。位数变成 3.71E+20 的已经丢失，要从原系统重新复制。",
    ),
    (
        "下拉选项",
        "点击单元格右侧的箭头选择。名单中没有的（如新设的部门）可直接填写，提示时点击“是”。",
    ),
    (
        "增减变更",
        "新增的在末尾加行；取消、下放的删去该行；名称、编码变了的直接改。"
        "导入时按部门（乡镇）整体替换：表里有哪个部门，就以表里该部门的全部行为准；"
        "表里没有的部门不受影响。",
    ),
    (
        "填错了",
        "有误的行不计入，其余的行照常导入。导入页逐格说明错在哪里、应怎样填，并可下载标注好的表；"
        "改正后再导入一次即可。同一事项、同一村（社区）出现两次，两行都不计入。",
    ),
    (
        "几张清单",
        "省平台导出、大厅进驻台账、督查问题、不进驻和不宜网办各有一张清单，只改它管的那一项，"
        "以它为准；"
        "与政务服务事项表填报不一致的，列入“填报与平台不一致”清单。没有这几张清单的月份，"
        "按政务服务事项表计。",
    ),
    (
        "办件量统计",
        "每个月只填当月的办件量，不填累计；没有办件的填0，空着不算0。"
        "也可以把这几列加在政务服务事项表里，两处只填一处。"
        "办件量只用来算现场办结率、按时办结率、网上申办率，并找出疑似明进暗不进、体外循环的事项，"
        "由人认定后才列入清单。",
    ),
    (
        "个人信息",
        "不要填写姓名、电话和身份证号；首席事务代表的姓名按规定公开，可以填写。严禁上传涉密信息。",
    ),
)


def lines(kinds: Sequence[str], prefilled: Sequence[Line] = ()) -> list[Line]:
    """The page 说明 below its title: what is `prefilled` first, then the rules, then every column
    of the `kinds`.
    """
    texts: list[Line] = [*prefilled, *_GENERAL]
    for kind in kinds:
        texts += [(), (f"{KINDS[kind]}的各列", "怎样填", "表头也可写作")]
        for column in columns_of(kind):
            other = "也认：" + "、".join(column.synonyms[:5]) if column.synonyms else ""
            texts.append(
                (column.header, ("必填。" if column.is_required else "") + column.meaning, other)
            )
    return texts


def prefilled_lines(
    month: date,
    bases: Sequence[tuple[str, str, int]],
    *,
    has_to_check: bool,
    is_demonstration: bool,
) -> list[Line]:
    """What a prefilled workbook says of itself. `bases`: (kind, the months its rows are from, their
    number).
    """
    rows = "；".join(
        f"{KINDS[kind]}{count}行（{months}）" for kind, months, count in bases if kind != CASES
    )
    texts: list[Line] = [
        (
            "已经填好",
            (
                f"{rows}，月份已改为{month_text(month)}。只改有变化的，没有变化的不用动，"
                "改完整份导入。"
            ),
        )
    ]
    if any(kind == CASES for kind, _, _ in bases):
        texts.append(
            (
                f"{KINDS[CASES]}还没有填",
                (
                    f"这张表已列出各事项，填{month_text(month)}当月的办件数，没有办件的填0；"
                    "不报办件量的，整张留空或删去。"
                ),
            )
        )
    if is_demonstration:
        texts.insert(
            0,
            ("演示数据", "本文件出自演示数据，县名、部门和事项均为虚构，只供熟悉看板，不要上报。"),
        )
    if has_to_check:
        texts.append(
            (
                TO_CHECK,
                (
                    f"标黄的“{TO_CHECK}”是上次有误、没有计入的行。先改正这一行，"
                    f"再把它的统计月份改为{month_text(month)}；不改的仍不计入。"
                ),
            )
        )
    return texts


def _row(kind: str, is_done: bool, **values: str) -> dict[str, str]:
    """An example row: all that can be done is done, or none of it; nothing is exempt without a
    reason.
    """
    cells = {"month": "2026年10月"}
    for flag in sheet_flags(kind):
        is_plain_yes = is_done and flag.key not in deducting_flags()
        cells[flag.key] = "" if flag.is_text else flag.answers[0 if is_plain_yes else 1]
    return cells | values


def _row_of_degrees(place: int) -> dict[str, str]:
    """The answer at a place among those of the columns of 授权事项清单."""
    return {
        flag.key: list(indicators.answers_of(flag))[place] for flag in sheet_flags(AUTHORISATIONS)
    }


_PARTIAL_EXAMPLES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    EXPORT: ({"state": "已发布"}, {"state": "未发布", "note": "省平台正在改造"}),
    HALL_LEDGER: (
        {"hall": "县政务服务中心", "window": "A01", "state": "已进驻"},
        {"hall": "县政务服务中心", "state": "已撤出"},
    ),
    AUTHORISATIONS: (
        _row_of_degrees(0) | {"representative": "张某", "document": "云公授〔2026〕1号"},
        _row_of_degrees(-1) | {"not_authorised_for": "专用章尚未进驻窗口"},
    ),
    INSPECTION: (
        {
            "about": "明进暗不进",
            "found_on": "2026-10-15",
            "found_by": "现场抽查",
            "confirmed_by": "县督查考核中心",
            "state": "整改中",
        },
        {
            "about": "体外循环",
            "found_on": "2026-09-20",
            "found_by": "系统比对",
            "confirmed_by": "县督查考核中心",
            "state": "已销号",
        },
    ),
    EXEMPTIONS: (
        {
            "about": "不进驻",
            "reason": "须入户核验",
            "document": "云政办发〔2026〕3号",
            "valid_from": "2026-01-01",
            "valid_until": "2027-12-31",
        },
        {
            "about": "不宜网办",
            "reason": "须当面核验",
            "document": "云政办发〔2026〕3号",
            "valid_until": "长期",
        },
    ),
    CASES: (
        {
            "hall_accepted": "35",
            "unit_accepted": "0",
            "total_accepted": "35",
            "hall_decided": "33",
            "decided_elsewhere": "0",
            "outside_system": "0",
        },
        {
            "hall_accepted": "0",
            "unit_accepted": "0",
            "total_accepted": "0",
            "hall_decided": "0",
            "decided_elsewhere": "0",
            "outside_system": "0",
            "note": "本月没有办件",
        },
    ),
}


#: (what the example shows, field → cell)
Example = tuple[str, dict[str, str]]
_MONTH = {"month": "2026年10月"}
#: what names the items of the two examples
_ITEM_NAMES: tuple[dict[str, str], dict[str, str]] = (
    {
        "implementation_code": "11999923MB0000100Y4700100000001",
        "name": "户口登记",
        "unit": "公安局",
    },
    {
        "implementation_code": "11999923MB0000100Y4700100000002",
        "name": "收养登记",
        "unit": "民政局",
    },
)


def examples(kind: str) -> list[Example]:
    """The example rows of one kind, which the reader takes without an error."""
    if kind in PARTIAL_KINDS:
        return [
            (f"例{number}", _MONTH | names | cells)
            for number, names, cells in zip("一二", _ITEM_NAMES, _PARTIAL_EXAMPLES[kind])
        ]
    of_kind = {
        ITEMS: _item_examples,
        STATIONS: _station_examples,
        VILLAGES: _village_examples,
        TARGETS: _target_examples,
        REPRESENTATIVES: _representative_examples,
    }
    return of_kind.get(kind, lambda: _bulletin_examples(kind))()


def _item_examples() -> list[Example]:
    reasons = {
        flag.key: "须当面核验，已列入不进驻清单" for flag in sheet_flags(ITEMS) if flag.is_text
    }
    done, open_ = (
        names | {"item_type": "行政确认", "level": "县本级", "status": "在用"}
        for names in _ITEM_NAMES
    )
    return [
        ("例一：已全部做到", _row(ITEMS, True, **done)),
        ("例二：还没有做到", _row(ITEMS, False, **open_, note="省平台正在改造", **reasons)),
    ]


def _station_examples() -> list[Example]:
    standard = {"unit": "城关镇", "name": "东关村", "station_name": "东关村便民服务站"}
    old = {"unit": "城关镇", "name": "西关社区", "station_name": "西关社区代办点"}
    return [
        ("例一：已设站，名称规范", _row(STATIONS, True, **standard)),
        ("例二：已设站，还没更名", _row(STATIONS, True, **old, is_renamed=NO)),
        ("例三：没有设站", _row(STATIONS, False, unit="柳林镇", name="河口村")),
    ]


def _village_examples() -> list[Example]:
    villages = ("999923100001", "东关村"), ("999923100002", "西关社区")
    return [
        (f"例{number}", _MONTH | {"area_code": code, "unit": "城关镇", "name": name})
        for number, (code, name) in zip("一二", villages)
    ]


def _target_examples() -> list[Example]:
    common = {"year": "2026", "lead_unit": "行政审批和政务服务局"}
    values = zip("一二", indicators.headline_indicators(), ("99.9%", "前三"))
    return [
        (f"例{number}", {"indicator": indicator.short, "value": value} | common)
        for number, indicator, value in values
    ]


def _representative_examples() -> list[Example]:
    sent = {
        "unit": "公安局",
        "representative": "张某",
        "deputy": "李某",
        "position": "行政审批股股长",
        "appointment": "云公任〔2026〕3号",
        "document": "云公授〔2026〕1号",
        "issued_on": "2026-01-01",
        "valid_until": "三年",
        "seal": "有",
    }
    return [
        ("例一：已选派", _MONTH | sent),
        ("例二：还没有选派", _MONTH | {"unit": "民政局", "representative": "待定"}),
    ]


def _bulletin_examples(kind: str) -> list[Example]:
    counts = [column.field for column in columns_of(kind) if column.field not in plain_fields(kind)]
    denominators = {
        header for i in indicators.headline_indicators() for header in i.denominator_headers
    }
    reported = {field: "3000" if field in denominators else "2985" for field in counts}
    return [
        ("例一", _MONTH | {"county": "东河县"} | reported),
        ("例二：没有报送", _MONTH | {"county": "西河县"} | dict.fromkeys(counts, "—")),
    ]


def example_lines(kinds: Sequence[str]) -> list[Line]:
    """The page 填写示例: every kind's columns one below the other, with a column for each example
    row.
    """
    texts: list[Line] = []
    for kind in kinds:
        rows = examples(kind)
        texts += [(), (KINDS[kind], *(caption for caption, _ in rows))]
        texts += [
            (column.header, *(cells.get(column.field, "") for _, cells in rows))
            for column in columns_of(kind)
        ]
    return texts
