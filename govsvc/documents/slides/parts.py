"""What a slide holds: texts, and tables and charts beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlideText:
    """A paragraph. `marked`: what in it is still to be filled in."""

    text: str
    marked: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SlideTable:
    """`columns`: (header, whether its texts are centred)."""

    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    name: str = ""
    note: str = ""
    marked: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SlideChart:
    """Bars, the first at the top, or a line. `number_format`: of the labels; `low`: where the axis
    begins, None for where the program likes.
    """

    name: str
    categories: Sequence[str]
    values: Sequence[float | None]
    number_format: str
    is_line: bool = False
    low: float | None = 0
