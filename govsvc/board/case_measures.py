"""The period measures of cases (办件): sums of the counts that 办件量统计 holds, then divided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.feedback import OF_CASES, FeedbackSettings, MeasureValue, measures_of, value_of
from govsvc.domain.indicators import CASE_COUNTS
from govsvc.domain.indicators.case_counts import completed


@dataclass(frozen=True, slots=True)
class CaseMeasure:
    """A measure over months that have its counts. `lacking`: rows without, which do not count."""

    value: MeasureValue
    months: Sequence[date]
    rows: int
    lacking: int


def case_measures(tables: Mapping[date, Entries], settings: FeedbackSettings) -> list[CaseMeasure]:
    """The measures that these rows have counts of. `tables`: month → its rows of 办件量.

    A row counts for a measure where it has all of its counts.
    """
    found = []
    counted = {month: _counts(rows) for month, rows in tables.items()}
    for measure in measures_of(OF_CASES):
        keys = measure.reading({}, settings).counts
        sums = dict.fromkeys(sorted(keys), 0)
        used, with_counts, lacking = 0, [], 0
        for month, rows in counted.items():
            whole = [counts for counts in rows if keys <= counts.keys()]
            lacking += len(rows) - len(whole)
            used += len(whole)
            with_counts += [month] if whole else []
            for counts in whole:
                for key in sums:
                    sums[key] += counts[key]
        if used:
            value = value_of(measure, sums, settings)
            found.append(CaseMeasure(value, with_counts, used, lacking))
    return found


def counts_of_case(attributes: Mapping[str, str | None]) -> dict[str, int]:
    """The counts of a row, with what follows from them."""
    given = {one.key: attributes.get(one.key) for one in CASE_COUNTS}
    return completed({key: int(text) for key, text in given.items() if text is not None})


def _counts(rows: Entries) -> list[dict[str, int]]:
    """Of each row that counts."""
    counted = rows.where(rows.mask("status", COUNTED))
    columns = {one.key: counted.attribute(one.key).to_pylist() for one in CASE_COUNTS}
    return [counts_of_case(dict(zip(columns, cells))) for cells in zip(*columns.values())]
