"""Workdays by 节假日安排: the oracles, counting both ways, a year that is not entered."""

from datetime import date, timedelta

import pytest

from govsvc.domain.errors import GovsvcError
from govsvc.domain.workdays import PUBLISHED, SpecialDay, WorkCalendar, of_notice

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-29", 5, "2026-10-12"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-11-20", 15, "2026-12-11"),
        ("2025-09-27", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
    ],
)
def test_a_deadline_in_workdays(start, count, end):
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.after(first, count) == last
    assert CALENDAR.between(first, last) == count
    assert not CALENDAR.caveat(first, last)


def test_which_days_the_five_are():
    days, day = [], date(2026, 9, 29)
    for _ in range(5):
        day = CALENDAR.after(day, 1)
        days.append(f"{day:%m-%d}")
    assert days == ["09-30", "10-08", "10-09", "10-10", "10-12"]


def test_a_year_that_is_not_entered_counts_monday_to_friday_and_says_so():
    start = date(2026, 12, 28)
    end = CALENDAR.after(start, 5)
    assert end == date(2027, 1, 4)
    assert CALENDAR.caveat(start, end) == "2027年节假日未录入，按周一至周五推算"
    far = date(2030, 1, 1)
    assert CALENDAR.caveat(start, far) == "2027—2030年节假日未录入，按周一至周五推算"
    entered = WorkCalendar([SpecialDay(date(2027, 1, 1), True, "国办发明电〔2026〕1号")])
    assert entered.after(start, 5) == date(2027, 1, 5)
    assert not entered.caveat(start, end)


def test_what_is_entered_of_a_year_takes_the_place_of_what_was_published():
    changed = WorkCalendar([SpecialDay(date(2026, 10, 10), True, "县通知")])
    assert not changed.is_workday(date(2026, 10, 10)) and changed.is_workday(date(2026, 10, 1))
    assert not changed.is_workday(date(2025, 10, 1))


def test_a_published_year_has_as_many_days_off_as_the_law_gives():
    for year, workdays in ((2025, 248), (2026, 248)):
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
        assert sum(map(CALENDAR.is_workday, days)) == workdays


NOTICE = """各省、自治区、直辖市：现将2026年放假调休日期通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日
（周六）上班。
三、清明节：4月4日(周六)至6日(周一)放假，共3天。四、劳动节：5月1日至5日放假调休，共5天。5月9日上班。
五、端午节：6月19日至21日放假，共3天。六、中秋节：9月25日至27日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。9月20日、10月10日上班。2025年11月4日"""


def test_the_notice_is_pasted_as_it_is_published():
    document = "国办发明电〔2025〕7号"
    found = of_notice(NOTICE, 2026, document)
    assert set(found) == {one for one in PUBLISHED if one.day.year == 2026}
    (day, *more) = of_notice("元旦：1月30日至2月2日放假。", 2027, "1号")
    assert (day.day, len(more)) == (date(2027, 1, 30), 3)
    assert of_notice("另行通知。", 2027, "1号") == []
    with pytest.raises(GovsvcError, match="没有的日期"):
        of_notice("2月30日放假。", 2027, "1号")
