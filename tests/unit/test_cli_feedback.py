"""python -m govsvc feedback: rates of a month of 60 cases, settings, a month without calls."""

import json
from pathlib import Path

import pytest
from call_ledgers import UNITS, month_of_60, workbook

from govsvc.__main__ import main


@pytest.fixture
def database(tmp_path, capsys) -> Path:
    file, path = tmp_path / "台账.xlsx", tmp_path / "county.duckdb"
    file.write_bytes(month_of_60())
    new = [word for unit in UNITS for word in ("--new-unit", unit)]
    said = ["import", str(file), "--database", str(path), "--home", "云溪县", *new]
    assert main(said) == 0
    capsys.readouterr()
    return path


def feedback(capsys, database: Path, *words: str) -> dict:
    code = main(["feedback", *words, "--database", str(database), "--json"])
    assert code == 0
    return json.loads(capsys.readouterr().out)


def test_the_rates_of_a_month(database, capsys) -> None:
    feedback(capsys, database, "population", "--month", "2026-09", "412")
    said = feedback(capsys, database, "rates", "--month", "2026-09")
    rates = said["rates"]
    assert {key: rates[f"phone.{key}"]["percent"] for key in _RATES} == _RATES
    satisfied = rates["phone.satisfied"]
    assert (satisfied["fraction"], satisfied["interval"]) == ("46/48", ["86.02", "98.85"])
    assert rates["phone.integrity"]["interval"] == ["92.59", "100.00"]
    assert rates["phone.told_at_once"]["interval"] == ["82.84", "97.81"]
    assert said["report_sentence"] == (
        "每周抽取涉企办件开展电话回访，"
        "对服务态度、业务水平、办事效率、廉洁自律、一次性告知进行评价。"
        "2026年9月共回访60件，有效48件，总体满意率95.83%（46/48）；收集意见建议2条，已办结0条。"
    )
    assert said["weakest_first"][:2] == ["phone.told_at_once", "phone.efficiency"]


_RATES = {
    "drawn": "14.56",
    "dialled": "100.00",
    "reached": "85.00",
    "valid": "80.00",
    "satisfied": "95.83",
    "attitude": "97.92",
    "skill": "97.92",
    "efficiency": "95.83",
    "integrity": "100.00",
    "told_at_once": "93.62",
}


def test_units_of_small_samples_are_not_ranked(database, capsys) -> None:
    units = feedback(capsys, database, "rates", "--month", "2026-09")["units"]
    found = {one["unit"]: (one["percent"], one["interval"], one["rank"]) for one in units}
    assert found == {
        "市场监督管理局": ("100.00", ["75.75", "100.00"], None),
        "住房和城乡建设局": ("90.00", ["59.58", "98.21"], None),
        "自然资源局": ("96.15", ["81.11", "99.32"], None),
    }
    feedback(capsys, database, "setting", "least-sample", "10")
    units = feedback(capsys, database, "rates", "--month", "2026-09")["units"]
    assert [(one["unit"], one["rank"]) for one in units] == [
        ("市场监督管理局", 1),
        ("自然资源局", 2),
        ("住房和城乡建设局", 3),
    ]


def test_a_definition_that_is_changed_stands_beside_the_number(database, capsys) -> None:
    for choice, percent in (("two", "89.58"), ("weighted", "95.21"), ("three", "95.83")):
        feedback(capsys, database, "setting", "feedback_satisfied", choice)
        said = feedback(capsys, database, "rates", "--month", "2026-09")
        satisfied = said["rates"]["phone.satisfied"]
        assert satisfied["percent"] == percent
        assert ("0.9" in satisfied["definition"]) == (choice == "weighted")


def test_a_month_without_calls_is_not_the_last_month_again(database, capsys) -> None:
    said = feedback(capsys, database, "rates", "--month", "2026-10")
    assert not said["is_held"] and said["counts"] == {}
    assert "未开展" in said["sentence"]
    until = feedback(capsys, database, "rates", "--month", "2026-10", "--cumulative")
    assert until["rates"]["phone.satisfied"]["fraction"] == "46/48"


