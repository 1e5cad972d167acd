"""A running app and a Chromium to look at it with.

Without Chromium these tests skip, but for CI, where that is a failure.
"""

import os
import shutil
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from running_app import running

from govsvc.security import ADMINISTRATOR, system_actor
from govsvc.security.accounts_database import AccountsDatabase
from govsvc.security.sessions import Sessions
from govsvc.store import open_store
from govsvc.system import clock
from pages._server import current_actor
from pages._ui import frame

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]


def pytest_collection_modifyitems(items):
    """Marks the tests of this folder, so that plain `pytest` takes only the smoke set."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    path = (
        shutil.which("chromium-headless-shell")  # the same engine, without the windows around it
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
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
COOKIE = {
    "name": current_actor.COOKIE,
    "value": TOKEN,
    "url": "http://127.0.0.1",
    "httpOnly": True,
    "sameSite": "Strict",
}


def signed_in(browser, **options):
    """A browser of its own in which the administrator is signed in."""
    context = browser.new_context(
        **{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
    )
    context.add_cookies([COOKIE])
    return context


def make_session(database: Path) -> None:
    """An administrator with a session that outlives the tests."""
    sessions, now = Sessions(database), clock.now()
    if sessions.accounts.get("王五"):
        return
    sessions.accounts.add("王五", ADMINISTRATOR, [], system_actor(), now)
    keep_password(database, "王五")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_urlsafe", lambda _: TOKEN)
        sessions.begin_for("王五", "本机", now + timedelta(days=1), "测试")


def keep_password(database: Path, name: str) -> None:
    """The account is not asked for a password of its own choice."""
    with AccountsDatabase(database).writing() as writing:
        writing.rows(
            "update_password",
            key=name,
            hash=Sessions(database).accounts.require(name).password_hash,
            must_change=0,
        )


#: address of an app → the file that holds what it printed
printed: dict[str, Path] = {}


@pytest.fixture(scope="session")
def administrators_browser(browser):
    """One for all tests: what it has fetched and compiled of Streamlit serves them all."""
    context = signed_in(browser)
    yield context
    context.close()


@pytest.fixture
def page(administrators_browser):
    context = administrators_browser
    found = context.new_page()
    found.set_default_timeout(20_000)
    yield found
    _forget(context)
    context.add_cookies([COOKIE])


@pytest.fixture(scope="session")
def strangers_browser(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def stranger(strangers_browser):
    """A browser in which nobody has signed in."""
    yield strangers_browser
    _forget(strangers_browser)


def _forget(context) -> None:
    """The next test finds it without pages, cookies and permissions."""
    for page in context.pages:
        page.close()
    context.set_offline(False)
    context.clear_permissions()
    context.clear_cookies()


@contextmanager
def _serving(tmp_path_factory):
    """Starts the app on a database path, with the administrator's session; gives its address.

    A database that is not there becomes the demonstration.
    """
    with ExitStack() as servers:

        def start(
            database: Path, has_session: bool = True, hosts: str = "", is_prepared: bool = True
        ) -> str:
            if has_session:
                make_session(database)
            log = tmp_path_factory.mktemp("server") / "log.txt"
            address = servers.enter_context(
                running(database, log, hosts=hosts, is_prepared=is_prepared)
            )
            printed[address] = log
            return address

        yield start


@pytest.fixture
def serve(tmp_path_factory):
    """Starts the app for one test."""
    with _serving(tmp_path_factory) as start:
        yield start


@pytest.fixture
def county(serve, tmp_path, october_file):
    """The golden month of October in an app of its own: (address, database, name of a unit in its
    roster).
    """
    database = tmp_path / "county.duckdb"
    shutil.copy(october_file, database)
    store = open_store(database)
    unit = store.settings.roster().units[0].name
    store.close()
    return serve(database), database, unit


@pytest.fixture(scope="module")
def serve_module(tmp_path_factory):
    """Starts the app for the tests of one file."""
    with _serving(tmp_path_factory) as start:
        yield start


@pytest.fixture(scope="session")
def without_data(tmp_path_factory) -> str:
    """The address of an app on an empty database, into which no test imports."""
    database = tmp_path_factory.mktemp("empty") / "govsvc.duckdb"
    open_store(database).close()
    with _serving(tmp_path_factory) as start:
        yield start(database)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, demonstration_file) -> str:
    """The address of an app that shows the demonstration."""
    database = tmp_path_factory.mktemp("demonstration") / "govsvc.duckdb"
    shutil.copy(demonstration_file, database)
    with _serving(tmp_path_factory) as start:
        yield start(database)


def settled(page) -> None:
    """Waits until the script has run and no skeleton is left.

    Not by wait_for_function: it runs its condition by eval in the page, which the app's policy
    forbids.
    """
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    page.wait_for_selector("[data-testid='stSkeleton']", state="detached")


def open_from_menu(page, title: str) -> None:
    """Chooses a page in the navigation, from its menu where it is in one."""
    section = next(
        section for section, pages in frame.SECTIONS.items() if title in dict(pages).values()
    )
    if section:
        page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavPopover" if section else "stTopNav").get_by_text(
        title, exact=True
    ).click()
