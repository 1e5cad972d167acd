"""What a preview says before the commit is what the commit then stores; and it stores nothing
itself.
"""

import io
import random
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import openpyxl
import pytest
from support import WHEN, few, golden_files, import_golden, mentions

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import StaleVersion
from govsvc.domain.indicators import (
    BAD_RATINGS,
    BULLETIN,
    BULLETIN_SOURCE,
    CALL_TOTALS,
    CALLS,
    CHAIN_CASES,
    CHAINS,
    EXEMPTIONS,
    ITEMS,
    KINDS,
    OVERLAY_KINDS,
    OWN,
    PARTIAL_KINDS,
    QUESTIONNAIRES,
    RATINGS,
    RECTIFICATION,
    REPRESENTATIVES,
    STATIONS,
    SURVEY,
    TARGETS,
    UNITS,
    VILLAGES,
    WINDOW_SCORES,
    Rules,
)
from govsvc.domain.rates import Rank
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry, Reported, Target
from govsvc.exports import export
from govsvc.importing import pipeline
from govsvc.importing.plan import Plan
from govsvc.importing.preview import (
    Preview,
    of_rules,
    preview,
    preview_sheet,
    summary,
    values,
    words,
)
from govsvc.importing.preview.changes import Figure
from govsvc.importing.preview.matching import compare, differences
from govsvc.sheets.cells import vocabulary
from govsvc.store import Act, Batch, RuleVersion, Snapshot, Store, open_store
from govsvc.store.row_reads import RowReads

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
HOME = "云溪县"
YES = {"is_online": True, "is_fully_online": True, "is_published": True, "is_in_hall": True}
SAYINGS = (
    RATINGS,
    BAD_RATINGS,
    QUESTIONNAIRES,
    CHAINS,
    CHAIN_CASES,
    REPRESENTATIVES,
    WINDOW_SCORES,
)
ENTRY_KINDS = (ITEMS, STATIONS, VILLAGES, *PARTIAL_KINDS)


def item(
    code: str,
    unit: str = "自然资源局",
    month: date = OCTOBER,
    status: str = COUNTED,
    name: str = "",
    more: dict | None = None,
    **flags: bool,
) -> Entry:
    attributes = {"implementation_code": code, "item_type": "行政许可"} | (more or {})
    return Entry(
        ITEMS,
        month,
        unit,
        code,
        name or f"事项{code}",
        attributes,
        YES | flags,
        status,
        "a.xlsx",
        "表",
        2,
    )


def village(
    name: str, month: date = OCTOBER, kind: str = STATIONS, unit: str = "城关镇", **flags: bool
) -> Entry:
    flags = {"has_station": True, "has_standard_name": True} | flags if kind == STATIONS else {}
    return Entry(kind, month, unit, f"{unit}/{name}", name, {}, flags)


def batch(kind: str, *entries: Entry, month: date = OCTOBER) -> Batch:
    return Batch(kind, month, [("a.xlsx", "00")], entries=list(entries))


def bulletin(*rows: Reported, month: date = OCTOBER) -> Batch:
    return Batch(BULLETIN, month, [("b.xlsx", "11")], reported=list(rows))


def printed(county: str, percent: str | None, indicator: str = "online_rate", **more) -> Reported:
    return Reported(OCTOBER, county, indicator, printed=percent and Decimal(percent), **more)


def planned(store: Store, *batches: Batch) -> Plan:
    return Plan(store.version(), [], list(batches), [], home=HOME)


def save(store: Store, *batches: Batch, **options) -> None:
    pipeline.commit(store, planned(store, *batches), who="测试", when=WHEN, **options)


def state(store: Store) -> tuple:
    return (
        store.version(),
        store.counts.snapshots(),
        store.settings.targets(),
        store.records.batches(),
        store.settings.all(),
        store.counts.status_counts(),
    )


def contents(store: Store, months: set[date]) -> dict[tuple, Counter]:
    """(kind, month) → the stored rows without where they were read."""
    store = store.pinned()
    there = {(kind, month) for kind, month, *_ in store.counts.status_counts()}
    return {
        (kind, month): Counter(
            (
                e.unit,
                e.key,
                e.name,
                tuple(sorted(e.attributes.items())),
                tuple(sorted(e.flags.items())),
                e.status,
            )
            for e in (store.rows.entries(kind, month) if (kind, month) in there else ())
        )
        for kind in (*ENTRY_KINDS, *SAYINGS)
        for month in months
    }


def figures(store: Store, home: str | None) -> dict[tuple, tuple]:
    """(indicator, month, source) → ((numerator, denominator, published), rank), home county."""
    board, found = Board(store), {}
    board.home = home
    for indicator in indicators.INDICATORS:
        for month in board.months():
            for source, value in (
                (OWN, board.values.own(indicator, month)),
                (BULLETIN_SOURCE, board.values.bulletin(indicator, month)),
            ):
                if value:
                    found[indicator.key, month, source] = (
                        (value.numerator, value.denominator, value.published),
                        value.rank,
                    )
    return found


def flat(figure) -> tuple | None:
    return figure and (figure.numerator, figure.denominator, figure.published)


class Stored(NamedTuple):
    """What a commit may change: rows, figures of the home county, bulletin values, targets."""

    rows: dict[tuple, Counter]
    figures: dict[tuple, tuple]
    printed: dict[tuple, Snapshot]
    targets: list[Target]


