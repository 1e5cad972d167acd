"""The 好差评 export: levels, channels, reasons, default ratings, 追评, what is asked."""

from collections import Counter
from datetime import date, datetime

import pytest
from rating_exports import CHANNELS, HEADER, book, rating, rows_of_o3, text

from govsvc import sheets
from govsvc.domain.entries import COUNTED, LEFT_OUT
from govsvc.domain.feedback import (
    OF_ITEM,
    OF_REASON,
    OF_WINDOW,
    ONE_BAD,
    TURNS,
    bad_rating_of,
    counts_of_ratings,
    rating_count_of,
)
from govsvc.domain.indicators import RATINGS
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead

OCTOBER = date(2026, 10, 1)


def read(content: bytes, name: str = "好差评.xlsx", choices: Choices = Choices()) -> FileRead:
    (file,) = sheets.read_files([(name, content)], home="云溪县", choices=choices)
    assert not file.refused, file.refused
    return file


def entries(file: FileRead, of: str) -> list:
    return [one for one in file.entries if one.attributes["of"] == of and one.status == COUNTED]


def counts(file: FileRead, choice: str = "last") -> dict[str, int]:
    found = [rating_count_of(one) for one in entries(file, OF_ITEM)]
    return counts_of_ratings(one for one in found if one.turn in TURNS[choice])


def levels(*words: str) -> FileRead:
    return read(book(rating(n, 满意度=word) for n, word in enumerate(words)))


def test_a_month_of_8050_ratings() -> None:
    file = read(text(rows_of_o3()), "好差评.csv")
    assert {entry.kind for entry in file.entries} == {RATINGS}
    assert (file.sheets[0].rows, file.sheets[0].left_out, file.issues) == (8050, 0, [])
    found = counts(file)
    assert (found["ratings"], found["default"], found["active"], found["bad"]) == (
        8050,
        1250,
        6800,
        12,
    )
    assert [found[key] for key in _LEVELS] == [6420, 310, 58, 9, 3]
    assert len(entries(file, ONE_BAD)) == 12
    # what is stored are counts, and no row of anybody who was content
    assert len(file.entries) < 400


_LEVELS = ("very_satisfied", "satisfied", "basic", "dissatisfied", "very_dissatisfied")


def test_text_in_columns_is_read_as_a_workbook_is() -> None:
    rows = rows_of_o3()[6700::7]
    of_book, of_text = read(book(rows)), read(text(rows), "评价.csv")
    assert counts(of_text) == counts(of_book)


