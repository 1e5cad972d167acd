"""The golden workbooks through plan and commit: exactly what expected.json says, one by one and
together.
"""

from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from support import WHEN, golden_files, import_golden, mentions

from govsvc.board import Board
from govsvc.demo import loading
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError, StaleVersion
from govsvc.domain.indicators import BULLETIN, ITEMS, STATIONS
from govsvc.domain.rates import percent_text
from govsvc.domain.rows import Reported
from govsvc.importing import pipeline
from govsvc.store import Batch, open_store

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
ONE_BY_ONE = [
    "01_clean_month.xlsx",
    "02_items_clerk.xlsx",
    "03_stations_townships.xls",
    "05_items_with_faults.xlsx",
]


def counts(board: Board, month: date) -> dict:
    found = {}
    for indicator in indicators.INDICATORS:
        value = board.values.own(indicator, month)
        if value:
            found[indicator.key] = {
                "numerator": value.numerator,
                "denominator": value.denominator,
                "published": percent_text(value.published).rstrip("%"),
            }
    return found


def listed(board: Board, key: str, month: date) -> set[str]:
    problem_list = indicators.list_by_key(key)
    rows, _ = board.lists.rows(problem_list, month)
    return {problem.row.key if problem.row.kind == ITEMS else problem.row.name for problem in rows}


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_own_counts_and_lists(empty_store, expected, name):
    truth = dict(expected["files"][name]["truth"])
    import_golden(empty_store, name)
    board = Board(empty_store)
    month = SEPTEMBER if expected["files"][name].get("month") == "2026-09" else OCTOBER
    assert board.months() == [month]
    lists = {key: truth.pop(key) for key in list(truth) if isinstance(truth[key], list)}
    assert counts(board, month) == truth
    assert lists
    for key, rows in lists.items():
        assert listed(board, key, month) == set(rows), key


def test_the_bulletin_with_counts(october_store, expected):
    truth = expected["files"]["01_clean_month.xlsx"]
    board = Board(october_store)
    for key, ranks in truth["ranks"].items():
        found = board.values.ranks(indicators.by_key(key), OCTOBER)
        assert {county: rank.place for county, rank in found.items()} == ranks
    for county, values in truth["bulletin"].items():
        for key, value in values.items():
            found = board.values.bulletin(indicators.by_key(key), OCTOBER, county)
            assert (found.numerator, found.denominator, percent_text(found.published)) == (
                value["numerator"],
                value["denominator"],
                value["published"] + "%",
            )
    targets = {target.indicator: target.value for target in october_store.settings.targets()}
    assert {key: str(value) for key, value in truth["targets"].items()} == {
        key: f"{value.normalize():f}" for key, value in targets.items()
    }


def test_the_printed_bulletin_of_percents(empty_store, expected):
    truth = expected["files"]["04_city_bulletin.csv"]
    import_golden(empty_store, "04_city_bulletin.csv")
    board = Board(empty_store)
    for key, values in truth["published"].items():
        indicator = indicators.by_key(key)
        ranks = board.values.ranks(indicator, SEPTEMBER)
        for county, published in values.items():
            value = board.values.bulletin(indicator, SEPTEMBER, county)
            assert (value and percent_text(value.published).rstrip("%")) == published
            place = truth["ranks"][key][county]
            assert (ranks[county] and ranks[county].place) == place
            assert value is None or value.printed_rank == place


def test_together(empty_store, expected):
    truth = expected["together"]
    import_golden(empty_store, *truth["files"])
    board = Board(empty_store)
    assert counts(board, SEPTEMBER) == truth["own"]
    for key, values in truth["headline"].items():
        indicator = indicators.by_key(key)
        assert {
            c: percent_text(board.values.bulletin(indicator, SEPTEMBER, c).published).rstrip("%")
            for c in values
        } == values
        assert {c: r.place for c, r in board.values.ranks(indicator, SEPTEMBER).items()} == truth[
            "ranks"
        ][key]
    standing = board.cards.standing(indicators.by_key("online_rate"), SEPTEMBER)
    assert (
        percent_text(standing.headline.published) == "98.44%"
        and percent_text(standing.own.published) == "98.59%"
    )
    assert standing.differs and standing.difference_items == 1


