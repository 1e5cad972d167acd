"""Targets as they are typed, set and removed."""

from decimal import Decimal

import pytest
from test_store import WHEN

from govsvc.board import tables
from govsvc.domain import indicators, targets
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import measure_targets
from govsvc.domain.rows import Target
from govsvc.importing import pipeline, preview
from govsvc.security import audit_sentences, write_kinds
from govsvc.store import Act
from govsvc.store.setting_rows import write_setting
from govsvc.workflow import collecting

ACT = Act("李四", WHEN)


@pytest.mark.parametrize(
    ("text", "value", "place", "said"),
    [
        ("99.9", "99.9", None, "99.90%"),
        ("99.90％", "99.90", None, "99.90%"),
        ("１００%", "100", None, "100.00%"),
        ("前3", None, 3, "前3"),
        ("进入全市前三名", None, 3, "前3"),
        ("前十二", None, 12, "前12"),
        (" 98 ", "98", None, "98.00%"),
        ("3%", "3", None, "3.00%"),
        ("3.5", "3.5", None, "3.50%"),
    ],
)
def test_what_may_be_typed(text, value, place, said):
    found = targets.typed(2026, 6, "online_rate", text, " 行政审批局 ")
    assert (
        found == Target(2026, "online_rate", value and Decimal(value), place, 6, "行政审批局")
        and targets.text_of(found) == said
    )


@pytest.mark.parametrize(
    "text",
    ["", "高", "100.01", "0", "99.999", "-1", "前", "前二三", "第3", "99,9", "3", "２０", "0.95"],
)
def test_what_may_not_be_typed_is_answered(text):
    with pytest.raises(GovsvcError) as refusal:
        targets.typed(2026, None, "online_rate", text)
    assert refusal.value.step


def test_a_target_is_set_replaced_and_removed(empty_store):
    def write(way, target):
        getattr(empty_store.setting_writes, way)(
            target, ACT, expected_version=empty_store.version()
        )

    year, half = (
        targets.typed(2026, None, "online_rate", "99.9"),
        targets.typed(2026, 6, "online_rate", "99.5"),
    )
    write("set_target", year)
    write("set_target", half)
    write("set_target", targets.typed(2026, None, "online_rate", "前3"))
    assert [(t.until, t.value, t.place) for t in empty_store.settings.targets()] == [
        (6, Decimal("99.5"), None),
        (None, None, 3),
    ]
    write("remove_target", half)
    assert [(t.until, t.place) for t in empty_store.settings.targets()] == [
        (None, 3)
    ] and empty_store.at(1).settings.targets() == [year]
    assert [(operation.what, operation.who) for operation in empty_store.records.operations()] == [
        ("target", "李四")
    ] * 4


def test_what_was_typed_is_taken_back_like_a_sheet(empty_store):
    """A change, a removal, and a later change of the same target with it."""

    def now():
        return [(t.indicator, str(t.value)) for t in empty_store.settings.targets()]

    def act(way, *given):
        return getattr(empty_store.setting_writes, way)(
            *given, ACT, expected_version=empty_store.version()
        )

    def undo(*versions):
        return empty_store.undoing.undo(versions, ACT, expected_version=empty_store.version())

    first = act("set_target", targets.typed(2026, None, "online_rate", "99.5"))
    second = act("set_target", targets.typed(2026, None, "online_rate", "99.9"))
    act("set_target", targets.typed(2026, None, "hall_entry_rate", "98"))
    difference = preview.of_undoing(empty_store, [second])
    assert preview.summary(difference) == ["目标值：改动1项。"]
    # the first is built upon by the second, and not by what is of another target
    assert empty_store.undoing.later_writes(first) == [second]
    with pytest.raises(GovsvcError) as refusal:
        undo(first)
    assert refusal.value.code == "built_upon"
    undone = undo(second)
    assert sorted(now()) == [("hall_entry_rate", "98"), ("online_rate", "99.5")]
    undo(undone)
    assert ("online_rate", "99.9") in now()
    removed = act("remove_target", targets.typed(2026, None, "online_rate", "99.9"))
    assert now() == [("hall_entry_rate", "98")]
    drafts = collecting.target_drafts(empty_store)
    assert [one.version for one in drafts if one.can_undo][0] == removed
    undo(removed)
    assert ("online_rate", "99.9") in now()


def test_two_changes_of_a_target_are_taken_back_together(empty_store):
    store = empty_store
    versions = [
        store.setting_writes.set_target(
            targets.typed(2026, None, "online_rate", text), ACT, expected_version=store.version()
        )
        for text in ("99.5", "99.9")
    ]
    undone = store.undoing.undo(versions, ACT, expected_version=store.version())
    assert store.settings.targets() == [] and undone == 3
    assert not [one for one in collecting.target_drafts(store) if one.can_undo and one.number]


