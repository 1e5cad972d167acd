"""python -m govsvc feedback ratings: a month of 8,050 ratings, channels, definitions."""

import json
from pathlib import Path

import pytest
from rating_exports import CHANNELS, UNITS, rating, rows_of_o3, text

from govsvc.__main__ import main


def imported(folder: Path, content: bytes, capsys) -> Path:
    file, path = folder / "好差评.csv", folder / "county.duckdb"
    file.write_bytes(content)
    new = [word for unit in UNITS for word in ("--new-unit", unit)]
    said = ["import", str(file), "--database", str(path), "--home", "云溪县", *new]
    assert main(said) == 0
    capsys.readouterr()
    return path


def feedback(capsys, database: Path, *words: str) -> dict:
    assert main(["feedback", *words, "--database", str(database), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def o3() -> bytes:
    return text(rows_of_o3())


@pytest.fixture
def database(tmp_path, capsys, o3) -> Path:
    return imported(tmp_path, o3, capsys)


def test_the_rates_of_a_month_by_every_definition(database, capsys) -> None:
    october = ("--month", "2026-10")

    def rates() -> dict[str, tuple[str, str]]:
        said = feedback(capsys, database, "ratings", *october)["rates"]
        return {
            key.partition(".")[2]: (one["percent"], one["fraction"]) for key, one in said.items()
        }

    found = rates()
    assert found["rated"] == (None, "—") and found["active"] == ("84.47", "6,800/8,050")
    assert found["good"] == ("99.82", "6,788/6,800")
    assert found["good_strict"] == ("98.97", "6,730/6,800")
    assert found["bad"] == ("0.18", "12/6,800")
    feedback(capsys, database, "cases", *october, "8400")
    found = rates()
    assert found["rated"] == ("95.83", "8,050/8,400")
    assert found["active"] == ("80.95", "6,800/8,400")
    feedback(capsys, database, "setting", "feedback_active", "ratings")
    feedback(capsys, database, "setting", "feedback_default_ratings", "in")
    found = rates()
    assert found["active"] == ("84.47", "6,800/8,050")
    assert found["good"] == ("99.85", "8,038/8,050")


def test_counts_by_unit_and_reason_sum_to_those_of_the_month(database, capsys) -> None:
    said = feedback(capsys, database, "ratings", "--month", "2026-10")
    assert (said["counts"]["ratings"], said["counts"]["default"]) == (8050, 1250)
    assert sum(one["ratings"] for one in said["units"]) == 6800
    assert sum(one["bad"] for one in said["units"]) == len(said["bad"]) == 12
    reasons = {}
    for one in said["bad_reasons"]:
        reasons[one["reason"]] = reasons.get(one["reason"], 0) + one["count"]
    assert reasons == {"209": 9, "211": 9, "112": 3, "114": 3}
    # 12 / 6,800 = 17.647…
    assert said["bad_per_10000"] == "17.65"
    until = feedback(capsys, database, "ratings", "--month", "2026-11", "--cumulative")
    assert until["rates"]["ratings.good"]["fraction"] == "6,788/6,800"
    alone = feedback(capsys, database, "ratings", "--month", "2026-11")
    assert not alone["is_held"] and alone["counts"] == {}


def test_channels_with_their_shares(tmp_path, capsys) -> None:
    rows = [
        rating(number, 评价渠道=channel)
        for number, channel in enumerate(
            channel for channel, count in CHANNELS.items() for _ in range(count)
        )
    ]
    database = imported(tmp_path, text(rows), capsys)
    said = feedback(capsys, database, "ratings", "--month", "2026-10")
    assert said["counts"]["active"] == 24_793
    assert [(one["ratings"], one["share"]) for one in said["channels"]] == [
        (9958, "40.16"),
        (6358, "25.64"),
        (4581, "18.48"),
        (3885, "15.67"),
        (8, "0.03"),
        (3, "0.01"),
    ]
    assert [(one["group"], one["ratings"]) for one in said["places"]] == [
        ("hall", 9958),
        ("online", 10_939),
        ("elsewhere", 3896),
    ]
    small = [one["group"] for one in said["channels"] if one["is_small"]]
    assert small == ["电话", "短信"]


def test_the_channels_together_by_the_weights_of_a_document(tmp_path, capsys) -> None:
    """O4 of the county's own figures: 40/30/20/10 over 现场, 网上, 电话, 问卷."""
    online = [
        rating(number, 评价渠道="PC端", 满意度="不满意" if number < 9002 else "满意")
        for number in range(9000, 12_000)
    ]
    database = imported(tmp_path, text([*rows_of_o3(), *online]), capsys)
    october = ("--month", "2026-10")
    levels = ("非常满意=30", "满意=13", "基本满意=3", "不满意=1", "非常不满意=1")
    feedback(capsys, database, "totals", *october, "有效回访=48", *levels)
    (waves := tmp_path / "2026年10月问卷汇总.csv").write_text(
        "问卷名称,发放份数,回收份数,有效份数,满意份数,方式\n甲问卷,220,201,193,187,现场发放\n",
        encoding="utf-8",
    )
    assert main(["import", str(waves), "--database", str(database)]) == 0
    capsys.readouterr()
    assert feedback(capsys, database, "compare", *october)["composite"] is None
    shares = ("现场=40", "网上=30", "电话=20", "问卷=10")
    feedback(capsys, database, "weights", "--document", "云政办〔2026〕8号", *shares)
    found = feedback(capsys, database, "compare", *october)
    assert [one["fraction"] for one in found["channels"].values()] == [
        "6,788/6,800", "2,998/3,000", "46/48", "187/193",
    ]  # fmt: skip
    assert found["composite"] == "98.77"


def test_a_case_rated_twice_by_each_setting(tmp_path, capsys) -> None:
    same = {"办件编号": "YX1"}
    rows = [
        rating(1, **same, 满意度="不满意", 评价时间="2026-10-02 09:00:00"),
        rating(2, **same, 满意度="满意", 评价次数="2", 评价时间="2026-10-09 09:00:00"),
        rating(3),
    ]
    database = imported(tmp_path, text(rows), capsys)
    for choice, fraction, bad in (("last", "2/2", 0), ("first", "1/2", 1), ("both", "2/3", 1)):
        feedback(capsys, database, "setting", "feedback_repeated", choice)
        said = feedback(capsys, database, "ratings", "--month", "2026-10")
        assert (said["rates"]["ratings.good"]["fraction"], len(said["bad"])) == (fraction, bad)
