"""What a slide of the briefing (投屏模式) holds: texts and lengths, no layout."""

from collections.abc import Sequence
from dataclasses import dataclass, field

#: how a number or a bar is coloured: better, needs attention, ourselves, the rest
BETTER, ATTEND, OWN, PLAIN = "better", "attend", "own", ""


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
    of the `rest` without a bar (其余7个部门). The first three need attention.
    """
    shown = rows if len(rows) <= most else rows[: most - 1]
    bars = [
        Bar(name, label, 0, count, ATTEND if place < 3 else PLAIN)
        for place, (name, count, label) in enumerate(shown)
    ]
    others = rows[len(shown) :]
    if others:
        total = sum(count for _, count, _ in others)
        bars.append(Bar(f"其余{len(others)}{rest}", f"共{total}", 0, 0))
    high = max((count for _, count, _ in rows), default=1)
    return Bars(caption, tuple(bars), 0, high, note)


def plain_cells(*texts: str) -> tuple[Cell, ...]:
    """Cells of these texts, none of them coloured."""
    return tuple(map(Cell, texts))
