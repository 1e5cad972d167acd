"""A header as it is compared, and what it was read as."""

import re
import unicodedata
from dataclasses import dataclass

from govsvc.sheets.cells.radicals import unified

ASK, NOTHING = "ask", "none"
_ROMAN_AWAY = {0x2160 + n: 0xE100 + n for n in range(12)}
_ROMAN_BACK = {0xE100 + n: 0x2160 + n for n in range(12)}
_UNSAID = re.compile(r"[\s*“”\"'‘’「」【】]+")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\d+[、.](?!\d)|\([一二三四五六七八九十\d]+\))"
)
#: what stands in brackets and changes nothing: （是/否）, （√）, （20分）, （31位）
_HINT = re.compile(
    r"\((?:是/?否|是、否|打?[√×✓/、]+|填?是或否|是/否/.*|有/无|必填|选填|可多选|单选|下拉|"
    r"如.*|例.*|请?在.*(?:栏|列|格).*|"
    r"%|单位:?.{0,4}|项|件|个|百分比|\d+分|满分\d+分?|分值:?\d+分?|\d+位(?:编码|代码)?|部门|单位|"
    r"实施主体|主项|子项|业务办理项|在用.*|许可.*|[ⅠⅡⅢⅣ].*|说明情况|全称|简称|省平台|四级深度)\)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """`field`: a key, `inverse:KEY`, `option:FIELD=READING`, `ask` or `none`.

    `why`: in Chinese, for the clerk. `near`: keys that it may be where it is asked.
    """

    field: str
    why: str = ""
    near: tuple[str, ...] = ()


def levels_of(header: str) -> list[str]:
    """The texts of a header's rows, parted by |: folded, without numbering, quotes and spaces."""
    return [level for part in header.split("|") if (level := _NUMBERED.sub("", _fold(part)))]


#: questions that ask by saying both: 能不能网上办, 进驻没有, 网办与否
_EITHER = re.compile(r"能不能够?|可不可以|会不会")
_OR_NOT = re.compile(r"(?<=..)(?:了?没有?|与否|没)$")


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unified(text).translate(_ROMAN_AWAY)).translate(
        _ROMAN_BACK
    )
    text = _UNSAID.sub("", folded).rstrip("?吗")
    return _OR_NOT.sub("", _EITHER.sub("是否可", text))


def bare(level: str) -> str:
    """Without hints in brackets and stops at the ends."""
    return _HINT.sub("", level).strip("%:：、,，。")
