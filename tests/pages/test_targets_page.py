"""目标值 under AppTest: empty, one month and the demonstration."""

from support import mentions, show, words

from govsvc.store import open_store
from pages._ui import data


def fields(app) -> dict:
    return {
        found.label: found
        for kind in ("selectbox", "text_input", "button")
        for found in app.get(kind)
    }


def save(app, text: str, node: int | None = None, lead: str = "") -> None:
    fields(app)["节点"].set_value(node).run()
    fields(app)["目标值或位次"].set_value(text).run()
    fields(app)["牵头单位"].set_value(lead).run()
    fields(app)["保存目标"].click().run()


def test_the_first_target_of_an_empty_database(empty):
    app = show("targets.py")
    assert "还没有目标" in words(app) and "要删除的目标" not in fields(app)
    save(app, "99.9", 6, "营商办")
    assert not app.exception and "半年网上可办率：99.90%，已保存" in words(app).replace("\\", "")
    (target,) = open_store(data.database_address()).settings.targets()
    assert (target.until, str(target.value), target.place, target.lead_unit) == (
        6,
        "99.9",
        None,
        "营商办",
    )
    (operation,) = open_store(data.database_address()).records.operations()
    assert (operation.what, operation.who) == ("target", "王五")
    assert mentions(operation.reason, "2026年半年网上可办率", "未设改为99.90%")
    save(app, "99.95", 6)
    assert mentions(
        open_store(data.database_address()).records.operations()[0].reason,
        "2026年半年",
        "网上可办率",
        "99.90%改为99.95%",
    )
    fields(app)["要删除的目标"].set_value(fields(app)["要删除的目标"].options[0]).run()
    fields(app)["删除"].click().run()
    assert mentions(
        open_store(data.database_address()).records.operations()[0].reason,
        "2026年半年",
        "网上可办率",
        "99.95%改为删除",
    )
    # what taking it back would change
    picked = fields(app)["要撤销的修改"]
    assert "99.95%改为删除" in picked.options[0] and len(picked.options) == 3
    picked.set_value(picked.options[0]).run()
    fields(app)["撤销…"].click().run()
    assert "目标值：新增1项" in words(app)
    assert not app.exception and not fields(app)["确认撤销"].disabled


def test_wrong_input_is_a_sentence_and_stores_nothing(one):
    store = open_store(data.database_address())
    version = store.version()
    app = show("targets.py")
    for text, said in (
        ("", "没有填写目标值"),
        ("3", "看不出是目标值还是位次"),
        ("0", "不在0到100之间"),
        ("99.999", "不是目标值"),
        ("前0", "不是名次"),
    ):
        save(app, text)
        assert said in app.error[0].value and not app.exception, text
    assert store.version() == version


def test_the_demonstration_is_read_and_not_changed(full):
    app = show("targets.py")
    assert (
        not app.exception
        and "演示数据不能修改目标" in words(app)
        and not {"保存目标", "删除"} & fields(app).keys()
    )
