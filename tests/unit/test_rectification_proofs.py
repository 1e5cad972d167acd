"""What the data prove of an entry of the 整改台账: that its row is solved, and never more than
that.
"""

import random
from datetime import date

import pytest
from test_rectification_store import (
    ACT,
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    assign,
    close,
    month_with,
    of_row,
    on,
    take,
    the_state,
)
from test_store import batch, item, save

from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rectification import (
    APPLIED,
    EXTENDED,
    OF_BUREAU,
    OF_UNIT,
    PASSED,
    REPLIED,
    RETURNED,
    SIGNED,
    TRANSFERRED,
    State,
    Step,
    possible,
)
from govsvc.security.roles import REVIEWER, UPLOADER, VIEWER, Actor
from govsvc.store import CLOSED
from govsvc.store.values import NOTHING_CHANGED
from govsvc.workflow.rectification import Ledger

JANUARY = date(2027, 1, 1)
SOLVED, LISTED = {}, {"is_online": False}


@pytest.fixture
def listed(empty_store):
    """October, in which items 1, 2 and 9 (of another unit) are not online; an entry of item 1."""
    rows = (item("1", **LISTED), item("2", **LISTED), item("9", "公安局", **LISTED))
    save(empty_store, batch(ITEMS, *rows))
    assign(empty_store, of_row("1"))
    return empty_store


def said(store, day: date = date(2026, 12, 20)) -> str:
    ledger = Ledger(store, day)
    return ledger.proof(ledger.standings[0])


def applied(store) -> None:
    take(store, 1, Step(SIGNED))
    take(store, 1, Step(APPLIED, "已上线"))


@pytest.mark.parametrize(
    ("rows", "sentence", "proves"),
    [
        ([item("1", month=NOVEMBER)], "2026年11月数据已不在清单，建议复核", True),
        ([item("1", month=NOVEMBER, **LISTED)], "", False),
        ([item("2", month=NOVEMBER)], "2026年11月报送未见该事项，不能据此销号", False),
        ([item("9", "公安局", month=NOVEMBER)], "2026年11月该单位没有报送，不能据此销号", False),
        (
            [item("1", month=NOVEMBER, status="left_out")],
            "2026年11月该事项填报有误未计入，不能据此销号",
            False,
        ),
        (
            [item("1", month=NOVEMBER, status="out_of_scope")],
            "2026年11月已核减，不是解决，请核实后再定",
            False,
        ),
    ],
)
def test_only_a_row_that_is_there_and_met_is_solved(listed, rows, sentence, proves):
    save(listed, batch(ITEMS, *rows, item("7", "民政局", month=NOVEMBER), month=NOVEMBER))
    ledger = Ledger(listed, date(2026, 12, 20))
    assert said(listed) == sentence
    assert bool(ledger.left_list()) == proves
    assert bool(ledger.not_shown()) == ("不能据此" in sentence)
    applied(listed)
    reviewer = on(date(2026, 12, 20), "乙")
    if proves:
        take(listed, 1, Step(PASSED), reviewer)
    else:  # a person may know better, and says so
        with pytest.raises(GovsvcError, match="没有销号"):
            take(listed, 1, Step(PASSED), reviewer)
        take(listed, 1, Step(PASSED, "现场已核实"), reviewer)
    assert the_state(listed) == State.CLOSED


@pytest.mark.parametrize(
    ("november", "december", "january", "state"),
    [
        (SOLVED, LISTED, LISTED, State.REBOUND),
        (SOLVED, None, LISTED, State.REBOUND),  # a month that shows nothing is passed over
        (None, LISTED, LISTED, State.CLOSED),  # never seen solved: 报销号未达标
        (None, None, None, State.CLOSED),
        (SOLVED, SOLVED, None, State.CLOSED),
    ],
)
def test_only_what_was_solved_comes_back(listed, november, december, january, state):
    close(listed)
    for month, flags in ((NOVEMBER, november), (DECEMBER, december), (JANUARY, january)):
        known = item("2", month=month) if flags is None else item("1", month=month, **flags)
        save(listed, batch(ITEMS, known, month=month))
    ledger = Ledger(listed, date(2027, 2, 3))
    assert the_state(listed) == state
    is_listed = january == LISTED
    assert bool(ledger.not_reached()) == (is_listed and state == State.CLOSED)


def test_a_month_that_repeats_the_last_one_proves_nothing(listed):
    applied(listed)
    take(listed, 1, Step(PASSED, "现场已核实"), on(date(2026, 12, 2), "乙"))
    listed.month_writes.open(DECEMBER, ACT, expected_version=listed.version())
    ledger = Ledger(listed, date(2026, 12, 20))
    assert the_state(listed) == State.CLOSED and not ledger.not_reached()
    assert said(listed) == "已销号，还没有数据印证"
    units = {ITEMS: ["自然资源局"]}
    listed.month_writes.report(
        DECEMBER, units, NOTHING_CHANGED, ACT, expected_version=listed.version()
    )
    assert said(listed) == "已销号，2026年12月仍在清单"  # the unit itself says so


