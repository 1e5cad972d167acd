"""Tick boxes, plain answers and plain answers that are written twice."""

import re

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

_TICKED, _UNTICKED = "☑✓✔√■●", "☐□○"
_BOX = rf"\(?(?:[{_TICKED}{_UNTICKED}]|\( *\))\)?"
_WORD = "是|否|有|无"
_BOX_FIRST = re.compile(rf"({_BOX})({_WORD})[/、,]?({_BOX})({_WORD})")
_WORD_FIRST = re.compile(rf"({_WORD})({_BOX})[/、,]?({_WORD})({_BOX})")
_PLAIN = re.compile(f"(?P<yes>{PLAIN_YES})|(?P<no>{PLAIN_NO})")
_YES_AND_NO = re.compile(f"(?:{PLAIN_YES}|{PLAIN_NO}|[、,/或→>\\-和]){{2,}}")


def read_boxes(text: str) -> Reading | None:
    """The one of two boxes that is ticked: ☑是☐否, 是□否√. None where there are no boxes."""
    if match := _BOX_FIRST.fullmatch(text):
        pairs = [(match[1], match[2]), (match[3], match[4])]
    elif match := _WORD_FIRST.fullmatch(text):
        pairs = [(match[2], match[1]), (match[4], match[3])]
    else:
        return None
    ticked = [word for box, word in pairs if set(box) & set(_TICKED)]
    if len(ticked) != 1:
        return Reading(ASK, "勾选不清楚")
    return Reading(YES if ticked[0] in "是有" else NO, f"勾选了“{ticked[0]}”")


def read_mark(cell: str) -> str:
    """`yes`, `no`, `blank` or `ask` of a cell in a column to be ticked."""
    text = trimmed(fold(cell))
    if is_blank(text) or text in _UNTICKED:
        return BLANK
    if text in _TICKED:
        return YES
    plain = read_plain(text)
    return plain.answer if plain else ASK


def is_plain(cell: str) -> bool:
    """Whether the cell merely says yes or no, in a word or by a mark."""
    text = trimmed(fold(cell))
    return read_boxes(text) is not None or read_plain(text) is not None


def read_plain(text: str) -> Reading | None:
    """是, √, 是√, √√; yes and no at once are asked. None where there is more than that."""
    folded, answers, at = text.casefold(), set(), 0
    while match := _PLAIN.match(folded, at):
        answers.add(YES if match["yes"] else NO)
        at = match.end()
    if at and at == len(folded):
        if len(answers) == 1:
            return Reading(answers.pop(), f"填的是“{text}”")
        return Reading(ASK, f"“{text}”又是又否")
    if _YES_AND_NO.fullmatch(folded):
        return Reading(ASK, f"“{text}”又是又否")
    return None
