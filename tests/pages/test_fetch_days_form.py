"""取数日 on 目标值: set, shown on 总览, refused with what may be typed."""

from datetime import datetime

from support import show, words

from govsvc.security.roles import REVIEWER
from pages._ui import data


def save(text: str):
    app = show("targets.py")
    next(field for field in app.text_input if field.label == "市取数日").set_value(text)
    return (
        next(button for button in app.button if button.key == "save_fetch_day_city").click().run()
    )


def test_a_day_of_each_month_is_kept_and_counted_down_to_on_the_overview(one, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 23, 9))
    assert "市取数日：每月26日，已保存" in words(save("26"))
    assert "距市取数日还有3天（11月26日）" in words(show())
    assert "市取数日" in words(save("")) and "取数日" not in words(show())


def test_what_is_no_day_is_said_and_nothing_is_kept(one):
    assert "“月底”不是取数日" in words(save("月底")) and "取数日" not in words(show())


def test_only_who_manages_sets_it(one, acting):
    acting(REVIEWER)
    assert not [field for field in show("targets.py").text_input if field.label == "市取数日"]
