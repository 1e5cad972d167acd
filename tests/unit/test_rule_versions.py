"""口径版本: which rules count a month, what changes with them, and what does not."""

from datetime import date

import pytest
from test_store import OCTOBER, SEPTEMBER, WHEN, batch, item, own, save

from govsvc.board import Board
from govsvc.domain.indicators import ITEMS, Rules, by_key
from govsvc.domain.rows import Entry
from govsvc.store import CLOSED, Act, RuleVersion

AUGUST = date(2026, 8, 1)
ACT = Act("李四", WHEN)
ONLINE = by_key("online_rate")


def typed(code, item_type, month, **flags):
    found = item(code, month=month, **flags)
    return Entry(
        found.kind,
        month,
        found.unit,
        code,
        found.name,
        found.attributes | {"item_type": item_type},
        found.flags,
        found.status,
    )


def months(store):
    for month in (AUGUST, SEPTEMBER, OCTOBER):
        save(
            store,
            batch(
                ITEMS,
                typed("1", "行政许可", month),
                typed("2", "公共服务", month, is_online=False),
                item("3", month=month, is_online=False, is_exempt_online=True),
                month=month,
            ),
        )


def ruled(store, month=SEPTEMBER, **rules):
    return store.setting_writes.change_rules(
        RuleVersion("市2026年口径", "市发〔2026〕1号", month, Rules(**rules)),
        ACT,
        expected_version=store.version(),
    )


def online(store):
    return [own(store, month)["online_rate"] for month in (AUGUST, SEPTEMBER, OCTOBER)]


def test_rules_hold_from_their_month_on(empty_store):
    months(empty_store)
    assert online(empty_store) == [(1, 2)] * 3
    ruled(empty_store, types_in_scope=("行政许可",))
    assert online(empty_store) == [(1, 2), (1, 1), (1, 1)]
    ruled(empty_store, OCTOBER, exempt_as={"online_rate": "met"})
    assert online(empty_store) == [(1, 2), (1, 1), (2, 3)]
    ruled(empty_store, OCTOBER)
    assert (
        online(empty_store) == [(1, 2), (1, 1), (1, 2)]
        and len(empty_store.settings.rule_versions()) == 2
    )
    assert [operation.what for operation in empty_store.records.operations()[:3]] == ["setting"] * 3


def test_a_month_that_is_imported_later_is_counted_by_the_rules_of_its_month(empty_store):
    ruled(empty_store, types_in_scope=("行政许可",))
    months(empty_store)
    assert online(empty_store) == [(1, 2), (1, 1), (1, 1)]


def test_a_closed_month_keeps_the_rules_it_was_counted_by_also_when_it_is_corrected(empty_store):
    months(empty_store)
    empty_store.month_writes.set_state(
        SEPTEMBER, CLOSED, ACT, expected_version=empty_store.version()
    )
    ruled(empty_store, AUGUST, types_in_scope=("行政许可",))
    assert online(empty_store) == [(1, 1), (1, 2), (1, 1)]
    empty_store.imports.commit(
        [
            batch(
                ITEMS,
                typed("1", "行政许可", SEPTEMBER),
                typed("2", "公共服务", SEPTEMBER, is_online=False),
                typed("4", "公共服务", SEPTEMBER),
                month=SEPTEMBER,
            )
        ],
        expected_version=empty_store.version(),
        who="李四",
        when=WHEN,
        correction="漏报",
    )
    assert online(empty_store) == [(1, 1), (2, 3), (1, 1)]
    assert [Rules.of(edition.rules) for edition in empty_store.months.editions()] == [
        Rules(),
        Rules(),
    ]


def test_the_trend_breaks_and_no_change_is_printed_where_the_rules_change(empty_store):
    months(empty_store)
    ruled(empty_store, types_in_scope=("行政许可",))
    board = Board(empty_store)
    assert [(month, name) for month, name in board.rules.breaks(ONLINE, OCTOBER)] == [
        (SEPTEMBER, "市2026年口径")
    ]
    september, october = (
        board.cards.standing(ONLINE, SEPTEMBER),
        board.cards.standing(ONLINE, OCTOBER),
    )
    assert (
        september.change_pp is None
        and september.rules_changed
        and october.change_pp == 0
        and not october.rules_changed
    )
    assert (
        board.values.why_moved(ONLINE, SEPTEMBER) is None
        and board.values.why_moved(ONLINE, OCTOBER) is not None
    )


@pytest.mark.parametrize(
    "rules",
    [
        Rules(),
        Rules(
            ("行政许可",), {"online_rate": "met"}, {"hall_entry_rate": ("县本级", "乡镇（街道）")}
        ),
    ],
)
def test_rules_are_written_and_read_again(rules):
    assert Rules.of(rules.text()) == rules
