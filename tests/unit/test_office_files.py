"""Small files as offices send them, each of a kind that was once read wrong, with what is right.

The figures are those of tests/cases, counted by hand from the files, not by this code.
"""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from support import WHEN

from govsvc.domain.indicators import EXPORT, HALL_LEDGER, INSPECTION, OWN
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.store import Store, open_store

CASES = Path(__file__).parents[1] / "cases"
#: short for the indicators in the tables below
KEYS = {
    "可办": "online_rate",
    "全程": "full_online_rate",
    "发布": "provincial_publish_rate",
    "进驻": "hall_entry_rate",
    "站点": "station_coverage_rate",
    "规范": "station_renaming_rate",
}
FOUR = ("可办", "全程", "发布", "进驻")


def case(prefix: str) -> tuple[str, bytes]:
    """(name, bytes) of the file that begins so."""
    (path,) = [path for path in CASES.iterdir() if path.name.startswith(prefix)]
    return path.name, path.read_bytes()


def plan_of(store: Store, prefix: str, **options) -> pipeline.Plan:
    """A file with a leading number is of 云溪县 in October, the others of 清源县 in September."""
    name, content = case(prefix)
    is_numbered = name[0].isdigit()
    home = options.pop("home", "云溪县" if is_numbered else "清源县")
    month = date(2026, 10 if is_numbered else 9, 1)
    plan = pipeline.plan(store, [(name, content)], home=home, **options)
    if plan.refused and "month" in plan.refused[0].refused.code:
        plan = pipeline.plan(store, [(name, content)], home=home, month=month, **options)
    return plan


def stored(store: Store, prefix: str) -> pipeline.Plan:
    """The plan, stored with every name that is asked taken as another one of its nearest unit."""
    plan = plan_of(store, prefix)
    assert not plan.refused, plan.refused[0].refused
    if plan.unknown:
        names = {unit.text: unit.near.name if unit.near else "" for unit in plan.unknown}
        plan = plan_of(store, prefix, choices=Choices(units=names))
    pipeline.commit(store, plan, who="测试", when=WHEN)
    return plan


def figures(store: Store, source: str = OWN, county: str = "") -> dict[str, tuple]:
    return {
        snapshot.indicator: (snapshot.numerator, snapshot.denominator)
        if source == OWN
        else snapshot.printed
        for snapshot in store.counts.snapshots()
        if (snapshot.source, snapshot.county) == (source, county)
    }


def codes(plan: pipeline.Plan) -> Counter[str]:
    return Counter(issue.code for file in plan.files for issue in file.issues)


def of_four(*parts: str) -> dict[str, str]:
    return dict(zip(FOUR, parts, strict=True))


RIGHT: dict[str, dict[str, str]] = {
    "01a": {"可办": "3/3"},
    "02a": {"可办": "3/3"},
    "04_": {"站点": "1/10"},
    "05_": {"规范": "3/3"},
    "06a": {"可办": "1/3"},
    "07_": {"可办": "3/3"},
    "08a": {"可办": "3/3"},
    "08c": {"可办": "2/2"},
    "09_": {"可办": "3/3"},
    "10a": {"可办": "4/4", "全程": "3/4"},
    "15_": {"可办": "2/2"},
    "16a": {"可办": "3/3"},
    "C1": {"可办": "10/10"},
    "D1": {"可办": "15/15", "全程": "10/15"},
    "E2": {"可办": "13/13"},
    "L1": {"可办": "8/8", "进驻": "4/8"},
    "P3": {"可办": "9/9", "进驻": "9/9"},
    "P4a": {"可办": "8/8"},
    "S1": of_four("12/12", "12/12", "12/12", "12/12"),
    "S2": {"可办": "13/13"},
    "S4": {"可办": "12/13"},
    "U1": {"可办": "19/19"},
    "W00": of_four("145/148", "139/148", "142/148", "137/148"),
    "W01": of_four("145/148", "139/148", "142/148", "137/148"),
    "W02": of_four("13/14", "12/14", "8/14", "13/14"),
    "W03": of_four("11/12", "8/12", "11/12", "10/12"),
    "W04": of_four("12/13", "11/13", "12/13", "10/13"),
    "W05": of_four("18/18", "16/18", "15/18", "18/18"),
    "W08": of_four("24/25", "23/25", "24/25", "23/25"),
    "W11": {"站点": "27/30"},
    "LABEL_936": {"可办": "10/10"},
    "LABEL_1252": {"可办": "10/10"},
}


