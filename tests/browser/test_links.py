"""Links from page to page: each opens what its address says, also where both pages have a picker of
that name; and what a page draws anew by itself still has its links.
"""

from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from support import few

from .conftest import settled
from .on_screen import last

LINKS = "[data-testid='stPageLink-NavLink']"
CHOSEN = "[data-testid='stButtonGroup'] [aria-checked='true']"
#: pages that have links, as a link or a visitor may have left them
ADDRESSES = (
    "indicator?ind=进驻率&list=明进暗不进&state=持续",
    "gaps?ind=进驻率",
    "league?of=公安局",
    "",
    "ranking?ind=进驻率",
    "trends?ind=进驻率",
    "rectification",
    "feedback",
    "reconcile",
    "collecting",
    "units",
    "targets",
    "definitions",
    "upload",
)


def query(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def links(page) -> dict[tuple, tuple[str, str]]:
    """Label and address of one link for each page and set of parameters."""
    settled(page)
    found = {}
    for link in page.locator(f"{LINKS}:visible").all():
        href = link.get_attribute("href")
        found.setdefault((urlsplit(href).path, *sorted(query(href))), (link.inner_text(), href))
    return found


@pytest.mark.parametrize("address", few(ADDRESSES, 2))
def test_a_link_opens_what_its_address_says(page, demonstration, address):
    page.goto(f"{demonstration}/{address}")
    for label, href in links(page).values():
        page.goto(f"{demonstration}/{address}")
        settled(page)
        page.locator(f"{LINKS}[href='{href}']").first.click()
        assert last(page, partial(not_there, page, href)) == {}, (label, href, page.url)
        settled(page)
        assert not_there(page, href) == {}, (label, href, page.url)
        for name in query(href).get("ind", ()):
            expect(page.locator(CHOSEN).filter(has_text=name)).to_have_count(1)
        for name in query(href).get("list", ()):
            shown = page.get_by_test_id("stSelectbox").filter(has_text="清单").locator("input")
            expect(shown.first).to_have_value(name)


def not_there(page, href: str) -> dict[str, list[str]]:
    """What the link has and the address has not; the page where it is another."""
    there = query(page.url)
    missing = {key: value for key, value in query(href).items() if there.get(key) != value}
    pages = [urlsplit(each).path.rsplit("/", 1)[-1] for each in (href, page.url)]
    return missing if pages[0] == pages[1] else missing | {"page": pages}


def test_a_link_to_the_page_that_is_open_changes_what_it_shows(page, demonstration):
    page.goto(f"{demonstration}/problems?list=明进暗不进&unit=公安局")
    settled(page)
    page.get_by_role("button", name="新增2项").click()
    boxes = page.get_by_test_id("stSelectbox")
    expect(boxes.filter(has_text="变化").locator("input").first).to_have_value("本月新增")
    wanted = {"m": ["2026-10"], "list": ["明进暗不进"], "state": ["本月新增"]}
    assert last(page, lambda: query(page.url) != wanted) is False
    page.get_by_role("button", name="另有疑似").click()
    expect(page.get_by_role("heading", name="疑似明进暗不进").first).to_be_visible()
    page.go_back()
    expect(boxes.filter(has_text="变化").locator("input").first).to_have_value("本月新增")


def test_back_from_a_link_is_the_indicator_that_was_left(page, demonstration):
    page.goto(f"{demonstration}/indicator?ind=进驻率")
    settled(page)
    page.get_by_text("更多月份和县（市、区） ›").click()
    page.wait_for_url("**/trends*")
    settled(page)
    page.locator("[data-testid='stButtonGroup']").get_by_text("全程网办率", exact=True).click()
    expect(page.get_by_role("heading").filter(has_text="全程网办率").first).to_be_visible()
    settled(page)
    page.go_back()
    page.go_back()
    page.wait_for_url("**/indicator*")
    expect(page.locator(CHOSEN).filter(has_text="进驻率")).to_have_count(1)
    assert query(page.url)["ind"] == ["进驻率"]


def test_a_plan_of_what_if_is_drawn_with_its_link(page, demonstration):
    page.goto(f"{demonstration}/gaps?ind=进驻率")
    settled(page)
    page.get_by_role("button", name="最快达标").click()
    form = page.get_by_test_id("stExpander").filter(has_text="交办整改：选中的")
    form.locator("summary").click()
    expect(form.get_by_role("link", name="看整改台账")).to_be_visible()
    expect(page.get_by_text("页面没能显示")).to_have_count(0)