def test_the_files_of_one_import_with_the_same_month_and_kind_form_one_batch(empty_store):
    import_golden(
        empty_store,
        "02_items_clerk.xlsx",
        "03_stations_townships.xls",
        "06_city_bulletin_differs.csv",
    )
    batches = empty_store.records.batches()
    assert {batch.kind for batch in batches} == {ITEMS, STATIONS, BULLETIN} and len(
        {batch.batch_id for batch in batches}
    ) == 3


def test_the_same_file_again_changes_nothing(empty_store):
    import_golden(empty_store, "02_items_clerk.xlsx")
    plan = pipeline.plan(empty_store, golden_files("02_items_clerk.xlsx"))
    assert plan.already == ["02_items_clerk.xlsx"] and plan.batches == []


def test_a_file_that_is_not_stored_again_takes_no_part_in_the_checks_of_others(empty_store):
    import_golden(empty_store, "05_items_with_faults.xlsx")
    plan = pipeline.plan(
        empty_store, golden_files("01_clean_month.xlsx", "05_items_with_faults.xlsx")
    )
    assert plan.already == ["05_items_with_faults.xlsx"]
    assert plan.files[0].issues == [] and len(plan.files[1].issues) == 9


def test_two_bulletins_that_differ_store_neither_and_what_is_stored_stays(empty_store):
    first = empty_store.version()
    reported = [
        Reported(SEPTEMBER, county, "online_rate", printed=Decimal(value))
        for county, value in (("云溪县", "97.00"), ("东屏县", "98.00"))
    ]
    empty_store.imports.commit(
        [Batch(BULLETIN, SEPTEMBER, [("旧.csv", "0")], reported=reported)],
        expected_version=first,
        who="",
        when=WHEN,
        home="云溪县",
    )
    import_golden(empty_store, "04_city_bulletin.csv", "06_city_bulletin_differs.csv")
    board = Board(empty_store)
    online = indicators.by_key("online_rate")
    assert (
        percent_text(board.values.bulletin(online, SEPTEMBER).published) == "97.00%"
    )  # 04 says 98.59, 06 says 98.44
    assert (
        percent_text(board.values.bulletin(online, SEPTEMBER, "东屏县").published) == "100.00%"
    )  # both say so
    assert (
        percent_text(
            board.values.bulletin(indicators.by_key("hall_entry_rate"), SEPTEMBER).published
        )
        == "93.75%"
    )


def test_a_bulletin_value_that_cannot_be_read_leaves_the_stored_one(empty_store):
    text = "全市通报（2026年9月）\n县（市、区）,网上可办率,排名\n云溪县,{},1\n东屏县,98.00%,2\n"
    for value in ("98.59%", "约九成"):
        plan = pipeline.plan(
            empty_store,
            [(f"{value}.csv", text.format(value).encode())],
            home=None if empty_store.settings.home() else "云溪县",
        )
        pipeline.commit(empty_store, plan, who="", when=WHEN)
    assert plan.error_count == 1
    assert (
        percent_text(
            Board(empty_store)
            .values.bulletin(indicators.by_key("online_rate"), SEPTEMBER)
            .published
        )
        == "98.59%"
    )


def test_a_month_may_be_given_for_one_file_of_several(empty_store):
    text = "县（市、区）,网上可办率\n{},98.59%\n东屏县,98.00%\n"
    files = [
        ("甲.csv", text.format("云溪县").encode()),
        ("2026年9月乙.csv", text.format("南浦区").encode()),
    ]
    plan = pipeline.plan(empty_store, files)
    assert [file.refused and file.refused.code for file in plan.files] == ["month_not_found", None]
    plan = pipeline.plan(empty_store, files, month={"甲.csv": OCTOBER})
    assert not plan.refused and plan.months == [SEPTEMBER, OCTOBER]


def test_a_department_that_shrinks_is_said(october_store):
    change = next(
        c
        for c in pipeline.plan(
            october_store, golden_files("05_items_with_faults.xlsx")
        ).replacements
        if c.kind == ITEMS
    )
    assert (
        change.shrinking["住房和城乡建设局"][0] == 580
        and change.shrinking["住房和城乡建设局"][1] < 20
    )


