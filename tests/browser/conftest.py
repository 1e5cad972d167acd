"""A running app and a Chromium to look at it with. Without Chromium these tests skip, but for CI, where that is a failure."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

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


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    found = context.new_page()
    found.set_default_timeout(20_000)
    yield found
    context.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """Starts the app on a database path; gives its address. A database that is not there becomes the demonstration."""
    servers = []

    def start(database: Path) -> str:
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
