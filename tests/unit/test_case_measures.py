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
    return case_measures([Entries.of(rows) for rows in months], of, FeedbackSettings())


def test_the_share_that_is_decided_in_the_hall() -> None:
    (one,) = measured(ROWS)
    assert (one.value.measure.name, one.value.published) == ("现场办结率", Decimal("93.14"))
    assert one.value.fraction_text == "5,120/5,497"
    assert (one.rows, one.lacking) == (2, 1)


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
