"""What is personal in a table, and how it is masked: the one definition for the screen, the kept
originals and the log.

Personal are mobile and identity numbers wherever they stand, and all that stands in a column of
persons (申请人, 法定代表人, 联系电话 …). Names that are published by rule (首席代表) and office
numbers (0123-4567890) stay readable.
"""

import re
import unicodedata
from functools import lru_cache

#: no header is longer
_LONGEST_HEADER = 24
_PERSONS = (
    "申请人|法定代表人|法人代表|评价人员?|被回访人|被访人|办事群众|接听人员?|联系人|联络员|"
    "负责人|经办人|填报人|填表人|审核人|代办员|站长|办事员|工作人员"
)
_NUMBERS = "身份证(件|号|号码)?|联系方式|电话|手机|联系手机"
#: 申请人, 企业联系人, 负责人姓名, 经办人电话, 居民身份证号码, 联系地址
_PERSONAL = re.compile(
    rf"(?!是否|有无)[^:。,;]{{0,8}}({_PERSONS}|{_NUMBERS}|姓名|联系.{{0,2}})(员|们)?"
    r"(姓名|名称|签字|签名|信息)?((联系)?(电话|手机|方式))?(号码?)?"
)
#: what looks like such a header and is none: whom a rule names in public, offices, names of items
_READABLE = re.compile(
    r".*(首席|变更|更换).*"
    r"|.*(办公|咨询|监督|投诉|举报|服务|值班|单位|部门|窗口|大厅|固定|座机)电话(号码?)?"
)
#: a column of numbers that may be those of an office
_PHONES = re.compile(r"(联系)?(电话|方式)(号码?)?")
_OFFICE_NUMBER = re.compile(r"0[0-9]{2,3}[- ]?[0-9]{7,8}")
_ANY_HEADER = re.compile(rf"{_PERSONS}|{_NUMBERS}|姓名|联系")
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*]+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_SEPARATORS = re.compile(r"[/、及和与|\\]")

_DIGIT, _ALONE_BEFORE, _ALONE_AFTER = "[0-9０-９]", "(?<![0-9A-Za-z.０-９])", "(?![0-9A-Za-z０-９])"
_GAP = r"[ \u00a0\u3000\-‐‑‒–—−－]{0,3}"
# a number that stands alone: 31-digit codes hold eleven digits in a row, too
_MOBILE = re.compile(
    # the look ahead at the first sign halves the time
    rf"{_ALONE_BEFORE}(?=[+＋0０8８1１])"
    rf"((?:(?:[+＋]|00|００)?[8８][6６]{_GAP})?[1１][3-9３-９]{_DIGIT}){_GAP}"
    rf"{_DIGIT}{{4}}{_GAP}({_DIGIT}{{4}}){_ALONE_AFTER}"
)
_MONTH_AND_DAY = (
    "(?:[0０][1-9１-９]|[1１][0-2０-２])(?:[0０][1-9１-９]|[12１２][0-9０-９]|[3３][01０１])"
)
_IDENTITY = re.compile(
    rf"{_ALONE_BEFORE}([1-9１-９]{_DIGIT}{{5}}){_GAP}(?:[1１][9９]|[2２][0０]){_DIGIT}{{2}}{_GAP}"
    rf"{_MONTH_AND_DAY}{_GAP}{_DIGIT}{{3}}([0-9０-９XxＸｘ]){_ALONE_AFTER}"
)
#: of fifteen digits, as until 1999
_OLD_IDENTITY = re.compile(
    rf"{_ALONE_BEFORE}([1-9１-９]{_DIGIT}{{5}}){_GAP}{_DIGIT}{{2}}{_MONTH_AND_DAY}{_GAP}"
    rf"{_DIGIT}{{2}}({_DIGIT}){_ALONE_AFTER}"
)


def is_personal(header: str) -> bool:
    """Whether the text is the header of a column of persons or of their numbers."""
    return len(header) <= 3 * _LONGEST_HEADER and not header.isascii() and bool(_parts(header))


def mask(text: str) -> str:
    """The text with mobile and identity numbers masked: 138****5678."""
    text = _IDENTITY.sub(r"\g<1>***********\g<2>", _MOBILE.sub(r"\g<1>****\g<2>", text))
    return _OLD_IDENTITY.sub(r"\g<1>********\g<2>", text)


def mask_cell(header: str, text: str) -> str:
    """A cell below a header as it may be shown: 张**, 138****5678 in a personal column, elsewhere
    the `mask` of its text.

    An office number stays where the column holds telephones and nothing else.
    """
    masked = mask(text)
    parts = _parts(header)
    if not parts or masked != text or not text.strip():
        return masked
    word = _plain(text)
    if all(map(_PHONES.fullmatch, parts)) and _OFFICE_NUMBER.fullmatch(word):
        return text
    if word[:1].isdigit():
        return word[: min(3, len(word) // 2)] + "****"
    return word[:1] + "**" if len(word) > 2 else word[: len(word) - 1] + "*"


def _plain(text: str) -> str:
    """Without blanks, unseen characters and the mark of what is required; in half width."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def _parts(header: str) -> tuple[str, ...]:
    """The personal parts of a header (of 姓名/电话 both, of 企业名称（申请人） the second)."""
    word = _plain(header)
    if len(word) > _LONGEST_HEADER or not _ANY_HEADER.search(word):
        return ()
    texts = [_BRACKETS.sub("", word), *("".join(bracket) for bracket in _BRACKETS.findall(word))]
    return tuple(
        part
        for text in texts
        for part in _SEPARATORS.split(text)
        if _PERSONAL.fullmatch(part) and not _READABLE.fullmatch(part)
    )
