"""python -m govsvc rectification: assigned, listed, written out."""

import io
import json
import shutil
import zipfile
from datetime import datetime

import pytest
from command_line import run
from docx import Document
from ledgers import ledger_file, row_of
from openpyxl import load_workbook
from test_letterhead import office

from govsvc import sheets
from govsvc.domain.rectification import Settings
from govsvc.exports import rectification_table
from govsvc.store import Act, open_store
from govsvc.system import clock

ACT = Act("甲", datetime(2026, 11, 20, 9))


@pytest.fixture
def database(october_file, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 9))
    return shutil.copy(october_file, tmp_path / "county.duckdb")


def test_rows_are_assigned_listed_and_written_out(database, tmp_path):
    assign = ("rectification", "assign", "not_online", "--month", "2026-10", "--days", "15")
    done = json.loads(run(*assign, "--json", "--database", database).stdout)
    assert done == {
        "assigned": [1, 2],
        "assigned_before": 0,
        "deadline": "2026-12-11",
        "caveat": "",
    }
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


def test_what_cannot_be_assigned_is_said_and_a_year_without_holidays(database):
    assign = ("rectification", "assign", "not_online", "--database", database)
    october = (*assign, "--month", "2026-10", "--days")
    for days in ("0", "-3", "251"):
        assert "1至250" in run(*october, days, code=2).stderr
    assert "“无名局”" in run(*october, "5", "--unit", "无名局", code=1).stderr
    assert "没有数据" in run(*assign, "--month", "2024-01", "--days", "5", code=1).stderr
    store = open_store(database)
    unit = store.settings.roster().units[0]
    free = next(one for one in store.settings.roster().units if one.kind != unit.kind)
    store.close()
    said = run(*october, "5", "--unit", free.name, code=1).stderr
    assert "所选单位" in said and "没有事项" in said
    letters = ("rectification", "letters", "交办单", "--preview", "--database", database)
    assert "“无名局”" in run(*letters, "--unit", "无名局", "--out", "x", code=1).stderr
    assert "2027年节假日未录入" in run(*october, "60").stdout
    assert "2027年节假日未录入" in run("rectification", "list", "--database", database).stdout


def test_a_meeting_is_entered_and_decides_rows_of_a_list(database):
    meeting = ("rectification", "meeting", "推进会", "--held-on", "2026-11-20")
    made = json.loads(run(*meeting, "--json", "--database", database).stdout)
    assert made == {"number": 1}
    assert "已经录入过" in run(*meeting, "--database", database, code=1).stderr
    run(*meeting, "--number", "1", "--document", "〔2026〕5号", "--database", database)
    assign = ("rectification", "assign", "not_online", "--month", "2026-10", "--days", "15")
    said = run(*assign, "--meeting", "7", "--database", database, code=1).stderr
    assert "没有编号为7的会议" in said
    run(*assign, "--meeting", "1", "--database", database)
    found = json.loads(run("rectification", "list", "--json", "--database", database).stdout)
    assert [one["meeting"] for one in found["entries"]] == [1, 1]
    (line,) = found["meetings"]
    assert (line["document"], line["decided"], line["under_way"]) == ("〔2026〕5号", 2, 2)
    assert "议定2项" in run("rectification", "list", "--database", database).stdout


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
    dry = run(*command, "--dry-run").stdout
    assert "名录中没有的部门：无名局（1行）" in dry and "颜色不读取" in dry
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


def test_letters_are_previewed_registered_and_written_again(database, tmp_path):
    run("rectification", "assign", "not_online", "--month", "2026-10", "--days", "15", "--database",
        database)  # fmt: skip
    letters = ("rectification", "letters", "交办单", "--database", database, "--out")
    run(*letters, tmp_path / "预览", "--preview")
    previews = [path.name for path in (tmp_path / "预览").iterdir()]
    assert len(previews) == 2 and all("_预览" in name for name in previews)  # two units
    refused = run(*letters, tmp_path / "函", code=1).stderr
    assert "署名单位" in refused and not list((tmp_path / "函").iterdir())
    store = open_store(database)
    signed = Settings(office="云溪县政务服务管理局")
    store.setting_writes.set_rectification(signed, ACT, expected_version=store.version())
    store.paper_writes.set_letterhead("a.docx", office(), ACT, expected_version=store.version())
    store.close()
    done = json.loads(run(*letters, tmp_path / "函.zip", "--format", "both", "--json").stdout)
    numbers = ["交办〔2026〕1号", "交办〔2026〕2号"]
    assert [one["number"] for one in done["letters"]] == numbers and done["registered"]
    assert sorted(number for one in done["letters"] for number in one["entries"]) == [1, 2]
    assert "联系人" in done["left_open"]
    with zipfile.ZipFile(tmp_path / "函.zip") as archive:
        assert [name[-5:] for name in archive.namelist()] == 2 * [".docx", ".xlsx"]
    assert "没有可列入" in run(*letters, tmp_path / "x", "--overdue", code=1).stderr
    assert "编号为9" in run(*letters, tmp_path / "x", "--entry", "9", code=1).stderr
    assert ".pdf" in run(*letters, tmp_path / "x.pdf", code=1).stderr
    sent = ("rectification", "sent", "--database", database)
    assert run(*sent).stdout.startswith("交办〔2026〕2号\t")
    run(*sent, "--out", tmp_path / "再", "--number", "交办〔2026〕1号")
    (again,) = (tmp_path / "再").iterdir()
    assert Document(again).paragraphs[0].text == "云溪县局文件"
    assert "没有登记过" in run(*sent, "--number", "督〔2026〕9号", code=1).stderr
