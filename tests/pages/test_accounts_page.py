"""账号 under AppTest: what an administrator sees and changes, and that nobody else does."""

import shutil
from datetime import datetime, timedelta

import pytest
from support import mentions, show, words

from govsvc.security import (
    ADMINISTRATOR,
    UPLOADER,
    VIEWER,
    VISITOR,
    Actor,
    audit_kinds,
    system_actor,
)
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import REVIEWER
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from govsvc.system import clock
from pages._ui import data
from pages._ui.admin import account_forms

GOOD = "竹子和铁轨之间42号"
HERE = "10.0.0.5"


@pytest.fixture
def sessions(one, monkeypatch):
    """Golden 01 with an administrator 王主任 and 李四, who fills in for 公安局."""
    found = Sessions(data.database_address())
    for name, role, units in (("王主任", ADMINISTRATOR, []), ("李四", UPLOADER, ["公安局"])):
        password = found.accounts.add(name, role, units, system_actor(), data.now())
        found.change_password(
            found.sign_in(name, password, HERE, data.now())[0], password, GOOD, HERE, data.now()
        )
    return found


def button(app, label: str):
    return next(found for found in app.button if found.label == label)


def field(app, kind: str, label: str, place: int = 0):
    return [found for found in app.get(kind) if found.label.startswith(label)][place]


def labels(app) -> list[str]:
    """The buttons of the page itself."""
    return [found.label for found in app.button if found.label != "投屏模式"]


def choose(app, name: str):
    field(app, "selectbox", "账号（也可点选上表）").set_value(name).run()


def test_the_table_says_who_there_is(sessions):
    app = show("accounts.py")
    assert not app.exception and app.header[0].value == "账号：2个"
    table = app.dataframe[0].value
    assert (
        table["账号"].tolist() == ["李四", "王主任"]
        and table["角色"].tolist() == ["填报", "管理员"]
        and table["限部门、乡镇"].tolist() == ["公安局", ""]
    )
    assert (
        table["登录中"].tolist() == ["1处", "1处"]
        and table["状态"].tolist() == ["正常", "正常"]
        and "argon2" not in str(table)
    )


def test_an_account_is_added_and_its_password_is_shown_once(sessions):
    app = show("accounts.py")
    field(app, "text_input", "账号名").set_value("赵六").run()
    field(app, "selectbox", "角色").set_value(UPLOADER).run()
    field(app, "multiselect", "只限这些部门").set_value(["民政局", "城关镇"]).run()
    button(app, "新增").click().run()
    assert not app.exception and "已新增填报账号“赵六”" in words(app)
    password = app.code[0].value
    assert sessions.sign_in("赵六", password, HERE, data.now())[
        1
    ].must_change and sessions.accounts.get("赵六").units == ("民政局", "城关镇")
    assert (
        mentions(app.header[0].value, "账号：3个", "1个尚未更换")
        and field(app, "text_input", "账号名").value == ""
    )
    app.run()
    assert not app.code and password not in str(app)
    field(app, "text_input", "账号名").set_value("李四").run()
    button(app, "新增").click().run()
    assert "账号“李四”已存在" in app.error[0].value and len(sessions.accounts.all()) == 3


def test_role_and_departments_are_changed_and_the_account_signs_in_anew(sessions):
    token, _ = sessions.sign_in("李四", GOOD, HERE, data.now())
    app = show("accounts.py")
    choose(app, "李四")
    assert button(app, "保存").disabled
    field(app, "multiselect", "只限这些部门").set_value(["公安局", "民政局"]).run()
    button(app, "保存").click().run()
    assert (
        not app.exception
        and mentions(words(app), "李四：填报（限公安局、民政局）", "已保存")
        and sessions.account(token, data.now()) is None
    )
    choose(app, "李四")
    field(app, "selectbox", "角色").set_value(REVIEWER).run()
    button(app, "保存").click().run()
    assert sessions.accounts.get("李四").role == REVIEWER and "李四：审核，已保存" in words(app)
    entry = AuditLog(data.database_address()).entries(kind=audit_kinds.ACCOUNT)[0]
    assert (entry.actor, entry.subject, entry.before, entry.after) == (
        "王五",
        "李四",
        "填报（限公安局、民政局）",
        "审核",
    )


def test_a_password_is_reset_sessions_are_ended_an_account_disabled_and_enabled(sessions):
    token, _ = sessions.sign_in("李四", GOOD, HERE, data.now())
    app = show("accounts.py")
    choose(app, "李四")
    button(app, "退出该账号的全部登录").click().run()
    assert sessions.account(token, data.now()) is None and "登录均已退出" in words(app)
    choose(app, "李四")
    button(app, "重置密码").click().run()
    assert sessions.sign_in("李四", app.code[0].value, HERE, data.now())[1].must_change
    choose(app, "李四")
    button(app, "停用").click().run()
    assert (
        "李四已停用" in words(app)
        and sessions.accounts.get("李四").is_disabled
        and app.header[0].value.startswith("账号：2个，1个停用")
    )
    choose(app, "李四")
    button(app, "启用").click().run()
    assert not sessions.accounts.get("李四").is_disabled


def test_the_last_administrator_stays(sessions):
    app = show("accounts.py")
    choose(app, "王主任")
    button(app, "停用").click().run()
    assert "“王主任”是唯一的管理员" in app.error[0].value
    field(app, "selectbox", "角色").set_value(VIEWER).run()
    button(app, "保存").click().run()
    assert "“王主任”是唯一的管理员" in app.error[0].value
    assert (
        sessions.accounts.get("王主任").role == ADMINISTRATOR
        and not sessions.accounts.get("王主任").is_disabled
    )


