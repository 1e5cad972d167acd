"""A key belongs to one unit in a month: what names another unit's item is asked, and refused from
an account that is limited to other units.
"""

from dataclasses import replace
from datetime import date

import pytest
from support import mentions
from test_rights_of_roles import LIMITED, OTHER, OWN
from test_stops import HEADER, item, items, table
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, own, save
from test_store import item as entry

from govsvc.__main__ import main
from govsvc.domain.errors import NotAllowed, StoreError
from govsvc.domain.indicators import CASES, ITEMS
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.importing import pipeline, preview, stops
from govsvc.security import audit_kinds
from govsvc.security.audit_log import AuditLog
from govsvc.store import Act, Batch, open_store

#: twenty items of 民政局 and twenty of 残联; the list of 残联 then holds one of 民政局, too
CIVIL = items(*map(item, range(20)), name="民政局")
DISABLED = items(*(item(n, unit="残联") for n in range(100, 120)), name="残联")
DISABLED_WITH_ONE = items(*(item(n, unit="残联") for n in (*range(100, 120), 3)), name="残联2")
CIVIL_WITHOUT_IT = items(*(item(n) for n in range(20) if n != 3), name="民政局2")
ONE_CHANGE = items(item(3, unit="残联"), name="变化")
KEY = item(3)[0]


def planned(store, *files, **options):
    return pipeline.plan(
        store,
        list(files),
        home=None if store.settings.home() else "云溪县",
        **options,
    )


def stored(store, *files, **options) -> int:
    return pipeline.commit(store, planned(store, *files, **options), who="测试", when=WHEN)


def asked(store, plan, **options) -> list[stops.Stop]:
    return stops.stops_of(store, plan, preview.preview(store, plan, **options))


def units_of(store, key: str = KEY, kind: str = ITEMS) -> list[str]:
    return [unit for unit, known, _ in store.rows.row_keys(kind, OCTOBER) if known == key]


@pytest.fixture
def two(empty_store):
    stored(empty_store, CIVIL, DISABLED)
    return empty_store


@pytest.mark.parametrize(
    ("file", "is_changes"),
    [(DISABLED_WITH_ONE, False), (ONE_CHANGE, True)],
    ids=["list", "changes"],
)
def test_an_item_of_another_unit_is_asked_and_moves_where_that_is_meant(two, file, is_changes):
    plan = planned(two, file, is_changes=is_changes)
    (stop,) = asked(two, plan)
    assert stop.code == "takes_over" and mentions(stop.message, "残联", "民政局", "事项3", "1项")
    (issue,) = [one for read in plan.files for one in read.issues]
    assert (issue.code, issue.severity, issue.value) == ("of_another_unit", "warning", KEY)
    assert issue.cell and mentions(issue.message, "民政局", "残联")
    assert [change.kept for change in plan.replacements] == ([] if is_changes else [{"民政局": 19}])
    seen = preview.preview(two, plan)
    assert [(row.unit, row.fields) for row in seen.rows if row.key == KEY] == [
        ("残联", (("实施主体", "民政局", "残联"),))
    ]
    pipeline.commit(two, plan, who="测试", when=WHEN)
    assert units_of(two) == ["残联"] and own(two)["online_rate"] == (40, 40)
    assert not two.faults()


def test_what_both_lists_say_is_not_asked(two):
    assert not asked(two, planned(two, CIVIL_WITHOUT_IT, DISABLED_WITH_ONE))
    # a list that replaces the whole month leaves nobody's row to take
    assert not asked(two, planned(two, DISABLED_WITH_ONE), drop_others=True)


def test_an_item_of_the_month_before_is_asked_before_the_other_unit_has_handed_in(two):
    """The month would open without it in the other unit."""

    def november(*files: tuple[str, bytes]) -> list[tuple[str, bytes]]:
        return [
            (name, content.replace("年10月".encode(), "年11月".encode())) for name, content in files
        ]

    plan = planned(two, *november(DISABLED_WITH_ONE))
    (stop,) = asked(two, plan)
    assert stop.code == "takes_over" and mentions(stop.message, "2026年10月", "民政局", "残联")
    assert not asked(two, planned(two, *november(DISABLED_WITH_ONE, CIVIL_WITHOUT_IT)))
    stored(two, *november(CIVIL_WITHOUT_IT))
    assert not asked(two, planned(two, *november(DISABLED_WITH_ONE)))


def test_a_row_with_an_error_takes_nothing_over(two):
    broken = item(3, unit="残联")
    broken[2] = "不是类型"
    file = items(*(item(n, unit="残联") for n in range(100, 120)), broken, name="残联2")
    plan = planned(two, file)
    assert plan.error_count and "takes_over" not in [stop.code for stop in asked(two, plan)]
    pipeline.commit(two, plan, who="测试", when=WHEN)
    assert sorted(units_of(two)) == ["残联", "民政局"] and own(two)["online_rate"] == (40, 40)


