"""The reverse of writing a paper: the numbers of a finished one are compared with the data."""

from govsvc.documents.papers.checking.check import (
    AGREES,
    DIFFERS,
    UNKNOWN,
    Finding,
    check,
    month_named,
)

__all__ = ["AGREES", "DIFFERS", "UNKNOWN", "Finding", "check", "month_named"]
