"""Which header of a 一件事清单, or of the cases of its things, means which field."""

import re
from itertools import product

from govsvc.domain.chains import CUMULATIVE, MONTH_CASES, SAVINGS

CHAIN, MEMBERS, STATE, IS_DUE = "chain", "members", "state", "due"
#: a count of cases of which nobody says whether it is of the month or of all months
BARE_CASES = "bare_cases"
_CHAIN = (
    *("一件事名称", "一件事", "主题名称", "主题服务名称", "一件事主题", "主题事项", "主题事项名称"),
    *(
        "场景名称",
        "场景",
        "主题场景",
        "链名",
        "链名称",
        "一链名称",
        "一链式名称",
        "主题",
        "主题服务",
    ),
    *(
        "一链式办理事项",
        "一链办理事项",
        "重点事项",
        "重点事项名称",
        "一件事事项名称",
        "集成服务名称",
    ),
    *("一件事主题名称", "一件事清单", "一件事（主题）名称", "主题（一件事）名称", "集成办名称"),
    *("一件事一次办名称", "一件事一次办", "一件事一次办事项", "事项链名称", "联办主题"),
)
_LINKED = ("关联", "涉及", "联办", "包含", "集成", "联动", "组成", "所含", "套餐")
_MEMBERS = (
    *(f"{word}{thing}" for word in _LINKED for thing in ("事项", "事项名称", "单项事项")),
    *("单事项", "单项事项", "事项名称", "事项清单", "具体事项", "子事项", "政务服务事项"),
    *("涉及的事项", "关联的事项", "包含的事项", "涉及政务服务事项", "关联政务服务事项"),
    *("办理事项", "涉及单项事项", "事项"),
)
#: word for before and after → the side
_SIDES = {
    "before": ("改革前", "优化前", "原", "原来", "整合前", "集成前", "联办前", "压减前", "之前"),
    "after": ("改革后", "优化后", "现", "现在", "整合后", "集成后", "联办后", "压减后", "之后"),
}
#: key of a saving → its words
_SAVINGS = {
    "steps": ("环节", "办理环节", "办事环节", "审批环节", "环节数", "办理环节数", "流程环节"),
    "materials": ("材料", "申请材料", "申报材料", "材料数", "办理材料", "申请材料数", "提交材料"),
    "limit": (
        *("时限", "办理时限", "办结时限", "时间", "办理时间", "承诺时限", "办理时长", "办事时限"),
        *("审批时限", "办结时间", "时长"),
    ),
    "visits": (
        *("跑动", "跑动次数", "跑动数", "跑腿次数", "到现场次数", "跑动次", "办事跑动次数"),
        *("跑腿", "跑趟数", "次数", "到大厅次数"),
    ),
}
_UNITS = {one.key: (one.unit, "个", "件", "天", "工作日", "项", "份", "次") for one in SAVINGS}


def _sided(key: str, side: str) -> tuple[str, ...]:
    """改革前环节, 环节改革前, 原环节数（个）…: the headers of one side of a saving."""
    both = [
        text
        for word, name in product(_SIDES[side], _SAVINGS[key])
        for text in (word + name, name + word, f"{name}（{word}）")
    ]
    return (*both, *(f"{text}（{unit}）" for text in both[::3] for unit in _UNITS[key]))


def _whole(key: str) -> tuple[str, ...]:
    """环节, 减环节, 环节压减情况: one column with before and after."""
    around = (
        "{}",
        "减{}",
        "{}压减",
        "{}压减情况",
        "{}变化",
        "{}情况",
        "{}减少",
        "压减{}",
        "{}压缩",
        "{}减幅",
    )
    words = [form.format(name) for name in _SAVINGS[key] for form in around]
    return (*words, *(f"{word}（改革前→改革后）" for word in _SAVINGS[key]))


