"""rates.py against a workbook that a spreadsheet computed, against hand-written cases, and against
brute force.
"""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from govsvc.domain import rates

ORACLE = Path(__file__).parents[1] / "golden" / "rates_oracle.xlsx"
FEWEST_ROWS = {
    "published": 60,
    "ranks": 40,
    "items_to_target": 30,
    "items_to_overtake": 40,
    "items_before_overtaken": 35,
    "why_moved": 30,
}
SMALL = [(n, d) for d in range(1, 26) for n in range(d + 1)]


@cache
def book(data_only: bool):
    return load_workbook(ORACLE, data_only=data_only)


@cache
def oracle(name: str) -> tuple[dict, ...]:
    """Rows of one sheet of the oracle as stored, "—" as None, without the helper columns."""
    header, *rows = book(True)[name].iter_rows(values_only=True)
    keys = [key for key in header if not key.startswith("k=")]
    found = []
    for row in rows:
        values = dict(zip(keys, row, strict=False))
        assert None not in values.values(), f"{name}: a formula was never computed: {values}"
        found.append({key: None if value == "—" else value for key, value in values.items()})
    return tuple(found)


def percent(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100


def by_hand(n: int, d: int) -> Decimal:
    """A published value found without division: the two-decimal percent that is nearest, upper one
    at a tie.
    """
    exact = Fraction(100 * n, d)
    near = [Decimal(h) / 100 for h in range(max(0, 10000 * n // d - 1), 10000 * n // d + 3)]
    best = min(near, key=lambda value: (abs(Fraction(value) - exact), -value))
    if n < d and best == 100:
        return Decimal("99.99")
    return Decimal("0.01") if n and not best else best


# --- the oracle


@pytest.mark.parametrize("name", FEWEST_ROWS)
def test_oracle_is_whole(name):
    assert len(oracle(name)) >= FEWEST_ROWS[name]
    formulas = [
        cell
        for row in book(False)[name].iter_rows(min_row=2)
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) >= len(oracle(name))
    texts = [value for row in oracle(name) for value in row.values() if isinstance(value, str)]
    assert not [text for text in texts if text.startswith(("#", "table"))]


def test_published_as_the_oracle_says():
    for row in oracle("published"):
        value = rates.published(row["numerator"], row["denominator"])
        assert value == percent(row["published_hundredths"]), row
        assert rates.percent_text(value) == (row["percent_text"] or "—"), row


@pytest.mark.parametrize("direction, column", [(1, "place"), (-1, "place_lowest_first")])
def test_ranks_as_the_oracle_says(direction, column):
    for name in {row["set"] for row in oracle("ranks")}:
        rows = [row for row in oracle("ranks") if row["set"] == name]
        groups = {row["unit"]: row["group"] for row in rows}
        found = rates.ranks(
            {row["unit"]: percent(row["value_hundredths"]) for row in rows}, groups, direction
        )
        assert len(found) == len(rows)
        for row in rows:
            rank = found[row["unit"]]
            if row[column] is None:
                assert rank is None, row
            else:
                assert rank == rates.Rank(
                    row[column], bool(row["is_tied"]), row["of"], row["group"]
                ), row


def test_items_to_target_as_the_oracle_says():
    for row in oracle("items_to_target"):
        n, d, target = row["numerator"], row["denominator"], percent(row["target_hundredths"])
        assert rates.items_to_target(n, d, target) == row["items"], row
        is_reached = None if row["is_reached"] is None else bool(row["is_reached"])
        assert rates.target_reached(n, d, None, target) is is_reached, row


@pytest.mark.parametrize("name", ["items_to_overtake", "items_before_overtaken"])
def test_items_against_a_rival_as_the_oracle_says(name):
    for row in oracle(name):
        found = getattr(rates, name)(
            row["numerator"], row["denominator"], percent(row["rival_hundredths"])
        )
        assert found == row["items"], row


def test_why_moved_as_the_oracle_says():
    for row in oracle("why_moved"):
        movement = rates.why_moved(row["n0"], row["d0"], row["n1"], row["d1"])
        if row["shown_hundredths"] is None:
            assert movement is None, row
            continue
        assert rates.four_decimals(movement.met) * 10000 == row["met_ten_thousandths"], row
        assert rates.four_decimals(movement.total) * 10000 == row["total_ten_thousandths"], row
        assert movement.shown * 100 == row["shown_hundredths"], row
        assert movement.rounding * 10000 == row["rounding_ten_thousandths"], row


# --- by hand


@pytest.mark.parametrize(
    "numerator, denominator, text",
    [
        (3149, 3150, "99.97"),
        (99999, 100000, "99.99"),
        (1, 100000, "0.01"),
        (0, 5, "0.00"),
        (5, 5, "100.00"),
        (1, 16, "6.25"),
        (19989, 20000, "99.95"),
        (1, 800, "0.13"),
        (13001, 20000, "65.01"),
        (199999, 200000, "99.99"),
        # as counties and cities printed them
        (1293, 1305, "99.08"),
        (12262, 19669, "62.34"),
        (1184, 1368, "86.55"),
        (659, 836, "78.83"),
    ],
)
def test_published(numerator, denominator, text):
    assert str(rates.published(numerator, denominator)) == text


def test_unknown_stays_unknown():
    for n, d in [(None, 5), (5, None), (None, None), (0, 0), (3, 0)]:
        assert rates.published(n, d) is None
        assert rates.published_of(n, d, None) is None
        assert rates.target_reached(n, d, None, Decimal(99)) is None
        assert rates.items_to_target(n, d, Decimal(99)) is None
        assert rates.items_to_overtake(n, d, Decimal(99)) is None
        assert rates.items_before_overtaken(n, d, Decimal(0)) is None
        assert rates.why_moved(n, d, 1, 2) is None and rates.why_moved(1, 2, n, d) is None
    assert rates.change_pp(None, Decimal(1)) is None and rates.change_pp(Decimal(1), None) is None
    assert rates.target_reached(1, 2, Decimal(50), None) is None
    assert rates.items_to_target(1, 2, None) is None
    assert (
        rates.items_to_overtake(1, 2, None) is None
        and rates.items_before_overtaken(1, 2, None) is None
    )
    assert rates.four_decimals(None) is None
    for text in (
        rates.percent_text,
        rates.count_text,
        rates.points_text,
        rates.signed_points,
        rates.rank_text,
        rates.rank_prose,
        rates.chinese_place,
    ):
        assert text(None) == "—"


@pytest.mark.parametrize(
    "printed, text",
    [
        ("98.59", "98.59"),
        ("98.5", "98.50"),
        ("98.585", "98.59"),
        ("98.584", "98.58"),
        ("98.595", "98.60"),
        ("100", "100.00"),
    ],
)
def test_printed_value_comes_first(printed, text):
    assert str(rates.published_of(1, 2, Decimal(printed))) == text
    assert str(rates.published_of(None, None, Decimal(printed))) == text


def test_published_of_counts_where_nothing_is_printed():
    assert rates.published_of(3149, 3150, None) == Decimal("99.97")


def test_texts_of_values():
    assert rates.percent_text(Decimal("99.94")) == "99.94%"
    assert rates.percent_text(Decimal("98.5")) == "98.50%"
    assert rates.percent_text(Decimal("98.585")) == "98.59%"
    assert rates.percent_text(Decimal(0)) == "0.00%"
    assert [rates.count_text(n) for n in (0, 999, 3150, 1234567, -3)] == [
        "0",
        "999",
        "3,150",
        "1,234,567",
        "−3",
    ]


@pytest.mark.parametrize(
    "pp, prose, signed",
    [
        ("0.06", "提升0.06个百分点", "+0.06"),
        ("-0.03", "下降0.03个百分点", "−0.03"),
        ("0.00", "持平", "0.00"),
        ("0.004", "持平", "0.00"),
        ("-0.004", "持平", "0.00"),
        ("-0.005", "下降0.01个百分点", "−0.01"),
        ("0.5", "提升0.50个百分点", "+0.50"),
        ("-0.00", "持平", "0.00"),
        ("12", "提升12.00个百分点", "+12.00"),
    ],
)
def test_texts_of_changes(pp, prose, signed):
    assert (rates.points_text(Decimal(pp)), rates.signed_points(Decimal(pp))) == (prose, signed)


def test_change_is_of_published_values():
    assert rates.change_pp(Decimal("99.94"), Decimal("99.97")) == Decimal("-0.03")


def test_ranks_without_groups():
    values = {
        "A": Decimal("99.97"),
        "B": Decimal("99.94"),
        "C": None,
        "D": Decimal("99.97"),
        "E": Decimal("99.90"),
    }
    assert rates.ranks(values) == {
        "A": rates.Rank(1, True, 4, None),
        "B": rates.Rank(3, False, 4, None),
        "C": None,
        "D": rates.Rank(1, True, 4, None),
        "E": rates.Rank(4, False, 4, None),
    }
    assert rates.ranks({}) == {}
    assert rates.ranks({"A": Decimal(1)}) == {"A": None}


def test_a_unit_that_no_group_names_is_ranked_among_its_like():
    found = rates.ranks(
        {"A": Decimal(1), "B": Decimal(2), "C": Decimal(3)}, {"A": "县市组", "B": "县市组"}
    )
    assert found == {
        "A": rates.Rank(2, False, 2, "县市组"),
        "B": rates.Rank(1, False, 2, "县市组"),
        "C": None,
    }


def test_texts_of_ranks():
    alone, tied = rates.Rank(3, False, 11, None), rates.Rank(2, True, 11, None)
    assert (rates.rank_text(alone), rates.rank_prose(alone)) == ("3", "第3")
    assert (rates.rank_text(tied), rates.rank_prose(tied)) == ("并列2", "并列第2")
    of_group = rates.Rank(4, False, 9, "县市组")
    assert (rates.rank_text(of_group), rates.rank_prose(of_group)) == ("县市组第4", "县市组第4")
    assert [rates.rank_among(rank) for rank in (alone, of_group, None)] == [
        "全市第3",
        "县市组第4",
        "—",
    ]
    assert [rates.group_name(name) for name in ("县市", "B组", "城区", None)] == [
        "县市组",
        "B组",
        "城区",
        "全市",
    ]
    assert (rates.chinese_place(3, False), rates.chinese_place(2, True)) == ("第三", "并列第二")
    numerals = {
        1: "一",
        9: "九",
        10: "十",
        11: "十一",
        19: "十九",
        20: "二十",
        21: "二十一",
        90: "九十",
        99: "九十九",
        100: "100",
    }
    assert {n: rates.chinese_place(n, False) for n in numerals} == {
        n: f"第{text}" for n, text in numerals.items()
    }
    assert len({rates.chinese_place(n, False) for n in range(1, 100)}) == 99


def test_target_is_of_the_exact_fraction():
    wanted = Decimal("99.94")
    assert rates.published(99939, 100000) == wanted
    assert rates.target_reached(99939, 100000, wanted, wanted) is False
    assert rates.items_to_target(99939, 100000, wanted) == 1
    assert rates.target_reached(99940, 100000, wanted, wanted) is True
    assert rates.target_reached(None, None, wanted, wanted) is True
    assert rates.target_reached(None, 3150, Decimal("99.93"), wanted) is False
    assert rates.target_reached(3150, None, wanted, wanted) is True


def test_seven_percent_of_a_hundred_is_seven():
    assert rates.items_to_target(0, 100, Decimal(7)) == 7


def test_passing_a_rival():
    assert rates.items_to_overtake(3147, 3150, Decimal("99.94")) == 2
    assert rates.items_to_overtake(3150, 3150, Decimal("99.97")) == 0
    assert rates.items_to_overtake(3150, 3150, Decimal("100.00")) is None
    assert rates.items_to_overtake(3147, 3150, Decimal("100.00")) is None
    assert rates.items_before_overtaken(3149, 3150, Decimal("99.97")) == 0
    assert rates.items_before_overtaken(3149, 3150, Decimal("99.94")) == 1
    assert rates.items_before_overtaken(3148, 3150, Decimal("99.97")) is None


def test_parts_of_a_movement():
    movement = rates.why_moved(3140, 3142, 3148, 3150)
    assert movement.met == Fraction(800, 3150)
    assert movement.total == 100 * (Fraction(3140, 3150) - Fraction(3140, 3142))
    assert movement.shown == 0 and movement.change == 100 * (
        Fraction(3148, 3150) - Fraction(3140, 3142)
    )
    assert movement.rounding == Decimal("-0.0002")  # 0.2540 and −0.2538 on screen, 0.00 shown
    assert rates.why_moved(3147, 3150, 3149, 3150).total == 0


@pytest.mark.parametrize(
    "value, text",
    [
        (Fraction(1, 20000), "0.0001"),
        (Fraction(-1, 20000), "-0.0001"),
        (Fraction(3, 20000), "0.0002"),
        (Fraction(-3, 20000), "-0.0002"),
        (Fraction(-1, 20001), "0.0000"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(12), "12.0000"),
    ],
)
def test_four_decimals(value, text):
    assert str(rates.four_decimals(value)) == text


# --- by brute force


def test_published_is_the_nearest_and_never_falls():
    for d in [*range(1, 90), 800, 3150, 16000, 20000, 100000]:
        before = None
        for n in range(d + 1) if d < 90 else [*range(400), *range(d - 400, d + 1)]:
            value = rates.published(n, d)
            assert value == by_hand(n, d), (n, d)
            assert value.as_tuple().exponent == -2
            assert (value == 100) is (n == d) and (value == 0) is (n == 0)
            assert before is None or value >= before
            before = value


def test_rivals_against_trying_every_k():
    rivals = [
        percent(h)
        for h in (0, 1, 2, 3, 249, 250, 251, 3333, 3334, 5000, 6666, 6667, 9750, 9998, 9999, 10000)
    ]
    for n, d in [
        *SMALL,
        *((n, 20000) for n in (19970, 19989, 19990, 19999, 20000)),
        (29999, 30000),
    ]:
        ks = range(d - n + 1) if d < 100 else range(min(d - n, 60) + 1)
        for rival in rivals if d < 100 else rivals[-3:]:
            up = [k for k in ks if by_hand(n + k, d) > rival]
            assert rates.items_to_overtake(n, d, rival) == min(up, default=None), (n, d, rival)
            down = [k for k in range(min(n, 100) + 1) if by_hand(n - k, d) >= rival]
            assert rates.items_before_overtaken(n, d, rival) == max(down, default=None), (
                n,
                d,
                rival,
            )


def test_rivals_at_the_foot_of_the_scale():
    assert rates.items_to_overtake(0, 40000, Decimal("0.00")) == 1  # one of 40,000 is shown as 0.01
    assert rates.items_to_overtake(1, 40000, Decimal("0.01")) == 5  # 6/40000 is 0.015
    assert rates.items_before_overtaken(3, 40000, Decimal("0.01")) == 2
    assert rates.items_before_overtaken(3, 40000, Decimal("0.00")) == 3


def test_items_to_target_is_the_first_that_reaches_it():
    for n, d in SMALL:
        for hundredths in (0, 1, 700, 2500, 3333, 5000, 5800, 6667, 9750, 9999, 10000):
            target = Decimal(hundredths) / 100
            tried = next(
                k for k in range(d + 1) if Fraction(n + k, d) * 100 >= Fraction(hundredths, 100)
            )
            assert rates.items_to_target(n, d, target) == tried, (n, d, target)
            assert rates.target_reached(n, d, None, target) is (tried == 0)


def test_parts_of_every_small_movement_sum_up():
    some = SMALL[::7]
    for n0, d0 in some:
        for n1, d1 in some:
            movement = rates.why_moved(n0, d0, n1, d1)
            assert (
                movement.met + movement.total
                == movement.change
                == 100 * (Fraction(n1, d1) - Fraction(n0, d0))
            )
            parts = rates.four_decimals(movement.met) + rates.four_decimals(movement.total)
            assert (
                parts + movement.rounding
                == movement.shown
                == rates.published(n1, d1) - rates.published(n0, d0)
            )
            # at most two published values half a hundredth off (a whole one at 0.01 and 99.99), two
            # parts half a 0.0001
            assert abs(movement.rounding) <= Decimal("0.0201")


def test_no_float_comes_out():
    for n, d in SMALL[::5]:
        assert isinstance(rates.published(n, d), Decimal)
        assert type(rates.items_to_target(n, d, Decimal("97.5"))) is int
        assert type(rates.items_to_overtake(n, d, Decimal("0.00"))) in (int, type(None))
