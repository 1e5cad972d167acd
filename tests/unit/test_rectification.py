"""The 整改台账 as events: states, lights, rates by the oracle, and whatever order people try."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from support import few

from govsvc.domain.errors import GovsvcError, NotAllowed
from govsvc.domain.rectification import (
    APPLIED,
    EVENTS,
    EXTENDED,
    LETTER,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    STATES,
    TRANSFERRED,
    VOIDED,
    Clock,
    Entry,
    Event,
    Light,
    State,
    Step,
    possible,
    rates_of,
    refuse,
    standing,
)
from govsvc.domain.workdays import WorkCalendar

CALENDAR = WorkCalendar()
TODAY = date(2026, 11, 25)
ASSIGNED = date(2026, 11, 2)


def day(number: int) -> date:
    return date(2026, 11, number)


def entry(number: int = 1, deadline: int | None = 20, first: date | None = None) -> Entry:
    due = first or (day(deadline) if deadline else None)
    return Entry(number, 1, "公安局", f"事项{number}", "未进驻", ASSIGNED, due)


def events(*steps: tuple) -> list[Event]:
    """(kind, day of November[, text, unit or deadline]) each, by 甲 and reviewed by 乙."""
    found = []
    for number, (kind, on, *more) in enumerate(steps, start=1):
        step = Step(kind, "说明", *more)
        who = "乙" if kind in (PASSED, RETURNED) else "甲"
        noted = datetime.combine(day(on), time(9))
        found.append(Event(number, 1, step, day(on), noted, who, who))
    return found


CLOSED_IN_TIME = ((SIGNED, 3), (APPLIED, 19), (PASSED, 24))
CLOSED_LATE = ((SIGNED, 3), (EXTENDED, 4, "", day(24)), (APPLIED, 23), (PASSED, 24))
NEXT_WEEK = date(2026, 12, 4)
#: the ledger of the oracle: (events, first deadline)
LEDGER = [
    *[(CLOSED_IN_TIME, day(20))] * 9,
    *[(CLOSED_LATE, day(20))] * 2,
    *[(((SIGNED, 3), (APPLIED, 19)), day(20))] * 2,
    *[(((SIGNED, 3),), day(20))] * 2,
    (((SIGNED, 3),), day(30)),  # three workdays on
    *[(((SIGNED, 3),), NEXT_WEEK)] * 2,
    (((SIGNED, 3), (APPLIED, 19), (RETURNED, 23)), day(20)),
    ((), NEXT_WEEK),
]


def test_the_oracle_of_twenty_rows():
    stands = [standing(entry(first=first), events(*steps)) for steps, first in LEDGER]
    states = [one.state for one in stands]
    assert [states.count(state) for state in State] == [1, 5, 2, 1, 0, 11, 0, 0]
    rates = rates_of(stands, Clock(CALENDAR, TODAY))
    assert rates.completion == Decimal("55.00")
    assert (rates.in_time, rates.closed, rates.overdue) == (9, 11, 3)
    assert rates.timeliness == Decimal("64.29")
    assert rates.lights == {Light.RED: 3, Light.YELLOW: 1, Light.GREEN: 5}
    # what is void or has no end is in no rate
    more = [
        standing(entry(), events((VOIDED, 3))),
        standing(entry(), events((SIGNED, 3), (ONGOING, 4))),
        standing(entry(deadline=None), []),
    ]
    assert rates_of([*stands, *more], Clock(CALENDAR, TODAY)) == rates


def test_a_past_day_is_told_from_the_events_up_to_it():
    then = [standing(entry(first=first), events(*steps), day(21)) for steps, first in LEDGER]
    rates = rates_of(then, Clock(CALENDAR, day(21)))
    assert (rates.closed, rates.overdue, rates.sent_back) == (0, 2, 0)
    assert not [one for one in then if one.state == State.CLOSED]


@pytest.mark.parametrize(
    ("steps", "on", "light", "words"),
    [
        ((), 20, Light.YELLOW, "今日到期"),
        ((), 21, Light.RED, "逾期，不足1个工作日"),  # Saturday
        ((), 25, Light.RED, "逾期3个工作日"),
        ((), 17, Light.YELLOW, "还剩3个工作日"),
        ((), 16, Light.GREEN, "还剩4个工作日"),
        (((SIGNED, 3), (APPLIED, 20)), 27, Light.GREEN, "按期申请，待复核5个工作日"),
        (((SIGNED, 3), (APPLIED, 20)), 20, Light.GREEN, "今日申请销号"),
        (((SIGNED, 3), (APPLIED, 20)), 30, Light.GREEN, "按期申请，待复核6个工作日，复核超期"),
        (((SIGNED, 3), (APPLIED, 23)), 27, Light.RED, "逾期1个工作日，待复核4个工作日"),
        (((SIGNED, 3), (APPLIED, 20), (RETURNED, 24)), 24, Light.RED, "逾期2个工作日"),
        (((SIGNED, 3), (EXTENDED, 4, "", day(27))), 25, Light.YELLOW, "还剩2个工作日"),
        (CLOSED_IN_TIME, 30, Light.GREEN, "已销号"),
        (((VOIDED, 3),), 30, Light.NONE, "作废"),
        (((ONGOING, 3),), 30, Light.NONE, "长期坚持"),
    ],
)
def test_lights_have_words(steps, on, light, words):
    clock, stands = Clock(CALENDAR, day(on)), standing(entry(), events(*steps))
    assert (clock.light(stands), clock.words(stands)) == (light, words)


def test_an_application_may_be_set_not_to_stop_the_clock():
    clock = Clock(CALENDAR, day(24), stops=False)
    applied = standing(entry(), events((SIGNED, 3), (APPLIED, 20)))
    assert clock.words(applied) == "逾期2个工作日，待复核2个工作日"
    assert not clock.is_in_time(standing(entry(), events(*CLOSED_IN_TIME)))


def test_a_long_review_is_the_bureaus_own_delay():
    stands = standing(entry(), events((SIGNED, 3), (APPLIED, 19)))
    assert not Clock(CALENDAR, day(26)).is_review_late(stands)
    assert Clock(CALENDAR, day(27)).is_review_late(stands)


def test_nobody_closes_what_he_applied_for():
    applied = standing(entry(), events((SIGNED, 3), (APPLIED, 19)))
    with pytest.raises(NotAllowed):
        refuse(applied, Step(PASSED), day(20), "甲")
    refuse(applied, Step(PASSED), day(20), "乙")
    # after a return the next applicant counts
    again = standing(entry(), [*events((SIGNED, 3), (APPLIED, 19), (RETURNED, 20), (APPLIED, 23))])
    with pytest.raises(NotAllowed):
        refuse(again, Step(PASSED), day(24), "甲")


@pytest.mark.parametrize(
    ("before", "step", "on", "code"),
    [
        ((), Step(APPLIED, "已进驻"), 4, "step_not_possible"),
        ((), Step(REBOUNDED, "又出现", deadline=day(30)), 4, "step_not_possible"),
        (((SIGNED, 3),), Step(PASSED), 4, "step_not_possible"),
        (CLOSED_IN_TIME, Step(VOIDED, "错录"), 25, "step_not_possible"),
        (((SIGNED, 3),), Step(APPLIED, " "), 4, "step_without_text"),
        (((SIGNED, 3),), Step(EXTENDED, "协调中"), 4, "deadline_not_later"),
        (((SIGNED, 3),), Step(EXTENDED, "协调中", deadline=day(20)), 4, "deadline_not_later"),
        (((SIGNED, 3),), Step(TRANSFERRED, "职能划转", "公安局"), 4, "step_without_unit"),
        (((SIGNED, 3),), Step(REPLIED, "在办"), 2, "step_before_last"),
        ((), Step(SIGNED), 1, "step_before_last"),
    ],
)
def test_what_cannot_follow(before, step, on, code):
    with pytest.raises(GovsvcError) as refused:
        refuse(standing(entry(), events(*before)), step, day(on), "丙")
    assert refused.value.code in (code, "step_incomplete") and refused.value.step
    if code == "step_not_possible":
        assert refused.value.code == code


def _any_step(dice: random.Random, on: date) -> Step:
    return Step(
        dice.choice(list(EVENTS)),
        dice.choice(["", "说明"]),
        dice.choice(["", "公安局", "民政局"]),
        dice.choice([None, on + timedelta(days=dice.randint(-3, 20))]),
    )


@pytest.mark.parametrize("seed", few(range(40), 8))
def test_whatever_people_try(seed):
    """Of random steps the impossible ones are refused and change nothing; after each that is taken
    state, rates, lights and rights hold, and no earlier day changes.
    """
    dice = random.Random(seed)
    one, taken, on, told = entry(), [], ASSIGNED, {}
    for _ in range(60):
        on += timedelta(days=dice.choice([0, 0, 1, 3]))
        before = standing(one, taken)
        step, by = _any_step(dice, on), dice.choice("甲乙丙")
        try:
            refuse(before, step, on, by)
        except GovsvcError:
            continue
        assert step.kind in possible(before)
        if step.kind == PASSED:
            assert before.state == State.APPLIED and before.applied_by != by
        noted = datetime.combine(on, time(9))
        taken.append(Event(len(taken) + 1, 1, step, on, noted, by, by))
        after, clock = standing(one, taken), Clock(CALENDAR, on)
        assert after.last == len(taken)
        assert (after.state == State.CLOSED) == (step.kind == PASSED)
        kinds = [event.step.kind for event in taken]
        assert after.returns == kinds.count(RETURNED) and after.rebounds == kinds.count(REBOUNDED)
        assert after.deadline is not None and after.deadline >= one.first_deadline
        rates = rates_of([after], clock)
        assert rates.total == after.counts and rates.closed == (after.state == State.CLOSED)
        assert sum(rates.lights.values()) == after.is_open
        assert (clock.light(after) == Light.RED) == (rates.overdue == 1)
        assert clock.words(after)
        told = {past: stands for past, stands in told.items() if past < on} | {on: after}
        for past, stands in told.items():
            assert standing(one, taken, past) == stands


#: the state machine as the offices tell it: state → step → state
MODEL = {
    "待签收": {
        "签收": "整改中",
        "延期": "待签收",
        "转办": "待签收",
        "长期坚持": "长期坚持",
        "作废": "作废",
    },
    **{
        state: {
            "反馈": state,
            "申请销号": "申请销号",
            "延期": state,
            "转办": "待签收",
            "长期坚持": "长期坚持",
            "作废": "作废",
        }
        for state in ("整改中", "退回", "反弹")
    },
    "申请销号": {"反馈": "申请销号", "复核通过": "已销号", "退回": "退回", "作废": "作废"},
    "已销号": {"反弹": "反弹"},
    "长期坚持": {"反馈": "长期坚持", "申请销号": "申请销号", "作废": "作废"},
    "作废": {},
}


class Told:
    """One entry by the model: what a clerk with a pencil would keep of it."""

    def __init__(self, due: date):
        self.state, self.unit, self.due, self.first = "待签收", "公安局", due, due
        self.applicant, self.applied, self.closed, self.last = "", None, None, ASSIGNED

    def allows(self, step: Step, on: date, by: str) -> bool:
        name, text = EVENTS[step.kind], step.text
        return (
            name in MODEL[self.state]
            and on >= self.last
            and (name in ("签收", "复核通过", "反弹") or bool(text))
            and (name != "复核通过" or by != self.applicant)
            and (name != "转办" or step.unit not in ("", self.unit))
            and (name != "延期" or bool(step.deadline and step.deadline > self.due))
            and (name not in ("延期", "反弹") or bool(step.deadline and step.deadline >= on))
        )

    def take(self, step: Step, on: date, by: str) -> None:
        name = EVENTS[step.kind]
        self.state, self.last = MODEL[self.state][name], on
        if name in ("延期", "反弹"):
            self.due = step.deadline
        if name == "转办":
            self.unit = step.unit
        if name == "申请销号":
            self.applicant, self.applied = by, on
        if name in ("退回", "反弹"):
            self.applicant, self.applied, self.closed = "", None, None
        if name == "复核通过":
            self.closed = on

    def stopped(self, on: date) -> date:
        """The day on which the clock stopped."""
        return self.applied if self.applied and self.state in ("申请销号", "已销号") else on

    def counts(self) -> bool:
        return self.state not in ("作废", "长期坚持")


def _percent(part: int, whole: int) -> str | None:
    """Half up at two decimals; what is not whole is not 100.00, what is not nothing not 0.00."""
    if not whole:
        return None
    hundredths = (20_000 * part + whole) // (2 * whole)
    if part < whole:
        hundredths = min(hundredths, 9_999)
    if part:
        hundredths = max(hundredths, 1)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _as_text(percent) -> str | None:
    return None if percent is None else f"{percent}"


@pytest.mark.parametrize("seed", few(range(30), 6))
def test_the_ledger_is_what_a_model_of_it_says(seed):
    """Legal and illegal steps with eight entries at once: each is refused where the model refuses
    it, and after each that is taken states, units, deadlines and rates are the model's.
    """
    dice, on = random.Random(seed), ASSIGNED
    entries = [entry(number, dice.randint(6, 28)) for number in range(1, 9)]
    models = {one.number: Told(one.first_deadline) for one in entries}
    taken: dict[int, list[Event]] = {one.number: [] for one in entries}
    for place in range(150):
        on += timedelta(days=dice.choice([0, 0, 0, 1]))
        one, step, by = dice.choice(entries), _any_step(dice, on), dice.choice("甲乙丙")
        if step.kind == LETTER:
            continue
        model, past = models[one.number], taken[one.number]
        is_allowed = model.allows(step, on, by)
        try:
            refuse(standing(one, past), step, on, by)
            assert is_allowed, (model.state, step)
        except GovsvcError:
            assert not is_allowed, (model.state, step)
            continue
        noted = datetime.combine(on, time(9))
        past.append(Event(place + 1, one.number, step, on, noted, by, by))
        model.take(step, on, by)
        stands = [standing(each, taken[each.number]) for each in entries]
        assert [(STATES[each.state], each.unit, each.deadline) for each in stands] == [
            (told.state, told.unit, told.due) for told in models.values()
        ]
        _compare_rates(rates_of(stands, Clock(CALENDAR, on)), list(models.values()), on)


def _compare_rates(rates, models: list[Told], on: date) -> None:
    counted = [one for one in models if one.counts()]
    closed = [one for one in counted if one.state == "已销号"]
    late = [one for one in counted if one not in closed and one.stopped(on) > one.due]
    in_time = sum(one.stopped(on) <= one.first for one in closed)
    assert (rates.total, rates.closed, rates.overdue) == (len(counted), len(closed), len(late))
    assert rates.in_time == in_time and rates.lights[Light.RED] == len(late)
    assert _as_text(rates.completion) == _percent(len(closed), len(counted))
    assert _as_text(rates.timeliness) == _percent(in_time, len(closed) + len(late))
