"""The published value of an indicator and its change, in the indicator's own measure: a percent, or
a mean in 次.
"""

from decimal import Decimal

from govsvc.domain import rates
from govsvc.domain.indicators import PERCENT, Indicator


def published_of(
    indicator: Indicator,
    numerator: int | None,
    denominator: int | None,
    printed: Decimal | None = None,
) -> Decimal | None:
    """What is printed, else the percent or the mean of the counts, at two decimals; None where
    neither is known.
    """
    if indicator.measure == PERCENT or printed is not None:
        return rates.published_of(numerator, denominator, printed)
    return rates.mean(numerator, denominator)


def value_text(indicator: Indicator, published: Decimal | None) -> str:
    """The value as it is shown: 94.06%, 0.80次."""
    if indicator.measure == PERCENT or published is None:
        return rates.percent_text(published)
    return f"{published}{indicator.measure}"


def change_text(indicator: Indicator, change: Decimal | None) -> str:
    """提升0.07个百分点, −0.10次; — where it is not known."""
    if indicator.measure == PERCENT or change is None:
        return rates.points_text(change)
    return f"{rates.signed_points(change)}{indicator.measure}"
