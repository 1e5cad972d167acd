"""Quantities of items (办结时限, 到现场次数) and the indicators that add them up: O7 and O8 of the
county's own figures, worked out by hand.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from govsvc import sheets
from govsvc.assessment.counting import count, judge, mean_of_ratios, unknown_count
from govsvc.domain import rates
from govsvc.domain.entries import Entries, Entry, grouped
from govsvc.domain.indicators import ITEMS, Rules, by_key
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead
from govsvc.sheets.records import corrections

OCTOBER = date(2026, 10, 1)
LIMITS, INSTANT, MEAN, NONE, ONCE, WINDOW = (
    "limit_reduction",
    "instant_rate",
    "mean_visits",
    "no_visit_rate",
    "one_visit_rate",
    "one_window_rate",
)
HEADER = "事项名称,事项类型,实施主体,是否网上可办,是否进驻大厅"
TEN = (
    ("20工作日", "5", "承诺件", "1"),
    ("15", "即办", "即办件", "0"),
    ("无期限", "3", "承诺件", "1"),
    ("1个月", "10", "承诺件", "0"),
    ("10", "10", "承诺件", "2"),
    ("5", "1", "即办件", "1"),
    ("", "", "承诺件", "1"),
    ("30自然日", "7", "承诺件", "0"),
    ("7", "8", "承诺件", "1"),
    ("60", "15", "承诺件", "1"),
)


def text_of(columns: str, *rows: tuple[str, ...]) -> str:
    lines = [f"{HEADER},{columns}"] + [
        ",".join((f"事项{number}", "行政许可", "公安局", "是", "是", *cells))
        for number, cells in enumerate(rows)
    ]
    return "\n".join(lines)


def items_of(columns: str, *rows: tuple[str, ...]) -> FileRead:
    content = text_of(columns, *rows).encode()
    (file,) = sheets.read_files([("2026年10月.csv", content)], home="云溪县")
    return file


def ten() -> FileRead:
    return items_of("法定办结时限,承诺办结时限,办件类型,到办事现场次数", *TEN)


def at_cells(file: FileRead) -> list[tuple[str, int | None, str]]:
    """The errors at single cells: these lists lack columns on purpose."""
    return [
        (one.code, one.row, one.header)
        for one in file.issues
        if one.severity == "error" and one.row
    ]


def counts(file: FileRead, rules: Rules = Rules()) -> dict[str, tuple[int, int]]:
    return count(ITEMS, file.entries, [], rules)


def test_ten_items_as_they_stand_in_cells():
    file = ten()
    assert at_cells(file) == [("above_most", 10, "承诺办结时限")]
    found = counts(file)
    assert found[LIMITS] == (162 - 48, 162) and rates.published(*found[LIMITS]) == Decimal("70.37")
    assert found[INSTANT] == (2, 10)
    assert found[MEAN] == (8, 10) and rates.mean(*found[MEAN]) == Decimal("0.80")
    assert (found[NONE], found[ONCE]) == ((3, 10), (9, 10))
    assert rates.items_to_target(*found[LIMITS], Decimal(75)) == 8
    # an item that is out of the limits counts in all else
    assert found["online_rate"] == (10, 10)


@pytest.mark.parametrize(
    ("rules", "key", "expected", "shown"),
    [
        (Rules(workdays_of=(30, 365, 7)), LIMITS, (170 - 48, 170), "71.76"),
        (Rules(workdays_of=(22, 250, 5)), LIMITS, (154 - 48, 154), "68.83"),
        (Rules(instead=(INSTANT,)), INSTANT, (1, 10), "10.00"),
    ],
)
def test_what_the_rules_may_say_otherwise(rules, key, expected, shown):
    assert counts(ten(), rules)[key] == expected
    assert str(rates.published(*expected)) == shown
    assert Rules.of(rules.text()) == rules
    same = [
        one.key
        for one in map(by_key, (LIMITS, INSTANT, "online_rate"))
        if rules.of_indicator(one) == Rules().of_indicator(one)
    ]
    assert key not in same and "online_rate" in same


def test_the_mean_of_ratios_is_another_number():
    combined = [(e.status, e.attributes, e.flags, {}, 1) for e in ten().entries]
    mean = mean_of_ratios(by_key(LIMITS), combined, Rules())
    # 75, 100, 54.55, 0, 80, 76.67 and 75 percent
    assert (
        mean
        == Fraction(15 + 20, 20) / 7
        + (Fraction(12, 22) + Fraction(4, 5)) / 7
        + (Fraction(23, 30) + Fraction(3, 4)) / 7
    )
    assert rates.published(mean.numerator, mean.denominator) == Decimal("65.89")
    assert Rules.of(Rules(means=(LIMITS,)).text()).means == (LIMITS,)


@pytest.mark.parametrize(
    ("flags", "visits", "plain", "with_online"),
    [
        ({"is_fully_online": True}, "1", False, True),
        ({"is_fully_online": True}, None, None, True),
        ({"is_fully_online": False}, "1", False, False),
        ({"is_fully_online": False}, "0", True, True),
        # what nobody could read leaves it to the visits
        ({"is_fully_online.unread": True}, "0", True, True),
    ],
)
def test_no_visits_may_include_what_is_all_online(flags, visits, plain, with_online):
    attributes = {} if visits is None else {"visits": visits}
    for rules, expected in ((Rules(), plain), (Rules(also_met=(NONE,)), with_online)):
        met, _ = judge(ITEMS, "counted", attributes, flags, rules)
        assert met.get(NONE) == expected


@pytest.mark.parametrize(
    ("treatment", "expected", "shown"),
    [
        (None, (3, 10), "30.00"),
        ("out", (2, 7), "28.57"),
        ("met", (5, 10), "50.00"),
        ("not_met", (2, 10), "20.00"),
    ],
)
def test_what_cannot_do_without_a_visit_counts_as_the_rules_say(treatment, expected, shown):
    """Of the ten the second (0次), the fifth (2次) and the ninth (1次) are 不宜跑零次."""
    reasons = {1: "是", 4: "须本人到现场采集指纹", 8: "√"}
    cells = [(*row, reasons.get(number, "")) for number, row in enumerate(TEN)]
    file = items_of("法定办结时限,承诺办结时限,办件类型,到办事现场次数,是否不宜跑零次", *cells)
    assert at_cells(file) == [("above_most", 10, "承诺办结时限")]
    rules = Rules(exempt_as={NONE: treatment} if treatment else {})
    found = counts(file, rules)
    assert (found[NONE], str(rates.published(*found[NONE]))) == (expected, shown)
    assert (found[MEAN], found[ONCE]) == ((8, 10), (9, 10))
    assert Rules.of(rules.text()) == rules
    assert (rules.of_indicator(by_key(NONE)) == Rules().of_indicator(by_key(NONE))) == (
        treatment is None
    )


def test_whether_it_cannot_do_without_one_matters_only_where_the_rules_ask():
    (item,) = list(items_of("到办事现场次数,是否不宜跑零次", ("0", "待定")).entries)
    assert item.flags.get("is_exempt_no_visit") is None
    for rules, expected in ((Rules(), True), (Rules(exempt_as={NONE: "out"}), None)):
        met, _ = judge(ITEMS, "counted", item.attributes, item.flags, rules)
        assert met.get(NONE) is expected


def test_a_limit_that_nobody_can_read_is_asked_once_and_remembered():
    rows = [("20+10", "3小时"), ("20+10", "5")]
    (sheet,) = items_of("法定办结时限,承诺办结时限", *rows).sheets
    assert [(one.field, one.value, one.count) for one in sheet.unclear] == [
        ("statutory_limit", "20+10", 2),
        ("promised_limit", "3小时", 1),
    ]
    meanings = corrections.meanings_of("promised_limit", ITEMS)
    assert {"无", "即办", "1个工作日", "30个工作日"} <= set(meanings)
    assert "即办" not in corrections.meanings_of("statutory_limit", ITEMS)
    said = {("statutory_limit", "法定办结时限"): {"20+10": "30个工作日"}} | {
        ("promised_limit", "承诺办结时限"): {"3小时": "即办"}
    }
    (file,) = sheets.read_files(
        [("2026年10月.csv", text_of("法定办结时限,承诺办结时限", *rows).encode())],
        home="云溪县",
        choices=Choices(values=said),
    )
    assert at_cells(file) == []
    kept = [(e.attributes["statutory_limit"], e.attributes["promised_limit"]) for e in file.entries]
    assert kept == [("30工作日", "即办"), ("30工作日", "5工作日")]


def test_what_is_unknown_is_counted_by_itself():
    combined = [(e.status, e.attributes, e.flags, {}, 1) for e in ten().entries]
    # 3 and 7 are unknown, 9 is an error
    assert unknown_count(by_key(LIMITS), combined, Rules()) == 3
    assert unknown_count(by_key(MEAN), combined, Rules()) == 0
    assert unknown_count(by_key("online_rate"), combined, Rules()) == 0


@pytest.mark.parametrize(
    ("cell", "statutory", "promised"),
    [
        ("20", "20工作日", "20工作日"),
        ("20个工作日", "20工作日", "20工作日"),
        ("20 工作日", "20工作日", "20工作日"),
        ("15（自然日）", "15自然日", "15自然日"),
        ("30日", "30工作日", "30工作日"),
        ("1个月", "1个月", "1个月"),
        ("2年", "2年", "2年"),
        ("0", "0工作日", "0工作日"),
        ("20.0", "20工作日", "20工作日"),
        ("自受理之日起5个工作日内", "5工作日", "5工作日"),
        *((word, None, "即办") for word in ("即办", "当场办结", "立等可取", "即时办结", "当场")),
        *((word, None, None) for word in ("", "无", "/", "—", "-1", "无期限", "法律法规未规定")),
        *((word, "?", "?") for word in ("3小时", "20+10", "10-20", "若干", "1.5", "见备注")),
    ],
)
def test_a_time_limit_is_read_or_asked(cell, statutory, promised):
    file = items_of("法定办结时限,承诺办结时限", (f'"{cell}"', "1"), ("9999", f'"{cell}"'))
    asked = {(row, header) for _, row, header in at_cells(file)}
    first, second = file.entries
    for entry, key, expected, place in (
        (first, "statutory_limit", statutory, (2, "法定办结时限")),
        (second, "promised_limit", promised, (3, "承诺办结时限")),
    ):
        if expected == "?":
            assert place in asked and entry.attributes[key] == cell
            assert entry.status == "counted"
        else:
            assert place not in asked and entry.attributes.get(key) == expected


def test_a_unit_may_stand_in_the_header_or_in_a_column_beside_it():
    rows = ("30", "10"), ("20", "5")
    in_header = items_of("法定办结时限（自然日）,承诺办结时限（工作日）", *rows)
    assert [e.attributes["statutory_limit"] for e in in_header.entries] == ["30自然日", "20自然日"]
    beside = items_of(
        "法定办结时限,法定办结时限单位,承诺办结时限", ("1", "月", "5"), ("3", "小时", "1")
    )
    assert list(beside.entries)[0].attributes["statutory_limit"] == "1个月"
    assert at_cells(beside) == [("limit_unclear", 3, "法定办结时限")]


@pytest.mark.parametrize(
    ("is_instant", "cells"),
    [
        (True, "即办件 即办 当场办结 即时办结 是"),
        (False, "承诺件 承诺办件 上报件 转报件 联办件 其他 否"),
        (None, "1 2 待定"),
    ],
)
def test_a_kind_of_case_is_read_by_its_word_and_a_number_asked(is_instant, cells):
    words = cells.split()
    file = items_of("办件类型", *((word,) for word in words))
    said = {word: e.flags.get("is_instant") for word, e in zip(words, file.entries)}
    assert said == dict.fromkeys(words, is_instant)
    assert len(at_cells(file)) == (len(words) if is_instant is None else 0)


def test_items_at_the_one_window_among_those_in_the_hall():
    def item(number: int, **flags: bool) -> Entry:
        attributes = {"item_type": "行政许可", "level": "县本级"}
        known = {"is_in_hall": True, "is_one_window": number < 512} | flags
        return Entry(ITEMS, OCTOBER, "公安局", str(number), f"事项{number}", attributes, known)

    rows = [*map(item, range(640)), item(0, is_in_hall=False)]
    found = count(ITEMS, Entries.of(rows), [], Rules())[WINDOW]
    assert found == (512, 640) and str(rates.published(*found)) == "80.00"


@pytest.mark.parametrize(
    ("attributes", "lists"),
    [
        ({"statutory_limit": "10工作日", "promised_limit": "10工作日"}, ["limit_not_reduced"]),
        ({"statutory_limit": "10工作日", "promised_limit": "9工作日"}, []),
        ({"statutory_limit": "0工作日", "promised_limit": "即办"}, []),
        ({"promised_limit": "9工作日"}, []),
        ({"visits": "0"}, []),
        ({"visits": "1"}, ["with_visits"]),
        ({"visits": "2"}, ["with_visits", "with_many_visits"]),
        ({"visits": "若干"}, []),
    ],
)
def test_the_lists_of_an_item(attributes, lists):
    assert judge(ITEMS, "counted", attributes, {}, Rules())[1] == lists


@pytest.mark.parametrize(
    ("is_instant", "promised", "is_listed"),
    [
        (True, "即办", False),
        (True, "1工作日", False),
        (True, "2工作日", True),
        (True, "1个月", True),
        (True, None, False),
        (False, "5工作日", False),
    ],
)
def test_what_is_decided_at_once_and_has_a_limit_contradicts_itself(
    is_instant, promised, is_listed
):
    attributes = {"promised_limit": promised} if promised else {}
    _, lists = judge(ITEMS, "counted", attributes, {"is_instant": is_instant}, Rules())
    assert ("instant_with_limit" in lists) == is_listed


def test_fewer_visits_to_a_target():
    assert rates.amount_to_target(8, 10, Decimal("0.5")) == 3
    assert rates.amount_to_target(8, 10, Decimal("0.8")) == 0
    assert rates.amount_to_target(8, 10, Decimal("0.75")) == 1
    assert rates.amount_to_target(None, 10, Decimal(1)) is None
    assert rates.mean(1, 3) == Decimal("0.33") and rates.mean(5, 1000) == Decimal("0.01")
    assert rates.mean(1, 1000) == Decimal("0.01") and rates.mean(0, 1000) == Decimal("0.00")


def test_rows_are_told_apart_by_more_columns_than_a_number_can_hold():
    """100 columns of 7 values: their product has 85 digits."""
    import numpy as np

    rng = np.random.default_rng(20261130)
    columns = [(7, rng.integers(0, 7, 500)) for _ in range(100)]
    columns = [(values, np.concatenate([part, part])) for values, part in columns]
    code = grouped(columns, 1000)
    assert len(set(code.tolist())) == 500 and (code[:500] == code[500:]).all()
