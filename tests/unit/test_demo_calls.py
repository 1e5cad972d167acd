"""电话回访 of the demonstration: 12 months, 40 to 60 a week, one unit weak on 一次性告知."""

from collections import Counter
from datetime import date

from govsvc import demo
from govsvc.board import Board
from govsvc.domain.feedback import LEAST_SAMPLE

OCTOBER = date(2026, 10, 1)


def test_a_year_of_calls_with_its_weak_unit(demonstration_store) -> None:
    feedback = Board(demonstration_store).feedback
    assert len(feedback.months()) == len(feedback.trend(OCTOBER)) == 12
    period = feedback.period(OCTOBER, is_cumulative=True)
    weeks = Counter(call.week for call in period.attempts)
    assert set(weeks.values()) <= set(range(40, 61)) and len(weeks) >= 43
    assert period.dimensions[0].measure.dimension == demo.WEAK_ON
    (weak,) = [one for one in period.units if one.unit == demo.WEAK_UNIT]
    assert (weak.value.denominator or 0) >= LEAST_SAMPLE
    of_unit = {one.unit: one.counts for one in period.units}
    told = f"{demo.WEAK_ON}.dissatisfied"
    assert max(of_unit, key=lambda unit: of_unit[unit][told]) == demo.WEAK_UNIT
    assert period.bad and period.suggestions and period.value("phone.drawn").published


def test_it_has_nobodys_name_or_number(demonstration_store) -> None:
    period = Board(demonstration_store).feedback.period(OCTOBER)
    assert all(len(call.case) == 24 for call in period.attempts)
