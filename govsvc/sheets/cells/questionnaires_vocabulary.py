"""Which header of a 问卷汇总, or of the answers that a survey tool exports, means which field."""

import re

from govsvc.domain.feedback import DIMENSIONS, LEVELS, VALID
from govsvc.domain.feedback.questionnaires import CONTENT, HANDED_OUT, RETURNED, WHOLE

TOTAL_FIELDS: dict[str, tuple[str, ...]] = {
    "question": (
        *("题目", "问题", "调查内容", "测评内容", "调查项目", "测评项目", "问卷题目"),
        "题目内容",
    ),
    "wave": ("问卷名称", "调查名称", "问卷"),
    "way": ("发放方式", "调查方式", "发放途径"),
    HANDED_OUT: ("发放份数", "发放", "发放数", "发放问卷", "发放问卷数", "发放量"),
    RETURNED: ("回收份数", "回收", "回收数", "回收问卷", "回收问卷数", "收回份数", "回收量"),
    VALID: ("有效份数", "有效", "有效数", "有效问卷", "有效问卷数", "样本量", "份数", "有效回收"),
    CONTENT: ("满意份数", "满意数", "满意人数", "满意合计", "满意问卷数"),
    "rate": ("满意率", "满意度", "总体满意率", "满意比例"),
    **{level.key: (level.name, f"{level.name}数") for level in LEVELS},
}
_LEVELS = frozenset(level.key for level in LEVELS)
#: field → the question that its answers are to
ASKED = {f"survey_{WHOLE}": WHOLE} | {f"survey_{one.key}": one.key for one in DIMENSIONS}
SURVEY_FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("序号", "答卷编号"),
    "submitted_on": ("提交答卷时间", "提交时间", "答卷提交时间", "答题时间", "填写时间"),
    "spent": ("所用时间", "答题时长", "填写时长"),
    "source": ("来源", "答卷来源", "渠道"),
    f"survey_{WHOLE}": ("总体满意度", "总体评价", "整体满意度"),
    **{f"survey_{one.key}": (one.name, *one.headers) for one in DIMENSIONS},
}
#: a question, and none after who answers
_QUESTION = re.compile(r"满意|评价|态度|效率|水平|告知|廉洁|如何|怎么样|感受|印象")


def is_totals(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be a 问卷汇总."""
    counted = bool(fields & {HANDED_OUT, RETURNED}) and VALID in fields
    asked = "question" in fields and bool(fields & {"rate", CONTENT, *_LEVELS})
    return counted or asked


def is_survey(fields: set[str]) -> bool:
    """Whether columns of these fields are enough to be answers of a survey tool."""
    return "submitted_on" in fields and bool(fields & {"spent", "number", "source"})


def near(header: str) -> tuple[str, ...]:
    """The fields that a column with this header may answer, likeliest first; none where it is no
    question after content.
    """
    if not _QUESTION.search(header):
        return ()
    named = [
        f"survey_{one.key}"
        for one in DIMENSIONS
        if any(word in header for word in (one.name, *one.headers))
    ]
    return tuple(dict.fromkeys([*named, *ASKED]))
