"""A cell of a yes/no column: plain, ticked, with a remark, or in words of its own."""

import re

from govsvc.domain.indicators import Question
from govsvc.sheets.cells.answers import clauses
from govsvc.sheets.cells.answers.faults import read_fault
from govsvc.sheets.cells.answers.marks import read_boxes, read_plain
from govsvc.sheets.cells.answers.reading import (
    ASK,
    BLANK,
    NO,
    YES,
    Reading,
    fold,
    is_blank,
    trimmed,
)
from govsvc.sheets.cells.answers.words import PLAIN_NO, PLAIN_YES

_SAYS_YES = ("是", "有", "√", "✓", "✔", "☑")
_HEAD = re.compile(
    r"(?P<head>是|否|有|无|√|✓|✔|☑|×|✗|✘|没有|不是)"
    r"(?:[(【\[](?P<bracket>.*)[)】\]]?|[,:;。\-—]+(?P<rest>.*))",
    re.DOTALL,
)
#: an answer with its number in the list of answers: 1.是, （2）否
_NUMBERED = re.compile(r"^(?:(?:\d{1,2}|[A-D])[.、:)]|\((?:\d{1,2}|[A-D])\))(?=(?:是|否|有|无)$)")
_OPPOSITE = {YES: NO, NO: YES, ASK: ASK}
_PLAIN_ANSWER = re.compile(f"{PLAIN_YES}|{PLAIN_NO}", re.IGNORECASE)


def read_flag(question: Question, cell: str, is_inverse: bool = False) -> Reading:
    """`yes`, `no`, `blank` or `ask`: what the cell answers to the column's question.

    `is_inverse`: the column asks for the opposite (不能网办), so that 是 and √ say no; what is
    said in words (可网办) stands for itself.
    """
    text = fold(cell)
    if is_blank(text):
        return Reading(BLANK, "没有填写")
    bare = _NUMBERED.sub("", trimmed(text))
    if question.asks_numbers and bare.isdigit():
        return Reading(ASK, f"只写了“{bare}”，不知道这个数字表示什么")
    plain = read_boxes(text) or read_plain(bare)
    if plain and is_inverse:
        return Reading(_OPPOSITE[plain.answer], f"{plain.why}，这一列问的是相反的一面")
    if is_inverse and _HEAD.fullmatch(bare):
        return Reading(ASK, f"“{bare}”在问相反一面的列里无法确定")
    return plain or _with_remark(question, bare) or _in_words(question, bare)


def _in_words(question: Question, text: str) -> Reading:
    return read_fault(question, text) if question.is_fault else clauses.read(question, text)


def _with_remark(question: Question, text: str) -> Reading | None:
    """是（综合窗口）, 否，垂管系统: the answer holds unless its remark doubts it."""
    match = _HEAD.fullmatch(text)
    if not match:
        return None
    head, answer = match["head"], YES if match["head"] in _SAYS_YES else NO
    remark = trimmed((match["bracket"] or match["rest"] or "").strip(")】]"))
    if not remark:
        return Reading(answer, f"填的是“{head}”")
    if _PLAIN_ANSWER.fullmatch(remark):
        return Reading(ASK, f"“{head}”后面又写了“{remark}”")
    roles = clauses.roles_of(question, remark)
    if roles & {"doubt", "partly"}:
        return Reading(ASK, f"“{remark}”使“{head}”不确定")
    remarked = _in_words(question, remark).answer
    is_denied = answer == YES and remarked == NO
    is_done = answer == NO and remarked == YES and "done" in roles
    if is_denied or is_done:
        return Reading(ASK, f"“{head}”与“{remark}”不一致")
    return Reading(answer, f"填的是“{head}”，后面是说明")
