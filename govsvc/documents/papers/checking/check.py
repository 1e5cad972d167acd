"""A finished paper against the data: each number that names an indicator."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govsvc.board import Board
from govsvc.documents.papers.checking import numbers
from govsvc.documents.papers.checking.facts import Facts
from govsvc.documents.papers.checking.numbers import Number
from govsvc.documents.papers.checking.subjects import named_in
from govsvc.documents.papers.word import CHECK_TABLE
from govsvc.domain import rates
from govsvc.domain.indicators import ProblemList
from govsvc.domain.safe_text import without_controls

#: how many paragraphs are its head
_HEAD = 8
_MONTH = re.compile(r"(20\d\d)年(?:\d{1,2}(?:月)?[—\-－至])?(\d{1,2})月")
AGREES, DIFFERS, UNKNOWN = "相符", "不符", "找不到依据"


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of the paper. `place`: of the paragraph, from 1; `quote`: the clause; `subject`:
    what it names; `said`: by the paper; `known`: by the data, "" where they do not tell; `what`:
    which number that is, and its source.
    """

    place: int
    quote: str
    subject: str
    said: str
    verdict: str
    known: str = ""
    what: str = ""


def check(board: Board, month: date, paragraphs: Sequence[str]) -> list[Finding]:
    """Every percentage, count, difference and place that names an indicator or a list. A sentence
    that names a month speaks of that, all others of `month`. What is attached is left out.
    """
    facts = Facts(board)
    found: list[Finding] = []
    for place, text in enumerate(map(without_controls, paragraphs), start=1):
        if text == CHECK_TABLE:
            break
        found += _of_paragraph(facts, month, place, text)
    return found


def month_named(paragraphs: Sequence[str]) -> date | None:
    """The month that the head of a paper names (2026年1—10月, 截至2026年10月), None where none."""
    match = _MONTH.search("\n".join(paragraphs[:_HEAD]))
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return date(int(match[1]), int(match[2]), 1)


def _of_paragraph(facts: Facts, month: date, place: int, text: str) -> Iterator[Finding]:
    names = named_in(text)
    last: tuple[Number, Finding] | None = None
    for number in numbers.numbers_in(text):
        before = [one for one in names if one.start < number.start]
        subject = before[-1].subject if before else None
        if subject is None:
            last = None
            continue
        short = subject.name if isinstance(subject, ProblemList) else subject.short
        quote = (number.before + number.text + number.after).strip()
        found = Finding(place, quote, short, number.text, UNKNOWN)
        fact = facts.of(subject, number, numbers.month_of(number, month))
        if fact is not None:
            verdict = AGREES if fact.is_met else DIFFERS
            found = replace(found, verdict=verdict, known=fact.text, what=fact.what)
        elif last and last[1].verdict != DIFFERS and (own := _by_itself(last[0], number)):
            found = replace(found, verdict=DIFFERS, known=own, what="按括号内分子/分母计算")
        last = number, found
        yield found


def _by_itself(last: Number, number: Number) -> str:
    """What the counts behind a percent come to, where that is another percent; else ""."""
    if (last.kind, number.kind) != (numbers.PERCENT, numbers.FRACTION):
        return ""
    if number.before.rpartition(last.text)[2] not in ("（", "("):
        return ""
    published = rates.published(*number.counts)
    if published is None or published == last.value:
        return ""
    return rates.percent_text(published)
