"""O5 and O7 of the county's own figures, worked out by hand: files in, numbers out, by the command
line and on the pages.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support import show

from govsvc.__main__ import main

Run = Callable[..., dict]
ITEMS = "实施编码,事项名称,事项类型,实施主体,行使层级,是否网上可办,是否进驻大厅"
#: those of 34 departments with items that have some in the hall
IN_HALL = 32


@pytest.fixture
def run(empty, tmp_path, capsys) -> Run:
    """A command on the database that the pages show; gives what it says as JSON."""

    def command(*said: str) -> dict:
        path = tmp_path / f"{empty}.duckdb"
        assert main([*said, "--database", str(path), "--json"]) == 0, capsys.readouterr()
        return json.loads(capsys.readouterr().out)

    return command


def unit(number: int) -> str:
    return f"第{number + 1:02d}局"


def written(folder: Path, name: str, header: str, lines: Iterable[str]) -> str:
    path = folder / name
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return str(path)


def item(number: int, of: str, *more: str) -> str:
    code = f"11999923MB0000100Y4700{number:08d}0"
    return ",".join((code, f"事项{number:03d}", "行政许可", of, "县本级", "是", *more))


def cells(app: AppTest) -> set[str]:
    """What stands in the tables of a page."""
    return {str(cell).replace("\\", "") for table in app.table for cell in table.value.values.flat}


def o5_files(folder: Path) -> list[str]:
    """640 items in the hall and 4 that are 不适用, of 32 departments; two have none there. 34
    departments answer on the roster, 32 are asked for 首席事务代表.
    """
    degrees = ["全权授权"] * 602 + ["部分授权"] * 20 + ["未授权"] * 18 + ["不适用"] * 4
    items = [item(n, unit(n % IN_HALL), "是", degree) for n, degree in enumerate(degrees)]
    items += [item(900 + n, unit(n), "否", "") for n in range(IN_HALL, 34)]
    roster = [
        f"{unit(n)},{'是' if n < 31 else '否'},{'是' if n < 27 else '否'},是" for n in range(34)
    ]
    until = ["2027-12-31"] * 28 + ["2026-09-30"] * 2
    delegates = [
        f"{unit(n)},张三,{'李四' if n < 26 else ''},有,云公授{n}号,{day}"
        for n, day in enumerate(until)
    ]
    delegates += [f"{unit(n)},待定,,,," for n in range(30, IN_HALL)]
    cases = ["事项000,第01局,5120,377"]
    return [
        written(
            folder,
            "单位名录.csv",
            "单位名称,是否设立行政审批股,是否成建制进驻,是否纳入电子监察",
            roster,
        ),
        written(folder, "2026年10月政务服务事项.csv", f"{ITEMS},授权情况", items),
        written(
            folder,
            "2026年10月首席事务代表名册.csv",
            "进驻部门,首席事务代表,B岗,任命书,授权书文号,有效期止",
            delegates,
        ),
        written(
            folder,
            "2026年10月办件量统计.csv",
            "事项名称,实施主体,大厅办结件数,大厅外办结件数",
            cases,
        ),
    ]


def test_o5_by_command_and_on_the_page(run, tmp_path):
    run("import", *o5_files(tmp_path), "--home", "云溪县")
    found = run("power", "show", "--month", "2026-10")
    power = found["authorisation"]
    assert (power["percent"], power["counts"], power["exempt"]) == ("94.06", [602, 640], 4)
    shares = {one["name"]: one["percent"] for one in found["representatives"]["shares"]}
    assert list(shares.values()) == ["93.75", "87.50", "81.25"]
    lines = [one["value"] for one in found["three_in_place"]]
    assert lines[:2] == ["91.18%（31/34）", "79.41%（27/34）"] and lines[5] == "100.00%（32/32）"
    cases = run("feedback", "rates", "--month", "2026-10")["cases"]["cases.decided_in_hall"]
    assert (cases["percent"], cases["fraction"]) == ("93.14", "5,120/5,497")
    app = show("authorisation.py")
    assert not app.exception
    assert app.header[0].value == "授权到位率94.06%（602/640），已进驻未授权18项、部分授权20项"
    shown = {one.label: one.value for one in app.metric}
    assert shown["首席事务代表选派率（30/32）"] == "93.75%"
    assert shown["授权书有效率（28/32）"] == "87.50%" and shown["A/B岗齐备率（26/32）"] == "81.25%"
    assert {"91.18%（31/34）", "79.41%（27/34）"} <= {cell.split("；")[0] for cell in cells(app)}
    measures = cells(show("feedback.py", said="走势和目标"))
    assert {"93.14%", "5,120/5,497"} <= measures
    rules = ("--month", "2026-10", "--name", "市口径", "--document", "1号")
    run("power", "rules", *rules, "--also", "授权到位率")
    assert run("power", "show", "--month", "2026-10")["authorisation"]["percent"] == "97.19"


#: 法定, 承诺, 办件类型, 次数 of O7 as they stand in cells
TEN = (
    "20工作日,5,承诺件,1",
    "15,即办,即办件,0",
    "无期限,3,承诺件,1",
    "1个月,10,承诺件,0",
    "10,10,承诺件,2",
    "5,1,即办件,1",
    ",,承诺件,1",
    "30自然日,7,承诺件,0",
    "7,8,承诺件,1",
    "60,15,承诺件,1",
)


def test_o7_by_command_and_on_the_page(run, tmp_path):
    header = f"{ITEMS},法定办结时限,承诺办结时限,办件类型,到办事现场次数"
    lines = [item(n, "公安局", "是", row) for n, row in enumerate(TEN)]
    file = written(tmp_path, "2026年10月政务服务事项.csv", header, lines)
    run("import", file, "--home", "云溪县", "--new-unit", "公安局")

    def paces() -> dict[str, dict]:
        found = run("power", "show", "--month", "2026-10")["paces"]
        return {one["indicator"]: one for one in found}

    found = paces()
    assert {key: found[key]["value"] for key in found if not key.endswith("_window_rate")} == {
        "limit_reduction": "70.37",
        "instant_rate": "20.00",
        "mean_visits": "0.80",
        "no_visit_rate": "30.00",
        "one_visit_rate": "90.00",
    }
    assert found["limit_reduction"]["counts"] == [114, 162]
    assert found["limit_reduction"]["unknown"] == 3
    app = show("pace.py")
    assert app.header[0].value == "时限与跑动：时限压缩比70.37%，平均跑动次数0.80次"
    county = {row[0]: [str(cell) for cell in row] for row in app.table[0].value.values.tolist()}
    assert county["承诺时限压缩比"][3:5] == ["114 ÷ 162", "3项"]
    assert county["零跑动占比"][1] == "30.00%" and county["最多跑一次占比"][1] == "90.00%"
    rules = ("--month", "2026-10", "--name", "市口径", "--document", "1号")
    more = ("--instead", "即办件占比", "--mean", "时限压缩比", "--workdays", "30,250,7")
    run("power", "rules", *rules, *more)
    found = paces()
    assert (found["limit_reduction"]["value"], found["instant_rate"]["value"]) == ("71.76", "10.00")
