"""投屏模式 in the browser: every slide whole and large on three screens, keys that never die, the
address, the way out.
"""

import pytest

from .conftest import settled
from .on_screen import FAINT

#: a projector of the meeting room, a screen, a wall
SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
#: of the slide that is seen, in percent of the screen's height: the size of its title, of its
#: smallest text and of its body, the highest band without anything, what is free above the footer;
#: the texts that are cut, or out of the screen
MEASURES = """() => {
    const slide = document.querySelector(".briefing .slide.on"), high = innerHeight;
    const size = e => 100 * parseFloat(getComputedStyle(e).fontSize) / high;
    const body = slide.querySelector(".body");
    const texts = [...slide.querySelectorAll(
        "h1, h2, p, small, td, th, .fact b, .fact span, .name, .label, footer a, footer span")]
        .filter(e => e.innerText.trim() && getComputedStyle(e).visibility === "visible");
    const isCut = e => {
        const box = e.getBoundingClientRect();
        return box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > high + 1
            || getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1;
    };
    const boxes = [...texts, ...slide.querySelectorAll(".track")]
        .map(e => e.getBoundingClientRect()).sort((a, b) => a.top - b.top);
    let end = 0, band = 0;
    for (const box of boxes) {
        band = Math.max(band, box.top - end);
        end = Math.max(end, box.bottom);
    }
    return {
        title: size(slide.querySelector("h1")),
        smallest: Math.min(...texts.map(size)),
        body: size(body),
        band: 100 * Math.max(band, high - end) / high,
        cut: texts.filter(isCut).map(e => e.innerText),
        free: 100 * (slide.querySelector("footer").getBoundingClientRect().top - Math.max(
            ...[...body.querySelectorAll("td, small, .label")]
                .map(e => e.getBoundingClientRect().bottom))) / high,
        over: Math.max(body.scrollHeight - body.clientHeight, body.scrollWidth - body.clientWidth),
    };
}"""


def current(page) -> str:
    """The key of the slide that is seen."""
    return page.locator(".briefing .slide.on").get_attribute("data-slide")


def count(page) -> str:
    return page.locator(".briefing .slide.on .count").inner_text()


def opened(page, address: str):
    page.goto(address)
    page.locator(".briefing .slide.on h1").wait_for()
    settled(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.locator(".briefing .slide.on .body[style*='--fit']").wait_for()  # the keys listen
    return page


@pytest.fixture
def projector(page, demonstration):
    page.set_viewport_size({"width": 1280, "height": 720})
    return opened(page, f"{demonstration}/?present=1&effective=1")


def test_every_slide_is_whole_large_and_full_on_three_screens(projector):
    for width, height in SIZES:
        projector.set_viewport_size({"width": width, "height": height})
        projector.wait_for_timeout(150)
        projector.keyboard.press("Home")
        for number in range(1, 11):
            found, where = projector.evaluate(MEASURES), (width, current(projector))
            assert count(projector) == f"{number}/10"
            assert found["title"] >= 4.4 and found["smallest"] >= 2.3, (where, found)
            assert found["body"] >= 2.9, (where, found)
            assert found["free"] >= 1.5, (where, found)
            assert found["band"] <= 25 and not found["cut"] and found["over"] <= 1, (where, found)
            assert not projector.evaluate(FAINT), where
            projector.keyboard.press("PageDown")


def test_texts_stand_out_in_the_dark(projector):
    projector.emulate_media(color_scheme="dark")
    opened(projector, projector.url)
    for _ in range(10):
        assert not projector.evaluate(FAINT), current(projector)
        projector.keyboard.press("PageDown")


def test_keys_live_after_a_click_and_stop_at_both_ends(projector):
    for place in ("h1", ".fact b", ".track", "td", ".whose", ".count"):
        projector.keyboard.press("Home")
        assert count(projector) == "1/10"
        projector.locator(".briefing").click(position={"x": 5, "y": 5})
        projector.keyboard.press("ArrowRight")
        here = projector.locator(f".briefing .slide.on {place}")
        if here.count():
            here.first.click()
        projector.keyboard.press("Space")
        assert count(projector) == "3/10"
        projector.keyboard.press("ArrowLeft")
        assert count(projector) == "2/10"
    projector.locator(".briefing .slide.on [data-step=on]").click()  # who has only a pointer
    projector.keyboard.press("PageUp")
    assert count(projector) == "2/10"
    projector.keyboard.press("Home")
    projector.keyboard.press("ArrowLeft")
    assert count(projector) == "1/10" and projector.get_by_text("已是第一页").is_visible()
    projector.keyboard.press("End")
    projector.keyboard.press("ArrowRight")
    end = projector.get_by_text("已是最后一页")
    assert count(projector) == "10/10" and end.is_visible()
    body = projector.locator(".briefing .slide.on .body").bounding_box()
    assert end.bounding_box()["y"] >= body["y"] + body["height"]  # it hides no line of the slide


def test_a_slide_keeps_its_address_and_escape_leaves(projector):
    while current(projector) != "ranks":
        projector.keyboard.press("PageDown")
    assert projector.url.endswith("?present=1&effective=1&slide=ranks")
    opened(projector, projector.url)
    assert current(projector) == "ranks"
    projector.keyboard.press("Shift+ArrowLeft")
    projector.wait_for_url("**slide=ranks&m=2026-09")
    opened(projector, projector.url)
    assert current(projector) == "ranks"
    assert "2026年9月" in projector.locator(".briefing .slide.on .whose").inner_text()
    projector.keyboard.press("Escape")
    projector.get_by_role("button", name="投屏模式").wait_for()
    assert projector.url.endswith("/?m=2026-09")


def test_escape_closes_the_help_before_it_leaves(projector):
    help_of_keys = projector.locator(".briefing .help")
    projector.keyboard.press("/")
    help_of_keys.wait_for(state="visible")
    projector.keyboard.press("Escape")
    help_of_keys.wait_for(state="hidden")
    assert count(projector) == "1/10"
    projector.keyboard.press("Escape")
    projector.get_by_role("button", name="投屏模式").wait_for()


#: the ring around the part of the page that has the keys
RING = """() => {
    const main = document.querySelector("[data-testid='stMain']");
    main.focus();
    return [document.activeElement === main && main.matches(":focus-visible"),
        ...[null, "::before", "::after"].map(part => getComputedStyle(main, part).boxShadow),
        getComputedStyle(main).outlineStyle];
}"""


def test_no_ring_lies_over_a_slide_or_a_page(projector, demonstration):
    projector.locator(".briefing .slide.on h1").click()
    projector.keyboard.press("ArrowRight")
    assert projector.evaluate(RING) == [True, *["none"] * 4]
    projector.goto(demonstration)
    settled(projector)
    projector.keyboard.press("Tab")
    assert projector.evaluate(RING) == [True, *["none"] * 4]


def test_the_briefing_goes_into_the_width_of_a_phone(page, demonstration):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{demonstration}/?present=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Esc 退出").first.click()
    page.get_by_role("button", name="投屏模式").wait_for()


# where what is shown ends
LAST = """() => Math.max(...[...document.querySelectorAll(
        "[data-testid='stMainBlockContainer'] [data-testid='stElementContainer']")]
    .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().bottom))"""


def test_the_overview_is_one_screen_at_a_desk(page, demonstration):
    page.goto(demonstration)
    settled(page)
    assert page.evaluate(LAST) <= 900
