"""How a month is said and counted."""

from datetime import date

from govsvc.months import month_after, month_before, month_text, months_back


def test_months():
    assert month_text(date(2026, 9, 1)) == "2026年9月"
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1) and month_before(date(2026, 10, 1)) == date(2026, 9, 1)
    assert months_back(date(2026, 2, 17), 3) == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1) and month_after(date(2026, 11, 1)) == date(2026, 12, 1)
