"""Which header of a 回访台账 or 回访汇总 means which field, and what tells such a sheet."""

from govsvc.domain.feedback import (
    DIMENSION_FIELDS,
    DIMENSIONS,
    OUTCOME,
    OVERALL,
    TOTAL_COUNTS,
    VALID,
    total_count,
)
from govsvc.domain.indicators import CALL_TOTALS

IS_REACHED = "is_reached"
#: fields that hold a level
RATINGS = (OVERALL, *DIMENSION_FIELDS.values())
#: fields that only a list of calls has
TELLING = frozenset({"called_on", OUTCOME, IS_REACHED, "caller", "second_call"})

CALL_FIELDS: dict[str, tuple[str, ...]] = {
    "called_on": (
        "回访日期",
        "回访时间",
        "拨打时间",
        "拨打日期",
        "电话回访时间",
        "电话回访日期",
        "通话时间",
        "通话日期",
    ),
    "case": (
        "办件编号",
        "办件号",
        "办件流水号",
        "业务流水号",
        "申办流水号",
        "受理编号",
        "受理单号",
        "申报号",
        "业务编号",
    ),
    "name": (
        "办理事项",
        "事项名称",
        "办件名称",
        "办理业务",
        "业务名称",
        "申办事项",
        "办件事项",
        "办理事项名称",
        "事项",
    ),
    "unit": (
        "承办单位（窗口）",
        "承办单位",
        "承办部门",
        "承办窗口",
        "受理部门",
        "受理单位",
        "办理窗口",
        "办理部门",
        "办理单位",
        "窗口单位",
        "窗口名称",
        "窗口",
        "责任单位",
        "所属单位",
        "部门",
        "单位",
        "单位名称",
        "部门名称",
    ),
    OUTCOME: ("回访结果", "通话结果", "接通情况", "回访情况", "接听情况", "回访状态"),
    IS_REACHED: ("是否接通", "接通与否", "是否接听"),
    OVERALL: (
        "总体评价",
        "总体满意度",
        "总体评价结果",
        "综合评价",
        "综合满意度",
        "整体评价",
        "整体满意度",
        "总评价",
        "评价结果",
        "是否满意",
        "满意度",
        "满意情况",
        "满意程度",
        "满意度评价",
        "总体满意情况",
        "评价",
    ),
    **{DIMENSION_FIELDS[one.key]: (one.name, *one.headers) for one in DIMENSIONS},
    "text": (
        "意见建议",
        "意见和建议",
        "意见或建议",
        "意见及建议",
        "意见",
        "建议",
        "反映问题",
        "反映的问题",
        "诉求",
        "存在问题",
        "企业意见建议",
        "群众意见建议",
    ),
    "handling": ("处理情况", "处理结果", "整改情况", "落实情况", "办理情况"),
    "second_call": ("二次回访", "二次回访情况", "二次回访结果", "再次回访"),
    "caller": ("回访人", "回访人员", "回访员", "拨打人", "拨打人员"),
    "caller_unit": ("回访单位", "回访人单位", "回访人所在单位", "回访部门"),
}

TOTAL_FIELDS: dict[str, tuple[str, ...]] = {
    "week_said": ("周次", "回访周", "周", "回访周期", "回访时间段", "时间段", "起止日期"),
    "unit": CALL_FIELDS["unit"],
    **{one.field: (one.name, *one.headers) for one in TOTAL_COUNTS},
    "printed": ("满意率", "总体满意率", "满意度", "群众满意率", "企业满意率", "总满意率"),
}
_TELLING_TOTALS = {"printed", total_count("dialled").field, total_count("drawn").field}


def is_of_kind(kind: str, fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a 回访台账, or a 回访汇总.

    有效回访 and 满意 are cells of a 回访台账, too, and would make a header of its rows.
    """
    if kind == CALL_TOTALS:
        return total_count(VALID).field in fields and bool(fields & _TELLING_TOTALS)
    return bool(fields & set(RATINGS)) and bool(fields & TELLING) and len(fields) > 2
