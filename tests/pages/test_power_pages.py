"""授权与代表 and 时限与跑动: what they say of a month, by department, and what is set."""

import io
from datetime import date, datetime

import pandas as pd
import pytest
from openpyxl import load_workbook
from support import WHEN, show, words
from test_rectification_page import the_store

from govsvc.board import authorisation, pace
from govsvc.board.briefing import power as briefing_power
from govsvc.board.briefing.model import Table
from govsvc.domain.mappings import Choices
from govsvc.importing import pipeline
from govsvc.security import VIEWER
from pages._ui import data

OCTOBER = date(2026, 10, 1)
HEADER = (
    "统计月份,实施编码,事项名称,事项类型,实施主体,行使层级,是否网上可办,是否全程网办,"
    "是否在省平台发布,是否进驻大厅,授权情况,法定办结时限,承诺办结时限,办件类型,"
    "到办事现场次数,是否一窗受理,大厅受理件数,部门受理件数,大厅外办结件数"
)
ROWS = (
    "公安局,是,全权授权,20,5,承诺件,1,是,5,0,0",
    "公安局,是,全权授权,10,即办,即办件,0,是,5,0,3",
    "公安局,是,部分授权,无,3,承诺件,0,是,5,0,0",
    "公安局,是,未授权,10,10,承诺件,2,否,5,0,0",
    "民政局,是,未授权,1个月,12,承诺件,1,是,5,0,0",
    "民政局,是,不适用,30,8,承诺件,1,否,5,0,0",
    "民政局,否,,30,8,承诺件,1,否,0,0,0",
)


@pytest.fixture
def month(empty):
    lines = [HEADER]
    for number, row in enumerate(ROWS):
        unit, hall, *rest = row.split(",")
        code = f"11999923MB0000100Y470010000000{number}"
        named = f"2026年10月,{code},事项{number},行政许可,{unit},县本级,是,否,是,{hall}"
        lines.append(",".join([named, *rest]))
    planned = pipeline.plan(
        the_store(),
        [("事项.csv", "\n".join(lines).encode())],
        home="云溪县",
        choices=Choices(units={"公安局": "", "民政局": ""}),
    )
    assert not [one for one in planned.files[0].issues if one.severity == "error"]
    pipeline.commit(the_store(), planned, who="甲", when=WHEN)


def cells(table) -> list[list[str]]:
    return [[cell.replace("\\", "") for cell in row] for row in table.value.values.tolist()]


def test_power_of_the_county_and_by_department(month):
    app = show("authorisation.py")
    assert app.header[0].value == ("授权到位率40.00%（2/5），已进驻未授权2项、部分授权1项")
    assert [(m.label, m.value) for m in app.metric] == [
        ("授权到位率（填报）", "40.00%"),
        ("授权到位率（核实后）", "40.00%"),
    ]
    text = words(app)
    assert "不适用（决定权在上级或须集体决定）1项" in text and "部分授权不计为到位" in text
    assert [row[:7] for row in cells(app.table[0])] == [
        ["公安局", "50.00%", "1", "4", "2", "1", "0"],
        ["民政局", "0.00%", "1", "1", "0", "0", "0"],
        ["全县", "40.00%", "2", "5", "2", "1", "0"],
    ]
    # 事项1: full power, and three cases decided elsewhere
    assert [row[7] for row in cells(app.table[0])] == ["1", "0", "1"]


