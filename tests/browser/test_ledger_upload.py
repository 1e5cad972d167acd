"""A 整改台账 is dropped on 数据导入 and sent to 整改; what is asked is answered, all of it entered;
the same file again is said to be there.
"""

import re

from ledgers import ledger_file, row_of
from playwright.sync_api import TimeoutError

from .conftest import settled


def upload_of(unit: str) -> dict:
    name, content = ledger_file(
        row_of(问题编号="7", 涉及事项="窗口", 责任单位=f"{unit}、供电公司", 整改时限="12月底"),
        row_of(涉及事项="系统", 责任单位=unit, 整改时限="会后一周"),
        row_of(涉及事项="名称", 责任单位=unit, 状态="已与群众沟通，表示理解"),
        row_of(涉及事项="台账", 责任单位=unit, 状态="已销号"),
        row_of(涉及事项="培训", 责任单位="无名局", 整改时限="长期坚持"),
        row_of(涉及事项="收费", 责任单位=unit, 整改时限="立行立改"),
        title="云溪县2026年政务服务问题整改台账",
    )
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page, label: str, option: str) -> None:
    """Opens a list of choices, again where the page was drawn anew meanwhile, and picks one."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(8):
        page.get_by_role("combobox", name=re.compile(label)).focus()
        page.keyboard.press("ArrowDown")
        try:
            wanted.wait_for(timeout=2000)
        except TimeoutError:
            continue
        break
    wanted.click()


def answer(page) -> None:
    """Everything that is asked of the file."""
    page.get_by_role("button", name="“无名局”是新单位").click()
    page.get_by_text("已说明：“无名局”是新单位").wait_for()
    settled(page)
    choose(page, "会后一周", "5个工作日")
    choose(page, "已与群众沟通", "已销号")
    page.get_by_role("spinbutton", name=re.compile("销号日期是，年")).click()
    page.keyboard.type("20261120")
    page.keyboard.press("Escape")  # the calendar
    page.get_by_role("button", name="按以上说明").click()
    page.get_by_role("button", name=re.compile("确认导入6项$")).wait_for()


def test_a_ledger_dropped_on_the_wrong_page_is_entered(page, county):
    address, database, unit = county
    page.set_viewport_size({"width": 1440, "height": 2000})
    page.goto(f"{address}/upload")
    page.set_input_files("input[type=file]", upload_of(unit))
    page.get_by_text("这是整改台账").wait_for()
    page.get_by_role("link", name="到“整改”页导入这份台账").click()
    page.get_by_text("新的3项，有误或要说明3行").wait_for()
    answer(page)
    page.get_by_role("button", name=re.compile("确认导入6项")).click()
    page.get_by_text("已导入6项，涉及2个单位").wait_for()
    settled(page)
    page.get_by_text("导入已有的整改台账").click()
    page.set_input_files("input[type=file]", upload_of(unit))
    page.get_by_text(re.compile("台账里已有3项")).first.wait_for()
    assert not page.get_by_role("button", name=re.compile("确认导入")).count()
