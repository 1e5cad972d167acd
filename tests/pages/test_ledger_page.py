"""导入已有的整改台账 on 整改: what is new, what is there, what is asked, and who may."""

from datetime import date, datetime

import hostile_names
import pytest
from hostile_names import UNESCAPED
from ledgers import HEADERS, ledger_file, row_of
from support import show, words
from test_hostile_names import markdown_of
from test_pages_by_role import needs
from test_rectification_page import has, press, the_store

from govsvc.security import UPLOADER
from pages._ui import data


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20, 9))


@pytest.fixture
def unit(one) -> str:
    """A unit of the roster of the golden month."""
    return the_store().settings.roster().units[0].name


def shown(*files: tuple[str, bytes]):
    """整改, with files as if they had been dropped on 数据导入."""
    app = show()
    app.session_state["handed_on"] = list(files)
    app.switch_page("rectification.py")
    app.run()
    assert not app.exception
    return app


def test_what_is_asked_is_answered_and_all_of_it_entered(unit):
    file = ledger_file(
        row_of(涉及事项="窗口", 责任单位=f"{unit}、供电公司"),
        row_of(涉及事项="系统", 责任单位=unit, 整改时限="会后一周"),
        row_of(涉及事项="名称", 责任单位=unit, 状态="已与群众沟通"),
        row_of(涉及事项="培训", 责任单位="无名局"),
    )
    app = shown(file)
    assert "新的2项，有误或要说明2行" in words(app) and not has(app, "确认导入2项")
    app = press(app, "“无名局”是新单位")
    app.selectbox(key="ledger_word/due/整改时限/会后一周").set_value("5个工作日")
    app.selectbox(key="ledger_word/entry_state/状态/已与群众沟通").set_value("申请销号")
    app = press(app, "按以上说明")
    assert "新的4项" in words(app)
    app = press(app, "确认导入4项")
    assert "已导入4项，涉及2个单位" in words(app) and "整改在办4项" in app.header[0].value
    entries = the_store().rectification.entries()
    assert [entry.first_deadline for entry in entries][1] == date(2026, 11, 12)
    assert entries[0].partners == "供电公司"
    again = shown(file)  # the day of 会后一周 is not remembered, its meaning neither
    assert "台账里已有3项" in words(again) and not has(again, "确认导入1项")


def test_days_that_the_rows_lack_are_asked(unit):
    app = shown(
        ledger_file(
            row_of(涉及事项="甲", 责任单位=unit, 交办日期=""),
            row_of(涉及事项="乙", 责任单位=unit, 状态="已销号"),
            row_of(涉及事项="丙", 责任单位=unit, 整改时限=""),
            row_of(涉及事项="丁", 责任单位=unit, 整改时限="立行立改"),
        )
    )
    app.date_input(key="ledger_assigned_on").set_value(date(2026, 11, 2))
    app.date_input(key="ledger_closed_on").set_value(date(2026, 11, 13))
    app.date_input(key="ledger_day/due").set_value(date(2026, 12, 18))
    app.number_input(key="ledger_at_once").set_value(1)
    app = press(app, "按以上说明")
    press(app, "确认导入4项")
    found = {one.entry.matter: one for one in the_store().rectification.standings()}
    assert found["甲"].entry.assigned_on == date(2026, 11, 2)
    assert found["乙"].closed_on == date(2026, 11, 13)
    assert found["丙"].deadline == date(2026, 12, 18)
    assert found["丁"].deadline == date(2026, 11, 6)


def test_who_may_import_what_on_the_page(unit, acting):
    file = ledger_file(row_of(责任单位=unit, 状态="已销号", 销号日期="2026-11-12"))
    acting(UPLOADER)
    app = shown(file)
    assert not has(app, "确认导入1项")
    assert any("导入已销号、退回、长期坚持或作废的事项需要“审核”权限" in one for one in needs(app))
    acting(UPLOADER, unit)
    assert "新的1项" not in words(shown(file))


def test_other_files_are_refused_with_where_they_belong(unit):
    app = shown(("说明.txt", "随便写的".encode()))
    assert app.error and not has(app, "确认导入1项")


def test_names_of_a_ledger_are_text(one):
    name = hostile_names.name
    file = ledger_file(
        row_of(涉及事项=name("甲"), 责任单位=name("局"), 问题来源=name("督查")),
        row_of(涉及事项=name("乙"), 状态=name("状态"), 整改时限=name("时限"), 责任单位=name("局")),
        row_of(涉及事项=name("甲"), 责任单位=name("局"), 问题来源=name("督查")),
        headers=[*HEADERS, name("栏")],
    )
    app = shown((hostile_names.FILE + ".xlsx", file[1]))
    assert "有误或要说明" in words(app)
    assert not [text for text in markdown_of(app) if UNESCAPED.search(text)]
