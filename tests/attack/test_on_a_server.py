"""A county on a PostgreSQL server: the attacks that its tables might let through; and two app
servers of it behind nginx, which also leads to another county.
"""

import re
import shutil
import time
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace

import attack
import channel
import nginx
import pytest
import units
from local_app import started_on_server
from postgres_server import written
from raw_http import Browser, json_of
from running_app import free_port, running
from target import ATTACKS

from govsvc.__main__ import main

#: what asks accounts, sessions, failures, the log or whose rows they are
GROUPS = {"角色", "单位", "别的县", "登录", "登录的 cookie"}
#: what changes a file behind the app's back, or measures a time
OF_A_FILE = {"forged", "ended", "by_time"}
#: what asks no engine
OF_NONE = {"by_page", "by_store", "by_loopback", "flags"}
ASKED = [
    one for one in ATTACKS if one.group in GROUPS and one.run.__name__ not in OF_A_FILE | OF_NONE
]


@pytest.fixture(scope="module")
def target(postgres, tmp_path_factory):
    with started_on_server(tmp_path_factory.mktemp("attacked"), postgres) as running:
        yield running


@pytest.mark.parametrize("one", ASKED, ids=lambda one: f"{one.group}：{one.name}")
def test_it_holds(target, one):
    outcome = attack.run_one(target, one)
    assert outcome.result == attack.HELD, outcome.evidence


@pytest.fixture(scope="module")
def servers(target, tmp_path_factory):
    """`apps`: the two of the county; `end_other`: ends the second; `base`, `neighbour`: what nginx
    leads to them by one name, and to the other county by another; `where`: its notes of that.
    """
    folder, port = tmp_path_factory.mktemp("servers"), free_port()
    if not shutil.which("nginx"):
        pytest.skip("没有 nginx：apt-get install nginx-light 后再运行这些测试")
    with ExitStack() as stack, ExitStack() as other:
        apps = [target.base, other.enter_context(running(target.database, folder / "app.log"))]
        text = nginx.configured({"127.0.0.1": apps, "localhost": [target.neighbour.base]})
        text = nginx.without_tls(text, port, free_port())
        stack.enter_context(nginx.running(folder, text, port))
        yield SimpleNamespace(
            apps=apps,
            end_other=other.close,
            base=f"http://127.0.0.1:{port}",
            neighbour=f"http://localhost:{port}",
            where=folder / "where",
        )


def signed_in(browser: Browser, name: str, password: str) -> Browser:
    assert browser.sign_in(name, password).status == 303
    return browser


def one_at_each(servers) -> dict[str, Browser]:
    """App server → a browser that nginx leads to it, which stays there."""
    browsers: dict[str, Browser] = {}
    for _ in range(64):
        browser = Browser(servers.base)
        for _ in range(3):
            assert browser.ask("/healthz").status == 200
        (app,) = sent_to(servers, browser)
        browsers.setdefault(app, browser)
        if browsers.keys() == set(servers.apps):
            return browsers
    raise AssertionError(browsers)


def sent_to(servers, browser: Browser) -> set[str]:
    """The app servers that this browser's requests went to, but for its first."""
    route, deadline = browser.jar["govsvc_route"], time.monotonic() + 5
    while True:  # nginx notes a request after it has answered
        apps = re.findall(rf"^{route} (\S+) ", servers.where.read_text(), re.MULTILINE)
        if len(apps) > 1 or time.monotonic() > deadline:
            return {f"http://{app}" for app in apps}
        time.sleep(0.02)


def version(base: str) -> int:
    return json_of(Browser(base).ask("/healthz"))["data_version"]


def test_a_name_leads_to_its_county(target, servers):
    for base, of_whom in ((servers.base, target), (servers.neighbour, target.neighbour)):
        browser = signed_in(Browser(base), *of_whom.account("administrator"))
        with channel.opened(browser, "units") as visit:
            assert (units.NEIGHBOURS in str(visit.elements)) is (of_whom is target.neighbour)


