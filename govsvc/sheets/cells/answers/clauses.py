"""What is said in words: a predicate, and words that deny, postpone, revert or doubt it."""

import re
from functools import lru_cache

from govsvc.domain.indicators import Question
from govsvc.sheets.cells.answers import words
from govsvc.sheets.cells.answers.reading import ASK, NO, YES, Reading

_ONLY_DATE = re.compile(rf"(?:{words.DATE})+")
_DATE = re.compile(words.DATE)
_DATE_BEFORE = re.compile(
    rf"(?:{words.DATE}|去年|上年|今年|上月|本月|年|月)底?前?(?=.*已)|(?<=已于).*?[底日月](?=\D)"
)
_END_OF_MONTH = re.compile(rf"(?:{words.DATE}|去年|上月|本月)底(?!前)(?=.)")
#: 预计12月: planned, and so not yet
_PLANNED = re.compile(
    rf"(?:预计|拟|计划|力争|争取|将|定于|准备|打算|待)[于在到至]?"
    rf"(?:{words.DATE}|今年|明年|下一?月|上半年|下半年|本月|年内|近期|[一二三四]季度|"
    r"[上中下]旬|[年月]?[底末初]|前|左右|之?内)+(?:完成|实现|办理|开通|上线|到位|解决)?"
)
_EXCEPT = re.compile("除|不含|不包括|例外")
_REMARK = re.compile(r"(?P<main>[^()]+)\((?P<remark>[^()]*)\)?")
_NO_REASON = re.compile(r"(?:无|没有|不存在)(?:原因|理由|此情形|情形|该情形)?|不在.{0,4}清单.{0,2}")
_SURE_REASON = re.compile(
    r"垂管|垂直|上级|系统|专用|专网|专线|设备|涉密|秘密|保密|安全|流动|上门|场所|性质|"
    r"法律|法规|规定|特殊|条件|专业|^(?:因|由于|受).+(?:限制|制约|所限|不足)$"
)
_SURE_THOUGH_NEEDED = re.compile("专用|涉密|秘密|上门")
#: more characters than this beside the predicate are more than the grammar can follow
_MOST_UNREAD = 8


@lru_cache(maxsize=64)
def _lexer(question: Question) -> re.Pattern[str]:
    parts = {
        "doubt": words.DOUBT,
        "partly": words.PARTLY,
        "spared": words.SPARED,
        "unclear": question.unclear,
        "predicate": question.predicate,
        "reversed": words.REVERSED,
        "future": words.FUTURE,
        "weak": question.weak,
        "denied": words.DENIED,
        "done": words.DONE,
        "able": words.ABLE,
        "ought": words.OUGHT,
        "once": words.ONCE,
        "filler": words.FILLER,
        "unread": ".",
    }
    pattern = "|".join(f"(?P<{role}>{pattern})" for role, pattern in parts.items() if pattern)
    return re.compile(pattern, re.DOTALL | re.IGNORECASE)


def _roles(question: Question, clause: str) -> list[str]:
    """The role of each word of a clause, in order."""
    return [match.lastgroup or "unread" for match in _lexer(question).finditer(clause)]


def roles_of(question: Question, text: str) -> set[str]:
    """The roles that the words of a text play."""
    return set(_roles(question, text))


def read(question: Question, text: str) -> Reading:
    """The answer of all clauses together; where they differ, or none speaks of it, it is asked."""
    if answered := _predicate_with_answer(question, text):
        return answered
    if _ONLY_DATE.fullmatch(text):
        return Reading(ASK, "只写了日期")
    bracket = _REMARK.fullmatch(text)
    main, remark = (bracket["main"], bracket["remark"]) if bracket else (text, "")
    clauses = [clause for clause in re.split(words.BETWEEN_CLAUSES, main) if clause]
    readings = [reading for clause in clauses if (reading := _clause(question, clause))]
    if not readings:
        return Reading(ASK, f"看不出“{text}”是是还是否")
    said = {reading.answer for reading in readings}
    if question.is_reason and YES in said and NO not in said:
        # 须当面核验，已列入不进驻清单: one reason is enough
        return next(reading for reading in readings if reading.answer == YES)
    if len(said) > 1:
        return Reading(ASK, f"“{text}”前后不一致")
    if remark and _takes_back(question, readings[-1], remark):
        return Reading(ASK, f"括号里的“{remark}”使它不确定")
    return readings[-1]


def _predicate_with_answer(question: Question, text: str) -> Reading | None:
    """全程网办：是, 全程网办（否）."""
    match = re.fullmatch(
        rf"(?P<head>{question.predicate})[:(]"
        rf"(?:(?P<yes>{words.PLAIN_YES})|(?P<no>{words.PLAIN_NO}))\)?",
        text,
        re.IGNORECASE,
    )
    if not match:
        return None
    answer = match["yes"] or match["no"]
    return Reading(YES if match["yes"] else NO, f"“{match['head']}”后面写的是“{answer}”")


