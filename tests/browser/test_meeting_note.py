"""临时新增 during 投屏: a matter of the meeting in seconds, no hand leaves the keys."""

import shutil
import time

import pytest

from .test_presentation_screen import current, opened

#: milliseconds between two keys of somebody who types at ease
PACE = 150
#: seconds that one matter may take
BOUND = 15


@pytest.fixture(scope="module")
def meeting_room(serve_module, demonstration_file, tmp_path_factory):
    """An app on a demonstration of this file's own."""
    database = tmp_path_factory.mktemp("meeting") / "govsvc.duckdb"
    shutil.copy(demonstration_file, database)
    return serve_module(database)


@pytest.fixture
def projector(page, meeting_room):
    page.set_viewport_size({"width": 1280, "height": 720})
    return opened(page, f"{meeting_room}/?present=1")


def form(page):
    return page.locator("form.noting")


def said(page, text: str) -> None:
    form(page).get_by_role("status").filter(has_text=text).wait_for()


@pytest.mark.alone
def test_three_matters_each_in_less_than_fifteen_seconds(projector):
    shown = current(projector)
    # what the keys of the briefing are stands in the texts: n, h, b, a dot, a blank, a slash
    matters = ("更换 3 号窗口叫号机 b.h/n", "中午延时服务", "综合窗口人员培训")
    took = []
    for place, matter in enumerate(matters):
        began = time.monotonic()
        if not place:
            projector.keyboard.press("n")
        projector.keyboard.type(matter, delay=PACE)
        projector.keyboard.press("Tab")
        projector.keyboard.type("住建、自然资", delay=PACE)
        projector.keyboard.press("Enter")  # the unit that is proposed
        projector.keyboard.press("Enter")
        said(projector, matter)
        took.append(time.monotonic() - began)
    assert max(took) < BOUND, took
    assert current(projector) == shown and "present=1" in projector.url
    opened(projector, projector.url)  # what is stored
    projector.keyboard.press("n")
    text = form(projector).inner_text()
    assert "已议定6项" in text  # each has two units
    assert "综合窗口人员培训（自然资源局" in text and "综合窗口人员培训（住房和城乡建设局" in text


def test_what_is_not_understood_is_said_and_stays(projector):
    projector.keyboard.press("n")
    projector.keyboard.press("Enter")
    said(projector, "先写议定事项")
    projector.keyboard.type("大厅导视牌更新")
    projector.keyboard.press("Tab")
    projector.keyboard.type("无名局")
    projector.keyboard.press("Enter")
    said(projector, "无名局")
    fields = form(projector)
    assert fields.get_by_label("议定事项", exact=True).input_value() == "大厅导视牌更新"
    assert fields.get_by_label("责任单位").input_value() == "无名局"
    fields.get_by_label("责任单位").fill("公安局")
    fields.get_by_label("3个工作日").first.check()
    projector.keyboard.press("Enter")
    said(projector, "公安局")
    assert fields.get_by_label("责任单位").input_value() == ""


def test_escape_closes_the_form_before_the_briefing_and_a_clicker_turns_pages(projector):
    first = current(projector)
    projector.get_by_role("link", name="N 新增议定").locator("visible=true").first.click()
    form(projector).wait_for()
    projector.keyboard.type("写到一半")
    projector.keyboard.press("PageDown")
    assert current(projector) != first
    projector.keyboard.press("Escape")
    form(projector).wait_for(state="hidden")
    projector.keyboard.press("n")
    form(projector).wait_for()
    matter = form(projector).get_by_label("议定事项", exact=True)
    assert matter.input_value() == "写到一半"
    form(projector).get_by_role("button", name="关闭").click()
    projector.keyboard.press("PageUp")
    assert current(projector) == first
    projector.keyboard.press("Escape")
    projector.get_by_role("button", name="投屏模式").wait_for()


def test_who_may_not_write_has_no_form(stranger, meeting_room):
    page = opened(stranger.new_page(), f"{meeting_room}/?present=1")
    page.keyboard.press("n")
    assert not form(page).count() and "新增议定" not in page.locator(".briefing").inner_text()
