"""单位晾晒 on the page: what is compared, and one unit's own page."""

from support import mentions, show, words

from govsvc.security import VISITOR
from pages._ui import data


def test_the_groups_and_subjects_are_in_the_url(full):
    app = show("league.py", group="乡镇（街道）", subject="名称规范率")
    assert not app.exception and app.header[0].value.startswith("乡镇（街道）名称规范率：")
    table = app.dataframe[0].value
    assert (
        len(table) == 15
        and table["单位"].str.endswith(("镇", "乡", "街道")).all()
        and set(table["未达标"]) != {0}
    )
    # all indicators together: what is not named by the rule is not said to be reached
    app.selectbox(key="subject").set_value("全部指标").run()
    assert "还有未达标事项" in app.header[0].value
    whole = app.dataframe[0].value.set_index("单位")
    named = table.set_index("单位")["比率"]
    assert dict(whole["名称规范率"]) == dict(named) and set(whole["站点覆盖率"]) == {"100.00%"}


def test_a_unit_in_the_url_has_all_its_lists_on_one_page(full):
    app = show("league.py", of="自然资源局")
    assert not app.exception
    assert mentions(app.header[0].value, "自然资源局", "2026年10月", "9张清单", "疑似1项")
    text = words(app)
    for section in ("未实现网上可办2项", "未进驻大厅18项", "明进暗不进4项"):
        assert section in text
    # with one of what was assigned to it
    assert len(app.get("table")) == 12 and not app.dataframe
    next(button for button in app.button if "返回" in button.label).click().run()
    assert app.dataframe and app.selectbox(key="of_picker").value is None


def test_a_unit_that_is_not_in_the_group_is_not_shown(full):
    app = show("league.py", group="乡镇（街道）", of="自然资源局")
    assert not app.exception and app.dataframe


def test_leaders_are_summed_not_ranked_and_only_for_those_who_have_signed_in(full, monkeypatch):
    app = show("league.py", group="分管领域")
    table = app.dataframe[0].value
    assert "分管领域" in app.header[0].value and "周启明" not in app.header[0].value
    *named, nobodys = table["分管县领导"]
    assert "周启明" in named and named == sorted(named) and nobodys.startswith("未填")
    departments = show("league.py").dataframe[0].value["未达标"].sum()
    townships = show("league.py", group="乡镇（街道）").dataframe[0].value["未达标"].sum()
    assert table["未达标"].sum() == departments + townships
    assert not {"名次", "名次变化", "提示"} & set(table) and "末位" not in words(app)
    monkeypatch.setattr(data, "asker", lambda: lambda: VISITOR)
    app = show("league.py", group="分管领域", of="周启明")
    assert not app.exception and "周启明" not in words(app)
    assert app.header[0].value.startswith("部门") and "周启明" not in str(app.dataframe[0].value)


def test_one_month_has_no_change_and_no_last(one):
    table = show("league.py").dataframe[0].value
    assert (
        set(table["名次变化"]) == {"—"}
        and set(table["提示"]) == {""}
        and set(table["连续未解决"]) == {0}
    )
