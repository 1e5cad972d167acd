"""Demonstration data: 24 months of an invented county and its city. Deterministic; nothing happens at import."""

from govsvc.demo.months import month_date, months
from govsvc.demo.names import HOME
from govsvc.demo.office import CORRECTED_MONTH, CORRECTED_UNIT, CORRECTION, before_correction, inspected, roster
from govsvc.demo.workbooks import write_workbooks

__all__ = ["CORRECTED_MONTH", "CORRECTED_UNIT", "CORRECTION", "HOME", "before_correction", "inspected", "month_date", "months", "roster", "write_workbooks"]
