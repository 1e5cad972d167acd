"""A number that two pages show is the same on both, in every month of the demonstration: what the
parts of a board say of one value, one rank, one gap and one list.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from support import few

from govsvc.assessment.problems import NEW
from govsvc.board import Board, ValueHistory, by_unit, tables, what_if
from govsvc.board.parts import movements
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_before
from govsvc.domain.roster import UNIT_KINDS
from govsvc.store import open_store

HEADLINE = indicators.headline_indicators()
MONTHS = [date(2026, month, 1) for month in range(10, 0, -1)]
MONTHS += [date(2025, month, 1) for month in range(12, 0, -1)]
MONTHS += [date(2024, 12, 1), date(2024, 11, 1)]


@pytest.fixture(scope="module")
def shown(demonstration_file, tmp_path_factory):
    """Month → the board that the pages show it from: of a closed month as it was closed."""
    path = tmp_path_factory.mktemp("figures") / "demonstration.duckdb"
    store = open_store(Path(shutil.copy(demonstration_file, path)))
    history = ValueHistory(store)
    now = Board(store, history)

    @cache
    def board_of(month: date) -> Board:
        version = now.workflow.published_version(month)
        return Board(store.at(version), history) if version else now

    yield board_of
    store.close()


def values(board: Board, indicator: Indicator, month: date) -> Iterator[object]:
    """The published value as each page has it."""
    standing = board.cards.standing(indicator, month)  # 总览, 单项指标
    yield standing.headline.published
    yield standing.series[-1][1]
    yield tables.months(board, indicator, month)[0].value.published  # 指标趋势
    yield Decimal(str(tables.gap_tracks(board, [standing])["value"].iloc[0]))  # 目标差距
    ranking = board.rankings.latest(indicator, month)  # 全市排名
    if ranking.bulletin_month == month:
        yield ranking.home.value.published
    yield what_if.what_if(board, indicator, month, 0).published  # 提升测算
    waterfall = board.movements.waterfall(indicator, month)
    if waterfall:
        yield waterfall.now.published


def changes(board: Board, indicator: Indicator, month: date) -> Iterator[object]:
    """The change against the month before as each page has it."""
    standing = board.cards.standing(indicator, month)
    yield standing.change_pp
    yield tables.months(board, indicator, month)[0].change_pp
    waterfall = board.movements.waterfall(indicator, month)
    if waterfall:
        yield waterfall.change


def ranks(board: Board, indicator: Indicator, month: date) -> Iterator[object]:
    """The place among the counties as each page has it."""
    ranking = board.rankings.latest(indicator, month)
    yield board.cards.standing(indicator, month).ranked.rank.place
    yield ranking.home.rank.place
    history = board.rankings.history(indicator, month)
    here = (history["county"] == board.home) & (history["month"] == ranking.bulletin_month)
    yield history[here]["place"].iloc[0]
    yield what_if.what_if(board, indicator, month, 0).rank_before.place


def gaps(board: Board, indicator: Indicator, month: date) -> Iterator[object]:
    """The rows missing to the target as each page has them."""
    standing = board.cards.standing(indicator, month)
    yield standing.items_missing
    yield what_if.what_if(board, indicator, month, 0).still_missing
    sheet = tables.gaps_sheet(board, [standing], "", [])
    left = dict(zip(sheet.columns, sheet.rows[0]))["还差"]
    yield 0 if left == "✓ 已达标" else int(left.removesuffix(indicator.unit).replace(",", ""))


def missing(board: Board, indicator: Indicator, month: date) -> Iterator[int]:
    """The rows on the list of what is missing as each page has them."""
    problem_list = indicators.missing_list_of(indicator)
    yield board.values.own(indicator, month).missing
    yield board.lists.count(problem_list, month)  # 总览
    yield int(board.lists.missing_split(indicator, month)["missing"].sum())  # 目标差距
    yield len(board.lists.rows(problem_list, month, with_gone=False)[0])  # 问题清单
    yield sum(board.lists.by_unit(indicator.kind, month)[problem_list].values())
    for group in UNIT_KINDS:  # 单位晾晒: only one of the groups has rows of the indicator
        if total := sum(row.missing for row in by_unit.rows(board, group, indicator, month)):
            yield total


def new(board: Board, indicator: Indicator, month: date) -> Iterator[int]:
    """The rows that came on the list since the month before as each page has them."""
    problem_list = indicators.missing_list_of(indicator)
    rows = board.lists.rows(problem_list, month, with_gone=False)[0]
    yield sum(problem.state == NEW for problem in rows)
    moved = board.lists.moved(problem_list, month)
    if moved:
        yield moved.new
        yield board.lists.change(problem_list, month) + moved.left
    for group in UNIT_KINDS:
        table = by_unit.rows(board, group, indicator, month)
        if any(row.counted for row in table):
            yield sum(row.new for row in table)
    waterfall = board.movements.waterfall(indicator, month)
    if waterfall:
        yield sum(len(bar.rows) for bar in waterfall.bars if bar.cause == movements.NEW)


@pytest.mark.parametrize("month", few(MONTHS, 2), ids=str)
@pytest.mark.parametrize("said", [values, changes, ranks, gaps, missing, new])
def test_the_parts_of_a_board_say_the_same(shown, month, said):
    board = shown(month)
    for indicator in HEADLINE:
        found = list(said(board, indicator, month))
        assert len(found) > 1 and len(set(found)) == 1, (indicator.short, found)


@pytest.mark.parametrize("month", few(MONTHS[:-1], 2), ids=str)
def test_a_month_is_what_the_next_one_says_it_was(shown, month):
    board, before = shown(month), month_before(month)
    for indicator in HEADLINE:
        standing = board.cards.standing(indicator, month)
        of_month = board.cards.standing(indicator, before).headline
        rows = tables.months(board, indicator, month)
        assert standing.previous.published == of_month.published == rows[1].value.published
        waterfall = board.movements.waterfall(indicator, month)
        if waterfall:
            assert waterfall.before.published == of_month.published
        if not standing.rules_changed:
            change = rates.change_pp(standing.headline.published, of_month.published)
            assert change == standing.change_pp
