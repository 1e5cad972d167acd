"""Which passwords are refused as weak, and why.

zxcvbn says how many guesses each piece of a password takes. It is told what somebody would try in
this office: the names of account, county and units, as characters, as pinyin and as its initials.
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from govsvc.domain.errors import GovsvcError
from govsvc.security.passwords import LONGEST, SHORTEST, normalized

if TYPE_CHECKING:
    from zxcvbn.matching import _Match

#: what a password must take at least, the product of its pieces
_FEWEST_GUESSES = 10**8
#: different characters
_FEWEST_DIFFERENT = 5
#: characters that are looked at: many signs that stand for letters take seconds beyond
_MOST_ASSESSED = 24
#: readings of one name that are tried, where its characters have several
_MOST_READINGS = 32
_ACCOUNT, _COUNTY, _UNIT, _WORD = "账号名", "本县名称", "单位名称", "常见的词"
_DATE, _YEAR, _WALK, _REPEAT = "日期", "年份", "键盘上相邻的键", "重复的字符"
#: what everybody in such an office would try; zxcvbn's own lists are English
_OFFICE = (
    "政务服务 政务服务局 政务服务中心 政务 服务 政府 县政府 县委 审批局 行政审批 行政审批局 大数据 "
    "大数据局 信息中心 办公室 大厅 管理员 密码 你好 爱你 我爱你 我爱中国 我是谁 中国 老婆 宝贝 "
    "生日 govsvc streamlit duckdb 1314 5201314 1314520"
)
#: columns of the keyboard from right to left, which zxcvbn's graph of neighbours does not have
_COLUMNS = "plm okn ijb uhv ygc tfx rdz"
#: what a digit gives with Shift → the digit
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_CHINESE_DIGIT = "[0-9〇零一二三四五六七八九十]"
#: what stands in a password itself → its pattern
_NUMBERS: dict[str, re.Pattern[str]] = {
    "身份证号": re.compile(r"[0-9]{17}[0-9x]|[0-9]{15}"),
    "手机号": re.compile(r"1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"),
    _DATE: re.compile(
        rf"{_CHINESE_DIGIT}{{2,4}}年({_CHINESE_DIGIT}{{1,3}}月({_CHINESE_DIGIT}{{1,3}}[日号]?)?)?"
        r"|[0-9]{1,2}月[0-9]{1,2}[日号]"
    ),
    _YEAR: re.compile(r"(19|20)[0-9]{2}"),
}
#: pattern of zxcvbn → what it is
_PATTERNS = {
    "spatial": _WALK,
    "sequence": "连续的字母或数字",
    "repeat": _REPEAT,
    "date": _DATE,
    "regex": _YEAR,
}
#: a password that is made of these alone keeps no secret
_NO_SECRET = {_ACCOUNT, _COUNTY, _UNIT, *_NUMBERS, *_PATTERNS.values()}
_STEP = "请换成几个互不相干的词，自己好记、别人想不到。"
#: what makes a good one, for those who are to choose one
ADVICE = (
    f"密码用几个互不相干的词，至少{SHORTEST}个字符，自己好记、别人想不到；"
    "不要用日期、手机号、单位和县的名称、键盘上相邻的键。"
)
#: zxcvbn keeps the words it is given in a table that all threads share
_one_at_a_time = threading.Lock()


def refuse_weak(password: str, name: str, county: str = "", units: Sequence[str] = ()) -> None:
    """Raises GovsvcError where the password is too weak for the account `name`.

    `county`, `units`: names which somebody who guesses knows.
    """
    folded, account = normalized(password).casefold(), normalized(name).casefold()
    if len(folded) < SHORTEST:
        raise _weak(f"密码只有{len(folded)}个字符，至少要{SHORTEST}个。")
    if len(folded) > LONGEST:
        raise _weak(f"密码超过{LONGEST}个字符。", "请用短一些的密码。")
    if len(account) >= 2 and account in folded:
        raise _weak("密码里有账号名。")
    names = {
        _WALK: _COLUMNS.split(),
        _ACCOUNT: [name],
        _COUNTY: [county],
        _UNIT: units,
        _WORD: _OFFICE.split(),
    }
    typed = normalized(password)
    for reading in dict.fromkeys((typed, typed.translate(_UNSHIFTED))):
        kinds = _kinds_if_weak(reading, _words(reading.casefold(), names))
        if kinds:
            raise _weak(f"这个密码容易被猜到：里面主要是{'、'.join(kinds)}。")
    if re.fullmatch(r"[0-9\s./\\_-]+", folded):
        raise _weak("密码里只有数字，容易被猜到。")
    if len(set(folded)) < _FEWEST_DIFFERENT:
        raise _weak("密码里只有几个不同的字符，容易被猜到。")


def _weak(title: str, step: str = _STEP) -> GovsvcError:
    return GovsvcError(title, step, "weak_password")


def _kinds_if_weak(password: str, words: Mapping[str, str]) -> list[str]:
    """What the password is made of, in its order; empty where it is strong enough."""
    from zxcvbn import zxcvbn  # a tenth of a second, for those who change a password

    with _one_at_a_time:
        pieces = zxcvbn(password[:_MOST_ASSESSED], list(words), max_length=LONGEST)["sequence"]
    kinds = [_kind(piece, words) for piece in pieces]
    is_weak = prod(piece["guesses"] for piece in pieces) < _FEWEST_GUESSES
    has_secret = any(
        # what is repeated may be a secret
        kind not in _NO_SECRET or kind == _REPEAT and piece["guesses"] >= _FEWEST_GUESSES
        for kind, piece in zip(kinds, pieces)
    )
    return [kind for kind in dict.fromkeys(kinds) if kind] if is_weak or not has_secret else []


def _kind(piece: "_Match", words: Mapping[str, str]) -> str:
    """What a piece is; "" for one that zxcvbn knows nothing of."""
    if piece["pattern"] != "dictionary":
        return _PATTERNS.get(piece["pattern"], "")
    if piece["dictionary_name"] == "user_inputs":
        return words[piece["matched_word"]]
    return "常见的密码" if piece["dictionary_name"] == "passwords" else _WORD


def _words(folded: str, names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Word → what it is: the spellings of all names, and the numbers and dates in the password."""
    words: dict[str, str] = {}
    for kind, pattern in _NUMBERS.items():
        for match in pattern.finditer(folded):
            words.setdefault(match.group(), kind)
    for kind, texts in names.items():
        for text in texts:
            for word in _spellings(text):
                words.setdefault(word, kind)
    return words


@cache
def _spellings(name: str) -> tuple[str, ...]:
    """清源县 as 清源县, qingyuanxian and qyx, and without its last character as 清源, qingyuan."""
    folded = normalized(name).casefold().strip()
    parts = [folded, folded[:-1]] if len(folded) > 2 and not folded.isascii() else [folded]
    return tuple(word for part in parts for word in _written(part) if len(word) > 1)


def _written(text: str) -> Iterator[str]:
    """The text, and where it has Chinese characters their pinyin in every reading, and its initials
    where they are three or more.
    """
    yield text
    if text.isascii():
        return
    from pypinyin import Style, pinyin  # a third of a second

    readings = pinyin(text, style=Style.NORMAL, heteronym=True)
    for reading in islice(product(*readings), _MOST_READINGS):
        yield "".join(reading)
        if len(reading) > 2:
            yield "".join(syllable[0] for syllable in reading)
