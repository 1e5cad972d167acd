"""Where things are: the row of pages and menus at a desk, the menu on a phone."""

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


def test_the_menu_of_a_phone_closes_after_a_choice(page, demonstration):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(demonstration)
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNav").get_by_text("单位晾晒").click()
    page.wait_for_url("**/league")
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    assert page.get_by_test_id("stSidebar").bounding_box()["x"] < -100
