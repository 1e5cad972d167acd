"""An existing 整改台账 is imported: what is new, what is there already, what is asked, who may; and
what is exported is imported as the same table.
"""

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime

import pytest
from ledgers import ledger_file, row_of
from openpyxl import load_workbook
from support import GOLDEN
from test_rectification_store import assign, on, take
from test_store import batch, item, save

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.indicators import ITEMS
from govsvc.domain.mappings import Choices, LedgerAnswers
from govsvc.domain.rectification import (
    APPLIED,
    EXTENDED,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    TRANSFERRED,
    VOIDED,
    Entry,
    State,
    Step,
)
from govsvc.exports import export, rectification_table
from govsvc.importing import ledger, pipeline
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER, UPLOADER, Actor
from govsvc.store import open_store
from govsvc.workflow.rectification import Ledger

TODAY = date(2026, 11, 20)
WHEN = datetime(2026, 11, 20, 10)


def planned(store, *files, choices=Choices(), today=TODAY):
    return ledger.plan(store, files, choices=choices, today=today)


def brought(store, *files, choices=Choices(), today=TODAY):
    return ledger.commit(
        store, planned(store, *files, choices=choices, today=today), who="甲", when=WHEN
    )


def table_of(store, day=TODAY) -> list[list]:
    shown = Ledger(store, day)
    return shown.table_rows(shown.urgent_first())


def exported(store, day=TODAY) -> tuple[str, bytes]:
    sheet = rectification_table.sheet(
        table_of(store, day), home="云溪县", facts=[("截至", f"{day}")]
    )
    return "整改台账.xlsx", export.to_xlsx(sheet)


def typed(matter: str, unit: str, **more) -> Entry:
    more.setdefault("first_deadline", date(2026, 11, 30))
    return replace(
        Entry(0, 0, unit, matter, f"{matter}不到位", date(2026, 11, 5), None), source="暗访", **more
    )


def plays(store) -> None:
    """Entries in every state, with 配合单位, 整改目标, 备注, an extension and a rebound."""
    done, later = Step(APPLIED, "已整改"), date(2026, 12, 15)
    assign(
        store,
        typed("窗口", "公安局", partners="民政局、供电公司", goal="有人值守", note="重点"),
        typed("系统", "公安局", lead="张三", person="李四", measure="升级", document="1号"),
        typed("名称", "民政局", cycle="每周"),
        typed("台账", "民政局"),
        typed("培训", "公安局", first_deadline=None),
        typed("网络", "公安局"),
        typed("标识", "民政局"),
        typed("收费", "民政局"),
        typed("人员", "民政局"),
    )
    for number in (2, 3, 4, 6, 7, 9):
        take(store, number, Step(SIGNED), on(date(2026, 11, 6)))
    take(store, 2, Step(REPLIED, "正在升级"), on(date(2026, 11, 9)))
    take(store, 3, Step(EXTENDED, "等招标", deadline=later), on(date(2026, 11, 10)))
    take(store, 3, done, on(date(2026, 11, 11)))
    take(store, 3, Step(PASSED, "已核实"), on(date(2026, 11, 12), "乙"))
    take(store, 4, done, on(date(2026, 11, 11)))
    take(store, 4, Step(RETURNED, "照片不清"), on(date(2026, 11, 13), "乙"))
    take(store, 6, done, on(date(2026, 11, 11)))
    take(store, 6, Step(PASSED, ""), on(date(2026, 11, 12), "乙"))
    take(store, 6, Step(REBOUNDED, deadline=later), on(date(2026, 11, 18)))
    take(store, 7, done, on(date(2026, 11, 11)))
    take(store, 8, Step(VOIDED, "重复交办"), on(date(2026, 11, 11)))
    take(store, 9, Step(ONGOING, "常态化"), on(date(2026, 11, 11)))


@pytest.fixture
def county(empty_store):
    save(empty_store, batch(ITEMS, item("1", "公安局"), item("2", "民政局")))
    return empty_store


