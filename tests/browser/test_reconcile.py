"""对账 in the browser: a month of the demonstration whose bulletin is one item off."""

import re

import pytest

from .test_browser import VISIBLE_TEXT, wait_for_title

JULY = "reconcile?m=2026-07"


def test_the_letter_is_copied_and_a_cutoff_may_be_typed(page, demonstration):
    page.goto(f"{demonstration}/ranking?m=2026-07")
    wait_for_title(page, "网上可办率全市")
    page.get_by_role("link", name="去对账").click()
    wait_for_title(page, "2026年7月有1项指标与通报不一致：网上可办率本县多1项")
    assert "m=2026-07" in page.url
    page.get_by_role("button", name="复制核对函").click()
    page.get_by_text("已复制，可以粘贴").wait_for()
    day = page.get_by_role("textbox", name=re.compile("数据截止日"))
    day.fill("7月32日")
    day.press("Enter")
    page.get_by_text("不是日期").wait_for()
    day.fill("7月25日")
    day.press("Enter")
    page.get_by_text("未注明数据截止日，按2026年7月25日比对；").wait_for()
    assert not set(re.findall(r"[A-Za-z]{3,}", page.evaluate(VISIBLE_TEXT))) - {"Excel", "CSV"}


@pytest.mark.parametrize("width", [1440, 390])
def test_a_month_that_differs_is_not_wider_than_the_screen(page, demonstration, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{demonstration}/{JULY}")
    wait_for_title(page, "网上可办率本县多1项")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
