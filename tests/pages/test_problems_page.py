"""问题清单 on the page: filters of the URL, the heat table, a row over the months."""

import pytest
from support import show, words

from govsvc.store import open_store
from pages._ui import data


def test_every_filter_is_read_from_the_url(full):
    app = show(
        "problems.py",
        list="未进驻大厅",
        unit="自然资源局",
        state="持续",
        who="需上级协调",
        q="登记",
    )
    assert not app.exception
    assert (
        "自然资源局" in app.multiselect(key="unit").value
        and app.selectbox(key="state").value == "持续"
        and app.selectbox(key="who").value == "需上级协调"
    )
    management = {
        unit.name: unit.management
        for unit in open_store(data.database_address()).settings.roster().units
    }
    assert management["自然资源局"] == "县属" and "没有符合条件的记录" in words(app)
    app.selectbox(key="who").set_value("县级可解决").run()
    table = app.dataframe[0].value
    assert (
        set(table["部门"]) == {"自然资源局"}
        and table["变化"].str.startswith("连续").all()
        and table["事项名称"].str.contains("登记").all()
    )


def test_the_counts_by_list_and_unit_are_those_of_the_store(full):
    app = show("problems.py", view="按单位看")
    heat = app.dataframe[0].value.set_index("部门")
    store = open_store(data.database_address())
    from govsvc.domain import indicators

    names = {found.key: found.name for found in indicators.LISTS}
    from datetime import date

    counts = {
        (names[key], unit): count
        for key, _, unit, count in store.counts.list_counts(date(2026, 10, 1))
    }
    for unit, row in heat.iterrows():
        for name, count in row.items():
            assert count == counts.get((name, unit), 0)
    assert heat.loc["自然资源局", "未进驻大厅"] == 18
    shown = heat["未实现网上可办"].tolist()  # the chosen list, the most first
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("state", ["本月解决", "核减"])
def test_what_left_the_list_is_a_filter_of_its_own(full, state):
    app = show("problems.py", list="未进驻大厅", state=state)
    assert not app.exception
    if app.dataframe:
        assert set(app.dataframe[0].value["变化"]) == {state}
    assert not any("较上月减少" in text for text in [element.value for element in app.markdown])


def test_a_row_is_followed_over_the_months(full):
    app = show("problems.py", list="未实现网上可办")
    picker = app.selectbox(key="row_picker")
    picker.set_value(picker.options[1]).run()
    assert not app.exception
    table = app.get("table")[-1].value
    assert (table["状态"] == "在清单上").sum() == 10 and table["月份"].iloc[0] == "2026年10月"
    assert (
        set(table["字段值"]) == {"是否网上可办：否", "是否网上可办：是"}
        and table["出处"].str.contains("行").all()
    )


def test_a_link_with_a_unit_or_row_that_is_not_there_opens_all_the_same(full):
    app = show("problems.py", list="未实现网上可办", unit="没有这个局", row="没有这一行")
    assert not app.exception and len(app.dataframe[0].value) == 2


def test_the_list_opens_on_each_database(database):
    for query in (
        {"view": "按单位看"},
        {"list": "站点名称未规范"},
        {"list": "未设站点", "view": "按单位看"},
        {"list": "明进暗不进", "state": "核减"},
    ):
        assert not show("problems.py", **query).exception
