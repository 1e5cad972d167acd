"""The text of an inspection (督查): does it confirm a fault, deny it, or leave it open?"""

import re
from collections.abc import Iterable

from govsvc.sheets.cells.answers.reading import ASK, Reading, fold, is_blank, trimmed

CONFIRMED, NOT_CONFIRMED = "confirmed", "not_confirmed"
_NOT_THERE = (
    r"(?:未发现|没有发现|不存在|未见|没有|并非|不是|不属于|未查实|无|排除|误报)(?:存在|有|任何)?"
)
_KIND = "(?:问题|情况|情形|现象)?"
_PROVED = re.compile(r"(?<!不)(?<!未)属实$")
_DISPROVED = re.compile(r"不属实$|查无实据$|未查实$")
_OPEN = re.compile(r"待核|待查|待确认|核查中")
_UNSURE = re.compile(
    r"疑似|可能|待核|待查|是否|\?|反映|举报|投诉|线索|怀疑|涉嫌|不确定|待确认|存疑|核查中"
)
_DEMANDED = re.compile(r"未排除|不排除|没有排除|要求|督促|责令|限期|请|加强")
_MENDED = re.compile(
    r"(?<!未)(?<!尚未)已(?:经)?(?:完成)?(?:整改|销号|纠正|解决)(?:到位|完成|完毕)?|"
    r"(?<!未)(?<!不)整改(?:到位|完成)|(?<!未)销号"
)
_DENIED_ELSEWHERE = re.compile(r"(?:未|不|无|没)(?!整改|销号|解决|按|授权|到位)")
#: the text speaks of a finding and denies it
_DENIED_OUTRIGHT = re.compile(rf"{_NOT_THERE}(?:任何)?(?:问题|情况|异常|现象)|不属实")
_NOTHING = re.compile(r"(?:未见|没有|未发现|无)(?:异常|问题|情况)?")


def read_finding(cell: str, topics: Iterable[str]) -> Reading:
    """`confirmed`, `not_confirmed` or `ask` for a text that speaks of `topics` (明进暗不进 …)."""
    text = trimmed(fold(cell))
    if is_blank(text):
        return Reading(ASK, "没有填写")
    topic = "|".join(map(re.escape, topics))
    answers: list[str] = []
    for clause in filter(None, re.split(r"[,;。]|但是?", text)):
        answer = _clause(clause, topic, answers)
        if answer and not re.search(topic, clause):
            answers = [answer]  # 经核查不属实 speaks of all that stands before
        elif answer:
            answers.append(answer)
    if CONFIRMED in answers and ASK not in answers:
        return Reading(CONFIRMED, f"“{text}”")
    is_denied = set(answers) == {NOT_CONFIRMED} or _NOTHING.fullmatch(text)
    if is_denied:
        return Reading(NOT_CONFIRMED, f"“{text}”没有认定")
    return Reading(ASK, f"看不出“{text}”认定了没有")


def is_certain(cell: str) -> bool:
    """Whether nothing in the text doubts, demands or puts off what it speaks of."""
    text = trimmed(fold(cell))
    return not any(
        pattern.search(text) for pattern in (_UNSURE, _DEMANDED, _OPEN, _DENIED_OUTRIGHT)
    )


def _clause(clause: str, topic: str, before: list[str]) -> str | None:
    if not re.search(topic, clause):
        if _PROVED.search(clause):
            return CONFIRMED
        if _DISPROVED.search(clause):
            return NOT_CONFIRMED
        if _OPEN.search(clause):
            return ASK
        return NOT_CONFIRMED if before and _MENDED.search(clause) else None
    quoted = rf"[“”\"]?(?:{topic})[“”\"]?"
    if _DEMANDED.search(clause):
        return ASK
    if re.search(
        rf"{_NOT_THERE}{quoted}|{quoted}{_KIND}(?:经.{{0,3}}查)?"
        r"(?:不存在|不属实|查无实据|未发现|已排除|排除|为误报|0项|0件|零)",
        clause,
    ):
        return NOT_CONFIRMED
    if _UNSURE.search(clause) or re.search(
        rf"(?:对|防|针对|关于|建立|开展|制定|杜绝|防止|防范|严禁|涉及){quoted}|"
        rf"{quoted}(?:防控|机制|制度|专项|自查|排查|治理|整治|风险|隐患|苗头|线索|待)",
        clause,
    ):
        return ASK
    if _MENDED.search(clause):
        return NOT_CONFIRMED
    is_denied = _DENIED_ELSEWHERE.search(re.sub(topic, "", clause))
    return ASK if is_denied else CONFIRMED
