"""The sentences of 总览 and 目标差距, put together from rows whose sums were made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support import WHEN, mentions
from test_board import HOME, OCTOBER, ONLINE, SEPTEMBER, bulletin, items

from govsvc.board import Board, insights, sentences, tables
from govsvc.domain.indicators import TARGETS
from govsvc.domain.roster import COUNTY, DEPARTMENT, VERTICAL, Roster, Unit
from govsvc.domain.rows import Target
from govsvc.store import Batch

OFFICE = "自然资源局"
NODE, YEAR = (
    Target(2026, "online_rate", Decimal("99.90"), until=11),
    Target(2026, "online_rate", Decimal("100")),
)


def made(store, *batches: Batch, targets=(YEAR,), management: str = COUNTY) -> Board:
    roster = Roster([Unit(OFFICE, DEPARTMENT, management=management)])
    store.imports.commit(
        [*batches, Batch(TARGETS, None, [("t.xlsx", "t")], targets=list(targets))],
        expected_version=store.version(),
        who="测试",
        when=WHEN,
        home=HOME,
        roster=roster,
    )
    return Board(store)


def said(board: Board) -> list[str]:
    return [
        finding.text
        for finding in insights.findings(board, OCTOBER, board.cards.standings(OCTOBER))
    ]


def months_of_one_office() -> list[Batch]:
    """3,332 of 3,334 in October (99.94 %), 3,330 in September (99.88 %)."""
    return [
        items(SEPTEMBER, 3334, 3330, OFFICE),
        items(OCTOBER, 3334, 3332, OFFICE),
        bulletin(
            SEPTEMBER, {HOME: "99.88", "东屏县": "99.95", "南浦区": "99.90", "北岭县": "98.00"}
        ),
    ]


def test_a_value_its_place_its_change_and_whose_the_gap_is(empty_store):
    text = said(made(empty_store, *months_of_one_office()))[0]
    assert text == (
        "10月网上可办率99.94%（本县测算），9月通报99.88%，位居全市第三，较上月提升0.06个百分点；"
        "距100.00%目标还差2项，未网上可办的均属自然资源局，其中县级可解决2项。"
    )


def test_what_others_must_solve_is_said_so(empty_store):
    assert any(
        "其中需上级协调2项" in text
        for text in said(made(empty_store, *months_of_one_office(), management=VERTICAL))
    )


def test_without_a_roster_that_says_it_nobody_is_named_as_the_one_who_solves(empty_store):
    assert "其中" not in " ".join(said(made(empty_store, *months_of_one_office(), management="")))


def test_each_sentence_leads_to_its_rows(empty_store):
    found = made(empty_store, *months_of_one_office())
    first = insights.findings(found, OCTOBER, found.cards.standings(OCTOBER))[0]
    assert (first.page, first.query, first.tone) == (
        "problems.py",
        {"list": "未实现网上可办"},
        insights.BETTER,
    )


def test_what_fell_comes_before_what_rose(empty_store):
    sunk = [items(SEPTEMBER, 200, 199, OFFICE), items(OCTOBER, 200, 190, OFFICE)]
    texts = said(made(empty_store, *sunk))
    assert mentions(texts[0], "网上可办率95.00%", "下降4.50个百分点")
    assert "进驻率100.00%" in " ".join(texts[1:])


def half_in_the_hall(batch: Batch) -> Batch:
    """The same rows, of which every second has entered the hall."""
    rows = [
        replace(row, flags={**row.flags, "is_in_hall": not number % 2})
        for number, row in enumerate(batch.entries)
    ]
    return replace(batch, entries=rows)


def test_the_weakest_indicator_is_never_left_out(empty_store):
    # 进驻率 is 50 % throughout; what fell would come first
    months = items(SEPTEMBER, 200, 199, OFFICE), items(OCTOBER, 200, 190, OFFICE)
    board = made(empty_store, *map(half_in_the_hall, months))
    standings = board.cards.standings(OCTOBER)
    (only,) = insights.findings(board, OCTOBER, standings, most=1)
    assert mentions(only.text, "进驻率50.00%")
    first, second = insights.findings(board, OCTOBER, standings, most=2)
    assert mentions(first.text, "网上可办率95.00%") and second == only


def test_a_perfect_rate_that_hides_items_is_always_said(empty_store):
    texts = said(made(empty_store, items(OCTOBER, 200, 200, OFFICE, name_only=3)))
    assert any(
        mentions(text, "进驻率本县测算100.00%", "核减后98.50%", "明进暗不进3项") for text in texts
    )


def test_node_and_year_stand_beside_each_other_in_the_table_of_gaps(empty_store):
    found = made(empty_store, items(OCTOBER, 1000, 998, OFFICE), targets=(NODE, YEAR))
    sheet = tables.gaps_sheet(found, found.cards.standings(OCTOBER), HOME, [])
    row = dict(zip(sheet.columns, sheet.rows[0]))
    # 998 of 1,000: 99.90 % needs 999, the year's 100 % needs 1,000
    assert (
        row["指标"],
        row["本月"],
        row["目标"],
        row["还差"],
        row["全年目标"],
        row["距全年还差"],
    ) == ("网上可办率", "99.80%", "99.90%", "1项", "100.00%", "2项")
    assert row["差距（个百分点）"] in ("−0.10", "-0.10") and "11月" in row["节点"]


@pytest.mark.parametrize(
    ("split", "text"),
    [
        ({"甲": 5, "乙": 3, "丙": 1, "丁": 1}, "前3个部门占90%；县级可解决8项、需上级协调2项"),
        ({"甲": 2}, "县级可解决2项"),
    ],
)
def test_whose_they_are_and_who_can_solve_them(split, text):
    solvers = {"甲": "县级可解决", "乙": "县级可解决", "丙": "需上级协调", "丁": "需上级协调"}
    assert sentences.missing_units(split, solvers, ONLINE) == text
