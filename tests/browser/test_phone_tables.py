"""Tables on a phone and on a small screen: the column that matters is seen, and nothing slides."""

import pytest

from .on_screen import show
from .test_every_page import everything_is_drawn

#: the columns that are seen of a table to work on, from the left
HEADS = "e => [...e.querySelectorAll('th')].map(head => head.innerText.trim())"


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("problems", ["事项名称", "部门", "变化"]),
        pytest.param("league", ["名次", "单位", "未达标", "比率"], marks=pytest.mark.full),
        pytest.param("problems?view=按单位看", ["部门", "未实现网上可办"], marks=pytest.mark.full),
    ],
)
def test_what_matters_is_seen_first_on_a_phone(page, demonstration, path, names):
    """That it fits is a test of `narrow`; what is read is whole on every page, see
    `test_every_page`.
    """
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, f"{demonstration}/{path}")
    everything_is_drawn(page)
    table = page.get_by_test_id("stDataFrame").first
    table.locator("th").first.wait_for(state="attached")
    scroller = table.locator(".dvn-scroller")
    assert scroller.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
    assert table.evaluate(HEADS)[: len(names)] == names


def test_a_bulletins_table_is_whole_beside_its_chart(page, demonstration):
    page.set_viewport_size({"width": 1280, "height": 720})
    show(page, f"{demonstration}/ranking")
    everything_is_drawn(page)
    scroller = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    assert scroller.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