def test_a_department_s_representative_is_entered_and_warned_of(month, acting, monkeypatch):
    app = show("authorisation.py")
    assert "还没有名册" in words(app)
    app.selectbox(key="delegate_unit").set_value("公安局").run()

    def field(kind, name):
        return getattr(app, kind)(key=f"delegate_{name}_公安局_2026-10-01")

    field("text_input", "name").set_value("张三")
    field("text_input", "deputy").set_value("李四")
    field("text_input", "appointment").set_value("有")
    field("text_input", "document").set_value("云公授〔2026〕1号")
    field("date_input", "valid_from").set_value(date(2023, 12, 1))
    field("number_input", "years").set_value(3)
    app.button(key="FormSubmitter:delegate_form_公安局_2026-10-01-保存").click().run()
    assert not app.exception and "公安局的首席事务代表已保存" in words(app) + str(app.success)
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["首席事务代表选派率（1/2）"] == "50.00%"
    assert shown["授权书有效率（1/2）"] == "50.00%" and shown["A/B岗齐备率（1/2）"] == "50.00%"
    assert "没有选派的1个部门：民政局" in words(app)
    # expired by now, but not at the end of the month that is shown, which slides go by, too
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 12, 5, 9, 30))
    warned = "截至10月31日，授权书30天内到期1份（公安局2026-11-30）"
    assert warned in words(show("authorisation.py")).replace("\\", "")
    labels = [one.proto.label for one in show().get("page_link")]
    assert any(warned in label.replace("\\", "") for label in labels)
    unit = words(show("league.py", of="公安局"))
    assert "首席事务代表：张三，B岗李四" in unit
    assert "截至10月31日，授权书还有30天到期" in unit
    slide = briefing_power.power(data.board(), OCTOBER, show_effective=False)
    table = next(part for part in slide.parts if isinstance(part, Table))
    assert ("公安局", "授权书还有30天到期") in [(unit.text, said.text) for unit, said in table.rows]
    assert table.note == "截至10月31日"
    acting(VIEWER)
    assert "delegate_unit" not in {box.key for box in show("authorisation.py").selectbox}


def test_the_lists_lead_to_their_rows(month):
    app = show("problems.py", list="已进驻未授权")
    assert app.header[0].value.startswith("已进驻未授权2项")
    app = show("indicator.py", ind="授权到位率")
    assert not app.exception and app.header[0].value.startswith("授权到位率40.00%")


def test_limits_and_visits_of_the_county_and_by_department(month):
    app = show("pace.py")
    assert app.header[0].value == "时限与跑动：时限压缩比64.75%，平均跑动次数0.86次"
    county = {row[0]: row for row in cells(app.table[0])}
    assert county["承诺时限压缩比"][1:5] == ["64.75%", "", "79 ÷ 122", "1项"]
    assert county["平均跑动次数"][1:5] == ["0.86次", "", "6 ÷ 7", ""]
    assert county["即办件占比"][1] == "14.29%" and county["一窗受理率"][3] == "4 ÷ 6"
    units = {row[0]: row[1:4] for row in cells(app.table[1])}
    assert units["公安局"] == ["62.50%", "25.00%", "0.75次"]
    assert units["民政局"] == ["65.85%", "0.00%", "1.00次"]


def test_which_further_indicators_are_shown_is_set(month, acting):
    assert [one.short for one in data.shown_indicators()][5:] == ["授权到位率"]
    app = show("definitions.py")
    app.multiselect(key="extras_1").set_value(["即办件占比"]).run()
    app.button(key="save_extras").click().run()
    assert [one.short for one in data.shown_indicators()][5:] == ["即办件占比"]
    acting(VIEWER)
    assert "save_extras" not in {button.key for button in show("definitions.py").button}


def test_part_counts_where_the_rules_say_so(month):
    board = data.board()
    assert authorisation.part_text(board, OCTOBER) == "不计为到位（默认口径）"


def test_the_tables_that_are_handed_on(month, given):
    show("authorisation.py")
    show("pace.py")
    made = {name.split("_")[0]: make for name, make in given.items() if name.endswith(".xlsx")}
    pages = [load_workbook(io.BytesIO(make())).active for make in made.values()]
    texts = {
        str(cell) for page in pages for row in page.iter_rows(values_only=True) for cell in row
    }
    assert {"公安局", "民政局", "0.75次"} <= texts


def test_the_tables_agree_with_the_county(month):
    found = pace.paces(data.board(), OCTOBER)
    assert isinstance(pace.frame_of(data.board(), found, OCTOBER), pd.DataFrame)
    assert {one.indicator.short for one in found} >= {"时限压缩比", "平均跑动次数", "一窗受理率"}


def test_thousands_are_written_alike_in_every_row_of_the_table(full):
    tables = [table.value.to_string() for table in show("authorisation.py").table]
    whole = next(text for text in tables if "全县" in text)
    assert "3,020" in whole and "3020" not in whole
