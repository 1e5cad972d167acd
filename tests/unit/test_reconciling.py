"""对账: hand-made rows and bulletins, every expected figure written out."""

import random
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from support import few, mentions
from test_store import OCTOBER, SEPTEMBER, batch, item, village

from govsvc import reconciling
from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN, EXPORT, ITEMS, STATIONS
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry, Reported
from govsvc.reconciling import CARRIED, CHANGED, DISAGREEING, FAULTY, explaining
from govsvc.store import Act, Batch
from govsvc.workflow import collecting

CUTOFF = date(2026, 10, 25)
BEFORE, ON_THE_DAY, AFTER = (
    datetime(2026, 10, 20, 9),
    datetime(2026, 10, 25, 23, 59),
    datetime(2026, 10, 26, 0, 0),
)


def save(store, *batches, when=AFTER):
    return store.imports.commit(
        batches, expected_version=store.version(), who="李四", when=when, home="云溪县"
    )


def bulletin(*values, cutoff=CUTOFF, county="云溪县", indicator="online_rate", month=OCTOBER):
    """Of (numerator, denominator) or a percent."""

    def one(value):
        if isinstance(value, tuple):
            return Reported(
                month, county, indicator, numerator=value[0], denominator=value[1], cutoff=cutoff
            )
        return Reported(month, county, indicator, printed=Decimal(value), cutoff=cutoff)

    return Batch(BULLETIN, month, [("通报.csv", "9")], reported=[one(value) for value in values])


def items(*numbers, off=(), **more):
    return [
        item(str(n), is_online=n not in off, is_fully_online=n not in off, **more) for n in numbers
    ]


def compared(store, month=OCTOBER):
    return reconciling.compare(Board(store), month)


def explained(store, month=OCTOBER):
    (found,) = [comparison for comparison in compared(store, month) if comparison.differs]
    return reconciling.explain(store, found)


def rows(found, key):
    return [(row.name, row.other, row.own, row.effect) for row in found.ground(key).rows]


# --- the difference


@pytest.mark.parametrize(
    ("printed", "differs", "items_more", "total_more", "said"),
    [
        ((8, 10), False, 0, 0, "一致"),
        ((7, 10), True, 1, 0, "本县多1项"),
        ((9, 10), True, -1, 0, "本县少1项"),
        ((8, 11), True, 0, -1, "总数少1项"),
        ((4, 5), True, 4, 5, "本县多4项，总数多5项"),  # 80.00% in both books
        ("80.00", False, 0, None, "一致"),
        ("70.00", True, 1, None, "本县高10.00个百分点（按本县总数折算约多1项）"),
        ("83.33", True, None, None, "本县低3.33个百分点"),  # no number of ten items prints so
    ],
)
def test_the_difference_in_items_and_points(
    empty_store, printed, differs, items_more, total_more, said
):
    save(empty_store, batch(ITEMS, *items(*range(10), off=(0, 1))), bulletin(printed))
    (found,) = compared(empty_store)
    assert (found.differs, found.items, found.total) == (differs, items_more, total_more)
    assert reconciling.difference_text(found) == said
    expected = ["通报未公布分子分母，只比较公布值。"] if isinstance(printed, str) else []
    expected += ["按本县总数10算不出83.33%，双方的总数可能不同。"] if printed == "83.33" else []
    assert reconciling.notes(found) == expected


def test_a_printed_value_that_is_not_its_own_counts_is_said(empty_store):
    wrong = Reported(
        OCTOBER, "云溪县", "online_rate", numerator=8, denominator=10, printed=Decimal("80.5")
    )
    save(
        empty_store,
        batch(ITEMS, *items(*range(10), off=(0, 1))),
        Batch(BULLETIN, OCTOBER, [("b", "1")], reported=[wrong]),
    )
    (found,) = compared(empty_store)
    (note,) = reconciling.notes(found)
    assert mentions(note, "公布值80.50%", "不符", "应为80.00%")
    assert mentions(reconciling.difference_text(found), "分子、分母相同", "相差0.50")
    assert reconciling.explain(empty_store, found).row_count == 0


def test_other_counties_and_months_without_rows_are_not_compared(empty_store):
    save(
        empty_store,
        batch(ITEMS, *items(1, 2)),
        bulletin((1, 2), county="东屏县"),
        bulletin((1, 2), month=SEPTEMBER),
    )
    assert compared(empty_store) == []
    (september,) = compared(empty_store, SEPTEMBER)
    assert not september.differs and reconciling.difference_text(september) == "本县没有测算"
    assert mentions(reconciling.title(SEPTEMBER, [september]), "2026年9月", "没有逐行数据")
    assert mentions(reconciling.title(OCTOBER, []), "2026年10月", "还没有全市通报")


