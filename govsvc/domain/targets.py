"""目标值 as a person types them: a value in percent or a place to reach, for a year or a node of
it.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import by_key
from govsvc.domain.rates import percent_text
from govsvc.domain.rows import Target

#: month up to which a target holds → the name of the node; None: the whole year
NODES = {None: "全年", 3: "一季度末", 6: "半年", 9: "三季度末"}
_PLACE = re.compile(r"(?:进入)?(?:全市)?前(\d{1,2}|[一二三四五六七八九十]{1,2})名?")
_VALUE = re.compile(r"\d{1,3}(\.\d{1,2})?%?")
#: a bare whole number up to here may be meant as a place
_MOST_PLACES = 20
_NUMERALS = "一二三四五六七八九十"


def typed(year: int, node: int | None, indicator: str, text: str, lead_unit: str = "") -> Target:
    """The target that was typed: 99.9, 99.9% or 前三. Raises GovsvcError with what may be typed."""
    by_key(indicator)
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _PLACE.fullmatch(text)
    if match:
        number = int(match[1]) if match[1].isdecimal() else _number(match[1])
        if not number:
            raise GovsvcError(f"“{text}”不是名次。", "目标位次写作 前3 或 前三。", "target_place")
        return Target(year, indicator, None, number, node, lead_unit.strip())
    if not _VALUE.fullmatch(text):
        raise GovsvcError(
            f"“{text}”不是目标值。" if text else "没有填写目标值。",
            "写作 99.9 或 99.90%（最多两位小数），目标位次写作 前3。",
            "target_value",
        )
    if text.isdecimal() and 0 < int(text) <= _MOST_PLACES:
        raise GovsvcError(
            f"“{text}”看不出是目标值还是位次。",
            f"目标值写作 {text}%，目标位次写作 前{text}。",
            "target_unclear",
        )
    return Target(year, indicator, _percent(text), None, node, lead_unit.strip())


def value_typed(text: str) -> Decimal:
    """The target value that was typed: 99.9, 99.9%. Raises GovsvcError with what may be typed."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not _VALUE.fullmatch(text):
        raise GovsvcError(
            f"“{text}”不是目标值。" if text else "没有填写目标值。",
            "写作 95 或 95.50%（最多两位小数）。",
            "target_value",
        )
    return _percent(text)


def _percent(text: str) -> Decimal:
    value = Decimal(text.rstrip("%"))
    if 0 < value < 1 and not text.endswith("%"):
        percent = f"{(value * 100).normalize():f}%"
        raise GovsvcError(
            f"“{text}”看不出是{text}%还是{percent}。",
            f"目标值写作 {percent} 或 {text}%。",
            "target_unclear",
        )
    if not 0 < value <= 100:
        raise GovsvcError(f"目标值{text}不在0到100之间。", "写作 99.9 或 99.90%。", "target_value")
    return value


def _number(word: str) -> int:
    """十一 → 11; 0 where it is none."""
    if word.startswith("十"):
        return 10 + (_NUMERALS.index(word[1]) + 1 if len(word) == 2 else 0)
    return _NUMERALS.index(word) + 1 if len(word) == 1 else 0


def text_of(target: Target) -> str:
    """99.90% or 前3."""
    return percent_text(target.value) if target.value is not None else f"前{target.place}"


def change_text(known: Sequence[Target], target: Target, is_removed: bool = False) -> str:
    """2026年全年网上可办率目标：99.50%改为99.90%: a change of a target, for the record.

    `known`: the targets before.
    """
    same = [
        one
        for one in known
        if (one.year, one.until, one.indicator) == (target.year, target.until, target.indicator)
    ]
    before, after = text_of(same[0]) if same else "未设", "删除" if is_removed else text_of(target)
    return (
        f"{target.year}年{node_name(target.until)}{by_key(target.indicator).short}目标："
        f"{before}改为{after}"
    )


def node_name(until: int | None) -> str:
    return NODES.get(until, f"{until}月底")