def test_every_channel_keeps_its_number() -> None:
    rows = [
        rating(number, 评价渠道=channel)
        for number, channel in enumerate(
            channel for channel, count in CHANNELS.items() for _ in range(count // 20 or count)
        )
    ]
    file = read(book(rows))
    found: Counter[str] = Counter()
    for entry in entries(file, OF_ITEM):
        found[entry.attributes["channel"]] += int(entry.attributes["count"])
    assert found == {"pad": 497, "pc": 317, "mobile": 229, "code": 194, "phone": 8, "message": 3}


def test_numbers_of_channels_that_systems_agree_on_are_read_others_are_asked() -> None:
    file = read(book(rating(n, 评价渠道=word) for n, word in enumerate("1234567")))
    found = {one.attributes["channel"] for one in entries(file, OF_ITEM)}
    assert found == {"pc", "mobile", "code", "pad", "hall"}
    assert [(one.code, one.value) for one in file.issues] == [
        ("channel_unclear", "6"),
        ("channel_unclear", "7"),
    ]
    assert file.sheets[0].left_out == 2


def test_a_bare_number_is_asked_once_for_all_its_rows_and_remembered() -> None:
    rows = [rating(n, 满意度=n % 2 + 1) for n in range(40)]
    file = read(book(rows))
    assert [(one.code, one.value) for one in file.issues] == [
        ("rating_unclear", "1"),
        ("rating_unclear", "2"),
    ]
    assert "20行" in file.issues[0].message and file.sheets[0].left_out == 40
    (asked, _) = file.sheets[0].unclear
    assert (asked.field, asked.header, asked.value, asked.count) == ("rating", "满意度", "1", 20)
    (left_out,) = {one.status for one in file.entries}
    assert left_out == LEFT_OUT
    said = Choices(values={("rating", "满意度"): {"1": "非常满意", "2": "非常不满意"}})
    again = read(book(rows), choices=said)
    assert not again.issues and counts(again)["very_dissatisfied"] == 20


def test_what_was_said_of_numbers_on_the_phone_holds_for_no_platform() -> None:
    said = Choices(values={("overall", "满意度"): {"1": "非常不满意"}})
    file = read(book([rating(1, 满意度="1")]), choices=said)
    assert [one.code for one in file.issues] == ["rating_unclear"]


def test_stars_and_words_of_levels() -> None:
    file = levels("5星", "★★★★", "一般", "不太满意", "很差")
    assert [counts(file)[key] for key in _LEVELS] == [1, 1, 1, 1, 1]


def test_what_is_no_rating_counts_nowhere() -> None:
    rows = [
        rating(1, 满意度="未评价"),
        rating(2, 事项名称="测试事项"),
        rating(3, 文字评价="测试"),
        rating(4, 审核状态="审核不通过"),
        rating(5, 满意度=""),
        rating(6, 评价时间="2026-09-30 10:00:00"),
        rating(7, 是否默认评价="是", 满意度="不满意"),
        rating(8),
        rating(9, 事项名称="计量测试审批"),
    ]
    file = read(book(rows))
    assert counts(file)["ratings"] == 2
    assert (file.sheets[0].left_out, file.sheets[0].out_of_scope) == (7, 4)
    codes = {one.code for one in file.issues}
    assert codes == {"rating_blank", "another_month", "default_is_bad"}
    notes = "".join(file.sheets[0].notes)
    assert all(word in notes for word in ("没有评价", "是测试数据", "审核没有通过"))


def test_a_case_counts_once_by_the_rating_that_the_setting_names() -> None:
    same = {"办件编号": "YX1"}
    rows = [
        rating(1, **same, 满意度="满意", 评价次数="2", 评价时间="2026-10-09 09:00:00"),
        rating(2, **same, 满意度="不满意", 评价次数="1", 评价时间="2026-10-02 09:00:00"),
        rating(3, 办件编号="YX2", 满意度="非常不满意", 评价次数="2"),
    ]
    file = read(book(rows))
    assert (counts(file)["satisfied"], counts(file)["bad"]) == (1, 1)
    assert (counts(file, "first")["satisfied"], counts(file, "first")["bad"]) == (0, 2)
    assert counts(file, "both")["ratings"] == 3
    assert "首次评价不在本表" in "".join(file.sheets[0].notes)


def test_a_row_that_says_the_same_again_counts_once() -> None:
    file = read(book([rating(1), rating(1), rating(2)]))
    assert (counts(file)["ratings"], file.sheets[0].out_of_scope) == (2, 1)
    assert "与上面的行相同" in "".join(file.sheets[0].notes)


def test_without_case_numbers_every_row_is_a_rating() -> None:
    rows = [rating(1)[1:], rating(1)[1:]]
    file = read(book(rows, HEADER[1:]))
    assert counts(file)["ratings"] == 2
    assert "没有办件编号列" in "".join(file.sheets[0].notes)


def test_case_numbers_whose_digits_are_lost_pair_nothing() -> None:
    file = read(book([rating(1, 办件编号=4.1e21), rating(2, 办件编号=4.1e21)]))
    assert counts(file)["ratings"] == 2
    assert [one.code for one in file.issues] == ["digits_lost"]


@pytest.mark.parametrize(
    "cell, codes",
    [
        ("209,211", {"209", "211"}),
        ("209|211", {"209", "211"}),
        ("209、211；114", {"209", "211", "114"}),
        (209211, {"209", "211"}),
        (211.0, {"211"}),
        ("211承诺网办但无法在线办理", {"211"}),
        ("承诺网办但无法在线办理", {"211"}),
        ("104", {"104"}),
        ("无", set()),
        ("", set()),
    ],
)
def test_reasons_in_a_cell(cell, codes) -> None:
    file = read(book([rating(1, 满意度="不满意", 测评指标编码=cell)]))
    assert {one.attributes["reason"] for one in entries(file, OF_REASON)} == codes
    (bad,) = map(bad_rating_of, entries(file, ONE_BAD))
    assert set(bad.reasons) == codes


def test_windows_and_workers_have_their_counts() -> None:
    file = read(book(rating(n) for n in range(12)))
    found = [rating_count_of(one) for one in entries(file, OF_WINDOW)]
    assert sum(one.count for one in found) == 12
    assert {one.worker for one in found} == {"G000", "G001", "G002", "G003"}
    assert "市场监督管理局1号窗口" in {one.window for one in found}


def test_a_bad_rating_is_kept_without_anybody() -> None:
    said = {"满意度": "不满意", "文字评价": "等了半天，打13812345678没人接"}
    file = read(book([rating(3, **said, 评价时间=datetime(2026, 10, 3, 9, 5))]))
    (entry,) = entries(file, ONE_BAD)
    bad = bad_rating_of(entry)
    assert (bad.day, bad.level, bad.is_named) == (date(2026, 10, 3), "dissatisfied", True)
    assert bad.text == "等了半天，打138****5678没人接"
    assert not any(word in repr(list(file.entries)) for word in ("王大明", "李小红", "13800000003"))


def test_the_month_is_that_of_the_ratings_where_nothing_names_one() -> None:
    file = read(text([rating(1), rating(2)]), "导出.csv")
    assert (file.month, file.sheets[0].month_from) == (OCTOBER, "评价时间列")
