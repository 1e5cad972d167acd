"""What a paper is made of before it is a file: paragraphs, of which every number knows its source.

A part of a paragraph is plain text, a `Figure`, or a `Gap` where there is nothing to say it from.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from govsvc.documents.official import Column


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the paper prints it.

    `about`: the indicator or list; `what`: which number of it (数值, 位次, 较上月). `period`: the
    month it speaks of. `source`: 市通报, 本县测算 …; `edition`: of the data; `page`: where it is
    seen. `counts`: N/D, a rank with how many are ranked, "" where there is none; `beside`: what the
    paper prints in brackets behind the number.
    """

    number: str
    about: str
    what: str
    period: str
    source: str
    edition: str
    page: str
    counts: str = ""
    beside: str = ""

    @property
    def text(self) -> str:
        """99.94%（3,148/3,150）"""
        return f"{self.number}（{self.beside}）" if self.beside else self.number


@dataclass(frozen=True, slots=True)
class Gap:
    """What a person has to write, since the data do not say it."""

    about: str

    @property
    def text(self) -> str:
        return f"【请补充：{self.about}】"


Part: TypeAlias = str | Figure | Gap


def text_of(part: Part) -> str:
    return part if isinstance(part, str) else part.text


def cell_text(part: Part) -> str:
    """The text of a cell: what stands beside a number is below it."""
    if isinstance(part, Figure) and part.beside:
        return f"{part.number}\n{part.beside}"
    return text_of(part)


def figures_in(parts: Iterable[Part]) -> list[Figure]:
    return [part for part in parts if isinstance(part, Figure)]


def gaps_in(parts: Iterable[Part]) -> list[Gap]:
    return [part for part in parts if isinstance(part, Gap)]


#: what no data know: who signs
OFFICE = Gap("署名单位")
#: key of the paragraph that stands in the head of an issue: 第12期
ISSUE = "issue"
#: the cells of one row of a table
Row: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table below a paragraph. `name`: its title; `note`: what is said below it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Part = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, or one place of a line. `figure`, `value`: None where it is unknown."""

    name: str
    figure: Figure | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, or where `is_line` is set a line over the months. `low`: where its axis begins, None
    for where the program likes. `number_format`: of its labels, as a workbook has it.
    """

    name: str
    points: tuple[Point, ...]
    is_line: bool = False
    low: float | None = 0
    number_format: str = "0"


@dataclass(frozen=True, slots=True)
class Attached:
    """Lists at the end of a paper, of the same columns. `groups`: (title, rows); of one alone the
    title may be empty.
    """

    name: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[Row, tuple[Row, ...]], ...]

    @property
    def parts(self) -> list[Part]:
        return [part for title, rows in self.groups for row in (title, *rows) for part in row]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`key`: the paragraph's own name among those of its paper (problem:online_rate), the same in
    every month and however its words are; a person's words are kept under it. `level`: of a heading
    (1: 一、, 2: （一）), 0 of text. `table`, `chart`: what stands below it.
    """

    key: str
    parts: tuple[Part, ...]
    level: int = 0
    table: Table | None = None
    chart: Chart | None = None

    @property
    def text(self) -> str:
        return "".join(map(text_of, self.parts))

    @property
    def figures(self) -> list[Figure]:
        """The numbers of its text, table and chart."""
        of_chart = [point.figure for point in self.chart.points] if self.chart else []
        return [*figures_in(self._all_parts), *(figure for figure in of_chart if figure)]

    @property
    def gaps(self) -> list[Gap]:
        return gaps_in(self._all_parts)

    def placed_gaps(self, where: str) -> Iterator[tuple[str, Gap]]:
        """Its gaps, in their order, each with where it stands; one of a table with its row."""
        yield from ((where, gap) for gap in gaps_in(self.parts))
        if self.table:
            for row in self.table.rows:
                place = f"{where}　{text_of(row[0])}"
                yield from ((place, gap) for gap in gaps_in(row))
            yield from ((where, gap) for gap in gaps_in([self.table.note]))

    @property
    def _all_parts(self) -> list[Part]:
        if self.table is None:
            return list(self.parts)
        of_rows = [part for row in self.table.rows for part in row]
        return [*self.parts, *of_rows, self.table.note]


def paragraph(
    key: str, *parts: Part, table: Table | None = None, chart: Chart | None = None
) -> Paragraph:
    """A paragraph of text; empty parts are left out."""
    return Paragraph(key, tuple(part for part in parts if part != ""), 0, table, chart)


def heading(key: str, text: str, level: int = 1) -> Paragraph:
    return Paragraph(f"heading:{key}", (text,), level)


def joined(clauses: Sequence[Sequence[Part]], mark: str = "，", end: str = "。") -> list[Part]:
    """The clauses as one sentence; those without parts are left out."""
    parts: list[Part] = []
    for clause in filter(None, clauses):
        parts += [mark, *clause] if parts else clause
    return [*parts, end]


def one_line(name: str) -> str:
    """A name from the data as it stands in a sentence."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper. `title`: its phrases; `office`: who signs, "" where that is not known; `notes`:
    what is to be checked before it goes out.

    `mark`: how far it is (初稿), "" for nothing; `addressee`: whom it goes to. `attachments`: lists
    that belong to it. `is_handed_out`: it goes to others, and what is only for the office (数据
    核对表) stands beside it. `is_slides`: each heading of level 1 begins a slide.
    `masthead`: the name of the series that it is an issue of, which its `issue` is of.
    """

    title: tuple[str, ...]
    month: date
    paragraphs: tuple[Paragraph, ...]
    office: str
    day: date
    notes: tuple[str, ...] = ()
    mark: str = "初稿"
    addressee: str = ""
    attachments: tuple[Attached, ...] = ()
    is_handed_out: bool = False
    is_slides: bool = False
    masthead: str = ""

    @property
    def issue(self) -> tuple[Paragraph, ...]:
        """Which issue it is, as it stands in its head; nothing where it is none of a series."""
        return tuple(one for one in self.paragraphs if one.key.partition("#")[0] == ISSUE)

    def placed_paragraphs(self) -> Iterator[tuple[str, Paragraph]]:
        """(number of the heading it stands under: 一, 四（一）, paragraph), in their order; of a
        slide its page.
        """
        chapter = where = "开头"
        page = 1
        for one in self.paragraphs:
            if one.level == 1 and self.is_slides:
                page += 1
                where = f"第{page}页"
            elif one.level == 1:
                chapter = where = one.text.partition("、")[0]
            elif one.level:
                where = chapter + one.text[: one.text.index("）") + 1]
            yield where, one

    def placed_figures(self) -> Iterator[tuple[str, Figure]]:
        """(where it stands, number), in the order of the paper."""
        for where, one in self.placed_paragraphs():
            yield from ((where, figure) for figure in one.figures)
        for where, attached in self.placed_attachments():
            yield from ((where, figure) for figure in figures_in(attached.parts))

    def placed_gaps(self) -> Iterator[tuple[str, Gap]]:
        """(where it stands, what is wanting), in the order of the paper."""
        for where, one in self.placed_paragraphs():
            yield from one.placed_gaps(where)
        for where, attached in self.placed_attachments():
            yield from ((where, gap) for gap in gaps_in(attached.parts))
        if not self.office:
            yield "落款", OFFICE

    def placed_attachments(self) -> Iterator[tuple[str, Attached]]:
        """(附件2, what is attached); 附件 of one alone."""
        for number, attached in enumerate(self.attachments, start=1):
            yield f"附件{number}" if len(self.attachments) > 1 else "附件", attached
