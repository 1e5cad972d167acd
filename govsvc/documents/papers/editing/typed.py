"""What a person typed, as parts of a paragraph: figures of the data where a clause is left as the
data have it, places to fill in, and numbers that nobody but the person says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govsvc.documents.papers.checking import AGREES, DIFFERS, Finding, spoken
from govsvc.documents.papers.checking.numbers import numbers_in
from govsvc.documents.papers.model import Figure, Gap, Paragraph, Part, text_of

#: source of a number that a person typed, and where it is seen
TYPED, PAGE = "人工填写", "材料"
_ENDS = "，。；！？"
_CLAUSE_END = re.compile(f"([{_ENDS}])")
#: 2026年, 1—10月, 5日: no numbers of the paper
_DAYS = r"\d{4}年(?:度)?|\d{1,2}(?:[—\-－至]\d{1,2})?[月日]"
_TYPED = re.compile(
    rf"【请补充：(?P<gap>[^】]*)】|{_DAYS}"
    r"|(?P<number>\d(?:[\d,.]*\d)?(?:\s*[/／]\s*\d(?:[\d,.]*\d)?)?\s*[%％]?"
    r"|(?:并列)?第[一二三四五六七八九十]+(?![方批次期轮步线产]|时间|季度)"
    rf"|{spoken.COUNT})"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what paper and version the words are, for the 数据核对表."""

    period: str
    edition: str


def parts_of(
    line: str, generated: Paragraph | None, findings: Sequence[Finding], origin: Origin
) -> tuple[tuple[Part, ...], list[Finding]]:
    """The line in parts, and what the data say to the numbers that a person typed in it.

    `generated`: the paragraph that the data give now; `findings`: of the line, in their order.
    """
    known, said = _by_start(line, findings), list[Finding]()
    parts: list[Part] = []
    for start, piece in _with_clauses(line, generated):
        if start is None or not isinstance(piece, str):
            parts.append(piece)
            continue
        parts += _typed(piece, start, known, origin)
        said += [one for at, one in known.items() if start <= at < start + len(piece)]
    return tuple(_joined(parts)), said


def _by_start(line: str, findings: Sequence[Finding]) -> dict[int, Finding]:
    """Where a number begins in the line → what the data say to it."""
    waiting, found = list(findings), {}
    for number in numbers_in(line):
        quote = (number.before + number.text + number.after).strip()
        if waiting and (waiting[0].said, waiting[0].quote) == (number.text, quote):
            found[number.start] = waiting.pop(0)
    return found


def _with_clauses(line: str, generated: Paragraph | None) -> Iterator[tuple[int | None, Part]]:
    """The line in pieces: those that a person typed with where they begin, and clauses that stand
    as the data have them with their figures.
    """
    at = 0
    for clause in _clauses(generated) if generated else ():
        text = "".join(map(text_of, clause))
        place = _whole_clause(text, line, at)
        if place is None:
            continue
        yield at, line[at:place]
        yield from ((None, part) for part in clause)
        at = place + len(text)
    yield at, line[at:]


def _whole_clause(clause: str, line: str, start: int) -> int | None:
    """Where the clause stands whole in the line, from `start` on; None where it does not."""
    place = line.find(clause, start)
    while place >= 0:
        end = place + len(clause)
        begins = place == 0 or line[place - 1] in _ENDS
        if begins and (clause[-1] in _ENDS or end == len(line)):
            return place
        place = line.find(clause, place + 1)
    return None


def _clauses(paragraph: Paragraph) -> Iterator[list[Part]]:
    """The clauses that have a figure, each with the sign that ends it."""
    clause: list[Part] = []
    for part in paragraph.parts:
        if not isinstance(part, str):
            clause.append(part)
            continue
        pieces = _CLAUSE_END.split(part)
        for text, end in zip(pieces[::2], [*pieces[1::2], ""]):
            clause += [one for one in (text + end,) if one]
            if end:
                yield from _with_figures(clause)
                clause = []
    yield from _with_figures(clause)


def _with_figures(clause: list[Part]) -> list[list[Part]]:
    has_figure = any(isinstance(one, Figure) for one in clause)
    return [clause] if has_figure and not any(isinstance(one, Gap) for one in clause) else []


def _typed(text: str, start: int, known: Mapping[int, Finding], origin: Origin) -> Iterator[Part]:
    """Text of a person: gaps that are left, numbers as figures of his own. `start`: where it begins
    in its line.
    """
    at = 0
    for match in _TYPED.finditer(text):
        yield text[at : match.start()]
        at = match.end()
        if match["gap"] is not None:
            yield Gap(match["gap"])
        elif match["number"]:
            yield typed_figure(match["number"], origin, known.get(start + match.start()))
        else:
            yield match[0]
    yield text[at:]


def typed_figure(number: str, origin: Origin, found: Finding | None = None) -> Figure:
    """A number that a person typed; `found`: what the data say to it."""
    what = _verdict(found) if found else "未与数据核对"
    about = (found.subject if found else "") or TYPED
    return Figure(number, about, what, origin.period, TYPED, origin.edition, PAGE)


def _verdict(found: Finding) -> str:
    if found.verdict == AGREES:
        return f"与数据相符：{found.what}"
    return f"不符，数据为{found.known}" if found.verdict == DIFFERS else "数据中找不到依据"


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Texts that follow one another as one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        text = ""
        yield part
    if text:
        yield text