def test_a_unit_that_has_not_signed_has_no_day_of_signing(county):
    assign(county, typed("窗口", "公安局"))
    take(county, 1, Step(SIGNED), on(date(2026, 11, 6)))
    column = rectification_table.COLUMNS.index("签收日期")
    assert table_of(county)[0][column] == "2026-11-06"
    moved = Step(TRANSFERRED, "职责已划转", "民政局")
    take(county, 1, moved, on(date(2026, 11, 9), "乙"))
    assert table_of(county)[0][column] is None
    take(county, 1, Step(SIGNED), on(date(2026, 11, 10)))
    assert table_of(county)[0][column] == "2026-11-10"


def test_what_is_exported_is_imported_as_the_same_table(county, tmp_path):
    plays(county)
    before, file = table_of(county), exported(county)
    other = open_store(tmp_path / "other.duckdb")
    plan = planned(other, file)
    assert not plan.asked.is_open and not plan.left_out
    ledger.commit(other, plan, who="丙", when=WHEN)
    assert table_of(other) == before
    states = {row[4] for row in before}
    assert states == {
        "待签收", "整改中", "已销号", "退回", "长期坚持", "反弹", "申请销号", "作废"
    }  # fmt: skip
    assert exported(other)[0] == file[0] and other.faults() == []
    assert Ledger(other, TODAY).rates_text() == Ledger(county, TODAY).rates_text()
    assert brought_again(other, file) == (0, 9)
    other.close()


def brought_again(store, file) -> tuple[int, int]:
    plan = planned(store, file)
    return len(plan.matters), len(plan.already)


def test_its_own_table_is_there_already(county):
    plays(county)
    assert brought_again(county, exported(county)) == (0, 9)
    take(county, 1, Step(VOIDED, "误交办"), on(TODAY))
    again = row_of(涉及事项="窗口", 问题描述="窗口不到位")  # without its number it may come anew
    assert brought_again(county, ledger_file(again)) == (1, 0)


def test_numbers_are_kept_where_they_are_free(county):
    assign(county, typed("窗口", "公安局"))
    file = ledger_file(
        row_of(问题编号="1", 涉及事项="别的事", 责任单位="民政局"),
        row_of(问题编号="7", 涉及事项="系统"),
        row_of(问题编号="督〔2026〕3号", 涉及事项="名称"),
    )
    plan = planned(county, file)
    assert [issue.code for issue in plan.reading.files[0].issues] == ["number_taken"]
    entries = ledger.commit(county, plan, who="甲", when=WHEN)
    assert [one.shown_number for one in entries] == ["8", "7", "督〔2026〕3号"]
    assert [one.number for one in assign(county, typed("后来", "公安局"))[0]] == [10]


def test_a_row_is_not_doubled(county):
    twice = row_of(涉及事项="窗口", 问题描述="无人值守")
    plan = planned(county, ledger_file(twice, row_of(涉及事项="窗口", 问题描述="收费"), twice))
    assert (len(plan.matters), [one.row.row for one in plan.twice]) == (2, [4])
    assert [issue.code for issue in plan.reading.files[0].issues] == ["almost_same"]
    ledger.commit(county, plan, who="甲", when=WHEN)
    again = planned(county, ledger_file({**twice, "状态": "已销号", "销号日期": "2026-11-12"}))
    (found,) = again.already
    assert not again.matters and "台账写的是已销号，系统里是整改中，没有改动" in found.why
    with pytest.raises(GovsvcError, match="没有"):
        ledger.commit(county, again, who="甲", when=WHEN)