# --- changed after the cutoff


def test_rows_changed_added_and_gone_with_what_each_adds(empty_store):
    save(empty_store, batch(ITEMS, *items(*range(6), off=(0, 1))), when=BEFORE)  # 4 of 6
    now = [*items(0, 1, 2, 3, off=(1,)), item("4", status=OUT_OF_SCOPE), *items(6, 7)]
    save(
        empty_store, batch(ITEMS, *now), bulletin((4, 6))
    )  # 0 is on now, 4 out of scope, 5 gone, 6 and 7 new: 5 of 6
    found = explained(empty_store)
    assert found.at_cutoff == (4, 6) and (found.comparison.items, found.comparison.total) == (1, 0)
    assert rows(found, CHANGED) == [
        ("事项0", "截止日时未达标", "达标", (1, 0)),
        ("事项4", "截止日时达标", "未计入", (-1, -1)),
        ("事项5", "截止日时达标", "未计入", (-1, -1)),
        ("事项6", "截止日时未计入", "达标", (1, 1)),
        ("事项7", "截止日时未计入", "达标", (1, 1)),
    ]
    notes = [row.note for row in found.ground(CHANGED).rows]
    assert [note.rpartition("；")[0] for note in notes] == [
        "",
        "现在不在范围",
        "现在表中没有",
        "截止日时表中没有",
        "截止日时表中没有",
    ]
    assert all(note.endswith("10月26日写入（李四）") for note in notes)
    at_cutoff = reconciling.at_cutoff_text(found)
    assert mentions(at_cutoff, "66.67%（4 / 6）", "与通报一致", "来自截止日后的变动")
    assert mentions(reconciling.grounds_text(found), "截止日后变动5项", "净影响：分子+1")
    assert mentions(found.ground(CHANGED).note, "截止日（2026年10月25日）结束时")


def test_the_day_of_the_cutoff_belongs_to_it(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2, off=(1,))), when=BEFORE)
    save(empty_store, batch(ITEMS, *items(1, 2)), when=ON_THE_DAY)
    save(empty_store, bulletin((1, 2)))
    found = explained(empty_store)
    assert rows(found, CHANGED) == [] and found.at_cutoff == (2, 2)
    assert mentions(reconciling.at_cutoff_text(found), "仍不一致", "不是全部原因")


def test_a_month_imported_only_after_the_cutoff_has_nothing_to_compare_with(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2, month=SEPTEMBER), month=SEPTEMBER), when=BEFORE)
    save(empty_store, batch(ITEMS, *items(1, 2)), bulletin((1, 2)))
    found = explained(empty_store)
    assert (
        rows(found, CHANGED) == []
        and found.at_cutoff is None
        and reconciling.at_cutoff_text(found) == ""
    )
    note = found.ground(CHANGED).note
    assert mentions(note, "截止日（2026年10月25日）之后才导入", "没有当时的数据")


def test_a_bulletin_without_a_cutoff_says_so(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2)), bulletin((1, 2), cutoff=None), when=BEFORE)
    assert "没有写明数据截止日" in explained(empty_store).ground(CHANGED).note


def test_a_person_may_say_the_cutoff_that_is_not_printed(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2, off=(1,))), when=BEFORE)
    save(empty_store, batch(ITEMS, *items(1, 2)), bulletin((1, 2), cutoff=None))
    (found,) = reconciling.compare(Board(empty_store), OCTOBER, CUTOFF)
    assert rows(reconciling.explain(empty_store, found), CHANGED) == [
        ("事项1", "截止日时未达标", "达标", (1, 0))
    ]
    assert mentions(reconciling.cutoffs_text([found]), "未注明", "按2026年10月25日")
    save(empty_store, bulletin((1, 2), cutoff=date(2026, 10, 26)))  # what is printed holds
    (found,) = reconciling.compare(Board(empty_store), OCTOBER, CUTOFF)
    assert (
        found.cutoff == date(2026, 10, 26)
        and reconciling.cutoffs_text([found]) == "数据截止2026年10月26日"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        (" ", None),
        ("2026-10-25", CUTOFF),
        ("2026年10月25日", CUTOFF),
        ("10月25日", CUTOFF),
        ("１０．２５", CUTOFF),
        ("2026/11/05", date(2026, 11, 5)),
        ("10-1", OCTOBER),
    ],
)
def test_a_cutoff_as_it_is_typed(text, day):
    assert reconciling.typed_cutoff(text, OCTOBER, date(2026, 11, 5)) == day


