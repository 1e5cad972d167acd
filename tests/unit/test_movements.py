"""Why a value moved: every row in the bar of its cause, bars that sum to the published change."""

from decimal import Decimal
from fractions import Fraction

import pytest
from support import few
from test_rule_versions import ruled
from test_store import OCTOBER, SEPTEMBER, batch, item, save

from govsvc.board import Board, movement_tables
from govsvc.board.parts.movements import DEDUCTED, NAMES, NEW, ROUNDING, SOLVED, SOURCE, TOTAL
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import ITEMS, by_key

ONLINE = by_key("online_rate")


def month_of(store, month, **answers):
    """Items named by code (`c1`) with whether each is online; None for an exempt one."""
    rows = [
        item(code, month=month, is_online=bool(answer), is_exempt_online=answer is None)
        for code, answer in answers.items()
    ]
    save(store, batch(ITEMS, *rows, month=month))


@pytest.fixture
def moved_store(empty_store):
    """6 of 8 in September, 7 of 9 in October."""
    six = {f"c{n}": True for n in range(1, 7)}
    month_of(empty_store, SEPTEMBER, **six, c7=False, c8=False)
    october = {"c1": False, "c3": None, "c4": True, "c5": True, "c6": True, "c7": True, "c8": True}
    month_of(empty_store, OCTOBER, **october, c9=True, c10=False, c11=True)
    return empty_store


def test_each_row_is_in_the_bar_of_its_cause(moved_store):
    # a row adds 100·(met/9 − 6·counted/(8·9)): reckoned by hand
    waterfall = Board(moved_store).movements.waterfall(ONLINE, OCTOBER)
    bars = {bar.cause: (sorted(row.key for row in bar.rows), bar.points) for bar in waterfall.bars}
    assert bars == {
        NEW: (["c1", "c10"], Decimal("-19.4444")),
        SOLVED: (["c7", "c8"], Decimal("22.2222")),
        DEDUCTED: (["c3"], Decimal("-2.7778")),
        TOTAL: (["c11", "c2", "c9"], Decimal("2.7778")),
        ROUNDING: ([], Decimal("0.0022")),
    }
    assert (waterfall.before.published, waterfall.now.published) == (
        Decimal("75.00"),
        Decimal("77.78"),
    )


@pytest.mark.parametrize("months", few([6, 24], 1))
def test_the_bars_lead_from_one_published_value_to_the_next(demonstration_store, months):
    board, sources = Board(demonstration_store), set()
    for month in board.months()[:months]:
        for indicator in indicators.headline_indicators():
            waterfall = board.movements.waterfall(indicator, month)
            if waterfall is None:
                assert board.values.why_moved(indicator, month) is None or not (
                    board.values.change_pp(indicator, month) is not None
                )
                continue
            steps = sum((bar.points for bar in waterfall.bars), Decimal())
            assert waterfall.before.published + steps == waterfall.now.published
            assert waterfall.now == board.values.headline(indicator, month)
            said = movement_tables.sentence(waterfall, indicator.unit)
            causes = [bar for bar in waterfall.bars if bar.cause != ROUNDING]
            assert all(NAMES[bar.cause] in said for bar in causes if round(bar.points, 2))
            rounding = [bar.points for bar in waterfall.bars if bar.cause == ROUNDING]
            assert all(abs(points) < Decimal("0.011") for points in rounding)
            sources |= {bar.cause for bar in waterfall.bars}
    assert {NEW, SOLVED, TOTAL, SOURCE, ROUNDING} <= sources


def test_across_other_rules_there_is_nothing(moved_store):
    assert Board(moved_store).movements.waterfall(ONLINE, SEPTEMBER) is None
    ruled(moved_store, OCTOBER, exempt_as={"online_rate": "met"})
    assert Board(moved_store).movements.waterfall(ONLINE, OCTOBER) is None


@pytest.mark.parametrize(("n0", "d0", "n1", "d1"), [(3147, 3150, 3149, 3152), (0, 5, 5, 7)])
def test_the_shares_of_rows_sum_to_the_exact_change(n0, d0, n1, d1):
    of_rows = (n1 - n0) * rates.share_of_change(1, 0, n0, d0, d1)
    of_rows += (d1 - d0) * rates.share_of_change(0, 1, n0, d0, d1)
    assert of_rows == 100 * (Fraction(n1, d1) - Fraction(n0, d0))
