"""A sixth indicator on a new yes/no column, and a further ratio of sums on new quantities, touch
the file of definitions alone: import, rates, lists, template and pages follow, and the tests stay
green.
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
FLAGS += (Flag("is_by_pledge", ITEMS, "是否告知承诺", ("告知承诺",)),)
INDICATORS += (
    Indicator(
        "pledge_rate",
        "告知承诺占比",
        "告知承诺率",
        ITEMS,
        "告知承诺的事项",
        "范围内事项",
        ("is_by_pledge",),
        headers=("告知承诺占比",),
        numerator_headers=("告知承诺事项数",),
        denominator_headers=("事项总数",),
        missing_word="未告知承诺",
    ),
)
QUANTITIES += (
    Quantity("steps_before", ITEMS, "改革前环节数", unit="个"),
    Quantity("steps", ITEMS, "现办理环节数", unit="个"),
)
INDICATORS += (
    Indicator(
        "step_reduction",
        "办理环节压缩比",
        "环节压缩比",
        ITEMS,
        "改革前环节数减去现环节数，各事项之和",
        "改革前环节数，各事项之和",
        (),
        unit="个环节",
        is_extra=True,
        sums=Sums("steps_before", minus="steps", over="steps_before"),
    ),
)
LISTS += (ProblemList("not_by_pledge", "未告知承诺", "pledge_rate", "范围内、不能告知承诺的事项"),)
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
    "problems": run("problems", "not_by_pledge", *october).stdout,
}
print(json.dumps({name: json.loads(text) for name, text in told.items()} | {
    "headers": [*headers("items"), *headers("bulletin")]
}))
data.actor = lambda: VISITOR
app = AppTest.from_file("pages/_shell.py", default_timeout=60).run()
assert not app.exception, app.exception
assert ("告知承诺率", "66.67%") in [(m.label, m.value) for m in app.metric]
for page in ("trends.py", "gaps.py", "ranking.py", "problems.py", "definitions.py"):
    app.switch_page(page).run()
    assert not app.exception, (page, app.exception)
assert "告知承诺率" in "".join(m.value for m in app.markdown)
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
    "是否告知承诺",
    "改革前环节数",
    "现办理环节数",
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


def month_with_pledges(path: Path) -> None:
    """Three items, two of them by pledge, and a bulletin that says the same."""
    book = Workbook()
    page = book.active
    page.title = "政务服务事项"
    page.append(HEADERS)
    for number, by_pledge in enumerate("是否是"):
        code = f"11999923MB0000100Y470010000000{number}"
        yes = ["是"] * 4
        page.append(
            ["2026年10月", code, f"事项{number}", "行政许可", "公安局", *yes, by_pledge, 7, 2]
        )
    bulletin = book.create_sheet("全市指标")
    for row in (
        ["统计月份", "县（市、区）", "告知承诺事项数", "事项总数"],
        ["2026年10月", "云溪县", 2, 3],
        ["2026年10月", "东屏县", 3, 3],
    ):
        bulletin.append(row)
    book.save(path)


def test_it_touches_one_file(tree):
    month_with_pledges(tree / "month.xlsx")
    told = json.loads(run(tree, "-c", PROGRAM))
    assert told["import"]["committed"] and told["import"]["files"][0]["issues"] == []
    rates = told["rates"]
    assert rates["own"]["pledge_rate"] == {"numerator": 2, "denominator": 3, "published": "66.67"}
    assert rates["counties"]["云溪县"]["pledge_rate"]["rank"] == 2
    assert [row["code"] for row in told["problems"]["rows"]] == ["11999923MB0000100Y4700100000001"]
    # a ratio of sums: (3·7 − 3·2) ÷ 3·7
    assert rates["own"]["step_reduction"] == {
        "numerator": 15,
        "denominator": 21,
        "published": "71.43",
    }
    assert {"是否告知承诺", "现办理环节数", "告知承诺事项数"} <= set(told["headers"])


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
