"""The 差评台账: its clock, what is struck, what is asked, and the rates of a month."""

import json
from datetime import date
from pathlib import Path

import pytest
from bad_rating_ledgers import HEADER, book, handled, rows_of_o3
from rating_exports import UNITS, text
from rating_exports import rows_of_o3 as ratings_of_o3

from govsvc import sheets
from govsvc.__main__ import main
from govsvc.domain.entries import COUNTED
from govsvc.domain.feedback import FeedbackSettings, RatingClock, handled_rating_of
from govsvc.domain.indicators import BAD_RATINGS
from govsvc.domain.mappings import Choices
from govsvc.domain.rows import FileRead
from govsvc.domain.workdays import WorkCalendar

BAD_ONES = text([row for row in ratings_of_o3() if row[13] in ("不满意", "非常不满意")])


def read(content: bytes, choices: Choices = Choices()) -> FileRead:
    (file,) = sheets.read_files([("差评台账.xlsx", content)], home="云溪县", choices=choices)
    assert not file.refused, file.refused
    return file


def states(file: FileRead, day: date, **chosen: str) -> list[str]:
    clock = RatingClock(day, WorkCalendar(), FeedbackSettings.of(chosen))
    return [clock.state(handled_rating_of(one)) for one in file.entries if one.status == COUNTED]


def one(day: date = date(2026, 11, 3), said: dict | None = None, **chosen: str) -> str:
    (state,) = states(read(book([handled(0, **said or {})])), day, **chosen)
    return state


def test_the_ledger_is_told_from_other_sheets() -> None:
    file = read(book(rows_of_o3()))
    assert {entry.kind for entry in file.entries} == {BAD_RATINGS} and not file.issues
    shown = repr(list(file.entries))
    assert "王大明" not in shown and "13812345678" not in shown


OPEN = {"整改结果": "", "办结日期": ""}


@pytest.mark.parametrize(
    "chosen, last",
    [
        ({}, date(2026, 11, 2)),
        ({"feedback_bad_days_in": "days"}, date(2026, 10, 27)),
        ({"feedback_bad_days": "5"}, date(2026, 10, 19)),
        ({"feedback_bad_days": "7", "feedback_bad_days_in": "days"}, date(2026, 10, 19)),
    ],
)
def test_the_day_of_the_deadline_counts_and_the_next_does_not(chosen, last) -> None:
    after = date.fromordinal(last.toordinal() + 1)
    assert one(last, OPEN, **chosen) == "open_not_due"
    assert one(after, OPEN, **chosen) == "open_overdue"
    assert one(after, {"办结日期": last}, **chosen) == "closed_in_time"
    assert one(after, {"办结日期": after}, **chosen) == "closed_late"


def test_what_is_closed_without_a_day_is_not_in_time() -> None:
    file = read(book([handled(0, 办结日期="")]))
    assert states(file, date(2026, 10, 13)) == ["closed_late"]
    assert [issue.code for issue in file.issues] == ["closed_without_day"]


@pytest.mark.parametrize("word", ["误评", "恶意差评", "不属实", "不予采信", "无效"])
def test_what_is_struck(word) -> None:
    assert one(said={"是否属实": word}) == "struck"


def test_prose_is_asked_once_per_wording_and_remembered() -> None:
    prose, packed = "已与群众沟通，表示理解", "已与群众沟通,表示理解"
    rows = [handled(n, 整改结果=prose) for n in range(3)]
    file = read(book(rows))
    assert {issue.code for issue in file.issues} == {"result_unclear"}
    (asked,) = file.sheets[0].unclear
    assert (asked.field, asked.value, asked.count) == ("result", packed, 3)
    again = read(book(rows), Choices(values={("result", "整改结果"): {packed: "已整改"}}))
    assert states(again, date(2026, 11, 3)) == ["closed_in_time"] * 3
    assert handled_rating_of(again.entries[0]).result == prose