def test_looking_is_closed_and_opened_to_those_who_are_not_signed_in(sessions):
    app = show("accounts.py")
    app.toggle[0].set_value(False).run()
    assert (
        not app.exception
        and not sessions.accounts.settings.is_open
        and data.reading().settings.access().is_closed
        and "登录后才能查看" in words(app)
    )
    app.toggle[0].set_value(True).run()
    assert sessions.accounts.settings.is_open and not data.reading().settings.access().is_closed


def test_data_that_the_first_look_makes_remember_the_accounts(
    tmp_path, monkeypatch, demonstration_file
):
    path = tmp_path / "govsvc.duckdb"
    monkeypatch.setenv("GOVSVC_DATABASE", str(path))
    monkeypatch.setattr(
        data.loading, "make_demonstration", lambda path, _: shutil.copy(demonstration_file, path)
    )
    Sessions(path).accounts.make_first(data.now())
    assert not show("accounts.py").exception
    assert open_store(path).settings.access().has_accounts
    open_store(path).close()


def test_rules_of_single_sign_on_are_given_taken_and_told(sessions):
    app = show("accounts.py")
    field(app, "text_input", "邮箱、域名或组").set_value("zhang@county.test")
    button(app, "保存规则").click().run()
    assert (
        not app.exception
        and not app.error
        and [rule.value for rule in sessions.sso.rules()] == ["zhang@county.test"]
    )
    assert AuditLog(data.database_address()).entries(most=1)[
        0
    ].kind == audit_kinds.SETTING and "已保存，立即生效" in words(app)
    button(app, "去掉").click().run()
    assert not app.exception and not sessions.sso.rules()


@pytest.mark.parametrize("role", [VIEWER, UPLOADER, REVIEWER])
def test_nobody_else_sees_or_changes_accounts(sessions, acting, monkeypatch, role):
    acting(role)
    app = show("accounts.py")
    assert any("管理账号需要“管理员”权限" in element.proto.body for element in app.get("html"))
    assert not app.dataframe and not labels(app) and not app.toggle and "李四" not in str(app)
    # a click that was on its way when the role was taken away
    acting(ADMINISTRATOR)
    app = show("accounts.py")
    choose(app, "李四")
    monkeypatch.setattr(
        account_forms,
        "_attempt",
        lambda sentence, action: (acting(role), attempt(sentence, action))[1],
    )
    button(app, "停用").click().run()
    assert "没有权限" in app.error[0].value and not sessions.accounts.get("李四").is_disabled


attempt = account_forms._attempt


def test_what_one_may_not_use_is_in_no_menu(sessions, acting, monkeypatch):
    menus = []

    def noted(sections, **_):
        pages = [page for pages in sections.values() for page in pages]
        menus.append([page.title for page in pages if page.visibility == "visible"])
        return pages[0]

    monkeypatch.setattr("streamlit.navigation", noted)
    for role in (ADMINISTRATOR, REVIEWER):
        acting(role)
        show()
    everybodys = [title for title in menus[0] if title not in ("备份与检查", "账号", "操作日志")]
    assert len(menus[0]) == len(everybodys) + 3 and menus[1] == everybodys


# -- the session behind a page -----------------------------------------------------------


def test_another_tab_is_a_visitor_at_its_next_run_when_the_session_has_ended(sessions, monkeypatch):
    token, _ = sessions.sign_in("王主任", GOOD, HERE, data.now())
    monkeypatch.setattr(data, "asker", lambda: lambda: sessions.actor(token, HERE, clock.now()))
    first, second = show("targets.py"), show("targets.py")
    assert [found for found in second.button if found.label == "保存目标"]
    sessions.sign_out(token, HERE, data.now())
    field(second, "text_input", "目标值或位次").set_value("99.9")
    button(second, "保存目标").click().run()
    assert not second.exception and not [
        found for found in second.button if found.label == "保存目标"
    ]
    first.run()
    assert (
        not [found for found in first.button if found.label == "保存目标"]
        and open_store(data.database_address()).version() == 1
    )


def test_reruns_keep_a_session_and_an_open_page_does_not(sessions, monkeypatch):
    token, _ = sessions.sign_in("王主任", GOOD, HERE, now := datetime(2026, 11, 5, 9, 0))
    clock = [now]
    monkeypatch.setattr(data, "asker", lambda: lambda: sessions.actor(token, HERE, clock[0]))
    app = show("targets.py")
    for _ in range(3):
        clock[0] += timedelta(minutes=20)
        app.run()
        assert [found for found in app.button if found.label == "保存目标"]
    clock[0] += timedelta(minutes=31)
    app.run()
    assert not [
        found for found in app.button if found.label == "保存目标"
    ] and data.actor() == Actor(VISITOR.name, VIEWER, (), HERE)


def test_a_role_in_the_address_or_in_the_state_of_the_session_gives_nothing(sessions, acting):
    acting(VIEWER)
    app = show("accounts.py", role="administrator", actor="王主任", user="王主任")
    for key in ("role", "actor", "user", "account", "is_admin"):
        app.session_state[key] = ADMINISTRATOR
    app.run()
    assert not app.dataframe and not labels(app) and "李四" not in str(app)
