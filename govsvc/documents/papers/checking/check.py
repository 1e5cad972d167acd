"""A finished paper against the data: each number that names an indicator."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govsvc.board import Board
from govsvc.documents.papers.checking import chart_texts, numbers, period_facts, table_texts
from govsvc.documents.papers.checking.facts import Facts
from govsvc.documents.papers.checking.numbers import Number
from govsvc.documents.papers.checking.period_facts import OfPeriod
from govsvc.documents.papers.checking.subjects import Subject, missing_of, named_in, subject_of
from govsvc.documents.papers.word import CHECK_TABLE
from govsvc.domain.indicators import Indicator, ProblemList
from govsvc.domain.safe_text import without_controls
from govsvc.sheets.formats.paper_blocks import Block
from govsvc.sheets.formats.paper_charts import PaperChart
from govsvc.workflow.rectification import Ledger

#: how many paragraphs are its head
_HEAD = 8
_MONTH = re.compile(r"(20\d\d)年(?:\d{1,2}(?:月)?[—\-－至])?(\d{1,2})月(?!\d{1,2}日)")
AGREES, DIFFERS, UNKNOWN = "相符", "不符", "找不到依据"


@dataclass(frozen=True, slots=True)
class Finding:
    """One number of the paper. `place`: of its paragraph or table, from 1; `where`: the same in
    words; `quote`: the clause; `subject`: what it names; `said`: by the paper; `known`: by the
    data, "" where they do not tell; `what`: which number that is, and its source.
    """

    place: int
    where: str
    quote: str
    subject: str
    said: str
    verdict: str
    known: str = ""
    what: str = ""


def check(
    board: Board, month: date, blocks: Sequence[Block], ledger: Ledger | None = None
) -> list[Finding]:
    """Every percentage, count, difference and place that names an indicator, a list or what people
    say, in texts and tables. A sentence that names a month speaks of that, all others of `month`.
    What is behind the 数据核对表 is left out, but for headers and notes. `ledger`: the 整改台账,
    which knows what was settled.
    """
    facts = Facts(board, ledger)
    found: list[Finding] = []
    above = ""
    is_behind = False
    for place, block in enumerate(blocks, start=1):
        text = without_controls(block.text)
        is_behind = (is_behind or text == CHECK_TABLE) and not block.is_beside
        if is_behind:
            continue
        if block.chart:
            found += _of_chart(facts, month, place, block, block.chart, block.above or above)
            continue
        if block.rows:
            found += _of_table(facts, month, place, block, "" if block.is_beside else above)
        else:
            found += _of_paragraph(facts, month, (place, block.where), text)
        above = text
    return found


def month_named(paragraphs: Sequence[str]) -> date | None:
    """The month that the head of a paper names (2026年1—10月, 截至2026年10月), None where none: the
    day of a letter or an issue is no month.
    """
    match = _MONTH.search("\n".join(paragraphs[:_HEAD]))
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return date(int(match[1]), int(match[2]), 1)


def _of_table(facts: Facts, month: date, place: int, block: Block, above: str) -> Iterator[Finding]:
    rows = [[without_controls(cell) for cell in row] for row in block.rows]
    for number, text in table_texts.sentences(rows, above):
        yield from _of_paragraph(facts, month, (place, f"{block.where}第{number}行"), text)


def _of_chart(
    facts: Facts, month: date, place: int, block: Block, chart: PaperChart, above: str
) -> Iterator[Finding]:
    where = f"{block.where}“{chart.title}”" if chart.title else block.where
    for one in chart_texts.sentences(chart, above, facts.names):
        text = without_controls(one.text)
        for found in _of_paragraph(facts, month, (place, f"{where}：{one.of}"), text):
            if one.is_told:
                yield found
            else:
                yield replace(found, verdict=UNKNOWN, known="", what="")


def _of_paragraph(
    facts: Facts, month: date, place: tuple[int, str], text: str
) -> Iterator[Finding]:
    names = named_in(text)
    stated = numbers.stated_counts(text)
    last: tuple[Number, Finding | None] | None = None
    for number in numbers.numbers_in(text):
        subject = subject_of(names, text, number.start)
        if isinstance(subject, Indicator) and number.kind == numbers.COUNT:
            subject = missing_of(number.before + number.after, subject)
        quote = (number.before + number.text + number.after).strip()
        found = None
        if subject is not None and _may_be_of(subject, number):
            found = _judged(facts, subject, number, month, Finding(*place, quote, "", "", ""))
        if last and (own := _by_itself(last[0], number)):
            found = _of_counts(last[1], found, own, Finding(*place, quote, "", number.text, ""))
        if number.start in stated and number.kind == numbers.PERCENT:
            own = period_facts.by_counts(number, stated[number.start])
            if own:
                found = _of_counts(None, found, own, Finding(*place, quote, "", number.text, ""))
        last = number, found
        if found is not None:
            yield found


def _may_be_of(subject: Subject, number: Number) -> bool:
    """Items are not counted in 件, and what people say is not counted in 项."""
    of_items = (numbers.COUNT, numbers.POINTS, numbers.PLACE, numbers.MEAN)
    of_people = (numbers.PIECES, numbers.INTERVAL)
    return number.kind not in (of_items if isinstance(subject, OfPeriod) else of_people)


def _judged(facts: Facts, subject: Subject, number: Number, month: date, found: Finding) -> Finding:
    assert subject is not None, "a number of nothing is not judged"
    name = subject.name if isinstance(subject, ProblemList) else subject.short
    found = replace(found, subject=name, said=number.text, verdict=UNKNOWN)
    if numbers.is_of_another_year(number, month):
        return found
    fact = facts.of(subject, number, numbers.month_of(number, month))
    if fact is None:
        return found
    verdict = AGREES if fact.is_met else DIFFERS
    return replace(found, verdict=verdict, known=fact.text, what=fact.what)


def _of_counts(
    of_percent: Finding | None, of_counts: Finding | None, own: str, empty: Finding
) -> Finding | None:
    """The finding of counts that do not make the percent before them: said once, where neither of
    the two was found to differ.
    """
    if any(one is not None and one.verdict == DIFFERS for one in (of_percent, of_counts)):
        return of_counts
    subject = of_counts.subject if of_counts else ""
    return replace(empty, subject=subject, verdict=DIFFERS, known=own, what="按所写分子/分母计算")


def _by_itself(last: Number, number: Number) -> str:
    """What the counts behind a percent come to, where that is another percent; else ""."""
    if (last.kind, number.kind) == (numbers.PERCENT, numbers.FRACTION):
        if number.before.rpartition(last.text)[2] not in ("（", "("):
            return ""
        return period_facts.by_counts(last, number.counts)
    return ""