def test_what_the_rows_do_not_say_is_asked(county):
    rows = (
        row_of(涉及事项="甲", 交办日期="", 整改时限="会后一周"),
        row_of(涉及事项="乙", 整改时限=""),
        row_of(涉及事项="丙", 状态="已与群众沟通"),
        row_of(涉及事项="丁", 状态="已销号"),
        row_of(涉及事项="戊", 整改时限="立行立改"),
    )
    plan = planned(county, ledger_file(*rows))
    asked = plan.asked
    assert [(one.value, one.count) for one in asked.dues] == [("会后一周", 1)]
    assert [(one.value, one.count) for one in asked.states] == [("已与群众沟通", 1)]
    assert (asked.assigned_on, asked.due, asked.closed_on, asked.at_once) == (1, 1, 1, 1)
    assert asked.is_open and len(plan.matters) == 1 and plan.left_out == 4
    words = {"会后一周": "5个工作日", "已与群众沟通": "已销号"}
    answers = LedgerAnswers(
        assigned_on=date(2026, 11, 2),
        closed_on=date(2026, 11, 16),
        due="2026-12-31",
        at_once=3,
    )
    choices = Choices(values=ledger.meanings(plan.reading.files, words), ledger=answers)
    after = planned(county, ledger_file(*rows), choices=choices)
    assert not after.asked.is_open and not after.left_out
    ledger.commit(county, after, who="甲", when=WHEN)
    due = {one.matter: one.first_deadline for one in county.rectification.entries()}
    assert due == {
        "甲": date(2026, 11, 9),
        "乙": date(2026, 12, 31),
        "丙": date(2026, 11, 30),
        "丁": date(2026, 11, 30),
        "戊": date(2026, 11, 10),
    }
    notes = {one.matter: one.note for one in county.rectification.entries()}
    assert (notes["甲"], notes["戊"]) == ("时限原文“会后一周”", "时限原文“立行立改”")
    closed = [one for one in county.rectification.standings() if one.state == State.CLOSED]
    assert {one.closed_on for one in closed} == {date(2026, 11, 16)} and len(closed) == 2
    # what a state means is remembered, a day is not
    later = planned(
        county, ledger_file(row_of(涉及事项="己", 状态="已与群众沟通", 整改时限="会后一周"))
    )
    assert [one.word for one in later.asked.states] == ["已销号"]
    assert [one.word for one in later.asked.dues] == [""]


def test_unknown_units_are_asked_and_remembered(county):
    file = ledger_file(row_of(责任单位="县公安"), row_of(涉及事项="乙", 责任单位="大数据局"))
    plan = planned(county, file)
    assert [(one.text, one.rows) for one in plan.reading.unknown] == [
        ("县公安", 1),
        ("大数据局", 1),
    ]
    with pytest.raises(GovsvcError, match="县公安"):
        ledger.commit(county, plan, who="甲", when=WHEN)
    answered = Choices(units={"县公安": "公安局", "大数据局": ""})
    entries = brought(county, file, choices=answered)
    assert [one.unit for one in entries] == ["公安局", "大数据局"]
    assert not planned(county, file).reading.unknown and len(planned(county, file).already) == 2


def test_who_may_import_what(county):
    log = AuditLog(county.path)
    is_open = ledger_file(row_of(涉及事项="甲", 责任单位="公安局"))
    closed = ledger_file(row_of(涉及事项="乙", 状态="已销号", 销号日期="2026-11-12"))

    def acting(role, *units):
        return county.acting(Actor("王五", role, units, "", "wangwu"), log)

    for store, file, said in (
        (acting(UPLOADER, "公安局"), is_open, "导入整改台账"),
        (acting(UPLOADER), closed, "已销号"),
    ):
        with pytest.raises(NotAllowed, match=said):
            brought(store, file)
        assert log.entries()[0].kind == "refused" and not county.rectification.entries()
    brought(acting(UPLOADER), is_open)
    brought(acting(REVIEWER), closed)
    assert [one.kind for one in log.entries()[:2]] == ["rectified", "rectified"]
    assert "整改台账.xlsx" in log.entries()[0].subject and "1项" in log.entries()[0].after


