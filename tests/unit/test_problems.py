"""Lists over months: new, lasting, solved, 核减, and the key that holds them together."""

from datetime import date

from list_history import ended, follow

from govsvc.assessment.problems import (
    DEDUCTED,
    FAULTY,
    LASTING,
    MISSING,
    NEW,
    SOLVED,
    UNREPORTED,
    state_text,
    trace,
)
from govsvc.domain.rows import Entry, ListRow

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
MONTHS = [JULY, AUGUST, SEPTEMBER, OCTOBER]


def row(month: date, name: str, unit: str = "自然资源局", **codes: str) -> ListRow:
    return ListRow("items", month, unit, codes.get("implementation_code", name), name, codes)


def states(rows, month=OCTOBER, months=MONTHS):
    return {
        problem.row.name: (problem.state, problem.months) for problem in follow(rows, months, month)
    }


def test_a_row_is_new_or_lasts_for_so_many_months():
    rows = [row(m, "甲", implementation_code="1") for m in (AUGUST, SEPTEMBER, OCTOBER)] + [
        row(OCTOBER, "乙", implementation_code="2")
    ]
    assert states(rows) == {"甲": (LASTING, 3), "乙": (NEW, 1)}


def test_a_break_ends_the_streak():
    rows = [row(m, "甲", implementation_code="1") for m in (JULY, SEPTEMBER, OCTOBER)]
    assert states(rows) == {"甲": (LASTING, 2)}


def test_a_month_without_data_breaks_nothing():
    rows = [row(m, "甲", implementation_code="1") for m in (AUGUST, OCTOBER)]
    assert states(rows, months=[JULY, AUGUST, OCTOBER]) == {"甲": (LASTING, 2)}


def test_the_first_month_has_no_state():
    assert states([row(JULY, "甲", implementation_code="1")], JULY) == {"甲": (None, 1)}


def test_months_with_different_kinds_of_code_match_on_what_both_carry():
    both = row(SEPTEMBER, "甲", implementation_code="1", business_code="B1")
    assert states(
        [
            row(AUGUST, "甲旧名", implementation_code="1"),
            both,
            row(OCTOBER, "甲新名", business_code="B1"),
        ]
    ) == {"甲新名": (LASTING, 3)}


def test_the_same_name_with_another_code_of_the_same_kind_is_another_item():
    rows = [
        row(SEPTEMBER, "甲", implementation_code="1"),
        row(OCTOBER, "甲", implementation_code="2"),
    ]
    assert states(rows) == {"甲": (NEW, 1)}


def test_without_a_common_code_name_and_department_decide():
    rows = [row(SEPTEMBER, "甲", implementation_code="1"), row(OCTOBER, "甲", business_code="B9")]
    assert states(rows) == {"甲": (LASTING, 2)}
    rows = [
        row(SEPTEMBER, "甲", "公安局", implementation_code="1"),
        row(OCTOBER, "甲", business_code="B9"),
    ]
    assert states(rows) == {"甲": (NEW, 1)}


def test_a_basic_code_stands_for_several_items_and_joins_none():
    rows = [
        row(SEPTEMBER, "甲", basic_code="000000000001"),
        row(OCTOBER, "乙", basic_code="000000000001"),
    ]
    assert states(rows) == {"乙": (NEW, 1)}


def test_what_left_the_list_is_solved_deducted_or_not_known():
    def entry(name, unit, code, status="counted"):
        return Entry("items", OCTOBER, unit, code, name, {"implementation_code": code}, {}, status)

    codes = {"甲": "1", "乙": "2", "丙": "3", "丁": "4", "戊": "5"}
    rows = [row(SEPTEMBER, name, implementation_code=code) for name, code in codes.items()]
    rows += [
        row(AUGUST, "甲", implementation_code="1"),
        row(OCTOBER, "丙", implementation_code="3"),
        row(SEPTEMBER, "己", "公安局", implementation_code="6"),
        row(SEPTEMBER, "庚", implementation_code="7"),
    ]
    counted = [
        row(OCTOBER, "甲", implementation_code="1"),
        row(OCTOBER, "丙", implementation_code="3"),
    ]
    present = [
        entry(name, "自然资源局", codes[name], status)
        for name, status in (
            ("甲", "counted"),
            ("乙", "out_of_scope"),
            ("丙", "counted"),
            ("丁", "left_out"),
        )
    ]
    present.append(entry("庚", "自然资源局", "7"))  # counted elsewhere, exempt from this indicator
    found = {
        problem.row.name: (problem.state, problem.months)
        for problem in ended(rows, MONTHS, OCTOBER, counted, present)
    }
    assert found == {
        "甲": (SOLVED, 2),
        "乙": (DEDUCTED, 1),
        "丁": (FAULTY, 1),
        "戊": (MISSING, 1),
        "己": (UNREPORTED, 1),
        "庚": (DEDUCTED, 1),
    }


def test_nothing_ended_in_the_first_month_or_in_a_month_without_data():
    rows = [row(JULY, "甲", implementation_code="1")]
    assert ended(rows, MONTHS, JULY, [], []) == []
    assert ended(rows, [JULY], AUGUST, [], []) == []


def test_states_are_said_in_the_fields_words():
    rows = [row(m, "甲", implementation_code="1") for m in MONTHS]
    assert state_text(follow(rows, MONTHS, OCTOBER)[0]) == "连续4个月未解决"
    assert follow(rows, MONTHS, OCTOBER)[0].since == JULY
    assert state_text(follow(rows[:1], MONTHS, JULY)[0]) == "—"
    assert (
        state_text(
            follow(rows[:1] + [row(AUGUST, "乙", implementation_code="2")], MONTHS, AUGUST)[0]
        )
        == "新增"
    )


def test_a_row_is_traced_both_ways_and_over_codes():
    rows = [
        row(JULY, "甲旧名", implementation_code="1"),
        row(AUGUST, "甲", implementation_code="1", business_code="B1"),
        row(OCTOBER, "甲", business_code="B1"),
        row(OCTOBER, "甲", "公安局", business_code="B2"),
    ]
    found = trace(rows, rows[1])
    assert {month: at.name for month, at in found.items()} == {
        JULY: "甲旧名",
        AUGUST: "甲",
        OCTOBER: "甲",
    } and found[OCTOBER].unit == "自然资源局"
