"""窗口考核评分 of the demonstration's last months, as they are stored.

Deterministic: from the names of the departments and the months.
"""

from collections.abc import Sequence
from decimal import Decimal
from zlib import crc32

from govsvc.demo import plan
from govsvc.demo.months import month_date
from govsvc.domain.feedback.window_scores import PRINTED, SCORE, printed
from govsvc.domain.indicators import ITEMS, KINDS, WINDOW_SCORES
from govsvc.domain.rows import Entry

#: the months that have score sheets
SCORE_MONTHS = range(plan.MONTH_COUNT - 3, plan.MONTH_COUNT)
_FOR = ("到岗", "收退件", "限时办结", "投诉")
_HALF = Decimal("0.5")
_FLAGGED = Decimal(99)


def window_scores(items: Sequence[Entry]) -> list[list[Entry]]:
    """The rows of each month; `items`: those of the last month."""
    units = sorted({entry.unit for entry in items if entry.kind == ITEMS})
    return [[_row(unit, month, row) for row, unit in enumerate(units, 3)] for month in SCORE_MONTHS]


def _row(unit: str, month: int, row: int) -> Entry:
    day, window = month_date(month), f"{unit}窗口"
    file = f"{day.year}年{day.month}月{KINDS[WINDOW_SCORES]}.xlsx"
    # most lose nothing for most things
    lost = [_HALF * max(0, crc32(f"{unit}{month}{of}".encode()) % 9 - 6) for of in _FOR]
    score = 100 - sum(lost)
    cells = [
        ("单位", unit),
        ("窗口名称", window),
        *((of, f"-{points:f}" if points else "") for of, points in zip(_FOR, lost)),
        ("扣分合计", f"{sum(lost):f}"),
        ("得分", f"{score:f}"),
        ("红旗窗口", "√" if score >= _FLAGGED else ""),
    ]
    return Entry(
        WINDOW_SCORES,
        day,
        unit,
        f"{file}/{KINDS[WINDOW_SCORES]}/{unit}/{window}/1",
        window,
        {SCORE: f"{score:f}", PRINTED: printed(cells)},
        {},
        file=file,
        sheet=KINDS[WINDOW_SCORES],
        row=row,
    )
