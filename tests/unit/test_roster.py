"""The roster by itself: names that resolve, renaming, merging, what is refused, and items whose
codes changed.
"""

import pickle
from datetime import date

import pytest
from list_history import ended, follow
from support import mentions

from govsvc.assessment.problems import LASTING, NEW, SOLVED, state_text
from govsvc.assessment.row_matching import pair
from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import (
    DEPARTMENT,
    TOWNSHIP,
    Roster,
    Unit,
    kind_of,
    roster_cells,
    split_names,
)
from govsvc.domain.rows import Entry, ListRow

AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
HOUSING = Unit(
    "住房和城乡建设局",
    DEPARTMENT,
    ("住建局",),
    ("建设局",),
    "县属",
    "张三",
    "李四",
    "0999-1",
    AUGUST,
)
ROSTER = Roster(
    [
        HOUSING,
        Unit("城管局", DEPARTMENT),
        Unit("税务局（稽查）", DEPARTMENT),
        Unit("城关镇", TOWNSHIP),
        Unit("石门乡", TOWNSHIP),
    ]
)


def refused(code: str, change, *arguments) -> GovsvcError:
    with pytest.raises(GovsvcError) as refusal:
        change(*arguments)
    assert refusal.value.code == code and refusal.value.title.endswith("。") and refusal.value.step
    return refusal.value


# --- looking up ---------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["住房和城乡建设局", "住建局", "建设局", "住 建 局", "住房和城乡建设局　"]
)
def test_a_unit_goes_by_its_name_short_name_and_former_name(text):
    assert ROSTER.resolve(text, DEPARTMENT) == HOUSING


def test_brackets_of_either_width_are_alike_and_the_name_stays_as_written():
    assert ROSTER.resolve("税务局(稽查)").name == "税务局（稽查）"
    assert (
        ROSTER.with_unit(Unit("税务局（稽查）", DEPARTMENT, leader="王五"))
        .unit("税务局（稽查）")
        .leader
        == "王五"
    )


def test_rows_of_a_township_belong_to_a_township_and_an_item_to_either():
    assert (
        ROSTER.resolve("城管局", TOWNSHIP) is None
        and ROSTER.resolve("城关镇", DEPARTMENT).kind == TOWNSHIP
    )
    assert (
        kind_of("items", "城关镇"),
        kind_of("items", "城管局"),
        kind_of("stations", "开发区"),
    ) == (TOWNSHIP, DEPARTMENT, TOWNSHIP)


def test_a_name_goes_before_a_short_name_of_another():
    roster = Roster([Unit("甲局", DEPARTMENT, ("乙局",)), Unit("乙局", DEPARTMENT)])
    assert roster.resolve("乙局").name == "乙局" and "乙局" not in roster.present_names()


def test_several_short_names_in_one_cell():
    assert (
        split_names("住建局、建设局，住建 局;城建局") == ("住建局", "建设局", "城建局")
        and split_names(" ") == ()
    )


# --- renaming, merging --------------------------------------------------------


def test_a_renamed_unit_keeps_its_identity():
    roster = ROSTER.renamed("城管局", "城市管理局")
    assert roster.resolve("城管局").name == "城市管理局" and roster.present_names() == {
        "城管局": "城市管理局",
        "住建局": "住房和城乡建设局",
        "建设局": "住房和城乡建设局",
    }
    back = roster.renamed("城市管理局", "城管局")
    assert back.unit("城管局").aliases == ("城市管理局",) and len(back.units) == len(ROSTER.units)
    assert roster.renamed("住建局", "建设局").unit("建设局").aliases == ("住房和城乡建设局",)


def test_what_was_merged_into_a_unit_follows_its_new_name():
    roster = ROSTER.merged("城管局", "住建局", OCTOBER).renamed("住房和城乡建设局", "住建和交通局")
    assert roster.successor("城管局") == "住建和交通局"


def test_a_merged_unit_is_followed_from_its_month_on():
    roster = ROSTER.merged("城管局", "住建局", OCTOBER)
    merged = roster.unit("城管局")
    assert (merged.valid_to, merged.merged_from) == (SEPTEMBER, OCTOBER)
    assert [roster.named("城管局", DEPARTMENT, month) for month in (SEPTEMBER, OCTOBER)] == [
        "城管局",
        "住房和城乡建设局",
    ]
    assert (
        roster.successor("城管局") == "住房和城乡建设局"
        and roster.named("烟草局", DEPARTMENT, OCTOBER) == "烟草局"
    )
    assert (
        "城管局" not in roster.present_names(SEPTEMBER)
        and roster.present_names()["城管局"] == "住房和城乡建设局"
    )
    assert roster.restored("城管局") == ROSTER
    chain = roster.with_unit(Unit("城建局", DEPARTMENT)).merged("住建局", "城建局", NOVEMBER)
    assert [chain.successor("城管局", month) for month in (SEPTEMBER, OCTOBER, NOVEMBER, None)] == [
        "城管局",
        "住房和城乡建设局",
        "城建局",
        "城建局",
    ]


