"""What is personal in a table, and how it is masked: the one definition for the screen, the kept
originals and the log.

Personal are mobile and identity numbers wherever they stand, and all that stands in a column of
persons (申请人, 法定代表人, 联系电话 …) or of numbers of cases (办件编号). Names that are published
by rule (首席代表, A岗) and office numbers (0123-4567890) stay readable.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

#: what a masked text has in it
MASK = "*"
#: no header is longer
_LONGEST_HEADER = 24
_PERSONS = (
    "申请人|法定代表人|法人代表|评价人员?|被回访人|被访人|办事群众|接听人员?|联系人|联络员|"
    "负责人|经办人|填报人|填表人|审核人|代办员|站长|办事员|工作人员|"
    "委托人|代理人|回访对象|受访(人员?|者|对象)|来电人员?|当事人|投诉人|法人|"
    # of the answers that a survey tool exports
    "答题人|答卷人|填写人|昵称|来源详情"
)
_NUMBERS = "身份证(件|号|号码)?|联系方式|电话|手机|联系手机|来电号码|来自IP|IP地址"
#: of a case (办件): whoever may look into the hall's system finds the person by it
_CASES = "办件编号|办件号|办件流水号|业务流水号|申办流水号|受理编号|受理单号|申报号|业务编号"
#: 申请人, 企业联系人, 负责人姓名, 经办人电话, 居民身份证号码, 联系地址
_PERSONAL = re.compile(
    rf"(?!是否|有无)[^:。,;]{{0,8}}({_PERSONS}|{_NUMBERS}|{_CASES}|姓名|联系.{{0,2}})(员|们)?"
    r"(姓名|名称|签字|签名|信息)?((联系)?(电话|手机|方式))?(号码?)?"
)
#: what looks like such a header and is none: whom a rule names in public, offices, names of items
_READABLE = re.compile(
    r".*(首席|[ABab]岗|变更|更换).*|.*非法人|.*法人名称"
    r"|.*(办公|咨询|监督|投诉|举报|服务|值班|单位|部门|窗口|大厅|固定|座机)电话(号码?)?"
)
#: a column of numbers that may be those of an office
_PHONES = re.compile(r"(联系)?(电话|方式)(号码?)?")
_OFFICE_NUMBER = re.compile(r"0[0-9]{2,3}[- ]?[0-9]{7,8}")
#: a column of persons who act for a company, of companies, of their kind, their number, or of √
_LEGAL_PERSONS = re.compile(r".*法人")
_NAME_OF_PERSON = re.compile(
    r"(?!.*(法人|自然人|个人|个体.*户|组织|企业|单位|机构|机关|团体|公司|协会|合作社|委员会)"
    r"|[是否有无]$)[^\W\d_].*"
)
_ANY_HEADER = re.compile(rf"{_PERSONS}|{_NUMBERS}|{_CASES}|姓名|联系")
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*]+")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_SEPARATORS = re.compile(r"[/、及和与|\\]")

_DIGIT, _ALONE_BEFORE, _ALONE_AFTER = "[0-9０-９]", "(?<![0-9A-Za-z.０-９])", "(?![0-9A-Za-z０-９])"
_GAP = "[ \u00a0\u3000\\-‐‑‒–—−－]{0,3}"
#: a mobile number begins with one of these: the look ahead at the first sign halves the time
_FIRST_SIGN, _NO_AMOUNT = "(?=[+＋0０8８1１(（])", r"(?!\.[0-9]{1,2}(?![0-9]))"
# a number that stands alone: 31-digit codes hold eleven digits in a row, too
_MOBILE = re.compile(
    rf"{_ALONE_BEFORE}{_FIRST_SIGN}"
    rf"((?:(?:[+＋]|00|００)?[8８][6６]{_GAP})?(?:[(（]{_GAP})?"
    rf"[1１][3-9３-９]{_DIGIT}(?:{_GAP}[)）])?)"
    # 138 0013 8000, 1380 013 8000, 138.0013.8000
    rf"(?:{_GAP}{_DIGIT}{{4}}{_GAP}|{_DIGIT}{_GAP}{_DIGIT}{{3}}{_GAP}|[.．]{_DIGIT}{{4}}[.．])"
    # an amount has its decimals
    rf"({_DIGIT}{{4}}){_ALONE_AFTER}{_NO_AMOUNT}"
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

#: a text of so many characters is first looked through for what may be such a number, all at once
_LONG = 10_000
#: lookaround → what the engine without any looks for in its place: no less than it
_IN_PLACE = {
    _ALONE_BEFORE: "(?:^|[^0-9A-Za-z.０-９])",
    _FIRST_SIGN: "",
    _NO_AMOUNT: "",
    _ALONE_AFTER: "(?:[^0-9A-Za-z０-９]|$)",
}


def _any_of(*numbers: re.Pattern[str]) -> str:
    pattern = "|".join(number.pattern for number in numbers)
    for lookaround, plain in _IN_PLACE.items():
        pattern = pattern.replace(lookaround, plain)
    return pattern


_MAY_BE_NUMBER = _any_of(_MOBILE, _IDENTITY, _OLD_IDENTITY)
#: a number as a workbook stores it
_STORED_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[Ee]\+?[0-9]{1,2})?")


def is_personal(header: str) -> bool:
    """Whether the text is the header of a column of persons or of their numbers."""
    return len(header) <= 3 * _LONGEST_HEADER and not header.isascii() and bool(_parts(header))


def mask(text: str) -> str:
    """The text with mobile and identity numbers masked: 138****5678."""
    if len(text) >= _LONG and not _may_hold_number(text):
        return text
    text = _IDENTITY.sub(r"\g<1>***********\g<2>", _MOBILE.sub(r"\g<1>****\g<2>", text))
    return _OLD_IDENTITY.sub(r"\g<1>********\g<2>", text)


def _may_hold_number(text: str) -> bool:
    whole = pa.scalar(text.encode("utf-8", "replace").decode())
    return bool(pc.match_substring_regex(whole, _MAY_BE_NUMBER).as_py())


def mask_number(text: str) -> str:
    """A number as a workbook stores it, with zeros for what is masked of a personal one: 138E8
    for 13812345678 and for 1.3812345678E10. As it is where it is no such number.
    """
    if not _STORED_NUMBER.fullmatch(text):
        return text
    number = Decimal(text)
    if number != number.to_integral_value():
        return text
    digits = str(int(number))
    start, stars, _ = mask(digits).partition("*")
    return f"{start}E{len(digits) - len(start)}" if stars else text


def mask_below(headers: Iterable[str], text: str) -> str:
    """The `mask_cell` of the first of the headers above a cell that masks its text."""
    for header in headers:
        masked = mask_cell(header, text)
        if masked != text:
            return masked
    return mask(text)


def mask_cell(header: str, text: str) -> str:
    """A cell below a header as it may be shown: 张**, 138****5678 in a personal column, elsewhere
    the `mask` of its text.

    An office number stays where the column holds telephones and nothing else; below 法人 whatever
    is no person's name.
    """
    masked = mask(text)
    parts = _parts(header)
    if not parts or masked != text or not text.strip():
        return masked
    word = _plain(text)
    if all(map(_PHONES.fullmatch, parts)) and _OFFICE_NUMBER.fullmatch(word):
        return text
    if all(map(_LEGAL_PERSONS.fullmatch, parts)) and not _NAME_OF_PERSON.fullmatch(word):
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
