"""报送进度 under AppTest: opening, zero reports, returns, closing, undoing; corrections on the
upload page are tried in the browser.
"""

from dataclasses import replace
from datetime import date, datetime

from support import WHEN, mentions, show, words

from govsvc.domain.indicators import ITEMS
from govsvc.security.roles import UPLOADER, VIEWER
from govsvc.store import CLOSED, Batch, open_store
from govsvc.workflow import collecting
from pages._ui import data

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def store():
    return open_store(data.database_address())


def button(app, label: str):
    return next(found for found in app.button if found.label == label)


def test_the_month_after_a_closed_one_opens_and_units_are_noted(one, monkeypatch):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 10, 31))
    assert not [
        found for found in show("collecting.py").button if found.label.startswith("开2026年11月")
    ]
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 20))
    app = show("collecting.py")
    button(app, "定稿").click().run()
    assert (
        not button(app, "确认定稿").disabled
        and "都不再变动" in words(app)
        and not collecting.progress(store(), OCTOBER).is_closed
    )
    collecting.move_month(store(), OCTOBER, CLOSED, who="李四", when=datetime(2026, 11, 20))
    app = show("collecting.py")
    assert not app.exception and app.header[0].value.startswith("2026年10月已定稿（第1版）")
    assert not [found for found in app.button if found.label == "定稿"] and "第1版" in words(app)
    button(app, "开2026年11月").click().run()
    assert not app.exception
    assert mentions(app.header[0].value, "2026年11月", "采集中", "0/15个部门", "0/6个乡镇")
    assert "还有15个部门未报" in words(app)
    unchanged(app).set_value(["公安局", "民政局"]).run()
    button(app, "本月无变化（零报告）").click().run()
    assert mentions(app.header[0].value, "采集中", "2/15个部门", "0/6个乡镇")
    assert "公安局" not in unchanged(app).options
    next(found for found in app.selectbox if found.label == "要退回的部门").set_value(
        "公安局"
    ).run()
    button(app, "退回…").click().run()
    assert button(app, "确认退回").disabled and "沿用上月的数据不变" in words(app)
    assert {
        unit.unit: unit.state
        for unit in collecting.progress(store(), NOVEMBER).units
        if unit.kind == ITEMS
    }["公安局"] == "nothing_changed"
    button(app, "定稿").click().run()
    assert (
        button(app, "确认定稿").disabled
        and "写明定稿原因" in words(app)
        and not collecting.progress(store(), NOVEMBER).is_closed
    )


def unchanged(app):
    return next(found for found in app.multiselect if found.label.startswith("没有变化的"))


def test_returning_says_what_becomes_of_the_rows_and_takes_a_reason(one):
    collecting.move_month(store(), OCTOBER, CLOSED, who="李四", when=WHEN, reason="x")
    collecting.open_month(store(), NOVEMBER, who="李四", when=WHEN, today=date(2026, 11, 20))
    rows = [row for row in store().rows.entries(ITEMS, OCTOBER) if row.unit == "公安局"]
    store().imports.commit(
        [
            Batch(
                ITEMS,
                NOVEMBER,
                [("11月.xlsx", "1")],
                entries=[replace(row, month=NOVEMBER) for row in rows[:5]],
            )
        ],
        expected_version=store().version(),
        who="李四",
        when=WHEN,
    )
    app = show("collecting.py", m="2026-11")
    next(found for found in app.selectbox if found.label == "要退回的部门").set_value(
        "公安局"
    ).run()
    button(app, "退回…").click().run()
    assert not app.exception and mentions(words(app), "报来的5行", f"2026年10月的{len(rows)}行")
    assert button(app, "确认退回").disabled
    assert [found for found in app.text_input if found.label == "退回原因"]


def test_the_text_to_remind_has_the_deadline_that_was_picked(one, monkeypatch, acting):
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 5))
    collecting.move_month(store(), OCTOBER, CLOSED, who="李四", when=WHEN, reason="x")
    collecting.open_month(store(), NOVEMBER, who="李四", when=WHEN, today=date(2026, 11, 20))

    def picker(app):
        return next(found for found in app.date_input if found.label == "报送期限")

    app = show("collecting.py", m="2026-11")
    assert not app.exception and picker(app).value == date(2026, 12, 10)
    picker(app).set_value(date(2026, 12, 8)).run()
    assert not app.exception and picker(app).value == date(2026, 12, 8)
    assert picker(show("collecting.py", m="2026-11")).value == date(2026, 12, 8)
    acting(VIEWER)
    app = show("collecting.py", m="2026-11")
    before = store().version()
    picker(app).set_value(date(2026, 12, 1)).run()
    assert not app.exception and store().version() == before


def test_who_hands_in_may_undo_the_own_upload(one, acting):
    acting(UPLOADER, "公安局")
    app = show("collecting.py")
    assert not [found for found in app.selectbox if found.label == "撤销哪一次"]
    assert "撤销需要“管理员”权限" in "".join(found.proto.body for found in app.get("html"))
    rows = [row for row in store().rows.entries(ITEMS, OCTOBER) if row.unit == "公安局"]
    data.store().imports.commit(
        [Batch(ITEMS, OCTOBER, [("再报.xlsx", "1")], entries=rows[:5])],
        expected_version=store().version(),
        who="",
        when=WHEN,
    )
    app = show("collecting.py")
    picker = next(found for found in app.selectbox if found.label == "撤销哪一次")
    assert len(picker.options) == 1 and "再报.xlsx" in picker.options[0]
    picker.set_value(picker.options[0]).run()
    button(app, "撤销…").click().run()
    assert not app.exception and not app.error and not button(app, "确认撤销").disabled


