"""A cell of a 首席事务代表名册 → the two names, a paper, the term of the 授权书."""

import re
from datetime import date
from typing import NamedTuple

from govsvc.domain.representatives import ALWAYS, after_years
from govsvc.sheets.cells import answers, cell_text, days, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

#: nobody yet
_OPEN = re.compile(
    r"[(（]?(?:待定|待明确|待确定|待报|暂缺|暂无|暂未(?:确定|明确|选派)|空缺|未定|未明确|未选派|"
    r"未落实|拟定中|无|没有|空)[)）]?"
)
_POST = re.compile(r"[(（]?(?P<post>[ABab])[、和]?(?:角|岗)[)）]?[:：]?")
_MARKED = re.compile("<([AB])>")
_PHONE = re.compile(r"[(（]?\+?\d[\d\- ]{5,}\d[)）]?")
_MARKS = re.compile(r"[、，,；;/\\|]+")
#: 张三和李四; 张和平 is one
_JOINED = re.compile(r".{2,}[和及与].{2,}")
_NAME = re.compile(r"[^\W\d_]+(?:·[^\W\d_]+)*")
_LONGEST = 12
_TERM = re.compile(
    r"(?:自|从)?(?:签发|授权|任命|发文|印发|生效)?(?:之日|日)?起?"
    r"(?:有效期|期限|任期)?(?:为|一般为)?"
    r"(?P<years>\d{1,2}|[一二两三四五六七八九十])年(?:期|内有效|有效)?"
)
_NAMES = "一个人的姓名；A岗、B岗各填一列，或写作 张三（A岗）、李四（B岗）；还没有的填 待定"
_TERMS = "止期，如 2028-12-31；只写几年的，另填签发日期或有效期起；没有期限的填 长期"


class Names(NamedTuple):
    """Those in one cell; "" where there is none."""

    first: str
    second: str


def names(cell: CellValue) -> Names:
    """The names in a cell; two where A岗 and B岗 share it. Raises Wrong."""
    text = _PHONE.sub("", cell_text.text(cell)).strip()
    if not text or cell_text.is_dash(text):
        return Names("", "")
    found = _with_posts(text)
    if len(found) > 2 or any(not _is_name(name) for _, name in found):
        raise Wrong("names_unclear", "看不出是哪一两个人", _NAMES)
    named = ["" if _OPEN.fullmatch(name) else name for _, name in found]
    posts = [post for post, _ in found]
    if posts in (["B"], ["B", ""], ["B", "A"], ["", "A"]):
        named = ["", *named] if len(named) == 1 else named[::-1]
    return Names(*[*named, "", ""][:2])


def _with_posts(text: str) -> list[tuple[str, str]]:
    """(A, B or "", name) of each name: A岗：张三，B岗：李四, or 张三（A岗）李四（B岗）."""
    marked = _POST.sub(lambda match: f"<{match['post'].upper()}>", text)
    is_in_front = marked.startswith("<")
    found: list[tuple[str, str]] = []
    for piece in re.split("(?=<)" if is_in_front else "(?<=>)", marked):
        post = _MARKED.search(piece)
        names_of = [("", name) for name in _parts(_MARKED.sub(" ", piece))]
        if post and names_of:
            at = 0 if is_in_front else -1
            names_of[at] = post[1], names_of[at][1]
        found += names_of
    return found


def _parts(text: str) -> list[str]:
    """The names between marks; a blank parts two names, not the two signs of one."""
    parts: list[str] = []
    for part in filter(None, (one.strip() for one in _MARKS.split(text))):
        words = part.split()
        are_names = len(words) == 2 and all(len(word) > 1 for word in words)
        parts += words if are_names else ["".join(words)]
    return parts


def _is_name(text: str) -> bool:
    return bool(_OPEN.fullmatch(text)) or bool(
        _NAME.fullmatch(text) and 1 < len(text) <= _LONGEST and not _JOINED.fullmatch(text)
    )


class Paper(NamedTuple):
    """A 任命书 or 授权书: whether there is one, and its number."""

    is_there: bool | None
    number: str


def paper(cell: CellValue) -> Paper:
    """What a cell says of a paper: its number, or 有 and 无; nothing where it is blank."""
    text = cell_text.name(cell)
    word = cell_text.packed(cell)
    if not word:
        return Paper(None, "")
    if cell_text.is_dash(word) or _OPEN.fullmatch(word):
        return Paper(False, "")
    answer = answers.read_mark(cell_text.raw(cell))
    if answer in (answers.YES, answers.NO):
        return Paper(answer == answers.YES, "")
    if re.fullmatch(r"(?:已|正在)?(?:办理中|待发|待出具|待签发|未出具|未签发|尚未.{0,6})", word):
        return Paper(False, "")
    if re.fullmatch(r"(?:已|有)(?:任命|授权|出具|签发|发文|备案|公示)?", word):
        return Paper(True, "")
    return Paper(True, text)


class Term(NamedTuple):
    """From when to when: days, and whether it has no end; `years` where only a length is given."""

    first: date | None = None
    last: date | None = None
    is_endless: bool = False
    years: int = 0


def term(cell: CellValue) -> Term:
    """What a cell says of a term. Raises Wrong."""
    word = cell_text.packed(cell)
    if not word or cell_text.is_dash(word) or _OPEN.fullmatch(word):
        return Term()
    match = _TERM.fullmatch(word)
    if match:
        years = values.chinese_number(match["years"].replace("两", "二"))
        return Term(years=years or int(match["years"]))
    try:
        first, last = days.validity(cell)
    except Wrong as wrong:
        raise Wrong("term_unclear", "看不出到哪一天为止", _TERMS) from wrong
    return Term(
        date.fromisoformat(first) if first else None,
        None if last in ("", ALWAYS) else date.fromisoformat(last),
        last == ALWAYS,
    )


def ended(found: Term, first: date | None, issued_on: date | None) -> Term:
    """The term with its last day, where a length is counted from its first day or the day of issue.

    Raises Wrong where neither is known.
    """
    if not found.years:
        return found
    start = found.first or first or issued_on
    if start is None:
        raise Wrong("term_without_start", f"只写了{found.years}年，没有起算日期", _TERMS)
    return found._replace(first=start, last=after_years(start, found.years))
