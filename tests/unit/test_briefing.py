"""The slides of 投屏模式, put together from rows whose sums were made by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support import WHEN
from test_board import HOME, OCTOBER, SEPTEMBER, bulletin

from govsvc.board import Board
from govsvc.board.briefing import Slide, slides, units
from govsvc.board.briefing.model import ATTEND, Bars, counted_bars
from govsvc.board.by_unit import NO_LEADER, UnitRow
from govsvc.domain.indicators import ITEMS, TARGETS
from govsvc.domain.roster import COUNTY, DEPARTMENT, Roster, Unit
from govsvc.domain.rows import Entry, Target
from govsvc.store import Batch

OFFICE, POLICE = "自然资源局", "公安局"
#: what a row is unless a test says otherwise
GOOD = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}


def month_of(month, **unlike) -> Batch:
    """Ten rows of each of the two; `unlike`: o3={"is_online": False} is the office's fourth."""
    entries = [
        Entry(
            ITEMS,
            month,
            unit,
            f"{mark}{n}",
            f"事项{mark}{n}",
            {"implementation_code": f"{mark}{n}"},
            GOOD | unlike.get(f"{mark}{n}", {}),
        )
        for mark, unit in (("o", OFFICE), ("p", POLICE))
        for n in range(10)
    ]
    return Batch(ITEMS, month, [("a.xlsx", f"{month}")], entries=entries)


def made(store, *batches: Batch, target: str = "100") -> Board:
    """The police, which have most missing, are under 丁一, whose name comes before 方致远."""
    leaders = {OFFICE: "方致远", POLICE: "丁一"}
    roster = Roster(
        [Unit(name, DEPARTMENT, management=COUNTY, leader=by) for name, by in leaders.items()]
    )
    aim = Target(2026, "online_rate", Decimal(target))
    store.imports.commit(
        [*batches, Batch(TARGETS, None, [("t.xlsx", "t")], targets=[aim])],
        expected_version=store.version(),
        who="测试",
        when=WHEN,
        home=HOME,
        roster=roster,
    )
    return Board(store)


OFFLINE, ABSENT = {"is_online": False, "is_fully_online": False}, {"is_in_hall": False}


@pytest.fixture
def board(empty_store) -> Board:
    """18 of 20 online in September, 17 in October: one solved, two new; one not in the hall."""
    september = month_of(SEPTEMBER, o0=OFFLINE, p0=OFFLINE, p9=ABSENT)
    october = month_of(
        OCTOBER, p0=OFFLINE, p1=OFFLINE, p2=OFFLINE, p9=ABSENT, o5={"is_entered_in_name_only": True}
    )
    printed = bulletin(
        SEPTEMBER, {HOME: "90.00", "东屏县": "99.00", "南浦区": "86.00", "北岭县": "80.00"}
    )
    return made(empty_store, september, october, printed)


def shown(board: Board, month=OCTOBER, *, effective=False, leaders=False) -> dict[str, Slide]:
    found = slides(board, month, show_effective=effective, show_leaders=leaders)
    return {slide.key: slide for slide in found}


def texts(slide: Slide) -> str:
    return repr((slide.title, slide.facts, slide.parts))


def test_the_titles_are_findings_in_the_order_of_a_meeting(board):
    assert [(slide.key, slide.title) for slide in shown(board).values()][1:] == [
        (
            "worst",
            "差距最大的是网上可办率：85.00%，距目标还差3项，较上月下降5.00个百分点，"
            "未网上可办的均属公安局",
        ),
        ("second", "其次是全程网办率：85.00%，较上月下降5.00个百分点，未全程网办的均属公安局"),
        ("ranks", "位次最低的是网上可办率（全市第2）；网上可办率再解决2项可升至第1"),
        ("units", "1个部门还有未达标事项，均属公安局"),
        ("new", "本月新增问题4项，涉及1个单位，均属公安局"),
        ("deducted", "明进暗不进1项，涉及1个部门，均属自然资源局"),
        ("speakers", "请公安局发言：逐项说明原因、措施和完成时限"),
        ("next", "下步3项任务，最多的是网上可办率（3项）、全程网办率（现有3项）"),
    ]