def stored(store: Store, months: set[date], home: str | None) -> Stored:
    values = {
        (value.month, value.county, value.indicator): value
        for value in store.counts.snapshots()
        if value.source == BULLETIN_SOURCE
    }
    return Stored(contents(store, months), figures(store, home), values, store.settings.targets())


def check_rows(seen: Preview, before: Stored, after: Stored) -> None:
    """Rows that come, go and change are those said, also unit by unit."""
    for (kind, month), old_rows in before.rows.items():
        new_rows = after.rows[kind, month]
        said = [row for row in seen.rows if (row.kind, row.month) == (kind, month)]
        what = Counter(row.what for row in said)
        assert what["新增"] + what["改动"] == (new_rows - old_rows).total()
        assert what["减少"] + what["改动"] == (old_rows - new_rows).total()
        units = {u.unit: u for u in seen.units if (u.kind, u.month) == (kind, month)}
        if units:
            counts = Counter(row[0] for row in new_rows.elements())
            assert {unit: u.added + u.changed + u.same for unit, u in units.items()} == {
                unit: counts[unit] for unit in units
            }
            assert set(counts) <= set(units)
        assert Counter((row.unit, row.what) for row in said) == +Counter(
            {
                (u.unit, word): number
                for u in units.values()
                for word, number in (("新增", u.added), ("改动", u.changed), ("减少", u.gone))
            }
        )


def check_indicators(seen: Preview, before: Stored, after: Stored) -> None:
    """Values and ranks that change are said from and to; all others stay."""
    changes = {(c.indicator.key, c.month, c.source): c for c in seen.indicators}
    assert len(changes) == len(seen.indicators) and all(
        change.before or change.after for change in seen.indicators
    )
    for key in {*before.figures, *after.figures, *changes}:
        was, now = before.figures.get(key, (None, None)), after.figures.get(key, (None, None))
        if key in changes:
            change = changes[key]
            assert (flat(change.before), change.rank_before) == was, key
            assert (flat(change.after), change.rank_after) == now, key
        else:
            assert was == now, key


def check_printed_values(seen: Preview, before: Stored, after: Stored) -> None:
    """Bulletin values and targets that differ afterwards are those said."""
    differ = {
        key: (before.printed.get(key), after.printed.get(key))
        for key in {*before.printed, *after.printed}
        if before.printed.get(key) != after.printed.get(key)
    }
    assert {(c.month, c.county, c.indicator): c.what for c in seen.counties} == {
        key: "新增" if was is None else "减少" if now is None else "改动"
        for key, (was, now) in differ.items()
    }
    assert {(t.year, t.until, t.indicator) for t in seen.targets} == {
        (t.year, t.until, t.indicator) for t in after.targets if t not in before.targets
    }


def proven(store: Store, plan: Plan, drop_others: bool = False) -> Preview:
    """The preview, then the commit: all that was foretold is compared with what is stored."""
    untouched = state(store)
    seen = preview(store, plan, drop_others=drop_others)
    assert state(store) == untouched
    months = (
        {month for _, month in seen.batches if month}
        | {month for _, month, *_ in store.counts.status_counts()}
        | {entry.month for batch in plan.batches for entry in batch.entries}
    )
    home = store.settings.home() or plan.home
    before = stored(store, months, home)
    pipeline.commit(store, plan, who="测试", when=WHEN, drop_others=drop_others)
    after = stored(store, months, home)
    check_rows(seen, before, after)
    check_indicators(seen, before, after)
    check_printed_values(seen, before, after)
    return seen


def proven_golden(store: Store, *names: str, drop_others: bool = False) -> Preview:
    plan = pipeline.plan(store, golden_files(*names), home=None if store.settings.home() else HOME)
    assert not plan.refused and plan.batches
    return proven(store, plan, drop_others)


# -- golden files ------------------------------------------------------------------------


def test_the_first_import_into_an_empty_store(empty_store):
    seen = proven_golden(empty_store, "01_clean_month.xlsx")
    assert {row.what for row in seen.rows} == {"新增"} and Counter(
        row.kind for row in seen.rows
    ) == {ITEMS: 3150, STATIONS: 286}
    assert all(change.before is None and change.rank_before is None for change in seen.indicators)
    assert (
        {value.what for value in seen.counties}
        == {target.what for target in seen.targets}
        == {"新增"}
    )
    targets, items, stations, *_ = summary(seen)
    assert mentions(targets, "目标值", "新增5项")
    assert mentions(items, "政务服务事项", "新增3,150行", "15个部门")
    assert mentions(stations, "基层站点", "新增286行", "6个乡镇")


CLEAN, CLERK, STATIONS_FILE, BULLETIN_FILE, FAULTY, DIFFERING = (
    "01_clean_month.xlsx",
    "02_items_clerk.xlsx",
    "03_stations_townships.xls",
    "04_city_bulletin.csv",
    "05_items_with_faults.xlsx",
    "06_city_bulletin_differs.csv",
)
#: what is there, what comes; plain pytest runs the first of them
IMPORTS = (
    ((CLEAN,), (FAULTY,)),
    ((BULLETIN_FILE,), (DIFFERING,)),
    ((FAULTY,), (CLEAN,)),
    ((DIFFERING,), (BULLETIN_FILE,)),
    ((CLERK,), (STATIONS_FILE,)),
    ((CLERK, STATIONS_FILE, BULLETIN_FILE), (CLEAN,)),
    ((), (CLEAN, CLERK, STATIONS_FILE, DIFFERING)),
)


