"""Measures of cases over a period: sums of counts that are read, then divided; a new one is one
definition.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from govsvc.board.case_measures import case_measures
from govsvc.domain.entries import LEFT_OUT, Entries, Entry
from govsvc.domain.feedback import FeedbackSettings, measure_definitions, measures
from govsvc.domain.indicators import CASES

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def row(key: str, status: str = "counted", **counts: int) -> Entry:
    said = {name: f"{number}" for name, number in counts.items()}
    return Entry(CASES, SEPTEMBER, "甲局", key, key, said, {}, status)


#: 5,120 decided in the hall, 377 outside it
ROWS = [
    row("a", hall_decided=5000, decided_elsewhere=300, hall_accepted=5100),
    row("b", hall_decided=120, decided_elsewhere=77),
    row("c", hall_decided=900),
    row("d", LEFT_OUT, hall_decided=1, decided_elsewhere=1),
]


def measured(*months: list[Entry]):
    of = [SEPTEMBER, OCTOBER][: len(months)]
    tables = {month: Entries.of(rows) for month, rows in zip(of, months)}
    return case_measures(tables, FeedbackSettings())


def test_the_share_that_is_decided_in_the_hall() -> None:
    (one,) = measured(ROWS)
    assert (one.value.measure.name, one.value.published) == ("现场办结率", Decimal("93.14"))
    assert one.value.fraction_text == "5,120/5,497"
    assert (one.rows, one.lacking) == (2, 1)


def test_the_measures_of_a_month_of_cases() -> None:
    """5,610 accepted, of these 4,032 online and 4,488 at the one window; 5,497 decided, 8 late."""
    rows = [
        row(
            "a",
            total_accepted=5000,
            online_accepted=4000,
            one_window_accepted=4400,
            e_certificates_used=1733,
        ),
        row(
            "b",
            total_accepted=610,
            online_accepted=32,
            one_window_accepted=88,
            e_certificates_used=0,
        ),
        row("c", hall_decided=5120, decided_elsewhere=370, decided_late=8),
        row("d", total_decided=7, decided_late=0),
        row("e", decided_late=3),
        row("f", certificates_issued=4316, e_certificates_issued=4100),
        row("g", certificates_issued=9),
        row("h", total_accepted=0, e_certificates_used=0),
    ]
    found = {one.value.measure.key: one for one in measured(rows)}
    assert {key: (one.value.published, one.value.fraction_text) for key, one in found.items()} == {
        "cases.decided_in_hall": (Decimal("93.26"), "5,120/5,490"),
        "cases.in_time": (Decimal("99.85"), "5,489/5,497"),
        "cases.online": (Decimal("71.87"), "4,032/5,610"),
        "cases.one_window": (Decimal("80.00"), "4,488/5,610"),
        "cases.e_certificates": (Decimal("95.00"), "4,100/4,316"),
        "cases.e_certificates_used": (Decimal("30.89"), "1,733/5,610"),
    }
    assert (found["cases.in_time"].rows, found["cases.in_time"].lacking) == (2, 6)


def test_months_are_summed_before_they_are_divided() -> None:
    first = [row("a", hall_decided=11, decided_elsewhere=1)]
    second = [row("a", hall_decided=35, decided_elsewhere=1)]
    (one,) = measured(first, second)
    assert one.value.published == Decimal("95.83") and one.months == [SEPTEMBER, OCTOBER]


def test_what_no_row_counts_is_no_measure() -> None:
    assert not measured([row("a", hall_accepted=3)]) and not measured([])


def test_a_new_measure_is_one_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = measures.Reading(
        {"outside_system": Fraction(1)}, ("total_accepted",), "系统外办件/办件总量"
    )
    new = measures.PeriodMeasure("cases.new", "系统外办件率", measures.OF_CASES, {"": reading})
    monkeypatch.setattr(measure_definitions, "MEASURES", (*measure_definitions.MEASURES, new))
    (one,) = measured([row("a", outside_system=3, total_accepted=40)])
    assert (one.value.measure.name, one.value.published) == ("系统外办件率", Decimal("7.50"))
