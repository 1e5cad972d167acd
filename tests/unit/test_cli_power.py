"""python -m govsvc power: what a month has of authorisation and limits, who is sent, settings."""

import json
from pathlib import Path

import pytest

from govsvc.__main__ import main

HEADER = (
    "统计月份,实施编码,事项名称,事项类型,实施主体,行使层级,是否网上可办,是否进驻大厅,授权情况,"
    "法定办结时限,承诺办结时限,办件类型,到办事现场次数"
)
ROWS = (
    "甲,行政许可,公安局,县本级,是,是,全权授权,20,即办,承诺件,0",
    "乙,行政许可,公安局,县本级,是,是,部分授权,1个月,11,即办件,1",
    "丙,行政许可,民政局,县本级,是,是,未授权,10,10,承诺件,2",
)
LINES = (
    HEADER,
    *(
        f"2026年10月,11999923MB0000100Y470010000000{number},{row}"
        for number, row in enumerate(ROWS)
    ),
)


@pytest.fixture
def database(tmp_path, capsys) -> Path:
    file, path = tmp_path / "事项.csv", tmp_path / "county.duckdb"
    file.write_text("\n".join(LINES), encoding="utf-8")
    said = ["import", str(file), "--database", str(path), "--home", "云溪县"]
    assert main([*said, "--new-unit", "公安局", "--new-unit", "民政局"]) == 0
    capsys.readouterr()
    return path


def power(capsys, database: Path, *words: str) -> dict:
    code = main(["power", *words, "--database", str(database), "--json"])
    assert code == 0
    return json.loads(capsys.readouterr().out)


def shown(capsys, database: Path) -> dict:
    return power(capsys, database, "show", "--month", "2026-10")


def paces(said: dict) -> dict[str, str]:
    return {one["indicator"]: one["value"] for one in said["paces"]}


def test_a_representative_and_the_shares(database, capsys):
    said = shown(capsys, database)
    assert said["authorisation"]["counts"] == [1, 3]
    assert [one["counts"] for one in said["representatives"]["shares"]] == [[0, 2]] * 3
    power(
        capsys,
        database,
        *("representative", "--month", "2026-10", "--unit", "公安局", "--name", "张三"),
        *("--deputy", "李四", "--appointment", "有", "--document", "云公授1号"),
        *("--valid-from", "2026-01-01", "--years", "3"),
    )
    said = shown(capsys, database)["representatives"]
    assert [one["percent"] for one in said["shares"]] == ["50.00"] * 3
    assert said["shares"][0]["lacking"] == ["民政局"]
    assert said["rows"]["公安局"]["valid_until"] == "2028-12-31"
    assert power(capsys, database, "warning-days", "45")["version"]


def test_what_cannot_be_is_refused(database, capsys):
    for words in (
        ("representative", "--month", "2026-10", "--unit", "没有的局", "--name", "张三"),
        ("warning-days", "0"),
        ("extras", "没有的指标"),
        ("rules", "--month", "2026-10", "--name", "甲", "--document", "乙", "--also", "网上可办率"),
    ):
        assert main(["power", *words, "--database", str(database)]) == 1
        assert capsys.readouterr().err


def test_the_rules_by_command(database, capsys):
    before = paces(shown(capsys, database))
    assert before["limit_reduction"] == "59.62" and before["instant_rate"] == "33.33"
    power(
        capsys,
        database,
        *("rules", "--month", "2026-10", "--name", "市口径", "--document", "1号"),
        *("--also", "授权到位率", "--instead", "即办件占比", "--mean", "时限压缩比"),
        *("--workdays", "30,365,7"),
    )
    said = shown(capsys, database)
    # 20 − 0, 30 − 11 and 10 − 10 of 60; 100, 63.33 and 0 percent
    assert paces(said)["limit_reduction"] == "65.00" and paces(said)["instant_rate"] == "33.33"
    (limits,) = [one for one in said["paces"] if one["indicator"] == "limit_reduction"]
    assert limits["mean"] == "各项比值平均54.44%" and "1个月按30个工作日" in limits["rule"]
    (instant,) = [one for one in said["paces"] if one["indicator"] == "instant_rate"]
    assert "承诺时限为0" in instant["rule"]
    assert said["authorisation"]["counts"] == [2, 3]
    assert main(["power", "show", "--month", "2026-10", "--database", str(database)]) == 0
    assert "授权到位率66.67%（2/3）" in capsys.readouterr().out


def test_what_cannot_do_without_a_visit_is_left_out_by_command(tmp_path, capsys):
    """Four items, two with 0 visits; two of the others, one of them 不宜跑零次."""
    path = tmp_path / "四项.csv"
    rows = ("0,否", "0,否", "1,是", "1,否")
    lines = ["统计月份,事项名称,事项类型,实施主体,是否网上可办,到办事现场次数,是否不宜跑零次"]
    lines += [f"2026年10月,事项{n},行政许可,公安局,是,{row}" for n, row in enumerate(rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    database = tmp_path / "四项.duckdb"
    words = ("--database", str(database))
    assert main(["import", str(path), *words, "--home", "云溪县", "--new-unit", "公安局"]) == 0
    capsys.readouterr()

    def no_visit() -> tuple[str, str]:
        found = {one["indicator"]: one for one in shown(capsys, database)["paces"]}
        return found["no_visit_rate"]["value"], found["no_visit_rate"]["rule"]

    value, rule = no_visit()
    assert value == "50.00" and rule.endswith("“是否不宜跑零次”为是的1项照常计算")
    rules = ("rules", "--month", "2026-10", "--name", "市口径", "--document", "1号")
    power(capsys, database, *rules, "--out", "零跑动占比")
    value, rule = no_visit()
    assert value == "66.67" and rule.endswith("“是否不宜跑零次”为是的1项不计入分母")
    power(capsys, database, *rules)
    assert no_visit()[0] == "50.00"
