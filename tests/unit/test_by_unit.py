"""单位晾晒: hand-made months, with every number worked out by hand."""

from datetime import date

import pytest
from support import WHEN, mentions

from govsvc.assessment.problems import LASTING, NEW, Problem
from govsvc.board import Board, by_unit
from govsvc.documents import unit_packages
from govsvc.domain import indicators
from govsvc.domain.rates import Rank
from govsvc.domain.roster import DEPARTMENT, TOWNSHIP, Roster, Unit
from govsvc.domain.rows import Entry, ListRow
from govsvc.store import Batch

AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (8, 9, 10))
ONLINE, COVERAGE = indicators.INDICATORS[0], indicators.INDICATORS[3]


def item(month, unit, number, is_online):
    return Entry(
        "items",
        month,
        unit,
        f"{unit}{number}",
        f"事项{number}",
        {"item_code": f"{unit}{number}", "item_type": "行政许可"},
        {
            "is_online": is_online,
            "is_fully_online": is_online,
            "is_published": True,
            "is_in_hall": True,
        },
        row=number,
    )


def items(month, **of):
    """unit=(met, counted) as rows: those not met come last."""
    return [
        item(month, unit, n, n <= met)
        for unit, (met, counted) in of.items()
        for n in range(1, counted + 1)
    ]


ROSTER = Roster(
    [
        Unit("甲局", DEPARTMENT, leader="王县长"),
        Unit("乙局", DEPARTMENT, leader="王县长"),
        Unit("丙局", DEPARTMENT, leader="李县长"),
        Unit("丁局", DEPARTMENT),
        Unit("戊局", DEPARTMENT, merged_into="甲局", valid_to=date(2026, 9, 1)),
        Unit("东镇", TOWNSHIP, leader="李县长"),
        Unit("散局", DEPARTMENT, valid_to=date(2026, 5, 1)),
    ]
)


@pytest.fixture
def board(empty_store):
    """戊局 went into 甲局: its rows of August and September are 甲局's."""
    months = {
        AUGUST: items(AUGUST, 甲局=(9, 10), 乙局=(10, 10), 丙局=(1, 2), 戊局=(1, 2)),
        SEPTEMBER: items(SEPTEMBER, 甲局=(10, 10), 乙局=(9, 10), 丙局=(1, 2), 戊局=(0, 2)),
        OCTOBER: items(OCTOBER, 甲局=(9, 10), 乙局=(9, 10), 丙局=(1, 2)),
    }
    batches = [
        Batch("items", month, [("a.xlsx", str(month))], rows) for month, rows in months.items()
    ]
    empty_store.imports.commit(
        batches,
        expected_version=empty_store.version(),
        who="测试",
        when=WHEN,
        home="云溪县",
        roster=ROSTER,
    )
    return Board(empty_store)


def problems(board, indicator=ONLINE, month=OCTOBER):
    return [
        problem
        for problem_list in by_unit.shown_lists(indicator)
        for problem in board.lists.rows(problem_list, month)[0]
    ]


def table(board, group=DEPARTMENT, indicator=ONLINE, month=OCTOBER):
    return {row.name: row for row in by_unit.rows(board, group, indicator, month)}


def test_every_number_of_a_unit(board):
    found = table(board)
    assert list(found) == ["乙局", "甲局", "丙局", "丁局"]  # 散局 is no more, 戊局 is 甲局
    a, b, c, d = (found[name] for name in ("甲局", "乙局", "丙局", "丁局"))
    assert (a.met, a.counted, a.missing, str(a.rate)) == (9, 10, 1, "90.00")
    assert (
        (a.new, a.lasting, a.longest) == (1, 0, 0)
        and (b.new, b.lasting, b.longest) == (0, 1, 2)
        and (c.new, c.lasting, c.longest) == (0, 1, 3)
    )
    assert (a.rank, b.rank, c.rank) == (
        Rank(1, True, 3, None),
        Rank(1, True, 3, None),
        Rank(3, False, 3, None),
    )
    assert (a.place_change, b.place_change, c.place_change) == (
        1,
        0,
        0,
    )  # September: 乙局 9/10, 甲局 10/12, 丙局 1/2
    assert (d.counted, d.rate, d.rank, d.place_change) == (0, None, None, None)


def test_the_last_of_three_months_is_marked_and_not_of_two(board):
    assert {name for name, row in table(board).items() if row.is_always_last} == {"丙局"}
    assert not any(row.is_always_last for row in table(board, month=SEPTEMBER).values())


def test_nobody_is_last_where_all_are_alike(empty_store):
    batches = [
        Batch("items", month, [("a.xlsx", str(month))], items(month, 甲局=(1, 2), 乙局=(2, 4)))
        for month in (AUGUST, SEPTEMBER, OCTOBER)
    ]
    empty_store.imports.commit(
        batches, expected_version=empty_store.version(), who="测试", when=WHEN, home="云溪县"
    )
    found = table(Board(empty_store))
    assert [(row.rank.place, row.rank.is_tied, row.is_always_last) for row in found.values()] == [
        (1, True, False)
    ] * 2