def _takes_back(question: Question, reading: Reading, remark: str) -> bool:
    roles = roles_of(question, remark)
    if _EXCEPT.search(remark) or roles & {"doubt", "partly", "unclear", "reversed"}:
        return reading.answer in (YES, NO)
    return reading.answer == YES and bool(roles & {"denied", "future", "spared", "ought"})


def _without_dates(clause: str) -> str:
    """9月25日已发布 → 已发布; 10月底前 keeps that it lies ahead."""

    if "已" in clause:
        return _DATE.sub("", _DATE_BEFORE.sub("", clause))
    # 8月底完成: nobody knows whether it lies ahead
    clause = _END_OF_MONTH.sub("可能", clause)

    def replaced(date: re.Match[str]) -> str:
        return "月" if clause[date.end() : date.end() + 2].startswith(("前", "底")) else ""

    return _DATE.sub(replaced, clause)


def _clause(question: Question, clause: str) -> Reading | None:
    """What one clause says; None where it does not speak of what is asked."""
    if not question.is_reason and _PLANNED.fullmatch(clause):
        return Reading(NO, f"“{clause}”：还没有做到")
    clause = _without_dates(clause)
    if question.is_not and re.fullmatch(question.is_not, clause):
        return Reading(NO, f"“{clause}”")
    if question.is_so and re.fullmatch(question.is_so, clause):
        return Reading(YES, f"“{clause}”")
    roles = _roles(question, clause)
    if {"doubt", "partly"} & set(roles):
        return Reading(ASK, f"“{clause}”不确定")
    if "reversed" in roles:
        before = roles[: roles.index("reversed")]
        if {"denied", "future", "spared", "ought"} & set(before):
            return Reading(ASK, f"“{clause}”看不出现在的情况")
        return Reading(NO, f"“{clause}”：现在不是了")
    is_denied = {"denied", "predicate"} <= set(roles)
    if "spared" in roles or ("unclear" in roles and not is_denied):
        return Reading(ASK, f"看不出“{clause}”是是还是否")
    for role in ("predicate", "weak"):
        if role in roles:
            at = roles.index(role)
            return _around_predicate(question, clause, roles[:at], roles[at + 1 :])
    return _without_predicate(question, clause, set(roles))


def _around_predicate(
    question: Question, clause: str, before: list[str], after: list[str]
) -> Reading:
    denials = before.count("denied")
    if "denied" in after:  # 全程网办未实现
        tail = after[after.index("denied") + 1 :]
        denials += set(tail) <= {"weak", "able", "filler", "done"}
    if denials > 1:
        return Reading(ASK, f"“{clause}”有两重否定")
    if denials:
        return Reading(NO, f"“{clause}”是否定的")
    return _undenied(question, clause, before, after)


def _undenied(question: Question, clause: str, before: list[str], after: list[str]) -> Reading:
    is_done = "done" in before
    if "future" in before and ("ought" not in before or is_done):
        return Reading(NO, f"“{clause}”还没有做到")
    weakened = {
        "只说应当": "ought" in before and not is_done,
        "说的是过去": "once" in before,
        "看不出做到没有": "future" in after and not is_done,
        "只说可以": "able" in before and not is_done and not question.able_is_yes,
    }
    for why, holds in weakened.items():
        if holds:
            return Reading(ASK, f"“{clause}”{why}")
    unread = (before + after).count("unread")
    if unread > _MOST_UNREAD or (unread and not {"done", "able"} & set(before)):
        return Reading(ASK, f"无法识别“{clause}”")
    return Reading(YES, f"“{clause}”")


def _without_predicate(question: Question, clause: str, roles: set[str]) -> Reading | None:
    if question.is_reason:
        return _reason(clause, roles)
    if "denied" in roles and {"able", "weak"} & roles and "unread" not in roles:
        return Reading(NO, f"“{clause}”是否定的")
    is_close = {"future", "denied"} & roles and "unread" not in roles
    return Reading(ASK, f"无法识别“{clause}”") if is_close or "unclear" in roles else None


def _reason(clause: str, roles: set[str]) -> Reading:
    """A column that gives a reason says yes by giving one."""
    is_open = {"future", "ought", "once"} & roles and not _SURE_THOUGH_NEEDED.search(clause)
    if is_open:
        return Reading(ASK, f"“{clause}”不像是已经确定的原因")
    if roles <= {"denied", "filler"} or _NO_REASON.fullmatch(clause):
        return Reading(NO, f"“{clause}”")
    if _SURE_REASON.search(clause):
        return Reading(YES, f"写了原因“{clause}”")
    return Reading(ASK, f"看不出“{clause}”是不是原因")