def test_a_bulletin_of_december_may_be_cut_off_in_january():
    assert reconciling.typed_cutoff("1月5日", date(2026, 12, 1), date(2027, 1, 9)) == date(
        2027, 1, 5
    )


@pytest.mark.parametrize("text", ["25日", "2月30日", "十月", "2026-11-06", "9月30日", "2025-10-25"])
def test_a_cutoff_that_cannot_be_is_answered(text):
    with pytest.raises(GovsvcError) as refusal:
        reconciling.typed_cutoff(text, OCTOBER, date(2026, 11, 5))
    assert refusal.value.step


def test_rows_imported_again_unchanged_did_not_change(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2, 3)), when=BEFORE)
    save(empty_store, batch(ITEMS, *items(1, 2, 3)), bulletin((2, 3)))
    assert rows(explained(empty_store), CHANGED) == []


def test_a_write_that_was_taken_back_after_the_cutoff_is_seen_as_it_was(empty_store):
    """At the cutoff item 1 was off; the import that said so was undone later."""
    save(empty_store, batch(ITEMS, *items(1, 2)), when=BEFORE)
    wrong = save(empty_store, batch(ITEMS, *items(1, 2, off=(1,))), when=ON_THE_DAY)
    empty_store.undoing.undo([wrong], Act("王五", AFTER), expected_version=empty_store.version())
    save(empty_store, bulletin((1, 2)))
    found = explained(empty_store)
    assert rows(found, CHANGED) == [
        ("事项1", "截止日时未达标", "达标", (1, 0))
    ] and found.at_cutoff == (1, 2)


# --- carried over, left out, disagreeing


def test_rows_carried_over_that_point_the_right_way(empty_store):
    """Of the unit that has not handed in, met rows can make the own count higher than the
    bulletin's, the others lower.
    """
    save(
        empty_store,
        batch(
            ITEMS,
            *(
                item(str(n), "公安局", SEPTEMBER, is_online=n != 3, is_fully_online=n != 3)
                for n in (1, 2, 3)
            ),
            item("7", "民政局", SEPTEMBER),
            month=SEPTEMBER,
        ),
        when=BEFORE,
    )
    collecting.open_month(empty_store, OCTOBER, who="李四", when=BEFORE, today=BEFORE.date())
    save(empty_store, batch(ITEMS, item("7", "民政局")), bulletin((2, 4)))  # own 3 of 4
    higher = explained(empty_store)
    assert rows(higher, CARRIED) == [("事项1", "", "达标", None), ("事项2", "", "达标", None)]
    assert rows(higher, CHANGED) == [] and higher.at_cutoff == (3, 4)
    assert mentions(higher.ground(CHANGED).note, "2个部门", "沿用的是上月数据")
    assert mentions(higher.ground(CARRIED).note, "1个部门本月未报", "沿用上月（公安局）")
    save(empty_store, bulletin((4, 4)))
    assert rows(explained(empty_store), CARRIED) == [("事项3", "", "未达标", None)]
    collecting.report_no_change(empty_store, OCTOBER, ITEMS, "公安局", who="李四", when=AFTER)
    assert explained(empty_store).ground(CARRIED) == reconciling.Ground(CARRIED, ())


def test_units_that_brought_nothing_are_named(empty_store):
    save(
        empty_store,
        batch(
            ITEMS, item("1", "公安局", SEPTEMBER), item("2", "民政局", SEPTEMBER), month=SEPTEMBER
        ),
        when=BEFORE,
    )
    save(empty_store, batch(ITEMS, item("1", "公安局")), bulletin((2, 2)))
    found = explained(empty_store)
    assert rows(found, CARRIED) == []
    assert mentions(found.ground(CARRIED).note, "1个部门本月未报", "没有沿用数据（民政局）")


def test_rows_with_an_error_where_counting_them_would_help(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2), item("3", status=LEFT_OUT)), bulletin((3, 3)))
    found = explained(empty_store)
    assert (
        rows(found, FAULTY) == [("事项3", "", "未计入", None)]
        and found.ground(FAULTY).rows[0].note == "a.xlsx“表”第2行有误"
    )
    save(empty_store, bulletin((1, 1)))
    found = explained(empty_store)
    assert rows(found, FAULTY) == []
    assert mentions(found.ground(FAULTY).note, "有1行有误", "不是原因")