@pytest.mark.parametrize("prefix", RIGHT)
def test_the_figures_of_a_file(empty_store, prefix):
    stored(empty_store, prefix)
    own = figures(empty_store)
    assert {short: "{}/{}".format(*own[KEYS[short]]) for short in RIGHT[prefix]} == RIGHT[prefix]


def test_formulas_of_other_writers_cost_their_own_indicators(empty_store):
    plan = stored(empty_store, "01a")
    assert [issue.cell for file in plan.files for issue in file.issues] == ["E6", "F6"]
    own = figures(empty_store)
    assert own["full_online_rate"] == (3, 3) and own["provincial_publish_rate"] == (4, 4)


def test_a_hidden_column_is_said(empty_store):
    notes = "".join(plan_of(empty_store, "02a").files[0].sheets[0].notes)
    assert "隐藏" in notes and "是否网上可办" in notes and "是否网办" in notes


def test_a_cell_that_lost_characters_is_named(empty_store):
    (issue,) = plan_of(empty_store, "08c").files[0].issues
    assert (issue.cell, issue.code) == ("B3", "garbled")


def test_a_township_in_a_village_list_is_no_village(empty_store):
    (file,) = plan_of(empty_store, "11_").files
    assert len(file.entries) == 2 and "000" in "".join(file.sheets[0].notes)


@pytest.mark.parametrize("prefix", ["12_", "B4"])
def test_a_bulletin_lying_on_its_side_says_what_to_do(empty_store, prefix):
    (refused,) = plan_of(empty_store, prefix).refused
    assert refused.refused.code == "transposed" and "转置" in refused.refused.step


@pytest.mark.parametrize(
    "prefix, county, printed",
    [
        ("03a", "云溪县", {"online_rate": "99.94", "full_online_rate": "98.10"}),
        ("13_", "云溪县", {"online_rate": "99.94"}),
        ("B1", "清源县", {"online_rate": "97.97", "hall_entry_rate": "92.57"}),
        ("B3", "清源县", {"online_rate": "97.97", "hall_entry_rate": "92.57"}),
        ("B7", "清源县", {"online_rate": "97.97"}),
        ("B8", "清源县", {"online_rate": "97.97", "full_online_rate": "None"}),
    ],
)
def test_a_bulletin_gives_each_indicator_its_own_values(empty_store, prefix, county, printed):
    stored(empty_store, prefix)
    values = figures(empty_store, "bulletin", county)
    assert {key: str(values[key]) for key in printed} == printed


def test_what_a_bulletin_prints_of_other_subjects_is_said_and_not_taken(empty_store):
    plan = plan_of(empty_store, "B7")
    (sheet,) = plan.files[0].sheets
    assert "好差评" in "".join(sheet.notes) and "时限" in "".join(sheet.notes)
    assert {row.indicator for row in plan.files[0].reported} == {
        "online_rate",
        "full_online_rate",
    }
    assert not any(row.score for row in plan_of(empty_store, "B8").files[0].reported if row.printed)


def test_targets_in_words(empty_store):
    (file,) = plan_of(empty_store, "14_").files
    assert [str(target.value) for target in file.targets] == ["99.9", "98", "99"]
    (file,) = plan_of(empty_store, "W15").files
    assert [(target.indicator, str(target.value or target.place)) for target in file.targets] == [
        ("online_rate", "100"),
        ("full_online_rate", "99.5"),
        ("provincial_publish_rate", "3"),
        ("station_coverage_rate", "100"),
        ("hall_entry_rate", "100"),
    ]


