"""A list over many months is told as its rows of all months say it, though only rows that matter
are read.
"""

from datetime import date
from random import Random

import pytest
from list_history import ended, follow
from support import WHEN

from govsvc.assessment import problems
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.indicators import ITEMS
from govsvc.domain.rows import Entries, Entry
from govsvc.store import Batch, open_store

ONLINE = indicators.list_by_key("not_online")
MONTHS = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(36)]


@pytest.fixture(scope="module", params=[3, 8])
def store(request, tmp_path_factory):
    rng, found = Random(request.param), open_store(tmp_path_factory.mktemp("long") / "long.duckdb")
    offline, batches = {n: rng.random() < 0.8 for n in range(30)}, []
    for place, month in enumerate(MONTHS):
        for n in rng.sample(range(4, 30), 4):  # the first four last for ever
            offline[n] = not offline[n]
        rows = []
        for n in range(30):
            code = (
                "business_code" if n % 3 == place % 3 and place % 7 == 0 else "implementation_code"
            )
            body = (
                "11999923MB0000100Y" if place < 20 or n % 2 else "22999923MB0000200Y"
            )  # the even ones' body is reorganised
            attributes = {"implementation_code": f"{body}3{n:012}"} | (
                {"business_code": f"{body}3{n:012}01"} if code == "business_code" else {}
            )
            if rng.random() < 0.9 or n < 4:
                rows.append(
                    Entry(
                        ITEMS,
                        month,
                        "公安局",
                        attributes[code],
                        f"事项{n}",
                        attributes,
                        {"is_online": not offline[n]},
                    )
                )
        batches.append(Batch(ITEMS, month, [(f"{month}.xlsx", f"{month}")], Entries.of(rows)))
    found.imports.commit(batches, expected_version=0, who="测试", when=WHEN, home="云溪县")
    yield found
    found.close()


def overlaid(found: list[problems.Problem]) -> dict[str, tuple]:
    return {
        problem.row.name: (problem.state, problem.months, problem.is_recoded, problem.row.key)
        for problem in found
    }


@pytest.mark.parametrize("place", [0, 1, 5, 12, 13, 25, len(MONTHS) - 1])
def test_states_and_lengths_are_those_of_all_months(store, place):
    month = MONTHS[place]
    every, counted = (
        store.rows.list_rows(ONLINE.key, MONTHS[0], month),
        store.rows.judged_rows(ITEMS, month, ONLINE.indicator),
    )
    now, gone = Board(store).lists.rows(ONLINE, month)
    assert overlaid(now) == overlaid(follow(every, MONTHS[: place + 1], month))
    assert overlaid(gone) == overlaid(
        ended(every, MONTHS[: place + 1], month, counted, store.rows.entries(ITEMS, month))
    )
    assert (
        max(problem.months for problem in now) == place + 1
    )  # some are there from the first month on


def test_rows_that_left_keep_what_is_known_of_them(store):
    _, gone = Board(store).lists.rows(ONLINE, MONTHS[1])
    before = {row.key: row for row in store.rows.list_rows(ONLINE.key, MONTHS[0], MONTHS[0])}
    assert gone and all(problem.row == before[problem.row.key] for problem in gone)
