"""What a slide of the briefing (投屏模式) holds: texts and lengths, no layout."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

#: how a number or a bar is coloured: better, needs attention, ourselves, the rest
BETTER, ATTEND, OWN, PLAIN = "better", "attend", "own", ""
#: bars of a chart that stand out, unless more are level at the top
_MOST_ATTENDED = 3
#: characters of what somebody said that a cell has room for
_LONGEST = 48
_SENTENCE = re.compile("[^。！？；;!?]*[。！？；;!?]?")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number to be read from afar, and what it is."""

    value: str
    label: str
    tone: str = PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `start` to `end`, on the axis of its `Bars`."""

    name: str
    label: str
    start: float
    end: float
    tone: str = PLAIN


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other; the axis goes from `low` to `high`."""

    caption: str
    bars: tuple[Bar, ...]
    low: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a table; `place`: (place, of how many), drawn as a strip beside it."""

    text: str
    tone: str = PLAIN
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to read; the columns at the positions `numbers` are figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence in the place of a chart that cannot be drawn."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding. `key`: names it in the address; `parts`: beside each other below the facts.

    `page`, `query`: where its rows are.
    """

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    parts: tuple[Bars | Table | Note, ...] = ()
    page: str = "overview.py"
    query: dict[str, str] = field(default_factory=dict)


def counted_bars(
    caption: str, rows: Sequence[tuple[str, int, str]], rest: str, most: int, note: str = ""
) -> Bars:
    """Bars from zero, most first, of (name, count, label); from the `most`th on they are one line
    of the `rest` without a bar (其余7个部门). Those that stand out need attention.
    """
    shown = rows if len(rows) <= most else rows[: most - 1]
    attended = outstanding([count for _, count, _ in rows])
    bars = [
        Bar(name, label, 0, count, ATTEND if count in attended else PLAIN)
        for name, count, label in shown
    ]
    others = [count for _, count, _ in rows[len(shown) :]]
    if others:
        name = f"其余{len(others)}{rest}{_hidden(others, shown[-1][1])}"
        bars.append(Bar(name, f"共{sum(others)}", 0, 0))
    high = max((count for _, count, _ in rows), default=1)
    return Bars(caption, tuple(bars), 0, high, note)


def outstanding(counts: Sequence[int]) -> frozenset[int]:
    """The counts that stand out, of all that have them or of none: the highest, and lower ones as
    long as no more than three bars are as high; none where more than three are all level.
    """
    if len(counts) > _MOST_ATTENDED and len(set(counts)) == 1:
        return frozenset()
    return frozenset(
        count
        for count in counts
        if count == max(counts) or sum(other >= count for other in counts) <= _MOST_ATTENDED
    )


def _hidden(counts: Sequence[int], last_shown: int) -> str:
    """（各1）: how high the first of the rest are, where they are level with the last bar."""
    if len(counts) == 1 or counts[0] != last_shown:
        return ""
    return f"（{'各' if len(set(counts)) == 1 else '最多'}{counts[0]}）"


def in_whole(text: str, page: str, most: int = _LONGEST) -> str:
    """What somebody said, nothing of it cut off; of a text that a slide has no room for the first
    sentences that are whole, and on which page all of it is.
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    begun = ""
    for sentence in _SENTENCE.findall(text):
        if len(begun) + len(sentence) > most:
            break
        begun += sentence
    return f"{begun}（{'其余' if begun else '文字较长，'}见{page}）"


def rows_with_room(texts: Sequence[str], width: int, most: int, lines: int) -> int:
    """How many rows of a table are shown: at most so many, whose longest texts take at most so many
    lines of `width` characters together; one at least.
    """
    taken = shown = 0
    for text in texts[:most]:
        taken += -(-len(text) // width) or 1
        if taken > lines and shown:
            break
        shown += 1
    return shown


def plain_cells(*texts: str) -> tuple[Cell, ...]:
    """Cells of these texts, none of them coloured."""
    return tuple(map(Cell, texts))
