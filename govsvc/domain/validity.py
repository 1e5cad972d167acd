"""From when to when an exemption holds."""

from collections.abc import Mapping
from datetime import date, timedelta

from govsvc.domain.months import month_after


def is_in_force(attributes: Mapping[str, str | None], month: date) -> bool:
    """Whether an exemption holds at the month's end: the values are those of that day.

    `attributes`: its `valid_from` and `valid_until`, days as 2026-12-31; what is no day (长期), and
    none, sets no bound.
    """
    since, until = attributes.get("valid_from") or "", attributes.get("valid_until") or ""
    last_day = (month_after(month) - timedelta(days=1)).isoformat()
    return (not since or since <= last_day) and (not until[:1].isdigit() or until >= last_day)