def test_where_department_and_platform_disagree(empty_store):
    """Item 1 is not in the export though its department says yes: the bulletin that goes by the
    department has one more.
    """
    overlaid = Entry(
        EXPORT,
        OCTOBER,
        "自然资源局",
        "2",
        "事项2",
        {"implementation_code": "2"},
        {"is_published": True},
        file="导出.xlsx",
        sheet="清单",
        row=5,
    )
    save(
        empty_store,
        batch(ITEMS, *items(1, 2)),
        batch(EXPORT, overlaid),
        bulletin((2, 2), indicator="provincial_publish_rate"),
    )
    found = explained(empty_store)
    assert rows(found, DISAGREEING) == [("事项1", "部门填报达标", "未达标", (-1, 0))]
    (row,) = found.ground(DISAGREEING).rows
    assert mentions(row.note, "是否在省平台发布", "部门填“是”", "省平台导出清单中没有")
    save(empty_store, bulletin((0, 2), indicator="provincial_publish_rate"))
    assert rows(explained(empty_store), DISAGREEING) == []
    save(
        empty_store, bulletin((1, 2), indicator="provincial_publish_rate"), bulletin((1, 2))
    )  # another indicator's difference
    assert rows(explained(empty_store), DISAGREEING) == []


def test_where_only_a_percent_is_printed_the_percent_decides(empty_store):
    save(
        empty_store,
        batch(ITEMS, *items(1, 2, 3, off=(3,)), item("4", status=LEFT_OUT)),
        bulletin("100.00"),
    )
    found = explained(empty_store)
    assert rows(found, FAULTY) == [("事项4", "", "未计入", None)]
    assert [
        found.comparison.explains(effect)
        for effect in ((1, 0), (-1, 0), (0, 1), (1, 1), (-1, -1), (0, -1), (0, 0))
    ] == [False, True, True, False, True, False, False]


def test_stations_are_compared_too(empty_store):
    save(
        empty_store,
        batch(STATIONS, village("东村"), village("西村", has_station=False)),
        when=BEFORE,
    )
    save(
        empty_store,
        batch(STATIONS, village("东村"), village("西村")),
        bulletin((1, 2), indicator="station_coverage_rate"),
    )
    found = explained(empty_store)
    assert rows(found, CHANGED) == [("西村", "截止日时未达标", "达标", (1, 0))] and [
        ground.key for ground in found.grounds
    ] == [CHANGED, CARRIED, FAULTY]
    assert reconciling.difference_text(found.comparison) == "本县多1个"


# --- the letter


def two_differences(store) -> tuple[list, list]:
    """(all comparisons, the two that differ, explained)."""
    save(store, batch(ITEMS, *items(1, 2, 3, 4, off=(1, 4))), when=BEFORE)
    save(
        store,
        batch(ITEMS, *items(1, 2, 3, 4, off=(4,))),
        bulletin((2, 4)),
        bulletin("50.00", indicator="full_online_rate"),
        bulletin((4, 4), indicator="provincial_publish_rate"),
        bulletin((9, 9), indicator="station_coverage_rate"),
    )  # no stations of our own
    found = compared(store)
    return found, [
        reconciling.explain(store, comparison) for comparison in found if comparison.differs
    ]


def test_the_letter_names_both_values_the_grounds_and_its_list(empty_store):
    found, differences = two_differences(empty_store)
    text = reconciling.letter("云溪县", OCTOBER, found, differences, date(2026, 11, 6), "清单.xlsx")
    assert text.splitlines() == [
        "关于核对2026年10月政务服务指标通报数据的函",
        "",
        "市政务服务主管部门：",
        (
            "　　贵单位2026年10月通报（数据截止2026年10月25日）中，"
            "云溪县有2项指标与我县逐项测算的结果不一致，现将有关情况函告如下，请予核对。"
        ),
        "　　一、网上可办率。通报50.00%（2 / 4），我县测算75.00%（3 / 4），我县多1项，"
        "公布值高25.00个百分点。"
        "截止日时我县测算为50.00%（2 / 4），与通报一致，差异来自截止日后的变动。经我县自查，"
        "可能涉及：截止日后变动1项（净影响：分子+1）。",
        "　　二、全程网办率。通报50.00%，我县测算75.00%（3 / 4），"
        "我县高25.00个百分点（按我县总数折算约多1项）。通报未公布分子分母，只比较公布值。"
        "截止日时我县测算为50.00%（2 / 4），与通报一致，差异来自截止日后的变动。经我县自查，"
        "可能涉及：截止日后变动1项（净影响：分子+1）。",
        "　　其余省平台发布率与通报一致。",
        (
            "　　请贵单位提供上述指标的计算口径、数据截止时间和分子分母对应的清单，便于逐项比对；"
            "确属我县数据有误的，我县将及时更正。"
        ),
        "",
        "　　附件：清单.xlsx（2行）",
        "　　联系人：　　　　联系电话：",
        "",
        "云溪县行政审批和政务服务局",
        "2026年11月6日",
    ]


