"""Until when units hand in for a month (报送期限): kept as a setting of the month."""

from collections.abc import Mapping
from datetime import date

from govsvc.domain.months import month_after

#: the key of a setting begins with it; the month follows
_SETTING = "deadline_"


def key_of(month: date) -> str:
    """The key of the setting that keeps the deadline of a month."""
    return f"{_SETTING}{month:%Y-%m}"


def usual(month: date) -> date:
    """Where nothing is kept: the tenth of the month after."""
    return month_after(month).replace(day=10)


def of_month(settings: Mapping[str, str], month: date) -> date:
    """The deadline that is kept for the month, else the usual one."""
    kept = settings.get(key_of(month), "")
    return date.fromisoformat(kept) if kept else usual(month)


def day_text(day: date) -> str:
    """11月10日."""
    return f"{day.month}月{day.day}日"
