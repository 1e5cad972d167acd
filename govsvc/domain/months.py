"""A month is the first day of it; how it is said and counted."""

from collections.abc import Sequence
from datetime import date


def month_text(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"


def month_before(month: date) -> date:
    """The first of the calendar month before."""
    return date(month.year - (month.month == 1), month.month - 1 or 12, 1)


def month_after(month: date) -> date:
    """The first of the calendar month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """The months from `first` to `last`, both included."""
    months = [first]
    while months[-1] < last:
        months.append(month_after(months[-1]))
    return months


def months_until(month: date, count: int) -> tuple[date, ...]:
    """The month and those before it, `count` in all, ascending."""
    latest_first = [month]
    while len(latest_first) < count:
        latest_first.append(month_before(latest_first[-1]))
    return tuple(reversed(latest_first))


def span_text(first: date, last: date) -> str:
    """8—10月, 2025年12月—2026年2月, 10月."""
    if first == last:
        return f"{last.month}月"
    return (
        f"{first.month}—{last.month}月"
        if first.year == last.year
        else f"{month_text(first)}—{month_text(last)}"
    )


def period_text(months: Sequence[date]) -> str:
    """2026年9月, 2026年1—9月: one month, or several of a year."""
    first, last = months[0], months[-1]
    if first == last:
        return month_text(last)
    return f"{last.year}年{first.month}—{last.month}月"


def months_back(today: date, count: int = 24) -> list[date]:
    """The month of `today` and those before it, the latest first."""
    months = [date(today.year, today.month, 1)]
    while len(months) < count:
        months.append(month_before(months[-1]))
    return months
