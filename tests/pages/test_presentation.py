"""投屏模式: a briefing in the stead of any page; what is shown, and what only when switched on."""

import re
from collections import Counter

import pytest
from support import show
from test_read_once import VERSION, asked  # noqa: F401

from govsvc.domain import indicators
from govsvc.security.roles import VISITOR
from pages._ui import data

#: whatever a person could fill in or press
CONTROLS = (
    "button",
    "toggle",
    "selectbox",
    "multiselect",
    "text_input",
    "segmented_control",
    "checkbox",
    "page_link",
    "download_button",
)


def drawn(app) -> str:
    """The HTML of the briefing; "" where there is none."""
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return next((body for body in bodies if 'class="briefing"' in body), "")


def keys(app) -> list[str]:
    return re.findall(r'data-slide="(\w+)"', drawn(app))


def is_shown(app) -> str:
    """The key of the slide that is seen."""
    return re.search(r'class="slide on" data-slide="(\w+)"', drawn(app))[1]


def address(app, key: str) -> str:
    """Where a key leads."""
    return re.search(rf'data-key="{key}" href="([^"]*)"', drawn(app))[1].replace("&amp;", "&")


def test_the_button_opens_the_briefing_and_leaving_it_shows_the_page_as_it_was(full):
    app = show("trends.py", m="2026-08", ind="进驻率")
    app.button(key="present").click().run()
    assert "2026年8月" in drawn(app) and is_shown(app) == keys(app)[0]
    assert address(app, "leave") == "?m=2026-08&ind=%E8%BF%9B%E9%A9%BB%E7%8E%87"
    assert not [kind for kind in CONTROLS if app.get(kind)]


@pytest.mark.parametrize("page", ["overview.py", "gaps.py", "ranking.py", "problems.py"])
def test_the_addresses_of_before_open_it(full, page):
    app = show(page, present="1", screen="2", m="2026-07")
    assert "2026年7月" in drawn(app) and address(app, "leave") == "?m=2026-07"


def test_a_slide_has_its_address_and_says_which_of_how_many(full):
    app = show(present="1", slide="units")
    assert is_shown(app) == "units" and len(set(keys(app))) == len(keys(app)) == 10
    counts = re.findall(r'class="count">([^<]*)', drawn(app))
    assert counts == [f"{number}/10" for number in range(1, 11)]
    # the first leads nowhere back, the last nowhere on
    assert Counter(re.findall(r'data-step="(\w+)"', drawn(app))) == {"on": 9, "back": 9}
    assert is_shown(show(present="1", slide="nothing")) == keys(app)[0]


def test_months_go_by_keys_and_stop_at_the_ends(full):
    app = show(present="1", slide="ranks")
    assert address(app, "before") == "?present=1&slide=ranks&m=2026-09"
    assert 'data-key="after"' not in drawn(app)
    assert 'data-key="before"' not in drawn(show(present="1", m="2024-11"))


def test_deductions_and_suspicions_are_hidden_until_switched_on(full):
    slides = drawn(show(present="1")).split('class="help"')[0]
    assert "明进暗不进" in slides and not any(word in slides for word in ("核减后", "疑似"))
    app = show(present="1", effective="1", slide="deducted")
    assert "进驻率核减后，低0.77个百分点" in drawn(app) and "疑似，待认定" in drawn(app)
    assert address(app, "effective") == "?present=1&slide=deducted"


def test_leaders_are_for_those_who_have_signed_in(full, monkeypatch):
    assert "周启明" in drawn(show(present="1"))
    monkeypatch.setattr(data, "asker", lambda: lambda: VISITOR)
    assert "周启明" not in drawn(show(present="1")) and "自然资源局" in drawn(show(present="1"))


def test_it_opens_on_each_database(database):
    app = show(present="1")
    assert keys(app) if database != "empty" else "还没有数据" in drawn(app)


def test_it_reads_nothing_twice_and_again_next_to_nothing(full, asked):  # noqa: F811
    app = show()
    asked.clear()
    app.query_params["present"] = "1"
    app.run()
    twice = [q for q, times in Counter(asked).items() if times > 1 and q[0] != VERSION]
    assert drawn(app) and twice == []
    asked.clear()
    app.run()
    assert len([name for name, _ in asked if name != VERSION]) <= 2


def test_what_is_deducted_is_known_by_its_definition():
    assert [found.key for found in indicators.INDICATORS if indicators.is_deduction(found)] == [
        "effective_hall_entry_rate",
        "effective_authorisation_rate",
    ]
    assert [found.name for found in indicators.LISTS if indicators.is_deduction(found)] == [
        "明进暗不进",
        "体外循环",
        "疑似明进暗不进",
        "疑似体外循环",
        "零办件",
        "授权不到位",
        "疑似授权不到位",
    ]
