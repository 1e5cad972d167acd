"""对账: where the city's bulletin and the own count differ, by how much, the rows that could
explain it, and the letter that asks the city.
"""

from govsvc.reconciling.assigning import on_lists
from govsvc.reconciling.comparing import Comparison, compare, typed_cutoff
from govsvc.reconciling.explaining import (
    CARRIED,
    CHANGED,
    DISAGREEING,
    FAULTY,
    GROUNDS,
    Difference,
    Ground,
    Row,
    effect_text,
    explain,
)
from govsvc.reconciling.letter import (
    COLUMNS,
    at_cutoff_text,
    books_sheet,
    cutoffs_text,
    difference_text,
    grounds_text,
    letter,
    notes,
    sheet,
    title,
    value_text,
)

__all__ = [
    "CARRIED",
    "CHANGED",
    "COLUMNS",
    "DISAGREEING",
    "FAULTY",
    "GROUNDS",
    "Comparison",
    "Difference",
    "Ground",
    "Row",
    "at_cutoff_text",
    "books_sheet",
    "compare",
    "cutoffs_text",
    "difference_text",
    "effect_text",
    "explain",
    "grounds_text",
    "letter",
    "notes",
    "on_lists",
    "sheet",
    "title",
    "typed_cutoff",
    "value_text",
]
