"""单位晾晒 and 问题清单: a click in a table or chart picks, and the address says so."""

from urllib.parse import unquote

from openpyxl import load_workbook

from .conftest import settled
from .test_browser import wait_for_title


def address(page) -> str:
    return unquote(page.evaluate("location.href"))


def test_a_click_on_a_row_opens_the_units_own_page(page, demonstration):
    page.goto(f"{demonstration}/league")
    wait_for_title(page, "部门全部指标：15个部门还有未达标事项")
    settled(page)
    box = page.locator("[data-testid='stDataFrame']").bounding_box()
    page.mouse.click(box["x"] + 220, box["y"] + 36 * 3 + 18)
    wait_for_title(page, "医疗保障局：2026年10月")
    assert "of=医疗保障局" in address(page)
    page.emulate_media(media="print")
    assert (
        page.locator("h2").is_visible()
        and not page.locator("[data-testid='stHeader']").is_visible()
    )
    assert not page.get_by_role("button", name="返回全部部门").is_visible()


def test_a_click_on_a_number_of_the_heat_table_shows_its_rows(page, demonstration):
    page.goto(f"{demonstration}/problems?view=按单位看&list=未进驻大厅")
    wait_for_title(page, "未进驻大厅60项")
    settled(page)
    page.set_viewport_size({"width": 1440, "height": 1300})
    box = page.locator("[data-testid='stDataFrame']").bounding_box()
    page.mouse.click(box["x"] + 700, box["y"] + 35 + 18)
    wait_for_title(page, "明进暗不进17项")
    page.get_by_text("部门：自然资源局").wait_for()
    assert "list=明进暗不进" in address(page) and "unit=自然资源局" in address(page)


def test_from_the_number_of_a_card_to_its_items_on_the_desk_takes_two_clicks(
    page, demonstration, tmp_path
):
    page.goto(demonstration)
    wait_for_title(page, "5项指标中")
    number = page.get_by_test_id("stMetricValue").get_by_text("98.10%").bounding_box()
    page.mouse.click(number["x"] + 20, number["y"] + 15)
    wait_for_title(page, "进驻率98.10%")
    page.get_by_text("60项未进驻的责任单位").wait_for()
    with page.expect_download() as found:
        page.get_by_role("button", name="下载这60项（Excel）").click()
    found.value.save_as(tmp_path / "list.xlsx")
    rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
    assert (
        "未进驻大厅" in found.value.suggested_filename
        and sum(isinstance(row[0], int) for row in rows) == 60
    )
