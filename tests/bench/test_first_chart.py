"""The first chart on a browser that has fetched nothing, over a line of 20 Mbit/s: at most 1.5 s
after the page. To be run on a machine that does nothing else: `pytest -m full tests/bench/
test_first_chart.py -s` prints what was measured.
"""

import shutil
import statistics
import time

import pytest
from playwright.sync_api import Page, sync_playwright
from running_app import running

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]
#: bytes a second, milliseconds there and back, seconds
LINE, LATENCY, MOST = 20_000_000 // 8, 20, 1.5
ROUNDS = 5
#: seconds that one reads 总览
READING = 4


@pytest.fixture(scope="module")
def address(tmp_path_factory, demonstration_file):
    if not shutil.which("chromium"):
        pytest.skip("没有 Chromium")
    folder = tmp_path_factory.mktemp("first_chart")
    database = shutil.copy(demonstration_file, folder / "govsvc.duckdb")
    with running(database, folder / "log.txt", is_prepared=False) as found:
        yield found


def on_the_line(browser) -> Page:
    """A page of a browser with nothing in its cache."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": LINE,
            "uploadThroughput": LINE,
        },
    )
    return page


def seconds_of_chart(page: Page, since: float) -> tuple[float, float]:
    """From `since` to the page's title, and from the title to its first chart."""
    page.get_by_role("heading", name="网上可办率").first.wait_for()
    titled = time.perf_counter()
    page.locator(".js-plotly-plot svg.main-svg .traces, svg.main-svg .trace").first.wait_for(
        state="attached"
    )
    return titled - since, time.perf_counter() - titled


def opened_directly(page: Page, address: str) -> tuple[float, float]:
    since = time.perf_counter()
    page.goto(f"{address}/trends", wait_until="commit")
    return seconds_of_chart(page, since)


def from_the_overview(page: Page, address: str) -> tuple[float, float]:
    page.goto(f"{address}/overview")
    page.get_by_role("heading", name="5项指标").first.wait_for()
    page.wait_for_timeout(READING * 1000)
    page.get_by_test_id("stTopNavSection").filter(has_text="指标").click()
    since = time.perf_counter()
    page.get_by_test_id("stTopNavPopover").get_by_text("指标趋势", exact=True).click()
    return seconds_of_chart(page, since)


@pytest.mark.full
@pytest.mark.parametrize("way", [opened_directly, from_the_overview])
def test_the_first_chart(address, way):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        measured = []
        for _ in range(ROUNDS):
            page = on_the_line(browser)
            measured.append(way(page, address))
            page.context.close()
        browser.close()
    title, chart = (statistics.median(found) for found in zip(*measured))
    print(f"{way.__name__}: title {title:.2f} s, first chart {chart:.2f} s after it")
    assert chart <= MOST, measured
