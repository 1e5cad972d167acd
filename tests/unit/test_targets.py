"""Targets as they are typed, set and removed."""

from decimal import Decimal

import pytest
from test_store import WHEN

from govsvc.domain import targets
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rows import Target
from govsvc.store import Act

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
        ("setting", "李四")
    ] * 4