def test_the_indicator_that_loses_most_with_why_and_whose(board):
    slide = shown(board)["worst"]
    assert [(fact.value, fact.label) for fact in slide.facts] == [
        ("85.00%", "本县测算，17/20项"),
        ("↓ 5.00", "较上月（个百分点）"),
        ("3项", "距目标100.00%"),
        ("第2位", "全市共4个，9月通报"),
    ]
    why, whose = slide.parts
    # of 20 each is 5 points: two new, one solved
    assert [(bar.name, bar.label, bar.start, bar.end) for bar in why.bars] == [
        ("9月", "90.00%", why.low, 90),
        ("新增问题2项", "−10.0000", 90, 80),
        ("解决1项", "+5.0000", 80, 85),
        ("10月", "85.00%", why.low, 85),
    ]
    assert [(bar.name, bar.end) for bar in whose.bars] == [(POLICE, 3)]
    assert (slide.page, slide.query) == ("indicator.py", {"ind": "网上可办率"})


def test_what_loses_points_comes_before_what_is_farther_from_its_target(empty_store):
    scored = {"score": Decimal("18"), "full_score": Decimal("20")}
    board = made(
        empty_store,
        month_of(OCTOBER, p0=OFFLINE, p1=OFFLINE, p9=ABSENT),
        bulletin(OCTOBER, {HOME: "95.00", "东屏县": "99.00"}, "hall_entry_rate", **scored),
    )
    title = shown(board)["worst"].title
    assert title == "丢分最多的是进驻率（丢2分）：95.00%，未进驻的均属公安局"
    assert shown(board)["second"].title.startswith("其次是网上可办率：90.00%")


@pytest.mark.parametrize(
    ("counts", "coloured"),
    [
        ([9, 8, 6, 5], [9, 8, 6]),
        ([9, 6, 6, 5], [9, 6, 6]),
        ([9, 8, 6, 6, 1], [9, 8]),  # the tie would be a fourth
        ([9, 6, 6, 6, 1], [9]),
        ([6, 6, 6, 6, 1], [6, 6, 6, 6]),  # those that a title calls the most
        ([1, 1, 1, 1], []),  # nobody stands out
        ([2, 2], [2, 2]),
        ([3], [3]),
        ([], []),
    ],
)
def test_bars_of_equal_length_have_one_colour(counts, coloured):
    rows = [(f"单位{number}", count, str(count)) for number, count in enumerate(counts)]
    bars = counted_bars("项", rows, "个部门", 7).bars
    assert [bar.end for bar in bars if bar.tone == ATTEND] == coloured


def test_the_line_of_the_rest_says_what_it_hides():
    def rest(*counts: int) -> tuple[str, str]:
        rows = [(f"单位{number}", count, str(count)) for number, count in enumerate(counts)]
        last = counted_bars("项", rows, "个部门", 3).bars[-1]
        return last.name, last.label

    assert rest(5, 3, 2, 1) == ("其余2个部门", "共3")
    assert rest(4, 4, 4, 4) == ("其余2个部门（各4）", "共8")
    assert rest(4, 4, 4, 1) == ("其余2个部门（最多4）", "共5")


def test_leaders_are_summed_by_name_not_ranked_and_only_for_those_who_may(board):
    assert "方致远" not in repr(shown(board))
    *_, table = shown(board, leaders=True)["units"].parts
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["丁一", "7项", "4项"],
        ["方致远", "0项", "0项"],
    ]
    assert not any(word in texts(shown(board, leaders=True)["units"]) for word in ("末位", "名次"))


def test_units_without_a_leader_are_called_what_they_are(empty_store):
    row = UnitRow(NO_LEADER, ("城关镇", "河东街道"), 3, 5, 0, 2, 1, None, None, False)
    board = made(empty_store, month_of(OCTOBER))
    assert units._nobodys_name(board, row) == "乡镇（街道）"
    of_others = replace(row, units=("城关镇", POLICE))
    assert units._nobodys_name(board, of_others) == "未明确分管领域"


def test_the_new_rows_are_shown_once_with_their_lists(board):
    slide = shown(board)["new"]
    table = slide.parts[1]
    assert [[cell.text for cell in row] for row in table.rows] == [
        [POLICE, "事项p1", "未实现网上可办、未全程网办"],
        [POLICE, "事项p2", "未实现网上可办、未全程网办"],
    ]
    assert table.note == "新增数按每个清单各算一次"
    assert "明进暗不进" not in texts(slide)
    switched_on = shown(board, effective=True)["new"].title
    assert switched_on == "本月新增问题4项，涉及1个单位，均属公安局；另有明进暗不进新增1项"


