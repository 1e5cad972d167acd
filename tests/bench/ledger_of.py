"""A 整改台账 of many entries with many steps, made of the lists' own rows."""

from collections.abc import Iterator
from datetime import date, timedelta

from decade import ACT

from govsvc.assessment.problems import Problem
from govsvc.domain import indicators
from govsvc.domain.rectification import APPLIED, PASSED, REPLIED, RETURNED, SIGNED, Entry, Step
from govsvc.domain.rectification.history import Imported, PastStep
from govsvc.store import Store
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Terms

TERMS = Terms(date(2026, 8, 3), date(2026, 10, 30))


def fill(store: Store, entries: int, steps: int) -> None:
    """Enters so many entries, each with so many steps."""
    found = [
        Imported(entry, tuple(_steps(entry, steps, number % 3 == 0)))
        for number, entry in zip(range(entries), _entries(store))
    ]
    assert len(found) == entries
    store.rectification_writes.import_ledger(found, ACT, expected_version=store.version())


def _entries(store: Store) -> Iterator[Entry]:
    for month in range(10, 2, -1):
        day = date(2026, month, 1)
        for problem_list in indicators.LISTS:
            if not problem_list.signs:
                rows = store.rows.list_rows(problem_list.key, day, day)
                problems = [Problem(row, None, 1) for row in rows]
                yield from rectification.of_problems(problem_list, problems, {}, TERMS)


def _steps(entry: Entry, count: int, is_closed: bool) -> list[PastStep]:
    kinds = [SIGNED, *[REPLIED, APPLIED, RETURNED] * count][:count]
    if is_closed:
        kinds[-2:] = [APPLIED, PASSED] if kinds[-3] in (SIGNED, REPLIED, RETURNED) else kinds[-2:]
    days = (entry.assigned_on + timedelta(days=4 * place) for place in range(1, count + 1))
    return [
        PastStep(Step(kind, "已按要求办理"), day, "乙" if kind in (PASSED, RETURNED) else "甲")
        for kind, day in zip(kinds, days)
    ]
