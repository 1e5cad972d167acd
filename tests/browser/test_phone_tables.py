"""Tables on a phone and on a small screen: the column that matters is seen without sliding."""

import pytest

from .on_screen import show
from .test_every_page import everything_is_drawn

#: whether the head of the table's column of that name ends within what the screen shows of it
IS_SEEN = """([key, name]) => {
    const table = document.querySelector(key);
    const head = [...table.querySelectorAll("th")].find(e => e.innerText.trim() === name);
    return head.getBoundingClientRect().right <= table.getBoundingClientRect().right + 1;
}"""


@pytest.mark.parametrize(
    ("path", "key", "name"),
    [
        ("gaps", "gaps", "还差"),
        ("league?of=自然资源局", "unit_rates", "未达标"),
        ("reconcile", "books", "对账"),
        pytest.param("trends", "months", "较上月", marks=pytest.mark.full),
        pytest.param("ranking", "overtakes", "测算", marks=pytest.mark.full),
        pytest.param("ranking", "threats", "测算", marks=pytest.mark.full),
        ("rectification", "meetings", "其中逾期"),
    ],
)
def test_what_matters_is_seen_on_a_phone(page, demonstration, path, key, name):
    page.set_viewport_size({"width": 390, "height": 844})
    show(page, f"{demonstration}/{path}")
    everything_is_drawn(page)
    assert page.evaluate(IS_SEEN, [f".st-key-table_{key} [data-testid='stTable']", name])


def test_a_bulletins_table_is_whole_beside_its_chart(page, demonstration):
    page.set_viewport_size({"width": 1280, "height": 720})
    show(page, f"{demonstration}/ranking")
    everything_is_drawn(page)
    scroller = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    assert scroller.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
