"""Rows with maps come out of the database as its own cursor gives them; combinations judged
together are judged as each alone.
"""

import random
from datetime import date

import duckdb
import pytest

from govsvc.assessment import counting
from govsvc.assessment.judging import Judging
from govsvc.domain import indicators
from govsvc.domain.entries import COUNTED, LEFT_OUT, OUT_OF_SCOPE
from govsvc.domain.indicators import Rules
from govsvc.store import tables
from govsvc.store.fetching import rows_of

MAPS = """
SELECT n, 'kind' AS kind, DATE '2026-10-01' + n::INTEGER AS month, n % 2 = 0 AS even,
    CASE n % 4 WHEN 0 THEN NULL WHEN 1 THEN MAP {}
        ELSE MAP {'甲': 'x' || n, 'b' || n % 5: NULL} END,
    CASE WHEN n % 3 = 0 THEN MAP {'is_online': n % 2 = 0} ELSE MAP {'a': NULL, 'b': true} END,
    CASE WHEN n % 5 = 0 THEN NULL ELSE ['p', NULL, 'q' || n] END
FROM range(5000) AS t(n) WHERE n % 7 <> $left_out ORDER BY n
"""


@pytest.mark.parametrize("left_out", [9, 3])
def test_rows_with_maps_are_those_of_the_cursor(left_out):
    with duckdb.connect() as connection:
        given = {"left_out": left_out}
        assert (
            rows_of(connection.execute(MAPS, given)) == connection.execute(MAPS, given).fetchall()
        )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1.50, sum(2), TIMESTAMP '2026-10-01 08:00:00', MAP {'a': 1}, MAP {1: 'a'}",
        "SELECT MAP {'a': 'b'} FROM range(3) WHERE range > 3",
        "SELECT MAP {'a': MAP {'b': true}}, 'x'",
        "CREATE TABLE t (n INTEGER)",
    ],
)
def test_other_rows_too(query):
    with duckdb.connect() as connection, duckdb.connect() as other:
        assert rows_of(connection.execute(query)) == other.execute(query).fetchall()


def test_a_column_of_maps_holds_each_map():
    rows = [
        (1, "items", date(2026, 10, 1), COUNTED, {"level": "县级"}, "", {"a": True}, {}, [], {}),
        (2, "items", date(2026, 10, 1), COUNTED, {}, "", {}, {}, ["one"], {"b": False, "c": True}),
    ]
    table = tables.combinations(rows)
    assert [dict(each) for each in table["attributes"].to_pylist()] == [{"level": "县级"}, {}]
    assert [dict(each) for each in table["told"].to_pylist()] == [{}, {"b": False, "c": True}]
    assert tables.combinations([]).num_rows == 0


def test_judged_together_as_each_alone():
    chance = random.Random(7)
    flags = [flag.key for flag in indicators.flags_of("items")]
    marks = sorted(indicators.UNREAD_MARKS)
    rules = Rules(levels={"online_rate": ("县本级",)}, workdays_of=(20, 240, 7))

    def some(keys, most):
        return {key: chance.random() < 0.6 for key in chance.sample(keys, chance.randint(0, most))}

    def attributes():
        known = {
            "level": chance.choice(["县本级", "乡镇级"]),
            "item_type": chance.choice(["行政许可", "行政确认", "行政处罚"]),
            "statutory_limit": chance.choice(["20工作日", "1个月", "看情况"]),
            "promised_limit": chance.choice(["即办", "5工作日", "20工作日"]),
            "visits": chance.choice(["0", "1", "2"]),
        }
        return {key: known[key] for key in chance.sample(list(known), chance.randint(0, 5))}

    judging = Judging("items", rules)
    # few of them, so that many rows have the same flags and differ in what else is asked
    own = [some(flags, len(flags)) | some(marks, 1) for _ in range(8)] + [
        dict.fromkeys(flags, True)
    ]
    seen = set()
    for _ in range(3000):
        status = chance.choice([COUNTED, COUNTED, COUNTED, OUT_OF_SCOPE, LEFT_OUT])
        row = status, attributes(), chance.choice(own), chance.choice([{}, {flags[0]: False}])
        met, lists = counting.judge("items", row[0], row[1], row[2], rules, row[3])
        assert judging.of(*row) == (met, lists, counting.amounts(row[1], met, rules))
        assert judging.of(*row) is judging.of(*row)
        seen.add(len(met))
    assert len(seen) > 5
