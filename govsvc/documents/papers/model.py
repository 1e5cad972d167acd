"""What a paper is made of before it is a file: paragraphs, of which every number knows its source.

A part of a paragraph is plain text, a `Figure`, or a `Gap` where there is nothing to say it from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`key`: the paragraph's own name among those of its paper (problem:online_rate), the same in
    every month and however its words are; a person's words are kept under it. `level`: of a heading
    (1: 一、, 2: （一）), 0 of text.
    """

    key: str
    parts: tuple[Part, ...]
    level: int = 0

    @property
    def text(self) -> str:
        return "".join(map(text_of, self.parts))

    @property
    def figures(self) -> list[Figure]:
        return [part for part in self.parts if isinstance(part, Figure)]

    @property
    def gaps(self) -> list[Gap]:
        return [part for part in self.parts if isinstance(part, Gap)]


def paragraph(key: str, *parts: Part) -> Paragraph:
    """A paragraph of text; empty parts are left out."""
    return Paragraph(key, tuple(part for part in parts if part != ""))


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
    """

    title: tuple[str, ...]
    month: date
    paragraphs: tuple[Paragraph, ...]
    office: str
    day: date
    notes: tuple[str, ...] = ()

    def placed_paragraphs(self) -> Iterator[tuple[str, Paragraph]]:
        """(number of the heading it stands under: 一, 四（一）, paragraph), in their order."""
        chapter = where = "开头"
        for one in self.paragraphs:
            if one.level == 1:
                chapter = where = one.text.partition("、")[0]
            elif one.level:
                where = chapter + one.text[: one.text.index("）") + 1]
            yield where, one

    def placed_figures(self) -> Iterator[tuple[str, Figure]]:
        """(where it stands, number), in the order of the paper."""
        for where, one in self.placed_paragraphs():
            yield from ((where, figure) for figure in one.figures)

    def placed_gaps(self) -> Iterator[tuple[str, Gap]]:
        """(where it stands, what is wanting), in the order of the paper."""
        for where, one in self.placed_paragraphs():
            yield from ((where, gap) for gap in one.gaps)
        if not self.office:
            yield "落款", Gap("署名单位")
