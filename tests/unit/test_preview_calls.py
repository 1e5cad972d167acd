"""What the preview says of calls, totals and weeks is what the import does, whatever comes."""

import random
from collections import Counter
from datetime import date

import pytest
import test_preview
from support import few
from test_preview import planned, proven

from govsvc.domain.entries import COUNTED, LEFT_OUT, Entry
from govsvc.domain.feedback import CallTotals, call_key, totals_entry
from govsvc.domain.indicators import CALL_TOTALS, CALLS
from govsvc.store import Batch

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
WEEKS = {
    SEPTEMBER: (date(2026, 9, 14), date(2026, 9, 21)),
    OCTOBER: (date(2026, 10, 5), date(2026, 10, 12)),
}
UNITS = ("甲", "乙", "丙")
KINDS = (CALLS, CALL_TOTALS)


@pytest.fixture(autouse=True)
def weeks_are_looked_at(monkeypatch):
    monkeypatch.setattr(test_preview, "ENTRY_KINDS", KINDS)


def some_call(chance: random.Random, month: date, number: int) -> Entry:
    week = chance.choice(WEEKS[month]).isoformat()
    said = {"week": week, "outcome": "valid", "overall": chance.choice(["satisfied", "basic"])}
    status = chance.choice([COUNTED, COUNTED, LEFT_OUT])
    key = call_key(week, f"c{number}", 1)
    return Entry(CALLS, month, chance.choice(UNITS), key, "事项", said, {}, status)


def some_totals(chance: random.Random, month: date, number: int) -> Entry:
    week = chance.choice([*WEEKS[month], None])
    totals = CallTotals(month, week, UNITS[number % 3], {"valid": chance.randint(0, 9)})
    return totals_entry(totals, chance.choice([COUNTED, COUNTED, LEFT_OUT]))


def some_batches(chance: random.Random) -> list[Batch]:
    batches = []
    for month in WEEKS:
        for kind, make in ((CALLS, some_call), (CALL_TOTALS, some_totals)):
            if chance.random() < 0.3:
                continue
            rows = [make(chance, month, number) for number in range(chance.randint(1, 6))]
            once = list({row.key: row for row in rows}.values())
            batches.append(Batch(kind, month, [("a", "0")], once, is_changes=True))
    return batches


@pytest.mark.parametrize("seed", few([3, 7, *(n for n in range(40) if n not in (3, 7))], 2))
def test_whatever_comes_the_preview_is_what_is_stored(empty_store, seed):
    chance = random.Random(seed)
    for _ in range(5):
        proven(empty_store, planned(empty_store, *some_batches(chance)))


def test_the_random_imports_hold_every_kind():
    made = Counter(batch.kind for seed in range(6) for batch in some_batches(random.Random(seed)))
    assert set(made) == set(KINDS)
