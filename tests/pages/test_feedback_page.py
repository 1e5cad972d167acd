"""群众评价: who was not content first, rates with their samples, what is handed on, what is set."""

import io
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from call_ledgers import UNITS, month_of_60
from support import WHEN, show, words
from test_rectification_page import press, the_store

from govsvc.board.feedback_period import SATISFIED
from govsvc.domain.indicators import CALLS
from govsvc.domain.mappings import Choices
from govsvc.exports import export, feedback_table
from govsvc.importing import pipeline
from govsvc.security import UPLOADER, VIEWER
from pages._ui import data

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


def bring(content: bytes) -> None:
    """Stores a ledger of calls, as the clerk does."""
    answers = Choices(units=dict.fromkeys(UNITS, ""))
    planned = pipeline.plan(the_store(), [("台账.xlsx", content)], choices=answers)
    pipeline.commit(the_store(), planned, who="甲", when=WHEN)


def test_the_month_with_its_samples(one):
    bring(month_of_60(10))
    app = show("feedback.py")
    assert app.header[0].value == "群众评价：2026年10月不满意2件，意见建议2条，有效回访48件"
    assert "95.83%" in words(app) and "86.02%—98.85%" in words(app)
    bad, funnel, asked, units, *_ = app.table
    assert [row[1] for row in bad.value.values] == ["自然资源局", "住房和城乡建设局"]
    assert {row[-1] for row in bad.value.values} == {"未交办"}
    assert [row[:3] for row in funnel.value.values.tolist()] == [
        ["涉企办件", "未填", ""],
        ["抽取", "60", "—"],
        ["拨打", "60", "100.00%"],
        ["接通", "51", "85.00%"],
        ["有效", "48", "80.00%"],
    ]
    assert asked.value.values[0].tolist()[:3] == ["一次性告知", "93.62%", "44/47"]
    assert {row[-1] for row in units.value.values} == {"样本不足30，仅供参考"}


def test_nobody_is_on_the_page(one):
    bring(month_of_60(10))
    app = show("feedback.py")
    cells = [table.value.values.tolist() for table in app.table]
    shown = f"{words(app)}{cells}".replace("\\", "")
    assert not any(word in shown for word in ("王大明", "顺达", "13812345", "YX2026", "李小红"))
    assert "138****5678" in shown


def test_a_month_without_calls_says_so(one):
    app = show("feedback.py")
    assert app.header[0].value == "群众评价：2026年10月未开展电话回访"
    assert not app.table
    assert "本月未开展" in words(app)


def test_calls_of_a_month_that_has_nothing_else_can_be_seen(one):
    bring(month_of_60(11))
    app = show("feedback.py")
    assert "2026年11月不满意2件" in app.header[0].value
    app.selectbox(key=f"call_month_{OCTOBER}").set_value(OCTOBER).run()
    assert "未开展" in app.header[0].value


def test_what_was_said_becomes_entries_of_the_ledger_once(one):
    bring(month_of_60(10))
    app = press(show("feedback.py"), "交办2条给2个单位")
    assert "已交办2条" in words(app)
    entries = the_store().rectification.entries()
    assert {entry.unit for entry in entries} == {"自然资源局", "住房和城乡建设局"}
    assert {(entry.kind, entry.month, entry.source) for entry in entries} == {
        (CALLS, OCTOBER, "电话回访")
    }
    assert "138****5678" in entries[0].problem + entries[1].problem
    assert {entry.first_deadline for entry in entries} == {date(2026, 11, 27)}
    assert all("未交办" not in row[-1] for row in app.table[0].value.values)
    app = show("rectification.py")
    assert not app.exception and set(app.dataframe[0].value["问题来源"]) == {"电话回访"}


def test_population_and_definitions_are_set_on_the_page(one):
    bring(month_of_60(10))
    app = show("feedback.py")
    app.number_input(key=f"population_{OCTOBER}_None").set_value(412).run()
    app = press(app, "保存")
    assert app.table[1].value.values.tolist()[1][:3] == ["抽取", "60", "14.56%"]
    app.selectbox(key="feedback_satisfied_three").set_value("two")
    app.number_input(key="least_sample_30").set_value(10).run()
    app = press(app, "保存口径")
    assert "89.58%" in words(app) and "基本满意不计" in words(app)
    assert [row[-1] for row in app.table[3].value.values] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "role, may_assign, may_set", [(VIEWER, False, False), (UPLOADER, True, False)]
)
def test_forms_are_shown_to_those_whose_they_are(one, acting, role, may_assign, may_set):
    bring(month_of_60(10))
    acting(role)
    app = show("feedback.py")
    labels = {button.label for button in app.button}
    assert ("交办2条给2个单位" in labels, "保存口径" in labels) == (may_assign, may_set)
    assert ("保存" in labels) == may_assign


def test_the_workbook_has_measures_units_and_what_was_said(one):
    bring(month_of_60(10))
    period = data.board().feedback.period(OCTOBER)
    sheets = feedback_table.sheets(
        period.values, ("承办单位",), [["甲"]], period.bad, home="云溪县", facts=[]
    )
    rows = {row[0]: list(row) for row in sheets[0].rows}
    value = period.value(SATISFIED)
    assert rows["总体满意率"][1:4] == ["95.83%", "46/48", "86.02%—98.85%"]
    assert value.definition == rows["总体满意率"][4]
    assert len(sheets[2].rows) == 2
    assert len(ZipFile(io.BytesIO(export.to_book(sheets))).namelist()) > 3


def test_a_weeks_totals_are_typed_where_there_are_no_rows(one):
    app = show("feedback.py")
    app.selectbox(key="totals_week_2026-10-01").set_value("2026年10月12日—18日")
    counts = {"drawn": 20, "dialled": 20, "valid": 12, "very_satisfied": 11, "dissatisfied": 1}
    for key, number in counts.items():
        app.number_input(key=f"totals_{key}_2026-10-01").set_value(number)
    app = press(app, "保存汇总")
    assert "2026年10月12日—18日的汇总已保存" in words(app)
    assert app.header[0].value == "群众评价：2026年10月不满意1件，有效回访12件"
    assert [row[:7] for row in app.table[0].value.values.tolist()] == [
        ["10月12日—18日", "全县", "20", "20", "12", "91.67%（11/12）", "—"]
    ]
    app.selectbox(key="totals_week_2026-10-01").set_value("2026年10月12日—18日")
    app.number_input(key="totals_valid_2026-10-01").set_value(12)
    app.number_input(key="totals_satisfied_2026-10-01").set_value(13)
    app = press(app, "保存汇总")
    assert "五级评价相加是13，对不上" in words(app)