def test_a_file_that_was_overwritten_since_may_come_again(october_store):
    import_golden(october_store, "05_items_with_faults.xlsx")
    plan = pipeline.plan(october_store, golden_files("01_clean_month.xlsx"))
    assert plan.already == [] and ITEMS in {batch.kind for batch in plan.batches}


def test_what_would_be_replaced_and_kept_is_said_before(october_store):
    plan = pipeline.plan(october_store, golden_files("05_items_with_faults.xlsx"))
    change = next(change for change in plan.replacements if change.kind == ITEMS)
    held = {
        entry.unit for file in plan.files for entry in file.entries if entry.status != "left_out"
    }
    assert change.replaced and set(change.replaced) <= held and not set(change.kept) & held
    assert set(change.replaced) | set(change.kept) == set(
        october_store.counts.units(ITEMS, OCTOBER)
    )


def test_nothing_goes_into_a_demonstration_database(empty_store):
    empty_store.imports.commit(
        [], expected_version=0, who="", when=WHEN, settings={"is_demonstration": "yes"}
    )
    with pytest.raises(GovsvcError, match="演示数据"):
        pipeline.plan(empty_store, golden_files("02_items_clerk.xlsx"))


def test_another_countys_data_is_refused(empty_store):
    import_golden(empty_store, "02_items_clerk.xlsx")
    with pytest.raises(GovsvcError, match="云溪县"):
        pipeline.plan(empty_store, golden_files("03_stations_townships.xls"), home="东屏县")


def test_who_confirms_second_sees_that_the_data_changed(empty_store):
    first = pipeline.plan(empty_store, golden_files("02_items_clerk.xlsx"), home="云溪县")
    second = pipeline.plan(empty_store, golden_files("03_stations_townships.xls"), home="云溪县")
    pipeline.commit(empty_store, first, who="甲", when=WHEN)
    with pytest.raises(StaleVersion):
        pipeline.commit(empty_store, second, who="乙", when=WHEN)
    assert {batch.kind for batch in empty_store.records.batches()} == {ITEMS}


def test_the_demonstration_appears_complete_or_not_at_all(
    tmp_path, monkeypatch, demonstration_file, demonstration_store
):
    path = tmp_path / "govsvc.duckdb"
    monkeypatch.setattr(loading, "load_demonstration", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loading.make_demonstration(path, WHEN)
    assert not path.exists()
    assert demonstration_store.settings.is_demonstration()
    assert len(Board(demonstration_store).months()) == 24
    beside = {found.name for found in demonstration_file.parent.iterdir()}
    assert beside == {demonstration_file.name}


def test_data_made_while_the_demonstration_was_made_stay(tmp_path, monkeypatch):
    path = tmp_path / "govsvc.duckdb"

    def load(*_):
        store = open_store(path)
        import_golden(store, "05_items_with_faults.xlsx")
        store.close()

    monkeypatch.setattr(loading, "load_demonstration", load)
    loading.make_demonstration(path, WHEN)
    with closing(open_store(path)) as store:
        assert store.version() == 1 and not store.settings.is_demonstration()
    assert not list(tmp_path.glob("*.new*"))


def test_rows_left_out_are_said(empty_store):
    import_golden(empty_store, "05_items_with_faults.xlsx")
    board = Board(empty_store)
    assert board.cards.standing(indicators.by_key("online_rate"), OCTOBER).left_out == 7


def test_a_month_that_has_not_begun_is_warned_of(empty_store):
    files = golden_files("05_items_with_faults.xlsx")
    for today, is_said in ((None, False), (date(2026, 10, 1), False), (date(2026, 9, 30), True)):
        plan = pipeline.plan(empty_store, files, home="云溪县", today=today)
        found = [issue for issue in plan.files[0].issues if issue.code == "month_in_future"]
        assert (
            bool(found) == is_said
            and all(issue.severity == "warning" for issue in found)
            and plan.batches
        )
    assert mentions(found[0].message, "“政务服务事项”", "2026年10月", "统计月份列", "2026年9月30日")
