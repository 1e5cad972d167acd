"""Single sign-on in a browser, through a real identity provider on another site.

Who has a role writes, who has none does not, and signing out ends it.
"""

import re

import pytest
from identity_provider import provider, write_secrets
from playwright.sync_api import expect
from running_app import free_port, running

from govsvc.security import UPLOADER, audit_kinds, system_actor
from govsvc.security.accounts import Accounts
from govsvc.security.audit_log import AuditLog
from govsvc.security.sso import SingleSignOn
from govsvc.security.sso_rules import EMAIL, GROUP
from govsvc.store import open_store
from govsvc.system import clock
from pages._server import current_actor

from .conftest import settled
from .test_browser import wait_for_title
from .test_two_months_of_a_clerk import BULLETIN, JANUARY
from .test_upload import choose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]  # of the provider


@pytest.fixture(scope="module")
def idp():
    with provider() as address:
        yield address


@pytest.fixture(scope="module")
def app(idp, tmp_path_factory):
    """(address, database): an empty one, where 张三's e-mail and the group 统计员 upload."""
    folder, port = tmp_path_factory.mktemp("single"), free_port()
    database = folder / "county.duckdb"
    open_store(database).close()
    single = SingleSignOn(database)
    single.set_rule(EMAIL, "zhang@county.test", UPLOADER, [], system_actor(), clock.now())
    single.set_rule(GROUP, "统计员", UPLOADER, ["自然资源局"], system_actor(), clock.now())
    with running(
        database,
        folder / "log.txt",
        "--secrets.files",
        str(write_secrets(folder / "secrets.toml", port, idp)),
        port=port,
    ) as address:
        yield address, database


@pytest.fixture
def page(stranger):
    """Of somebody who has not signed in."""
    return stranger.new_page()


def come(page, address: str, subject: str, path: str = "/upload") -> None:
    """By the form of the app through that of the provider, and back to where one was going."""
    page.goto(f"{address}/signin?next={path}")
    page.get_by_role("link", name="统一身份登录").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()
    page.wait_for_url(f"{address}{path}")
    settled(page)


def test_with_a_role_he_writes_under_his_name(page, app):
    address, database = app
    complaints = []
    page.on(
        "console",
        lambda message: (
            "Content Security Policy" in message.text and complaints.append(message.text)
        ),
    )
    page.goto(f"{address}/upload")
    wait_for_title(page, "数据导入")
    page.get_by_role("link", name="登录").first.click()
    expect(page.get_by_role("link", name="统一身份登录")).to_be_visible()
    expect(page.get_by_label("密码")).to_be_visible()
    come(page, address, "1001")
    wait_for_title(page, "数据导入")
    page.get_by_role("link", name="张三 zhang@county.test（填报）").wait_for()
    page.locator("input[type=file]").set_input_files([*JANUARY, BULLETIN])
    settled(page)
    choose(page, "本县名称", "云溪县")
    settled(page)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已保存（数据版本").wait_for()
    entry = AuditLog(database).entries(kind=audit_kinds.IMPORTED)[0]
    assert entry.actor == "张三 zhang@county.test" and not complaints


def test_without_a_role_he_looks_and_uploads_nothing(page, app):
    address, _ = app
    come(page, address, "1003")
    page.get_by_role("link", name="路人 someone@elsewhere.test（查阅）").wait_for()
    page.get_by_text("导入需要“填报”权限").first.wait_for()
    token = next(
        cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "_streamlit_xsrf"
    )
    answer = page.context.request.put(
        f"{address}/_stcore/upload_file/x/y",
        data=b"x",
        headers={"X-Xsrftoken": token, "Origin": address},
    )
    assert answer.status == 403 and "Forbidden" in answer.text()


@pytest.mark.parametrize("subject", ["1004", "1005"])
def test_an_email_that_the_provider_has_not_verified_gives_no_role(page, app, subject):
    come(page, app[0], subject)
    page.get_by_role("link", name="（查阅）").wait_for()
    page.get_by_text("导入需要“填报”权限").first.wait_for()


def test_a_name_that_carries_markup_shows_as_text(page, app):
    come(page, app[0], "1007", "/trends")
    page.get_by_role("link", name="<b>王</b>[五](x) wang@county.test（查阅）").wait_for()


def test_his_group_gives_the_role_and_its_units(page, app):
    come(page, app[0], "1002")
    page.goto(f"{app[0]}/account")
    page.get_by_text(re.compile("^填报：.*，限自然资源局$")).wait_for()
    page.get_by_text("您通过统一身份登录").wait_for()
    assert page.get_by_label("原密码").count() == 0


def test_signing_out_ends_it_in_all_browsers_and_leads_to_the_provider(page, browser, app, idp):
    address, _ = app
    come(page, address, "1001")
    cookies = page.context.cookies(address)
    session = next(cookie for cookie in cookies if cookie["name"] == current_actor.COOKIE)
    assert (
        session["httpOnly"]
        and session["sameSite"] == "Strict"
        and not any(cookie["name"].startswith("_streamlit_user") for cookie in cookies)
    )
    other = browser.new_context(locale="zh-CN")
    other.add_cookies([session])
    elsewhere = other.new_page()
    elsewhere.goto(f"{address}/account")
    elsewhere.get_by_role("heading", name="张三").wait_for()
    page.goto(f"{address}/account")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="已退出看板").wait_for()
    elsewhere.goto(f"{address}/account")
    elsewhere.get_by_role("heading", name="登录").wait_for()  # the replayed cookie is nobody's
    other.close()
    page.get_by_role("link", name="退出统一身份平台").click()
    page.wait_for_url(f"{idp}/oauth2/end_session?**")
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(f"{address}/signin")


def test_where_looking_needs_signing_in_he_comes_in_and_others_do_not(page, app):
    """The strict cookie that is set on the way back from another site counts for the very next
    page.
    """
    address, database = app
    Accounts(database).settings.set_open(False, system_actor(), clock.now())
    try:
        page.goto(f"{address}/trends")
        page.wait_for_url(f"{address}/signin?next=/trends")
        come(page, address, "1003", "/trends")
        page.get_by_role("link", name="路人").wait_for()
        SingleSignOn(database).set_rule(
            EMAIL, "someone@elsewhere.test", UPLOADER, [], system_actor(), clock.now()
        )
        page.reload()
        page.get_by_role("link", name="（填报）").wait_for()
    finally:
        Accounts(database).settings.set_open(True, system_actor(), clock.now())
        if any(rule.value == "someone@elsewhere.test" for rule in SingleSignOn(database).rules()):
            SingleSignOn(database).remove_rule(
                EMAIL, "someone@elsewhere.test", system_actor(), clock.now()
            )