def test_names_that_say_none_are_no_stations(empty_store):
    plan = stored(empty_store, "P1_")
    with_station, listed = figures(empty_store)["station_coverage_rate"]
    assert with_station == 5 and listed + codes(plan)["station_name_unclear"] == 25


def test_depths_that_are_denied_are_not_from_end_to_end(empty_store):
    plan = stored(empty_store, "P2")
    full = [entry.name for entry in plan.files[0].entries if entry.flags.get("is_fully_online")]
    # 全程网办, Ⅳ级, 四级, and Ⅳ without 级
    assert full == ["事项12", "事项13", "事项21", "事项22", "事项23"]


def test_what_was_taken_back_is_no(empty_store):
    stored(empty_store, "P12")
    own = figures(empty_store)
    assert own["provincial_publish_rate"] == (2, 12)
    # 场地受限，正在协调 is asked: that row counts in none
    assert own["hall_entry_rate"] == (4, 11)


def test_a_hall_ledger_by_its_states(empty_store):
    (file,) = plan_of(empty_store, "P8").files
    assert (file.month, file.sheets[0].kind) == (date(2026, 9, 1), HALL_LEDGER)
    assert sum(entry.flags["is_in_hall"] for entry in file.entries) == 30


def test_an_inspection_accuses_only_whom_it_confirmed(empty_store):
    (file,) = plan_of(empty_store, "P13").files
    confirmed = {entry.name for entry in file.entries if any(entry.flags.values())}
    assert file.sheets[0].kind == INSPECTION
    assert confirmed - {"义诊活动备案"} == {"户籍迁移审批", "企业职工正常退休审批", "食品经营许可"}
    (doubtful,) = [entry for entry in file.entries if entry.name == "义诊活动备案"]
    assert doubtful.status == "left_out"


def test_an_export_by_its_states(empty_store):
    (file,) = plan_of(empty_store, "P14").files
    published = Counter(entry.flags["is_published"] for entry in file.entries)
    assert (file.sheets[0].kind, published[True], published[False]) == (EXPORT, 7, 13)


def test_an_export_in_the_national_format_is_no_item_list(empty_store):
    stored(empty_store, "W00")
    before = figures(empty_store)
    plan = plan_of(empty_store, "W10")
    assert plan.files[0].sheets[0].kind == EXPORT
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    after = figures(empty_store)
    assert {key: counts[1] for key, counts in after.items()} == {
        key: counts[1] for key, counts in before.items()
    }


def test_spellings_of_a_department_are_one_or_asked(empty_store):
    plan = plan_of(empty_store, "U1")
    assert {unit.near.name for unit in plan.unknown} == {"公安局"} and len(plan.unknown) == 2
    stored(empty_store, "U1")
    assert len(empty_store.settings.roster().names("department")) == 5


def test_two_townships_side_by_side_are_asked(empty_store):
    plan = plan_of(empty_store, "W12")
    assert codes(plan)["unit_open"] and not figures(empty_store)


def test_single_cases_say_what_is_missing(empty_store):
    (refused,) = plan_of(empty_store, "办件明细").refused
    assert "办件量" in refused.refused.title


@pytest.fixture(scope="module")
def golden_october(tmp_path_factory, october_file) -> Store:
    """A store in which nothing is written."""
    path = tmp_path_factory.mktemp("october") / "golden.duckdb"
    store = open_store(Path(shutil.copy(october_file, path)))
    yield store
    store.close()


@pytest.mark.parametrize("name", sorted(path.name for path in (CASES / "other_subjects").iterdir()))
def test_a_workbook_of_another_subject_moves_no_figure(golden_october, name):
    store = golden_october
    before = {repr(snapshot) for snapshot in store.counts.snapshots()}
    content = (CASES / "other_subjects" / name).read_bytes()
    plan = pipeline.plan(store, [(name, content)], month=date(2026, 10, 1))
    assert plan.refused and plan.refused[0].refused.code in ("not_ours", "no_known_sheet")
    assert not plan.batches
    assert {repr(snapshot) for snapshot in store.counts.snapshots()} == before
