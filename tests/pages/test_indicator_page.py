"""单项指标: the facts of one indicator, and what leads from them to the rows."""

from support import mentions, show, words

from govsvc.domain import indicators


def test_one_indicator_from_its_value_to_its_rows(full):
    app = show("indicator.py", ind="进驻率")
    text = words(app).replace("\\", "")
    assert not app.exception
    assert app.header[0].value == "进驻率98.10%，位居全市第四（10月通报），距99.00%目标还差29项"
    values = {metric.label: metric.value for metric in app.metric}
    assert values == {
        "公布值": "98.10%",
        "全市位次": "第4位/共12个",
        "目标": "99.00%",
        "未进驻大厅": "60项",
    }
    assert mentions(text, "还差29项", "3,090 / 3,150项", "60项未进驻的责任单位", "为什么变化")
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert "state=" in links["新增2项 *›*"] and "state=" in links["减少8项 *›*"]
    # the picker of lists has those of the indicator and of its twin alone
    assert app.selectbox(key="list").options == ["未进驻大厅", "明进暗不进", "体外循环"]


def test_a_link_narrows_the_rows_to_a_unit_and_another_indicator_has_its_own(full):
    app = show("indicator.py", ind="进驻率", unit="公安局", list="未进驻大厅")
    table = next(frame.value for frame in app.dataframe if "事项名称" in frame.value)
    assert set(table["部门"]) == {"公安局"} and len(table) == 8
    other = indicators.headline_indicators()[0]
    app.button_group(key="ind").set_value(other.short).run()
    assert not app.exception and app.selectbox(key="list").value == "未实现网上可办"


def test_what_a_full_rate_hides_is_shown_in_the_stead_of_nothing(full):
    app = show("indicator.py", ind="站点覆盖率")
    assert not app.exception and "23个名称未规范的责任单位" in words(app)
    assert app.selectbox(key="list").options == ["站点名称未规范", "未设站点"]
