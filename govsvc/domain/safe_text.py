"""What may stand in a cell of a workbook, text file or table that this program writes."""

import re
import unicodedata

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u200b-\u200f\u202a-\u202e"
    r"\u2066-\u2069\ufeff]"
)
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?")


def without_controls(text: str) -> str:
    """The text without control and direction marks."""
    return _CONTROL.sub("", text)


def safe(value: object) -> object:
    """The value as it may stand in a cell: no control or direction marks, and no text that a
    program would run.

    Text that starts with = + - @ or a tab gets an apostrophe in front; numbers, also negative ones
    written as text, stay.
    """
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    return "'" + text if text.startswith(_FORMULA_START) and not _NEGATIVE.fullmatch(text) else text


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters; … stands for what is cut off."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shortened_inside(text: str, most: int) -> str:
    """The text in at most so many characters, its end among them: names of bodies differ there."""
    end = (most - 1) // 2
    return text if len(text) <= most else f"{text[: most - 1 - end]}…{text[-end:]}"


def columns_wide(text: str) -> int:
    """Width of text in character columns; Chinese takes two."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            for line in text.split("\n")
        ),
        default=0,
    )