@pytest.mark.parametrize(
    ("imports", "drop_others"),
    [
        pytest.param(imports, drops, marks=[pytest.mark.full] if place >= most else [])
        for drops, most in ((False, 4), (True, 2))
        for place, imports in enumerate(IMPORTS)
    ],
    ids=lambda value: (
        "+".join(name[:2] for name in value[0]) + " then " + "+".join(name[:2] for name in value[1])
        if isinstance(value, tuple)
        else "drop" * value
    ),
)
def test_one_golden_import_then_another(golden_file, tmp_path, imports, drop_others):
    first, then = imports
    path = tmp_path / "golden.duckdb"
    store = open_store(shutil.copy(golden_file(*first), path) if first else path)
    proven_golden(store, *then, drop_others=drop_others)
    store.close()


def test_the_golden_items_then_the_same_with_a_few_changes(empty_store, tmp_path):
    import_golden(empty_store, "02_items_clerk.xlsx")
    plan = pipeline.plan(empty_store, golden_files("02_items_clerk.xlsx"))
    assert (
        plan.already
        and preview(empty_store, plan).batches == ()
        and summary(preview(empty_store, plan)) == []
    )
    book = openpyxl.load_workbook(io.BytesIO(golden_files("02_items_clerk.xlsx")[0][1]))
    rows = empty_store.rows.entries(ITEMS, SEPTEMBER)
    wanted = next(row for row in rows if row.status == COUNTED)
    page = book[wanted.sheet]
    cell = next(c for c in page[wanted.row] if str(c.value).strip() == wanted.name)
    cell.value = "换了名称的事项"
    out = io.BytesIO()
    book.save(out)
    plan = pipeline.plan(empty_store, [("02_items_clerk.xlsx", out.getvalue())])
    seen = proven(empty_store, plan)
    (row,) = seen.rows
    assert (row.what, row.unit, row.key, row.name) == (
        "改动",
        wanted.unit,
        wanted.key,
        "换了名称的事项",
    )
    assert row.fields == (("事项名称", wanted.name, "换了名称的事项"),)
    items, own = summary(seen)
    assert mentions(items, "政务服务事项", "改动1行", "1个部门")
    assert mentions(own, "本县测算", "5项指标不变")


def test_the_bulletin_that_differs(empty_store):
    import_golden(empty_store, "04_city_bulletin.csv")
    seen = proven_golden(empty_store, "06_city_bulletin_differs.csv")
    change = next(c for c in seen.indicators if c.indicator.key == "online_rate")
    assert (str(change.before.published), str(change.after.published), str(change.change_pp)) == (
        "98.59",
        "98.44",
        "-0.15",
    )
    assert change.source == BULLETIN_SOURCE and change.is_changed
    home = next(c for c in seen.counties if c.county == HOME and c.indicator == "online_rate")
    assert (
        ("公布值", "98.59%", "98.44%") in home.fields
        and home.what == "改动"
        and home.name == "网上可办率"
    )


# -- what a row's change is --------------------------------------------------------------


