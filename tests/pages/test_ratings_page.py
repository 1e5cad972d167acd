"""群众评价 › 好差评: the 差评 first, rates by definitions, channels, units, reasons, 交办."""

from datetime import date, datetime

import bad_rating_ledgers
import pytest
from call_ledgers import workbook
from rating_exports import UNITS, rating, rows_of_o3, text
from support import WHEN, show, words
from test_rectification_page import press, the_store

from govsvc.domain.indicators import RATINGS
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.security import UPLOADER, VIEWER
from pages._ui import data

OCTOBER = date(2026, 10, 1)
QUESTIONNAIRE_TITLE = ["云溪县2026年10月政务服务满意度问卷"]
QUESTIONNAIRE = [["发放份数", "回收份数", "有效份数", "满意份数"], [220, 201, 193, 187]]
O3 = text(rows_of_o3())


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


def bring(content: bytes, name: str = "好差评.csv") -> None:
    """Stores an export or a ledger, as the clerk does."""
    answers = Choices(units=dict.fromkeys(UNITS, ""))
    planned = pipeline.plan(the_store(), [(name, content)], choices=answers)
    pipeline.commit(the_store(), planned, who="甲", when=WHEN)


def tables(app) -> dict[str, list[list[str]]]:
    """First header of a table → its rows."""
    return {
        one.value.columns[0]: [
            [cell.replace("\\", "") for cell in row] for row in one.value.values.tolist()
        ]
        for one in app.table
    }


def test_a_month_of_ratings(one):
    bring(O3)
    app = show("feedback.py")
    title = "群众评价：2026年10月差评12条，主动评价6,800条，系统默认1,250条"
    assert app.header[0].value == title and not app.exception
    found = tables(app)
    assert len(found["评价"]) == 12 and {row[2] for row in found["评价"]} == {"未交办"}
    measures = {row[0]: row[1:3] for row in found["指标"]}
    assert measures["好评率"] == ["99.82%", "6,788/6,800"]
    assert measures["好评率（不含基本满意）"] == ["98.97%", "6,730/6,800"]
    assert measures["差评率"] == ["0.18%", "12/6,800"]
    assert measures["主动评价率"] == ["84.47%", "6,800/8,050"]
    assert (measures["评价率"][0], measures["万件差评数"][0]) == ("—", "17.65")
    assert "12条差评的事项在事项清单里没有找到：" in words(app).replace("\\", "")
    assert [row[:3] for row in found["渠道"]] == [["政务大厅平板电脑", "6,800", "100.00%"]]
    app.number_input(key=f"cases_{OCTOBER}_None").set_value(8400).run()
    measures = {row[0]: row[1:3] for row in tables(press(app, "保存"))["指标"]}
    assert measures["评价率"] == ["95.83%", "8,050/8,400"]
    assert measures["主动评价率"] == ["80.95%", "6,800/8,400"]
    app.selectbox(key="feedback_default_ratings_out").set_value("in").run()
    measures = {row[0]: row[1:] for row in tables(press(app, "保存默认评价"))["指标"]}
    assert measures["好评率"][:2] == ["99.85%", "8,038/8,050"]
    assert "默认评价计为好评" in measures["好评率"][-1]


def test_nobody_is_on_the_page(one):
    said = {"满意度": "不满意", "文字评价": "打13812345678没人接"}
    bring(text([rating(1, **said), rating(2)]))
    app = show("feedback.py")
    shown = f"{words(app)}{tables(app)}".replace("\\", "")
    assert "138****5678" in shown
    assert not any(word in shown for word in ("王大明", "李小红", "YX2026", "13800000001"))


def test_bad_ratings_become_entries_of_the_ledger_once(one):
    bring(text([rating(n, 满意度="不满意", 测评指标编码="211") for n in range(3)]))
    app = press(show("feedback.py"), "交办3条给3个单位")
    assert "已交办3条" in words(app)
    entries = the_store().rectification.entries()
    assert {(one.kind, one.month, one.source) for one in entries} == {(RATINGS, OCTOBER, "好差评")}
    assert "211 承诺网办但无法在线办理" in entries[0].problem
    assert all("未交办" not in row[2] for row in tables(app)["评价"])