def test_an_open_entry_says_that_its_unit_has_not_reported(listed):
    listed.month_writes.open(NOVEMBER, ACT, expected_version=listed.version())
    assert said(listed) == "2026年11月该单位尚未报送，沿用上月"
    month_with(listed, NOVEMBER)
    assert "建议复核" in said(listed)


def test_the_proof_goes_with_the_import_that_it_came_from(listed):
    version = month_with(listed, NOVEMBER)
    close(listed, day=date(2026, 11, 12))
    assert said(listed) == "已销号，2026年11月数据已不在清单"
    listed.undoing.undo([version], ACT, expected_version=listed.version())
    assert (the_state(listed), said(listed)) == (State.CLOSED, "已销号，还没有数据印证")


def test_an_entry_stays_whose_import_is_undone(empty_store):
    version = month_with(empty_store, OCTOBER, is_online=False)
    assign(empty_store, of_row("1"))
    empty_store.undoing.undo([version], ACT, expected_version=empty_store.version())
    assert said(empty_store) == "交办所依据的数据已撤销或更改，不能据此核对"
    month_with(empty_store, NOVEMBER)
    assert "已撤销或更改" in said(empty_store)  # solved, but of what nobody knows
    applied(empty_store)
    with pytest.raises(GovsvcError, match="没有销号"):
        take(empty_store, 1, Step(PASSED), on(date(2026, 12, 2), "乙"))
    month_with(empty_store, OCTOBER, is_online=False)  # imported again
    assert said(empty_store) == "2026年11月数据已不在清单，建议复核"


def test_a_rebound_says_its_month_and_when_its_import_is_undone(listed):
    month_with(listed, NOVEMBER)
    close(listed, day=date(2026, 11, 12))
    version = month_with(listed, DECEMBER, is_online=False)
    assert listed.rectification.events()[1][-1].step.text == "2026年12月又在清单上"
    assert said(listed) == ""
    listed.undoing.undo([version], ACT, expected_version=listed.version())
    assert the_state(listed) == State.REBOUND  # nothing is written over
    assert said(listed).startswith("反弹所依据的数据已撤销或更改；2026年11月")


def test_the_first_month_without_the_row_on_its_list_is_said(listed):
    month_with(listed, NOVEMBER)
    month_with(listed, DECEMBER)
    assert said(listed) == "2026年11月起数据已不在清单，建议复核"


def test_entries_go_on_when_their_month_is_closed_and_corrected(listed):
    listed.month_writes.set_state(OCTOBER, CLOSED, ACT, expected_version=listed.version())
    assert len(assign(listed, of_row("2"))[0]) == 1
    take(listed, 2, Step(SIGNED))
    rows = (item("1"), item("2", **LISTED))
    listed.imports.commit(
        [batch(ITEMS, *rows)],
        expected_version=listed.version(),
        who="甲",
        when=ACT.when,
        correction="漏报已上线",
    )
    ledger = Ledger(listed, date(2026, 11, 20))
    assert [ledger.proof(one) for one in ledger.standings] == [
        "交办所依据的数据已撤销或更改，不能据此核对",
        "",
    ]


#: who tries, and whose entries he may take which steps with: None for all
PEOPLE = {
    Actor("查阅", VIEWER, (), "", "a"): (set(), ()),
    Actor("科员", UPLOADER, ("自然资源局",), "", "b"): (set(OF_UNIT), ("自然资源局",)),
    Actor("外单位", UPLOADER, ("公安局",), "", "c"): (set(OF_UNIT), ("公安局",)),
    Actor("填报", UPLOADER, (), "", "d"): (set(OF_UNIT), None),
    Actor("审核", REVIEWER, (), "", "e"): (set(OF_UNIT) | set(OF_BUREAU), None),
    Actor("审核二", REVIEWER, (), "", "f"): (set(OF_UNIT) | set(OF_BUREAU), None),
}


@pytest.mark.parametrize("seed", range(2))
def test_whoever_tries_whatever_the_rights_hold_and_nothing_else_changes(listed, seed):
    dice, number = random.Random(seed), 0
    steps = [
        *(Step(kind, "说明") for kind in (SIGNED, REPLIED, APPLIED, PASSED, RETURNED)),
        Step(EXTENDED, "协调中", deadline=date(2026, 12, 30)),
        Step(TRANSFERRED, "职责划转", "公安局"),
        Step(TRANSFERRED, "划转回来", "自然资源局"),
    ]
    for _ in range(40):
        who, step = dice.choice(list(PEOPLE)), dice.choice(steps)
        kinds, units = PEOPLE[who]
        (stands,) = listed.rectification.standings()
        is_own = units is None or stands.unit in units
        follows = step.kind in possible(stands)
        follows &= step.kind != PASSED or stands.applied_by != who.account
        follows &= step.kind != TRANSFERRED or step.unit != stands.unit
        follows &= step.kind != EXTENDED or step.deadline > stands.deadline
        try:
            take(listed.acting(who), 1, step, on(date(2026, 11, 6)))
            number += 1
            assert step.kind in kinds and is_own and follows, (who.name, stands.state, step)
        except GovsvcError:
            assert not (step.kind in kinds and is_own and follows), (who.name, stands.state, step)
        events = listed.rectification.events().get(1, [])
        assert len(events) == number
        assert not number or events[-1].number == number
    assert number