def test_a_dissolved_unit_is_no_more_from_its_month_on():
    roster = ROSTER.ended("城管局", OCTOBER)
    unit = roster.unit("城管局")
    assert (unit.valid_to, unit.dissolved_from, unit.merged_from) == (SEPTEMBER, OCTOBER, None)
    assert [roster.dissolved(month) for month in (SEPTEMBER, OCTOBER, NOVEMBER)] == [
        set(),
        {"城管局"},
        {"城管局"},
    ]
    assert (
        dict(roster_cells(unit))["撤销月份"] == "2026年10月" and roster.restored("城管局") == ROSTER
    )
    assert ROSTER.merged("城管局", "住建局", OCTOBER).dissolved(NOVEMBER) == set()
    refused("already_merged", ROSTER.merged("城管局", "住建局", OCTOBER).ended, "城管局", NOVEMBER)
    refused("ended_too_early", ROSTER.ended, "住建局", AUGUST)


def test_what_is_refused_is_said_in_a_sentence():
    merged = ROSTER.merged("城管局", "住建局", OCTOBER)
    assert "绕成了一圈" in refused("merge_cycle", merged.merged, "住建局", "城管局", NOVEMBER).title
    refused("merge_cycle", ROSTER.merged, "城管局", "城管局", OCTOBER)
    refused("already_merged", merged.merged, "城管局", "税务局（稽查）", NOVEMBER)
    refused("unit_ended", merged.merged, "税务局（稽查）", "城管局", NOVEMBER)
    refused("unit_kind", ROSTER.merged, "城管局", "城关镇", OCTOBER)
    refused("not_merged", ROSTER.restored, "城管局")
    refused("unit_unknown", ROSTER.renamed, "烟草局", "烟草专卖局")
    refused("unit_name_taken", ROSTER.renamed, "城管局", "城关镇")
    taken = refused("unit_name_taken", ROSTER.renamed, "城管局", "建设局").title
    assert mentions(taken, "“建设局”", "“住房和城乡建设局”")
    refused("unit_name_taken", ROSTER.aliased, "城管局", "住建局")
    refused("unit_same_name", ROSTER.renamed, "城管局", "城管局")
    refused("unit_blank", ROSTER.aliased, "城管局", " ")
    refused("unit_blank", ROSTER.with_unit, Unit(" ", DEPARTMENT))
    refused("unit_management", ROSTER.with_unit, Unit("城管局", DEPARTMENT, management="市属"))
    refused("unit_kind", ROSTER.with_unit, Unit("城管局", "office"))
    assert ROSTER.aliased("城管局", "城 管局") is ROSTER


def test_a_circle_that_stands_in_the_data_is_refused_and_not_followed_for_ever():
    circle = Roster(
        [Unit("甲局", DEPARTMENT, merged_into="乙局"), Unit("乙局", DEPARTMENT, merged_into="甲局")]
    )
    assert "甲局→乙局→甲局" in refused("merge_cycle", circle.successor, "甲局").title
    refused(
        "merge_cycle",
        Roster([Unit("甲局", DEPARTMENT, merged_into="乙局"), Unit("乙局", DEPARTMENT)]).with_unit,
        Unit("乙局", DEPARTMENT, merged_into="甲局"),
    )


def test_answers_make_new_units_first_and_then_other_names_of_them():
    roster = ROSTER.with_answers(
        {"县烟草局": "烟草专卖局", "烟草专卖局": "", "城建": "住建局"}, {"烟草专卖局": DEPARTMENT}
    )
    assert roster.resolve("县烟草局").name == "烟草专卖局" and roster.resolve(
        "城建"
    ) == roster.unit("住建局")
    assert ROSTER.with_answers({"没有在表里": ""}, {}) == ROSTER
    refused("unit_unknown", ROSTER.with_answers, {"城建": "城乡局"}, {})


def test_units_are_valid_from_the_first_month_that_they_have_rows_of():
    roster = Roster().with_missing_units(
        [
            ("甲局", DEPARTMENT, OCTOBER),
            ("甲局", DEPARTMENT, SEPTEMBER),
            ("甲局", DEPARTMENT, NOVEMBER),
        ]
    )
    assert [(unit.name, unit.valid_from) for unit in roster.units] == [("甲局", SEPTEMBER)]


