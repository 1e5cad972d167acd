"""群众评价: a week's cases are drawn, called one by one, replaced; phones are not kept."""

from datetime import date, datetime

import pytest
from call_ledgers import workbook
from support import show, words
from test_rectification_page import press, the_store

from govsvc.domain.indicators import CALL_DRAWS, CALLS
from govsvc.importing import drawing
from govsvc.security import UPLOADER, VIEWER
from pages._ui import data

OCTOBER, WEEK = date(2026, 10, 1), date(2026, 10, 12)
HEADER = ["办件编号", "申请人", "申请人类型", "联系电话", "事项名称", "受理部门", "办结时间"]
UNITS = ("市场监督管理局", "自然资源局")


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 10, 20, 9))


def case_list() -> bytes:
    rows = [
        [
            f"YX{n:06d}",
            "顺达公司",
            "企业法人",
            13812345000 + n,
            "设立登记",
            UNITS[n % 2],
            "2026-10-13",
        ]
        for n in range(40)
    ]
    return workbook({"办件明细": [HEADER, *rows]})


def drawn():
    """The page after the list was uploaded, its units explained and the draw kept."""
    app = show("feedback.py")
    app.selectbox(key="draw_week").set_value(WEEK).run()
    app.file_uploader(key="draw_files").set_value(("明细.xlsx", case_list(), "")).run()
    assert "将抽取**4件**" in words(app)
    if any(button.label == "按以上说明" for button in app.button):
        for box in app.selectbox:
            if box.key and box.key.startswith("draw_unit/"):
                box.set_value("")
        app = press(app, "按以上说明")
    return press(app, "保存抽样")


def test_a_week_is_drawn_and_called_one_by_one(one):
    app = drawn()
    assert "抽取4件已保存" in words(app)
    (kept,) = drawing.stored(the_store(), OCTOBER)
    assert len(kept.to_call) == 4 and "**第1号" in words(app) and "1381234" in words(app)
    assert not any("13812" in f"{row}" for row in the_store().rows.entries(CALL_DRAWS, OCTOBER))
    app = press(app, "不满意")
    app.segmented_control(key="call_told_at_once").set_value("dissatisfied")
    app.text_input(key="call_text").set_value("跑了三趟")
    app = press(app, "保存，下一件")
    assert "第1号已保存，还有3件" in words(app) and "**第2号" in words(app)
    assert app.header[0].value.startswith("群众评价：2026年10月不满意1件，意见建议1条")
    app = press(press(app, "无人接听"), "保存，下一件")
    app = press(app, "保存，下一件")
    assert "还没有选评价或回访结果" in words(app)
    app = press(press(press(app, "拒访"), "满意"), "保存，下一件")
    rows = the_store().rows.entries(CALLS, OCTOBER)
    said = sorted(row.attributes.get("overall", row.attributes["outcome"]) for row in rows)
    assert said == ["dissatisfied", "no_answer", "satisfied"]


def test_a_case_is_replaced_with_a_reason(one):
    app = drawn()
    app.selectbox(key="exchange_place").set_value(1).run()
    app.text_input(key="exchange_reason").set_value("空号").run()
    app = press(app, "替换")
    assert "第1号已用备用办件替换" in words(app) and "第1号已替换：空号" in words(app)
    (kept,) = drawing.stored(the_store(), OCTOBER)
    assert [one.place for one in kept.to_call] == [5, 2, 3, 4]


def test_what_is_no_list_of_cases_is_said(one):
    app = show("feedback.py")
    content = workbook({"表": [["姓名", "年龄"], ["张三", 3]]})
    app.file_uploader(key="draw_files").set_value(("别的.xlsx", content, "")).run()
    assert "不像办件明细" in words(app)


@pytest.mark.parametrize("role, may", [(VIEWER, False), (UPLOADER, True)])
def test_who_may_draw(one, acting, role, may):
    acting(role)
    app = show("feedback.py")
    assert bool(app.get("file_uploader")) == may


def test_an_administrator_changes_how_cases_are_drawn(one):
    app = show("feedback.py")
    app.number_input(key="draw_most_60").set_value(40)
    app = press(app.selectbox(key="draw_by_applicant").set_value("every").run(), "保存抽样设置")
    assert "每周最多40件" in words(app) and "全部是涉企办件" in words(app)
