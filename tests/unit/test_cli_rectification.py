"""python -m govsvc rectification: assigned, listed, written out."""

import json
import shutil
from datetime import datetime

import pytest
from command_line import run
from openpyxl import load_workbook

from govsvc.system import clock


@pytest.fixture
def database(october_file, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 9))
    return shutil.copy(october_file, tmp_path / "county.duckdb")


def test_rows_are_assigned_listed_and_written_out(database, tmp_path):
    assign = ("rectification", "assign", "not_online", "--month", "2026-10", "--days", "15")
    done = json.loads(run(*assign, "--json", "--database", database).stdout)
    assert done == {"assigned": [1, 2], "assigned_before": 0, "deadline": "2026-12-11"}
    assert "交办过" in run(*assign, "--database", database, code=1).stderr
    listed = run("rectification", "list", "--json", "--database", database)
    found = json.loads(listed.stdout)
    assert (found["total"], found["closed"], found["overdue"]) == (2, 0, 0)
    assert {one["light"] for one in found["entries"]} == {"绿 还剩15个工作日"}
    before = run("rectification", "list", "--day", "2026-11-19", "--database", database)
    assert "还没有交办的事项" in before.stdout
    out = tmp_path / "台账.xlsx"
    run("rectification", "export", out, "--database", database)
    cells = [cell for row in load_workbook(out).active.iter_rows(values_only=True) for cell in row]
    assert "待签收" in cells and "涉及事项／站点" in cells
