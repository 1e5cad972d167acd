"""What one chooses on a page is in its address: the page opened anew shows the same."""

import json
from urllib.parse import unquote

import pytest
from support import few

from .conftest import settled
from .on_screen import last, show
from .test_every_page import everything_is_drawn

#: texts, what fields hold, what is chosen in them
STATE = """() => JSON.stringify([
    document.querySelector("[data-testid='stMainBlockContainer']").innerText.split("\\n"),
    [...document.querySelectorAll("[data-testid='stMain'] :is(input, textarea)")]
        .map(e => e.type === "checkbox" ? e.checked : e.value),
    [...document.querySelectorAll("[aria-checked='true'], [data-baseweb='tag']")]
        .map(e => e.innerText)])"""


def press(name: str):
    return lambda page: page.get_by_role("radio", name=name, exact=True).click()


def button(name: str):
    return lambda page: page.get_by_role("button", name=name).first.click()


def pick(label: str, option: str):
    def step(page) -> None:
        page.get_by_role("combobox", name=label).first.click()
        page.get_by_role("option", name=option).first.click()
        page.keyboard.press("Escape")

    return step


def write(label: str, text: str):
    def step(page) -> None:
        page.get_by_label(label).first.fill(text)
        page.keyboard.press("Enter")

    return step


#: (address, [(what is chosen, what the address then has)])
CASES = [
    (
        "problems?list=疑似体外循环",
        [(pick("解决层级", "县级可解决"), "who="), (pick("变化", "持续"), "state=")],
    ),
    (
        "problems?list=未进驻大厅",
        [
            (pick("部门", "自然资源局"), "unit="),
            (write("搜索", "登记"), "q="),
            (pick("查看事项历史", "登记"), "row="),
            (pick("数据月份", "2026年9月"), "m=2026-09"),
        ],
    ),
    ("indicator", [(press("进驻率"), "ind=进驻率"), (pick("变化", "持续"), "state=")]),
    ("trends", [(press("进驻率"), "ind="), (press("全部"), "span=")]),
    ("ranking", [(press("综合"), "ind=")]),
    (
        "gaps",
        [
            (press("进驻率"), "ind="),
            (button("最快达标"), "solve="),
            (pick("再加上哪几项", "网约车"), "items="),
        ],
    ),
    (
        "league",
        [
            (press("分管领域"), "group="),
            (pick("指标", "进驻率"), "subject="),
            (pick("选择分管领域", "周启明"), "of="),
        ],
    ),
    ("collecting", [(press("乡镇（街道）"), "kind=")]),
    ("audit", [(pick("类别", "登录"), "what="), (write("搜索", "测试"), "find=")]),
]


@pytest.mark.parametrize("case", few(CASES, 1), ids=lambda case: case[0])
def test_what_is_chosen_is_there_when_the_address_is_opened_anew(page, demonstration, case):
    path, steps = case
    page.set_default_timeout(40_000)
    show(page, f"{demonstration}/{path}")
    for step, of_address in steps:
        step(page)
        found = last(page, lambda wanted=of_address: wanted not in unquote(page.url))
        assert not found, of_address
        settled(page)
        everything_is_drawn(page)
    # beside the first page, so that this has the time to finish
    anew = page.context.new_page()
    anew.set_default_timeout(40_000)
    show(anew, page.url)
    everything_is_drawn(anew)

    def unlike() -> list:
        states = [json.loads(one.evaluate(STATE)) for one in (anew, page)]
        return [(new, old) for new, old in zip(*states) if new != old]

    assert not last(page, unlike)
