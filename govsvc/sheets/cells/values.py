"""One cell → one typed value, or `Wrong` with what it should have been. Nothing is guessed."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from govsvc.sheets.cells import vocabulary

#: what a cell of a workbook holds; "" where it is blank
CellValue = str | float | bool | date | time | timedelta
#: zero-width and bidirectional marks, soft hyphen, byte order mark
MARKS = "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]"
_MARKS = re.compile(MARKS)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ASCII_STOP = re.compile(r"[()]|(?<=[^\x00-\x7f])[,:;!?]")
_DASH = re.compile(r"[-—–―‐‑‒−─－_]+|/|／|无数据|未报送?")
_YES = re.compile(r"是|√|✓|✔|☑|有|对|y|yes|true|1|已.{0,6}|可以?|能够?|可网?办")
_NO = re.compile(
    r"否|×|✗|✘|x|无|没有|n|no|false|0|未.{0,6}|尚未.{0,6}|不能?|不可以?|不可网?办|暂无"
)
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_.]*")
_CHINESE_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")}
_LARGEST_COUNT = 10**9
#: beyond this a float no longer holds every digit
_LARGEST_EXACT = 10**15


class Wrong(Exception):
    """A cell that is not what its column holds: `code`, what is wrong with it, and what is
    expected, in Chinese.
    """

    def __init__(self, code: str, message: str, expected: str):
        super().__init__(message)
        self.code, self.message, self.expected = code, message, expected


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    text = _CONTROLS.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", text)))
    return " ".join(text.split())


def text(value) -> str:
    """The cell as text: NFKC, without invisible marks, inner spaces single.

    Whole numbers have no decimal point.
    """
    if isinstance(value, str):
        return _fold(value) if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        is_whole = math.isfinite(value) and value == int(value) and abs(value) < _LARGEST_EXACT
        return str(int(value)) if is_whole or isinstance(value, int) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


@lru_cache(maxsize=65536)
def _chinese(folded: str) -> str:
    return _ASCII_STOP.sub(lambda found: chr(ord(found[0]) + 0xFEE0), folded)


def words(value) -> str:
    """The cell as text that is kept and shown: `text` with Chinese brackets and stops, so that （
    and ( are alike.
    """
    return _chinese(text(value))


def stays_in_name(texts: pa.Array) -> pa.Array:
    """For which texts it is known that `name` changes nothing: Chinese characters, digits, plain
    letters.
    """
    is_plain = pc.match_substring_regex(
        texts, r"^[\x{4E00}-\x{9FFF}0-9A-Za-z（][\x{4E00}-\x{9FFF}0-9A-Za-z（）、。《》“”-]*$"
    )
    return pc.fill_null(pc.and_not(is_plain, pc.match_substring_regex(texts, "^[无未]")), False)


def stays_in_code(texts: pa.Array) -> pa.Array:
    """For which texts it is known that `code` takes them as they are."""
    is_plain = pc.match_substring_regex(texts, f"^[0-9A-Za-z]{{{vocabulary.BASIC_CODE_LENGTH},}}$")
    return pc.fill_null(
        pc.and_not(is_plain, pc.match_substring_regex(texts, r"^\d+[Ee]\d+$")), False
    )


def packed(value) -> str:
    """The cell as text without any space: how headers and names are compared."""
    return text(value).replace(" ", "")


def is_dash(value) -> bool:
    """Whether the cell says that there is nothing: — or /."""
    return bool(_DASH.fullmatch(packed(value)))


def name(value) -> str:
    """`words`, "" where the cell says that there is nothing."""
    found = words(value)
    return "" if is_dash(found) else found


def yes_no(value, is_text: bool = False) -> bool | None:
    """True, False, or None for blank and —.

    With `is_text` any text that does not say no means yes. Raises Wrong.
    """
    word = packed(value).casefold()
    if not word or is_dash(word):
        return None
    if _NO.fullmatch(word):
        return False
    if is_text or _YES.fullmatch(word):
        return True
    raise Wrong("not_yes_no", "不是“是”或“否”", "是 或 否（也可填 √、×、有、无）")


def reason(value) -> str:
    """The text of a cell that gives a reason, "" where it merely says yes or no, or nothing."""
    try:
        yes_no(value)
    except Wrong:
        return name(value)
    return ""


def decimal(value, tail: str = "") -> Decimal | None:
    """The number in the cell, None where there is none; one character of `tail` may follow it.

    `1,200` is read; `1千`, `12²` and `1.2E+5` as text are not.
    """
    if isinstance(value, (bool, date, time, timedelta)):
        return None
    if isinstance(value, (int, float)):
        return Decimal(repr(value)) if math.isfinite(value) else None
    # ² and ① would fold into plain digits
    if any(unicodedata.category(c) == "No" for c in value):
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


def count(value, unit: str = "") -> int | None:
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


def percent(value) -> tuple[Decimal, bool] | None:
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
        number = number.quantize(Decimal(1)) if number.as_tuple().exponent > 0 else number
    return (
        number.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if number.as_tuple().exponent < -4
        else number
    )


def rank(value) -> int | None:
    """3 from 第3, 并列第3, 并列3, 第三名 or 3; None for blank and —. Raises Wrong."""
    word = packed(value)
    if not word or is_dash(word):
        return None
    if isinstance(value, str) and not any(unicodedata.category(c) == "No" for c in value):
        found = re.fullmatch(
            r"(并列)?第?(\d{1,4}|[一二三四五六七八九十]{1,3})(名|位)?(\(并列\))?", word
        )
        number = chinese_number(found[2]) if found else None
    else:
        exact = decimal(value)
        number = int(exact) if exact is not None and exact == exact.to_integral_value() else None
    if not number or number > 9999:
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


def code(value, field: str = "") -> str:
    """A code as text, "" where there is none.

    Raises Wrong where Excel took digits away or it is no code.
    """
    word = packed(value).lstrip("'’‘`")
    if not word or is_dash(word):
        return ""
    expected = "文本格式的完整编码"
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if (
        _EXPONENT.fullmatch(word)
        or is_number
        and (abs(value) >= _LARGEST_EXACT or value != int(value))
    ):
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


def depth(value) -> int | None:
    """The highest depth of online handling named in the cell; None for blank and —.

    Raises Wrong.
    """
    word = packed(value).upper()
    if not word or is_dash(word):
        return None
    found = []
    for part in re.split(r"[,^]", word):
        # the first that fits: 全程网办(IV级) and IV级 before I级
        known = next((level for name, level in vocabulary.DEPTHS if name in part), None)
        if known is None:
            raise Wrong(
                "depth_unclear",
                "看不出网上办理深度",
                (
                    "Ⅰ级、Ⅱ级、Ⅲ级、Ⅳ级，或 全程网办、在线办理、"
                    "信息发布（只写数字时请说明各数字的含义）"
                ),
            )
        found.append(known)
    return max(found)


def level(value) -> str:
    """行使层级 as the definitions spell it, the text itself where it is another."""
    word = re.split(r"[,^、]", packed(value))[0]
    return next((name for part, name in vocabulary.LEVELS if part in word), word)
