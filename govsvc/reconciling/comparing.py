"""What the city's bulletin prints of the home county beside its own count, and by how much both
differ.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from govsvc.board import Board, Value
from govsvc.board.standing import difference_items
from govsvc.domain import indicators, rates
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_text

#: what a row adds to numerator and denominator of the own count, against what it adds on the other
#: side
Effect = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator of one month in both books, the bulletin's and the own. `own` is None where
    there are no rows of the month.

    `given_cutoff`: 数据截止日 as a person says, for a bulletin that does not print one.
    """

    indicator: Indicator
    month: date
    bulletin: Value
    own: Value | None
    given_cutoff: date | None = None

    @property
    def cutoff(self) -> date | None:
        """数据截止日 as printed, else as given."""
        return self.bulletin.cutoff or self.given_cutoff

    @property
    def has_counts(self) -> bool:
        """Whether the bulletin prints numerator and denominator."""
        return self.bulletin.numerator is not None and self.bulletin.denominator is not None

    @property
    def items(self) -> int | None:
        """Items met: own less the bulletin's. Where the bulletin prints no counts, what its percent
        makes of the own denominator stands for them.
        """
        return difference_items(self.own, self.bulletin)

    @property
    def total(self) -> int | None:
        """Items counted: own less the bulletin's; None where it prints none."""
        own = self.own.denominator if self.own else None
        printed = self.bulletin.denominator if self.has_counts else None
        return None if own is None or printed is None else own - printed

    @property
    def points(self) -> Decimal | None:
        """The own published value less the bulletin's, in percentage points."""
        return rates.change_pp(self.own.published if self.own else None, self.bulletin.published)

    @property
    def differs(self) -> bool:
        return self.own is not None and bool(
            self.points or (self.has_counts and (self.items or self.total))
        )

    @property
    def misprinted(self) -> Decimal | None:
        """The percent that the bulletin's own numerator and denominator make, where it prints
        another; else None.
        """
        counted = rates.published(self.bulletin.numerator, self.bulletin.denominator)
        return counted if counted is not None and counted != self.bulletin.published else None

    def explains(self, effect: Effect) -> bool:
        """Whether a row with this effect moves the own count away from the bulletin's, and in no
        respect towards it.

        Where the bulletin prints no counts, its percent decides.
        """
        counts = self.own.counts if self.own else None
        if effect == (0, 0) or not self.differs or counts is None:
            return False
        if self.has_counts:
            return all(
                part == 0 or part * (whole or 0) > 0
                for part, whole in zip(effect, (self.items, self.total))
            )
        met, counted = counts
        without_met, without_counted = met - effect[0], counted - effect[1]
        if not without_counted or self.points is None:
            return False
        moved = Fraction(met, counted) - Fraction(without_met, without_counted)
        return moved * Fraction(self.points) > 0


def compare(board: Board, month: date, cutoff: date | None = None) -> list[Comparison]:
    """Every indicator that the month's bulletin has of the home county, in the order of the
    definitions. `cutoff`: as a person says.
    """
    return [
        Comparison(indicator, month, printed, board.values.own(indicator, month), cutoff)
        for indicator in indicators.INDICATORS
        if (printed := board.values.bulletin(indicator, month))
    ]


def typed_cutoff(text: str, month: date, today: date) -> date | None:
    """数据截止日 as it was typed: 2026-10-25, 2026年10月25日, 10月25日; None where nothing was.

    Raises GovsvcError where it is no day, before the month or still to come.
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not text:
        return None
    day = _day(text, month)
    if day is None:
        raise GovsvcError(
            f"“{text}”不是日期。",
            f"数据截止日写作 {month.year}-{month.month}-25 或 {month.month}月25日。",
            "not_a_day",
        )
    if not month <= day <= today:
        raise GovsvcError(
            f"数据截止日{text}不在{month_text(month)}1日到今天之间。",
            "请核对年份和月份。",
            "cutoff_out_of_range",
        )
    return day


def _day(text: str, month: date) -> date | None:
    """The day that the text names, None where it is none.

    Of one without its year: a bulletin of December may be cut off in January.
    """
    match = re.fullmatch(r"(?:(20\d\d)[-年./])?(\d{1,2})[-月./](\d{1,2})日?", text)
    if match is None:
        return None
    month_number, day = int(match[2]), int(match[3])
    try:
        return date(int(match[1] or month.year + (month_number < month.month)), month_number, day)
    except ValueError:
        return None
