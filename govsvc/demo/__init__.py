"""Demonstration data: 24 months of an invented county and its city. Deterministic; nothing happens at import."""

from govsvc.demo.months import months
from govsvc.demo.names import HOME
from govsvc.demo.workbooks import write_workbooks

__all__ = ["HOME", "months", "write_workbooks"]
