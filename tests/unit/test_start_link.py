"""The link that the start prints: on this machine, once, for half an hour, until there is a
password.
"""

import http.client
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from running_app import served
from starlette.middleware import Middleware
from support import WHEN

from govsvc.domain.errors import GovsvcError
from govsvc.security import Right, audit_kinds, system_actor
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import THIS_MACHINE
from govsvc.security.sessions import Sessions
from govsvc.security.start_token import LIFETIME, StartToken
from govsvc.system import clock
from pages._server import current_actor, sign_in, start_link
from pages._server.client_address import ClientAddressMiddleware

GOOD = "榕树下的第七把椅子42"
TYPED = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
COOKIE = f"{current_actor.COOKIE}="


def test_a_token_is_good_once_and_for_half_an_hour():
    tokens = StartToken()
    assert not tokens.accept("", WHEN)
    earlier, token = tokens.issue(WHEN), tokens.issue(WHEN)
    late = WHEN + LIFETIME
    assert not tokens.accept(earlier, WHEN) and not tokens.accept(token, late)
    assert tokens.is_good(token, WHEN) and tokens.accept(token, late - timedelta(seconds=1))
    assert not tokens.is_good(token, WHEN) and not tokens.accept(token, WHEN)


@pytest.fixture
def sessions(tmp_path) -> Sessions:
    first = Sessions(tmp_path / "govsvc.duckdb")
    first.accounts.make_first(WHEN)
    return first


def test_without_a_password_he_acts_on_this_machine_alone_until_he_has_one(sessions, tmp_path):
    token = sessions.begin_without_password(WHEN)
    assert sessions.actor(token, THIS_MACHINE, WHEN).may(Right.MANAGE)
    assert not sessions.actor(token, "10.0.0.5", WHEN).account
    # nor when the program has been started again
    assert not Sessions(tmp_path / "govsvc.duckdb").actor(token, THIS_MACHINE, WHEN).account
    with pytest.raises(GovsvcError, match="原密码不对"):  # a cookie that was taken elsewhere
        sessions.change_password(token, "", GOOD, "10.0.0.5", WHEN)
    chosen = sessions.change_password(token, "", GOOD, THIS_MACHINE, WHEN)
    assert sessions.actor(chosen, "10.0.0.5", WHEN).may(Right.MANAGE)
    assert not sessions.account(token, WHEN) and not sessions.awaits_password()
    assert not sessions.is_without_password(chosen, THIS_MACHINE)
    with pytest.raises(GovsvcError):
        sessions.begin_without_password(WHEN)


def test_a_session_that_knows_its_password_is_asked_for_the_old_one(sessions):
    once = sessions.accounts.reset("admin", system_actor(), WHEN)
    token = sessions.sign_in("admin", once, THIS_MACHINE, WHEN)[0]
    assert not sessions.actor(token, THIS_MACHINE, WHEN).account
    with pytest.raises(GovsvcError, match="原密码不对"):
        sessions.change_password(token, "", GOOD, THIS_MACHINE, WHEN)


# -- the routes ----------------------------------------------------------------------------


@pytest.fixture
def link(tmp_path, monkeypatch, capsys) -> Iterator[str]:
    """The link as it was printed, to an app that serves its routes alone."""
    database = tmp_path / "govsvc.duckdb"
    monkeypatch.setenv("GOVSVC_DATABASE", str(database))
    current_actor.sessions(database).accounts.make_first(clock.now())
    routes = (*start_link.ROUTES, *sign_in.ROUTES)
    with served(*routes, middleware=[Middleware(ClientAddressMiddleware)]) as base:
        start_link.printed(database, base)
        yield re.search(r"http\S+/start\?token=\S+", capsys.readouterr().out)[0]


def ask(link: str, headers: dict[str, str], method: str = "GET", fields: dict | None = None):
    """(status, headers in small letters, text) of the link's answer."""
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    body = None if fields is None else urlencode(fields)
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{parts.netloc}"}
    path = f"{parts.path}?{parts.query}" if fields is None else parts.path
    connection.request(method, path, body, (form if body else {}) | headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def test_who_opens_it_is_signed_in_at_a_clean_address_until_the_browser_closes(link, tmp_path):
    status, headers, _ = ask(link, TYPED)
    assert (status, headers["location"], headers["cache-control"]) == (303, "./", "no-store")
    cookie = headers["set-cookie"]
    assert cookie.startswith(COOKIE) and "httponly" in cookie.lower()
    assert "max-age" not in cookie.lower() and "expires" not in cookie.lower()
    (entry,) = AuditLog(tmp_path / "govsvc.duckdb").entries(kind=audit_kinds.SIGNED_IN)
    assert entry.actor == "admin" and "启动窗口里的链接" in entry.subject
    status, headers, text = ask(link, TYPED)
    assert status == 403 and "已经用过" in text and COOKIE not in str(headers)
    sent = {"Cookie": cookie.partition(";")[0]}
    account = ask(link.partition("/start")[0] + "/account", sent)[2]
    assert "设置密码" in account and "原密码" not in account


def test_it_is_no_longer_good_after_half_an_hour(link, monkeypatch):
    later = clock.now() + LIFETIME
    monkeypatch.setattr(clock, "now", lambda: later)
    status, headers, text = ask(link, TYPED)
    assert status == 403 and "过了30分钟" in text and COOKIE not in str(headers)


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "10.0.0.5"}, {"X-Forwarded-For": "127.0.0.1"}, {"Host": "county.test"}],
    ids=["from elsewhere", "through a proxy", "by another name"],
)
def test_elsewhere_it_opens_nothing_and_is_not_used_up(link, headers):
    status, answered, text = ask(link, TYPED | headers)
    assert status == 403 and "只能在看板所在的电脑上" in text and COOKIE not in str(answered)
    assert ask(link, TYPED)[0] == 303


def test_the_form_to_sign_in_says_on_this_machine_that_there_is_a_link(link):
    form, hint = link.partition("/start")[0] + "/signin", "打开启动窗口里显示的链接"
    assert hint in ask(form, {})[2]
    assert hint not in ask(form, {"X-Forwarded-For": "10.0.0.5"})[2]


@pytest.mark.parametrize(
    "headers",
    [{}, TYPED | {"Sec-Fetch-Site": "cross-site"}, TYPED | {"Sec-Purpose": "prefetch"}],
    ids=["a program", "a link on another page", "in advance"],
)
def test_only_who_opens_it_himself_or_clicks_uses_it_up(link, headers):
    status, answered, text = ask(link, headers)
    assert status == 200 and "以管理员进入" in text and COOKIE not in str(answered)
    names = dict(re.findall(r'name="(\w+)" value="([^"]+)"', text))
    browser = {"Cookie": answered["set-cookie"].partition(";")[0]}
    assert ask(link, {}, "POST", names)[0] == 403  # sent by a page elsewhere
    assert ask(link, browser, "POST", names)[0] == 303