def test_the_same_rows_again_change_nothing(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2", more={"note": "注", "level": "县本级"})))
    again = batch(
        ITEMS,
        replace(item("2", more={"level": "县本级", "note": "注"}), file="b.xlsx", row=77),
        item("1"),
    )
    seen = proven(empty_store, planned(empty_store, again))
    assert not seen.is_changed and seen.rows == () and summary(seen) == ["与现有数据完全相同。"]
    assert [(u.unit, u.same, u.is_changed) for u in seen.units] == [("自然资源局", 2, False)]
    assert preview_sheet(seen, home=HOME).rows == []


def test_every_field_that_differs_is_named_in_chinese(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1", more={"note": "旧注", "level": "县本级"}, is_exempt_online=False)),
    )
    changed = item(
        "1", name="新名", status=OUT_OF_SCOPE, more={"note": "新注", "visits": "1"}, is_online=False
    )
    (row,) = proven(empty_store, planned(empty_store, batch(ITEMS, changed))).rows
    assert row.fields == (
        ("事项名称", "事项1", "新名"),
        ("行使层级", "县本级", "未填"),
        ("到办事现场次数", "未填", "1"),
        ("备注", "旧注", "新注"),
        ("是否网上可办", "是", "否"),
        ("是否不宜网办", "否", "未填"),
        ("计入情况", "计入", "不在范围"),
    )


def test_no_field_that_a_sheet_gives_is_named_in_english():
    for kind in ENTRY_KINDS:
        fields = {
            *vocabulary.KEPT[kind],
            *(("item_type", *vocabulary.CODES) if kind == ITEMS else ()),
        }
        flags = {flag.key: True for flag in indicators.flags_of(kind)}
        empty = Entry(kind, OCTOBER, "甲", "1", "名", {}, {})
        named = differences(
            empty,
            Entry(kind, OCTOBER, "乙", "1", "称", dict.fromkeys(fields, "值"), flags, LEFT_OUT),
        )
        assert len(named) == len(fields) + len(flags) + 3
        assert not [text for field in named for text in field if text.isascii()]


def test_a_row_that_moves_between_departments_is_one_change(empty_store):
    save(empty_store, batch(ITEMS, item("1", "甲局"), item("2", "甲局"), item("3", "乙局")))
    seen = proven(
        empty_store,
        planned(empty_store, batch(ITEMS, item("1", "乙局"), item("2", "甲局"), item("3", "乙局"))),
    )
    assert [(row.what, row.unit, row.fields) for row in seen.rows] == [
        ("改动", "乙局", (("实施主体", "甲局", "乙局"),))
    ]
    assert [(u.unit, u.added, u.changed, u.gone, u.same) for u in seen.units] == [
        ("乙局", 0, 1, 0, 1),
        ("甲局", 0, 0, 0, 1),
    ]
    assert seen.taken_over == ()


def test_a_row_whose_old_department_is_not_in_the_files_is_taken_over_and_that_is_said(
    empty_store,
):
    save(empty_store, batch(ITEMS, item("1", "甲局"), item("3", "乙局")))
    seen = proven(
        empty_store, planned(empty_store, batch(ITEMS, item("1", "乙局"), item("3", "乙局")))
    )
    assert [(row.what, row.unit) for row in seen.rows] == [("改动", "乙局")]
    (taken,) = seen.taken_over
    assert (taken.row.key, taken.owner, taken.row.unit) == ("1", "甲局", "乙局")
    assert (
        next(c for c in seen.indicators if c.indicator.key == "online_rate").after.denominator == 2
    )
    assert any("事项1（甲局 → 乙局）" in line for line in summary(seen))


def test_only_rows_that_count_are_taken_over(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1", "甲局", status=OUT_OF_SCOPE), item("2", "甲局"), item("3", "乙局")),
    )
    seen = proven(
        empty_store,
        planned(empty_store, batch(ITEMS, item("1", "乙局"), item("2", "乙局", status=LEFT_OUT))),
    )
    assert seen.taken_over == ()


def test_a_department_is_replaced_wholly_and_others_stay(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2"), item("9", "公安局")))
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("1"))))
    assert [(row.what, row.key) for row in seen.rows] == [("减少", "2")]
    assert [(u.unit, u.gone, u.same) for u in seen.units] == [
        ("公安局", 0, 1),
        ("自然资源局", 1, 1),
    ]


def test_a_whole_month_drops_the_others(empty_store):
    save(
        empty_store,
        batch(ITEMS, item("1"), item("9", "公安局")),
        bulletin(printed(HOME, "98"), printed("东屏县", "97")),
    )
    batches = batch(ITEMS, item("1")), bulletin(printed(HOME, "98"))
    kept = preview(empty_store, planned(empty_store, *batches))
    assert kept.rows == kept.counties == ()
    seen = proven(empty_store, planned(empty_store, *batches), drop_others=True)
    assert [(row.what, row.unit) for row in seen.rows] == [("减少", "公安局")]
    assert [(value.what, value.county) for value in seen.counties] == [("减少", "东屏县")]
    assert not preview(empty_store, planned(empty_store, *batches)).is_changed


def test_a_department_whose_rows_all_have_errors_keeps_its_rows(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2", "公安局")))
    faulty = batch(ITEMS, item("1"), item("2", "公安局", status=LEFT_OUT))
    seen = proven(empty_store, planned(empty_store, faulty))
    assert [(row.what, row.unit, row.fields) for row in seen.rows] == [
        ("新增", "公安局", (("计入情况", "", "未计入"),))
    ]
    assert not any(change.is_changed for change in seen.indicators)
    assert not proven(
        empty_store, planned(empty_store, faulty)
    ).is_changed  # the faulty rows take the place of the faulty ones


def test_rows_without_a_department_go_with_the_department_that_they_came_with(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("x", "", status=LEFT_OUT)))
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("5", "公安局"))))
    assert [(row.what, row.unit) for row in seen.rows] == [("新增", "公安局")]
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("1"))))
    assert [(row.what, row.unit, row.fields) for row in seen.rows] == [
        ("减少", "", (("计入情况", "未计入", ""),))
    ]


def test_a_month_that_uses_another_code_is_paired_by_the_code_that_both_carry(empty_store):
    save(empty_store, batch(ITEMS, item("A"), item("B")))
    finer = [
        replace(
            item(code),
            key=f"{code}-1",
            attributes=item(code).attributes | {"business_code": f"{code}-1"},
        )
        for code in "AB"
    ]
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, *finer)))
    assert [(row.what, row.fields) for row in seen.rows] == [
        ("改动", (("业务办理项编码", "未填", f"{code}-1"),)) for code in "AB"
    ]


def test_one_item_with_several_finer_ones_is_never_paired_at_random(empty_store):
    def finer(n):
        return replace(
            item("A"), key=f"A-{n}", attributes=item("A").attributes | {"business_code": f"A-{n}"}
        )

    save(empty_store, batch(ITEMS, finer(1), finer(2)))
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, finer(1), finer(3))))
    assert [(row.what, row.key) for row in seen.rows] == [("新增", "A-3"), ("减少", "A-2")]
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("A"))))
    assert Counter(row.what for row in seen.rows) == {"新增": 1, "减少": 2}


