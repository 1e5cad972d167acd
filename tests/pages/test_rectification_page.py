"""整改: from 交办 on 问题清单 over reply, 退回 and 复核 to 销号, as the visitors see it."""

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from support import mentions, show, words
from test_pages_by_role import needs

from govsvc.domain.indicators import BULLETIN, ITEMS
from govsvc.domain.rectification import SIGNED, Settings, State, Step
from govsvc.domain.rows import Reported
from govsvc.security import UPLOADER, VIEWER
from govsvc.security.roles import REVIEWER, Actor
from govsvc.store import Act, Batch, open_store
from pages._ui import data


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


def press(app, label: str):
    (button,) = [one for one in app.button if one.label == label]
    app = button.click().run()
    assert not app.exception
    return app


def has(app, label: str) -> bool:
    return label in [one.label for one in app.button]


def the_store():
    return open_store(data.database_address())


@pytest.fixture
def assigned(one, november):
    """All rows of the first list are assigned; gives how many."""
    app = show("problems.py")
    count = len(app.dataframe[0].value)
    assert "整改" not in app.dataframe[0].value
    (button,) = [one for one in app.button if one.label.startswith("交办")]
    assert button.label.startswith(f"交办{count}项给")
    app = press(app, button.label)
    assert f"已交办{count}项给" in words(app) and "时限12月11日" in words(app)
    assert set(app.dataframe[0].value["整改"]) == {"待签收 还剩15个工作日"}
    assert "没有交办：这" in words(press(app, button.label))  # said, not doubled
    return count


def test_a_download_says_by_what_it_is_narrowed_and_as_of_which_day(assigned, given):
    show("rectification.py")
    assert any("_整改台账_截至2026年11月20日.xlsx" in name for name in given if name)
    given.clear()
    show("rectification.py", state="待签收")
    (name,) = [name for name in given if name and name.endswith("日.xlsx")]
    assert "_整改台账_待签收_截至2026年11月20日" in name
    book = load_workbook(io.BytesIO(given[name]()))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]
    assert cells[0].endswith("整改台账（待签收）") and any("筛选：待签收" in str(c) for c in cells)


def test_from_the_assignment_to_the_end(assigned, acting, monkeypatch):
    app = show("rectification.py", entry="1")
    assert f"整改在办{assigned}项，逾期0项" in app.header[0].value
    unit = the_store().rectification.standings()[0].unit
    acting(UPLOADER, "公安局")
    app = show("rectification.py", entry="1")
    assert "这个账号只能填报公安局。" in needs(app) and not has(app, "签收1项")
    acting(UPLOADER, unit)
    app = press(show("rectification.py", entry="1"), "签收1项")
    assert "1项已签收" in words(app)
    app.text_area(key="step_text").set_value("已进驻窗口").run()
    app.button_group(key="step_kind").set_value("applied").run()
    press(app, "申请销号1项")
    assert the_store().rectification.standings()[0].state == State.APPLIED
    assert needs(app)[-2:] == [
        "复核、退回、延期、转办、作废需要“审核”权限。",
        "交办需要“填报”（不限部门）权限。",
    ]
    acting(REVIEWER)  # the same person by another role
    app = show("rectification.py", entry="1")
    app.text_area(key="step_text").set_value("已核实").run()
    assert "不能由本人复核" in words(press(app, "复核通过1项"))
    reviewer = Actor("周六", REVIEWER, (), "10.0.0.9", "zhouliu")
    monkeypatch.setattr(data, "asker", lambda: lambda: reviewer)
    app = show("rectification.py", entry="1")
    app.text_area(key="step_text").set_value("现场已核实").run()
    app = press(app, "复核通过1项")
    assert "月销号1项" in app.header[0].value
    assert mentions(app.table[-1].value.to_string(), "交办", "签收", "申请销号", "现场已核实")
    links = [link.proto.label for link in show().get("page_link")]
    assert any(mentions(link, "截至", f"整改在办{assigned - 1}项，逾期0项 *›*") for link in links)


def test_another_step_meanwhile_is_seen(assigned):
    app = show("rectification.py", entry="1")
    the_store().rectification_writes.take({1: 0}, Step(SIGNED), Act("乙", data.now()))
    assert "刚被他人更新" in words(press(app, "签收1项"))


def test_overdue_ones_are_red_by_unit_with_words(assigned, acting, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 12, 16, 9))
    acting(VIEWER)
    app = show("rectification.py")
    assert f"逾期{assigned}项" in app.header[0].value
    assert set(app.dataframe[0].value["时限情况"]) == {"红 逾期3个工作日"}
    assert app.table[0].value["逾期"].str.contains("red").all()
    assert needs(app)[-1:] == ["交办需要“填报”（不限部门）权限。"]


def test_what_is_typed_in(one):
    app = show("rectification.py")
    unit = app.selectbox(key="typed_unit").options[0]
    app.selectbox(key="typed_unit").set_value(unit).run()
    app.text_input(key="typed_matter").set_value("大厅3号窗口").run()
    app.text_input(key="typed_problem").set_value("工作时间无人值守").run()
    app = press(app, "交办")
    assert f"已交办给{unit}" in words(app)
    (entry,) = the_store().rectification.entries()
    assert (entry.matter, entry.first_deadline) == ("大厅3号窗口", date(2026, 12, 11))


def test_the_notice_of_the_next_year_is_pasted(full, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 12, 28, 9))
    app = show("rectification.py")
    assert "2027年节假日未录入，按周一至周五推算" in words(app)
    app.text_input(key="holidays_document").set_value("国办发明电〔2026〕1号").run()
    app.text_area(key="holidays_text").set_value("元旦：1月1日放假。1月3日上班。").run()
    app = press(app, "保存节假日安排")
    assert "放假1天，调休上班1天" in words(app) and "按周一至周五推算" not in words(app)
    assert not the_store().rectification.calendar().is_workday(date(2027, 1, 1))


