"""The period measures of cases (办件): sums of the counts that 办件量统计 holds, then divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.feedback import OF_CASES, FeedbackSettings, MeasureValue, measures_of, value_of


@dataclass(frozen=True, slots=True)
class CaseMeasure:
    """A measure over months that have its counts. `lacking`: rows without, which do not count."""

    value: MeasureValue
    months: Sequence[date]
    rows: int
    lacking: int


def case_measures(
    tables: Sequence[Entries], months: Sequence[date], settings: FeedbackSettings
) -> list[CaseMeasure]:
    """The measures that these rows have counts of. `tables`: the rows of 办件量 of each month.

    A row counts for a measure where it has all of its counts.
    """
    found = []
    counted = [rows.where(rows.mask("status", COUNTED)) for rows in tables]
    for measure in measures_of(OF_CASES):
        keys = sorted(measure.reading({}, settings).counts)
        sums = dict.fromkeys(keys, 0)
        used, with_counts, lacking = 0, [], 0
        for month, rows in zip(months, counted):
            columns = [rows.attribute(key).to_pylist() for key in keys]
            whole = [cells for cells in zip(*columns) if all(cell is not None for cell in cells)]
            lacking += len(rows) - len(whole)
            used += len(whole)
            with_counts += [month] if whole else []
            for cells in whole:
                for key, cell in zip(keys, cells):
                    sums[key] += int(cell)
        if used:
            value = value_of(measure, sums, settings)
            found.append(CaseMeasure(value, with_counts, used, lacking))
    return found