def test_a_row_that_got_its_code_is_paired_by_name(empty_store):
    bare = replace(item("1"), key="自然资源局/事项1", attributes={"item_type": "行政许可"})
    save(empty_store, batch(ITEMS, bare))
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("1"))))
    assert [(row.what, row.fields) for row in seen.rows] == [("改动", (("实施编码", "未填", "1"),))]


def test_a_key_that_is_there_twice_is_paired_within_its_department_first():
    """As an older program left it."""
    _, rows = compare(
        ITEMS,
        OCTOBER,
        [item("1", "甲局"), item("1", "乙局", name="别名")],
        [],
        [item("1", "乙局", name="别名"), item("1", "甲局", is_online=False)],
    )
    assert [(row.unit, row.fields) for row in rows] == [("甲局", (("是否网上可办", "是", "否"),))]


# -- values ------------------------------------------------------------------------------


def test_village_lists_that_arrive_after_the_stations(empty_store):
    save(
        empty_store,
        batch(STATIONS, village("东村"), village("西村", has_station=False)),
        batch(STATIONS, village("东村", SEPTEMBER), month=SEPTEMBER),
    )
    listed = batch(VILLAGES, *(village(name, kind=VILLAGES) for name in ("东村", "南村", "北村")))
    seen = proven(empty_store, planned(empty_store, listed))
    coverage = next(c for c in seen.indicators if c.indicator.key == "station_coverage_rate")
    assert (coverage.month, flat(coverage.before)[:2], flat(coverage.after)[:2]) == (
        OCTOBER,
        (1, 2),
        (1, 3),
    )
    assert {c.month for c in seen.indicators} == {OCTOBER}
    earlier = batch(
        VILLAGES,
        *(village(name, SEPTEMBER, VILLAGES) for name in ("东村", "南村")),
        month=SEPTEMBER,
    )
    assert {c.month for c in proven(empty_store, planned(empty_store, earlier)).indicators} == {
        SEPTEMBER,
        OCTOBER,
    }


def test_village_lists_of_two_months_count_from_the_earlier_one_on(empty_store):
    save(
        empty_store,
        *(
            batch(STATIONS, village("东村", month), village("西村", month), month=month)
            for month in (SEPTEMBER, OCTOBER)
        ),
    )
    lists = [
        batch(VILLAGES, *(village(name, month, VILLAGES) for name in names), month=month)
        for month, names in ((SEPTEMBER, ["东村", "南村"]), (OCTOBER, ["东村", "西村", "南村"]))
    ]
    seen = proven(empty_store, planned(empty_store, *lists))
    assert {
        (c.month, *flat(c.after)[:2])
        for c in seen.indicators
        if c.indicator.key == "station_coverage_rate"
    } == {(SEPTEMBER, 1, 2), (OCTOBER, 2, 3)}


def test_two_months_in_one_import(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    seen = proven(
        empty_store,
        planned(
            empty_store,
            batch(ITEMS, item("1", month=SEPTEMBER, is_online=False), month=SEPTEMBER),
            batch(ITEMS, item("1", is_online=False)),
        ),
    )
    assert [(row.month, row.what) for row in seen.rows] == [(SEPTEMBER, "新增"), (OCTOBER, "改动")]
    september, october, september_own, october_own = summary(seen)
    assert mentions(september, "2026年9月政务服务事项", "新增1行", "1个部门")
    assert mentions(october, "2026年10月政务服务事项", "改动1行", "1个部门")
    assert mentions(september_own, "本县测算（2026年9月）", "网上可办率 0.00%（新增）")
    assert mentions(october_own, "本县测算（2026年10月）", "100.00% → 0.00%", "下降100.00")
    assert mentions(october_own, "网上可办率", "其余4项指标不变")


def test_an_indicator_that_is_no_longer_counted(empty_store):
    save(empty_store, batch(ITEMS, item("1")))
    bare = replace(item("1"), flags={key: True for key in YES if key != "is_published"})
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, bare)))
    change = next(c for c in seen.indicators if c.indicator.key == "provincial_publish_rate")
    assert change.after is None and change.change_pp is None
    assert "省平台发布率 100.00%（不再有值）" in summary(seen)[1]
    assert (
        "指标值",
        "2026年10月",
        HOME,
        None,
        change.indicator.name,
        "减少",
        "本县测算",
        "100.00%（1/1）",
        "—",
    ) in preview_sheet(seen, home=HOME).rows


def test_the_rules_of_the_commit_are_those_of_the_preview(empty_store):
    ruled(empty_store, exempt_as={"online_rate": "met"})
    seen = proven(
        empty_store,
        planned(
            empty_store, batch(ITEMS, item("1"), item("2", is_online=False, is_exempt_online=True))
        ),
    )
    assert flat(next(c for c in seen.indicators if c.indicator.key == "online_rate").after)[:2] == (
        2,
        2,
    )


def ruled(store: Store, **rules) -> int:
    return store.setting_writes.change_rules(
        RuleVersion("新口径", "市发〔2026〕1号", date(2026, 9, 1), Rules(**rules)),
        Act("测试", WHEN),
        expected_version=store.version(),
    )


