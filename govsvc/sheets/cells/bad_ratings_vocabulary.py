"""Which header of a 差评台账 means which field, and the fields that tell such a sheet."""

from govsvc.sheets.cells.ratings_vocabulary import RATING, RATING_FIELDS

VERDICT, MALICIOUS, RESULT, CALLED_BACK, CONTENT = (
    "verdict",
    "malicious",
    "result",
    "is_called_back",
    "is_content",
)
BAD_RATING_FIELDS: dict[str, tuple[str, ...]] = {
    **{
        name: RATING_FIELDS[name]
        for name in ("case", "item_code", "name", "unit", "named", "reasons", "rated_on")
    },
    RATING: RATING_FIELDS[RATING],
    "text": (*RATING_FIELDS["text"], "差评内容", "差评原因", "反映问题", "群众反映"),
    "received_on": ("收到日期", "收到时间", "接收日期", "接收时间", "转办日期", "转办时间"),
    "contacted_on": ("首次联系日期", "首次联系时间", "联系日期", "联系时间", "沟通时间"),
    VERDICT: ("是否属实", "核实结果", "核实情况", "差评认定", "认定结果", "调查结果"),
    MALICIOUS: ("是否恶意评价", "恶意差评审核", "是否恶意差评", "是否误评", "是否恶意"),
    RESULT: ("整改结果", "办理结果", "处理情况", "处理结果", "整改情况", "是否整改", "办理情况"),
    "closed_on": ("办结日期", "办结时间", "整改完成日期", "整改完成时间", "完成日期", "回复时间"),
    CALLED_BACK: ("是否回访", "回访情况", "是否已回访"),
    CONTENT: ("回访结果", "回访满意度", "是否认可", "群众是否认可", "回访评价", "是否满意"),
}
_WHAT_BECAME = frozenset({VERDICT, MALICIOUS, RESULT})
_OF_RATINGS = frozenset({RATING, "reasons", "rated_on", MALICIOUS, CALLED_BACK})


def is_ledger(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a 差评台账."""
    return bool(fields & _WHAT_BECAME) and bool(fields & _OF_RATINGS) and len(fields) > 3