def assigned_entries() -> list[tuple[str, str]]:
    return [(one.list_key, one.source) for one in the_store().rectification.entries()]


def press_assign(app):
    (button,) = [one for one in app.button if one.label.startswith("交办")]
    return press(app, button.label)


def test_rows_that_are_ticked_are_assigned_alone(one):
    app = show("problems.py", list="未进驻大厅")
    box = app.multiselect(key="assign_rows")
    app = press_assign(box.set_value(box.options[:17]).run())
    assert "已交办17项给" in words(app) and len(assigned_entries()) == 17
    assert not app.multiselect(key="assign_rows").value  # so that nobody assigns them again
    states = list(app.dataframe[0].value["整改"])
    assert states.count("未交办") == len(states) - 17 == 43


def test_a_plan_is_assigned(one):
    app = show("gaps.py", ind="省平台发布率", solve=["公安局", "教育局"])
    (work_list,) = [
        button.proto.label
        for button in app.get("download_button")
        if "交办清单" in button.proto.label
    ]
    app, count = press_assign(app), len(assigned_entries())
    assert f"交办清单（{count}项）" in work_list and f"已交办{count}项给2个单位" in words(app)
    assert set(assigned_entries()) == {("not_published", "提升测算")}


def test_what_was_suspected_is_assigned_once_confirmed(full):
    known = len(assigned_entries())
    app = show("problems.py", list="疑似明进暗不进")
    assert not [one for one in app.button if one.label.startswith("交办")]
    box = app.multiselect(key="verdict_rows")
    box.set_value(box.options[:2]).run()
    app.text_input(key="verdict_reason").set_value("现场核实").run()
    app = press_assign(app.button(key="verdict_True").click().run())
    assert "已交办2项给" in words(app)
    assert assigned_entries()[known:] == [("entered_in_name_only", "疑似认定")] * 2
    assert not [one for one in app.button if one.label.startswith("交办")]


def test_rows_that_explain_a_difference_are_assigned(one):
    store, month = the_store(), date(2026, 10, 1)
    entries = [one for one in store.rows.entries(ITEMS, month) if one.flags.get("is_fully_online")]
    off = {"is_online": False, "is_fully_online": False}
    fallen = replace(entries[0], flags=entries[0].flags | off)
    told = Reported(month, "云溪县", "online_rate", 1, 2, cutoff=date(2026, 11, 6))
    for batch in (
        Batch(BULLETIN, month, [("通报.csv", "1")], reported=[told]),
        Batch(ITEMS, month, [("变更.xlsx", "2")], [fallen], is_changes=True),
    ):
        store.imports.commit(
            [batch],
            expected_version=store.version(),
            who="李四",
            when=datetime(2026, 11, 8),
            home="云溪县",
        )
    app = press_assign(show("reconcile.py"))
    assert "已交办1项给1个单位" in words(app)
    assert assigned_entries() == [("not_online", "通报对账")]
    assert the_store().rectification.entries()[0].matter == fallen.name


def open_form(app, key: str):
    """An expander whose content is made only while it is open."""
    app.session_state[key] = True
    return app.run()


def test_letters_are_registered_by_those_who_may_and_are_in_the_story(assigned, acting):
    def labels(app) -> list[str]:
        return [one.proto.label for one in app.get("download_button")]

    acting(UPLOADER)
    app = open_form(show("rectification.py"), "letters_form")
    (button,) = [one for one in app.button if one.label.startswith("编号并登记")]
    assert button.disabled and "署名单位" in words(app)
    store = the_store()
    signed = Settings(office="云溪县政务服务管理局", prefix="云政务")
    store.setting_writes.set_rectification(
        signed, Act("甲", data.now()), expected_version=store.version()
    )
    app = open_form(show("rectification.py"), "letters_form")
    units = {one.unit for one in store.rectification.standings()}
    assert f"预览{len(units)}份（不编号、不登记）" in labels(app)
    assert "函件中留空：联系人、联系电话" in words(app)
    app = press(app, f"编号并登记{len(units)}份")
    assert "云政务交办〔2026〕1号" in words(app) and "已登记" in words(app)
    assert {f"下载{len(units)}份（Word）", f"下载{len(units)}份（Excel）"} <= set(labels(app))
    app = show("rectification.py", entry="1")
    assert mentions(app.table[-1].value.to_string(), "发函", "交办单 云政务交办〔2026〕")
    acting(VIEWER)
    app = open_form(show("rectification.py"), "letters_sent")
    assert not [one for one in app.button if one.label.startswith("编号并登记")]
    assert f"下载{len(units)}份（Word）" in labels(app)


def test_settings_are_the_administrators_and_shape_what_is_shown(assigned, acting):
    app = open_form(show("rectification.py"), "rectification_settings")
    assert "黄灯：到期前3个工作日内" in words(app)
    (yellow,) = [one for one in app.number_input if one.label.startswith("黄灯")]
    yellow.set_value(20).run()
    app = press(app, "保存整改设置")
    assert "黄灯：到期前20个工作日内" in words(app)
    assert set(app.dataframe[0].value["时限情况"]) == {"黄 还剩15个工作日"}
    (spacing,) = [one for one in app.text_input if one.label.startswith("行距")]
    spacing.set_value("很宽").run()
    assert "20到40之间的数" in words(press(app, "保存整改设置"))
    acting(REVIEWER)
    app = open_form(show("rectification.py"), "rectification_settings")
    assert not has(app, "保存整改设置") and "黄灯：到期前20个工作日内" in words(app)
