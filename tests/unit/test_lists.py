"""What is downloaded is what is filtered."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from govsvc import export, indicators, lists
from govsvc.problems import LASTING, NEW, Problem
from govsvc.rows import ListRow

OCTOBER = date(2026, 10, 1)
NOT_IN_HALL, NOT_RENAMED = indicators.list_by_key("not_in_hall"), indicators.list_by_key("stations_not_renamed")
FOUND = [
    Problem(ListRow("items", OCTOBER, "公安局", "A1", "户口登记", {"implementation_code": "A1", "item_type": "行政确认"}), NEW, 1),
    Problem(ListRow("items", OCTOBER, "民政局", "B2", "收养登记", {"implementation_code": "B2", "item_type": "行政确认"}), LASTING, 5),
]


@pytest.mark.parametrize(("filters", "names"), [
    ({}, ["户口登记", "收养登记"]), ({"units": ["民政局"]}, ["收养登记"]), ({"state": lists.ONLY_NEW}, ["户口登记"]),
    ({"state": lists.ONLY_LASTING}, ["收养登记"]), ({"search": "收养"}, ["收养登记"]), ({"search": " ａ１ "}, ["户口登记"]), ({"search": "无此事"}, []),
])
def test_filters(filters, names):
    assert [problem.row.name for problem in lists.narrow(FOUND, **filters)] == names


def test_the_file_holds_the_rows_and_says_what_was_filtered():
    shown = lists.narrow(FOUND, units=["民政局"])
    sheet = lists.sheet(NOT_IN_HALL, OCTOBER, shown, home="云溪县", edition="已定稿第1版", filters=lists.filter_text("部门", units=["民政局"]))
    page = load_workbook(io.BytesIO(export.to_xlsx(sheet))).active
    assert page["A1"].value == "云溪县未进驻大厅清单（2026年10月）"
    for part in ("单位：云溪县", "数据月份：2026年10月", "筛选：部门：民政局", "来源：本县测算", "版本：已定稿第1版"):
        assert part in page["A2"].value
    assert [cell.value for cell in page[3]] == ["序号", "编码", "事项名称", "事项类型", "部门", "变化"]
    assert [cell.value for cell in page[4]] == [1, "B2", "收养登记", "行政确认", "民政局", "连续5个月未解决"]
    assert [cell.value for cell in page[5]] == ["合计", "1项", None, None, None, None]


def test_a_station_list_suggests_the_standard_name():
    row = ListRow("stations", OCTOBER, "城关镇", "城关镇/东关村", "东关村", {"station_name": "东关村代办点"})
    sheet = lists.sheet(NOT_RENAMED, OCTOBER, [Problem(row, None, 1)], home="云溪县", edition="数据第1版")
    assert sheet.rows[0][:6] == [1, "城关镇", "东关村", "东关村代办点", None, "东关村便民服务站"]