def test_what_other_rules_would_change_is_seen_and_then_so(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2", is_online=False, is_exempt_online=True)))
    found = RuleVersion(
        "新口径", "市发〔2026〕1号", date(2026, 10, 1), Rules(exempt_as={"online_rate": "not_met"})
    )
    (change,) = of_rules(empty_store, found)
    assert (change.indicator.key, flat(change.before)[:2], flat(change.after)[:2]) == (
        "online_rate",
        (1, 1),
        (1, 2),
    ) and empty_store.version() == 1
    empty_store.setting_writes.change_rules(found, Act("测试", WHEN), expected_version=1)
    assert figures(empty_store, HOME)["online_rate", date(2026, 10, 1), "own"][0][:2] == (1, 2)


def test_the_rank_moves_where_another_county_moves(empty_store):
    save(
        empty_store,
        bulletin(printed(HOME, "98.5"), printed("东屏县", "98.4"), printed("南浦区", None)),
    )
    seen = proven(
        empty_store,
        planned(empty_store, bulletin(printed("东屏县", "98.60"), printed("南浦区", "99"))),
    )
    (change,) = seen.indicators
    assert change.before == change.after and change.change_pp == 0 and change.is_changed
    assert (change.rank_before, change.rank_after) == (
        Rank(1, False, 2, None),
        Rank(3, False, 3, None),
    )
    counties, own = summary(seen)
    assert mentions(counties, "全市指标", "改动2个值", "2个县")
    assert mentions(own, "市通报", "网上可办率 98.50%", "持平", "第1 → 第3")
    assert preview_sheet(seen, home=HOME).rows[0][5:] == ("改动", "位次", "第1", "第3")


def test_rank_is_within_the_group(empty_store):
    rows = [
        printed(HOME, "98", group="县市组"),
        printed("东屏县", "97", group="县市组"),
        printed("城中区", "99", group="城区组"),
    ]
    (change,) = proven(empty_store, planned(empty_store, bulletin(*rows))).indicators
    assert change.rank_after == Rank(1, False, 2, "县市组")


def test_printed_values_keep_their_digits_and_equal_values_are_equal(empty_store):
    save(empty_store, bulletin(printed(HOME, "98.5", printed_rank=1), printed("东屏县", "97")))
    assert (
        proven(
            empty_store, planned(empty_store, bulletin(printed(HOME, "98.50", printed_rank=1)))
        ).counties
        == ()
    )
    (value,) = proven(
        empty_store, planned(empty_store, bulletin(printed(HOME, "98.514", printed_rank=2)))
    ).counties
    assert (
        value.fields == (("公布值", "98.5%", "98.514%"), ("通报名次", "1", "2"))
        or value.fields[0][1] == "98.50%"
    )


def test_the_overall_score_of_a_bulletin(empty_store):
    save(
        empty_store, bulletin(printed(HOME, None, "overall", score=Decimal("95.2"), printed_rank=3))
    )
    (value,) = proven(
        empty_store,
        planned(
            empty_store,
            bulletin(
                printed(
                    HOME,
                    None,
                    "overall",
                    score=Decimal("96"),
                    printed_rank=2,
                    cutoff=date(2026, 10, 31),
                )
            ),
        ),
    ).counties
    assert value.name == "综合" and value.fields == (
        ("通报名次", "3", "2"),
        ("得分", "95.2", "96"),
        ("数据截止日", "—", "2026-10-31"),
    )


def test_a_bulletin_that_prints_one_value_twice_leaves_the_one_that_is_read(empty_store):
    save(empty_store, bulletin(printed(HOME, "98"), printed("东屏县", "97")))
    proven(
        empty_store,
        planned(
            empty_store, bulletin(printed(HOME, None), printed(HOME, None), printed("东屏县", "96"))
        ),
    )


def test_the_home_county_that_is_only_named_with_the_import(empty_store):
    plan = Plan(0, [], [bulletin(printed(HOME, "98"), printed("东屏县", "97"))], [])
    assert preview(empty_store, plan).indicators == ()
    assert preview(empty_store, plan, home="东屏县").indicators[0].rank_after.place == 2
    save(empty_store, batch(ITEMS, item("1")))
    plan = Plan(empty_store.version(), [], plan.batches, [])
    assert (
        preview(empty_store, plan, home="东屏县").indicators[0].rank_after.place == 1
    )  # the database knows its own


def test_targets(empty_store):
    def targets(*values):
        return Batch(TARGETS, None, [("t.xlsx", "22")], targets=list(values))

    save(
        empty_store,
        targets(
            Target(2026, "online_rate", Decimal("99.0"), lead_unit="甲"),
            Target(2026, "online_rate", Decimal(98), until=6),
        ),
    )
    plan = planned(
        empty_store,
        targets(
            Target(2026, "online_rate", Decimal("99.5")),
            Target(2026, "online_rate", Decimal(98), until=6),
            Target(2026, "full_online_rate", place=3),
            Target(2026, "full_online_rate", place=2),
        ),
    )
    seen = proven(empty_store, plan, drop_others=True)
    assert [(t.what, t.name, t.until, t.fields) for t in seen.targets] == [
        ("改动", "网上可办率", None, (("目标值", "99.0%", "99.5%"), ("牵头单位", "甲", "—"))),
        ("新增", "全程网办率", None, (("目标位次", "—", "2"),)),
    ]
    assert summary(seen) == ["目标值：新增1项、改动1项。"]
    assert [line[:2] + line[4:] for line in preview_sheet(seen, home=HOME).rows] == [
        ("目标值", "2026年", "网上可办率", "改动", "目标值", "99.0%", "99.5%"),
        ("目标值", "2026年", "网上可办率", "改动", "牵头单位", "甲", "—"),
        ("目标值", "2026年", "全程网办率", "新增", "目标位次", "—", "2"),
    ]
    assert (
        len([t for t in empty_store.settings.targets() if t.indicator == "full_online_rate"]) == 1
    )


# -- sentences and the file --------------------------------------------------------------


def test_sentences_say_from_and_to(empty_store):
    save(
        empty_store,
        batch(ITEMS, *(item(str(n), f"单位{n % 4}", is_online=n > 2) for n in range(1, 143))),
    )
    now = [item(str(n), f"单位{n % 4}", is_online=n > 1) for n in range(2, 143)] + [
        item("x", "单位0")
    ]
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, *now)))
    items, own = summary(seen)
    assert mentions(items, "政务服务事项", "新增1行、改动1行、减少1行", "3个部门")
    assert mentions(own, "网上可办率 98.59% → 100.00%", "提升1.41", "其余4项指标不变")
    save(empty_store, batch(ITEMS, *(item(str(n), "单位0", is_online=n > 1) for n in range(71))))
    seen = preview(
        empty_store,
        planned(
            empty_store, batch(ITEMS, *(item(str(n), "单位0", is_online=n > 3) for n in range(142)))
        ),
    )
    assert summary(seen)[1].startswith("本县测算：网上可办率 ")