def test_the_ledger_of_bad_ratings_with_its_clock(one, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 3, 9))
    bring(text([rating(n) for n in range(40)]))
    bring(bad_rating_ledgers.book(bad_rating_ledgers.rows_of_o3()), "差评台账.xlsx")
    app = show("feedback.py")
    assert not app.exception
    handled = next(one for one in app.table if "首次联系" in one.value.columns)
    assert handled.value["整改"][0].startswith("逾期未整改")
    assert "截至11月3日；时限15个工作日" in words(app).replace("\\", "")
    assert "差评整改截至11月3日" in words(show("feedback.py", said="走势和目标"))
    assert len(handled.value) == 12
    rates = [one.value for one in app.table if "差评整改率" in one.value.values]
    assert rates[0].values[:, :3].tolist() == [
        ["差评整改率", "80.00%", "8/10"],
        ["按期整改率", "77.78%", "7/9"],
        ["差评回访率", "90.00%", "9/10"],
        ["回访满意率", "88.89%", "8/9"],
    ]
    app.number_input(key="feedback_bad_days_15").set_value(16).run()
    app = press(app, "保存差评整改时限")
    assert "16个工作日，收到次日起算" in words(app)


def test_the_view_of_calls_stays_where_there_are_no_ratings(one):
    app = show("feedback.py")
    assert app.header[0].value == "群众评价：2026年10月未开展电话回访"


@pytest.mark.parametrize(
    "role, may_assign, may_set", [(VIEWER, False, False), (UPLOADER, True, False)]
)
def test_forms_are_shown_to_those_whose_they_are(one, acting, role, may_assign, may_set):
    bring(text([rating(1, 满意度="不满意"), rating(2)]))
    acting(role)
    labels = {button.label for button in show("feedback.py").button}
    assert ("交办1条给1个单位" in labels, "保存追评" in labels) == (may_assign, may_set)
    assert ("保存" in labels) == may_assign


def test_questionnaires_and_channels_side_by_side(one):
    bring(text([rating(n, 评价渠道="PC端" if n % 2 else "政务大厅平板电脑") for n in range(80)]))
    bring(workbook({"问卷": [QUESTIONNAIRE_TITLE, *QUESTIONNAIRE]}), "问卷.xlsx")
    app = show("feedback.py", said="问卷")
    assert app.header[0].value == "群众评价：2026年10月问卷1次，满意率96.89%"
    assert [row[1:3] for row in tables(app)["指标"]] == [
        ["91.36%", "201/220"],
        ["96.02%", "193/201"],
        ["96.89%", "187/193"],
    ]
    app = show("feedback.py", said="渠道对比")
    assert not app.exception
    assert [row[:3] for row in tables(app)["渠道"]] == [
        ["现场", "100.00%", "40/40"],
        ["网上", "100.00%", "40/40"],
        ["电话", "—", "—"],
        ["问卷", "96.89%", "187/193"],
    ]
    assert "没有文件规定权重，不计算综合满意度" in words(app)
    app.number_input(key="weight_hall_0").set_value(60)
    app.number_input(key="weight_questionnaire_0").set_value(40)
    app.text_input(key="weights_document_").set_value("云政办〔2026〕8号").run()
    app = press(app, "保存权重")
    # 0.6 × 100 + 0.4 × 96.8911…
    assert "98.76%" in words(app)


@pytest.mark.parametrize("role, may_see_workers", [(UPLOADER, False), (None, True)])
def test_windows_are_shown_to_all_and_workers_to_administrators(one, acting, role, may_see_workers):
    rows = [rating(n, 测评指标编码="517") for n in range(6)]
    rows += [rating(6, 满意度="不满意", 测评指标编码="209,213,214")]
    bring(text(rows))
    if role:
        acting(role)
    app = show("feedback.py", said="窗口评价")
    assert app.header[0].value == "群众评价：2026年10月窗口评价，6个窗口" and not app.exception
    windows = app.table[0].value
    assert windows.values[0].tolist() == [
        *("市场监督管理局", "市场监督管理局1号窗口", "2", "1"),
        *("肯定1、否定1", "否定1", "否定1"),
    ]
    assert len(windows) == 6
    assert any("工号" in one.value.columns for one in app.table) == may_see_workers
