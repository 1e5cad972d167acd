"""A draft of slides as a file for PowerPoint and WPS."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from govsvc.documents.official.lines import day_text
from govsvc.documents.papers.model import (
    OFFICE,
    Chart,
    Draft,
    Paragraph,
    Table,
    cell_text,
    text_of,
)
from govsvc.documents.slides import Deck, SlideChart, SlideTable, SlideText


def content(draft: Draft, spacing: Decimal, made_at: datetime) -> bytes:
    """The file. Lines of slides have the program's own spacing."""
    name = "".join(draft.title)
    deck = Deck(name=name, author=draft.office, made_at=made_at, mark=draft.mark)
    office = draft.office or OFFICE.text
    below = [SlideText(office, [OFFICE.text]), SlideText(day_text(draft.day))]
    deck.cover(["".join(draft.title[:2]), "".join(draft.title[2:])], below)
    for title, others in _slides(draft.paragraphs):
        texts = [_text(one) for one in others if one.parts]
        beside = [part for one in others for part in _beside(one)]
        deck.slide(_text(title), texts, beside, _foot([title, *others], draft))
    return deck.content()


def _slides(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[Paragraph]]]:
    """(the heading of a slide, what stands below it)."""
    places = [place for place, one in enumerate(paragraphs) if one.level == 1]
    for begin, end in zip(places, [*places[1:], len(paragraphs)]):
        yield paragraphs[begin], list(paragraphs[begin + 1 : end])


def _text(one: Paragraph) -> SlideText:
    return SlideText(one.text, [gap.text for gap in one.gaps])


def _beside(one: Paragraph) -> Iterator[SlideTable | SlideChart]:
    if one.table:
        yield _table(one.table, [gap.text for gap in one.gaps])
    if one.chart and one.chart.points:
        yield _chart(one.chart)


def _table(table: Table, marked: Sequence[str]) -> SlideTable:
    columns = [(one.header, one.is_centred) for one in table.columns]
    rows = [list(map(cell_text, row)) for row in table.rows]
    return SlideTable(columns, rows, table.name, text_of(table.note), marked)


def _chart(chart: Chart) -> SlideChart:
    return SlideChart(
        chart.name,
        [point.name for point in chart.points],
        [point.value for point in chart.points],
        chart.number_format,
        chart.is_line,
        chart.low,
    )


def _foot(paragraphs: Sequence[Paragraph], draft: Draft) -> str:
    """来源：市通报、本县测算；2026年10月: where the numbers of a slide come from."""
    figures = [figure for one in paragraphs for figure in one.figures]
    sources = "、".join(dict.fromkeys(one.source for one in figures))
    if not sources:
        return f"{draft.month.year}年{draft.month.month}月"
    months = sorted({one.period for one in figures}, key=lambda text: (len(text), text))
    month = f"{draft.month.year}年{draft.month.month}月"
    return f"来源：{sources}；{month if month in months else months[-1]}"
