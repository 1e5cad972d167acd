"""取数日: what may be typed, and how many days are left."""

from datetime import date, datetime

import pytest

from govsvc.domain import fetch_days
from govsvc.domain.errors import GovsvcError
from govsvc.store import Act

BY = Act("李四", datetime(2026, 11, 5, 9, 30))


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("每月25日", "25", "每月25日"),
        ("25", "25", "每月25日"),
        (" ２５ 号", "25", "每月25日"),
        ("2026年11月28日", "2026-11-28", "2026年11月28日"),
        ("2026-2-28", "2026-02-28", "2026年2月28日"),
        ("", "", "未设"),
    ],
)
def test_what_is_typed_is_kept_and_said(text, kept, said):
    assert fetch_days.typed(text) == kept and fetch_days.text_of(kept) == said


@pytest.mark.parametrize(
    "text", ["每月32日", "0", "月底", "2026年2月30日", "2026-13-01", "25日前后"]
)
def test_what_is_no_day_is_refused_with_what_may_be_typed(text):
    with pytest.raises(GovsvcError, match="不是取数日") as error:
        fetch_days.typed(text)
    assert "每月25日" in error.value.step


@pytest.mark.parametrize(
    ("kept", "today", "wanted"),
    [
        ("25", date(2026, 11, 22), ["距市取数日还有3天（11月25日）"]),
        ("25", date(2026, 11, 25), ["今天是市取数日"]),
        ("25", date(2026, 11, 26), ["距市取数日还有29天（12月25日）"]),
        ("25", date(2026, 12, 26), ["距市取数日还有30天（1月25日）"]),
        ("31", date(2026, 11, 1), ["距市取数日还有29天（11月30日）"]),
        ("2026-11-28", date(2026, 11, 22), ["距市取数日还有6天（11月28日）"]),
        ("2026-11-28", date(2026, 11, 29), []),
        ("", date(2026, 11, 29), []),
    ],
)
def test_days_left(kept, today, wanted):
    assert [day.text for day in fetch_days.following({"fetch_day_city": kept}, today)] == wanted


def test_the_nearest_comes_first():
    found = fetch_days.following(
        {"fetch_day_city": "28", "fetch_day_province": "2026-11-25"}, date(2026, 11, 20)
    )
    assert [(day.whose, day.left) for day in found] == [("省", 5), ("市", 8)]


def test_it_is_kept_in_the_store_and_recorded(empty_store):
    version = empty_store.setting_writes.set_fetch_day(
        "city", "25", BY, expected_version=empty_store.version()
    )
    assert empty_store.settings.all()["fetch_day_city"] == "25" and empty_store.version() == version
    assert empty_store.records.operations()[-1].who == "李四"
