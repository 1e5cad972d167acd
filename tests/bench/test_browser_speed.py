"""In Chromium: from a click to the new chart, and from opening to the last card and chart drawn,
against the yardstick Y.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import decade
import pytest
import yardstick
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
MONTHS = [*(f"2026年{month}月" for month in range(9, 1, -1)), "2025年12月", "2025年11月"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=zh-CN"]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """(the app, the yardstick), each on ten years of months."""
    if not shutil.which("chromium"):
        pytest.skip("没有 Chromium")
    folder = tmp_path_factory.mktemp("browser_speed")
    decade.make(folder / "app.duckdb", 120)
    shutil.copy(folder / "app.duckdb", folder / "constant.duckdb")
    (folder / "pages").mkdir()
    started, found = [], []
    for name, script in (("app", "app.py"), ("constant", str(yardstick.script(folder / "pages")))):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (folder / f"{name}.txt").open("w") as log:
            started.append(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        "streamlit",
                        "run",
                        script,
                        "--server.port",
                        str(port),
                        "--server.address",
                        "127.0.0.1",
                        "--server.headless",
                        "true",
                    ],
                    cwd=ROOT,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env={
                        **os.environ,
                        "GOVSVC_DATABASE": str(folder / f"{name}.duckdb"),
                        # the yardstick's script lies elsewhere
                        "PYTHONPATH": str(ROOT),
                    },
                )
            )
        found.append(f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{found[-1]}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
    yield found
    for server in started:
        server.terminate()
    for server in started:
        server.wait(15)


def opened(page, address: str, last: str) -> float:
    """Seconds from opening until the last card or chart is drawn."""
    started = time.perf_counter()
    page.goto(address)
    page.locator(last).last.wait_for()
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    return time.perf_counter() - started


def clicked(page, month: str) -> float:
    """Seconds from choosing a month until its chart is drawn."""
    page.get_by_label("数据月份").first.click()
    page.keyboard.type(month)
    option = page.get_by_role("option", name=month, exact=True)
    option.wait_for()
    started = time.perf_counter()
    option.click()
    page.locator(".xtick text").get_by_text(month, exact=True).first.wait_for(state="attached")
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    return time.perf_counter() - started


@pytest.mark.full
@pytest.mark.browser
def test_in_chromium(addresses):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pages = [
            browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
            for _ in addresses
        ]
        for months in (
            MONTHS,
            MONTHS,
        ):  # the first turn notes the calls of the yardstick, and warms both
            click, unit_click = [], []
            for page, address, seen in zip(pages, addresses, (click, unit_click)):
                opened(page, f"{address}/trends", ".js-plotly-plot .xtick text")
                seen += [clicked(page, month) for month in months]
        ratios = {"点选月份到新图": (statistics.median(click), statistics.median(unit_click))}
        for path, last in (
            ("", "[data-testid='stMetricValue']"),
            ("trends", ".js-plotly-plot .xtick text"),
        ):
            seen = [
                [opened(page, f"{address}/{path}", last) for _ in range(11)][1:]
                for page, address in zip(pages, addresses)
            ]
            ratios[f"打开{path or 'overview'}"] = tuple(map(statistics.median, seen))
        browser.close()
    for name, (own, unit) in ratios.items():
        print(f"\n{name} {own:.2f} s，固定数据的页面 {unit:.2f} s，{own / unit:.2f} 倍")
    assert all(own <= 1.3 * unit for own, unit in ratios.values()), ratios
