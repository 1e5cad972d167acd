"""What was said on the phone is closed by a second call of somebody of another unit."""

from datetime import date, datetime

import pytest
from call_ledgers import week
from test_feedback_store import SEPTEMBER, bring

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import APPLIED, PASSED, REPLIED, RETURNED, SIGNED, Settings, Step
from govsvc.security.roles import ADMINISTRATOR, Actor
from govsvc.store import Act
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Ledger, Terms

UNIT = "市场监督管理局"
MONDAY = date(2026, 9, 21)


@pytest.fixture
def assigned(empty_store):
    """A store in which a bad call was assigned, answered and applied for by 甲."""
    bring(empty_store, week("第38周", "9.15", "不满意"))
    (call,) = Board(empty_store).feedback.period(SEPTEMBER).bad
    terms = Terms(MONDAY, date(2026, 9, 28), source="电话回访")
    empty_store.rectification_writes.assign(
        rectification.of_calls([call], {}, terms), act(21), expected_version=empty_store.version()
    )
    return empty_store


def act(day: int, who: str = "甲") -> Act:
    return Act(who, datetime(2026, 9, day, 9))


def take(store, step: Step, day: int, who: str = "甲") -> None:
    by = store.acting(Actor(who, ADMINISTRATOR, (), account=who))
    (one,) = Ledger(by, date(2026, 9, day)).standings
    by.rectification_writes.take({1: one.last}, step, act(day, who))


def answered(store) -> None:
    take(store, Step(SIGNED), 21)
    take(store, Step(REPLIED, "已联系企业"), 22)
    take(store, Step(APPLIED, "已补发一次性告知单"), 23)


@pytest.mark.parametrize(
    "step, code",
    [
        (Step(PASSED), "second_call_missing"),
        (Step(PASSED, "材料齐全", "政务服务局"), "second_call_missing"),
        (Step(PASSED, "认可"), "second_call_by_own_unit"),
        (Step(PASSED, "认可", UNIT), "second_call_by_own_unit"),
    ],
)
def test_it_is_not_closed_without_a_second_call_of_another_unit(assigned, step, code) -> None:
    answered(assigned)
    with pytest.raises(GovsvcError) as error:
        take(assigned, step, 24, "乙")
    assert error.value.code == code
    (one,) = Ledger(assigned, date(2026, 9, 24)).standings
    assert one.is_open


def test_it_is_closed_by_a_second_call_that_ended_well(assigned) -> None:
    answered(assigned)
    take(assigned, Step(RETURNED, "对方不认可"), 24, "乙")
    take(assigned, Step(APPLIED, "已登门说明"), 25)
    take(assigned, Step(PASSED, "已解释；对方表示理解", "政务服务局"), 25, "乙")
    (one,) = Ledger(assigned, date(2026, 9, 25)).standings
    assert not one.is_open and one.returns == 1
    (call,) = Board(assigned).feedback.period(SEPTEMBER).bad
    ledger = Ledger(assigned, date(2026, 9, 25))
    assert ledger.of_call(call).startswith("已销号")
    assert ledger.closed_calls([call]) == 1 and ledger.closed_calls([]) == 0


def test_a_unit_that_has_not_rung_within_a_workday_is_said(assigned) -> None:
    def said(day: int) -> str:
        (call,) = Board(assigned).feedback.period(SEPTEMBER).bad
        return Ledger(assigned, date(2026, 9, day)).of_call(call)

    assert "未联系核实" not in said(22)
    assert "未联系核实，已超1个工作日" in said(23)
    wanted = Settings(call_contact=2)
    assigned.setting_writes.set_rectification(wanted, act(23), expected_version=assigned.version())
    assert "未联系核实" not in said(23)
    take(assigned, Step(SIGNED), 24)
    take(assigned, Step(REPLIED, "已联系"), 24)
    assert "未联系核实" not in said(28)
