"""投屏模式: what the room sees, and what only when it is switched on."""

import pytest
from support import show, words

from govsvc.domain import indicators
from pages._ui import frame, presentation


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_the_button_opens_the_room_with_the_month_kept(full):
    app = show("trends.py", m="2026-08")
    app.button(key="present").click().run()
    assert (
        not app.exception
        and app.query_params["present"] == "1"
        and app.query_params["m"] == "2026-08"
    )
    assert (
        app.header[0].value.startswith("网上可办率")
        and "‹ 上一屏" in labels(app)
        and "投屏模式" not in labels(app)
    )


def test_screens_follow_each_other_and_come_round(full):
    app = show(present="1")
    seen = []
    for _ in presentation.SCREENS:
        seen.append((app.header[0].value, app.query_params.get("screen")))
        app.button(key="room_Right").click().run()
        assert not app.exception
    assert len(set(seen)) == len(presentation.SCREENS) and seen[0] == (
        app.header[0].value,
        app.query_params.get("screen"),
    )
    app.button(key="room_PageUp").click().run()
    assert (app.header[0].value, app.query_params.get("screen")) == seen[-1]


def test_every_screen_is_a_page(full):
    assert {screen.page for screen in presentation.SCREENS} <= {file for file, _ in frame.PAGES}


def test_months_go_by_keys_and_stop_at_the_ends(full):
    app = show(present="1")
    assert app.button(key="room_Shift+Right").disabled
    app.button(key="room_Shift+Left").click().run()
    assert app.query_params["m"] == "2026-09" and "2026年9月" in words(app)
    app.button(key="room_Shift+Right").click().run()
    assert app.query_params["m"] == "2026-10"
    assert show(present="1", m="2024-11").button(key="room_Shift+Left").disabled


@pytest.mark.parametrize(
    "page", ["overview.py", "trends.py", "gaps.py", "ranking.py", "problems.py"]
)
@pytest.mark.parametrize("screen", ["1", "2", "3"])
def test_deductions_are_hidden_until_switched_on(full, page, screen):
    app = show(page, present="1", screen=screen, ind="进驻率")
    said = words(app) + "".join(str(box.options) for box in app.selectbox)
    assert not any(word in said for word in ("核减后", "疑似", "明进暗不进", "体外循环"))


def test_the_switch_shows_them(full):
    app = show(present="1")
    app.toggle(key="room_effective").set_value(True).run()
    assert app.query_params["effective"] == "1" and "核减后" in words(app)
    app.button(key="room_Right").click().run()
    assert app.query_params["effective"] == "1"
    app.toggle(key="room_effective").set_value(False).run()
    assert "effective" not in app.query_params and "核减后" not in words(app)


def test_leaving_shows_the_same_page_and_month_at_a_desk(full):
    app = show("gaps.py", present="1", m="2026-07")
    assert "演示数据" in words(app)
    app.button(key="room_leave").click().run()
    assert (
        "present" not in app.query_params
        and app.query_params["m"] == "2026-07"
        and "投屏模式" in labels(app)
    )


def test_a_desk_shows_what_is_deducted(full):
    assert "核减后" in words(show())


def test_what_is_deducted_is_known_by_its_definition():
    assert [found.key for found in indicators.INDICATORS if indicators.is_deduction(found)] == [
        "effective_hall_entry_rate"
    ]
    assert [found.name for found in indicators.LISTS if indicators.is_deduction(found)] == [
        "明进暗不进",
        "体外循环",
        "疑似明进暗不进",
        "疑似体外循环",
        "零办件",
    ]
