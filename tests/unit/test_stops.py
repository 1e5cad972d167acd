"""An import that may not be meant is stopped with a question; one that is meant is not."""

from datetime import date
from decimal import Decimal

import pytest
from support import WHEN, golden_files, import_golden, mentions

from govsvc.domain import import_limits
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline, preview, stops
from govsvc.importing.stops import DROPS, FAILED, FEW_MATCHES, LACKS_HOME, MOVES

OCTOBER = date(2026, 10, 1)
HEADER = ["实施编码", "事项名称", "事项类型", "实施主体"]
FLAGS = ["是否网上可办", "是否全程网办", "是否在省平台发布", "是否进驻大厅"]


def table(name: str, header: list[str], *rows: list[str], title: str = "") -> tuple[str, bytes]:
    lines = [[f"{title}2026年10月"], header, *rows]
    return f"{name}.csv", "\n".join(",".join(map(str, line)) for line in lines).encode()


def item(number: int, flags: str = "是是是是", unit: str = "民政局") -> list[str]:
    code = f"11999923MB0000111Y47001{number:08d}"
    return [code, f"事项{number}", "行政许可", unit, *flags]


def items(*rows: list[str], name: str = "事项") -> tuple[str, bytes]:
    return table(name, [*HEADER, *FLAGS], *rows)


def stopped(store, *files: tuple[str, bytes], **options) -> list[str]:
    plan = pipeline.plan(store, list(files), **options)
    return [stop.code for stop in stops.stops_of(store, plan, preview.preview(store, plan))]


@pytest.fixture
def twenty(empty_store):
    plan = pipeline.plan(empty_store, [items(*map(item, range(20)))], home="云溪县")
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    return empty_store


def test_the_first_import_and_the_same_again_are_no_question(empty_store, twenty):
    assert stopped(twenty, items(*map(item, range(20)), name="再来")) == []


def test_two_rows_of_twenty_may_go_and_three_are_asked(twenty):
    assert stopped(twenty, items(*map(item, range(2, 20)))) == []
    assert stopped(twenty, items(*map(item, range(3, 20)))) == [DROPS]


def test_another_part_of_a_unit_may_be_added(twenty):
    part = items(*map(item, range(100, 112)))
    plan = pipeline.plan(twenty, [part])
    (stop,) = stops.stops_of(twenty, plan, preview.preview(twenty, plan))
    assert (stop.code, stop.may_add) == (DROPS, True)
    assert stopped(twenty, part, is_changes=True) == []


def test_a_list_of_only_some_of_a_units_rows_may_be_added_too(twenty):
    part = items(*map(item, range(10)))
    plan = pipeline.plan(twenty, [part])
    drops = [
        stop
        for stop in stops.stops_of(twenty, plan, preview.preview(twenty, plan))
        if stop.code == DROPS
    ]
    assert [stop.may_add for stop in drops] == [True]


def test_an_indicator_may_move_by_five_points_and_no_more(twenty):
    one_of_twenty = [item(0, "是是是否"), *map(item, range(1, 20))]
    assert stopped(twenty, items(*one_of_twenty)) == []
    two_of_twenty = [item(0, "是是是否"), item(1, "是是是否"), *map(item, range(2, 20))]
    # 进驻率 and its twin
    assert stopped(twenty, items(*two_of_twenty)) == [MOVES, MOVES]


def test_how_far_an_indicator_may_move_is_a_setting(twenty):
    assert import_limits.of_settings(twenty.settings.all()) == Decimal("5.00")


def test_rows_in_error_do_not_take_the_place_of_rows_that_counted(twenty):
    broken = item(0)
    broken[0] = "3.71E+30"
    assert stopped(twenty, items(broken, *map(item, range(1, 20)))) == [FAILED]


def test_a_value_in_error_is_no_question(twenty):
    assert (
        stopped(twenty, items(item(0, "是是是是")[:-1] + ["大概"], *map(item, range(1, 20)))) == []
    )


def test_a_partial_sheet_that_matches_few_items_is_asked(twenty):
    header = ["事项编码", "事项名称", "实施主体", "发布状态"]
    own = [[*item(n)[:2], "民政局", "已发布"] for n in range(20)]
    foreign = [[f"X{n:030d}", f"别的{n}", "民政局", "已发布"] for n in range(21)]
    title = "省平台导出事项清单"
    assert stopped(twenty, table("导出", header, *own, title=title)) == []
    codes = stopped(twenty, table("导出", header, *own[:9], *foreign[:11], title=title))
    assert FEW_MATCHES in codes


def test_golden_files_one_after_the_other_raise_no_question(empty_store):
    import_golden(empty_store, "01_clean_month.xlsx")
    plan = pipeline.plan(empty_store, golden_files("01_clean_month.xlsx"), choices=Choices())
    assert plan.batches == []


def bulletin(*counties: str, month: str = "10") -> tuple[str, bytes]:
    rows = [f"{county},9{number}.50%" for number, county in enumerate(counties)]
    lines = [f"2026年{month}月全市政务服务指标通报", "县（市、区）,网上可办率", *rows]
    return f"通报{month}.csv", "\n".join(lines).encode()


def test_a_bulletin_without_the_county_is_asked(twenty):
    plan = pipeline.plan(twenty, [bulletin("东屏县", "云西县", "南浦区")])
    (stop,) = stops.stops_of(twenty, plan, preview.preview(twenty, plan))
    assert stop.code == LACKS_HOME
    assert mentions(stop.message, "2026年10月", "云溪县", "东屏县、云西县、南浦区")
    assert "“云西县”如果就是云溪县" in stop.step


def test_a_bulletin_with_the_county_in_a_short_name_is_not_asked(twenty):
    assert stopped(twenty, bulletin("东屏县", "云溪", "南浦区")) == []


def test_the_first_import_asks_for_the_county_that_is_named_with_it(empty_store):
    files = [bulletin("东屏县", "南浦区")]
    plan = pipeline.plan(empty_store, files)
    seen = preview.preview(empty_store, plan)
    assert stops.stops_of(empty_store, plan, seen) == []
    assert [stop.code for stop in stops.stops_of(empty_store, plan, seen, "云溪")] == [LACKS_HOME]
    assert stops.stops_of(empty_store, plan, seen, "南浦区") == []


def test_counties_added_to_a_bulletin_that_has_ours_are_no_question(twenty):
    plan = pipeline.plan(twenty, [bulletin("东屏县", "云溪县")])
    pipeline.commit(twenty, plan, who="测试", when=WHEN)
    assert stopped(twenty, bulletin("南浦区", "西岭县")) == []
    assert stopped(twenty, bulletin("南浦区", "西岭县", month="11")) == [LACKS_HOME]