def test_a_roster_goes_through_a_pickle_and_is_shown_in_cells():
    assert pickle.loads(pickle.dumps(ROSTER)) == ROSTER
    assert (
        dict(roster_cells(ROSTER.merged("城管局", "住建局", OCTOBER).unit("城管局")))["并入月份"]
        == "2026年10月"
    )


# --- codes that changed with their body ---------------------------------------

BEFORE, AFTER = "11999923MB0000100Y", "22999923MB0000200Y"


def full(body: str, number: int = 1, level: str = "3") -> str:
    return f"{body}{level}{number:012}"


def listed(month: date, unit: str, name: str, **codes: str) -> ListRow:
    return ListRow("items", month, unit, next(iter(codes.values()), f"{unit}/{name}"), name, codes)


def entry(month: date, unit: str, name: str, status="counted", **codes: str) -> Entry:
    return Entry(
        "items", month, unit, next(iter(codes.values()), f"{unit}/{name}"), name, codes, {}, status
    )


@pytest.mark.parametrize(
    ("was", "now", "is_same"),
    [
        ({"implementation_code": full(BEFORE)}, {"implementation_code": full(AFTER)}, True),
        ({"business_code": full(BEFORE) + "01"}, {"business_code": full(AFTER) + "01"}, True),
        ({"business_code": full(BEFORE) + "01"}, {"business_code": full(AFTER) + "02"}, False),
        (
            {"implementation_code": full(BEFORE)},
            {"implementation_code": full(BEFORE, level="4")},
            False,
        ),
        ({"implementation_code": full(BEFORE)}, {"implementation_code": full(AFTER, 2)}, False),
        (
            {"item_code": "A1", "basic_code": "000100000001"},
            {"item_code": "B1", "basic_code": "000100000001"},
            True,
        ),
        ({"item_code": "A1"}, {"item_code": "B1"}, False),
    ],
)
def test_an_item_whose_code_changed_with_its_body_is_the_same(was, now, is_same):
    rows = [listed(SEPTEMBER, "住建局", "许可", **was), listed(OCTOBER, "住建局", "许可", **now)]
    (problem,) = follow(rows, [SEPTEMBER, OCTOBER], OCTOBER)
    assert (problem.state, problem.months, problem.is_recoded) == (
        (LASTING, 2, True) if is_same else (NEW, 1, False)
    )
    assert not is_same or state_text(problem) == "连续2个月未解决（编码变更）"
    pairs, added, gone = pair(
        [entry(SEPTEMBER, "住建局", "许可", **was)], [entry(OCTOBER, "住建局", "许可", **now)]
    )
    assert (len(pairs), len(added), len(gone)) == ((1, 0, 0) if is_same else (0, 1, 1))


def test_of_another_unit_or_name_it_is_another_item():
    was = listed(SEPTEMBER, "住建局", "许可", implementation_code=full(BEFORE))
    for unit, name in (("城管局", "许可"), ("住建局", "备案")):
        (problem,) = follow(
            [was, listed(OCTOBER, unit, name, implementation_code=full(AFTER))],
            [SEPTEMBER, OCTOBER],
            OCTOBER,
        )
        assert problem.state == NEW


def test_an_item_that_is_still_there_under_its_code_is_not_another_one_too():
    codes = {"basic_code": "000100000001"}
    rows = [
        listed(SEPTEMBER, "住建局", "许可", item_code="A1", **codes),
        listed(OCTOBER, "住建局", "许可", item_code="A1", **codes),
        listed(OCTOBER, "住建局", "许可", item_code="B1", **codes),
    ]
    assert [
        (problem.row.key, problem.state) for problem in follow(rows, [SEPTEMBER, OCTOBER], OCTOBER)
    ] == [("A1", LASTING), ("B1", NEW)]


def test_a_streak_goes_on_through_the_change_and_says_so_only_then():
    rows = [
        listed(
            month, "住建局", "许可", implementation_code=full(BEFORE if month < OCTOBER else AFTER)
        )
        for month in (AUGUST, SEPTEMBER, OCTOBER, NOVEMBER)
    ]
    (problem,) = follow(rows, [AUGUST, SEPTEMBER, OCTOBER, NOVEMBER], NOVEMBER)
    assert (problem.months, problem.is_recoded) == (4, False)


def test_an_item_solved_under_its_new_code_is_solved_and_said_to_be_recoded():
    was = listed(SEPTEMBER, "住建局", "许可", implementation_code=full(BEFORE))
    now = listed(OCTOBER, "住建局", "许可", implementation_code=full(AFTER))
    (gone,) = ended(
        [was],
        [SEPTEMBER, OCTOBER],
        OCTOBER,
        [now],
        [entry(OCTOBER, "住建局", "许可", implementation_code=full(AFTER))],
    )
    assert (gone.state, gone.is_recoded, state_text(gone)) == (SOLVED, True, "本月解决（编码变更）")
