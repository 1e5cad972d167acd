"""A printed figure as the number that a workbook holds, with the format that prints it so again."""

import re
from dataclasses import dataclass
from decimal import Decimal

from govsvc.domain.rates import MINUS

_FIGURE = re.compile(
    r"(?P<sign>[+\-−↑↓])?\s?(?P<before>并列|\w+第)?(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,9})"
    r"(?P<decimals>\.\d+)?(?P<after>%|项|个)?"
)
#: a move of places says 持平 where it is none
_MOVE, _NO_MOVE = '"↑ "0;"↓ "0;"持平"', "持平"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its format. `plain`: the same in a text file, without what no program reads as
    a number; None where the text says more than the number.
    """

    number: Decimal
    format: str
    plain: str | None


def figure(text: str) -> Figure | None:
    """The figure that is printed in `text`, None where it is something else.

    99.94%, 3,148, +0.07, −0.25, 并列2, 县市组第3, 2项, ↑ 2 and 持平 are figures.
    """
    if text == _NO_MOVE:
        return Figure(Decimal(0), _MOVE, None)
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    sign, before, decimals, after = (
        match[name] or "" for name in ("sign", "before", "decimals", "after")
    )
    number = Decimal(match["digits"].replace(",", "") + decimals)
    if sign in ("-", MINUS, "↓"):
        number = -number
    if sign in ("↑", "↓"):
        return Figure(number, _MOVE, None)
    digits = ("#,##0" if not decimals else "0") + (
        f".{'0' * (len(decimals) - 1)}" if decimals else ""
    )
    if after == "%":
        return Figure(number.scaleb(-2), f"{digits}%", text.replace(MINUS, "-"))
    shown = f'"{before}"{digits}' if before else f'{digits}"{after}"' if after else digits
    if sign:
        shown = f"+{shown};{MINUS}{shown};{shown}"
    return Figure(number, shown, None if before or after else f"{number}")


def format_of(number: int | float | Decimal) -> str:
    """The format of a number that is stored as one: its own decimals, two to four, where it is no
    whole number.
    """
    if isinstance(number, int):
        return "#,##0"
    decimals = str(number).partition(".")[2]
    return f"0.{'0' * max(2, min(4, len(decimals)))}"
