"""逐件回访: the drawn cases one by one, each call stored at once."""

from datetime import date, datetime

import pytest
from test_feedback_drawing import ACT, SEPTEMBER, WEEK, plan

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.feedback.calling import Answer
from govsvc.domain.indicators import CALLS
from govsvc.importing import drawing, screen_calls
from govsvc.store import CLOSED, Act, Store


@pytest.fixture
def store(empty_store) -> Store:
    drawing.commit(empty_store, plan(empty_store), ACT)
    return empty_store


def say(store: Store, place: int, day: int = 28, **said):
    act = Act("甲", datetime(2026, 9, day, 9))
    return screen_calls.record(store, SEPTEMBER, WEEK, place, Answer(**said), act)


def counts(store: Store) -> dict[str, int]:
    return Board(store).feedback.period(SEPTEMBER).counts


def test_cases_come_in_the_drawn_order_and_what_nobody_answered_comes_again(store) -> None:
    progress = screen_calls.progress(store, SEPTEMBER, WEEK)
    assert [one.place for one in progress.open] == list(range(1, 13)) and progress.done == 0
    assert say(store, 1, rating="satisfied").open[0].place == 2
    assert say(store, 2, outcome="no_answer").open[0].place == 3
    progress = say(store, 3, outcome="refused")
    assert [one.place for one in progress.open][-1] == 2
    assert (progress.done, progress.to_dial_again) == (2, 1)
    for day in (29, 30):
        progress = say(store, 2, day, outcome="no_answer")
    assert progress.done == 3 and progress.to_dial_again == 0


def test_each_call_counts_at_once_and_once(store) -> None:
    say(store, 1, outcome="no_answer")
    say(store, 1, rating="dissatisfied", dimensions={"told_at_once": "dissatisfied"}, text="跑三趟")
    say(store, 2, rating="very_satisfied", dimensions={"attitude": "satisfied"})
    found = counts(store)
    assert [found[key] for key in ("drawn", "dialled", "valid", "bad", "texts")] == [2, 2, 2, 1, 1]
    assert found["told_at_once.dissatisfied"] == found["attitude.satisfied"] == 1
    assert len(store.rows.entries(CALLS, SEPTEMBER)) == 3


def test_what_was_just_said_is_corrected_and_not_said_twice(store) -> None:
    say(store, 1, rating="satisfied")
    say(store, 1, rating="basic")
    assert (counts(store)["satisfied"], counts(store)["basic"]) == (0, 1)
    assert len(store.rows.entries(CALLS, SEPTEMBER)) == 1


def test_a_phone_in_the_text_is_masked(store) -> None:
    say(store, 1, rating="satisfied", text="请打13812345678找王大明")
    (row,) = store.rows.entries(CALLS, SEPTEMBER)
    assert "13812345678" not in row.attributes["text"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"rating": "satisfied", "outcome": "refused"},
        {"rating": "5"},
        {"outcome": "valid"},
    ],
)
def test_an_answer_that_says_nothing_or_two_things_is_refused(store, said) -> None:
    with pytest.raises(GovsvcError):
        say(store, 1, **said)
    assert not store.rows.entries(CALLS, SEPTEMBER)


def test_a_place_that_is_not_drawn_and_a_closed_month_are_refused(store) -> None:
    with pytest.raises(GovsvcError, match="第13号"):
        say(store, 13, rating="satisfied")
    store.month_writes.set_state(SEPTEMBER, CLOSED, ACT, expected_version=store.version())
    with pytest.raises(MonthClosed):
        say(store, 1, rating="satisfied")


def test_a_week_without_a_draw_has_none_to_call(store) -> None:
    with pytest.raises(GovsvcError, match="还没有抽样"):
        screen_calls.progress(store, SEPTEMBER, date(2026, 9, 14))


def test_a_call_of_ones_own_unit_is_marked(store) -> None:
    say(store, 1, rating="satisfied", is_own=True)
    assert counts(store)["own_calls"] == 1
