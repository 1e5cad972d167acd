"""All period measures alike: trends with gaps, weeks, targets, what is behind a number; a new one
is one definition.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from call_ledgers import UNITS, month_of_60, week
from support import WHEN

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import by_key, measure_definitions, measures, value_of
from govsvc.domain.feedback.measure_targets import Gap, typed
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.store import Act, Store, open_store

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
TODAY, ACT = date(2026, 12, 1), Act("甲", WHEN)
SATISFIED = by_key("phone.satisfied")


def bring(store: Store, *contents: bytes) -> None:
    for content in contents:
        answers = Choices(units=dict.fromkeys(UNITS, ""))
        planned = pipeline.plan(store, [("台账.xlsx", content)], home="云溪县", choices=answers)
        pipeline.commit(store, planned, who="甲", when=WHEN)


@pytest.fixture(scope="module")
def september_and_november(tmp_path_factory) -> Path:
    """60 calls each in September and November, none in October."""
    path = tmp_path_factory.mktemp("calls") / "county.duckdb"
    store = open_store(path)
    bring(store, month_of_60(9), month_of_60(11))
    store.close()
    return path


@pytest.fixture
def store(september_and_november, tmp_path):
    path = tmp_path / "county.duckdb"
    path.write_bytes(september_and_november.read_bytes())
    opened = open_store(path)
    yield opened
    opened.close()


def test_a_month_without_calls_is_a_gap(store) -> None:
    trend = Board(store).measures.by_month(SATISFIED, NOVEMBER, TODAY)
    assert [point.row() for point in trend.points] == [
        ["2026年9月", "95.83%", "46/48", "86.02%—98.85%", ""],
        ["2026年10月", "—", "—", "—", "未开展"],
        ["2026年11月", "95.83%", "46/48", "86.02%—98.85%", ""],
    ]


def test_weeks_of_a_month_are_small_and_say_so(store) -> None:
    trend = Board(store).measures.by_week(SATISFIED, SEPTEMBER)
    assert [
        (point.start.day, point.value.denominator) for point in trend.points if point.value
    ] == [
        (31, 12),
        (7, 12),
        (14, 12),
        (21, 12),
    ]
    assert {point.note for point in trend.points} == {"样本不足30，仅供参考"}
    later = Board(store).measures.by_week(SATISFIED, NOVEMBER)
    assert sum(point.value is None for point in later.points) == 4
    assert not Board(store).measures.by_week(by_key("ratings.good"), SEPTEMBER).points


def test_weeks_are_summed_and_not_averaged(tmp_path) -> None:
    """11/12 and 35/36 are 46/48."""
    store = open_store(tmp_path / "county.duckdb")
    bring(store, week("9.7-9.11", "9.8", *["满意"] * 11, "不满意"))
    bring(store, week("9.14-9.18", "9.15", *["满意"] * 35, "不满意"))
    board = Board(store)
    weeks = [point.value for point in board.measures.by_week(SATISFIED, SEPTEMBER).points]
    assert [f"{value.published}" for value in weeks] == ["91.67", "97.22"]
    assert f"{board.measures.value(SATISFIED, SEPTEMBER, TODAY).published}" == "95.83"
    store.close()


def test_what_is_behind_a_number_are_its_rows(store) -> None:
    (table,) = Board(store).measures.behind(SATISFIED, SEPTEMBER, TODAY)
    rated = [row for row in table.rows if row[table.columns.index("总体评价")]]
    assert (len(table.rows), len(rated)) == (60, 48)
    bad = [row for row in rated if "不满意" in row[table.columns.index("总体评价")]]
    assert len(bad) == 2
    assert not any(word in f"{table.rows}" for word in ("王大明", "顺达", "13812345", "YX2026"))


def gap(wanted: str, met: int, n: int, key: str = "phone.attitude") -> Gap:
    counts = {"attitude.satisfied": met, "attitude.basic": 0, "attitude.dissatisfied": n - met}
    if key == "ratings.bad":
        levels = ("very_satisfied", "satisfied", "basic", "dissatisfied", "very_dissatisfied")
        counts = dict(zip(levels, (met, 0, 0, n - met, 0)))
    return Gap(typed(2026, None, key, wanted), value_of(by_key(key), counts))


@pytest.mark.parametrize(
    "wanted, met, n, is_reached, missing, text",
    [
        ("98", 46, 48, False, 2, "差2.17个百分点（2件）"),
        ("95.83%", 46, 48, True, 0, "✓ 已达标"),
        ("95.84", 46, 48, False, 1, "差0.01个百分点（1件）"),
        ("100", 48, 48, True, 0, "✓ 已达标"),
        ("98", 20, 20, True, 0, "样本不足30，仅供参考"),
        ("98", 19, 20, False, 1, "差3.00个百分点（1件）；样本不足30，仅供参考"),
        ("98", 0, 0, False, None, "—"),
    ],
)
def test_a_value_against_its_target(wanted, met, n, is_reached, missing, text) -> None:
    one = gap(wanted, met, n)
    assert (one.is_reached, one.missing, one.text) == (is_reached, missing, text)


def test_of_bad_ratings_fewer_are_better() -> None:
    assert gap("0.20%", 998, 1000, "ratings.bad").text == "✓ 已达标"
    assert gap("0.10%", 998, 1000, "ratings.bad").text == "高0.10个百分点（1件）"


def test_targets_are_kept_by_year_node_and_measure(store) -> None:
    writes = store.feedback_writes
    for node, value, lead in ((None, "98", "政务服务局"), (9, "95%", ""), (None, "97.5", "甲|局")):
        target = typed(2026, node, SATISFIED.key, value, lead)
        writes.set_measure_target(target, ACT, expected_version=store.version())
    known = Board(store).measures.targets()
    assert [(one.until, one.value, one.lead_unit) for one in known] == [
        (9, Decimal("95"), ""),
        (None, Decimal("97.5"), "甲 局"),
    ]
    trend = Board(store).measures.by_month(SATISFIED, SEPTEMBER, TODAY)
    assert trend.target and trend.target.is_reached
    later = Board(store).measures.by_month(SATISFIED, NOVEMBER, TODAY)
    assert later.targets == [Decimal("95"), Decimal("97.5"), Decimal("97.5")]
    (standing,) = [
        one
        for one in Board(store).measures.standings(NOVEMBER, TODAY)
        if one.value.measure == SATISFIED
    ]
    assert standing.gap and standing.gap.text == "差1.67个百分点（1件）"
    writes.remove_measure_target(known[1], ACT, expected_version=store.version())
    assert [one.until for one in Board(store).measures.targets()] == [9]


@pytest.mark.parametrize("text", ["", "前3", "120", "0.95", "九成"])
def test_what_is_no_target_is_refused(text) -> None:
    with pytest.raises(GovsvcError):
        typed(2026, None, SATISFIED.key, text)


def test_a_new_measure_is_one_definition(store, monkeypatch) -> None:
    reading = measures.Reading({"refused": Fraction(1)}, ("reached",), "拒访/接通")
    new = measures.PeriodMeasure(
        "phone.refused", "拒访率", measures.PHONE, {"": reading}, fewer_is_better=True
    )
    monkeypatch.setattr(measure_definitions, "MEASURES", (*measure_definitions.MEASURES, new))
    target = typed(2026, None, "phone.refused", "5%")
    store.feedback_writes.set_measure_target(target, ACT, expected_version=store.version())
    board = Board(store)
    rows = {one.value.measure.name: one.row() for one in board.measures.standings(SEPTEMBER, TODAY)}
    assert rows["拒访率"][1:5] == ["3.92%", "≤5.00%", "✓ 已达标", "2/51"]
    assert board.measures.by_month(new, NOVEMBER, TODAY).points[2].row()[1] == "3.92%"
    period = board.feedback.period(SEPTEMBER)
    assert "拒访率" in [value.measure.name for value in period.values]
