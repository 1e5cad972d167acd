"""A sixth indicator on a new yes/no column touches the file of definitions alone: import, rates,
lists, template and pages follow.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).parents[2]
ADDED = """
FLAGS += (Flag("is_instant", ITEMS, "是否即办", ("即办件",)),)
INDICATORS += (Indicator("instant_rate", "即办件占比", "即办率", ITEMS, "即办的事项", "范围内事项", ("is_instant",),
                         headers=("即办件占比",), numerator_headers=("即办事项数",), denominator_headers=("事项总数",), missing_word="未即办"),)
LISTS += (ProblemList("not_instant", "未即办", "instant_rate", "范围内、不能即办的事项"),)
"""
PAGES = """
import sys
from streamlit.testing.v1 import AppTest
from govsvc.security import VISITOR
from pages._ui import data
data.actor = lambda: VISITOR
app = AppTest.from_file("pages/_shell.py", default_timeout=60).run()
assert not app.exception, app.exception
assert ("即办率", "66.67%") in [(m.label, m.value) for m in app.metric]
for page in ("trends.py", "gaps.py", "ranking.py", "problems.py", "definitions.py"):
    app.switch_page(page).run()
    assert not app.exception, (page, app.exception)
assert "即办率" in "".join(m.value for m in app.markdown)
"""


def test_it_touches_one_file(tmp_path):
    for name in ("govsvc", "pages"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "govsvc" / "domain" / "indicators" / "definitions.py").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(ADDED)
    book = Workbook()
    page = book.active
    page.title = "政务服务事项"
    page.append(
        [
            "统计月份",
            "实施编码",
            "事项名称",
            "事项类型",
            "实施主体",
            "是否网上可办",
            "是否全程网办",
            "是否在省平台发布",
            "是否进驻大厅",
            "是否即办",
        ]
    )
    for number, instant in enumerate("是否是"):
        page.append(
            [
                "2026年10月",
                f"11999923MB0000100Y470010000000{number}",
                f"事项{number}",
                "行政许可",
                "公安局",
                "是",
                "是",
                "是",
                "是",
                instant,
            ]
        )
    bulletin = book.create_sheet("全市指标")
    for row in (
        ["统计月份", "县（市、区）", "即办事项数", "事项总数"],
        ["2026年10月", "云溪县", 2, 3],
        ["2026年10月", "东屏县", 3, 3],
    ):
        bulletin.append(row)
    book.save(tmp_path / "month.xlsx")

    def run(*arguments: str) -> str:
        environment = {
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "GOVSVC_DATABASE": str(tmp_path / "six.duckdb"),
        }
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert result.returncode == 0, result.stderr + result.stdout
        return result.stdout

    result = json.loads(
        run(
            "-m",
            "govsvc",
            "import",
            "month.xlsx",
            "--database",
            "six.duckdb",
            "--home",
            "云溪县",
            "--json",
        )
    )
    assert result["committed"] and result["files"][0]["issues"] == []
    rates = json.loads(
        run("-m", "govsvc", "rates", "--database", "six.duckdb", "--month", "2026-10", "--json")
    )
    assert rates["own"]["instant_rate"] == {"numerator": 2, "denominator": 3, "published": "66.67"}
    assert rates["counties"]["云溪县"]["instant_rate"]["rank"] == 2
    rows = json.loads(
        run(
            "-m",
            "govsvc",
            "problems",
            "not_instant",
            "--database",
            "six.duckdb",
            "--month",
            "2026-10",
            "--json",
        )
    )["rows"]
    assert [row["code"] for row in rows] == ["11999923MB0000100Y4700100000001"]
    headers = run(
        "-c",
        (
            "from govsvc.documents.template import headers; print(headers('items'), "
            "headers('bulletin'))"
        ),
    )
    assert "是否即办" in headers and "即办事项数" in headers
    run("-c", PAGES)
