"""Chromium 109, the last that Windows 7 has; and what still older browsers show.

GOVSVC_OLD_CHROMIUM is the program's path: .ci/run fetches one.
"""

import os

import pytest

from .conftest import FLAGS, settled, signed_in

#: with cards, charts, tables, fields to upload and to search
PATHS = ("", "trends", "problems", "upload", "audit", "?present=1")


@pytest.fixture
def old_page(browser):
    """`browser` has started Playwright, which drives this one too."""
    path = os.environ.get("GOVSVC_OLD_CHROMIUM")
    if not path:
        pytest.skip("没有 Chromium 109：在 GOVSVC_OLD_CHROMIUM 中写明其路径后再运行")
    old = browser.browser_type.launch(executable_path=path, args=[*FLAGS, "--headless"])
    assert old.version.startswith("109.")
    yield signed_in(old).new_page()
    old.close()


def test_the_pages_work_on_chromium_109(old_page, demonstration):
    errors = []
    old_page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PATHS:
        old_page.goto(f"{demonstration}/{path}")
        old_page.get_by_role("heading").first.wait_for()
        settled(old_page)
        for chart in old_page.get_by_test_id("stPlotlyChart").all():
            chart.locator("svg.main-svg").first.wait_for()
        for table in old_page.get_by_test_id("stDataFrame").all():
            table.locator("canvas").first.wait_for()
        ink = old_page.get_by_role("heading").first.evaluate("e => getComputedStyle(e).color")
        assert ink == "rgb(20, 32, 46)", path  # the theme
        assert old_page.get_by_test_id("stException").count() == 0 and not errors, path


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"body": "class Newer { static { } ? }"}, "版本过低"),
        ({"status": 502, "body": ""}, "没有下载完整"),
    ],
)
def test_scripts_that_do_not_start_leave_a_sentence(page, demonstration, answer, sentence):
    page.route(
        "**/static/js/index.*.js",
        lambda route: route.fulfill(content_type="text/javascript", **answer),
    )
    page.goto(demonstration)
    page.get_by_role("alert").filter(has_text=sentence).wait_for()