@pytest.mark.parametrize("options", [["--strict"], ["--changes"]], ids="".join)
def test_the_command_line_stops_until_it_is_accepted(tmp_path, capsys, options):
    path = tmp_path / "a.duckdb"
    store = open_store(path)
    stored(store, CIVIL, DISABLED)
    version = store.version()
    store.close()
    name, content = ONE_CHANGE if "--changes" in options else DISABLED_WITH_ONE
    file = tmp_path / name
    file.write_bytes(content)
    command = ["import", str(file), "--database", str(path), *options]
    assert main(command) == 1
    assert mentions(capsys.readouterr().err, "[takes_over]", "--accept takes_over")
    assert main([*command, "--accept", "rows_drop"]) == 1
    store = open_store(path)
    assert store.version() == version and units_of(store) == ["民政局"]
    store.close()
    assert main([*command, "--accept", "takes_over"]) == 0
    store = open_store(path)
    assert units_of(store) == ["残联"] and not store.faults()
    store.close()


def test_the_store_itself_leaves_a_key_with_one_unit(empty_store):
    save(empty_store, batch(ITEMS, entry("1", "甲局"), entry("3", "乙局")))
    save(empty_store, batch(ITEMS, entry("1", "乙局"), entry("3", "乙局")))
    assert units_of(empty_store, "1") == ["乙局"] and own(empty_store)["online_rate"] == (2, 2)
    version = empty_store.version()
    with pytest.raises(StoreError, match="重复"):
        save(empty_store, batch(ITEMS, entry("5", "甲局"), entry("5", "丙局")))
    assert empty_store.version() == version and not units_of(empty_store, "5")


def test_what_was_taken_over_is_back_when_that_is_undone(empty_store):
    save(empty_store, batch(ITEMS, entry("1", "甲局"), entry("3", "乙局")))
    taken = save(empty_store, batch(ITEMS, entry("1", "乙局"), entry("3", "乙局")))
    empty_store.undoing.undo([taken], Act("测试", WHEN), expected_version=taken)
    assert units_of(empty_store, "1") == ["甲局"] and own(empty_store)["online_rate"] == (2, 2)


def test_opening_a_month_brings_back_no_item_that_another_unit_has_handed_in(empty_store):
    save(
        empty_store,
        batch(
            ITEMS,
            entry("1", "甲局", SEPTEMBER),
            entry("2", "甲局", SEPTEMBER),
            entry("3", "乙局", SEPTEMBER),
            month=SEPTEMBER,
        ),
    )
    save(empty_store, batch(ITEMS, entry("1", "乙局"), entry("3", "乙局")))
    empty_store.month_writes.open(
        OCTOBER, Act("测试", WHEN), expected_version=empty_store.version()
    )
    assert units_of(empty_store, "1") == ["乙局"] and units_of(empty_store, "2") == ["甲局"]
    assert own(empty_store)["online_rate"] == (3, 3) and not empty_store.faults()


# -- an account that is limited to some units ----------------------------------------------


@pytest.fixture
def limited(empty_store):
    """(the store, the same acting for an account of `OWN` alone); 3 and 4 belong to `OTHER`."""
    save(empty_store, batch(ITEMS, entry("1"), entry("3", OTHER), entry("4", OTHER)))
    return empty_store, empty_store.acting(LIMITED, AuditLog(empty_store.path))


def refused(store, acting, *batches: Batch) -> None:
    """Asserts that both the page's question and the write refuse it, and nothing changes."""
    version = store.version()
    with pytest.raises(NotAllowed, match=OTHER):
        acting.imports.refuse_import(batches)
    with pytest.raises(NotAllowed, match=OTHER):
        save(acting, *batches)
    assert store.version() == version
    assert AuditLog(store.path).entries()[0].kind == audit_kinds.REFUSED


@pytest.mark.parametrize("is_changes", [False, True])
@pytest.mark.parametrize("status", ["counted", OUT_OF_SCOPE])
def test_a_limited_account_names_no_item_of_another_unit(limited, status, is_changes):
    refused(*limited, batch(ITEMS, entry("1"), entry("3", status=status), is_changes=is_changes))


@pytest.mark.parametrize(
    "codes",
    [
        {"implementation_code": "3"},
        {"implementation_code": "3", "item_code": "3-1"},
        {"item_code": "3-0"},
    ],
)
def test_a_limited_account_names_it_by_no_other_of_its_codes_either(limited, codes):
    store, acting = limited
    of_other = {"business_code": "b", "implementation_code": "3", "item_code": "3-0"}
    save(store, batch(ITEMS, replace(entry("3", OTHER), key="b", attributes=of_other)))
    refused(store, acting, batch(ITEMS, replace(entry("x"), attributes=codes)))


def test_a_limited_account_takes_no_item_over_before_the_month_is_opened(limited):
    """Else the month would open without what another unit had in the month before."""
    store, acting = limited
    november, version = date(2026, 11, 1), store.version()
    with pytest.raises(NotAllowed, match=OTHER):
        save(acting, batch(ITEMS, entry("3", month=november), month=november))
    assert store.version() == version
    # what the other unit's own list of the month has no more may come from another
    save(store, batch(ITEMS, entry("4", OTHER, month=november), month=november))
    save(acting, batch(ITEMS, entry("3", month=november), month=november))