def test_what_the_importer_may_decide_afterwards(county):
    """The unit applied, not whoever imports: he may close it."""
    brought(county, ledger_file(row_of(状态="申请销号", 申请销号日期="2026-11-12")))
    take(county, 1, Step(PASSED, "已核实"), on(TODAY))
    assert county.rectification.standings()[0].state == State.CLOSED


def test_data_that_changed_meanwhile_are_seen(county):
    plan = planned(county, ledger_file(row_of()))
    assign(county, typed("窗口", "公安局"))
    with pytest.raises(GovsvcError, match="更新"):
        ledger.commit(county, plan, who="甲", when=WHEN)
    assert len(county.rectification.entries()) == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"交办日期": "2026-12-01", "整改时限": "2026-12-31"}, "day_in_future"),
        ({"整改时限": "2026-10-01"}, "days_out_of_order"),
        ({"签收日期": "2026-11-01"}, "days_out_of_order"),
        ({"状态": "整改中", "销号日期": "2026-11-12"}, "closed_and_open"),
        ({"整改时限": "2026-02-30"}, "due_unclear"),
        ({"责任单位": ""}, "unit_blank"),
        ({"涉及事项": "", "问题描述": ""}, "matter_blank"),
        ({"交办日期": "11月5日"}, "year_not_found"),
    ],
)
def test_a_row_that_contradicts_itself_is_not_entered(county, cells, code):
    plan = planned(county, ledger_file(row_of(**cells), row_of(涉及事项="别的")))
    assert [one.entry.matter for one in plan.matters] == ["别的"]
    assert code in [issue.code for issue in plan.reading.files[0].issues]
    assert plan.left_out == 1


def test_other_sheets_are_sent_where_they_belong(county):
    plan = planned(county, ("事项.xlsx", (GOLDEN / "01_clean_month.xlsx").read_bytes()))
    assert plan.reading.files[0].refused.code == "not_a_ledger" and not plan.matters


def test_an_import_is_wholly_there_or_not_after_a_kill(county, tmp_path):
    path = county.path
    name, content = ledger_file(row_of(涉及事项="甲"), row_of(涉及事项="乙", 状态="整改中"))
    (tmp_path / name).write_bytes(content)
    county.close()
    code = """
import os, sys
from datetime import date, datetime
from pathlib import Path
from govsvc.importing import ledger, pipeline
from govsvc.store import open_store, rectification_rows
store, file = open_store(sys.argv[1]), Path(sys.argv[3])
real = rectification_rows.write_event
def killed(transaction, event, evidence=()):
    real(transaction, event, evidence)
    os.kill(os.getpid(), 9)
if sys.argv[2] == "inside":
    rectification_rows.write_event = killed
plan = ledger.plan(store, [(file.name, file.read_bytes())], today=date(2026, 11, 20))
ledger.commit(store, plan, who="甲", when=datetime(2026, 11, 20))
os.kill(os.getpid(), 9)
"""
    counts = []
    for where in ("inside", "after"):
        arguments = [sys.executable, "-c", code, str(path), where, str(tmp_path / name)]
        subprocess.run(arguments, check=False, env={**os.environ})
        store = open_store(path)
        counts.append((len(store.rectification.entries()), len(store.rectification.events())))
        assert store.faults() == []
        store.close()
    assert counts == [(0, 0), (2, 2)]


def test_a_ledger_among_the_sheets_of_a_month_is_no_list_of_it(county):
    name, content = ledger_file(row_of())
    refused = pipeline.plan(county, [(name, content)])
    assert refused.files[0].refused.code == pipeline.IS_LEDGER and not refused.batches
    book = load_workbook(GOLDEN / "01_clean_month.xlsx")
    sheet = book.create_sheet("台账")
    for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    mixed = pipeline.plan(county, [("9月.xlsx", out.getvalue())], home="云溪县")
    (file,) = mixed.files
    assert not file.refused and mixed.batches and not file.matters
    assert any("表“台账”是整改台账" in note for note in file.notes)
