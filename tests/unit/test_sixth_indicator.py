"""A sixth indicator on a new yes/no column touches the file of definitions alone: import, rates,
lists, template and pages follow, and the tests stay green.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

ROOT = Path(__file__).parents[2]
ADDED = """
FLAGS += (Flag("is_instant", ITEMS, "是否即办", ("即办件",)),)
INDICATORS += (
    Indicator(
        "instant_rate",
        "即办件占比",
        "即办率",
        ITEMS,
        "即办的事项",
        "范围内事项",
        ("is_instant",),
        headers=("即办件占比",),
        numerator_headers=("即办事项数",),
        denominator_headers=("事项总数",),
        missing_word="未即办",
    ),
)
LISTS += (ProblemList("not_instant", "未即办", "instant_rate", "范围内、不能即办的事项"),)
"""
#: in one process: starting one for each command takes longer than what they do
PROGRAM = """
import json
from command_line import run
from govsvc.documents.template import headers
from streamlit.testing.v1 import AppTest
from govsvc.security import VISITOR
from pages._ui import data
database = ("--database", "six.duckdb")
october = (*database, "--month", "2026-10", "--json")
told = {
    "import": run("import", "month.xlsx", *database, "--home", "云溪县", "--json").stdout,
    "rates": run("rates", *october).stdout,
    "problems": run("problems", "not_instant", *october).stdout,
}
print(json.dumps({name: json.loads(text) for name, text in told.items()} | {
    "headers": [*headers("items"), *headers("bulletin")]
}))
data.actor = lambda: VISITOR
app = AppTest.from_file("pages/_shell.py", default_timeout=60).run()
assert not app.exception, app.exception
assert ("即办率", "66.67%") in [(m.label, m.value) for m in app.metric]
for page in ("trends.py", "gaps.py", "ranking.py", "problems.py", "definitions.py"):
    app.switch_page(page).run()
    assert not app.exception, (page, app.exception)
assert "即办率" in "".join(m.value for m in app.markdown)
"""
#: tests that iterate or count the definitions, a second or two each
QUICK = (
    "test_rates.py",
    "test_counting.py",
    "test_problems.py",
    "test_export.py",
    "test_targets.py",
    "test_sheets_scores.py",
    "test_template.py",
)
#: of those the two that take longer than all others, and ask nothing of a new definition
BUT_SLOW = "not from_a_demonstration and not against_trying_every"
PARTS = (
    "govsvc",
    "pages",
    "tests",
    "docs",
    "data",
    ".streamlit",
    "app.py",
    "pyproject.toml",
    "requirements.txt",
    "requirements.lock",
    "README.md",
)
HEADERS = (
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
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the project with the indicator added."""
    folder = tmp_path_factory.mktemp("six")
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__", "*.duckdb*", "backups"),
                dirs_exist_ok=True,
            )
        elif source.exists():
            shutil.copy(source, folder / name)
    definitions = folder / "govsvc" / "domain" / "indicators" / "definitions.py"
    definitions.write_text(definitions.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    return folder


def run(tree: Path, *arguments: str) -> str:
    """What Python prints in that tree."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
    }
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=environment
        | {
            "PYTHONPATH": os.pathsep.join((str(tree), str(tree / "tests"))),
            "GOVSVC_DATABASE": str(tree / "six.duckdb"),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr + result.stdout
    return result.stdout


def month_with_instant(path: Path) -> None:
    """Three items, two of them instant, and a bulletin that says the same."""
    book = Workbook()
    page = book.active
    page.title = "政务服务事项"
    page.append(HEADERS)
    for number, instant in enumerate("是否是"):
        code = f"11999923MB0000100Y470010000000{number}"
        yes = ["是"] * 4
        page.append(["2026年10月", code, f"事项{number}", "行政许可", "公安局", *yes, instant])
    bulletin = book.create_sheet("全市指标")
    for row in (
        ["统计月份", "县（市、区）", "即办事项数", "事项总数"],
        ["2026年10月", "云溪县", 2, 3],
        ["2026年10月", "东屏县", 3, 3],
    ):
        bulletin.append(row)
    book.save(path)


def test_it_touches_one_file(tree):
    month_with_instant(tree / "month.xlsx")
    told = json.loads(run(tree, "-c", PROGRAM))
    assert told["import"]["committed"] and told["import"]["files"][0]["issues"] == []
    rates = told["rates"]
    assert rates["own"]["instant_rate"] == {"numerator": 2, "denominator": 3, "published": "66.67"}
    assert rates["counties"]["云溪县"]["instant_rate"]["rank"] == 2
    assert [row["code"] for row in told["problems"]["rows"]] == ["11999923MB0000100Y4700100000001"]
    assert {"是否即办", "即办事项数"} <= set(told["headers"])


@pytest.mark.parametrize(
    "tests",
    [
        pytest.param([*(f"tests/unit/{name}" for name in QUICK), "-k", BUT_SLOW], id="quick"),
        pytest.param(
            ["tests/unit", "tests/pages", "--ignore", "tests/unit/test_sixth_indicator.py"],
            id="whole",
            marks=pytest.mark.full,
        ),
    ],
)
def test_every_test_stays_green(tree, tests):
    run(tree, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *tests)
