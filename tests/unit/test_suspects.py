"""疑似: what case counts make suspected, what they do not, and what a person finds of it."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from support import mentions

from govsvc.assessment import suspects
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.entries import Entry
from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.indicators import CASES, CONFIRMATIONS, DISMISSALS, INSPECTION, ITEMS, OWN, Rules
from govsvc.exports import problem_tables
from govsvc.store import CLOSED, Act, Batch, RuleVersion, Store

JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (
    date(2026, month, 1) for month in range(7, 13)
)
WHEN = datetime(2026, 11, 5, 9, 30)
ACT = Act("张三", WHEN, reason="10月20日现场核实，窗口不受理")
YES = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}
NAME_ONLY, OFF_SITE = (
    indicators.list_by_key("entered_in_name_only"),
    indicators.list_by_key("handled_off_site"),
)


def item(code: str, unit: str = "公安局", attributes: dict | None = None, **flags: bool) -> Entry:
    return Entry(
        ITEMS,
        OCTOBER,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code, "item_type": "行政许可"} | (attributes or {}),
        YES | flags,
        file="事项.xlsx",
        sheet="表",
        row=2,
    )


def cases(code: str, hall: int | None, own: int | None, unit: str = "公安局", **more: int) -> Entry:
    counts = {"hall_accepted": hall, "unit_accepted": own} | more
    return Entry(
        CASES,
        OCTOBER,
        unit,
        code,
        f"事项{code}",
        {"implementation_code": code} | {key: str(n) for key, n in counts.items() if n is not None},
        {},
        file="办件.xlsx",
        sheet="表",
        row=2,
    )


def save(store: Store, month: date, *rows: Entry, **options) -> int:
    kinds = dict.fromkeys(entry.kind for entry in rows)
    batches = [
        Batch(
            kind,
            month,
            [(f"{kind}.xlsx", "0")],
            [replace(entry, month=month) for entry in rows if entry.kind == kind],
        )
        for kind in kinds
    ]
    return store.imports.commit(
        batches, expected_version=store.version(), who="测试", when=WHEN, home="云溪县", **options
    )


def three_months(store: Store, *rows: Entry, months=(AUGUST, SEPTEMBER, OCTOBER)) -> None:
    for month in months:
        save(store, month, *rows)


def on(store: Store, list_key: str, month: date = OCTOBER) -> list[str]:
    return [found.key for found in store.rows.list_rows(list_key, month, month)]


def shown(store: Store, list_key: str, month: date = OCTOBER) -> dict[str, str]:
    """Key → grounds, as the page has them."""
    return {
        problem.row.key: problem.row.grounds
        for problem in Board(store).lists.rows(indicators.list_by_key(list_key), month)[0]
    }


def said_cases(
    store: Store, list_key: str, month: date = OCTOBER
) -> dict[str, tuple[str, dict[str, int]]]:
    """Key → the observation period that its grounds name, and the cases, name → number."""
    return {
        key: (
            re.search("（(.*?月)）", text)[1],
            {name: int(number) for name, number in re.findall(r"(\w{4,5}?)(\d+)件", text)},
        )
        for key, text in shown(store, list_key, month).items()
    }


def in_name_only(by_department: int) -> tuple[str, dict[str, int]]:
    """What is said of no case in the hall and so many by the department, from August to October."""
    return "8—10月", {"大厅受理": 0, "部门受理": by_department}


def own(store: Store, month: date = OCTOBER) -> dict[str, tuple[int, int]]:
    return {
        s.indicator: (s.numerator, s.denominator)
        for s in store.counts.snapshots()
        if s.source == OWN and s.month == month
    }


def judge(
    store: Store,
    is_confirmed: bool,
    *keys: str,
    target=NAME_ONLY,
    month: date = OCTOBER,
    list_key: str = "suspected_in_name_only",
    act: Act = ACT,
) -> int:
    rows = [
        problem.row
        for problem in Board(store).lists.rows(indicators.list_by_key(list_key), month)[0]
        if problem.row.key in keys
    ]
    return store.month_writes.judge_suspected(
        target, rows, is_confirmed, act, expected_version=store.version()
    )


def test_no_case_in_the_hall_over_three_months_and_some_by_the_department(empty_store):
    save(empty_store, OCTOBER, item("1"), item("2"), item("3"), item("4"))
    for month, in_department in ((AUGUST, 7), (SEPTEMBER, 0), (OCTOBER, 20)):
        # 2 has cases in the hall in one month, 3 has none at all, of 4 nobody said anything
        save(
            empty_store,
            month,
            cases("1", 0, in_department),
            cases("2", int(month == AUGUST), 9),
            cases("3", 0, 0),
        )
    assert said_cases(empty_store, "suspected_in_name_only") == {"1": in_name_only(27)}
    assert said_cases(empty_store, "no_cases") == {"3": in_name_only(0)}
    assert (
        on(empty_store, "suspected_off_site") == []
        and on(empty_store, "entered_in_name_only") == []
    )
    assert (
        own(empty_store)["hall_entry_rate"]
        == own(empty_store)["effective_hall_entry_rate"]
        == (4, 4)
    )


def test_suspicion_changes_no_count_of_what_is_confirmed(empty_store):
    save(empty_store, OCTOBER, item("1"), item("2", is_entered_in_name_only=True))
    before = own(empty_store)
    three_months(empty_store, cases("1", 0, 5), cases("2", 0, 5, outside_system=2))
    assert own(empty_store) == before
    # what is confirmed is not suspected of the same once more; of the other it may be
    assert on(empty_store, "entered_in_name_only") == ["2"] and on(
        empty_store, "suspected_in_name_only"
    ) == ["1"]
    assert on(empty_store, "suspected_off_site") == ["2"]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"hall": 6, "own": 2, "decided_elsewhere": 3},
            "近3个月（8—10月）大厅受理18件，部门受理6件，大厅外办结9件",
        ),
        # what the department accepted it may decide
        ({"hall": 6, "own": 3, "decided_elsewhere": 3}, None),
        ({"hall": 0, "own": 0, "decided_elsewhere": 3}, None),
        (
            {"hall": 6, "own": None, "decided_elsewhere": 1},
            "近3个月（8—10月）大厅受理18件，大厅外办结3件",
        ),
        ({"hall": 6, "own": 0, "outside_system": 1}, "近3个月（8—10月）系统外办件3件"),
        ({"hall": 6, "own": 0, "outside_system": 0}, None),
    ],
)
def test_handled_off_site(empty_store, counts, said):
    save(empty_store, OCTOBER, item("1"))
    three_months(empty_store, cases("1", **counts))
    assert shown(empty_store, "suspected_off_site") == ({"1": said} if said else {})


def test_that_there_was_none_is_only_said_of_a_whole_period_that_there_was_one_of_any_month(
    empty_store,
):
    save(empty_store, OCTOBER, item("1"), item("2"))
    for month in (SEPTEMBER, OCTOBER):
        save(empty_store, month, cases("1", 0, 5), cases("2", 3, 0, outside_system=1))
    assert shown(empty_store, "suspected_in_name_only") == {} and on(empty_store, "no_cases") == []
    assert said_cases(empty_store, "suspected_off_site") == {"2": ("8—10月", {"系统外办件": 2})}
    assert shown(empty_store, "suspected_off_site")["2"].endswith("（9、10月）有办件数据")
    assert Board(empty_store).suspects.period(OCTOBER).lack == "只有2个月（9、10月）有办件数据"
    # the month is complete, but of item 1 nothing was said in it
    save(empty_store, AUGUST, cases("2", 3, 0))
    assert (
        shown(empty_store, "suspected_in_name_only") == {}
        and Board(empty_store).suspects.period(OCTOBER).is_complete
    )


def test_the_rest_of_the_total_is_the_departments(empty_store):
    save(empty_store, OCTOBER, item("1"), item("2"))
    three_months(
        empty_store, cases("1", 0, None, total_accepted=4), cases("2", None, None, total_accepted=0)
    )
    assert said_cases(empty_store, "suspected_in_name_only") == {"1": in_name_only(12)}
    assert on(empty_store, "no_cases") == ["2"]


def test_an_item_that_is_not_in_the_hall_or_not_counted_is_not_suspected(empty_store):
    save(
        empty_store,
        OCTOBER,
        item("1", is_in_hall=False),
        item("2", attributes={"level": "乡镇（街道）"}),
        replace(item("3"), status="out_of_scope"),
    )
    three_months(empty_store, *(cases(code, 0, 5, outside_system=1) for code in "123"))
    assert on(empty_store, "suspected_in_name_only") == on(empty_store, "suspected_off_site") == []


def test_rows_are_matched_by_code_else_by_department_and_name_and_never_parted(empty_store):
    two = [
        replace(
            item(f"5-{n}"),
            attributes={
                "implementation_code": "5",
                "business_code": f"5-{n}",
                "item_type": "行政许可",
            },
        )
        for n in (1, 2)
    ]
    save(empty_store, OCTOBER, item("1"), *two)
    by_name = replace(
        cases("x", 0, 2),
        key="公安局/事项1",
        name="事项1",
        attributes={"hall_accepted": "0", "unit_accepted": "2"},
    )
    three_months(empty_store, by_name, cases("5", 0, 9))
    assert said_cases(empty_store, "suspected_in_name_only") == {"1": in_name_only(6)}
    assert [(entry.key, why) for entry, why in Board(empty_store).rows.unmatched(OCTOBER)] == [
        ("5", "several_items")
    ]
    finer = [
        replace(
            cases(f"5-{n}", 0, n),
            attributes={
                "implementation_code": "5",
                "business_code": f"5-{n}",
                "hall_accepted": "0",
                "unit_accepted": str(n),
            },
        )
        for n in (1, 2)
    ]
    three_months(empty_store, by_name, *finer, cases("5", 0, 9))
    assert said_cases(empty_store, "suspected_in_name_only") == {"1": in_name_only(6)} | {
        f"5-{n}": in_name_only(3 * n) for n in (1, 2)
    }
    save(empty_store, OCTOBER, replace(item("5-1"), attributes=two[0].attributes))
    # once the other item is gone the row speaks of one alone
    assert said_cases(empty_store, "suspected_in_name_only") == {"5-1": in_name_only(30)}


def test_cases_of_an_earlier_month_reach_the_months_that_look_back_on_it_and_no_closed_one(
    empty_store,
):
    for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER):
        save(empty_store, month, item("1"))
    three_months(empty_store, cases("1", 0, 5), months=(JULY, SEPTEMBER, OCTOBER, NOVEMBER))
    empty_store.month_writes.set_state(
        OCTOBER, CLOSED, replace(ACT, reason=""), expected_version=empty_store.version()
    )
    version = save(empty_store, AUGUST, cases("1", 0, 1))
    assert [
        on(empty_store, "suspected_in_name_only", month)
        for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER)
    ] == [["1"], [], ["1"], []]
    empty_store.undoing.undo([version], Act("测试", WHEN), expected_version=empty_store.version())
    assert [
        on(empty_store, "suspected_in_name_only", month)
        for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER)
    ] == [[], [], ["1"], []]


def test_the_length_of_the_period_is_a_setting_and_a_closed_month_keeps_its_own(empty_store):
    for month in (OCTOBER, NOVEMBER):
        save(empty_store, month, item("1"), cases("1", 0, 5))
    assert on(empty_store, "suspected_in_name_only") == []
    empty_store.month_writes.set_state(
        OCTOBER, CLOSED, replace(ACT, reason=""), expected_version=empty_store.version()
    )
    empty_store.setting_writes.change_rules(
        RuleVersion("两个月", "市发〔2026〕9号", OCTOBER, Rules(observation_months=2)),
        ACT,
        expected_version=empty_store.version(),
    )
    assert (
        on(empty_store, "suspected_in_name_only", OCTOBER) == []
        and len(Board(empty_store).suspects.period(OCTOBER).months) == 3
    )
    assert said_cases(empty_store, "suspected_in_name_only", NOVEMBER) == {
        "1": ("10—11月", {"大厅受理": 0, "部门受理": 10})
    }
    empty_store.setting_writes.change_rules(
        RuleVersion("一个月", "市发〔2026〕9号", NOVEMBER, Rules(observation_months=1)),
        ACT,
        expected_version=empty_store.version(),
    )
    assert said_cases(empty_store, "suspected_in_name_only", NOVEMBER) == {
        "1": ("11月", {"大厅受理": 0, "部门受理": 5})
    }


def test_rules_that_were_stored_before_have_three_months():
    assert (
        Rules.of(
            '{"types_in_scope": ["行政许可"], "exempt_as": {}, "levels": {}}'
        ).observation_months
        == 3
    )
    assert Rules.of(Rules(observation_months=6).text()).observation_months == 6


def test_a_person_confirms(empty_store):
    save(empty_store, OCTOBER, item("1"), item("2"), item("3"))
    three_months(empty_store, cases("1", 0, 5), cases("2", 0, 6), cases("3", 1, 0))
    version = judge(empty_store, True, "1", "2")
    assert shown(empty_store, "suspected_in_name_only") == {}
    grounds = shown(empty_store, "entered_in_name_only")["1"]
    assert mentions(grounds, "疑似认定：明进暗不进", "2026-11-05", "办件数据比对", "张三认定")
    assert mentions(grounds, "大厅受理0件，部门受理15件", ACT.reason)
    assert own(empty_store)["effective_hall_entry_rate"] == (1, 3) and own(empty_store)[
        "hall_entry_rate"
    ] == (3, 3)
    empty_store.undoing.undo([version], Act("测试", WHEN), expected_version=empty_store.version())
    assert (
        sorted(on(empty_store, "suspected_in_name_only")) == ["1", "2"]
        and on(empty_store, "entered_in_name_only") == []
    )
    assert own(empty_store)["effective_hall_entry_rate"] == (3, 3)


def test_what_is_confirmed_outlasts_other_lists_and_opens_the_next_month(
    empty_store,
):
    save(empty_store, OCTOBER, item("1"), item("2"))
    three_months(empty_store, cases("1", 0, 5), cases("2", 1, 0))
    judge(empty_store, True, "1")
    inspected = replace(item("2"), kind=INSPECTION, flags={"is_entered_in_name_only": True})
    save(empty_store, OCTOBER, inspected)
    save(empty_store, OCTOBER, item("1", is_entered_in_name_only=False), item("2"))
    assert sorted(on(empty_store, "entered_in_name_only")) == ["1", "2"]
    listed, _ = Board(empty_store).lists.rows(NAME_ONLY, OCTOBER)
    by_cases = problem_tables.confirmed_by_cases(listed)
    assert [problem.row.key for problem in by_cases] == ["1"]
    empty_store.month_writes.open(
        NOVEMBER, Act("测试", WHEN), expected_version=empty_store.version()
    )
    assert sorted(on(empty_store, "entered_in_name_only", NOVEMBER)) == ["1", "2"]
    # cases are of their month alone
    assert {kind for kind, month, *_ in empty_store.counts.status_counts(NOVEMBER)} == {
        ITEMS,
        INSPECTION,
        CONFIRMATIONS,
    }


def test_a_person_dismisses_until_the_whole_period_lies_behind(empty_store):
    for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER, date(2027, 1, 1)):
        save(empty_store, month, item("1"))
    three_months(
        empty_store,
        cases("1", 0, 5),
        months=(JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER, date(2027, 1, 1)),
    )
    version = judge(empty_store, False, "1")
    found = {
        month: on(empty_store, "suspected_in_name_only", month)
        for month in (SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER, date(2027, 1, 1))
    }
    # in January the period is November to January, all of it after the month of the dismissal
    assert found == {
        SEPTEMBER: ["1"],
        OCTOBER: [],
        NOVEMBER: [],
        DECEMBER: [],
        date(2027, 1, 1): ["1"],
    }
    dismissed = Board(empty_store).suspects.dismissed(NAME_ONLY, NOVEMBER)
    assert [
        (entry.key, entry.month, entry.attributes["confirmed_by"], entry.attributes["reason"])
        for entry in dismissed
    ] == [("1／明进暗不进", OCTOBER, "张三", "10月20日现场核实，窗口不受理")]
    empty_store.undoing.undo([version], Act("测试", WHEN), expected_version=empty_store.version())
    assert on(empty_store, "suspected_in_name_only", NOVEMBER) == ["1"]


def test_a_confirmed_row_is_taken_off_again_and_a_dismissal_is_of_one_kind(
    empty_store,
):
    save(empty_store, OCTOBER, item("1"))
    three_months(empty_store, cases("1", 0, 5, outside_system=1))
    judge(empty_store, True, "1")
    rows = [problem.row for problem in Board(empty_store).lists.rows(NAME_ONLY, OCTOBER)[0]]
    empty_store.month_writes.judge_suspected(
        NAME_ONLY, rows, False, ACT, expected_version=empty_store.version()
    )
    assert on(empty_store, "entered_in_name_only") == on(
        empty_store, "suspected_in_name_only"
    ) == [] and on(empty_store, "suspected_off_site") == ["1"]
    assert [
        len(empty_store.rows.entries(kind, OCTOBER)) for kind in (CONFIRMATIONS, DISMISSALS)
    ] == [
        0,
        1,
    ]
    judge(empty_store, True, "1", target=OFF_SITE, list_key="suspected_off_site")
    assert on(empty_store, "handled_off_site") == ["1"] and own(empty_store)[
        "effective_hall_entry_rate"
    ] == (0, 1)


def test_a_verdict_needs_rows_a_name_and_a_reason_and_an_open_month(empty_store):
    save(empty_store, OCTOBER, item("1"))
    three_months(empty_store, cases("1", 0, 5))
    for act, keys in ((replace(ACT, who=" "), "1"), (replace(ACT, reason=""), "1"), (ACT, "x")):
        with pytest.raises(GovsvcError) as raised:
            judge(empty_store, True, *keys, act=act)
        assert raised.value.code == "verdict_incomplete"
    empty_store.month_writes.set_state(
        OCTOBER, CLOSED, replace(ACT, reason=""), expected_version=empty_store.version()
    )
    version = empty_store.version()
    with pytest.raises(MonthClosed):
        judge(empty_store, True, "1")
    assert empty_store.version() == version and on(empty_store, "suspected_in_name_only") == ["1"]


def test_a_closed_month_is_read_with_the_cases_of_its_closing(empty_store):
    save(empty_store, OCTOBER, item("1"))
    three_months(empty_store, cases("1", 0, 5))
    before = empty_store.at(empty_store.version())
    save(empty_store, SEPTEMBER, cases("1", 0, 50))
    assert said_cases(before, "suspected_in_name_only") == {"1": in_name_only(15)}
    assert said_cases(empty_store, "suspected_in_name_only") == {"1": in_name_only(60)}


def test_the_period_in_words():
    assert (
        suspects.period(date(2026, 2, 1), Rules(), [date(2026, 1, 1)]).text
        == "近3个月（2025年12月—2026年2月）"
    )
    assert (
        suspects.period(OCTOBER, Rules(), []).lack == "都没有办件数据"
        and suspects.period(OCTOBER, Rules(observation_months=1), [OCTOBER]).lack == ""
    )
