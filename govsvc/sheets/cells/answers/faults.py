"""A column that asks for a fault (明进暗不进, 体外循环): found, denied, mended, or in doubt."""

import re

from govsvc.domain.indicators import Question
from govsvc.sheets.cells.answers.reading import ASK, NO, YES, Reading
from govsvc.sheets.cells.answers.words import DOUBT

_DENIED = (
    r"不存在|不属于|未发现|未见|没有发现|尚未发现|暂未发现|未查实|没有|并非|不是|自查无|无|不属实|"
    r"查无实据|已排除|排除|误报|未见异常|异常未发现"
)
_MENDED = re.compile(
    r"已整改(?:到位|完成)?|整改(?:到位|完毕|完成)|已纠正|已销号|已解决|已消除|已清零|"
    r"已完成整改|已取消"
)
_UNSURE = re.compile(
    rf"{DOUBT}|风险|隐患|反映|举报|投诉|线索|核查中|正在核查|调查中|机制|开展|已接入|部分|个别"
)
_OPEN = re.compile(r"自查|未整改|整改中|正在整改|限期整改|未排除|未解决|未销号")
_PROVED = re.compile(r"(?<!不)(?<!未)属实$")
_STATED = re.compile("存在|确认|认定")


def read_fault(question: Question, text: str) -> Reading:
    """The answer for a text of words; what is only reported, suspected or being mended is asked."""
    if _PROVED.search(text):
        return Reading(YES, f"“{text}”")
    kinds = "问题|情况|情形|现象|异常"
    such = "(?:此类|该类|这类|这种|上述|类似|此|该)"
    is_denied = re.fullmatch(rf".*?(?:{_DENIED})(?:{such}|{question.predicate})?(?:{kinds})?", text)
    if is_denied and not _UNSURE.search(re.sub(".*(?=不属实)", "", text)):
        return Reading(NO, f"“{text}”是否定的")
    if _MENDED.search(text):
        return Reading(NO, f"“{text}”：已经整改")
    if _UNSURE.search(text) or _OPEN.search(text):
        return Reading(ASK, f"看不出“{text}”认定了没有")
    verbs = "确?存在|发现|有|确有|确认|认定为?|属于?"
    is_named = re.fullmatch(rf"(?:{verbs})?(?:{question.predicate})(?:{kinds})?(?:\(.*\))?", text)
    is_such = re.fullmatch(rf"(?:{verbs}){such}(?:{kinds})", text)
    if is_named or is_such or _STATED.fullmatch(text):
        return Reading(YES, f"“{text}”")
    return Reading(ASK, f"无法识别“{text}”")