CHAIN_FIELDS: dict[str, tuple[str, ...]] = {
    CHAIN: _CHAIN,
    MEMBERS: _MEMBERS,
    "member_code": (
        *("事项编码", "实施编码", "事项代码", "业务办理项编码", "关联事项编码", "基本编码", "编码"),
        *("涉及事项编码", "事项实施编码"),
    ),
    "member_unit": (
        *("涉及部门", "实施主体", "办理部门", "承办部门", "责任部门", "实施部门", "部门", "单位"),
        *("涉及单位", "承办单位", "责任单位", "事项所属部门", "关联部门", "事项部门", "实施单位"),
    ),
    "unit": (
        *("牵头部门", "牵头单位", "主办部门", "主办单位", "主办", "牵头", "牵头责任部门"),
        *("县级牵头部门", "牵头（主办）部门", "县级牵头单位"),
    ),
    "partners": (
        *("联办部门", "配合部门", "协同部门", "联办单位", "配合单位", "协同单位", "联办", "配合"),
        *(
            "参与部门",
            "协办部门",
            "协办单位",
            "联办（配合）部门",
            "配合（联办）部门",
            "县级配合部门",
        ),
        "责任（配合）部门",
    ),
    "category": ("类别", "分类", "服务对象", "对象", "一件事类别", "主题类别", "面向对象", "类型"),
    "origin": ("清单来源", "来源", "事项来源", "层级", "清单层级", "批次", "推进批次", "级别"),
    STATE: (
        *("状态", "上线状态", "是否上线", "上线情况", "落地情况", "推进情况", "进展", "进展情况"),
        *("是否已上线", "是否落地", "落地状态", "实施状态", "运行状态", "推进状态", "是否已落地"),
        *("实施情况", "开通情况", "是否开通", "建设状态", "办理状态", "工作进展"),
    ),
    IS_DUE: ("是否应落地", "应落地", "是否应上线", "应上线", "是否需落地", "本县应落地", "应实施"),
    "online_on": ("上线时间", "上线日期", "落地时间", "开通时间", "实施时间", "上线运行时间"),
    "entrance": (
        "线上入口",
        "网上入口",
        "线上办理入口",
        "线上渠道",
        "办理入口",
        "网办入口",
        "入口",
    ),
    "window": (
        "线下窗口",
        "办理窗口",
        "综合窗口",
        "窗口",
        "线下入口",
        "线下渠道",
        "专窗",
        "一件事窗口",
    ),
    MONTH_CASES: (
        *("本月办件量", "本月办件", "当月办件量", "当月办件", "本月办件数", "本月受理量"),
        *("办件量本月", "办件本月", "办件数本月", "本月办理量", "当月办件数", "本月办结量"),
        *("办件量当月", "本月办理件数", "本月办件件数", "月办件量", "本月办件量（件）"),
        *(f"{month}月{word}" for month in range(1, 13) for word in ("办件量", "办件数", "办件")),
        *(f"办件量{month}月" for month in range(1, 13)),
    ),
    CUMULATIVE: (
        *("累计办件量", "累计办件", "办件累计", "累计办件数", "累计受理量", "累计", "办件量累计"),
        *(
            "本年累计办件量",
            "年累计办件量",
            "本年累计",
            "上线以来办件量",
            "累计办理量",
            "累计办结量",
        ),
        *("今年以来办件量", "本年办件量", "年度办件量", "累计办件量（件）", "办件数累计"),
    ),
    BARE_CASES: ("办件量", "办件数", "办件", "受理量", "办理量", "件数", "办件总量", "办件情况"),
    **{f"{one.key}_before": _sided(one.key, "before") for one in SAVINGS},
    **{f"{one.key}_after": _sided(one.key, "after") for one in SAVINGS},
    **{f"{one.key}_both": _whole(one.key) for one in SAVINGS},
}
CASE_FIELDS: dict[str, tuple[str, ...]] = {
    name: CHAIN_FIELDS[name] for name in (CHAIN, "unit", MONTH_CASES, CUMULATIVE, BARE_CASES)
}
_COUNTED = frozenset({MONTH_CASES, CUMULATIVE, BARE_CASES})
_SAVED = frozenset(f"{one.key}_{side}" for one in SAVINGS for side in ("before", "after", "both"))
#: what a title, or a sheet's or file's name, calls such a list
NAMED = re.compile(r"一件事|一链|一次办|集成办|主题服务|主题式|套餐式")


def is_list(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a 一件事清单."""
    return CHAIN in fields and bool(
        MEMBERS in fields or len(fields & _SAVED) > 1 or {STATE, "unit"} <= fields
    )


def is_cases(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be the cases of things."""
    return CHAIN in fields and bool(fields & _COUNTED)
