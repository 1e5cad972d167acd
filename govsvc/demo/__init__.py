"""Demonstration data: 24 months of an invented county and its city.

Deterministic; nothing happens at import.
"""

from govsvc.demo.calls import CALL_MONTHS, WEAK_ON, WEAK_UNIT, calls, populations
from govsvc.demo.cases import CASE_MONTHS, cases
from govsvc.demo.chains import chains
from govsvc.demo.months import month_date, months
from govsvc.demo.names import HOME
from govsvc.demo.office import (
    CORRECTED_MONTH,
    CORRECTED_UNIT,
    CORRECTION,
    before_correction,
    inspected,
    roster,
)
from govsvc.demo.ratings import questionnaire, ratings
from govsvc.demo.rectification import MEETING, matters
from govsvc.demo.representatives import representatives
from govsvc.demo.scores import window_scores
from govsvc.demo.workbooks import write_workbooks

__all__ = [
    "CALL_MONTHS",
    "CASE_MONTHS",
    "CORRECTED_MONTH",
    "CORRECTED_UNIT",
    "CORRECTION",
    "HOME",
    "MEETING",
    "WEAK_ON",
    "WEAK_UNIT",
    "before_correction",
    "calls",
    "cases",
    "chains",
    "inspected",
    "matters",
    "month_date",
    "months",
    "populations",
    "questionnaire",
    "ratings",
    "representatives",
    "roster",
    "window_scores",
    "write_workbooks",
]
