"""Channels side by side: each with its sample, 综合满意度 by the weights of a document alone."""

from datetime import date
from decimal import Decimal

from govsvc.board.comparison import Comparison
from govsvc.domain.feedback import FeedbackSettings, by_key, value_of
from govsvc.domain.feedback.weights import Weights

OCTOBER = date(2026, 10, 1)
LEVELS = ("satisfied", "basic", "dissatisfied", "very_dissatisfied")


def rated(good: int, active: int):
    counts = {"very_satisfied": good, **dict.fromkeys(LEVELS, 0), "dissatisfied": active - good}
    return value_of(by_key("ratings.good"), counts, FeedbackSettings())


def compared(weights: Weights, **values) -> Comparison:
    calls = {"very_satisfied": 46, "satisfied": 0, "basic": 0, "valid": 48}
    known = {
        "hall": rated(6788, 6800),
        "online": rated(2998, 3000),
        "phone": value_of(by_key("phone.satisfied"), calls),
        "questionnaire": value_of(by_key("questionnaire.satisfied"), ANSWERED),
    }
    return Comparison([OCTOBER], known | values, weights)


ANSWERED = {"content": 187, "valid": 193}
PUBLISHED = Weights(
    "云政办〔2026〕8号", {"hall": 40, "online": 30, "phone": 20, "questionnaire": 10}
)


def test_the_composite_by_the_weights_of_a_document() -> None:
    found = compared(PUBLISHED)
    assert found.composite == Decimal("98.77")
    assert found.weights.text == "现场40、网上30、电话20、问卷10（云政办〔2026〕8号）"
    assert [row[1:3] for row in found.rows()] == [
        ["99.82%", "6,788/6,800"],
        ["99.93%", "2,998/3,000"],
        ["95.83%", "46/48"],
        ["96.89%", "187/193"],
    ]


def test_without_a_document_nothing_is_averaged() -> None:
    assert compared(Weights()).composite is None
    assert compared(Weights("", {"hall": 1})).composite is None


def test_a_channel_that_weighs_and_has_no_rate_leaves_it_unknown() -> None:
    nothing = value_of(by_key("questionnaire.satisfied"), {})
    found = compared(PUBLISHED, questionnaire=nothing)
    assert (found.composite, found.lacking) == (None, ["问卷"])


def test_weights_are_kept_as_they_were_set() -> None:
    assert Weights.from_text(PUBLISHED.stored) == PUBLISHED
    assert not Weights.from_text("").are_set
