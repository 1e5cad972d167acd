"""How a month is said and counted."""

from datetime import date

import pytest

from govsvc.domain.months import month_after, month_before, month_text, months_back
from govsvc.sheets.cells import month_words


def test_months():
    assert month_text(date(2026, 9, 1)) == "2026年9月"
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1) and month_before(
        date(2026, 10, 1)
    ) == date(2026, 9, 1)
    assert months_back(date(2026, 2, 17), 3) == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
    ]
    assert month_after(date(2026, 12, 1)) == date(2027, 1, 1) and month_after(
        date(2026, 11, 1)
    ) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("2026年第三季度全市通报", 9),
        ("2026年前三季度政务服务指标", 9),
        ("2026年上半年通报", 6),
        ("2026年下半年", 12),
        ("二〇二六年一季度", 3),
        ("2026年Q2", 6),
        ("2026年1—3季度", 9),
        ("2026年二季度末", 6),
        ("2026年1—9月", 9),
        ("四季青街道2026年10月", 10),
    ],
)
def test_a_period_is_its_last_month(title, month):
    assert month_words.find([("标题", [title])]) == (date(2026, month, 1), "标题")


def test_a_quarter_in_a_month_column():
    assert month_words.cell("2026年三季度", None) == date(2026, 9, 1) and month_words.cell(
        "三季度", 2026
    ) == date(2026, 9, 1)
