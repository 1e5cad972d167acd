"""Workbooks that clerks fill in: the empty template, and the one with the rows of the month before
(预填模板).
"""

from govsvc.documents.template import chains, feedback
from govsvc.documents.template.fields import Names, headers
from govsvc.documents.template.prefill import (
    Prefilled,
    gather,
    known_names,
    months_to_fill,
    units_to_fill,
)
from govsvc.documents.template.workbooks import (
    file_name,
    prefilled,
    workbook,
    workbooks_of_units,
    zipped,
)

__all__ = [
    "Names",
    "Prefilled",
    "chains",
    "feedback",
    "file_name",
    "gather",
    "headers",
    "known_names",
    "months_to_fill",
    "prefilled",
    "units_to_fill",
    "workbook",
    "workbooks_of_units",
    "zipped",
]
