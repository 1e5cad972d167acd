"""The reverse of writing a paper: the numbers of a finished one are compared with the data."""

from govsvc.documents.papers.checking.check import (
    AGREES,
    DIFFERS,
    UNKNOWN,
    Finding,
    check,
    month_named,
)
from govsvc.documents.papers.checking.checked_file import COLUMNS, CheckedFile, check_file

__all__ = [
    "AGREES",
    "COLUMNS",
    "DIFFERS",
    "UNKNOWN",
    "CheckedFile",
    "Finding",
    "check",
    "check_file",
    "month_named",
]
