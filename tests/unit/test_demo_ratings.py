"""The demonstration's ratings: twelve months, channels, 差评 with their clock, one 问卷."""

from datetime import date

import pytest

from govsvc.board import Board
from govsvc.demo.months import month_date
from govsvc.demo.ratings import QUESTIONNAIRE_MONTH, RATING_MONTHS
from govsvc.domain.feedback import measures_of
from govsvc.domain.feedback.measures import OF_CASES


@pytest.fixture
def board(demonstration_store) -> Board:
    return Board(demonstration_store)


def test_every_month_has_ratings_and_bad_ones(board) -> None:
    for month in map(month_date, RATING_MONTHS):
        period = board.ratings.period(month)
        assert period.counts["active"] > 1000 and period.counts["default"] > 100
        assert period.counts["bad"] == len(period.bad) in (3, 4)
        assert not period.left_out


def test_the_counts_by_window_are_those_of_the_items(board) -> None:
    period = board.ratings.period(month_date(RATING_MONTHS[-1]))
    by_window = sum(one.count for one in period.of_windows() if one.of == "window")
    assert by_window == period.counts["active"]


def test_bad_ratings_have_a_ledger_and_one_contradicts_what_was_reported(board) -> None:
    last = month_date(RATING_MONTHS[-1])
    handled = board.ratings.bad(last, date(last.year + 1, 1, 1))
    assert handled.is_held and not handled.missing and handled.counts["open_overdue"] > 0
    year = board.ratings.contradictions(last, is_cumulative=True)
    assert year.found and not year.unmatched


def test_one_questionnaire(board) -> None:
    (wave,) = board.questionnaires.waves(month_date(QUESTIONNAIRE_MONTH))
    assert [value.fraction_text for value in wave.values] == ["201/220", "193/201", "187/193"]


def test_score_sheets_of_three_months(board) -> None:
    last = month_date(RATING_MONTHS[-1])
    (sheet,) = board.window_scores.sheets(last)
    assert len(sheet.rows) > 10 and "红旗窗口" in sheet.columns
    for row in sheet.rows:
        cells = dict(row.cells)
        assert float(cells["得分"]) == 100 - float(cells["扣分合计"])
    assert len(board.window_scores.months()) == 3


def test_measures_of_cases(board) -> None:
    last = month_date(RATING_MONTHS[-1])
    found = {one.value.measure.key: one.value for one in board.feedback.of_cases(last)}
    assert found.keys() == {one.key for one in measures_of(OF_CASES)}
    assert 99 < found["cases.in_time"].published < 100
    assert 95 < found["cases.e_certificates"].published < 100
    assert 20 < found["cases.e_certificates_used"].published < 50