#: the five, an indicator beside them, and measures, one with its channel, one with a bound above
TARGET_SHEET = (
    "指标名称,目标年度,目标值,牵头单位\n网上可办率,2026,99.9%,行政审批局\n授权到位率,2026,98%,\n"
    "电话回访 总体满意率,2026,96%,政务服务局\n“差评率”,2026,不高于0.5%,\n"
).encode()


def bring(store, content=TARGET_SHEET):
    plan = pipeline.plan(store, [("2026年目标值.csv", content)], home="云溪县")
    assert not [issue for file in plan.files for issue in file.issues]
    return pipeline.commit(store, plan, who="李四", when=WHEN)


def test_a_file_sets_targets_of_measures_too_and_undoing_it_brings_back_those_before(empty_store):
    """What was set by form, and what an earlier edition kept among the settings."""
    store = empty_store
    for writes, way, target in (
        (store.setting_writes, "set_target", targets.typed(2026, None, "authorisation_rate", "97")),
        (
            store.feedback_writes,
            "set_measure_target",
            measure_targets.typed(2026, None, "phone.satisfied", "95", "甲"),
        ),
    ):
        getattr(writes, way)(target, ACT, expected_version=store.version())
    kept = "feedback_target/2026/0/ratings.bad"
    with store._session.write(store.version(), ACT, write_kinds.SETTING_TARGET) as write:
        write_setting(write.transaction, kept, "1|乙")
        write.note(audit_sentences.feedback_set("", "", ""))

    def known():
        return {one.indicator: (f"{one.value}", one.lead_unit) for one in store.settings.targets()}

    before = known()
    assert before == {
        "authorisation_rate": ("97", ""),
        "phone.satisfied": ("95", "甲"),
        "ratings.bad": ("1", "乙"),
    }
    version = bring(store)
    assert known() == {
        "online_rate": ("99.9", "行政审批局"),
        "authorisation_rate": ("98", ""),
        "phone.satisfied": ("96", "政务服务局"),
        "ratings.bad": ("0.5", ""),
    }
    seen = store.undoing.foresee_undo([version])
    assert {one.indicator: f"{one.value}" for one in seen.targets} == {
        key: value for key, (value, _) in before.items()
    }
    store.undoing.undo([version], ACT, expected_version=version)
    assert known() == before
    store.undoing.undo([version + 1], ACT, expected_version=version + 1)
    assert known()["phone.satisfied"] == ("96", "政务服务局")
    removed = measure_targets.typed(2026, None, "ratings.bad", "0.5%")
    store.feedback_writes.remove_measure_target(removed, ACT, expected_version=version + 2)
    assert "ratings.bad" not in known()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("总体满意率,2026,前三", "target_place"),
        ("总体满意率,2026,不高于96%", "not_a_rate"),
        ("满意情况,2026,96%", "indicator_unknown"),
    ],
)
def test_what_a_measure_cannot_have_is_an_error_of_its_row(empty_store, row, code):
    content = f"指标名称,目标年度,目标值\n网上可办率,2026,99.9%\n{row}\n".encode()
    plan = pipeline.plan(empty_store, [("2026年目标值.csv", content)], home="云溪县")
    (file,) = plan.files
    assert [issue.code for issue in file.issues] == [code]
    assert [target.indicator for target in file.targets] == ["online_rate"]


def test_a_change_is_told_against_the_target_that_it_replaces():
    known = [
        targets.typed(2026, None, "online_rate", "99.9"),
        targets.typed(2026, 6, "hall_entry_rate", "97"),
    ]
    new = targets.typed(2026, 6, "hall_entry_rate", "98")
    assert targets.change_text(known, new) == "2026年半年进驻率目标：97.00%改为98.00%"
    other = targets.typed(2027, 6, "hall_entry_rate", "98")
    assert targets.change_text(known, other) == "2027年半年进驻率目标：未设改为98.00%"


def test_the_table_holds_targets_of_every_indicator_and_measure():
    known = [
        measure_targets.typed(2026, None, "ratings.bad", "0.5%"),
        *(targets.typed(2026, None, one.key, "98") for one in indicators.printed_indicators()),
    ]
    rows = tables.targets_sheet(known, "云溪县", []).rows
    assert [row[2] for row in rows[:-1]] == [one.short for one in indicators.printed_indicators()]
    assert rows[-1][2:4] == ["差评率", "≤0.50%"]
