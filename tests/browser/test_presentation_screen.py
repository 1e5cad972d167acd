"""投屏模式 in the browser: keys, size of type, nothing cut at 1280×720."""

import pytest

from pages._ui import presentation

from .conftest import settled

# what is cut by its own box; canvas and icons have no text
CUT = """() => [...document.querySelectorAll("[data-testid='stMainBlockContainer'] " +
        ":is(p, span, h2, button, label, [data-testid='stMetricValue'] *)")]
    .filter(e => e.checkVisibility() && e.innerText && e.scrollWidth > e.clientWidth + 1)
    .filter(e => getComputedStyle(e).overflowX !== "visible")
    .filter(e => !getComputedStyle(e).fontFamily.includes("Material")).map(e => e.innerText)"""
SIZE = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"


def title(page) -> str:
    settled(page)
    return page.get_by_role("heading").first.inner_text()


@pytest.fixture
def projector(page, demonstration):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(demonstration)
    title(page)
    return page


def test_type_is_larger_and_there_is_no_menu(projector, demonstration):
    where = [
        "[data-testid='stMetricValue']",
        "[data-testid='stMetricLabel'] p",
        "[class*='st-key-card_'] [data-testid='stMarkdown'] p",
        "h2",
    ]
    desk = [projector.evaluate(SIZE, selector) for selector in where]
    assert projector.get_by_role("link", name="全市排名").is_visible()
    projector.get_by_role("button", name="投屏模式").click()
    projector.get_by_text("第1屏").wait_for()
    title(projector)
    room = [projector.evaluate(SIZE, selector) for selector in where]
    assert all(large >= 1.4 * small - 0.01 for small, large in zip(desk, room)), (desk, room)
    assert "present=1" in projector.url
    assert (
        not projector.get_by_role("link", name="全市排名").is_visible()
        and not projector.locator("[data-testid='stHeader']").is_visible()
    )


def test_keys_change_screen_and_month(projector):
    projector.goto(projector.url + "?present=1")
    title(projector)
    projector.keyboard.press("ArrowRight")
    projector.get_by_text("第2屏").wait_for()
    projector.keyboard.press("PageDown")
    projector.get_by_text("第3屏").wait_for()
    projector.keyboard.press("ArrowLeft")
    projector.get_by_text("第2屏").wait_for()
    projector.keyboard.press("PageUp")
    projector.get_by_text("第1屏").wait_for()
    projector.keyboard.press("Shift+ArrowLeft")
    projector.get_by_text("2026年9月").first.wait_for()
    projector.wait_for_url("**m=2026-09**")
    projector.keyboard.press("Escape")
    projector.get_by_role("button", name="投屏模式").wait_for()


# where what is shown ends
LAST = """() => Math.max(...[...document.querySelectorAll(
        "[data-testid='stMainBlockContainer'] [data-testid='stElementContainer']")]
    .filter(e => !e.closest(".st-key-room") && e.checkVisibility())
    .map(e => e.getBoundingClientRect().bottom))"""


def screens() -> list[str]:
    return [
        f"{screen.page.removesuffix('.py').replace('overview', '')}?present=1&screen={screen.part}"
        for screen in presentation.SCREENS
    ]


@pytest.mark.parametrize(
    "path",
    [
        *screens(),
        "ranking?present=1&ind=综合",
        "ranking?present=1&ind=综合&screen=2",
        "gaps?present=1&ind=进驻率",
        "trends?present=1&ind=进驻率&effective=1",
    ],
)
def test_every_screen_is_whole_on_a_projector(projector, demonstration, path):
    projector.goto(f"{demonstration}/{path}")
    title(projector)
    projector.locator(".st-key-room").wait_for()
    assert not projector.evaluate(CUT)
    assert projector.evaluate("document.documentElement.scrollWidth") <= 1280
    assert projector.evaluate(LAST) <= projector.locator(".st-key-room").bounding_box()["y"]


def test_the_overview_is_one_screen_at_a_desk(page, demonstration):
    page.goto(demonstration)
    title(page)
    assert page.evaluate(LAST) <= 900


def test_the_keys_are_one_line_on_a_phone(page, demonstration):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{demonstration}/?present=1")
    title(page)
    bar = page.locator(".st-key-room")
    assert (
        bar.bounding_box()["height"] < 60
        and page.evaluate("document.documentElement.scrollWidth") <= 390
    )
    bar.get_by_role("button", name="退出投屏").click()
    page.get_by_role("button", name="投屏模式").wait_for()
