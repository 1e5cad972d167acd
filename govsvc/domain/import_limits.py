"""By how many percentage points an import may move an indicator before it is asked about."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from govsvc.domain.errors import GovsvcError

#: the key of the setting
MOST_POINTS = "most_points"
#: what holds where none is kept
_USUAL_POINTS = "5.00"
LEAST, GREATEST = Decimal("0.5"), Decimal(50)


def of_settings(settings: Mapping[str, str]) -> Decimal:
    """The limit that is kept, else the usual one."""
    return Decimal(settings.get(MOST_POINTS, _USUAL_POINTS))


def points_typed(text: str) -> Decimal:
    """The limit that was typed, at two decimals. Raises GovsvcError with what may be typed."""
    try:
        points = Decimal(text.strip().removesuffix("个百分点"))
    except InvalidOperation:
        points = None
    if points is None or not points.is_finite() or not LEAST <= points <= GREATEST:
        raise GovsvcError(
            f"“{text.strip()[:20]}”不能作界限。",
            f"请填{LEAST}到{GREATEST}之间的数，单位为个百分点，如 5.00。",
            "points_out_of_range",
        )
    return points.quantize(Decimal("0.01"))