def test_rates_that_are_published_alike_are_ranked_by_what_they_are(empty_store):
    rows = items(OCTOBER, 甲局=(29999, 30000), 乙局=(9999, 10000))
    empty_store.imports.commit(
        [Batch("items", OCTOBER, [("a.xlsx", "1")], rows)],
        expected_version=empty_store.version(),
        who="测试",
        when=WHEN,
        home="云溪县",
    )
    found = table(Board(empty_store))
    assert [(row.name, str(row.rate), row.rank.place) for row in found.values()] == [
        ("甲局", "99.99", 1),
        ("乙局", "99.99", 2),
    ]


def test_a_leader_has_the_rows_of_all_his_units(board):
    found = table(board, by_unit.LEADER)
    assert {name: (row.met, row.counted) for name, row in found.items()} == {
        "王县长": (18, 20),
        "李县长": (1, 2),
        by_unit.NO_LEADER: (0, 0),
    }
    assert (
        found["王县长"].units == ("乙局", "甲局")
        and found["李县长"].units == ("丙局", "东镇")
        and found[by_unit.NO_LEADER].units == ("丁局",)
    )


def test_leaders_stand_by_name_and_are_never_ranked(board):
    found = by_unit.rows(board, by_unit.LEADER, ONLINE, OCTOBER)
    assert [row.name for row in found] == ["李县长", "王县长", by_unit.NO_LEADER]
    assert not [row for row in found if row.rank or row.place_change or row.is_always_last]
    finding = by_unit.finding(found, by_unit.LEADER, "网上可办率")
    assert "2个" in finding and "共3项" in finding
    assert not any(word in finding for word in ("县长", "最多", "末位"))


def test_those_who_are_nobodys_come_last_whatever_their_rate(empty_store):
    roster = Roster(
        [
            Unit("甲局", DEPARTMENT, leader="王县长"),
            Unit("乙局", DEPARTMENT, leader="李县长"),
            Unit("丙局", DEPARTMENT),
        ]
    )
    batch = Batch(
        "items", OCTOBER, [("a.xlsx", "1")], items(OCTOBER, 甲局=(1, 2), 乙局=(0, 2), 丙局=(2, 2))
    )
    empty_store.imports.commit(
        [batch],
        expected_version=empty_store.version(),
        who="测试",
        when=WHEN,
        home="云溪县",
        roster=roster,
    )
    found = by_unit.rows(Board(empty_store), by_unit.LEADER, ONLINE, OCTOBER)
    assert [row.name for row in found] == ["李县长", "王县长", by_unit.NO_LEADER]


def test_all_indicators_together_are_their_rows_added_up(board):
    found = table(board, indicator=None)["甲局"]
    # 10 items: online and fully online 9 each, published 10, in the hall 10
    assert (found.met, found.counted, found.missing, found.new) == (38, 40, 2, 2)


def test_townships_without_rows_are_there_and_not_ranked(board):
    assert [
        (row.name, row.counted, row.rate, row.rank)
        for row in by_unit.rows(board, TOWNSHIP, COVERAGE, OCTOBER)
    ] == [("东镇", 0, None, None)]


def test_what_is_missing_is_what_is_on_the_lists(board):
    for indicator in by_unit.comparable(board, OCTOBER):
        assert sum(row.missing for row in table(board, indicator=indicator).values()) == len(
            problems(board, indicator)
        )


def test_the_finding_names_who_has_most_and_who_stays_last(board):
    finding = by_unit.finding(list(table(board).values()), DEPARTMENT, "部门网上可办率")
    assert mentions(finding, "部门网上可办率", "3个部门", "乙局最多（1项）", "丙局连续3个月末位")
    assert by_unit.finding([], DEPARTMENT, "部门") == "部门：本月没有部门的数据"


def test_a_units_workbook_has_its_rates_and_a_sheet_for_each_list_with_rows(board):
    row = Problem(
        ListRow("items", OCTOBER, "甲局", "甲局10", "事项10", {"item_code": "甲局10"}), NEW, 1
    )
    other = Problem(
        ListRow("items", OCTOBER, "乙局", "乙局10", "事项10", {"item_code": "乙局10"}), LASTING, 2
    )
    lists = {indicators.list_by_key(key): [row, other] for key in ("not_online", "not_in_hall")} | {
        indicators.list_by_key("not_published"): [other]
    }
    mine = unit_packages.of_units(lists, ("甲局",))
    assert [(found.key, [problem.row.key for problem in rows]) for found, rows in mine.items()] == [
        ("not_online", ["甲局10"]),
        ("not_in_hall", ["甲局10"]),
    ]
    sheets = unit_packages.sheets(
        board, OCTOBER, "甲局", {ONLINE: table(board)["甲局"]}, mine, printed_at="2026-11-05 09:30"
    )
    assert [sheet.tab for sheet in sheets] == ["各项指标", "未实现网上可办", "未进驻大厅"]
    assert sheets[0].rows == [["网上可办率", "9", "10", "90.00%", "1", "1", "0"]] and sheets[
        1
    ].rows[0][:3] == [1, "甲局10", "事项10"]
