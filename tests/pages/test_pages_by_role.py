"""What each role is shown on the pages that change something, and the sentence on what the rest
needs.
"""

from datetime import date, datetime

import pytest
from support import mentions, show, words
from test_upload import with_paste

from govsvc.domain.indicators import ITEMS
from govsvc.security import ADMINISTRATOR, UPLOADER, VIEWER
from govsvc.security.roles import NOBODY, REVIEWER, VISITOR
from govsvc.store import open_store
from govsvc.workflow import collecting
from pages._ui import data

STATIONS = "2026年10月\n乡镇（街道）\t村（社区）\t站点名称\t是否设站\n"
ROLES = {
    "viewer": (VIEWER,),
    "limited": (UPLOADER, "公安局"),
    "uploader": (UPLOADER,),
    "reviewer": (REVIEWER,),
    "administrator": (ADMINISTRATOR,),
}
COLLECTING = {
    "viewer": (
        set(),
        "零报告需要“填报”权限，送审需要“填报”（不限部门）权限，退回、定稿需要“审核”权限。",
    ),
    "limited": (
        {"本月无变化（零报告）"},
        "送审需要“填报”（不限部门）权限，退回、定稿需要“审核”权限。",
    ),
    "uploader": ({"本月无变化（零报告）", "送审"}, "退回、定稿需要“审核”权限。"),
    "reviewer": ({"本月无变化（零报告）", "送审", "退回…", "定稿"}, "撤销需要“管理员”权限。"),
    "administrator": ({"本月无变化（零报告）", "送审", "退回…", "定稿", "撤销…"}, ""),
}
MANAGED = {
    "targets.py": ({"保存目标", "删除"}, "填写或修改目标需要"),
    "units.py": ({"改名", "保存修改"}, "修改名录、变更单位需要"),
    "keeping.py": ({"现在备份", "检查全部数据"}, "备份和检查需要"),
    "definitions.py": (set(), "设置新的口径需要"),
}


def labels(app) -> set[str]:
    return {found.label for found in app.button}


def needs(app) -> list[str]:
    """The sentences on what is needed."""
    return [
        element.proto.body.split(">")[1].split("<")[0]
        for element in app.get("html")
        if 'class="needs"' in element.proto.body
    ]


def november():
    """October is closed, November open, and one department has reported."""
    store, when = open_store(data.database_address()), datetime(2026, 11, 20)
    by = {"who": "李四", "when": when}
    collecting.move_month(store, date(2026, 10, 1), "closed", **by)
    collecting.open_month(store, date(2026, 11, 1), **by, today=when.date())
    collecting.report_no_change(store, date(2026, 11, 1), ITEMS, "住房和城乡建设局", **by)


@pytest.mark.parametrize("role", COLLECTING)
def test_reporting(one, acting, monkeypatch, role):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20))
    november()
    acting(*ROLES[role])
    app = show("collecting.py")
    wanted, said = COLLECTING[role]
    every = set.union(*(found for found, _ in COLLECTING.values()))
    assert not app.exception and labels(app) & every == wanted
    assert said in needs(app) if said else not needs(app)


@pytest.mark.parametrize("page", MANAGED)
@pytest.mark.parametrize("role", ROLES)
def test_what_administrators_alone_change(one, acting, role, page):
    acting(*ROLES[role])
    app = show(page)
    buttons, said = MANAGED[page]
    is_one = role == "administrator"
    assert not app.exception and (labels(app) & buttons == (buttons if is_one else set()))
    assert is_one == (not needs(app)) and (
        is_one or (len(needs(app)) == 1 and f"{said}“管理员”权限" in needs(app)[0])
    )


def test_who_may_not_upload_gets_no_field_for_it(one, acting):
    acting(VIEWER)
    app = show("upload.py")
    assert not app.get("file_uploader") and needs(app) == ["导入需要“填报”权限。"] and app.dataframe
    acting(UPLOADER)
    assert show("upload.py").get("file_uploader") and not needs(show("upload.py"))


def test_who_fills_in_for_some_units_is_told_which_rows_are_not_his_before_he_confirms(one, acting):
    acting(UPLOADER, "城关镇")
    app = with_paste(
        STATIONS + "城关镇\t东关村\t东关村便民服务站\t是\n柳林镇\t柳村\t柳村便民服务站\t是"
    )
    assert not app.exception
    assert mentions(app.error[0].value, "没有权限", "柳林镇的行", "只能填报城关镇")
    button = next(found for found in app.button if found.label.startswith("确认导入"))
    assert button.disabled and open_store(data.database_address()).version() == 1
    app = with_paste(STATIONS + "城关镇\t东关村\t东关村便民服务站\t是")
    for stop in app.checkbox:
        stop.check().run()
    next(found for found in app.button if found.label.startswith("确认导入")).click().run()
    assert (
        not app.error
        and "已保存" in words(app)
        and open_store(data.database_address()).records.operations()[0].who == "王五"
    )
    assert not [found for found in app.checkbox if found.key == "drop_others"]


def test_who_fills_in_for_some_units_does_not_say_what_unknown_names_are(one, acting):
    acting(UPLOADER, "城关镇")
    app = with_paste(STATIONS + "城关真\t东关村\t东关村便民服务站\t是")
    assert any(
        mentions(sentence, "名录里没有的单位", "城关真", "“填报”（不限部门）权限")
        for sentence in needs(app)
    )
    assert not [found for found in app.button if found.label.startswith(("确认导入", "按以上说明"))]


def test_zero_reports_are_for_ones_own_units(one, acting, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20))
    november()
    acting(UPLOADER, "公安局")
    app = show("collecting.py")
    picker = next(found for found in app.multiselect if found.label.startswith("没有变化的"))
    assert picker.options == ["公安局"] and "这个账号只能填报公安局。" in needs(app)
    picker.set_value(["公安局"]).run()
    next(found for found in app.button if found.label.startswith("本月无变化")).click().run()
    assert "公安局：零报告" in words(app)


def test_the_demonstration_can_be_looked_at_and_is_cleared_by_an_administrator_alone(
    full, acting, monkeypatch
):
    monkeypatch.setattr(data, "asker", lambda: lambda: VISITOR)
    app = show()
    assert (
        app.metric
        and "清空演示数据，开始使用" not in labels(app)
        and any(mentions(sentence, "清空演示数据", "“管理员”权限") for sentence in needs(app))
    )
    acting(ADMINISTRATOR)
    assert "清空演示数据，开始使用" in labels(show())


def test_who_may_not_look_sees_nothing(one, monkeypatch):
    monkeypatch.setattr(data, "asker", lambda: lambda: NOBODY)
    app = show()
    assert (
        not app.metric
        and not app.button
        and not app.header
        and any("登录后才能查看" in element.proto.body for element in app.get("html"))
    )