def test_visitors_are_spread_and_each_stays_where_he_is(target, servers):
    """Also with a file; none comes astray."""
    for number, (app, browser) in enumerate(one_at_each(servers).items()):
        signed_in(browser, *target.account("limited"))
        with channel.opened(browser, "upload") as visit:
            content = units.item_list(*units.ITEMS[units.OWN], 30 + number, unit=units.OWN)
            visit.upload("政务服务事项", {"a.csv": content})
            visit.tick_all()
            before = version(servers.base)
            assert visit.press("确认导入")
        # a commit on the one is seen on the other at once
        assert [version(base) for base in servers.apps] == [before + 1] * 2
        assert sent_to(servers, browser) == {app}
    assert json_of(Browser(servers.apps[1]).ask("/healthz"))["status"] == "ok"


def test_a_file_that_comes_to_the_other_server_is_seen_in_healthz(target, servers):
    browser = signed_in(Browser(servers.apps[1]), *target.account("limited"))
    with channel.opened(browser, "upload") as visit:
        urls = visit.addresses("a.csv", visit.session)
    there = signed_in(Browser(servers.apps[0]), *target.account("limited"))
    sent = {"Content-Type": "multipart/form-data; boundary=x"}
    assert there.ask(urls.upload_url, "PUT", b"--x--", there.xsrf() | sent).status == 400
    report = json_of(Browser(servers.apps[0]).ask("/healthz"))
    assert (report["status"], report["degraded_by"]) == ("degraded", ["visits_not_sticky"])


def test_who_is_signed_in_on_one_is_so_on_the_other_and_forms_go_between(target, servers):
    one, other = servers.apps
    browser = Browser(one)
    token = browser.token("/signin", "signin")
    browser.base = other
    assert browser.sign_in(*target.account("viewer"), token=token).status == 303
    browser.base = one
    assert browser.ask("/account").status == 200


def test_a_command_of_any_machine_reaches_both(target, servers, monkeypatch, tmp_path, capsys):
    name, password = target.account("leaver")
    browsers = [signed_in(Browser(base), name, password) for base in servers.apps]
    monkeypatch.setenv("GOVSVC_DATABASE", written(replace(target.database, folder=tmp_path)))
    assert main(["user", "disable", name]) == 0 and "停用" in capsys.readouterr().out
    assert {browser.ask("/account").status for browser in browsers} == {303}


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"port": 1}, "server_away", "连不上数据库服务器"),
        ({"password": "wrong-geheim"}, "server_refuses", "不接受本程序的用户名、密码"),
        ({"schema": "made_later"}, "server_schema", "没有这个县的数据表"),
    ],
)
def test_an_app_that_starts_without_its_data_says_why_and_goes_on(
    target, postgres, tmp_path, changes, code, sentence
):
    """At the start, in /healthz, at the form to sign in and on a page; nowhere with a password."""
    wrong = replace(target.database, **{"password": "right-geheim"} | changes)
    if "schema" in changes:
        wrong = replace(wrong, password=postgres.password)
    with running(wrong, tmp_path / "app.log") as base:
        browser = Browser(base)
        answer = browser.ask("/healthz")
        assert answer.status == 503 and json_of(answer)["status"] == code
        for path in ("/signin", "/units"):
            answer = browser.ask(path)
            assert answer.status == 503 and sentence in answer.text, answer.text
        if "schema" in changes:
            assert not postgres.psql(f"CREATE SCHEMA {wrong.schema};")
            assert json_of(browser.ask("/healthz"))["status"] == "ok"
            assert browser.ask("/signin").status == 200
    noted = [path.read_text(errors="replace") for path in tmp_path.glob("*.log*")]
    assert any(sentence in text for text in noted)
    for text in noted:
        assert wrong.password not in text and "Traceback" not in text, text


def test_where_one_ends_its_visitors_go_on_at_the_other(target, servers):
    browsers = one_at_each(servers).values()
    for browser in browsers:
        signed_in(browser, *target.account("viewer"))
    servers.end_other()
    for browser in browsers:
        assert browser.ask("/account").status == 200
        with channel.opened(browser, "units") as visit:
            assert units.OWN in str(visit.elements)