def test_counts_that_move_under_the_same_published_value_are_said(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("2")))
    seen = proven(empty_store, planned(empty_store, batch(ITEMS, item("1"))))
    assert "网上可办率 100.00%，持平（2/2 → 1/1）" in summary(seen)[1]


def test_the_file_has_a_line_for_every_change(empty_store):
    save(
        empty_store, batch(ITEMS, item("1"), item("2", "公安局")), batch(STATIONS, village("东村"))
    )
    bare = Entry(ITEMS, OCTOBER, "公安局", "公安局/=无码事项", "=无码事项", {}, YES)
    seen = proven(
        empty_store,
        planned(
            empty_store,
            batch(ITEMS, item("1", is_online=False, name="改名"), bare),
            batch(STATIONS, village("东村", has_standard_name=False)),
        ),
    )
    sheet = preview_sheet(seen, home=HOME)
    assert sheet.columns == (
        "类别",
        "数据月份",
        "单位",
        "编码或村名",
        "名称",
        "变化",
        "字段",
        "原值",
        "新值",
    )
    assert [line for line in sheet.rows if line[0] != "指标值"] == [
        ("政务服务事项", "2026年10月", "公安局", None, "=无码事项", "新增", None, None, None),
        ("政务服务事项", "2026年10月", "公安局", "2", "事项2", "减少", None, None, None),
        (
            "政务服务事项",
            "2026年10月",
            "自然资源局",
            "1",
            "改名",
            "改动",
            "事项名称",
            "事项1",
            "改名",
        ),
        (
            "政务服务事项",
            "2026年10月",
            "自然资源局",
            "1",
            "改名",
            "改动",
            "是否网上可办",
            "是",
            "否",
        ),
        ("基层站点", "2026年10月", "城关镇", "东村", "东村", "改动", "名称是否规范", "是", "否"),
    ]
    assert ("行", "新增1行、改动2行、减少1行") in sheet.facts and (
        "数据月份",
        "2026年10月",
    ) in sheet.facts
    page = openpyxl.load_workbook(io.BytesIO(export.to_xlsx(sheet))).active
    assert page.max_row == 3 + len(sheet.rows) and [c.value for c in page[3]] == list(sheet.columns)
    assert not [c for line in page.iter_rows() for c in line if c.data_type == "f"]


# -- nothing stored, nothing stale -------------------------------------------------------


def test_a_plan_of_older_data_is_refused_as_the_commit_refuses_it(empty_store):
    plan = planned(empty_store, batch(ITEMS, item("1")))
    save(empty_store, batch(ITEMS, item("2")))
    with pytest.raises(StaleVersion):
        preview(empty_store, plan)


def test_data_that_change_while_it_reads_are_noticed(empty_store, monkeypatch):
    plan = planned(empty_store, batch(ITEMS, item("1")))
    read = RowReads.entries

    def slow(self, kind, month):
        monkeypatch.setattr(RowReads, "entries", read)
        save(empty_store, batch(ITEMS, item("2")))
        return read(self, kind, month)

    monkeypatch.setattr(RowReads, "entries", slow)
    with pytest.raises(StaleVersion):
        preview(empty_store, plan)


def test_the_plan_is_left_as_it_was(empty_store):
    save(empty_store, batch(ITEMS, item("1"), item("9", "公安局")))
    plan = planned(empty_store, batch(ITEMS, item("1")))
    preview(empty_store, plan, drop_others=True)
    assert [b.is_whole for b in plan.batches] == [False]


# -- random imports, one on the other ----------------------------------------------------


def some_bulletin(chance: random.Random, month: date) -> Batch:
    values = [None, Decimal("98.5"), Decimal("98.50"), Decimal("99")]
    return Batch(
        BULLETIN,
        month,
        [("b", "1")],
        reported=[
            Reported(
                month,
                county,
                chance.choice(["online_rate", "hall_entry_rate", "overall"]),
                printed=chance.choice(values),
                printed_rank=chance.choice([None, 1]),
                group=chance.choice([None, "甲组"]),
            )
            for county in chance.sample([HOME, "东屏县", "南浦区", "北岭县"], chance.randint(1, 4))
        ],
    )


