"""The demonstration's 一件事: 24 in the list, one online without a case, two with a break."""

import pytest

from govsvc import demo
from govsvc.board import Board
from govsvc.demo.chains import CASE_MONTHS


@pytest.fixture
def board(demonstration_store) -> Board:
    return Board(demonstration_store)


def test_the_latest_month_has_one_without_cases_and_two_breaks(board) -> None:
    month = demo.month_date(CASE_MONTHS[-1])
    period, links = board.chains.period(month), board.chains.links(month)
    assert (len(period.chains), len(period.online), len(links.chains)) == (24, 22, 2)
    assert [one.name for one in period.without_cases] == ["开办网吧"]
    assert {one.unit for one in links.breaks} == {"自然资源局", "市场监督管理局"}
    assert not links.unmatched and not period.gaps and not period.unreported
    assert all(one.things == 22 and one.published for one in period.reductions)


def test_cases_add_up_from_january_on(board) -> None:
    month = demo.month_date(CASE_MONTHS[-1])
    months = [board.chains.period(demo.month_date(one)) for one in CASE_MONTHS]
    assert board.chains.period(month, True).case_count == sum(one.case_count for one in months)