def test_the_list_of_the_letter_has_a_line_for_each_row(empty_store):
    found, differences = two_differences(empty_store)
    listed = reconciling.sheet(
        "云溪县", OCTOBER, differences, edition="数据版本2", printed_at="2026-11-06 09:00"
    )
    assert listed.rows[0] == [
        1,
        "网上可办率",
        "截止日后变动",
        "自然资源局",
        "1",
        "事项1",
        "截止日时未达标",
        "达标",
        "分子+1",
        "10月26日写入（李四）",
    ]
    assert (
        len(listed.rows) == 2
        and listed.total[2] == "2行"
        and len(listed.total) == len(listed.columns)
    )
    title = reconciling.title(OCTOBER, found)
    assert mentions(title, "2026年10月", "2项指标", "网上可办率本县多1项")
    assert mentions(title, "全程网办率本县高25.00", "约多1项")


def test_there_is_no_letter_where_nothing_differs(empty_store):
    save(empty_store, batch(ITEMS, *items(1, 2)), bulletin((2, 2)))
    found = compared(empty_store)
    assert reconciling.letter("云溪县", OCTOBER, found, [], date(2026, 11, 6), "清单.xlsx") == ""
    assert mentions(reconciling.title(OCTOBER, found), "2026年10月", "一致（1项指标）")


# --- any history


def some_rows(rng: random.Random, kind: str) -> Batch:
    """Items of some units, or an export that names some, with codes that come again."""
    entries = [
        replace(
            item(
                f"{unit[0]}{n}",
                unit,
                status=rng.choice((COUNTED, COUNTED, COUNTED, LEFT_OUT, OUT_OF_SCOPE)),
                is_online=(online := rng.random() < 0.7),
                is_fully_online=online,
                is_published=rng.random() < 0.6,
                **({"is_exempt_online": True} if rng.random() < 0.1 else {}),
            ),
            name=rng.choice((f"{unit}{n}", f"{unit}{n}（新）")),
        )
        for unit in rng.sample(("公安局", "民政局", "水利局"), rng.randint(1, 3))
        for n in rng.sample(range(9), rng.randint(1, 8))
    ]
    if kind == EXPORT:
        entries = [
            replace(entry, kind=EXPORT, flags={"is_published": True}, status=COUNTED)
            for entry in entries
        ]
    return batch(kind, *entries, is_changes=kind == ITEMS and rng.random() < 0.4)


@pytest.mark.parametrize("seed", few(range(8), 1))
def test_the_changed_rows_add_up_to_what_changed_since_the_cutoff(empty_store, seed):
    """Imports, changes, exports, undoings and rows with errors at random, before and after the
    cutoff.
    """
    rng = random.Random(seed)
    for when in (BEFORE, BEFORE, ON_THE_DAY, AFTER, AFTER, AFTER):
        kind = EXPORT if rng.random() < 0.3 else ITEMS
        version = save(empty_store, some_rows(rng, kind), when=when)
        if rng.random() < 0.3:
            empty_store.undoing.undo(
                [version], Act("王五", when), expected_version=empty_store.version()
            )
    at_cutoff = explaining.version_at(empty_store.records.operations(), CUTOFF)
    before = {
        s.indicator: (s.numerator, s.denominator)
        for s in empty_store.at(at_cutoff).counts.snapshots()
        if s.source == "own"
    }
    save(
        empty_store,
        *(
            bulletin((1, 99), indicator=key)
            for key in ("online_rate", "provincial_publish_rate", "hall_entry_rate")
        ),
    )
    for found in compared(empty_store):
        difference = reconciling.explain(empty_store, found)
        if found.indicator.key in before:
            then = before[found.indicator.key]
            assert difference.at_cutoff == then and (0, 0) not in [
                row.effect for row in difference.ground(CHANGED).rows
            ]
            assert explaining.net(difference.ground(CHANGED).rows) == (
                found.own.numerator - then[0],
                found.own.denominator - then[1],
            )
        else:
            assert difference.at_cutoff is None and not difference.ground(CHANGED).rows
