"""全市 of a province on a server: 120 counties × 2,000 items and 286 stations × 60 months, which
are built in four minutes and take 8 GB; `pytest -m full tests/bench/test_city_speed.py -n 0 -s`.

What is seen goes into docs/MEASURED.md.
"""

import time

import city_province
import pytest

from govsvc.city import City, tables

COUNTIES, MONTHS, TURNS = 120, 60, 3
#: counties → seconds that all of them may take, on 2 cores
MOST = {12: 0.3, COUNTIES: 2.0}


@pytest.mark.full
def test_a_province_is_counted_anew(postgres):
    """From asking each county for its months to the table, with nothing kept: the least of three
    turns.
    """
    cities, last = city_province.make(postgres, COUNTIES, MONTHS)
    rows = postgres.psql(
        "SELECT sum(n_live_tup) AS rows FROM pg_stat_user_tables \\gset\n\\warn :rows"
    )
    print(f"\n{rows.strip()} rows in all tables")
    seen = {}
    for counties, store in cities.items():
        turns = []
        for _ in range(TURNS):
            begun = time.perf_counter()
            city = City(store)
            month = city.month(last, city.states())
            sheet = tables.matrix(month)
            turns.append(time.perf_counter() - begun)
            assert len(sheet.rows) == len(month.counted) == counties
        seen[counties] = min(turns)
        print(f"{counties} counties: {', '.join(f'{turn:.3f}' for turn in turns)} s")
    assert all(seen[counties] <= most for counties, most in MOST.items()), seen