def test_a_limited_account_may_hand_in_its_own(limited):
    store, acting = limited
    version = store.version()
    save(acting, batch(ITEMS, entry("1"), entry("9"), entry("3", status=LEFT_OUT)))
    assert store.version() == version + 1 and sorted(units_of(store, "3")) == [OTHER, OWN]


def cases(key: str, unit: str = OWN, code: str = "", name: str = "", **more) -> Entry:
    codes = {"implementation_code": code or key}
    return Entry(CASES, OCTOBER, unit, key, name, codes | {"hall_accepted": "7"}, {}, **more)


@pytest.mark.parametrize(
    "row",
    [cases("3"), cases("other-key", code="3")],
    ids=["by key", "by another code"],
)
def test_a_limited_account_counts_no_cases_of_anothers_items(limited, row):
    refused(*limited, batch(CASES, row))


def test_a_limited_account_counts_no_cases_of_items_that_stood_there_before_the_month(limited):
    """November's cases before November's list: they will speak of the items of October's owner."""
    store, acting = limited
    version = store.version()
    november = date(2026, 11, 1)
    with pytest.raises(NotAllowed, match=OTHER):
        save(acting, batch(CASES, replace(cases("3"), month=november), month=november))
    assert store.version() == version


def test_a_limited_account_counts_cases_of_its_own_items_and_of_none_known(limited):
    store, acting = limited
    save(acting, batch(CASES, cases("1"), cases("new")))
    assert units_of(store, "1", CASES) == [OWN]


def test_a_limited_account_hands_in_no_cases_without_a_department(limited):
    store, acting = limited
    with pytest.raises(NotAllowed):
        save(acting, batch(CASES, cases("1", unit="")))


def test_cases_that_two_units_count_are_asked_and_counted_once(empty_store):
    header = [*HEADER[:2], "实施主体", "大厅受理件数", "部门受理件数"]

    def counted(unit: str, *numbers: int) -> tuple[str, bytes]:
        lines = [[*item(n)[:2], unit, 5, 0] for n in numbers]
        return table(f"{unit}办件", header, *lines, title="办件量统计")

    stored(empty_store, CIVIL, DISABLED)
    stored(empty_store, counted("民政局", 3, 4))
    plan = planned(empty_store, counted("残联", 3, 100))
    assert [stop.code for stop in asked(empty_store, plan)] == ["takes_over"]
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    assert units_of(empty_store, KEY, CASES) == ["残联"]


# -- rows without a unit -------------------------------------------------------------------


def of_file(name: str, *entries: Entry, **more) -> Batch:
    rows = [replace(one, file=name) for one in entries]
    return Batch(rows[0].kind, OCTOBER, [(name, name)], entries=rows, **more)


def unitless(store, kind: str = ITEMS) -> list[str]:
    return sorted(key for unit, key, _ in store.rows.row_keys(kind, OCTOBER) if not unit)


def nobodys(key: str) -> Entry:
    return entry(key, "", status=LEFT_OUT)


@pytest.mark.parametrize("name", ["乙.xlsx", "甲.xlsx"])
def test_rows_without_a_unit_stay_where_another_unit_hands_in(empty_store, name):
    save(empty_store, of_file("甲.xlsx", entry("1", "甲局"), nobodys("x")))
    save(empty_store, of_file(name, entry("5", "乙局")))
    assert unitless(empty_store) == ["x"]
    save(empty_store, of_file("甲2.xlsx", entry("1", "甲局")))  # mended by whom they came from
    assert unitless(empty_store) == []


def test_rows_without_a_unit_in_a_file_of_several_stay_until_all_of_them_came_again(empty_store):
    save(
        empty_store,
        of_file("全县.xlsx", entry("1", "甲局"), entry("2", "乙局"), nobodys("x")),
    )
    save(empty_store, of_file("甲.xlsx", entry("1", "甲局")))
    assert unitless(empty_store) == ["x"]
    save(empty_store, of_file("乙.xlsx", entry("2", "乙局")))
    assert unitless(empty_store) == []


def test_a_row_without_a_unit_goes_when_its_key_comes_with_one(empty_store):
    save(empty_store, of_file("全县.xlsx", entry("1", "甲局"), nobodys("x"), nobodys("y")))
    save(empty_store, of_file("乙.xlsx", entry("x", "乙局")))
    assert unitless(empty_store) == ["y"] and units_of(empty_store, "x") == ["乙局"]
    save(empty_store, of_file("丙.xlsx", entry("9", "丙局"), is_whole=True))
    assert unitless(empty_store) == []


def test_a_units_cases_leave_the_halls_list_without_departments_alone(empty_store):
    save(empty_store, of_file("大厅.xlsx", cases("1", ""), cases("2", "")))
    save(empty_store, of_file("甲.xlsx", cases("7", "甲局")))
    assert unitless(empty_store, CASES) == ["1", "2"]
    save(empty_store, of_file("大厅2.xlsx", cases("2", "")))  # the hall's next list replaces it
    assert unitless(empty_store, CASES) == ["2"] and units_of(empty_store, "7", CASES) == ["甲局"]
