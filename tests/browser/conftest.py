"""A running app and a Chromium to look at it with. Without Chromium these tests skip, but for CI, where that is a failure."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from govsvc.access import ADMINISTRATOR, machine
from govsvc.access.file import access_file
from govsvc.access.sessions import Sessions
from pages._serving import visitor

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--lang=zh-CN"]


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        if os.environ.get("GOVSVC_REQUIRE_BROWSER"):
            pytest.fail("这台机器上没有 Chromium，浏览器测试没有运行")
        pytest.skip("没有 Chromium：apt-get install chromium fonts-noto-cjk 后再运行浏览器测试")
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


#: of the administrator's session in every app that is started here
TOKEN = "the-administrator-of-these-tests-is-signed-in"
COOKIE = {"name": visitor.COOKIE, "value": TOKEN, "url": "http://127.0.0.1", "httpOnly": True, "sameSite": "Strict"}


def signed_in(browser, **options):
    """A browser of its own in which the administrator is signed in."""
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options})
    context.add_cookies([COOKIE])
    return context


def make_session(database: Path) -> None:
    """An administrator with a session that outlives the tests."""
    sessions, now = Sessions(database), datetime.now()
    if sessions.accounts.get("王五"):
        return
    sessions.accounts.add("王五", ADMINISTRATOR, [], machine(), now)
    with access_file(database).writing() as writing:
        writing.rows("update_password", key="王五", hash=sessions.accounts.get("王五").hash, must_change=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_urlsafe", lambda _: TOKEN)
        sessions.begin_for("王五", "本机", now + timedelta(days=1), "测试")


@pytest.fixture
def page(browser):
    context = signed_in(browser)
    found = context.new_page()
    found.set_default_timeout(20_000)
    yield found
    context.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """Starts the app on a database path, with the administrator's session; gives its address. A database that is not there becomes the demonstration."""
    servers = []

    def start(database: Path, has_session: bool = True) -> str:
        if has_session:
            make_session(database)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = (tmp_path_factory.mktemp("server") / "log.txt").open("w+")
        server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1"],
                                  cwd=ROOT, env={**os.environ, "GOVSVC_DATABASE": str(database)}, stdout=log, stderr=subprocess.STDOUT)
        servers.append(server)
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return f"http://127.0.0.1:{port}"
            except OSError:
                assert server.poll() is None, log.seek(0) or log.read()
                time.sleep(0.1)
        log.seek(0)
        raise AssertionError(log.read())

    yield start
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(15)


@pytest.fixture(scope="session")
def demonstration(serve, tmp_path_factory) -> str:
    """The address of an app that was started with no database."""
    return serve(tmp_path_factory.mktemp("demonstration") / "govsvc.duckdb")


def settled(page) -> None:
    """Waits until the script has run and no skeleton is left.

    Not by wait_for_function: it runs its condition by eval in the page, which the app's policy forbids.
    """
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    page.wait_for_selector("[data-testid='stSkeleton']", state="detached")
