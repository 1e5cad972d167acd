"""What a cell of a 回访台账 says: the level of a rating, and what a call came to.

A bare number is never read as a level: of two standards one counts 1 to 5 from the best, the other
from the worst.
"""

import re
from dataclasses import dataclass

from govsvc.domain.feedback import (
    LEVELS,
    OUTCOMES,
    Dimension,
    folded,
)
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue

#: no answer: what is not understood is asked
BLANK, ASKED = "", "ask"
_LEVEL_OF = {word: one.key for one in LEVELS for word in (one.name, *one.words)}
_OUTCOME_OF = {
    word.replace("／", "/"): one.key for one in OUTCOMES for word in (one.name, *one.words)
}
_TEXT_BEGINS = re.compile(r"[，,；;。、：:（(—\n]|但|就是|希望|建议")
_AROUND = re.compile(
    r"^(?:全部|均为?|都|总体|整体|企业|群众|表示|对.{1,8}(?=非常|很|满意|基本|不满))+"
)
_NOTHING_SAID = frozenset({"无", "没有", "未答", "未回答", "未作答", "未涉及", "不涉及", "不适用"})
_YES, _NO = frozenset("是√✓✔对"), frozenset("否×✗✘")
_NUMBER = re.compile(r"[\d.,]+(?:分|%|/\d+)?")
_REACHED = {"是": True, "已接通": True, "接通": True, "√": True, "接听": True, "已接": True} | {
    "否": False,
    "×": False,
}


@dataclass(frozen=True, slots=True)
class RatingCell:
    """`level`: its key, `BLANK` or `ASKED`. `text`: what else the cell says. `outcome`: of the call
    where the cell says that instead of a level. `why`: why it is asked, in Chinese.
    """

    level: str = BLANK
    text: str = ""
    outcome: str = ""
    why: str = ""


def read_rating(cell: CellValue) -> RatingCell:
    """满意，建议增加窗口 → satisfied and the text."""
    words = cell_text.words(cell)
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell) or word in _NOTHING_SAID:
        return RatingCell()
    if known := _outcome(word):
        return RatingCell(outcome=known)
    level, text = _parted(words)
    if level and _parted(text)[0]:
        return RatingCell(ASKED, why="同时有两级评价")
    if level:
        return RatingCell(level, text)
    if _NUMBER.fullmatch(word):
        return RatingCell(ASKED, why="只是一个数字，各系统1—5的高低正好相反，看不出是哪一级")
    return RatingCell(ASKED, why="看不出是哪一级评价")


def read_dimension(cell: CellValue, dimension: Dimension) -> RatingCell:
    """The same of a dimension, in three levels; 是 and 否 where it is known which is good."""
    word = cell_text.packed(cell)
    if word in _YES | _NO:
        if dimension.is_yes_good is None:
            return RatingCell(ASKED, why="看不出是满意还是不满意")
        is_good = (word in _YES) == dimension.is_yes_good
        return RatingCell("satisfied" if is_good else "dissatisfied")
    # 无 under 有无吃拿卡要 is the good answer, under 一次性告知 the bad one
    if word in ("无", "有", "没有"):
        return RatingCell(ASKED, why="看不出是满意还是不满意")
    read = read_rating(cell)
    return RatingCell(folded(read.level), read.text, read.outcome, read.why)


def read_outcome(cell: CellValue) -> str:
    """The key of an outcome, `BLANK` or `ASKED`. 接通 alone is asked: it may be rated or not."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell):
        return BLANK
    return _outcome(word) or ASKED


def read_reached(cell: CellValue) -> bool | None | str:
    """Whether somebody answered, None where the cell is blank, an outcome's key where it says more,
    `ASKED` where nobody knows.
    """
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(cell):
        return None
    known = _REACHED.get(word)
    return known if known is not None else _outcome(word) or ASKED


def _outcome(word: str) -> str:
    word = word.replace("／", "/").strip("。！!")
    return _OUTCOME_OF.get(word, "")


def _parted(words: str) -> tuple[str, str]:
    """(level, text behind it); ("", "") where the cell does not begin with a level."""
    plain = _AROUND.sub("", words.strip())
    begin = _TEXT_BEGINS.search(plain)
    head = (plain[: begin.start()] if begin else plain).replace(" ", "").strip("！!。.~")
    level = _LEVEL_OF.get(head, "")
    if not level or not begin:
        return level, ""
    return level, plain[begin.start() :].strip("，,；;。、：:—() （）\n")