def test_measures_with_targets_and_their_trend(database, capsys) -> None:
    feedback(
        capsys, database, "target", "总体满意率", "98", "--year", "2026", "--lead", "政务服务局"
    )
    said = feedback(capsys, database, "measures", "--month", "2026-09")["measures"]
    assert said["phone.satisfied"]["target"] == {
        "value": "98",
        "until": None,
        "lead_unit": "政务服务局",
        "is_reached": False,
        "missing": 2,
        "text": "差2.17个百分点（2件）",
    }
    assert said["phone.valid"]["target"] is None
    months = feedback(capsys, database, "trend", "phone.satisfied", "--month", "2026-10")["points"]
    assert [(one["period"], one["percent"], one["note"]) for one in months] == [
        ("2026年9月", "95.83", ""),
        ("2026年10月", None, "未开展"),
    ]
    words = ("trend", "phone.valid", "--month", "2026-09", "--weekly")
    assert [one["fraction"] for one in feedback(capsys, database, *words)["points"]] == _OF_WEEKS
    feedback(capsys, database, "target", "总体满意率", "--remove", "--year", "2026")
    said = feedback(capsys, database, "measures", "--month", "2026-09")["measures"]
    assert said["phone.satisfied"]["target"] is None


#: valid of dialled, by week: the rows of a month go to its four weeks in turn
_OF_WEEKS = ["12/15", "12/15", "12/15", "12/15"]


def test_what_cannot_be_set_is_refused(database, capsys) -> None:
    for words in (
        ("setting", "feedback_satisfied", "four"),
        ("setting", "least-sample", "many"),
        ("population", "--month", "2026-09", "0"),
    ):
        assert main(["feedback", *words, "--database", str(database)]) != 0
    assert "保存" in capsys.readouterr().err


def test_the_measures_of_cases(database, capsys, tmp_path) -> None:
    """5,610 accepted, 4,032 of them online and 4,488 at the one window; 5,497 decided, 8 late."""
    header = ["事项名称", "实施主体", "受理件数", "网上受理件数", "综窗受理件数", "办结件数"]
    rows = [
        ["设立登记", "市场监督管理局", 5000, 4000, 4400, 5480, 8],
        ["变更登记", "市场监督管理局", 610, 32, 88, 17, 0],
    ]
    file = tmp_path / "2026年9月办件量统计.xlsx"
    file.write_bytes(workbook({"办件量统计": [[*header, "超期办结件数"], *rows]}))
    assert main(["import", str(file), "--database", str(database)]) == 0
    capsys.readouterr()
    cases = feedback(capsys, database, "rates", "--month", "2026-09")["cases"]
    assert {key: (one["percent"], one["fraction"]) for key, one in cases.items()} == {
        "cases.in_time": ("99.85", "5,489/5,497"),
        "cases.online": ("71.87", "4,032/5,610"),
        "cases.one_window": ("80.00", "4,488/5,610"),
    }


#: satisfied, valid → percent, interval: computed outside the program
INTERVALS = (
    (40, 40, "100.00", "91.24", "100.00"),
    (39, 40, "97.50", "87.12", "99.56"),
    (20, 20, "100.00", "83.89", "100.00"),
    (10, 10, "100.00", "72.25", "100.00"),
    (118, 120, "98.33", "94.13", "99.54"),
    (1739, 1739, "100.00", "99.78", "100.00"),
    (9963, 10003, "99.60", "99.46", "99.71"),
)


def test_intervals_of_typed_totals(database, capsys) -> None:
    for number, (met, valid, percent, low, high) in enumerate(INTERVALS, start=1):
        month = f"2025-{number:02}"
        counts = [f"有效回访={valid}", f"非常满意={met}", f"不满意={valid - met}"]
        counts += ["满意=0", "基本满意=0", "非常不满意=0"]
        counts += ["拨打数=15507"] if valid == 10003 else []
        feedback(capsys, database, "totals", "--month", month, *counts)
        rates = feedback(capsys, database, "rates", "--month", month)["rates"]
        satisfied = rates["phone.satisfied"]
        assert (satisfied["percent"], satisfied["interval"]) == (percent, [low, high])
        if valid == 10003:
            assert rates["phone.valid"]["percent"] == "64.51"
