"""网上办理深度: levels, words of the national list, and what is said of them in brackets."""

import re

from govsvc.sheets.cells.answers.reading import ASK, BLANK, Reading, fold, is_blank, trimmed
from govsvc.sheets.cells.answers.words import FUTURE

FULL, ONLINE = "full", "online"
NOT_ONLINE = f"not_{ONLINE}"
_ORDER = (NOT_ONLINE, ONLINE, FULL)
_LEVELS = (
    dict.fromkeys("Ⅰ一1", NOT_ONLINE)
    | dict.fromkeys("ⅡⅢ二三23", ONLINE)
    | dict.fromkeys("Ⅳ四4", FULL)
)
_LEVEL = re.compile(r"(?P<numeral>[ⅠⅡⅢⅣ一二三四1-4])(?P<word>级|星级)?(?:深度|网办|办理)?")
_LATIN = {"IV": "Ⅳ", "III": "Ⅲ", "II": "Ⅱ", "I": "Ⅰ"}
_LATIN_LEVEL = re.compile(r"(?<![A-Z])(IV|III|II|I)(?=级|$|[,^(/、])")
_FULL = r"可?(?:全程|全流程)(?:网办|网上办理?|在线办?理?)|(?:可|能|已)(?:实现)?全程网办|零跑[动腿]"
_ONLINE = (
    r"(?:可|能)?(?:网办|网上办理|网上可办)|"
    r"(?:网上|在线|互联网|线上|原件)(?:预审|受理|办理|申报|申请|办事)(?:[、,](?:窗口|现场|"
    r"线下).{0,4})?"
)
_NOT_ONLINE = (
    r"(?:仅|只)?(?:信息发布|事项公开|信息公开|公开办事指南|办事指南公开|公开|表格下载)|"
    r"(?:线下|窗口|现场)办理|(?:网上|互联网|在线)咨询|"
    r"(?:不可|不能|未|不支持|没有|尚未|暂未)(?:开通|实现)?(?:网办|网上办理|网上可办)"
)
_WORDS = ((FULL, _FULL), (ONLINE, _ONLINE), (NOT_ONLINE, _NOT_ONLINE))
_RAISED = re.compile(r"由(.+?)(?:已)?(?:提升|升级|提高)[至到为](.+)")
_REMARK = re.compile(r"(?P<main>.+?)\((?P<remark>.*)\)?")
_TAKES_FULL_BACK = re.compile(r"^(?:否|是否|不|无|未)|待|部分|现场|窗口|核验|需|拟(?!升|达|提)|\?")


def read_depth(cell: str) -> Reading:
    """`full`, `online`, `not_online`, `blank` or `ask`. Of several values (, or ^) the highest.

    Level Ⅰ is information only, Ⅱ and Ⅲ are online, Ⅳ is from end to end; a bare number differs
    from system to system and is asked.
    """
    text = trimmed(fold(cell))
    if is_blank(text):
        return Reading(BLANK, "没有填写")
    roman = _LATIN_LEVEL.sub(lambda match: _LATIN[match[1]], text.upper())
    depths = [_one_depth(part) for part in re.split(r"[,^]", roman) if part]
    known = [depth for depth in depths if depth]
    if not known or len(known) < len(depths):
        return Reading(ASK, f"看不出“{text}”的网上办理深度")
    return Reading(max(known, key=_ORDER.index), f"“{text}”")


def _one_depth(part: str) -> str | None:
    if raised := _RAISED.fullmatch(part):
        return _one_depth(raised[2])
    if bracket := _REMARK.fullmatch(part):
        return _with_remark(bracket["main"], bracket["remark"].strip(")"))
    if part.endswith((":是", ":√")):
        return _one_depth(part[:-2])
    level = _LEVEL.fullmatch(part)
    if level and (level["word"] or level["numeral"] in "ⅠⅡⅢⅣ"):
        return _LEVELS[level["numeral"]]
    return next((depth for depth, pattern in _WORDS if re.fullmatch(pattern, part)), None)


def _with_remark(main: str, remark: str) -> str | None:
    """Ⅳ级（全程网办） is full; 全程网办（待开通） and Ⅳ级（Ⅲ级） are not known."""
    depth, remarked = _one_depth(main), _one_depth(remark)
    is_contradicted = remarked not in (None, depth) and not re.search(FUTURE, remark)
    if is_contradicted or (depth == FULL and _TAKES_FULL_BACK.search(remark)):
        return None
    return depth