def test_no_date_no_clock() -> None:
    file = read(book([handled(0, 评价时间="", 收到日期=""), handled(1)]))
    assert [issue.code for issue in file.issues] == ["day_blank"]
    assert len(states(file, date(2026, 11, 3))) == 1


def run(capsys, *words: str) -> dict:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def database(tmp_path, capsys) -> Path:
    path, ledger, export = (tmp_path / name for name in ("c.duckdb", "台账.xlsx", "好差评.csv"))
    ledger.write_bytes(book(rows_of_o3()))
    export.write_bytes(BAD_ONES)
    new = [word for unit in UNITS for word in ("--new-unit", unit)]
    into = ["--database", str(path), "--home", "云溪县"]
    assert main(["import", str(ledger), str(export), *into, *new]) == 0
    capsys.readouterr()
    return path


def test_the_rates_of_a_month(database, capsys) -> None:
    said = run(
        capsys,
        *("feedback", "bad-ratings", "--month", "2026-10", "--day", "2026-11-03"),
        *("--database", str(database)),
    )
    rates = {key: (one["percent"], one["fraction"]) for key, one in said["rates"].items()}
    assert rates == {
        "bad.closed": ("80.00", "8/10"),
        "bad.closed_in_time": ("77.78", "7/9"),
        "bad.called_back": ("90.00", "9/10"),
        "bad.content": ("88.89", "8/9"),
    }
    # the export has the same twelve: none is counted twice
    assert (said["not_in_ledger"], len(said["bad"])) == (0, 12)


def test_what_the_ledger_lacks_is_open(database, capsys, tmp_path) -> None:
    ledger = tmp_path / "二.xlsx"
    other = tmp_path / "other.duckdb"
    ledger.write_bytes(book(rows_of_o3()[:10]))
    export = tmp_path / "好差评.csv"
    new = [word for unit in UNITS for word in ("--new-unit", unit)]
    into = ["--database", str(other), "--home", "云溪县"]
    assert main(["import", str(ledger), str(export), *into, *new]) == 0
    capsys.readouterr()
    words = ("--month", "2026-10", "--day", "2026-11-03", "--database", str(other))
    said = run(capsys, "feedback", "bad-ratings", *words)
    assert said["not_in_ledger"] == 2 and said["rates"]["bad.closed"]["fraction"] == "8/12"
    assert sum("台账未登记" in one["来源"] for one in said["bad"]) == 2


def test_a_later_ledger_takes_the_place_row_by_row(database, capsys, tmp_path) -> None:
    ledger = tmp_path / "后来.xlsx"
    ledger.write_bytes(book([handled(8, 办结日期="2026-11-05")]))
    assert main(["import", str(ledger), "--database", str(database)]) == 0
    capsys.readouterr()
    words = ("--month", "2026-10", "--day", "2026-11-06", "--database", str(database))
    counts = run(capsys, "feedback", "bad-ratings", *words)["counts"]
    assert (counts["closed_late"], counts["open_overdue"], counts["struck"]) == (2, 0, 2)


def test_a_ledger_without_case_numbers_counts_alone(tmp_path, capsys) -> None:
    index = HEADER.index("办件编号")
    header = [word for word in HEADER if word != "办件编号"]
    rows = [[*row[:index], *row[index + 1 :]] for row in rows_of_o3()]
    path, ledger, export = (tmp_path / name for name in ("c.duckdb", "台账.xlsx", "好差评.csv"))
    ledger.write_bytes(book(rows, header))
    export.write_bytes(BAD_ONES)
    new = [word for unit in UNITS for word in ("--new-unit", unit)]
    into = ["--database", str(path), "--home", "云溪县"]
    assert main(["import", str(ledger), str(export), *into, *new]) == 0
    capsys.readouterr()
    words = ("--month", "2026-10", "--day", "2026-11-03", "--database", str(path))
    said = run(capsys, "feedback", "bad-ratings", *words)
    assert (said["not_in_ledger"], len(said["bad"])) == (0, 12)
