"""Which header of a 好差评 export means which field, and the fields that tell such a sheet."""

from govsvc.sheets.cells.calls_vocabulary import CALL_FIELDS

RATING, CHANNEL, IS_DEFAULT, REVIEW = ("rating", "rated_by", "is_default", "review")

RATING_FIELDS: dict[str, tuple[str, ...]] = {
    "case": CALL_FIELDS["case"],
    "item_code": ("事项编码", "实施编码", "事项实施编码", "业务办理项编码", "事项编号"),
    "name": (*CALL_FIELDS["name"], "评价事项", "服务事项"),
    "unit": (
        "受理部门",
        "受理部门名称",
        "评价对象",
        "被评价部门",
        "被评价单位",
        "所属部门",
        *(header for header in CALL_FIELDS["unit"] if "窗口" not in header),
        "承办单位（窗口）",
    ),
    "window": ("窗口名称", "窗口", "受理窗口", "办理窗口", "服务窗口", "窗口编号", "窗口号"),
    "worker": ("工号", "经办人工号", "窗口人员工号", "工作人员工号", "人员编号", "办理人员工号"),
    "named": ("是否匿名", "是否匿名评价", "匿名评价", "匿名"),
    CHANNEL: ("评价渠道", "评价来源", "评价方式", "渠道", "评价终端", "评价途径"),
    RATING: (
        "满意度",
        "评价等级",
        "整体满意度",
        "总体满意度",
        "评价级别",
        "评价结果",
        "满意度等级",
        "星级",
        "评分",
        "评价星级",
        "评价",
    ),
    "reasons": (
        "测评指标编码",
        "测评指标",
        "评价指标",
        "评价指标编码",
        "评价内容编码",
        "评价标签",
        "评价详情",
        "评价选项",
    ),
    "text": ("文字评价", "评价理由", "评价内容", "评价意见", "评价描述", "其他评价", "意见建议"),
    "rated_on": ("评价时间", "评价日期", "评价提交时间", "提交时间"),
    "times": ("评价次数", "评价次序", "评价轮次"),
    REVIEW: ("审核状态", "审核结果", "审核情况", "是否有效"),
    IS_DEFAULT: ("是否默认评价", "默认评价", "是否系统默认", "是否默认", "系统默认评价"),
}
#: fields that only a list of ratings has
_TELLING = frozenset({CHANNEL, "rated_on", "reasons", "times", IS_DEFAULT})


def is_export(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a 好差评 export."""
    return RATING in fields and bool(fields & _TELLING) and len(fields) > 3
