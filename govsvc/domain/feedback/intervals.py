"""How sure a share of a sample is: the Wilson score interval, in exact decimals."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

#: of 95 %, two-sided
_Z = Decimal("1.959963984540054235524594430520551527955550")
_HUNDREDTH, _NONE, _ALL = Decimal("0.01"), Decimal("0.00"), Decimal("100.00")


class Interval(NamedTuple):
    """Both ends in percent at two decimals, half up."""

    low: Decimal
    high: Decimal

    @property
    def text(self) -> str:
        """86.02%—98.85%"""
        return f"{self.low}%—{self.high}%"


def wilson(met: int, n: int) -> Interval | None:
    """The Wilson score interval at 95 % of `met` out of `n`; None where n is 0.

    An end is 0.00 or 100.00 only where none or all are met. Source: E. B. Wilson 1927,
    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    Raises ValueError where `met` is no count of n.
    """
    if n <= 0:
        return None
    if not 0 <= met <= n:
        raise ValueError(f"{met} of {n}")
    with localcontext() as context:
        context.prec = 50
        share, square = Decimal(met) / n, _Z * _Z
        middle = share + square / (2 * n)
        around = _Z * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
        low, high = ((middle + sign * around) / (1 + square / n) for sign in (-1, 1))
        ends = [(100 * end).quantize(_HUNDREDTH, ROUND_HALF_UP) for end in (low, high)]
    return Interval(
        _NONE if not met else max(ends[0], _HUNDREDTH),
        _ALL if met == n else min(ends[1], _ALL - _HUNDREDTH),
    )


def is_whole(number: Fraction) -> bool:
    """Whether it counts cases: a weighted sum does not, and has no such interval."""
    return number.denominator == 1
