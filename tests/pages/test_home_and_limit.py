"""The home county at the first import and on 单位名录; the limit of an import on 指标口径."""

from datetime import date

from support import mentions, show, words
from test_upload import with_paste

from govsvc.domain import import_limits
from govsvc.security.roles import REVIEWER, UPLOADER
from govsvc.store import open_store
from pages._ui import data

BULLETIN = "2026年9月全市通报\n县（市、区）\t网上可办率\t名次\n清源\t99.10%\t1\n东屏\t98.00%\t2"


def store():
    return open_store(data.database_address())


def field(app, label: str):
    return next(found for found in app.text_input if found.label == label)


def test_the_home_county_is_picked_by_its_full_name_at_the_first_import(empty):
    app = with_paste(BULLETIN)
    picker = next(found for found in app.selectbox if found.label == "本县名称")
    assert picker.value is None and picker.options[:2] == ["东屏县", "清源县"]
    picker.set_value("清源县").run()
    assert "新增" in words(app) and "全市" not in app.header[0].value
    next(found for found in app.button if found.label.startswith("确认导入")).click().run()
    assert not app.exception and not app.error
    assert store().settings.home() == "清源县"
    assert {s.county for s in store().counts.snapshots()} == {"清源县", "东屏"}
    app = show("units.py")  # without a unit there is still the name
    assert field(app, "本县名称").value == "清源县"


def test_the_home_county_is_renamed_by_administrators_and_no_value_vanishes(one, acting):
    before = [metric.value for metric in show().metric]
    app = show("units.py")
    field(app, "本县名称").set_value("云溪市").run()
    assert mentions(words(app), "云溪县", "改记在“云溪市”名下")
    next(found for found in app.button if found.key == "save_home").click().run()
    assert not app.exception and store().settings.home() == "云溪市"
    assert [metric.value for metric in show().metric] == before
    acting(REVIEWER)
    assert not [found for found in show("units.py").text_input if found.label == "本县名称"]


def test_the_limit_of_an_import_is_set_by_reviewers(one, acting):
    label = "变动超过多少个百分点时要求核对"
    acting(UPLOADER)
    assert not [found for found in show("definitions.py").text_input if found.label == label]
    acting(REVIEWER)
    app = show("definitions.py")
    assert field(app, label).value == "5.00"
    for text in ("0.1", "百分之五"):
        field(app, label).set_value(text)
        next(found for found in app.button if found.key == "save_most_points").click().run()
        assert app.error and store().version() == 1
    field(app, label).set_value("2")
    next(found for found in app.button if found.key == "save_most_points").click().run()
    assert not app.exception and str(import_limits.of_settings(store().settings.all())) == "2.00"
    assert field(show("definitions.py"), label).value == "2.00"
    assert date(2026, 10, 1) in store().months.of_kind("items")
