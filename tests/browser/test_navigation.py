"""Where things are: the row of pages and menus at a desk, the menu on a phone."""

from playwright.sync_api import expect

from pages._ui import frame

from .conftest import open_from_menu, settled


def test_the_row_of_pages_and_menus(page, demonstration):
    page.goto(f"{demonstration}/?m=2026-03")
    settled(page)
    entries = page.locator("[data-testid='stTopNav'] > div")
    left = {
        entry.inner_text(): entry.bounding_box()["x"]
        for entry in entries.all()
        if entry.inner_text()
    }
    first, *others = [title for _, title in frame.SECTIONS[""]]
    menu, *menus = [section for section in frame.SECTIONS if section]
    assert sorted(left, key=left.__getitem__) == [first, menu, *others, *menus]
    open_from_menu(page, "目标差距")
    page.wait_for_url("**/gaps?m=2026-03")
    row = page.get_by_test_id("stTopNav")
    expect(row.get_by_role("button", name=menu)).to_have_css("font-weight", "700")
    expect(row.get_by_role("button", name=menus[0])).not_to_have_css("font-weight", "700")


def test_on_a_phone_the_menu_closes_after_a_choice_and_the_head_says_whose_numbers(
    page, demonstration
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(demonstration)
    settled(page)
    figure = page.get_by_test_id("stMetricValue").first.bounding_box()
    assert figure["y"] + figure["height"] <= 844
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNav").get_by_text("单位晾晒").click()
    page.wait_for_url("**/league")
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    head = page.locator("p.brand")
    assert head.inner_text() == "政务服务指标看板\n云溪县 · 2026年10月"
    page.mouse.move(200, 500)
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(300)
    assert 0 <= head.bounding_box()["y"] < 60
    assert page.get_by_test_id("stSidebar").bounding_box()["x"] < -100
