"""Signing in and out of the running app by its form; what those who may not look are served."""

import http.client
import re
import subprocess
import sys
from html import unescape
from urllib.parse import urlsplit

import pytest
from running_app import ROOT
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from support import import_golden
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from govsvc.security import ADMINISTRATOR, audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from govsvc.system import clock
from pages._server import current_actor
from pages._ui.frame import PAGES

from .conftest import COOKIE, printed, settled

GOOD = "竹子和铁轨之间42号"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("signing") / "county.duckdb"
    store = open_store(path)
    import_golden(store, "01_clean_month.xlsx")
    store.close()
    return path


@pytest.fixture(scope="module")
def address(serve_module, database) -> str:
    """Golden 01 with an administrator 赵主任 who knows his password, and one whose session there
    is.
    """
    sessions, now = Sessions(database), clock.now()
    once = sessions.accounts.add("赵主任", ADMINISTRATOR, [], system_actor(), now)
    sessions.change_password(
        sessions.sign_in("赵主任", once, "本机", now)[0], once, GOOD, "本机", now
    )
    return serve_module(database)


@pytest.fixture
def closed(address, database):
    """Looking needs signing in."""
    accounts = Sessions(database).accounts
    accounts.settings.set_open(False, system_actor(), clock.now())
    yield address
    accounts.settings.set_open(True, system_actor(), clock.now())


def sign_in(page, name: str, password: str) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def save(page):
    return page.get_by_role("button", name="保存目标")


def test_signing_in_survives_a_reload_and_signing_out_ends_it_in_every_tab(
    stranger, address, database
):
    page = stranger.new_page()
    page.goto(f"{address}/targets?m=2026-10")
    page.get_by_text("填写或修改目标需要“管理员”权限").wait_for()
    settled(page)
    assert not save(page).count()
    page.get_by_role("link", name="登录").first.click()
    sign_in(page, "赵主任", "不是这个密码吧")
    page.get_by_text("账号或密码不对").wait_for()
    sign_in(page, "赵主任", GOOD)
    page.wait_for_url(re.compile(r"/targets\?m=2026-10"))
    save(page).wait_for()
    (cookie,) = (sent for sent in stranger.cookies() if sent["name"] == current_actor.COOKIE)
    assert (
        cookie["httpOnly"]
        and cookie["sameSite"] == "Strict"
        and current_actor.COOKIE not in page.evaluate("document.cookie")
    )
    page.reload()
    save(page).wait_for()
    other = stranger.new_page()
    other.goto(f"{address}/targets")
    save(other).wait_for()
    settled(other)

    page.get_by_role("link", name="赵主任（管理员）").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/signin"))
    assert not [sent for sent in stranger.cookies() if sent["name"] == current_actor.COOKIE]
    # the other tab still shows the form over its open WebSocket; what it sends next is a visitor's
    other.get_by_label("目标值或位次").fill("99.9")
    other.get_by_label("目标值或位次").press("Enter")
    other.get_by_text("填写或修改目标需要“管理员”权限").wait_for()
    save(other).wait_for(state="detached")  # what a run shows no more goes when it ends
    stranger.add_cookies([{**COOKIE, "value": cookie["value"]}])  # the old cookie, sent again
    other.goto(f"{address}/targets")
    other.get_by_text("填写或修改目标需要“管理员”权限").wait_for()
    entries = AuditLog(database).entries()
    assert [entry.kind for entry in entries[:3]] == [
        audit_kinds.SIGNED_OUT,
        audit_kinds.SIGNED_IN,
        audit_kinds.SIGN_IN_FAILED,
    ]


