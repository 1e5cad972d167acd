"""A clerk enters whom a department sends to the hall; 总览 and the unit's page say what expires."""

import re
from datetime import date, timedelta

from .conftest import settled
from .test_calls_round import opened, picture
from .test_ledger_upload import choose


def day_typed(page, label: str, day: date) -> None:
    """Year, month and day, as their digits lead from one to the next."""
    page.get_by_role("spinbutton", name=re.compile(f"{label}，年")).click()
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Escape")


def test_a_representative_is_entered_and_said_before_the_document_expires(county, page):
    address, _, unit = county
    until = date(2026, 10, 31) + timedelta(days=20)  # of the end of the month that is shown
    page.goto(f"{address}/authorisation")
    settled(page)
    opened(page, "登记首席事务代表")
    choose(page, "部门", f"{unit}（未选派）")
    page.get_by_label("A岗（首席事务代表）", exact=True).wait_for()
    settled(page)
    for label, text in (
        ("A岗（首席事务代表）", "周启明"),
        ("B岗", "吴静"),
        ("职务", "行政审批股股长"),
        ("任命书文号，或 有、无", "有"),
        ("授权书文号，或 有、无", "云公授〔2026〕1号"),
        ("专用章编号，或 有、无", "有"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    day_typed(page, "有效期起", until - timedelta(days=120))
    day_typed(page, "有效期止", until)
    picture(page, "representative_form")
    page.locator(".st-key-delegate").get_by_role("button", name="保存", exact=True).click()
    page.get_by_text(f"{unit}的首席事务代表已保存").wait_for()
    settled(page)
    page.get_by_text("周启明").first.wait_for()
    picture(page, "representative_saved")
    page.goto(address)
    settled(page)
    said = f"授权书30天内到期1份（{unit}{until}）"
    link = page.get_by_role("link", name=f"截至10月31日，{said}")
    link.wait_for()
    picture(page, "representative_overview")
    link.click()
    page.get_by_text(f"30天内到期1份（{unit}{until}）").first.wait_for()
    page.goto(f"{address}/league?of={unit}")
    page.get_by_text("截至10月31日，授权书还有20天到期").wait_for()
    picture(page, "representative_unit")
