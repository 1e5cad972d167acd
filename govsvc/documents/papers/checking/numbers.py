"""Percentages, counts, differences and places in a text, each with the clause that it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from govsvc.documents.papers.checking import spoken

PERCENT, FRACTION, POINTS, PLACE, COUNT = "percent", "fraction", "points", "place", "count"
#: counts of what people say, an interval of a rate, a mean
PIECES, INTERVAL, MEAN = "pieces", "interval", "mean"
_WHOLE = rf"\d[\d,]*|{spoken.COUNT}"
_NUMBERS = re.compile(
    r"(?P<interval>\d+%置信区间\d+(?:\.\d+)?%[—\-－~至]+\d+(?:\.\d+)?%)"
    r"|(?P<fraction>(?P<n>\d[\d,]*)\s*[/／]\s*(?P<d>\d[\d,]*))"
    r"|(?P<percent>\d+(?:\.\d+)?)\s*[%％]"
    rf"|百分之(?P<spoken>百|{spoken.NUMBER})"
    rf"|(?P<points>\d+(?:\.\d+)?|{spoken.BEFORE}{spoken.NUMBER})\s*(?:个)?百分点"
    rf"|(?:并列)?第(?P<place>\d{{1,3}}|{spoken.WHOLE})"
    r"(?![\d一二三四五六七八九十]|季度|[项个批条章轮方期次阶部届])"
    r"(?:位?(?:[/／（(]?共|[/／])(?P<of>\d+)个?[）)]?)?"
    r"|(?P<mean>\d+\.\d+)\s*次"
    rf"|(?P<pieces>{_WHOLE})\s*(?:件(?!实?事)|条)"
    rf"|(?P<count>{_WHOLE})\s*(?:项(?!指标|措施|制度|任务|工作|要求)"
    r"|个(?!部门|百分点|月|单位|乡镇|县|工作日|方面|环节|窗口|层面))"
)
_OF = rf"(?P<{{}}>{_WHOLE})\s*[项个件条]"
_PLAIN = r"[^。；！？\d]"
#: 836项中659项，占88.52%; 659项，占836项的88.52%
_STATED = tuple(
    re.compile(pattern + r"(?P<percent>\d+(?:\.\d+)?)\s*[%％]")
    for pattern in (
        f"{_OF.format('d')}{_PLAIN}{{0,8}}中{_PLAIN}{{0,12}}{_OF.format('n')}{_PLAIN}{{0,14}}",
        f"{_OF.format('n')}{_PLAIN}{{0,10}}占{_PLAIN}{{0,8}}{_OF.format('d')}的",
    )
)
#: how many are ranked, before a place
_AMONG = re.compile(r"(\d+)个[^，。；\d]{1,12}中[^，。；\d]{0,8}$")
_SINGLE = (PERCENT, POINTS, PLACE, COUNT, PIECES, INTERVAL, MEAN)
_ENDS = re.compile("[，。；、！？\n]")
_SENTENCE = re.compile("[。；！？\n]")
#: a month that the number is of, but for one that it is compared with or that names a bulletin
_MONTH = re.compile(r"(?<![较比—\-\d])(?:(\d{4})年)?(\d{1,2})月(?:份|底|末)?(?!通报|[—\-])")
#: a year, and its months where it names some
_TIMES = re.compile(r"(20\d\d)年(?:(\d{1,2}(?:月)?[—\-－至~]{0,2}\d{0,2}月)|(?!\d))")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed. `before`, `after`: the rest of its clause; `sentence`: all before it in
    its sentence. `value`: percent, points, place or count; `counts`: of a fraction, of a place how
    many there are (0 where the clause does not say) behind it.
    """

    kind: str
    text: str
    start: int
    before: str
    after: str
    sentence: str
    value: Decimal = Decimal()
    counts: tuple[int, int] = (0, 0)


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of the text in their order."""
    for match in _NUMBERS.finditer(text):
        kind = PERCENT if match["spoken"] else PLACE if match["place"] else match.lastgroup
        kind = kind if kind in _SINGLE else FRACTION
        start = max((end.end() for end in _ENDS.finditer(text, 0, match.start())), default=0)
        begun = max((end.end() for end in _SENTENCE.finditer(text, 0, match.start())), default=0)
        end = _ENDS.search(text, match.end())
        after = text[match.end() : end.start() if end else len(text)]
        counts, value = (0, 0), Decimal()
        if kind == FRACTION:
            counts = _whole(match["n"]), _whole(match["d"])
        elif kind != INTERVAL:
            value = _value(match["spoken"] or match[kind])
        if kind == PLACE:
            counts = int(value), _of(match["of"], text[begun : match.start()])
        yield Number(
            kind,
            match[0],
            match.start(),
            text[start : match.start()],
            after,
            text[begun : match.start()],
            value,
            counts,
        )


def _of(behind: str | None, before: str) -> int:
    """How many are ranked, as it stands behind a place or before it: 12个县（市、区）中位居第三."""
    found = _AMONG.search(before)
    return int(behind or (found[1] if found else 0))


def stated_counts(text: str) -> dict[int, tuple[int, int]]:
    """Where a percent begins → the counts that its sentence states: 836项中659项，占88.52%."""
    return {
        match.start("percent"): (_whole(match["n"]), _whole(match["d"]))
        for pattern in _STATED
        for match in pattern.finditer(text)
    }


def month_of(number: Number, paper: date) -> date:
    """The month that the sentence names before the number, else that of the paper."""
    matches = list(_MONTH.finditer(number.sentence))
    if not matches or not 1 <= int(matches[-1][2]) <= 12:
        return paper
    return date(int(matches[-1][1] or paper.year), int(matches[-1][2]), 1)


def is_of_another_year(number: Number, paper: date) -> bool:
    """Whether the sentence last names a whole year, before the number, that is not the paper's."""
    years = list(_TIMES.finditer(number.sentence))
    return bool(years) and not years[-1][2] and int(years[-1][1]) != paper.year


def _whole(text: str) -> int:
    return int(_value(text))


def _value(text: str) -> Decimal:
    """98.1, 3,150, 九十八点一 or 百 as a number."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    return Decimal(100) if text == "百" else spoken.value(text)