def some_village(
    chance: random.Random, kind: str, month: date, unit: str, code: str, status: str
) -> Entry:
    flags = {} if kind == VILLAGES else {"has_station": chance.random() < 0.7}
    return replace(village(f"村{code}", month, kind, unit, **flags), status=status)


def some_item(
    chance: random.Random, kind: str, month: date, unit: str, code: str, status: str
) -> Entry:
    """A row of the item list or of a partial sheet."""
    attributes = {
        field: code for field in ("business_code", "implementation_code") if chance.random() < 0.6
    }
    key = code if attributes else f"{unit}/事项{code}"
    if chance.random() < 0.3:
        attributes["level"] = chance.choice(["县本级", "乡镇（街道）"])
    flags = {
        flag: chance.random() < 0.7
        for flag in (YES if kind == ITEMS else [one.key for one in indicators.flags_of(kind)])
        if chance.random() < 0.9
    }
    if kind == ITEMS and chance.random() < 0.2:
        flags["is_exempt_hall"] = chance.random() < 0.7
    if kind == EXEMPTIONS:
        attributes |= chance.choice(
            [{}, {"document": "号"}, {"valid_until": "2026-09-30", "document": "号"}]
        )
    return Entry(kind, month, unit, key, f"事项{code}", attributes, flags, status)


def some_saying(
    chance: random.Random, kind: str, month: date, unit: str, code: str, status: str
) -> Entry:
    """A row of 好差评, 差评台账, 问卷, 一件事, 名册 or 窗口考核评分."""
    keys = {
        RATINGS: f"{unit}/item/{code}",
        BAD_RATINGS: f"bad/{code}/1",
        QUESTIONNAIRES: f"第{int(code) % 2}次/{code}",
        CHAINS: f"第{code}件事",
        CHAIN_CASES: f"第{code}件事",
        REPRESENTATIVES: f"{unit}/首席事务代表",
        WINDOW_SCORES: f"评分.xlsx/9月/{unit}/{code}/1",
    }
    said = {"of": "item", "count": chance.choice("123")}
    return Entry(kind, month, unit, keys[kind], f"事项{code}", said, {}, status)


def some_entry(chance: random.Random, kind: str, month: date) -> Entry:
    unit, code = chance.choice(["甲", "乙", "丙", ""]), chance.choice("12345")
    statuses = [COUNTED, COUNTED, COUNTED, LEFT_OUT, OUT_OF_SCOPE]
    status = chance.choice(statuses) if unit else LEFT_OUT
    make = some_item if kind == ITEMS or kind in PARTIAL_KINDS else some_village
    if kind in SAYINGS:
        make = some_saying
    return make(chance, kind, month, unit, code, status)


def readable(entries: list[Entry]) -> list[Entry]:
    """Those that can come out of files: of counted rows with one key none but the first."""
    keys = set()
    return [
        entry
        for entry in entries
        if entry.status != COUNTED or not (entry.key in keys or keys.add(entry.key))
    ]


def some_batches(chance: random.Random) -> list[Batch]:
    """A batch for some kinds and months, of few units, keys and values, so that rows meet, move and
    repeat.
    """
    batches = []
    for month in (SEPTEMBER, OCTOBER):
        for kind in (*ENTRY_KINDS, *SAYINGS, BULLETIN):
            if chance.random() < 0.45:
                continue
            if kind == BULLETIN:
                batches.append(some_bulletin(chance, month))
            else:
                entries = [some_entry(chance, kind, month) for _ in range(chance.randint(1, 8))]
                # two partial sheets may speak of one item
                entries = entries if kind in OVERLAY_KINDS else readable(entries)
                is_changes = kind in (BAD_RATINGS, QUESTIONNAIRES, CHAIN_CASES)
                batches.append(
                    Batch(kind, month, [("a", "0")], entries=entries, is_changes=is_changes)
                )
    return batches


@pytest.mark.parametrize("seed", few(range(8), 1))
def test_whatever_comes_the_preview_is_what_is_stored(empty_store, seed):
    chance = random.Random(seed)
    for _ in range(5):
        proven(
            empty_store,
            planned(empty_store, *some_batches(chance)),
            drop_others=chance.random() < 0.25,
        )


def test_the_random_imports_hold_every_kind_of_change():
    kinds = Counter(made.kind for seed in range(8) for made in some_batches(random.Random(seed)))
    others = {TARGETS, UNITS, CALLS, CALL_TOTALS, SURVEY, RECTIFICATION}
    assert set(kinds) == set(KINDS) - others


def test_a_mean_is_foreseen_in_its_own_measure():
    mean = indicators.by_key("mean_visits")
    seen = values.own_changes(OCTOBER, ITEMS, [], {mean.key: (1, 12)})
    (new,) = [change for change in seen if change.indicator == mean]
    assert new.after.published == Decimal("0.08")
    assert words._change(new) == "平均跑动次数 0.08次（新增）"
    moved = replace(new, before=new.after, after=Figure(6, 12, Decimal("0.50")))
    assert words._change(moved) == "平均跑动次数 0.08次 → 0.50次，+0.42次"
