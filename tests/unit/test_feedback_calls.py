"""What calls count for: outcomes, levels, the last attempt of a case."""

from datetime import date
from typing import Any

from govsvc.domain.feedback import (
    LEVELS,
    OUTCOMES,
    Call,
    by_key,
    counts_of,
    last_attempts,
    value_of,
)

_MONTH = date(2026, 9, 1)


def _calls(outcome: str, many: int, **more: Any) -> list[Call]:
    return [Call(_MONTH, "甲局", "开办", outcome, **more) for _ in range(many)]


def test_a_month_of_calls_by_outcome_and_level() -> None:
    levels = dict(zip((level.key for level in LEVELS), (30, 13, 3, 1, 1)))
    calls = [
        *(call for level, many in levels.items() for call in _calls("valid", many, rating=level)),
        *_calls("refused", 2),
        *_calls("not_the_person", 1),
        *_calls("no_answer", 6),
        *_calls("wrong_number", 3),
    ]
    counts = counts_of(last_attempts(calls))
    names = ("drawn", "dialled", "reached", "valid", "bad")
    assert [counts[name] for name in names] == [60, 60, 51, 48, 2]
    assert {key: counts[key] for key in levels} == levels
    assert value_of(by_key("phone.satisfied"), counts).fraction_text == "46/48"


def test_what_was_not_dialled_is_drawn_alone() -> None:
    counts = counts_of(_calls("not_dialled", 2))
    assert (counts["drawn"], counts["dialled"], counts["reached"]) == (2, 0, 0)


def test_the_last_attempt_of_a_case_counts() -> None:
    def attempt(day: int, outcome: str, rating: str = "") -> Call:
        when = date(2026, 9, day)
        return Call(_MONTH, "甲局", "开办", outcome, rating, case="c1", day=when)

    first, last = attempt(21, "no_answer"), attempt(23, "valid", "satisfied")
    other_month = Call(date(2026, 10, 1), "甲局", "开办", "refused", case="c1")
    assert last_attempts([last, first]) == [last]
    assert last_attempts([first, last, other_month]) == [last, other_month]


def test_of_attempts_without_days_the_later_row_counts() -> None:
    first = Call(_MONTH, "甲局", "开办", "no_answer", case="c1")
    last = Call(_MONTH, "甲局", "开办", "refused", case="c1")
    assert last_attempts([first, last]) == [last]


def test_cases_without_a_number_are_one_call_each() -> None:
    assert len(last_attempts(_calls("no_answer", 3))) == 3


def test_blank_dimensions_are_not_in_the_denominator() -> None:
    answered = {"told_at_once": "satisfied"}
    calls = [
        *_calls("valid", 2, rating="satisfied", dimensions=answered),
        *_calls("valid", 1, rating="satisfied"),
    ]
    value = value_of(by_key("phone.told_at_once"), counts_of(calls))
    assert value.fraction_text == "2/2"


def test_no_word_means_two_things() -> None:
    for group in (OUTCOMES, LEVELS):
        words = [word for one in group for word in (one.name, *one.words)]
        assert len(words) == len(set(words))