def test_of_many_new_rows_each_unit_is_seen(empty_store):
    october = {f"p{n}": ABSENT for n in range(9)} | {"o3": ABSENT}
    board = made(empty_store, month_of(SEPTEMBER), month_of(OCTOBER, **october))
    slide = shown(board)["new"]
    assert slide.title == "本月新增问题10项，涉及2个单位，公安局最多（9项）"
    assert [row[0].text for row in slide.parts[1].rows] == [POLICE] * 6 + [OFFICE]
    assert slide.parts[1].note == "另有3项，见问题清单"


def test_what_inspections_found_is_said_list_by_list(empty_store):
    name_only, outside = {"is_entered_in_name_only": True}, {"is_handled_off_site": True}
    october = month_of(OCTOBER, o1=name_only, p1=name_only, p2=outside, p3=outside, o4=outside)
    slide = shown(made(empty_store, october))["deducted"]
    assert slide.title == (
        "明进暗不进2项，涉及2个部门，各1项；体外循环3项，涉及2个部门，公安局最多（2项）"
    )
    assert [[bar.label for bar in part.bars] for part in slide.parts] == [["1", "1"], ["2", "1"]]


def test_what_is_deducted_is_there_only_when_switched_on(board):
    assert "核减后" not in repr(shown(board))
    facts = shown(board, effective=True)["deducted"].facts
    assert [(fact.value, fact.label) for fact in facts] == [
        ("1项", "明进暗不进，较上月净增1项"),
        ("90.00%", "进驻率核减后，低5.00个百分点"),
    ]


def test_what_units_have_is_said_to_be_more_than_is_needed(empty_store):
    october = month_of(OCTOBER, o0=OFFLINE, p0=OFFLINE, p1=OFFLINE)
    board = made(empty_store, october, target="90")
    rows = {row[0].text: row for row in shown(board)["next"].parts[0].rows}
    # 17 of 20 are online: one more is 90 %
    assert [cell.text for cell in rows["网上可办率12月底前达到90.00%"][1:]] == [
        "1项",
        "公安局2项、自然资源局1项，从中解决1项",
        "达标",
    ]
    assert rows["全程网办率提升"][2].text == "公安局2项、自然资源局1项"


def test_what_a_task_brings_is_the_place_at_its_target(board):
    """17 of 20, second of four by the printed 90.00; with all three the county is first, which one
    already passes.
    """
    rows = {row[0].text: row for row in shown(board)["next"].parts[0].rows}
    assert [cell.text for cell in rows["网上可办率12月底前达到100.00%"][1:]] == [
        "3项",
        "公安局3项",
        "达标，可升至第1",
    ]


def test_a_slide_without_data_is_left_out(empty_store):
    board = made(empty_store, bulletin(OCTOBER, {HOME: "99.00", "东屏县": "98.00"}))
    assert list(shown(board)) == ["overall", "worst", "ranks"]
    assert list(shown(board, SEPTEMBER)) == ["overall"]
    assert shown(board, SEPTEMBER)["overall"].title == "本月还没有指标数据"


def test_every_month_of_the_demonstration_is_a_briefing(demonstration_store):
    board = Board(demonstration_store)
    for month in board.months()[::11]:
        found = shown(board, month, effective=True, leaders=True)
        assert 8 <= len(found) <= 11, month
        for slide in found.values():
            assert slide.title and len(slide.title) <= 70
            for part in slide.parts:
                bars = part.bars if isinstance(part, Bars) else ()
                assert all(part.low <= each <= part.high for b in bars for each in (b.start, b.end))
    # the bars of all units and the lines of the rest are what the leaders' units have, each once
    *charts, leaders = shown(board, leaders=True)["units"].parts
    labels = [bar.label.removeprefix("共").split("（")[0] for part in charts for bar in part.bars]
    by_leader = [row[1].text.removesuffix("项") for row in leaders.rows]
    assert sum(map(int, labels)) == 121 + 23 == sum(map(int, by_leader))
