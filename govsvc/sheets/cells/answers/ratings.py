"""What a cell of a 好差评 export says: the level, the channel, the reasons, whether it counts.

A bare number of a level is never read: of two standards one counts 1 to 5 from the best, the other
from the worst. Of channels 1 to 5 mean the same in all systems, 6 and 7 do not.
"""

import re

from govsvc.domain.feedback import RATING_CHANNELS, REASONS
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue

BLANK, ASKED = "", "ask"
COUNTS, DOES_NOT_COUNT = "counts", "does_not_count"
_CHANNEL_OF = {
    cell_text.packed(word).upper(): one.key
    for one in RATING_CHANNELS
    for word in (one.name, *one.words, *([one.code] if one.code else []))
}
_YES = frozenset({"是", "Y", "YES", "1", "TRUE", "默认", "√", "默认评价", "系统默认"})
_NO = frozenset({"否", "N", "NO", "0", "FALSE", "主动", "主动评价", "非默认", "×"})
_REVIEWED = {
    **dict.fromkeys(
        (
            *("审核通过", "已审核", "通过", "正常", "有效", "已通过", "无需审核", "是"),
            *("待审核", "未审核", "审核中", "待审"),
        ),
        COUNTS,
    ),
    **dict.fromkeys(
        ("审核不通过", "不通过", "未通过", "审核未通过", "无效", "作废", "已作废", "已删除", "否"),
        DOES_NOT_COUNT,
    ),
}
_PENDING = frozenset({"待审核", "未审核", "审核中", "待审"})
_CODE = re.compile(r"(?<!\d)[1-5]\d\d(?!\d)")
#: 211,213 that a workbook keeps as the number 211213
_RUN = re.compile(r"(?:[1-5]\d\d){2,}")
_PARTS = re.compile(r"[,，;；|、\s]+")
_NAMED = {reason.name: code for code, reason in REASONS.items()}


def read_channel(cell: CellValue) -> str:
    """The key of a channel, `BLANK` or `ASKED`."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell):
        return BLANK
    return _CHANNEL_OF.get(word.upper(), ASKED)


def read_yes_no(cell: CellValue) -> str:
    """yes, no, `BLANK` or `ASKED`."""
    word = cell_text.packed(cell).upper()
    if not word or cell_text.is_dash(cell):
        return BLANK
    return "yes" if word in _YES else "no" if word in _NO else ASKED


def read_review(cell: CellValue) -> str:
    """Whether the rating counts by its 审核状态: `COUNTS`, `DOES_NOT_COUNT` or `ASKED`."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell):
        return COUNTS
    return _REVIEWED.get(word, ASKED)


def is_pending(cell: CellValue) -> bool:
    """Whether it says that nobody has reviewed it yet."""
    return cell_text.packed(cell) in _PENDING


def read_reasons(cell: CellValue) -> tuple[tuple[str, ...], bool]:
    """(the codes in order, whether something of the cell is none and no text of a reason)."""
    word = cell_text.text(cell)
    if not word or cell_text.is_dash(cell):
        return (), False
    packed = word.replace(" ", "")
    if _RUN.fullmatch(packed) and all(code in REASONS for code in _threes(packed)):
        return tuple(dict.fromkeys(_threes(packed))), False
    codes: list[str] = []
    is_odd = False
    for part in filter(None, _PARTS.split(word)):
        found = _CODE.findall(part)
        known = [*found, *([_NAMED[part]] if part in _NAMED else [])]
        codes += known
        is_odd |= not known
    return tuple(dict.fromkeys(codes)), is_odd


def _threes(digits: str) -> list[str]:
    return [digits[start : start + 3] for start in range(0, len(digits), 3)]
