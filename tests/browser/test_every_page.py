"""What holds on every page: the policy for scripts, nothing asked of another machine, Chinese
alone, texts that stand out, nothing wider than the screen, tables that are seen whole, boxes that
lie apart, keys that reach everything. All in two visits a page, one of a desk and one of a phone in
the dark, since the visit is what takes long.
"""

import pytest

from pages._ui.frame import PAGES

from .conftest import settled
from .on_screen import cut, english, faint, last, overlapping, show, unreached

TOO_WIDE = """() => Math.max(
    0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"""
NAMES = [file.removesuffix(".py") for file, _ in PAGES]
#: what plain `pytest` opens
SMOKE = NAMES[:1]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.smoke] if name in SMOKE else []) for name in NAMES],
)
def test_a_page(page, demonstration, name):
    complaints, asked = [], []
    page.on(
        "console",
        lambda message: (
            "Content Security Policy" in message.text and complaints.append(message.text)
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    address = f"{demonstration}/{'' if name == NAMES[0] else name}"
    show(page, address)
    everything_is_drawn(page)
    assert not english(page)
    assert not faint(page)
    for width, height in ((390, 844), (1280, 720), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        assert not sideways(page), width
        assert not overlapping(page), width
        assert not cut(page), width
    assert not unreached(page)
    no_english_in_what_opens(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, address)
    everything_is_drawn(page)
    assert not english(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    settled(page)
    assert not faint(page)
    assert not complaints
    own = (demonstration, demonstration.replace("http", "ws"), "data:", "blob:")
    assert len(asked) > 10 and not [url for url in asked if not url.startswith(own)]


def sideways(page) -> int:
    """By how many pixels the page is wider than the screen, once it is not or after 5 s."""
    return last(page, lambda: page.evaluate(TOO_WIDE))


def everything_is_drawn(page) -> None:
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.locator("svg.main-svg").first.wait_for()
    # what is folded away is not drawn
    for table in page.get_by_test_id("stDataFrame").filter(visible=True).all():
        table.locator("canvas").first.wait_for()
    page.wait_for_load_state("networkidle")


def no_english_in_what_opens(page) -> None:
    """Lists of choices, what they say of no match, the search of a table."""
    for box in page.locator(
        "[data-testid='stSelectbox'] input, [data-testid='stMultiSelect'] input"
    ).all()[:4]:
        if box.is_visible() and box.is_enabled():
            box.click()
            assert not english(page)
            box.fill("没有这个")
            assert not english(page)
            # the text goes, then the list: a click on the next box would choose from an open one
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            page.locator("[role='listbox']").first.wait_for(state="hidden")
    settled(page)
    for table in page.locator("[data-testid='stDataFrame']").filter(visible=True).all()[:1]:
        place = table.bounding_box()
        table.scroll_into_view_if_needed()
        table.click(position={"x": 150, "y": min(50, place["height"] - 5)})
        page.keyboard.press("Control+f")
        assert not english(page)
