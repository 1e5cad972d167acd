"""python -m govsvc rectification: assigned, listed, written out."""

import io
import json
import shutil
from datetime import datetime

import pytest
from command_line import run
from openpyxl import load_workbook
from test_sheets_ledger import ledger_file, row_of

from govsvc import sheets
from govsvc.exports import rectification_table
from govsvc.store import open_store
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


def test_a_ledger_is_imported_with_its_questions_answered(database, tmp_path):
    store = open_store(database)
    unit = store.settings.roster().units[0].name
    store.close()
    rows = (
        row_of(涉及事项="甲", 责任单位=unit, 整改时限="会后一周"),
        row_of(涉及事项="乙", 责任单位="无名局"),
        row_of(涉及事项="戊", 责任单位=unit, 交办日期=""),
        row_of(涉及事项="丙", 责任单位=unit, 整改时限="立行立改"),
        row_of(涉及事项="丁", 责任单位=unit, 状态="已销号"),
    )
    name, content = ledger_file(*rows)
    file = tmp_path / name
    file.write_bytes(content)
    command = ("rectification", "import", file, "--database", database)
    assert "无名局" in run(*command, code=1).stderr
    assert "--strict" in run(*command, "--strict", code=1).stderr
    told = json.loads(run(*command, "--dry-run", "--json").stdout)
    assert (told["imported"], told["new"], told["left_out"]) == ([], 2, 3)
    assert told["asked"]["deadlines"] == [{"header": "整改时限", "value": "会后一周", "rows": 1}]
    counts = [told["asked"][f"without_{what}"] for what in ("assigned_on", "closed_on", "deadline")]
    assert counts == [1, 1, 0] and [one["unit"] for one in told["unknown_units"]] == ["无名局"]
    answers = ("--meaning", "会后一周=5个工作日", "--new-unit", "无名局", "--at-once", "1")
    days = ("--assigned-on", "2026-11-09", "--closed-on", "2026-11-13", "--strict")
    done = json.loads(run(*command, *answers, *days, "--json").stdout)
    assert done["imported"] == ["1", "2", "3", "4", "5"]
    listed = json.loads(run("rectification", "list", "--json", "--database", database).stdout)
    found = {one["matter"]: (one["deadline"], one["state"]) for one in listed["entries"]}
    assert found["甲"] == ("2026-11-12", "under_way") and found["丙"][0] == "2026-11-06"
    assert found["丁"][1] == "closed" and listed["total"] == 5
    again = run(*command, *answers, *days)
    assert "台账里已有5项" in again.stdout and "未保存" in again.stdout


def test_the_template_is_read_as_a_ledger():
    book = load_workbook(io.BytesIO(rectification_table.template()))
    assert book.sheetnames == ["整改台账", "填写说明"]
    sheet = book["整改台账"]
    headers = [cell.value for row in sheet.iter_rows() for cell in row if cell.value][1:]
    filled = {"责任单位": "公安局", "涉及事项／站点": "窗口", "整改时限": "2026-12-31"}
    last = sheet.max_row + 1
    for column, header in enumerate(headers, start=1):
        sheet.cell(last, column, {**filled, "交办日期": "2026-11-05"}.get(header))
    out = io.BytesIO()
    book.save(out)
    (file,) = sheets.read_files([("台账.xlsx", out.getvalue())])
    read = [sheet for sheet in file.sheets if sheet.kind]
    assert [(one.kind, one.rows) for one in read] == [("rectification", 1)]
    assert len(read[0].columns) == len(headers) and not file.issues