def test_the_first_start_prints_a_password_that_must_be_changed_and_reset_gives_another(
    stranger, serve, tmp_path
):
    database = tmp_path / "new.duckdb"
    open_store(database).close()
    address = serve(database, has_session=False)
    text = printed[address].read_text(encoding="utf-8")
    assert "已建立管理员账号：admin" in text and "只显示这一次" in text
    first = re.search(r"：(\w{4}(-\w{4}){3})\n", text)[1]
    output = subprocess.run(
        [sys.executable, "-m", "govsvc", "user", "reset", "admin", "--database", str(database)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    second = output.rpartition("：")[2].strip()
    page = stranger.new_page()
    page.goto(f"{address}/signin")
    sign_in(page, "admin", first)
    page.get_by_text("账号或密码不对").wait_for()
    sign_in(page, "admin", second)
    page.get_by_text("请更换后再使用").wait_for()
    page.goto(f"{address}/targets")
    page.get_by_text("填写或修改目标需要“管理员”权限").wait_for()  # until then it is nobody's
    page.goto(f"{address}/account")
    for label, value in (("原密码", second), ("新密码（", GOOD), ("再次输入新密码", GOOD)):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url(f"{address}/")
    page.get_by_role("link", name="admin（管理员）").wait_for()
    assert len(re.findall("一次性密码", printed[address].read_text(encoding="utf-8"))) == 1


# -- who may not look --------------------------------------------------------------------


def ask(address: str, path: str, method: str = "GET", cookie: str = "") -> tuple[int, str, bytes]:
    """(status, place it leads to, body)."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request(method, path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Location", ""), answer.read()


def stream(address: str, cookie: str = ""):
    return connect(
        f"{address.replace('http', 'ws')}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=address,
        max_size=None,
        additional_headers={"Cookie": cookie} if cookie else {},
    )


def run(opened, message: BackMsg) -> str:
    """All that one message to the open WebSocket brings."""
    opened.send(message.SerializeToString())
    answer, answers = ForwardMsg(), []
    while answer.WhichOneof("type") != "script_finished":
        answer.ParseFromString(opened.recv(timeout=30))
        answers.append(str(answer))
    return (
        "".join(answers)
        .encode()
        .decode("unicode_escape")
        .encode("latin-1", "replace")
        .decode("utf-8", "replace")
    )


def whole() -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message


SIGNED_IN = f"{COOKIE['name']}={COOKIE['value']}"
DATA = ("云溪县", "公安局", "99.94")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        *(f"/{file.removesuffix('.py')}" for file, _ in PAGES),
        "/nothing",
        "/index.html",
        "//trends",
        "/trends/",
        "/../overview",
    ],
)
def test_closed_every_page_leads_to_the_form_and_shows_nothing_else(closed, path):
    status, to, body = ask(closed, path)
    assert status == 303 and "/signin?next=" in to and not body
    assert ask(closed, path, "POST")[0] in (401, 403, 405)
    assert ask(closed, "/", cookie=SIGNED_IN)[0] == 200
    assert ask(closed, path, cookie=f"{COOKIE['name']}=forged")[0] == 303


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test/x",
        "///evil.test",
        "/%5cevil.test",
        "/%09/evil.test",
        "/%2f%2fevil.test",
        "/trends?m=2026-09",
    ],
)
def test_closed_a_link_from_elsewhere_is_led_on_within_the_site(closed, path):
    connection = http.client.HTTPConnection(urlsplit(closed).netloc, timeout=30)
    connection.request("GET", path, headers={"Sec-Fetch-Site": "cross-site"})
    body = connection.getresponse().read().decode()
    to = unescape(re.search(r'url=([^"]*)"', body)[1])
    assert re.match(r"/[^/\\\s]", to) and urlsplit(to).netloc == ""


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/host-config",
        "/_stcore/upload_file/x/y",
        "/media/0.csv",
        "/component/x/index.html",
        "/app/static/x",
        "/_stcore/script-health-check",
    ],
)
def test_closed_nothing_of_streamlit_answers(closed, path):
    assert ask(closed, path)[0] in (401, 403) and not any(
        word.encode() in ask(closed, path)[2] for word in DATA
    )


def test_closed_the_form_itself_and_what_monitors_ask_answer(closed):
    status, _, body = ask(closed, "/signin")
    text = body.decode()
    assert (
        status == 200
        and "密码" in text
        and "不登录，只查看" not in text
        and not any(word in text for word in DATA)
    )
    status, _, body = ask(closed, "/healthz")
    assert status == 200 and not any(word in body.decode() for word in DATA)


def test_closed_no_websocket_is_opened_but_for_who_has_signed_in(closed):
    with pytest.raises(InvalidStatus) as refused:
        stream(closed)
    assert refused.value.response.status_code == 403
    with stream(closed, SIGNED_IN) as opened:
        assert "99.94" in run(opened, whole())


def test_a_websocket_that_was_open_before_brings_nothing_more(address, database):
    accounts = Sessions(database).accounts
    with stream(address) as opened:
        assert "99.94" in run(opened, whole())
        fragment = re.search(r'fragment_id: "(\w+)"', run(opened, whole()))
        accounts.settings.set_open(False, system_actor(), clock.now())
        try:
            text = run(opened, whole())
            assert "登录后才能查看" in text and not any(word in text for word in DATA)
            message = whole()
            message.rerun_script.fragment_id = fragment[1] if fragment else "0" * 32
            text = run(opened, message)
            assert "登录后才能查看" in text and not any(word in text for word in DATA)
        finally:
            accounts.settings.set_open(True, system_actor(), clock.now())


def test_closed_a_download_is_served_to_who_may_look_alone(page, closed):
    page.goto(f"{closed}/problems")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 CSV").click()
    path = urlsplit(download.value.url).path
    assert "/media/" in path
    assert (
        ask(closed, path, cookie=SIGNED_IN)[0] == 200
        and "事项".encode() in ask(closed, path, cookie=SIGNED_IN)[2]
    )
    status, _, body = ask(closed, path)
    assert status == 401 and "事项".encode() not in body