def test_what_undoing_would_change_is_shown_before(one):
    app = show("collecting.py")
    picker = next(found for found in app.selectbox if found.label == "撤销哪一次")
    picker.set_value(picker.options[0]).run()
    button(app, "撤销…").click().run()
    text = words(app)
    assert not app.exception and "第1稿" in text and "政务服务事项：减少3,150行" in text
    assert not button(app, "确认撤销").disabled and store().version() == 1


def test_a_closed_month_is_read_only_on_the_page(one):
    collecting.move_month(store(), OCTOBER, CLOSED, who="李四", when=datetime(2026, 11, 5))
    app = show("collecting.py")
    assert not {"送审", "定稿", "退回…", "本月无变化（零报告）"} & {
        found.label for found in app.button
    }
    picker = next(found for found in app.selectbox if found.label == "撤销哪一次")
    picker.set_value(picker.options[0]).run()
    button(app, "撤销…").click().run()
    assert button(app, "确认撤销").disabled


def test_the_demonstration_shows_progress_and_changes_nothing(full):
    app = show("collecting.py")
    assert (
        not app.exception
        and "演示数据不能开月" in words(app)
        and not [found for found in app.button if found.label in ("定稿", "撤销…")]
    )


def test_an_older_edition_is_shown_as_it_was(one):
    assert show("problems.py").header[0].value == "未实现网上可办2项"
    collecting.move_month(store(), OCTOBER, CLOSED, who="李四", when=WHEN)
    rows = [row for row in store().rows.entries(ITEMS, OCTOBER) if row.unit == "公安局"]
    changed = [replace(row, flags=row.flags | dict.fromkeys(row.flags, False)) for row in rows]
    store().imports.commit(
        [Batch(ITEMS, OCTOBER, [("更正.xlsx", "1")], entries=changed)],
        expected_version=store().version(),
        who="李四",
        when=WHEN,
        correction="公安局报错",
    )
    assert show("problems.py").header[0].value == "未实现网上可办208项"
    assert show("problems.py", m="2026-10", e="1").header[0].value == "未实现网上可办2项"
    app = show(m="2026-10", e="1")
    assert "正在查看2026年10月的第1版" in words(app) and "已定稿（第2版）" not in words(app)
    assert "正在查看" not in words(show(m="2026-10", e="2"))
    page = show("collecting.py")
    assert page.header[0].value.startswith("2026年10月已定稿（第2版）") and "公安局报错" in words(
        page
    )


def test_new_rules_are_tried_before_they_hold(one):
    app = show("definitions.py")
    assert any("默认口径" in table.value.to_string() for table in app.table)
    for label, text in (("口径名称", "市2026年口径"), ("依据文件", "市发〔2026〕1号")):
        next(found for found in app.text_input if found.label == label).set_value(text).run()
    month = next(found for found in app.selectbox if found.label == "生效月份")
    month.set_value(OCTOBER).run()
    types = next(found for found in app.multiselect if found.label.startswith("统计范围"))
    types.set_value([word for word in types.value if word != "公共服务"]).run()
    assert not app.exception and store().version() == 1
    assert any(
        "网上可办率" in table.value.to_string() and "改后" in table.value.columns
        for table in app.table
    )
    button(app, "确认生效").click().run()
    assert not app.exception and "自2026年10月起生效" in words(app)
    (found,) = store().settings.rule_versions()
    assert (found.name, found.from_month) == (
        "市2026年口径",
        OCTOBER,
    ) and "公共服务" not in found.rules.types_in_scope


def test_a_target_is_set_on_its_page(one):
    app = show("targets.py")
    text = next(found for found in app.text_input if found.label == "目标值或位次")
    text.set_value("100.5").run()
    button(app, "保存目标").click().run()
    assert "不在0到100之间" in app.error[0].value and store().version() == 1
    next(found for found in app.text_input if found.label == "目标值或位次").set_value("前二").run()
    button(app, "保存目标").click().run()
    assert not app.exception and "网上可办率：前2，已保存" in words(app)
    assert [
        target.place for target in store().settings.targets() if target.indicator == "online_rate"
    ] == [2]
    picker = next(found for found in app.selectbox if found.label == "要删除的目标")
    picker.set_value(next(option for option in picker.options if "前2" in option)).run()
    button(app, "删除").click().run()
    assert not [
        target for target in store().settings.targets() if target.indicator == "online_rate"
    ]


def test_which_units_are_shown_is_in_the_address(full):
    table = show("collecting.py", kind="乡镇（街道）").dataframe[0].value
    assert table.iloc[:, 0].str.endswith(("镇", "乡", "街道")).all()


def test_a_column_in_which_nothing_stands_takes_no_room(one):
    table = show("collecting.py").dataframe[0].value
    assert (
        list(table)[:3] == ["部门", "状态", "行数"] and "数据" not in table and "说明" not in table
    )
    collecting.send_back(
        store(),
        OCTOBER,
        ITEMS,
        "公安局",
        why="缺少实施编码",
        who="李四",
        when=datetime(2026, 11, 20),
    )
    table = show("collecting.py").dataframe[0].value
    assert [why for why in table["说明"] if why] == ["缺少实施编码"] and "数据" not in table
