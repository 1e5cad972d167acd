"""One cell → one typed value, or `Wrong` with what it should have been. Nothing is guessed."""

import math
import re
import unicodedata
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import numpy as np

from govsvc.domain import indicators
from govsvc.sheets.cells import vocabulary
from govsvc.sheets.cells.cell_text import LARGEST_EXACT, CellValue, is_dash, packed
from govsvc.sheets.cells.column import Column

_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_.]*")
_RANK = re.compile(r"(并列)?第?(\d{1,4}|[一二三四五六七八九十]{1,3})(名|位)?(\(并列\))?")
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_LARGEST_COUNT = 10**9
#: a percent with more decimals was computed and not typed
_MOST_DECIMALS = 4
_LARGEST_RANK = 9999


class Wrong(Exception):
    """A cell that is not what its column holds.

    `code` names the fault; `message`, what is wrong with it, and `expected` are in Chinese.
    """

    def __init__(self, code: str, message: str, expected: str):
        super().__init__(message)
        self.code, self.message, self.expected = code, message, expected


def stays_in_code(cells: Column) -> np.ndarray:
    """For which cells it is known that `code` takes them as they are."""
    is_plain = cells.cells_matching(f"^[0-9A-Za-z]{{{vocabulary.BASIC_CODE_LENGTH},}}$")
    return is_plain & ~cells.cells_matching(r"^\d+[Ee]\d+$")


def decimal(value: CellValue, tail: str = "") -> Decimal | None:
    """The number in the cell, None where there is none; one character of `tail` may follow it.

    `1,200` is read; `1千`, `12²` and `1.2E+5` as text are not.
    """
    if isinstance(value, (bool, date, time, timedelta)):
        return None
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if _has_other_digits(value):
        return None
    word = packed(value)
    if word and word[-1] in tail:
        word = word[:-1]
    if not _NUMBER.fullmatch(word):
        return None
    try:
        return Decimal(word.replace(",", ""))
    except InvalidOperation:
        return None


def _has_other_digits(text: str) -> bool:
    """Whether it has ² or ①, which would fold into plain digits."""
    return any(unicodedata.category(character) == "No" for character in text)


def count(value: CellValue, unit: str = "") -> int | None:
    """A whole number from 0, or None for blank and —; one measure word of `unit` may follow.

    Raises Wrong.
    """
    word = packed(value)
    if not word or is_dash(word):
        return None
    number = decimal(value, unit)
    expected = "不小于0的整数"
    if number is None:
        raise Wrong("not_a_count", "不是整数", expected)
    if number < 0:
        raise Wrong("negative_count", "小于0", expected)
    if number != number.to_integral_value():
        raise Wrong("not_a_whole_number", "不是整数", expected)
    if number > _LARGEST_COUNT:
        raise Wrong("count_too_large", "大得不合理", expected)
    return int(number)


def percent(value: CellValue) -> tuple[Decimal, bool] | None:
    """(number, whether it has a percent sign), None for blank and —. Raises Wrong.

    The scale of a bare number is its column's.
    """
    word = packed(value)
    if not word or is_dash(word):
        return None
    has_sign = word.endswith("%")
    number = decimal(value, "%")
    expected = "0%—100% 的比率，如 98.30%"
    if number is None:
        raise Wrong("not_a_rate", "不是比率", expected)
    if number < 0:
        raise Wrong("negative_rate", "比率小于0", expected)
    if number > 100:
        raise Wrong("rate_over_100", "比率大于100%", expected)
    return number, has_sign


def at_scale(number: Decimal, is_fraction: bool) -> Decimal:
    """The percent.

    A number as printed stays; a computed one with a long tail is rounded half up to two decimals.
    """
    if is_fraction:
        number = (number * 100).normalize()
        # 1E+2 is 100
        number = number.quantize(Decimal(1)) if exponent(number) > 0 else number
    return (
        number.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if exponent(number) < -_MOST_DECIMALS
        else number
    )


def exponent(number: Decimal) -> int:
    """The power of ten of a finite number's last digit."""
    power = number.as_tuple().exponent
    assert isinstance(power, int)
    return power


def rank(value: CellValue) -> int | None:
    """3 from 第3, 并列第3, 并列3, 第三名 or 3; None for blank and —. Raises Wrong."""
    word = packed(value)
    if not word or is_dash(word):
        return None
    if isinstance(value, str) and not _has_other_digits(value):
        match = _RANK.fullmatch(word)
        number = chinese_number(match[2]) if match else None
    else:
        exact = decimal(value)
        number = int(exact) if exact is not None and exact == exact.to_integral_value() else None
    if not number or number > _LARGEST_RANK:
        raise Wrong("not_a_rank", "不是名次", "名次，如 3、第3 或 并列第3")
    return number


def chinese_number(word: str) -> int | None:
    """12 from 12 or 十二; None where it is no number up to 99."""
    if word.isascii():
        return int(word) if word.isdecimal() else None
    tens, ten, ones = word.rpartition("十")
    if any(c not in _CHINESE_DIGITS for c in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return ((_CHINESE_DIGITS[tens] if tens else 1) * 10 if ten else 0) + (
        _CHINESE_DIGITS[ones] if ones else 0
    )


def code(value: CellValue, field: str = "") -> str:
    """A code as text, "" where there is none.

    Raises Wrong where Excel took digits away or it is no code.
    """
    word = packed(value).lstrip("'’‘`")
    if not word or is_dash(word):
        return ""
    expected = "文本格式的完整编码"
    if _EXPONENT.fullmatch(word) or _lacks_digits(value):
        raise Wrong(
            "code_digits_lost",
            "编码被 Excel 转成了数字，位数已丢失",
            expected + "（把该列设为文本，从原系统重新复制）",
        )
    if not _CODE.fullmatch(word):
        raise Wrong("not_a_code", "不是编码", expected)
    if field == vocabulary.CODES[-1] and len(word) < vocabulary.BASIC_CODE_LENGTH:
        raise Wrong(
            "code_zeros_lost", "基本编码不足12位，开头的0已丢失", "12位基本编码（文本格式）"
        )
    return word


def _lacks_digits(value: CellValue) -> bool:
    """Whether a number cannot be a whole code: it is too large for its last digits, or broken."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) >= LARGEST_EXACT or value != int(value)


def level(value: CellValue) -> str:
    """行使层级 as the definitions spell it, the text itself where it is another.

    Of several the highest that the definitions know.
    """
    words = re.split(r"[,^、;/]", packed(value))
    known = {name for word in words for part, name in vocabulary.LEVELS if part in word}
    # 市级、县级: the county is one of those that exercise it
    return next((name for name in indicators.LEVELS if name in known), words[0])
