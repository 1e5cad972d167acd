"""群众评价 › 走势和目标: all period measures with their targets, the trend of one, its rows."""

import shutil
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
import streamlit as st
from call_ledgers import UNITS, month_of_60, workbook
from support import WHEN, show, words
from test_rectification_page import press

from govsvc.domain.feedback import measure_definitions, measures
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.security import UPLOADER
from govsvc.store import open_store
from pages._ui import data

SCORED = ["序号", "单位", "窗口名称", "窗口人员姓名", "扣分合计", "得分", "红旗窗口"]


def score_sheets() -> bytes:
    """One of windows, one of workers."""
    title = ["云溪县政务服务大厅2026年10月窗口考核评分表"]
    rows = [[1, "自然资源局", "不动产窗口", 1, 99, "√"], [2, "自然资源局", "规划窗口", 3, 97, ""]]
    windows = [title, [*SCORED[:3], *SCORED[4:]], *rows]
    workers = [title, SCORED, [1, "自然资源局", "不动产窗口", "李小红", 0, 100, ""]]
    return workbook({"窗口": windows, "个人": workers})


@pytest.fixture(scope="module")
def measured_file(tmp_path_factory, october_file) -> Path:
    """The golden October with the calls of October and September and score sheets: copy it."""
    path = tmp_path_factory.mktemp("measured") / "one.duckdb"
    store = open_store(shutil.copy(october_file, path))
    contents = (month_of_60(9), month_of_60(10), score_sheets())
    answers = Choices(units=dict.fromkeys(UNITS, ""))
    for number, content in enumerate(contents):
        planned = pipeline.plan(store, [(f"表{number}.xlsx", content)], choices=answers)
        pipeline.commit(store, planned, who="甲", when=WHEN)
    store.close()
    return path


@pytest.fixture(autouse=True)
def measured(measured_file, tmp_path, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))
    path = tmp_path / measured_file.name
    shutil.copy(measured_file, path)
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    open_store(path).close()


def rows(app) -> dict[str, list[str]]:
    """Name of a measure → its cells behind it."""
    shown = app.table[0].value.values.tolist()
    return {row[0].replace("\\", ""): [cell.replace("\\", "") for cell in row[1:]] for row in shown}


def test_measures_have_targets_and_a_trend(given):
    app = show("feedback.py", said="走势和目标")
    assert not app.exception
    assert app.header[0].value == "群众评价：2026年10月10项指标，还没有设目标"
    assert rows(app)["总体满意率"][:4] == ["95.83%", "", "46/48", "86.02%—98.85%"]
    app.selectbox(key="measure_target_of").set_value("phone.satisfied")
    app.text_input(key="measure_target").set_value("98").run()
    app = press(app, "保存目标")
    assert "2026年全年总体满意率目标已保存：≥98.00%" in words(app).replace("\\", "")
    assert app.header[0].value == "群众评价：2026年10月设目标的1项中1项未达到"
    assert rows(app)["总体满意率"][1:3] == ["≥98.00%", "差2.17个百分点（2件）"]
    app.segmented_control(key="measure_span").set_value("按周").run()
    assert "样本不足30，仅供参考" in words(app) and not app.exception
    (name,) = [name for name in given if "总体满意率明细" in name]
    assert name == "云溪县_总体满意率明细_2026年10月.xlsx" and given[name]()[:2] == b"PK"


def test_a_new_measure_is_on_the_page_by_its_definition(monkeypatch):
    reading = measures.Reading({"refused": Fraction(1)}, ("reached",), "拒访/接通")
    new = measures.PeriodMeasure("phone.refused", "拒访率", measures.PHONE, {"": reading})
    monkeypatch.setattr(measure_definitions, "MEASURES", (*measure_definitions.MEASURES, new))
    app = show("feedback.py", said="走势和目标", measure="phone.refused")
    assert not app.exception and rows(app)["拒访率"][:3] == ["3.92%", "", "2/51"]
    assert "拒访率走势" in words(app)
    named = "电话回访　拒访率"
    assert named in app.selectbox(key="measure").options
    assert named in app.selectbox(key="measure_target_of").options


@pytest.mark.parametrize("role, may_see_workers", [(UPLOADER, False), (None, True)])
def test_score_sheets_are_shown_as_printed(acting, given, role, may_see_workers):
    if role:
        acting(role)
    app = show("feedback.py", said="窗口评价")
    assert not app.exception and "李小红" not in words(app)
    scored = [one.value for one in app.table if "红旗窗口" in one.value.columns]
    assert scored[0].values.tolist()[0] == ["自然资源局", "不动产窗口", "1", "99", "√"]
    assert len(scored) == 1 + may_see_workers
    assert ("仅管理员可见" in words(app)) != may_see_workers
    assert "云溪县_窗口考核评分_2026年10月.xlsx" in given
    # nor are targets set by others
    app.segmented_control(key="said").set_value("走势和目标").run()
    assert not app.exception
    assert ("保存目标" in {button.label for button in app.button}) == may_see_workers
