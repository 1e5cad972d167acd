"""Weeks of calls: each goes by its Monday."""

from collections.abc import Iterator
from datetime import date, timedelta


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def week_text(week: date) -> str:
    """9月21日—27日, 9月28日—10月4日."""
    last = week + timedelta(days=6)
    until = f"{last.day}日" if last.month == week.month else f"{last.month}月{last.day}日"
    return f"{week.month}月{week.day}日—{until}"


def is_of_month(week: date, month: date) -> bool:
    """Whether a day of the week is in the month."""
    last = week + timedelta(days=6)
    return month in (week.replace(day=1), last.replace(day=1))


def weeks_of_month(month: date) -> Iterator[date]:
    """The weeks with a day in the month, the earliest first."""
    week = monday(month)
    while is_of_month(week, month):
        yield week
        week += timedelta(days=7)


def month_of_week(week: date) -> date:
    """The month that a week is of: that of its Friday."""
    return (week + timedelta(days=4)).replace(day=1)


def recent_weeks(today: date, count: int = 10) -> list[date]:
    """The week of today and those before it, the latest first."""
    return [monday(today) - timedelta(days=7 * number) for number in range(count)]
