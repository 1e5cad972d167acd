"""一件事: O6 as the page shows it, 断点 with 交办, the forms."""

from datetime import date, datetime

import pytest
from chain_lists import HEADER, book, cases_book, o6
from support import WHEN, show, words
from test_rectification_page import has, press, the_store

from govsvc.domain.chains import cases_of, chain_of
from govsvc.domain.indicators import CHAIN_CASES, ITEMS, list_by_key
from govsvc.domain.mappings import Choices
from govsvc.importing import chain_list, pipeline
from govsvc.security import UPLOADER, VIEWER
from govsvc.store import Act
from pages._ui import data

OCTOBER = date(2026, 10, 1)
PAGE, TITLE = "one_chain.py", ["云溪县2026年10月一件事清单"]


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


def bring(content: bytes, name: str = "一件事.xlsx", home: str | None = None) -> None:
    planned = pipeline.plan(
        the_store(),
        [(name, content)],
        home=home,
        choices=Choices(units={"市场监督管理局": "", "卫健委": ""}),
    )
    assert not planned.refused
    pipeline.commit(the_store(), planned, who="甲", when=WHEN)


def tables(app) -> dict[str, list[list[str]]]:
    """First header of a table → its rows."""
    return {
        one.value.columns[0] + f"{len(one.value.columns)}": [
            [str(cell).replace("\\", "") for cell in row] for row in one.value.values.tolist()
        ]
        for one in app.table
    }


def listed() -> dict:
    rows = chain_list.rows_in_force(the_store(), OCTOBER)
    return {row.key: chain_of(row) for row in rows}


def test_o6_on_the_page(empty):
    bring(o6(), home="云溪县")
    app = show(PAGE)
    assert not app.exception
    assert app.header[0].value == "一件事24个，已上线21个，上线零办件6个"
    assert [(one.label, one.value) for one in app.metric] == [
        ("落地率（18/20）", "90.00%"),
        ("上线率（21/24）", "87.50%"),
        ("有办件率（15/21）", "71.43%"),
        ("2026年10月办件量", "120件"),
    ]
    found = tables(app)
    assert [row[:2] for row in found["减幅6"]] == [
        ["办理环节", "68.75%"],
        ["申请材料", "58.82%"],
        ["办理时限", "81.82%"],
        ["跑动次数", "85.71%"],
    ]
    assert len(found["一件事3"]) == 6 and len(found["一件事10"]) == 24
    first = dict(zip(app.table[-1].value.columns, found["一件事10"][0]))
    assert (first["环节"], first["时限"]) == (
        "7→2\N{NO-BREAK SPACE}71.43%",
        "15→2\N{NO-BREAK SPACE}86.67%",
    )
    assert "没有政务服务事项清单，不能核对链上断点" in words(app)
    # the setting changes what all things together save, and says so
    app.selectbox(key="chain_reduction_sums").select("means").run()
    app = press(app, "保存一件事减幅合计")
    assert [row[1] for row in tables(app)["减幅6"]][::2] == ["69.05%", "83.33%"]
    assert "各件事减幅的平均" in words(app)


def a_missing_item() -> tuple[str, str]:
    """(name, department) of an item of the golden month that is not in the hall."""
    rows = the_store().rows.list_rows(list_by_key("not_in_hall").key, OCTOBER, OCTOBER)
    return rows[0].name, rows[0].unit


def test_a_break_is_named_and_assigned_once(one):
    item, unit = a_missing_item()
    header = ["一件事名称", "牵头部门", "关联事项", "状态"]
    rows = [["企业开办", unit, item, "已上线"], ["开办餐馆", unit, f"{item}\n没有的事项", "已上线"]]
    bring(book([TITLE, header, *rows]))
    app = show(PAGE)
    assert app.header[0].value == "链上有断点2个（1个关联事项）；一件事2个，已上线2个"
    found = tables(app)
    assert [row[:5] for row in found["一件事6"]] == [
        ["企业开办", "未进驻大厅", item, "已上线", unit],
        ["开办餐馆", "未进驻大厅", item, "已上线", unit],
    ]
    assert [row[1:3] for row in found["一件事5"]] == [["事项清单中没有", "没有的事项"]]
    app = press(app, "交办2条给1个单位")
    assert "已交办1条给1个单位" in words(app)
    assert {row[5] for row in tables(app)["一件事6"]} == {"待签收 还剩15个工作日"}
    assert not has(app, "交办2条给1个单位")
    (standing,) = the_store().rectification.story(date(2026, 11, 20))[1]
    assert standing.entry.kind == ITEMS and "“企业开办”、“开办餐馆”" in standing.entry.problem


def test_a_thing_and_its_cases_are_entered(empty):
    bring(book([TITLE, HEADER, [1, "退休", "卫健委", "", "甲", "已上线"]]), home="云溪县")
    app = show(PAGE)
    (name,) = [one for one in app.text_input if one.label == "名称"]
    name.set_value("企业开办")
    app.text_area[0].set_value("营业执照核发 | 市场监督管理局\n刻章备案")
    (before,) = [one for one in app.text_input if one.label == "环节·改革前"]
    before.set_value("7")
    (after,) = [one for one in app.text_input if one.label == "环节·改革后"]
    after.set_value("9")
    app = press(app, "保存一件事")
    assert "改革后9大于改革前7" in app.error[0].value and listed().keys() == {"退休"}
    (after,) = [one for one in app.text_input if one.label == "环节·改革后"]
    after.set_value("2")
    app = press(app, "保存一件事")
    assert "“企业开办”已保存到2026年10月的一件事清单" in words(app)
    stored = listed()["企业开办"]
    assert [(one.name, one.unit) for one in stored.members] == [
        ("营业执照核发", "市场监督管理局"),
        ("刻章备案", ""),
    ]
    assert (stored.state, stored.changes["steps"].after) == ("launched", "2")
    chain_list.save_cases(
        the_store(),
        OCTOBER,
        {"退休": 0, "企业开办": 8},
        Act("甲", WHEN),
        expected_version=the_store().version(),
    )
    app = show(PAGE)
    assert app.header[0].value == "一件事2个，已上线2个，上线零办件1个"
    assert {one.key for one in the_store().rows.entries(CHAIN_CASES, OCTOBER)} == {
        "退休",
        "企业开办",
    }
    assert [cases_of(one).cases for one in the_store().rows.entries(CHAIN_CASES, OCTOBER)] == [0, 8]


def data_act():
    from govsvc.store import Act

    return Act("甲", WHEN)


def test_months_that_have_cases_alone_and_an_empty_county(empty):
    assert show(PAGE).header[0].value == "还没有数据"
    content = cases_book("2026年10月一件事办件情况", ["一件事名称", "办件量"], ["退休", 3])
    bring(content, home="云溪县")
    app = show(PAGE)
    assert app.header[0].value == "一件事：2026年10月没有一件事清单"
    assert "导入一件事清单" in words(app) and not app.exception


@pytest.mark.parametrize("role", [(VIEWER,), (UPLOADER, "公安局")])
def test_who_may_not_change_the_countys_list_sees_no_forms(empty, acting, role):
    bring(o6(), home="云溪县")
    acting(*role)
    app = show(PAGE)
    assert app.metric and not app.exception
    forms = {"保存一件事", "保存办件量", "保存一件事减幅合计"}
    assert not forms & {one.label for one in app.button}
