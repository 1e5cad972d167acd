"""Period measures of what people say, with counts and rates computed by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from govsvc.domain.feedback import (
    ACTIVE_OF,
    DEFAULT_RATINGS,
    MEASURES,
    SATISFIED_AS,
    FeedbackSettings,
    MeasureValue,
    Setting,
    by_key,
    composite,
    summed,
    value_of,
    wilson,
)

_LEVELS = ("very_satisfied", "satisfied", "basic", "dissatisfied", "very_dissatisfied")
_DIMENSIONS = {
    "attitude": (45, 2, 1),
    "skill": (44, 3, 1),
    "efficiency": (41, 5, 2),
    "integrity": (47, 1, 0),
    "told_at_once": (40, 4, 3),
}
#: a month of calls
CALLS = {
    "population": 412,
    "drawn": 60,
    "dialled": 60,
    "reached": 51,
    "valid": 48,
    **dict(zip(_LEVELS, (30, 13, 3, 1, 1))),
    **{
        f"{key}.{level}": count
        for key, counts in _DIMENSIONS.items()
        for level, count in zip(("satisfied", "basic", "dissatisfied"), counts)
    },
}
#: a month of ratings, the fate of its bad ones
RATINGS = {
    "cases": 8400,
    "ratings": 8050,
    "default": 1250,
    "active": 6800,
    **dict(zip(_LEVELS, (6420, 310, 58, 9, 3))),
}
BAD = {
    "closed_in_time": 7,
    "closed_late": 1,
    "open_overdue": 1,
    "open_not_due": 1,
    "named": 10,
    "called_back": 9,
    "content": 8,
}
QUESTIONNAIRE = {"handed_out": 220, "returned": 201, "valid": 193, "content": 187}


def _value(key: str, counts: dict[str, int], **chosen: str) -> MeasureValue:
    return value_of(by_key(key), counts, FeedbackSettings(chosen))


@pytest.mark.parametrize(
    "key, counts, percent",
    [
        ("phone.drawn", CALLS, "14.56"),
        ("phone.dialled", CALLS, "100.00"),
        ("phone.reached", CALLS, "85.00"),
        ("phone.valid", CALLS, "80.00"),
        ("phone.satisfied", CALLS, "95.83"),
        ("phone.attitude", CALLS, "97.92"),
        ("phone.skill", CALLS, "97.92"),
        ("phone.efficiency", CALLS, "95.83"),
        ("phone.integrity", CALLS, "100.00"),
        ("phone.told_at_once", CALLS, "93.62"),
        ("ratings.rated", RATINGS, "95.83"),
        ("ratings.active", RATINGS, "80.95"),
        ("ratings.good", RATINGS, "99.82"),
        ("ratings.good_strict", RATINGS, "98.97"),
        ("ratings.bad", RATINGS, "0.18"),
        ("bad.closed", BAD, "80.00"),
        ("bad.closed_in_time", BAD, "77.78"),
        ("bad.called_back", BAD, "90.00"),
        ("bad.content", BAD, "88.89"),
        ("questionnaire.returned", QUESTIONNAIRE, "91.36"),
        ("questionnaire.valid", QUESTIONNAIRE, "96.02"),
        ("questionnaire.satisfied", QUESTIONNAIRE, "96.89"),
    ],
)
def test_rate(key: str, counts: dict[str, int], percent: str) -> None:
    assert _value(key, counts).published == Decimal(percent)


@pytest.mark.parametrize(
    "key, counts, setting, choice, percent",
    [
        ("phone.satisfied", CALLS, SATISFIED_AS, "two", "89.58"),
        ("phone.satisfied", CALLS, SATISFIED_AS, "weighted", "95.21"),
        ("ratings.active", RATINGS, ACTIVE_OF, "ratings", "84.47"),
        ("ratings.good", RATINGS, DEFAULT_RATINGS, "in", "99.85"),
    ],
)
def test_setting_shapes_rate_and_is_named(
    key: str, counts: dict[str, int], setting: Setting, choice: str, percent: str
) -> None:
    usual, chosen = _value(key, counts), _value(key, counts, **{setting.key: choice})
    assert chosen.published == Decimal(percent)
    assert chosen.definition != usual.definition


@pytest.mark.parametrize(
    "met, n, low, high",
    [
        (46, 48, "86.02", "98.85"),
        (43, 48, "77.83", "95.47"),
        (48, 48, "92.59", "100.00"),
        (44, 47, "82.84", "97.81"),
        (12, 12, "75.75", "100.00"),
        (9, 10, "59.58", "98.21"),
        (25, 26, "81.11", "99.32"),
        (40, 40, "91.24", "100.00"),
        (39, 40, "87.12", "99.56"),
        (20, 20, "83.89", "100.00"),
        (10, 10, "72.25", "100.00"),
        (118, 120, "94.13", "99.54"),
        (1739, 1739, "99.78", "100.00"),
        (9963, 10003, "99.46", "99.71"),
        (0, 10, "0.00", "27.75"),
    ],
)
def test_wilson_interval(met: int, n: int, low: str, high: str) -> None:
    assert wilson(met, n) == (Decimal(low), Decimal(high))


def test_interval_never_says_all_where_one_is_missing() -> None:
    almost = wilson(999_999, 1_000_000)
    assert almost and almost.high < 100
    assert wilson(0, 0) is None
    with pytest.raises(ValueError):
        wilson(3, 2)


def test_weighted_rate_has_no_interval_and_shows_its_tenth() -> None:
    value = _value("phone.satisfied", CALLS, **{SATISFIED_AS.key: "weighted"})
    assert value.interval is None
    assert value.fraction_text == "45.7/48"


def test_weeks_are_summed_and_then_divided() -> None:
    weeks = [
        {"valid": 12, **dict(zip(_LEVELS, (6, 3, 2, 1, 0)))},
        {"valid": 36, **dict(zip(_LEVELS, (24, 10, 1, 0, 1)))},
    ]
    assert [_value("phone.satisfied", week).published for week in weeks] == [
        Decimal("91.67"),
        Decimal("97.22"),
    ]
    assert _value("phone.satisfied", summed(weeks)).published == Decimal("95.83")


def test_count_unknown_in_one_month_is_unknown_of_both() -> None:
    both = summed([{"drawn": 60, "population": 412}, {"drawn": 40}])
    assert both == {"drawn": 100}
    assert _value("phone.drawn", both).published is None
    assert _value("phone.drawn", both).fraction_text == "—"
    assert summed([]) == {}


def test_active_share_is_of_ratings_where_cases_are_unknown() -> None:
    unknown = {key: count for key, count in RATINGS.items() if key != "cases"}
    value = _value("ratings.active", unknown)
    assert value.published == Decimal("84.47")
    assert "默认" in value.definition


def test_small_samples_are_marked_by_the_setting() -> None:
    few, enough = {**CALLS, "valid": 29}, {**CALLS, "valid": 30}
    assert _value("phone.satisfied", few).is_small
    assert not _value("phone.satisfied", enough).is_small
    assert not _value("phone.reached", {"reached": 1, "dialled": 2}).is_small
    lower = FeedbackSettings(least_sample=10)
    assert not value_of(by_key("phone.satisfied"), few, lower).is_small


def test_settings_as_they_are_stored() -> None:
    stored = {SATISFIED_AS.key: "two", ACTIVE_OF.key: "nonsense", "feedback_least_sample": "50"}
    settings = FeedbackSettings.of(stored)
    assert settings.choice(SATISFIED_AS) == "two"
    assert settings.choice(ACTIVE_OF) == "cases"
    assert settings.least_sample == 50
    assert FeedbackSettings.of({}).least_sample == 30


def test_composite_is_the_mean_by_weights() -> None:
    online = {**dict(zip(_LEVELS, (2990, 8, 0, 2, 0)))}
    parts = [
        (Fraction(40), _value("ratings.good", RATINGS)),
        (Fraction(30), _value("ratings.good", online)),
        (Fraction(20), _value("phone.satisfied", CALLS)),
        (Fraction(10), _value("questionnaire.satisfied", QUESTIONNAIRE)),
    ]
    assert composite(parts) == Decimal("98.77")
    assert composite([(Fraction(1), _value("phone.satisfied", {}))]) is None


def test_every_measure_has_a_reading_for_each_choice() -> None:
    for measure in MEASURES:
        choices = set(measure.setting.choices) if measure.setting else {""}
        assert set(measure.readings) == choices, measure.key
    assert len({measure.key for measure in MEASURES}) == len(MEASURES)
